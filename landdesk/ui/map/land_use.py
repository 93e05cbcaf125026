"""Land-use groups: which codes the map draws in one colour, and what the legend calls them.

The table is data, the colours of the code list ``land_use``; a code without one is ``unknown``.
Groups are handled as small numbers, the position in :data:`GROUPS`.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from landdesk.i18n import N_
from landdesk.services.codelists import CodeLists
from landdesk.ui import theme
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.map.colouring import LAND_USE, ColourClass, Colouring

GROUPS: Mapping[str, str] = {
    "agricultural": N_("Agricultural land"),
    "residential": N_("Residential land"),
    "transport": N_("Transport land"),
    "water": N_("Water and irrigation"),
    "non_agricultural": N_("Other non-agricultural land"),
    "unused": N_("Unused land"),
    "unknown": N_("Land use not known"),
}
"""Code of the group to its English name, in the order of the legend."""

GROUP_CODES = tuple(GROUPS)
UNKNOWN = GROUP_CODES.index("unknown")


def group_table() -> Mapping[str, int]:
    """Return the number of the group by land-use code; the same object as long as the lists in use are the same."""
    return _table_of(lists_in_use())


@lru_cache(maxsize=4)
def _table_of(lists: CodeLists) -> Mapping[str, int]:
    return {one.code: GROUP_CODES.index(one.colour) for one in lists["land_use"] if one.colour}


def by_land_use() -> Colouring:
    """Return the colouring by land-use group; the same object as long as the lists in use are the same."""
    return _colouring_of(lists_in_use())


@lru_cache(maxsize=4)
def _colouring_of(lists: CodeLists) -> Colouring:
    table = _table_of(lists)
    classes = tuple(ColourClass(code, title, theme.LAND_USE[code]) for code, title in GROUPS.items())
    return Colouring(
        LAND_USE, classes, ("land_use",), lambda columns, _ids: _group_numbers(table, columns["land_use"])
    )


def group_numbers(codes: Iterable[str | None]) -> NDArray[np.uint8]:
    """Return the number of the group of each code; of ``ONT+CLN`` the first part counts."""
    return _group_numbers(group_table(), codes)


def _group_numbers(table: Mapping[str, int], codes: Iterable[str | None]) -> NDArray[np.uint8]:
    return np.array([_group_number(table, code) for code in codes], dtype=np.uint8)


def _group_number(table: Mapping[str, int], code: str | None) -> int:
    if code is None:
        return UNKNOWN
    found = table.get(code)
    return found if found is not None else table.get(code.split("+")[0].strip().upper(), UNKNOWN)
