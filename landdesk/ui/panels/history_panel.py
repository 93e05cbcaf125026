"""The history: every journal entry, newest first; what was taken back is grey. It decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from landdesk.app.titles import command_title, moment
from landdesk.domain.change import Entry
from landdesk.domain.clock import local_time
from landdesk.i18n import _, format_number
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.table import make_table


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One row; ``holds`` is false while the entry is taken back."""

    entry: Entry
    holds: bool


def listed_entries(entries: Sequence[Entry]) -> list[ListedEntry]:
    """Return rows of entries, newest first; what takes one back is newer and therefore among them."""
    holding: dict[int, bool] = {}
    rows = []
    for entry in entries:
        holding[entry.number] = entry.undone_by is None or not holding.get(entry.undone_by, True)
        rows.append(ListedEntry(entry, holding[entry.number]))
    return rows


class HistoryPanel(QWidget):
    """Shows entries.

    Signals:
        undo_requested(), redo_requested(): Take back, do again.
        entry_chosen(Entry): A row was chosen: show its parcels.
        more_wanted(): The end of the list came into sight.
    """

    undo_requested = Signal()
    redo_requested = Signal()
    entry_chosen = Signal(object)
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: RowsModel[ListedEntry] = RowsModel(
            _columns(), lambda row: row.entry.number, shade=_shade, parent=self
        )
        self.table = make_table(self.model, _("History"))
        self.table.clicked.connect(self._tell_choice)
        self.table.activated.connect(self._tell_choice)
        self.undo = QPushButton(icon("undo"), _("Undo"))
        self.redo = QPushButton(icon("redo"), _("Redo"))
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)
        self.count = QLabel()
        self.count.setObjectName("soft")
        head = QWidget()
        head.setObjectName("bar")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        bar.addWidget(self.undo)
        bar.addWidget(self.redo)
        bar.addStretch()
        bar.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.verticalScrollBar().valueChanged.connect(self._look_for_end)

    def show_rows(self, rows: Sequence[ListedEntry], total: int) -> None:
        """Show these, of so many entries in all."""
        place = self.table.verticalScrollBar().value()
        if self.model.replace(rows):
            self.table.verticalScrollBar().setValue(place)
        self.count.setText(_("{count} entries").format(count=format_number(total, 0)))

    def set_editable(self, editable: bool) -> None:
        """Say whether something may be taken back or done again now."""
        self.undo.setEnabled(editable)
        self.redo.setEnabled(editable)

    def _look_for_end(self, value: int) -> None:
        if value and value >= self.table.verticalScrollBar().maximum() - 5:
            self.more_wanted.emit()

    def _tell_choice(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is not None:
            self.entry_chosen.emit(row.entry)


def _shade(row: ListedEntry) -> QColor | None:
    return None if row.holds else QColor(theme.TEXT_FAINT)


def _act_words(row: ListedEntry) -> str:
    act = command_title(row.entry.command, row.entry.kind)
    return act if row.holds else _("{act} (taken back)").format(act=act)


_KIND_ICONS: Mapping[str, str] = {
    "import": "receive",
    "base": "receive",
    "update": "receive",
    "receipt": "receive",
    "decision": "office",
}


def _columns() -> tuple[Column[ListedEntry], ...]:
    return (
        Column(
            "number",
            _("No."),
            lambda row: str(row.entry.number),
            46,
            numeric=True,
            value=lambda row: row.entry.number,
            decimals=0,
        ),
        Column(
            "time",
            _("Time"),
            lambda row: moment(row.entry.at_ms),
            122,
            value=lambda row: local_time(row.entry.at_ms),
        ),
        Column("person", _("Person"), lambda row: row.entry.person.name, 124),
        Column(
            "act",
            _("Act"),
            _act_words,
            236,
            icon=lambda row: icon(_KIND_ICONS.get(row.entry.kind, "edit"), theme.TEXT_SOFT),
        ),
        Column("parcels", _("Parcels"), lambda row: row.entry.subject, 80),
    )
