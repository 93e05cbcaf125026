"""The first page of an import: which file, what it is, and what only a person can know of it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.communes import commune
from landdesk.app.titles import IMPORT_FORMS
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, format_number
from landdesk.services.campaign.forms import SYNC_STATUS
from landdesk.services.importing.seen import MapSeen, OtherSystem, Seen, TableSeen
from landdesk.ui import theme
from landdesk.ui.dialogs.choose_file import IMPORT_FILES, choose_file, choose_folder
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
    """

    look_wanted = Signal()

    def __init__(self, communes: Sequence[str], folder: Path) -> None:
        super().__init__()
        self._communes = tuple(communes)
        self._folder = folder
        self._layers: tuple[str, ...] = ()
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
        self.layer, self.form, self.system, self.commune = (QComboBox() for _place in range(4))
        for field in (self.form, self.system):
            field.setPlaceholderText(_("Choose…"))
        self.system_note = words("", name="soft")
        self.form_note = words("", name="soft")
        self.wgs84 = QCheckBox(_("The numbers are of WGS 84: the seven parameters were left out"))
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
        self.layer.activated.connect(lambda _at: self.look())
        self.form.activated.connect(lambda _at: self.look())
        self.setFocusProxy(self.line)
        self._show_fields()

    # --- the file ------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file; None while none is named."""
        text = self.line.text().strip()
        try:
            path = Path(text).expanduser()
        except RuntimeError:
            # "~somebody" whom this computer does not know.
            path = Path(text)
        return path if text and path.name else None

    @property
    def wanted_layer(self) -> str | None:
        """The layer that was chosen; None takes the likeliest."""
        return self.layer.currentData() if self._layers else None

    @property
    def wanted_form(self) -> str | None:
        """The form that was chosen; None lets the headings say."""
        return self.form.currentData() if isinstance(self.seen, TableSeen) else None

    def show_path(self, path: Path) -> None:
        """Take a file and look at it."""
        self.line.setText(str(path))
        self.line.setCursorPosition(len(self.line.text()))
        self.look()

    def look(self) -> None:
        """Ask for a look where another file, layer or form is named than was looked at."""
        path = self.path
        if path is not None and (not self._looked or self._looked[0] != path):
            self.seen, self._layers = None, ()
            self._show_fields()
        wanted = (path, self.wanted_layer, self.wanted_form)
        if path is None or wanted == self._looked:
            return
        self._looked = wanted
        self.show_error(None)
        self.look_wanted.emit()

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
        self.rows.setRowVisible(self.what, True)

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
        # What was chosen by the look is what was looked at.
        self._looked = (self.path, self.wanted_layer, self.wanted_form)
        self._show_fields()

    def offer_systems(self) -> None:
        """Let another system be chosen: the one that the file says does not fit."""
        seen = self.seen
        if isinstance(seen, MapSeen):
            self._fill_systems(seen, all_of_them=True)
            self._show_fields()
            self.system.setFocus()

    def offer_wgs84(self) -> None:
        """Take the numbers of the file as WGS 84 from now on; the person can say otherwise."""
        self.wgs84.setChecked(True)
        self._show_fields()

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
        if self._shows(self.system) and self.system.currentIndex() < 0:
            self.system.setFocus()
            raise InvalidInputError("import.no-crs", Text(N_("Say which system the file is in.")))

    @property
    def other_system(self) -> OtherSystem | None:
        """The system that was chosen instead of what the file says."""
        chosen = self.system.currentData() if self._shows(self.system) else None
        return chosen if isinstance(chosen, OtherSystem) else None

    @property
    def wgs84_numbers(self) -> bool:
        """Whether the numbers are to be taken as WGS 84."""
        return self._shows(self.wgs84) and self.wgs84.isChecked()

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
        for title, field in (
            (_("What it is"), self.what),
            (_("Layer"), self.layer),
            (_("Form of the table"), self.form),
            ("", self.form_note),
            (_("System of the file"), self.system),
            ("", self.system_note),
            ("", self.wgs84),
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
                kind=driver, layer=seen.layer, count=counted, system=seen.system or _("none is named")
            )
        )
        if seen.layers:
            self._layers = seen.layers
            self.layer.clear()
            for name in seen.layers:
                self.layer.addItem(name, name)
        if self._layers:
            self.layer.setCurrentIndex(max(self.layer.findData(seen.layer), 0))
        self.wgs84.setChecked(False)
        named = next((one.values for one in seen.content.columns if one.target == "sheet"), ())
        self.sheet.setPlaceholderText(
            _("{sheet}, by the name of the file").format(sheet=named[0])
            if seen.is_drawing and named
            else _("as each row says")
        )
        self._fill_systems(seen, all_of_them=False)

    def _fill_systems(self, seen: MapSeen, *, all_of_them: bool) -> None:
        self.system.clear()
        fitting = seen.fitting
        if seen.system:
            self.system.addItem(_("As the file says: {system}").format(system=seen.system), None)
        if fitting is not None:
            self.system.addItem(_system_words(fitting), fitting)
        if all_of_them or not seen.system or fitting is not None:
            for one in seen.systems:
                if fitting is None or fitting.swap_axes or one.epsg != fitting.epsg:
                    self.system.addItem(_system_words(one), one)
        note = ""
        if fitting is not None and seen.system:
            note = _(
                "As the file says, the parcels do not lie in the commune; under {system} they do. Choose."
            ).format(system=_system_words(fitting))
        elif fitting is not None:
            note = _("The file names no system; under this one its parcels lie in the commune.")
        elif not seen.system:
            note = _("The file names no system; ask who made it, or look where the parcels lie.")
        self.system_note.setText(note)
        # What contradicts the file is for the person to choose.
        self.system.setCurrentIndex(0 if (seen.system == "") == (fitting is not None) else -1)

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
            self.layer: is_map and len(self._layers) > _SEVERAL,
            self.form: is_table,
            self.form_note: is_table and bool(self.form_note.text()),
            self.system: is_map and self.system.count() > _SEVERAL,
            self.system_note: is_map and bool(self.system_note.text()),
            self.wgs84: is_map and self.wgs84.isChecked(),
            self.commune: seen is not None and len(self._communes) > _SEVERAL,
            self.sheet: isinstance(seen, MapSeen) and (seen.is_drawing or not has_sheet),
            self.as_of: isinstance(seen, TableSeen) and seen.form == SYNC_STATUS,
        }
        for field, is_shown in shown.items():
            self.rows.setRowVisible(field, is_shown)

    def _shows(self, field: QWidget) -> bool:
        return self.rows.isRowVisible(field)


def _system_words(system: OtherSystem) -> str:
    name = f"EPSG:{system.epsg} · {system.name}"
    return _("{system}, north and east swapped").format(system=name) if system.swap_axes else name


def _commune_title(code: str) -> str:
    try:
        return f"{commune(code).title} ({code})"
    except InvalidInputError:
        return code
