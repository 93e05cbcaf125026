"""The form that says which list goes into a file, in which form, and whether names of people go with it."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from landdesk.app.leaving import no_purpose
from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _, format_number
from landdesk.services.exporting.tables.writing import TableKind
from landdesk.ui.dialogs.choose_file import Kind
from landdesk.ui.dialogs.form import Form
from landdesk.ui.lists_out import ShownList
from landdesk.ui.panels.sections import words

KINDS: Final[Mapping[TableKind, tuple[str, Kind]]] = {
    TableKind.XLSX: (N_("Excel workbook (.xlsx)"), (N_("Excel workbooks"), "*.xlsx")),
    TableKind.CSV_SEMICOLON: (N_("CSV with semicolons, decimal comma"), (N_("CSV files"), "*.csv")),
    TableKind.CSV_COMMA: (N_("CSV with commas, decimal point"), (N_("CSV files"), "*.csv")),
}
"""Words of each form in the order in which they are offered, and the files of it."""


class ExportListForm(Form):
    """Asks for list, form and purpose.

    Signals:
        chosen(str, TableKind, object): Code of the list; what names are for, None where they stay here.

    Args:
        lists: What can be written, by code.
        current: Code of the list that is offered first.
    """

    chosen = Signal(str, object, object)

    def __init__(
        self, lists: Mapping[str, ShownList[Any]], current: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("Export list"), _("Choose file…"))
        note = _("All rows as the list shows them: its search, its order, its visible columns.")
        self.rows.addRow(words(note, name="soft"))
        self._lists = lists
        self.which = QComboBox()
        for code, shown in lists.items():
            self.which.addItem(f"{shown.title} ({format_number(shown.total, 0)})", code)
        self.kind = QComboBox()
        for kind, (title, _files) in KINDS.items():
            self.kind.addItem(_(title), kind)
        self.people = QCheckBox(_("With names and numbers of people"))
        self.purpose = QLineEdit()
        self.purpose.setEnabled(False)
        self.people.toggled.connect(self.purpose.setEnabled)
        self.add_field("list", _("List"), self.which)
        self.add_field("kind", _("Kind of file"), self.kind)
        self.add_field("people", "", self.people)
        self.add_field(
            "purpose",
            _("What for"),
            self.purpose,
            words(_("Kept with your name in the list of files that left."), name="soft"),
        )
        self.which.currentIndexChanged.connect(self._offer_people)
        self.which.setCurrentIndex(max(0, self.which.findData(current)))
        self._offer_people()

    def submit(self) -> None:
        """Tell what was chosen."""
        asked = self.people.isEnabled() and self.people.isChecked()
        purpose = self.purpose.text().strip()
        if asked and not purpose:
            raise no_purpose(None)
        # Qt hands an enumeration of texts back as a plain text.
        kind = TableKind(self.kind.currentData())
        self.chosen.emit(self.which.currentData(), kind, purpose if asked else None)
        self.accept()

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return "purpose" if error.code == "leaving.no-purpose" else None

    def _offer_people(self) -> None:
        offered = self._lists[self.which.currentData()].personal
        self.people.setEnabled(offered)
        self.purpose.setEnabled(offered and self.people.isChecked())
