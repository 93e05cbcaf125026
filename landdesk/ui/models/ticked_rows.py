"""Rows of which a person takes some and leaves others out, by a box in the first column."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from landdesk.ui.models.rows import AnyIndex, Column, RowsModel

RowT = TypeVar("RowT")


class TickedRows(RowsModel[RowT]):
    """All rows are taken at first.

    Signals:
        ticked(): A row was taken or left out.
    """

    ticked = Signal()

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        key: Callable[[RowT], Hashable],
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, key, parent=parent)
        self._left_out: set[Hashable] = set()

    @property
    def taken(self) -> list[RowT]:
        """The rows that are taken."""
        return [row for row in self.rows if self._key(row) not in self._left_out]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else found

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's own
        """Return what Qt asks of a cell."""
        row = self.row_at(index)
        if row is not None and role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            out = self._key(row) in self._left_out
            return Qt.CheckState.Unchecked if out else Qt.CheckState.Checked
        return super().data(index, role)

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # Qt's own
        """Take a row or leave it out."""
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        taken = Qt.CheckState(value) == Qt.CheckState.Checked
        (self._left_out.discard if taken else self._left_out.add)(self._key(row))
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True
