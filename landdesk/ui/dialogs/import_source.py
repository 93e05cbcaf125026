"""The first page of an import: which file, what it is, and what only a person can know of it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.communes import commune
from landdesk.app.titles import IMPORT_FORMS
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, format_number, ngettext, translate
from landdesk.paths import named_path, plain_form
from landdesk.services.campaign.forms import SYNC_STATUS
from landdesk.services.importing.seen import MapSeen, Seen, TableSeen
from landdesk.ui import theme
from landdesk.ui.dialogs.choose_file import IMPORT_FILES, choose_file, choose_folder
from landdesk.ui.dialogs.import_system import SystemChoice
from landdesk.ui.messages import error_lines
from landdesk.ui.models.import_told import encoding_words
from landdesk.ui.panels.sections import Banner, empty, words

_DRIVERS: Final = {
    "GPKG": "GeoPackage",
    "ESRI Shapefile": "Shapefile",
    "GML": "GML (VBDLIS/MPLIS)",
    "OpenFileGDB": "File Geodatabase",
    "MapInfo File": "MapInfo",
}
_SEVERAL: Final = 1


class SourcePage(QWidget):
    """Asks for the file and shows what was seen of it.

    Signals:
        look_wanted(): Another file, layer or form was chosen.
        stop_wanted(): The look is to stop.
    """

    look_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, communes: Sequence[str], folder: Path) -> None:
        super().__init__()
        self._communes = tuple(communes)
        self._folder = folder
        self._parts: tuple[str, ...] = ()
        self._is_part_chosen = False
        self._looked: tuple[object, ...] = ()
        self.seen: Seen | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("A map, a table, or the folder of a File Geodatabase (.gdb)"))
        self.browse = QPushButton(_("Browse…"))
        self.folder = QPushButton(_("Folder…"))
        self.folder.setToolTip(_("A File Geodatabase is a folder whose name ends in .gdb"))
        for button in (self.browse, self.folder):
            button.setAutoDefault(False)
        self.what = words("", selectable=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.stop = QPushButton(_("Stop"))
        self.stop.setAutoDefault(False)
        self.looking = QWidget()
        self.layer, self.form, self.commune = (QComboBox() for _place in range(3))
        self.form.setPlaceholderText(_("Choose…"))
        self.form_note = words("", name="soft")
        self.system = SystemChoice()
        self.sheet = QLineEdit()
        self.sheet.setPlaceholderText(_("as each row says"))
        self.as_of = QDateEdit()
        self.as_of.setDisplayFormat("dd/MM/yyyy")
        self.as_of.setCalendarPopup(True)
        self.trouble = QVBoxLayout()
        self.rows = QFormLayout()
        self.rows.setHorizontalSpacing(14)
        self.rows.setVerticalSpacing(9)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._add_rows()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self.rows)
        layout.addLayout(self.trouble)
        layout.addStretch()
        self.browse.clicked.connect(self._browse)
        self.folder.clicked.connect(self._browse_folder)
        self.line.editingFinished.connect(self.look)
        self.stop.clicked.connect(self.stop_wanted)
        self.system.changed.connect(lambda: self.show_error(None))
        self.layer.activated.connect(self._choose_part)
        self.form.activated.connect(lambda _at: self.look())
        self.setFocusProxy(self.line)
        self._show_fields()

    # --- the file ------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file; None while none is named."""
        text = self.line.text().strip()
        path = named_path(text)
        return path if text and path.name else None

    @property
    def wanted_layer(self) -> str | None:
        """The layer or sheet that was chosen; None takes the likeliest."""
        return self.layer.currentData() if self._is_part_chosen else None

    @property
    def wanted_form(self) -> str | None:
        """The form that was chosen; None lets the headings say."""
        return self.form.currentData() if isinstance(self.seen, TableSeen) else None

    def show_path(self, path: Path) -> None:
        """Take a file and look at it."""
        self.line.setText(plain_form(path))
        self.line.setCursorPosition(len(self.line.text()))
        self.look()

    def look(self) -> None:
        """Ask for a look where another file, layer or form is named than was looked at."""
        path = self.path
        if path is not None and (not self._looked or self._looked[0] != path):
            self.seen, self._parts, self._is_part_chosen = None, (), False
            self._show_fields()
        wanted = (path, self.wanted_layer, self.wanted_form)
        if path is None or wanted == self._looked:
            return
        self._looked = wanted
        self.show_error(None)
        self.look_wanted.emit()

    def _choose_part(self) -> None:
        self._is_part_chosen = True
        self.look()

    def look_again(self) -> None:
        """Forget what was looked at: the file may have been mended."""
        self._looked = ()
        self.look()

    def _browse(self) -> None:
        choose_file(self.window(), _("Import file"), IMPORT_FILES, self.show_path, self._folder)

    def _browse_folder(self) -> None:
        choose_folder(
            self.window(), _("Folder of a File Geodatabase"), IMPORT_FILES, self.show_path, self._folder
        )

    # --- what was seen -------------------------------------------------------------------------------------

    def show_looking(self) -> None:
        """Say that the file is being read."""
        self.what.setText(_("Reading the file…"))
        self.bar.setRange(0, 0)
        self.rows.setRowVisible(self.what, True)
        self.rows.setRowVisible(self.looking, True)

    def show_step(self, done: int, total: int, what: Text | None) -> None:
        """Say how far the look is."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if what is not None:
            self.what.setText(translate(what))

    def show_error(self, error: LandDeskError | None) -> None:
        """Show an error in its three lines, or take it away."""
        empty(self.trouble)
        if error is not None:
            first, *rest = error_lines(error)
            self.trouble.addWidget(Banner("warning", theme.WARNING, first, "\n".join(rest)))

    def show_failure(self) -> None:
        """Let nothing be known of the file; it may be looked at again."""
        self._looked = ()
        self.seen = None
        self._show_fields()

    def show_seen(self, seen: Seen) -> None:
        """Show what a file is and ask for what only a person can know."""
        self.seen = seen
        if isinstance(seen, MapSeen):
            self._show_map(seen)
        else:
            self._show_table(seen)
        self._show_parts(seen)
        # What was chosen by the look is what was looked at.
        self._looked = (self.path, self.wanted_layer, self.wanted_form)
        self._show_fields()

    def offer_systems(self) -> None:
        """Let another system be chosen: the one that the file says does not fit."""
        self.system.offer()

    def check(self) -> None:
        """Refuse to go on while something is not said.

        Raises:
            InvalidInputError: No file, form or system.
        """
        if self.path is None:
            self.line.setFocus()
            raise InvalidInputError("import.no-file", Text(N_("Choose the file to import.")))
        if isinstance(self.seen, TableSeen) and self.seen.form is None:
            self.form.setFocus()
            raise InvalidInputError("import.no-form", Text(N_("Say which form the table is.")))
        if self._shows(self.system) and self.system.is_missing:
            self.system.setFocus()
            raise InvalidInputError("import.no-crs", Text(N_("Say which system the file is in.")))

    @property
    def chosen_commune(self) -> str | None:
        """Commune of the rows that do not say it."""
        return self.commune.currentData() if self._shows(self.commune) else None

    @property
    def chosen_sheet(self) -> str | None:
        """Map sheet of all rows."""
        return self.sheet.text().strip() or None if self._shows(self.sheet) else None

    @property
    def chosen_day(self) -> date | None:
        """Day that a sync status speaks of."""
        if not self._shows(self.as_of):
            return None
        day = self.as_of.date()
        return date(day.year(), day.month(), day.day())

    # --- fields --------------------------------------------------------------------------------------------

    def _add_rows(self) -> None:
        file = QHBoxLayout()
        file.setSpacing(6)
        file.addWidget(self.line, 1)
        file.addWidget(self.browse)
        file.addWidget(self.folder)
        label = QLabel(_("File"))
        label.setBuddy(self.line)
        self.line.setAccessibleName(_("File"))
        self.rows.addRow(label, file)
        looking = QHBoxLayout(self.looking)
        looking.setContentsMargins(0, 0, 0, 0)
        looking.addWidget(self.bar, 1)
        looking.addWidget(self.stop)
        for title, field in (
            (_("What it is"), self.what),
            ("", self.looking),
            (_("Layer"), self.layer),
            (_("Form of the table"), self.form),
            ("", self.form_note),
            (_("System of the file"), self.system),
            (_("Commune"), self.commune),
            (_("Map sheet"), self.sheet),
            (_("As of"), self.as_of),
        ):
            name = QLabel(title)
            name.setBuddy(field)
            field.setAccessibleName(title)
            self.rows.addRow(name, field)
        for code in self._communes:
            self.commune.addItem(_commune_title(code), code)
        self.commune.insertItem(0, _("as each row says"), None)
        self.commune.setCurrentIndex(0)

    def _show_map(self, seen: MapSeen) -> None:
        driver = _DRIVERS.get(seen.driver, seen.driver)
        counted = format_number(seen.content.count, 0)
        self.what.setText(
            _("{kind}, layer “{layer}”: {count} features; system: {system}").format(
                kind=driver, layer=seen.layer, count=counted, system=seen.place.system or _("none is named")
            )
        )
        named = next((one.values for one in seen.content.columns if one.target == "sheet"), ())
        self.sheet.setPlaceholderText(
            _("{sheet}, by the name of the file").format(sheet=named[0])
            if seen.is_drawing and named
            else _("as each row says")
        )
        self.system.show_place(seen.place)

    def _show_parts(self, seen: Seen) -> None:
        """Offer the layers of a map or the sheets of a workbook, with what each holds."""
        is_map = isinstance(seen, MapSeen)
        if seen.parts:
            self._parts = tuple(one.name for one in seen.parts)
            self.layer.clear()
            for one in seen.parts:
                title = (
                    ngettext("{name} ({count} feature)", "{name} ({count} features)", one.count)
                    if is_map
                    else ngettext("{name} ({count} row)", "{name} ({count} rows)", one.count)
                )
                counted = format_number(one.count, 0)
                self.layer.addItem(title.format(name=one.name, count=counted), one.name)
        self.layer.setCurrentIndex(
            self.layer.findData(seen.layer if isinstance(seen, MapSeen) else seen.sheet)
        )
        title = _("Layer") if is_map else _("Sheet of the workbook")
        self.layer.setAccessibleName(title)
        label = self.rows.labelForField(self.layer)
        if isinstance(label, QLabel):
            label.setText(title)

    def _show_table(self, seen: TableSeen) -> None:
        counted = format_number(seen.content.count, 0)
        form = _("form not recognised") if seen.form is None else _(IMPORT_FORMS[seen.form])
        self.what.setText(
            _("Table, sheet “{sheet}”: {form}, {count} rows").format(
                sheet=seen.sheet, form=form, count=counted
            )
            if seen.sheet
            else _("Text table ({encoding}): {form}, {count} rows").format(
                encoding=encoding_words(seen.encoding) or "–", form=form, count=counted
            )
        )
        self.form.clear()
        for name, title in IMPORT_FORMS.items():
            self.form.addItem(_(title), name)
        self.form.setCurrentIndex(-1 if seen.form is None else self.form.findData(seen.form))
        self.form_note.setText(
            _("The headings are those of no form that is known: say which one it is.")
            if seen.form is None
            else ""
        )
        self.as_of.setDate(QDate(seen.written.year, seen.written.month, seen.written.day))

    def _show_fields(self) -> None:
        seen = self.seen
        is_map, is_table = isinstance(seen, MapSeen), isinstance(seen, TableSeen)
        has_sheet = seen is not None and any(one.target == "sheet" for one in seen.content.columns)
        shown = {
            self.what: seen is not None,
            self.looking: False,
            self.layer: len(self._parts) > _SEVERAL,
            self.form: is_table,
            self.form_note: is_table and bool(self.form_note.text()),
            self.system: is_map,
            self.commune: seen is not None and len(self._communes) > _SEVERAL,
            self.sheet: isinstance(seen, MapSeen) and (seen.is_drawing or not has_sheet),
            self.as_of: isinstance(seen, TableSeen) and seen.form == SYNC_STATUS,
        }
        for field, is_shown in shown.items():
            self.rows.setRowVisible(field, is_shown)

    def _shows(self, field: QWidget) -> bool:
        return self.rows.isRowVisible(field)


def _commune_title(code: str) -> str:
    try:
        return f"{commune(code).title} ({code})"
    except InvalidInputError:
        return code
