"""The log of the files that left the store with names or numbers of people."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from landdesk.app.titles import column_titles, moment, purpose_title
from landdesk.i18n import _, format_number
from landdesk.store.queries.safekeeping import OutgoingFile
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

SIZE_PX: Final = (980, 480)


class OutgoingDialog(QDialog):
    """Lists them, the newest first."""

    def __init__(self, files: Sequence[OutgoingFile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Files that left"))
        self.model: RowsModel[OutgoingFile] = RowsModel(_columns(), lambda row: row.number, parent=self)
        self.model.replace(files)
        self.table = make_table(self.model, _("Files that left"))
        self.table.show_when_empty(_("No file left with names or numbers of people."))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        note = _("Every file that LandDesk wrote from this store with names or numbers of people.")
        layout.addWidget(words(note, name="soft"))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)
        self.table.setFocus()


def _columns() -> tuple[Column[OutgoingFile], ...]:
    return (
        Column("number", _("Number"), lambda row: str(row.number), 60, numeric=True),
        Column("time", _("Time"), lambda row: moment(row.at_ms), 130),
        Column("person", _("Person"), lambda row: row.person, 210),
        Column("purpose", _("What for"), lambda row: purpose_title(row.purpose), 150),
        Column("file", _("File"), lambda row: row.file_name, 190),
        Column("persons", _("People"), lambda row: format_number(row.persons, 0), 70, numeric=True),
        Column("columns", _("Columns"), lambda row: ", ".join(column_titles(row.columns)), 220),
    )
