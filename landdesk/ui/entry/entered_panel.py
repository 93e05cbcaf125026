"""The certificates that are collected or entered, with their states, and the day's count."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from landdesk.domain.collection import STATES
from landdesk.i18n import _, format_number
from landdesk.services.entry.entering import Entered, EnteredList
from landdesk.services.field_values import date_words
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table


class EnteredPanel(QWidget):
    """Shows the list.

    Signals:
        chosen(ObjectId): A certificate is to be gone on with.

    Args:
        titles: Names of the states by code.
    """

    chosen = Signal(object)

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._titles = titles
        self.counts = words("")
        self.model: RowsModel[Entered] = RowsModel(self._columns(), lambda row: row.certificate, parent=self)
        self.table = make_table(self.model, _("Entered certificates"))
        self.table.show_when_empty(_("No certificate has been collected or entered yet."))
        self.table.activated.connect(self._tell)
        self.table.doubleClicked.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.counts)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def show_list(self, listed: EnteredList) -> None:
        """Show these, and the counts by state."""
        self.model.replace(listed.certificates)
        counts = [f"{self._titles[one]}: {format_number(listed.count(one), 0)}" for one in STATES]
        today = _("Today: {count}").format(count=format_number(listed.today, 0))
        self.counts.setText(" · ".join([today, *counts]))

    def _tell(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is not None:
            self.chosen.emit(row.certificate)

    def _columns(self) -> tuple[Column[Entered], ...]:
        return (
            Column("serial", _("Serial number"), lambda row: row.serial or "–", 118),
            Column("day", _("Date of issue"), lambda row: date_words(row.issued_on or ""), 92),
            Column("parcels", _("Parcels"), lambda row: ", ".join(row.parcels), 150),
            Column("state", _("State"), lambda row: self._titles[row.state], 120),
        )
