"""A table model over frozen rows: columns say how a row is shown, the model never changes one.

Good for 50,000 rows: a cell is made when it is painted, and rows that stay the same cost nothing on a change.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from landdesk.domain.changed_run import changed_run
from landdesk.services.exporting.tables.cells import Value

RowT = TypeVar("RowT")
AnyIndex = QModelIndex | QPersistentModelIndex
_MOVED_AT_MOST = 500
"""Where a longer run of rows differs, all lines are new to the view."""
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
        value: What a file holds in the place of the words, such as a number; None for the words.
        decimals: Digits after the comma of such numbers.
        unit: Unit of a row's number, which a file has in a column of its own.
        personal: What of people it tells, ``party.name``; empty for nothing.
        masked: The words hide a part; ``value`` is the whole.
    """

    code: str
    title: str
    text: Callable[[RowT], str]
    width_px: int = 90
    numeric: bool = False
    order: Callable[[RowT], Any] | None = None
    tip: Callable[[RowT], str] | None = None
    icon: Callable[[RowT], QIcon | None] | None = None
    value: Callable[[RowT], Value] | None = None
    decimals: int | None = None
    unit: Callable[[RowT], str] | None = None
    personal: str = ""
    masked: bool = False


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
        self._rows: list[RowT] = []
        self._places: dict[Hashable, int] | None = None

    @property
    def rows(self) -> Sequence[RowT]:
        """The rows, as they are shown."""
        return self._rows

    def key(self, row: RowT) -> Hashable:
        """Return the identity of a row."""
        return self._key(row)

    def replace(self, rows: Sequence[RowT]) -> bool:
        """Show other rows; only the run of lines that differs is touched.

        Returns:
            True when rows came, went or moved, so that a view may have lost its selection.
        """
        old, new = self._rows, list(rows)
        first, old_end, new_end = changed_run(old, new)
        if first == old_end == new_end:
            return False
        last = len(self.columns) - 1
        if old_end == new_end and all(
            self._key(old[line]) == self._key(new[line]) for line in range(first, old_end)
        ):
            self._rows = new
            self.dataChanged.emit(self.index(first, 0), self.index(old_end - 1, last))
            return False
        self._places = None
        # What comes after all others moves none: the view stays where it is.
        if first < len(old) and max(old_end, new_end) - first > _MOVED_AT_MOST:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return True
        if old_end > first:
            self.beginRemoveRows(NO_INDEX, first, old_end - 1)
            self._rows = [*old[:first], *old[old_end:]]
            self.endRemoveRows()
        if new_end > first:
            self.beginInsertRows(NO_INDEX, first, new_end - 1)
            self._rows = new
            self.endInsertRows()
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
