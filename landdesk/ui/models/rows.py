"""A table model over frozen rows: columns say how a row is shown, the model never changes one.

Good for 50,000 rows: a cell is made when it is painted, and rows that stay the same cost nothing on a change.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

RowT = TypeVar("RowT")
AnyIndex = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
"""What Qt hands over where it means the table itself."""

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Column(Generic[RowT]):
    """How one column shows a row.

    Args:
        code: Name for settings and tests.
        title: Heading, in the language of the reader.
        text: Words of a cell.
        width_px: Width at first.
        numeric: Stands at the right edge.
        order: Key to sort by; None where the column cannot be sorted.
        tip: Longer words for the pointer; None shows the cell's words.
        icon: Icon of a cell.
    """

    code: str
    title: str
    text: Callable[[RowT], str]
    width_px: int = 90
    numeric: bool = False
    order: Callable[[RowT], Any] | None = None
    tip: Callable[[RowT], str] | None = None
    icon: Callable[[RowT], QIcon | None] | None = None


class ColumnsModel(QAbstractTableModel, Generic[RowT]):
    """A table whose columns say how a row is shown; where rows come from is for others to say.

    Args:
        columns: What is shown.
        shade: Colour of a row's words; None for the usual one.
    """

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        *,
        shade: Callable[[RowT], QColor | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._shade = shade

    def row_at(self, index: AnyIndex) -> RowT | None:
        """Return the row of an index; None where there is none, or none yet."""
        raise NotImplementedError

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's own
        """Return what Qt asks of a cell."""
        row = self.row_at(index)
        if row is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.numeric else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.text)(row) or None
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            return column.icon(row)
        if role == Qt.ItemDataRole.ForegroundRole and self._shade is not None:
            return self._shade(row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Qt's own
        """Return the heading of a column."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].numeric else _LEFT
        return None


class RowsModel(ColumnsModel[RowT]):
    """Rows in the order given.

    Args:
        columns: What is shown.
        key: Identity of a row; the same through changes of its values.
        shade: Colour of a row's words; None for the usual one.
    """

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        key: Callable[[RowT], Hashable],
        *,
        shade: Callable[[RowT], QColor | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, shade=shade, parent=parent)
        self._key = key
        self._rows: Sequence[RowT] = ()
        self._places: dict[Hashable, int] | None = None

    @property
    def rows(self) -> Sequence[RowT]:
        """The rows, as they are shown."""
        return self._rows

    def replace(self, rows: Sequence[RowT]) -> bool:
        """Show other rows.

        Returns:
            True when rows came, went or moved, so that a view has lost its selection.
        """
        old = self._rows
        if len(old) == len(rows) and all(
            before is after or self._key(before) == self._key(after)
            for before, after in zip(old, rows, strict=True)
        ):
            self._rows = rows
            changed = [i for i, row in enumerate(rows) if row is not old[i] and row != old[i]]
            if changed:
                last = len(self.columns) - 1
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))
            return False
        self.beginResetModel()
        self._rows = rows
        self._places = None
        self.endResetModel()
        return True

    def row_at(self, index: AnyIndex) -> RowT | None:
        """Return the row of an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def place_of(self, key: Hashable) -> int | None:
        """Return the line a row stands on; None when it is not shown."""
        if self._places is None:
            # Only when asked for: keys of many rows take their time.
            self._places = {self._key(row): line for line, row in enumerate(self._rows)}
        return self._places.get(key)

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)
