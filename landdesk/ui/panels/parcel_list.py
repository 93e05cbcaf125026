"""The parcel list: a search field, a table, a count. It says what was typed and chosen and decides nothing."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number
from landdesk.ui.icons import icon
from landdesk.ui.models.parcel_list_model import ParcelListModel
from landdesk.ui.models.parcel_rows import ListedParcel, Stands, parcel_columns
from landdesk.ui.panels.standing_bar import MARKS_PX
from landdesk.ui.panels.table import make_table

PAUSE_MS = 150
"""So long after the last letter the search begins."""
CHOSEN_AT_MOST = 500


class ParcelListPanel(QWidget):
    """Shows rows.

    Signals:
        search_requested(str): Another text is searched for.
        parcels_chosen(tuple): The person chose these rows, identifiers of parcels.
        order_requested(str, bool): Sort by the column of this code; descending.
    """

    search_requested = Signal(str)
    parcels_chosen = Signal(object)
    order_requested = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Sheet/parcel, name, address, identity number"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(QAction(icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setAccessibleName(_("Search parcels"))
        self.count = QLabel()
        self.count.setObjectName("count")
        self.stands: Callable[[ObjectId], Stands] = lambda _parcel: Stands()
        self.model = ParcelListModel(parcel_columns(self._stands), parent=self)
        self.table = make_table(self.model, _("Parcels"), several=True)
        self.table.setIconSize(QSize(*MARKS_PX))
        self._following = False
        self._chosen: tuple[ObjectId, ...] = ()
        self._set_up_header()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        search_row = QVBoxLayout()
        search_row.setContentsMargins(8, 8, 8, 8)
        search_row.addWidget(self.search)
        layout.addLayout(search_row)
        layout.addWidget(self.table)
        layout.addWidget(self.count)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.search_requested.emit(self.search.text()))
        self.search.textChanged.connect(self._wait_for_pause)

    def show_parcels(self, coverage: Coverage, order: Integers, rows: Iterable[ListedParcel]) -> None:
        """Show parcels of a coverage in an order; what was chosen stays chosen."""
        place = self.table.verticalScrollBar().value()
        if self.model.show(coverage, order, rows):
            self.table.verticalScrollBar().setValue(place)
            self._mark(self._chosen)
        if len(order) == len(coverage):
            words = _("{count} parcels").format(count=format_number(len(coverage), 0))
        else:
            words = _("{shown} of {count} parcels").format(
                shown=format_number(len(order), 0), count=format_number(len(coverage), 0)
            )
        self.count.setText(words)

    def choose(self, parcels: Iterable[ObjectId]) -> None:
        """Mark these rows and show the last of them; nothing is told."""
        chosen = tuple(parcels)
        if chosen == self._chosen:
            return
        self._mark(chosen)
        if chosen:
            place = self.model.line_of(chosen[-1])
            if place is not None:
                self.table.scrollTo(self.model.index(place, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape empty the search and the arrow down lead from it into the table."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.model.rowCount():
            # Asked before: the table takes its first cell as the current one when it gets the keys.
            is_new = not self.table.currentIndex().isValid()
            self.table.setFocus()
            if is_new:
                self.table.selectRow(0)
        else:
            super().keyPressEvent(event)

    def _stands(self, parcel: ObjectId) -> Stands:
        return self.stands(parcel)

    def _set_up_header(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        for i, column in enumerate(self.model.columns):
            self.table.setColumnWidth(i, column.width_px)
        # The list begins sorted by its first column, whose heading needs room for the arrow too.
        self.table.setColumnWidth(0, max(self.model.columns[0].width_px, header.sectionSizeHint(0)))
        header.sortIndicatorChanged.connect(self._tell_order)
        self.table.selectionModel().selectionChanged.connect(self._tell_choice)

    def _wait_for_pause(self) -> None:
        self._pause.start()

    def _tell_order(self, section: int, order: Qt.SortOrder) -> None:
        self.order_requested.emit(self.model.columns[section].code, order == Qt.SortOrder.DescendingOrder)

    def _tell_choice(self) -> None:
        if self._following:
            return
        lines = self.table.selectionModel().selectedRows()
        parcels = [self.model.id_at(line.row()) for line in lines[:CHOSEN_AT_MOST]]
        chosen = [one for one in parcels if one is not None]
        current = self.model.id_at(self.table.currentIndex().row())
        if current is not None and current in chosen:
            chosen.remove(current)
            chosen.append(current)
        self._chosen = tuple(chosen)
        self.parcels_chosen.emit(self._chosen)

    def _mark(self, chosen: tuple[ObjectId, ...]) -> None:
        self._chosen = chosen
        marked = QItemSelection()
        places = [place for one in chosen if (place := self.model.line_of(one)) is not None]
        for place in places:
            marked.select(self.model.index(place, 0), self.model.index(place, len(self.model.columns) - 1))
        self._following = True
        try:
            model = self.table.selectionModel()
            model.select(marked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if places:
                model.setCurrentIndex(
                    self.model.index(places[-1], 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        finally:
            self._following = False
