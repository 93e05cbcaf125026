"""The order of the parcel list, from the arrays of the read model; names and addresses come from the store.

Orders are those of people: 9 before 10, names in Vietnamese order. An order is an array of places in a coverage.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from landdesk.domain.arrays import Floats, Integers, Objects
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.i18n import sort_key
from landdesk.services.checking.known import GAPS, UNKNOWN_GAPS
from landdesk.services.checking.runner import CheckResult
from landdesk.store.reader import Reader

_AT_ONCE: Final = 2_000
_ERROR_WEIGHT: Final = 10_000

_ORDERS: Final[WeakKeyDictionary[Coverage, dict[str, Integers]]] = WeakKeyDictionary()
"""Orders of all parcels of a coverage that is in use; who types a search asks for the same one with each letter."""


def ordered(
    coverage: Coverage,
    code: str,
    reader: Reader,
    found: Iterable[ObjectId] | None = None,
    checked: CheckResult | None = None,
) -> Integers:
    """Return the parcels in the order of a column of the list.

    Args:
        coverage: All parcels.
        code: Of the column.
        reader: Says what the coverage does not hold.
        found: Only these; None for all.
        checked: Of the last check, for columns that tell what it found; None before there was one.
    """
    indices = coverage.live() if found is None else coverage.indices_of(found)
    if code in BY_NUMBER and len(indices) > _AT_ONCE:
        return _picked(_order_of_all(coverage, code, reader), indices)
    if code in BY_CHECK:
        weights = {} if checked is None else BY_CHECK[code](checked)
        keys = (*_by_sheet(coverage, indices, reader), _weights(coverage, indices, weights))
    else:
        keys = _COLUMNS[code](coverage, indices, reader)
    order: Integers = indices[np.lexsort(keys)]
    return order


def _order_of_all(coverage: Coverage, code: str, reader: Reader) -> Integers:
    """Return all parcels in the order of a column that depends on the coverage alone, worked out once for each."""
    known = _ORDERS.setdefault(coverage, {})
    if code not in known:
        indices = coverage.live()
        known[code] = indices[np.lexsort(_COLUMNS[code](coverage, indices, reader))]
    return known[code]


def _picked(order: Integers, indices: Integers) -> Integers:
    """Return those of the places that are among the indices, in their order."""
    wanted = np.zeros(int(order.max(initial=-1)) + 1, dtype=bool)
    wanted[indices] = True
    picked: Integers = order[wanted[order]]
    return picked


# Each returns keys for `np.lexsort`: the last one decides first.
_Keys = tuple[Any, ...]


def _by_age(coverage: Coverage, indices: Integers) -> _Keys:
    """Identifiers rise with time."""
    halves = coverage.ids(indices).view(">u8").reshape(-1, 2).astype(np.uint64)
    return halves[:, 1], halves[:, 0]


def _by_sheet(coverage: Coverage, indices: Integers, _reader: Reader) -> _Keys:
    return (
        *_by_age(coverage, indices),
        _ranks(coverage, "number", indices),
        _ranks(coverage, "sheet", indices),
    )


def _by_number(coverage: Coverage, indices: Integers, _reader: Reader) -> _Keys:
    return (
        *_by_age(coverage, indices),
        _ranks(coverage, "sheet", indices),
        _ranks(coverage, "number", indices),
    )


def _by_land_use(coverage: Coverage, indices: Integers, reader: Reader) -> _Keys:
    uses = coverage.column("land_use", indices)
    return (*_by_sheet(coverage, indices, reader), _rank_of(uses, lambda one: (one is None, one or "")))


def _by_legal_area(coverage: Coverage, indices: Integers, reader: Reader) -> _Keys:
    return (*_by_sheet(coverage, indices, reader), _missing_first(coverage.column("legal_area_m2", indices)))


def _by_map_area(coverage: Coverage, indices: Integers, reader: Reader) -> _Keys:
    return (*_by_sheet(coverage, indices, reader), _missing_first(map_areas(coverage, indices)))


def _by_users(coverage: Coverage, indices: Integers, reader: Reader) -> _Keys:
    return (*_by_sheet(coverage, indices, reader), *_words(coverage, indices, reader.first_user_keys()))


def _by_address(coverage: Coverage, indices: Integers, reader: Reader) -> _Keys:
    return (*_by_sheet(coverage, indices, reader), *_words(coverage, indices, reader.addresses(), sort_key))


_COLUMNS: Final[Mapping[str, Callable[[Coverage, Integers, Reader], _Keys]]] = {
    "sheet": _by_sheet,
    "number": _by_number,
    "users": _by_users,
    "land_use": _by_land_use,
    "map_area": _by_map_area,
    "legal_area": _by_legal_area,
    "address": _by_address,
}


def _errors(checked: CheckResult) -> Mapping[ObjectId, int]:
    """Return how much is found about each parcel: errors weigh more than any number of warnings."""
    found: dict[ObjectId, int] = {}
    for finding in checked.findings:
        weight = _ERROR_WEIGHT if finding.severity is Severity.ERROR else 1
        for one in finding.objects:
            found[one] = found.get(one, 0) + weight
    return found


def _missing(checked: CheckResult) -> Mapping[ObjectId, int]:
    """Return how much each parcel lacks, then how much nobody knows of it."""
    known = checked.known
    if not known.ids:
        return {}
    gaps, unknown = (known.states[name].astype(np.int64) for name in (GAPS, UNKNOWN_GAPS))
    return dict(zip(known.ids, (gaps * _ERROR_WEIGHT + unknown).tolist(), strict=True))


BY_CHECK: Final[Mapping[str, Callable[[CheckResult], Mapping[ObjectId, int]]]] = {
    "standing": _errors,
    "missing": _missing,
}
"""Columns that tell what the last check found."""
BY_NUMBER: Final = ("sheet", "number")
"""Columns whose order depends on sheet and number alone."""


def map_areas(coverage: Coverage, indices: Integers) -> Floats:
    """Return the areas on the map, m², NaN without a shape."""
    areas = np.full(len(indices), np.nan)
    # In small steps: one long one would make the window wait for Python's lock.
    for at in range(0, len(indices), _AT_ONCE):
        shapes = coverage.shapes(indices[at : at + _AT_ONCE])
        areas[at : at + _AT_ONCE] = np.where(shapely.is_missing(shapes), np.nan, shapely.area(shapes))
    return areas


def _weights(coverage: Coverage, indices: Integers, weights: Mapping[ObjectId, int]) -> Integers:
    ids = coverage.ids(indices).tobytes()
    found = (weights.get(ObjectId(ids[at : at + 16]), 0) for at in range(0, len(ids), 16))
    return np.fromiter(found, dtype=np.int64, count=len(indices))


def _missing_first(values: Floats) -> Floats:
    return np.where(np.isnan(values), -1.0, values)


def _ranks(coverage: Coverage, name: str, indices: Integers) -> Integers:
    return _rank_of(coverage.column(name, indices), natural)


def _rank_of(values: Objects, key: Callable[[Any], Any]) -> Integers:
    """Return for each value its place among the different ones; there are few of those."""
    listed = values.tolist()
    rank = {value: place for place, value in enumerate(sorted(set(listed), key=key))}
    return np.fromiter(map(rank.__getitem__, listed), dtype=np.int64, count=len(listed))


def _words(
    coverage: Coverage,
    indices: Integers,
    texts: Mapping[ObjectId, str],
    key: Callable[[str], str] = str,
) -> tuple[Integers]:
    """Return the ranks of texts, parcels without one last."""
    ids = coverage.ids(indices).tobytes()
    values = np.array(
        [texts.get(ObjectId(ids[at : at + 16])) for at in range(0, len(ids), 16)] + [None], dtype=object
    )
    return (_rank_of(values[:-1], lambda one: (one is None, key(one or ""))),)
