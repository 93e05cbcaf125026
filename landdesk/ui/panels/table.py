"""A table set up as every list of the window is: whole rows, one height, no grid."""

from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from landdesk.ui import theme
from landdesk.ui.models.rows import ColumnsModel

RowT = TypeVar("RowT")

LINE_PX = 24
EMPTY_MARGIN_PX = 16


class ListTable(QTableView):
    """A table that says why it is empty, in soft words where its rows would be."""

    def __init__(self) -> None:
        super().__init__()
        self.empty_words = ""

    def show_when_empty(self, words: str) -> None:
        """Say this while there are no rows."""
        if words != self.empty_words:
            self.empty_words = words
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the words that stand for them."""
        super().paintEvent(event)
        if not self.empty_words or self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(theme.TEXT_SOFT))
        room = QRectF(self.viewport().rect()).adjusted(
            EMPTY_MARGIN_PX, EMPTY_MARGIN_PX, -EMPTY_MARGIN_PX, -EMPTY_MARGIN_PX
        )
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.empty_words)
        painter.end()


def make_table(model: ColumnsModel[RowT], name: str, *, several: bool = False) -> ListTable:
    """Return a table over a model.

    Args:
        model: The rows.
        name: What it is, for people who hear the window.
        several: Whether more than one row can be chosen.
    """
    table = ListTable()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    mode = QAbstractItemView.SelectionMode
    table.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    # One height for all: asking 50,000 rows for theirs takes seconds.
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(LINE_PX)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for i, column in enumerate(model.columns):
        table.setColumnWidth(i, max(column.width_px, header.sectionSizeHint(i)))
    return table
