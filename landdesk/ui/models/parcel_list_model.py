"""The model of the parcel list: the order of all parcels is known at once, the rows are read page by page.

A commune has tens of thousands of parcels and a person looks at thirty: what stands in a line is asked for when the
line is to be painted.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.ui.models.parcel_rows import ListedParcel
from landdesk.ui.models.rows import NO_INDEX, AnyIndex, Column, ColumnsModel

PAGE: Final = 64
"""Lines that are read together."""
_KEPT_AT_MOST: Final = 4_000
"""Rows that are kept; who scrolls further reads some again."""


class ParcelListModel(ColumnsModel[ListedParcel]):
    """Lines of parcels.

    Signals:
        rows_wanted(tuple): The rows of these parcels are to be shown and have not been read.
    """

    rows_wanted = Signal(object)

    def __init__(self, columns: Sequence[Column[ListedParcel]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent=parent)
        self._coverage: Coverage | None = None
        self._order: Integers = np.empty(0, dtype=np.int64)
        self._line_of: Integers = np.empty(0, dtype=np.int64)
        self._rows: dict[ObjectId, ListedParcel] = {}
        self._wanted: set[int] = set()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)

    def show(self, coverage: Coverage, order: Integers, rows: Iterable[ListedParcel] = ()) -> bool:
        """Show parcels in an order.

        Args:
            coverage: What the order names parcels of.
            order: Places in the coverage.
            rows: Rows that have been read already; others that are known stay so.

        Returns:
            True when parcels came, went or moved, so that a view has lost its selection.
        """
        if self._coverage is not None and np.array_equal(
            coverage.ids(order), self._coverage.ids(self._order)
        ):
            self._take(coverage, order)
            self.fill(rows)
            return False
        self.beginResetModel()
        self._wanted.clear()
        self._take(coverage, order)
        self._rows = {one: row for one, row in self._rows.items() if self.line_of(one) is not None}
        self._rows |= {row.id: row for row in rows}
        self.endResetModel()
        return True

    def follow(self, coverage: Coverage) -> bool:
        """Take over a later coverage of the same parcels, where all of them are in the list by sheet and number.

        Returns:
            Whether it was taken over: no parcel came or went, and none has another sheet or number.
        """
        before, order = self._coverage, self._order
        if before is None or coverage.base is not before.base or len(coverage) != len(before):
            return False
        in_base = order < len(before.base)
        moved = np.flatnonzero(~in_base | ~coverage.base_live[np.where(in_base, order, 0)])
        ids = before.ids(order[moved]).tobytes()
        places = [coverage.index_of(ObjectId(ids[at : at + 16])) for at in range(0, len(ids), 16)]
        if None in places:
            return False
        old, new = order[moved], np.array(places, dtype=np.int64)
        for name in ("sheet", "number"):
            if not (before.column(name, old) == coverage.column(name, new)).all():
                return False
        followed = order.copy()
        followed[moved] = new
        self._take(coverage, followed)
        return True

    def fill(self, rows: Iterable[ListedParcel]) -> None:
        """Show what has been read of some parcels."""
        filled = {line: row for row in rows if (line := self.line_of(row.id)) is not None}
        if not filled:
            return
        if len(self._rows) > _KEPT_AT_MOST:
            self._rows.clear()
        self._rows |= {row.id: row for row in filled.values()}
        self.dataChanged.emit(self.index(min(filled), 0), self.index(max(filled), len(self.columns) - 1))

    @property
    def listing(self) -> tuple[Coverage | None, Integers]:
        """The coverage and the places in it of all parcels of the list, in its order."""
        return self._coverage, self._order

    def forget(self) -> None:
        """Let every row be read again."""
        self._rows.clear()

    @property
    def known(self) -> frozenset[ObjectId]:
        """The parcels whose rows have been read."""
        return frozenset(self._rows)

    def id_at(self, line: int) -> ObjectId | None:
        """Return the parcel of a line."""
        if self._coverage is None or not 0 <= line < len(self._order):
            return None
        return self._coverage.id_at(int(self._order[line]))

    def line_of(self, parcel: ObjectId) -> int | None:
        """Return the line of a parcel; None when it is not in the list."""
        at = None if self._coverage is None else self._coverage.index_of(parcel)
        line = -1 if at is None else int(self._line_of[at])
        return line if line >= 0 else None

    def row_at(self, index: AnyIndex) -> ListedParcel | None:
        """Return the row of an index; None while it is being read."""
        parcel = self.id_at(index.row()) if index.isValid() else None
        if parcel is None:
            return None
        row = self._rows.get(parcel)
        if row is None:
            self._wanted.add(index.row() // PAGE)
            if not self._asking.isActive():
                self._asking.start()
        return row

    def page(self, number: int) -> tuple[ObjectId, ...]:
        """Return the parcels of a page."""
        lines = range(number * PAGE, min((number + 1) * PAGE, len(self._order)))
        return tuple(one for line in lines if (one := self.id_at(line)) is not None)

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Return the number of parcels in the list."""
        return 0 if parent.isValid() else len(self._order)

    def _take(self, coverage: Coverage, order: Integers) -> None:
        self._coverage, self._order = coverage, order
        self._line_of = np.full(len(coverage.base) + len(coverage.overlay), -1, dtype=np.int64)
        self._line_of[order] = np.arange(len(order))

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, set()
        parcels = tuple(
            one for number in sorted(wanted) for one in self.page(number) if one not in self._rows
        )
        if parcels:
            self.rows_wanted.emit(parcels)
