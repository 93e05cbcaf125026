"""One package of the inbox: who sent what, its records with what would happen to them. It decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text, _, format_number, translate
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.models.office_rows import LOOKS, ListedRecord, look_icon, record_columns
from landdesk.ui.models.rows import RowsModel
from landdesk.ui.panels.office_delegates import TWO_LINES_PX, BadgeCell, TwoLines
from landdesk.ui.panels.office_package_head import PackageHead
from landdesk.ui.panels.sections import Banner, empty, words
from landdesk.ui.panels.table import make_table

ALL: Final = ""
OPEN: Final = "open"
"""Filters beside the states themselves: every record, and those that wait for a decision."""


class PackagePanel(QWidget):
    """Shows a package.

    Signals:
        back_requested(): Show the inbox again.
        filter_chosen(str): Show records of this state only.
        order_requested(str, bool): Sort by the column of this code; descending.
        records_chosen(tuple): The rows chosen, identifiers of records; the last is the current one.
        accept_clean_requested(), receipt_requested(): What was pressed.
    """

    back_requested = Signal()
    filter_chosen = Signal(str)
    order_requested = Signal(str, bool)
    records_chosen = Signal(object)
    accept_clean_requested = Signal()
    receipt_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._following = False
        self.back = QToolButton()
        self.back.setObjectName("link")
        self.back.setText("‹ " + _("Inbox"))
        self.back.setToolTip(_("Back to the inbox"))
        self.back.clicked.connect(self.back_requested)
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.author = words("", name="soft", selectable=True)
        self.figures = words("", name="soft", selectable=True)
        self._banners = QVBoxLayout()
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Show records"))
        self.filter.activated.connect(lambda: self.filter_chosen.emit(self.filter.currentData()))
        self.progress = QProgressBar()
        self.progress.setFormat(_("Comparing…"))
        self.progress.setFixedSize(140, 20)
        self.model: RowsModel[ListedRecord] = RowsModel(record_columns(), lambda row: row.id, parent=self)
        self.table = make_table(self.model, _("Records"), several=True)
        self._set_up_table()
        self.accept_clean = QPushButton(icon("done"), "")
        self.accept_clean.setToolTip(_("Accept every record without conflict or error; the others stay open"))
        self.accept_clean.clicked.connect(self.accept_clean_requested)
        self.receipt = QPushButton(icon("export"), _("Write receipt…"))
        self.receipt.clicked.connect(self.receipt_requested)
        self._lay_out()
        self.show_progress(None)
        self.show_counts({}, ALL)
        self.allow(clean=0, receipt=False)

    def show_head(self, head: PackageHead) -> None:
        """Say whose package it is."""
        self.heading.setText(head.title)
        self.heading.setToolTip(head.tip)
        self.author.setText(head.author)
        self.figures.setText(head.figures)
        empty(self._banners)
        if head.waiting:
            advice = _("Receive and decide that one first; until then nothing of this one can be decided.")
            self._banners.addWidget(Banner("warning", theme.WARNING, head.waiting, advice))

    def show_counts(self, counts: Mapping[str, int], chosen: str) -> None:
        """Offer the states that occur, with the number of records in each."""
        total = sum(counts.values())
        decided = counts.get("accepted", 0) + counts.get("returned", 0)
        self.filter.clear()
        self.filter.addItem(_counted(_("All records"), total), ALL)
        self.filter.addItem(_counted(_("To be decided"), total - decided), OPEN)
        self.filter.insertSeparator(2)
        for state, look in LOOKS.items():
            if counts.get(state) or state == chosen:
                self.filter.addItem(look_icon(state), _counted(_(look.title), counts.get(state, 0)), state)
        self.filter.setCurrentIndex(max(self.filter.findData(chosen), 0))

    def show_rows(self, rows: Sequence[ListedRecord], chosen: Sequence[ObjectId]) -> None:
        """Show these records and mark those that are chosen."""
        place = self.table.verticalScrollBar().value()
        if self.model.replace(rows):
            self.table.verticalScrollBar().setValue(place)
            self._mark(chosen)

    def choose(self, records: Sequence[ObjectId]) -> None:
        """Mark these rows and bring the last of them into sight; nothing is told."""
        self._mark(records)
        place = self.model.place_of(records[-1]) if records else None
        if place is not None:
            self.table.scrollTo(self.model.index(place, 0))

    def show_progress(self, step: tuple[int, int, Text | None] | None) -> None:
        """Show how far the work is; None when there is none."""
        self.progress.setVisible(step is not None)
        if step is None:
            return
        done, total, what = step
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setToolTip("" if what is None else translate(what))

    def allow(self, *, clean: int, receipt: bool) -> None:
        """Say how many records can be accepted at once, and whether there is something to answer."""
        self.accept_clean.setText(_counted(_("Accept all clean"), clean))
        self.accept_clean.setEnabled(clean > 0)
        self.receipt.setEnabled(receipt)

    def _set_up_table(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(TWO_LINES_PX)
        codes = [column.code for column in self.model.columns]
        badge = BadgeCell(self.model, lambda row: row.state, self.table)
        self.table.setItemDelegateForColumn(codes.index("state"), badge)
        self.table.setItemDelegateForColumn(codes.index("record"), TwoLines(self.table))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(codes.index("record"), QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._tell_order)
        self.table.selectionModel().selectionChanged.connect(self._tell_choice)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading, 1)
        head.addWidget(self.back)
        top = QVBoxLayout()
        top.setContentsMargins(10, 8, 8, 8)
        top.setSpacing(2)
        top.addLayout(head)
        top.addWidget(self.author)
        top.addWidget(self.figures)
        self._banners.setContentsMargins(0, 4, 0, 0)
        top.addLayout(self._banners)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 0, 8, 8)
        bar.setSpacing(8)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 8)
        foot.setSpacing(8)
        foot.addWidget(self.accept_clean)
        foot.addStretch()
        foot.addWidget(self.receipt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(bar)
        layout.addWidget(self.table)
        layout.addLayout(foot)

    def _mark(self, records: Sequence[ObjectId]) -> None:
        places = [place for one in records if (place := self.model.place_of(one)) is not None]
        marked = QItemSelection()
        for place in places:
            marked.select(self.model.index(place, 0), self.model.index(place, len(self.model.columns) - 1))
        flag = QItemSelectionModel.SelectionFlag
        self._following = True
        try:
            model = self.table.selectionModel()
            if places:
                model.setCurrentIndex(self.model.index(places[-1], 0), flag.NoUpdate)
            model.select(marked, flag.ClearAndSelect)
        finally:
            self._following = False

    def _tell_choice(self) -> None:
        if self._following:
            return
        rows = [self.model.row_at(line) for line in self.table.selectionModel().selectedRows()]
        chosen = [row.id for row in rows if row is not None]
        current = self.model.row_at(self.table.currentIndex())
        if current is not None and current.id in chosen:
            chosen.remove(current.id)
            chosen.append(current.id)
        self.records_chosen.emit(tuple(chosen))

    def _tell_order(self, section: int, order: Qt.SortOrder) -> None:
        code = self.model.columns[section].code if section >= 0 else ""
        self.order_requested.emit(code, order == Qt.SortOrder.DescendingOrder)


def _counted(title: str, count: int) -> str:
    return f"{title} ({format_number(count, 0)})"
