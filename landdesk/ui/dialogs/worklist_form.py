"""The form of a worklist: a ready filter or conditions of one's own, its title, and how many parcels it means."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.domain.parcel_filter import EVERYTHING, All, ParcelFilter
from landdesk.i18n import N_, Text, _, format_number, ngettext, normalised
from landdesk.services.codelists import CodeLists
from landdesk.services.worklist.presets import shipped_presets
from landdesk.services.worklist.words import filter_words
from landdesk.ui.dialogs.condition_row import ConditionRow
from landdesk.ui.dialogs.form import Form
from landdesk.ui.panels.sections import small_button, words

CONDITIONS_AT_MOST = 6
"""More do not fit a small screen; nobody joined more by hand."""


class WorklistForm(Form):
    """Asks for filter and title.

    Signals:
        wanted(ParcelFilter, str): Make the list, or change it; then :meth:`close_done` or :meth:`show_error` follows.
        count_wanted(ParcelFilter): Say how many parcels it means, by :meth:`show_count`.

    Args:
        lists: The code lists in force.
        known: Filter and title of the list to change; None for a new one.
    """

    wanted = Signal(object, str)
    count_wanted = Signal(object)

    def __init__(
        self,
        lists: CodeLists,
        known: tuple[ParcelFilter, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            parent,
            _("New worklist") if known is None else _("Change the worklist"),
            _("Make") if known is None else _("Save"),
        )
        self._lists = lists
        self._rows: list[ConditionRow] = []
        self._named = known is not None
        self.preset = QComboBox()
        for one in shipped_presets().presets:
            self.preset.addItem(one.title, one.filter)
        self.preset.addItem(_("Conditions of your own"), None)
        self.list_title = QLineEdit("" if known is None else known[1])
        self.list_title.textEdited.connect(self._keep_title)
        self.conditions = QWidget()
        self._lines = QVBoxLayout(self.conditions)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self.add = small_button("add", _("Add a condition"), text=_("Add a condition"))
        self.add.clicked.connect(lambda: self._add_row(None))
        self.meant = words("", name="soft")
        self.add_field("preset", _("Ready filter"), self.preset)
        self.add_field("conditions", _("Conditions"), self.conditions, self.add)
        self.rows.addRow("", self.meant)
        self.add_field("title", _("Name of the worklist"), self.list_title)
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.setMinimumWidth(680)
        first = shipped_presets().presets[0].filter if known is None else known[0]
        self._show_filter(first)
        self._tell()

    @property
    def filter(self) -> ParcelFilter:
        """The filter as it is set now."""
        parts = tuple(one for row in self._rows if (one := row.condition) is not None)
        return parts[0] if len(parts) == 1 else All(parts)

    def submit(self) -> None:
        """Ask for the list."""
        if not all(row.is_right and row.condition is not None for row in self._rows):
            raise InvalidInputError(
                "worklist.no-filter",
                Text(N_("A condition has no value, or one that cannot be.")),
                remedy=Text(N_("Choose a value, or take the condition out.")),
            )
        self.wanted.emit(self.filter, normalised(self.list_title.text()))

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return {
            "worklist.title": "title",
            "worklist.exists": "title",
            "worklist.no-filter": "conditions",
            "worklist.not-checked": "conditions",
        }.get(error.code)

    def show_count(self, wanted: ParcelFilter, count: int) -> None:
        """Say how many parcels a filter means, where it is still the one that is set."""
        if wanted == self.filter:
            number = ngettext("{count} parcel", "{count} parcels", count).format(
                count=format_number(count, 0)
            )
            self.meant.setText(f"{filter_words(wanted, self._lists)} · {number}")

    def _take_preset(self) -> None:
        chosen = self.preset.currentData()
        if chosen is not None:
            self._show_filter(chosen)
            self._tell()

    def _show_filter(self, wanted: ParcelFilter) -> None:
        """Show a filter as conditions; what has no such form is kept in words."""
        for row in self._rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for part in wanted.parts if isinstance(wanted, All) else (wanted,):
            self._add_row(part)

    def _add_row(self, condition: ParcelFilter | None) -> None:
        row = ConditionRow(
            self._lists, condition, "" if condition is None else filter_words(condition, self._lists)
        )
        row.changed.connect(self._tell)
        row.removed.connect(lambda: self._take_out(row))
        self._rows.append(row)
        self._lines.addWidget(row)
        self.add.setEnabled(len(self._rows) < CONDITIONS_AT_MOST)
        if condition is None:
            row.test.setFocus()
            self._tell()

    def _take_out(self, row: ConditionRow) -> None:
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setEnabled(True)
        self._tell()

    def _keep_title(self) -> None:
        self._named = True

    def _tell(self) -> None:
        """Name the list after its filter until the person names it, and ask how many parcels are meant."""
        if not all(row.is_right for row in self._rows):
            self.meant.setText(_("A condition has no value, or one that cannot be."))
            return
        wanted = self.filter
        place = next(
            (at for at in range(self.preset.count()) if self.preset.itemData(at) == wanted),
            self.preset.count() - 1,
        )
        self.preset.blockSignals(True)
        self.preset.setCurrentIndex(place)
        self.preset.blockSignals(False)
        shown = filter_words(wanted, self._lists)
        self.meant.setText(shown)
        if not self._named:
            self.list_title.setText(_("All parcels") if wanted == EVERYTHING else shown[:100])
            self.list_title.setCursorPosition(0)
        self.count_wanted.emit(wanted)
