"""A table set up as every list of the window is: whole rows, one height, no grid."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from landdesk.ui.models.rows import ColumnsModel

RowT = TypeVar("RowT")

LINE_PX = 24


def make_table(model: ColumnsModel[RowT], name: str, *, several: bool = False) -> QTableView:
    """Return a table over a model.

    Args:
        model: The rows.
        name: What it is, for people who hear the window.
        several: Whether more than one row can be chosen.
    """
    table = QTableView()
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
