"""Giving records their boundary: those that wait at the left, what each may have at the right. It decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from landdesk.app.linking import Waiting, WaitingRecord
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number, translate
from landdesk.services.linking.candidates import Candidate
from landdesk.ui.icons import icon
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import ElidedLabel, words
from landdesk.ui.panels.table import ListTable, make_table

LINK_KEYS = ("Return", "Enter", "L")
SKIP_KEYS = ("S", "Space")


class LinkPanel(QWidget):
    """Shows what waits.

    Signals:
        shown(): The panel can be seen, or can again.
        record_chosen(WaitingRecord): Look at what this record may have.
        candidate_chosen(Candidate): Show this boundary.
        link_wanted(Candidate): The record has this boundary.
        skip_wanted(): Go to the next record.
        all_wanted(): Link everything that is beyond doubt.
    """

    shown = Signal()
    record_chosen = Signal(object)
    candidate_chosen = Signal(object)
    link_wanted = Signal(object)
    skip_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel()
        self.words.setObjectName("soft")
        self.link = QPushButton(icon("link"), _("Link, next"))
        self.link.setToolTip(_("Give the record this boundary and go to the next (Enter or L)"))
        self.link.clicked.connect(self._link)
        self.skip = QPushButton(_("Skip"))
        self.skip.setToolTip(_("Leave the record as it is and go to the next (S)"))
        self.skip.clicked.connect(self.skip_wanted)
        self.all = QPushButton(_("Link all beyond doubt…"))
        self.all.setToolTip(_("Show the pairs that need nobody to look at each, and link them in one act"))
        self.all.clicked.connect(self.all_wanted)
        self.records: RowsModel[WaitingRecord] = RowsModel(
            _record_columns(), lambda row: row.parcel, parent=self
        )
        self.table = make_table(self.records, _("Records without a boundary"))
        self.candidates: RowsModel[Candidate] = RowsModel(
            _candidate_columns(), lambda row: row.polygon, parent=self
        )
        self.candidate_table = make_table(self.candidates, _("Boundaries that the record may have"))
        self.table.selectionModel().currentRowChanged.connect(self._tell_record)
        self.candidate_table.selectionModel().currentRowChanged.connect(self._tell_candidate)
        self.candidate_table.doubleClicked.connect(self._link)
        for keys, call in ((LINK_KEYS, self._link), (SKIP_KEYS, self.skip_wanted.emit)):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(call)
        # The table has no room for all of them beside the map.
        self.why = words("", name="soft")
        self.why.setContentsMargins(8, 2, 8, 4)
        self._lay_out()
        self.setFocusProxy(self.table)
        self.show_reading()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("bar")
        bar = QHBoxLayout(head)
        bar.setContentsMargins(8, 5, 8, 5)
        bar.setSpacing(8)
        bar.addWidget(self.words, 1)
        for widget in (self.all, self.skip, self.link):
            bar.addWidget(widget)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.candidate_table, 1)
        column.addWidget(self.why)
        for side in (self.table, right):
            side.setMinimumWidth(160)
            both.addWidget(side)
        both.setSizes([300, 360])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(both)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it is time to read."""
        super().showEvent(event)
        self.shown.emit()

    def show_reading(self) -> None:
        """Say that nothing was read yet."""
        self.words.setText("")
        self.table.show_when_empty(_("Looking for records without a boundary…"))
        self.set_usable(usable=False)

    def show_waiting(self, waiting: Waiting) -> None:
        """Show the records that wait."""
        self.records.replace(waiting.records)
        records, polygons = (format_number(one, 0) for one in (len(waiting.records), waiting.polygons))
        self.words.setText(
            _("{records} records without a boundary · {boundaries} boundaries without a record").format(
                records=records, boundaries=polygons
            )
        )
        self.words.setToolTip(self.words.text())
        self.table.show_when_empty(_("Every record has its boundary. There is nothing to link."))
        self.all.setEnabled(bool(waiting.records and waiting.polygons))
        if not waiting.records:
            self.show_candidates((), "")
        elif not waiting.polygons:
            self.show_candidates(
                (),
                _(
                    "There is no boundary without a record. Import the drawing of the map first (Ctrl+I); what belongs"
                    " to a record by sheet and number finds it by itself."
                ),
            )

    def drop(self, record: ObjectId) -> None:
        """Let a record go that has its boundary now."""
        self.records.replace([one for one in self.records.rows if one.parcel != record])
        if not self.records.rows:
            self.show_candidates((), "")

    def show_candidates(self, found: Sequence[Candidate], empty: str) -> None:
        """Show what the record may have; the likeliest is chosen.

        Args:
            empty: What to say where there is none.
        """
        model = self.candidate_table.selectionModel()
        model.blockSignals(True)
        self.candidates.replace(found)
        self.candidate_table.show_when_empty(empty)
        model.blockSignals(False)
        _mark(self.candidate_table, 0 if found else None)
        self.set_usable(usable=bool(found))
        self._tell_candidate()

    def add_candidate(self, candidate: Candidate) -> None:
        """Show a boundary that was chosen on the map before the others, and mark it."""
        rows = [candidate, *(one for one in self.candidates.rows if one.polygon != candidate.polygon)]
        self.show_candidates(rows, "")
        # The map had the keys.
        self.candidate_table.setFocus()

    def mark(self, record: ObjectId | None) -> None:
        """Mark the row of a record without telling it."""
        _mark(self.table, None if record is None else self.records.place_of(record))

    def set_usable(self, *, usable: bool) -> None:
        """Say whether there is something to link."""
        self.link.setEnabled(usable)
        self.skip.setEnabled(bool(self.records.rows))
        self.all.setEnabled(bool(self.records.rows) and self.all.isEnabled())

    @property
    def chosen(self) -> Candidate | None:
        """The boundary that is marked."""
        return self.candidates.row_at(self.candidate_table.currentIndex())

    def _link(self) -> None:
        found = self.chosen
        if found is not None and self.link.isEnabled():
            self.link_wanted.emit(found)

    def _tell_record(self) -> None:
        row = self.records.row_at(self.table.currentIndex())
        if row is not None:
            self.record_chosen.emit(row)

    def _tell_candidate(self) -> None:
        self.why.setText("" if self.chosen is None else "   ".join(reason_words(self.chosen)))
        self.why.setVisible(self.chosen is not None)
        if self.chosen is not None:
            self.candidate_chosen.emit(self.chosen)


def _mark(table: ListTable, place: int | None) -> None:
    model = table.selectionModel()
    model.blockSignals(True)
    if place is None:
        model.clear()
    else:
        flag = QItemSelectionModel.SelectionFlag
        model.setCurrentIndex(table.model().index(place, 0), flag.ClearAndSelect | flag.Rows)
        table.scrollTo(table.model().index(place, 0))
    model.blockSignals(False)
    table.viewport().update()


def reason_words(candidate: Candidate) -> list[str]:
    """Return a line for each reason, with the sign of what speaks against it."""
    return [f"{'✓' if one.weight > 0 else '✗'} {translate(one.words)}" for one in candidate.reasons]


def _record_columns() -> tuple[Column[WaitingRecord], ...]:
    return (
        Column("key", _("Parcel"), lambda row: row.key, 66),
        Column("users", _("Land users"), lambda row: row.users, 104, personal="party.name"),
        Column(
            "legal",
            _("Legal m²"),
            lambda row: "" if row.legal_area_m2 is None else format_number(row.legal_area_m2, 1),
            70,
            numeric=True,
        ),
        Column("agreeing", _("Agreeing"), lambda row: format_number(row.agreeing, 0), 50, numeric=True),
    )


def _candidate_columns() -> tuple[Column[Candidate], ...]:
    def tip(row: Candidate) -> str:
        return "\n".join(reason_words(row))

    return (
        Column("key", _("Boundary"), lambda row: row.title, 66),
        Column("area", _("Map m²"), lambda row: format_number(row.map_m2, 1), 70, numeric=True),
        Column("weight", _("Weight"), lambda row: format_number(row.score, 0), 50, numeric=True, tip=tip),
        Column("reasons", _("Reasons"), lambda row: "  ".join(reason_words(row)), 100, tip=tip),
    )
