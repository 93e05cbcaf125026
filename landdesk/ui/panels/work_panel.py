"""Work to do: what the office returned, with its reason and note. It decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from landdesk.app.titles import WORK_KINDS, WORK_STATES, reason_title, title
from landdesk.domain.bonds import parcel_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import WorkItem
from landdesk.i18n import _
from landdesk.store.reader import Reader
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.table import make_table


@dataclass(frozen=True, slots=True)
class ListedWork:
    """One row: a piece of work, the parcels it is about and what people call them."""

    item: WorkItem
    parcels: tuple[ObjectId, ...]
    keys: str


def read_work(reader: Reader, *, closed: bool) -> list[ListedWork]:
    """Return the rows, open work first; closed work only where it is asked for."""
    items = reader.work_items(None if closed else "open")
    subjects = {one for item in items for one in item.subjects}
    by_class: dict[str, list[ObjectId]] = {}
    for one, state in reader.states(subjects).items():
        by_class.setdefault(state.class_name, []).append(one)
    found = reader.records(by_class).values()
    parcels_of = {one.id: parcel for one in found if (parcel := parcel_of(one)) is not None}
    keys = reader.keys_of(set(parcels_of.values()))
    rows = []
    for item in items:
        parcels = tuple(dict.fromkeys(parcels_of[one] for one in item.subjects if one in parcels_of))
        rows.append(ListedWork(item, parcels, ", ".join(keys[one] for one in parcels if one in keys)))
    return sorted(rows, key=lambda row: row.item.state != "open")


class WorkPanel(QWidget):
    """Shows work.

    Signals:
        work_chosen(ListedWork): A row was chosen: show its parcels.
        done_requested(WorkItem), resend_requested(WorkItem): Close it.
        closed_wanted(bool): Show closed work too.
    """

    work_chosen = Signal(object)
    done_requested = Signal(object)
    resend_requested = Signal(object)
    closed_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editable = False
        self.model: RowsModel[ListedWork] = RowsModel(_columns(), lambda row: row.item.id, parent=self)
        self.table = make_table(self.model, _("Work to do"))
        self.table.show_when_empty(_("The office has returned nothing that is open."))
        self.table.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.table.clicked.connect(self._tell_choice)
        self.done = QPushButton(icon("done"), _("Done"))
        self.done.setToolTip(_("The work is done; nothing is sent"))
        self.resend = QPushButton(icon("resend"), _("Send again"))
        self.resend.setToolTip(_("Send the same to the office again, with the next package"))
        self.closed = QCheckBox(_("Closed work too"))
        self.closed.toggled.connect(self.closed_wanted)
        self.done.clicked.connect(lambda: self._close(self.done_requested.emit))
        self.resend.clicked.connect(lambda: self._close(self.resend_requested.emit))
        head = QWidget()
        head.setObjectName("bar")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        bar.addWidget(self.done)
        bar.addWidget(self.resend)
        bar.addStretch()
        bar.addWidget(self.closed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)
        self._lock()

    def show_rows(self, rows: Sequence[ListedWork]) -> None:
        """Show these."""
        current = self.model.row_at(self.table.currentIndex())
        if self.model.replace(rows) and current is not None:
            place = self.model.place_of(current.item.id)
            if place is not None:
                self.table.selectRow(place)
        self._lock()

    def set_editable(self, editable: bool) -> None:
        """Say whether work may be closed now."""
        self._editable = editable
        self._lock()

    def _tell_choice(self) -> None:
        self._lock()
        row = self.model.row_at(self.table.currentIndex())
        if row is not None and self.table.hasFocus():
            self.work_chosen.emit(row)

    def _lock(self) -> None:
        row = self.model.row_at(self.table.currentIndex())
        usable = self._editable and row is not None and row.item.state == "open"
        self.done.setEnabled(usable)
        self.resend.setEnabled(usable)

    def _close(self, tell: Callable[[WorkItem], None]) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is not None:
            tell(row.item)


def _columns() -> tuple[Column[ListedWork], ...]:
    return (
        Column(
            "kind",
            _("Kind"),
            lambda row: title(WORK_KINDS, row.item.kind),
            150,
            icon=lambda _row: icon("returned", theme.RETURNED),
        ),
        Column("parcels", _("Parcels"), lambda row: row.keys, 96),
        Column("reason", _("Reason"), lambda row: reason_title(row.item.reason or ""), 160),
        Column("state", _("State"), lambda row: title(WORK_STATES, row.item.state), 70),
        Column("note", _("Note of the office"), lambda row: row.item.words or "", 60),
    )
