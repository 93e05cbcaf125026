"""Rows of the parcel list: what the store says of a parcel and what the map measures.

Areas are square metres. Orders are those of people: 9 before 10, names in Vietnamese order.
"""

import math
import re
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number, sort_key
from landdesk.store.queries.parcels import ParcelLine
from landdesk.ui.models.rows import Column

_LEADING = re.compile(r"\d+")
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ListedParcel:
    """One row; ``map_area_m2`` None where the parcel has no shape."""

    line: ParcelLine
    map_area_m2: float | None

    @property
    def id(self) -> ObjectId:
        """The parcel."""
        return self.line.id


def listed(lines: Iterable[ParcelLine], coverage: Coverage) -> list[ListedParcel]:
    """Return rows of lines, in their order, with the areas of the map."""
    kept = list(lines)
    rows: list[ListedParcel] = []
    # In small steps: one long one would make the window wait for Python's lock.
    for at in range(0, len(kept), _AT_ONCE):
        rows += _listed(kept[at : at + _AT_ONCE], coverage)
    return rows


def _listed(lines: list[ParcelLine], coverage: Coverage) -> Iterator[ListedParcel]:
    places = [coverage.index_of(line.id) for line in lines]
    known = np.array([place for place in places if place is not None], dtype=np.int64)
    areas = np.full(len(lines), np.nan)
    if len(known):
        areas[[i for i, place in enumerate(places) if place is not None]] = shapely.area(
            coverage.shapes(known)
        )
    values: list[float] = areas.tolist()
    for line, area in zip(lines, values, strict=True):
        yield ListedParcel(line, None if math.isnan(area) else area)


def parcel_columns() -> tuple[Column[ListedParcel], ...]:
    """Return the columns of the list, in the language of the reader."""
    return (
        Column("sheet", _("Sheet"), lambda row: row.line.sheet or "", 46, numeric=True, order=_by_sheet),
        Column("number", _("Parcel"), _number, 52, numeric=True, order=_by_number, tip=_number_tip),
        Column("users", _("Land users"), lambda row: row.line.users, 128, order=_by_users),
        Column("land_use", _("Use"), lambda row: row.line.land_use or "", 64, order=_by_land_use),
        Column("map_area", _("Map m²"), _map_area, 86, numeric=True, order=_by_map_area),
        Column("legal_area", _("Legal m²"), _legal_area, 88, numeric=True, order=_by_legal_area),
        Column("address", _("Address"), lambda row: row.line.address or "", 150, order=_by_address),
    )


Order = Callable[[ListedParcel], Any]


def patched_rows(
    rows: Sequence[ListedParcel], gone: frozenset[ObjectId], new: Iterable[ListedParcel], order: Order
) -> list[ListedParcel]:
    """Return the rows without those that are gone and with the new ones at their places."""
    kept = [row for row in rows if row.id not in gone]
    for row in new:
        insort(kept, row, key=order)
    return kept


@lru_cache(maxsize=10_000)
def natural(text: str | None) -> tuple[int, str]:
    """Return a key that sorts as people count: nothing and mere words first, 9 before 10, 10 before 10A.

    The store sorts its lines in the same order.
    """
    digits = _LEADING.match(text or "")
    return (int(digits[0]) if digits else -1, text or "")


def by_key(row: ListedParcel) -> tuple[Any, ...]:
    """Return the usual order: commune's sheets, then numbers, then age."""
    return (*natural(row.line.sheet), *natural(row.line.number), row.line.id)


def _number(row: ListedParcel) -> str:
    return f"{row.line.number or ''}{'*' if row.line.provisional else ''}"


def _number_tip(row: ListedParcel) -> str:
    return _("Provisional number, until the office gives one") if row.line.provisional else _number(row)


def _map_area(row: ListedParcel) -> str:
    return "" if row.map_area_m2 is None else format_number(row.map_area_m2, 1)


def _legal_area(row: ListedParcel) -> str:
    return "" if row.line.legal_area_m2 is None else format_number(row.line.legal_area_m2, 1)


def _by_sheet(row: ListedParcel) -> tuple[Any, ...]:
    return by_key(row)


def _by_number(row: ListedParcel) -> tuple[Any, ...]:
    return (*natural(row.line.number), *natural(row.line.sheet), row.line.id)


def _by_land_use(row: ListedParcel) -> tuple[Any, ...]:
    return (row.line.land_use is None, row.line.land_use or "", by_key(row))


def _by_map_area(row: ListedParcel) -> tuple[Any, ...]:
    return (-1.0 if row.map_area_m2 is None else row.map_area_m2, by_key(row))


def _by_legal_area(row: ListedParcel) -> tuple[Any, ...]:
    return (-1 if row.line.legal_area_m2 is None else row.line.legal_area_m2, by_key(row))


def _by_users(row: ListedParcel) -> tuple[Any, ...]:
    return (not row.line.users, sort_key(row.line.users), by_key(row))


def _by_address(row: ListedParcel) -> tuple[Any, ...]:
    return (row.line.address is None, sort_key(row.line.address or ""), by_key(row))
