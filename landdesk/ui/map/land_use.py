"""Land-use groups: which codes the map draws in one colour, and what the legend calls them.

The table is data, the colours of the code list ``land_use``; a code without one is ``unknown``.
Groups are handled as small numbers, the position in :data:`GROUPS`.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from landdesk.i18n import N_
from landdesk.services.codelists import shipped_list

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


@cache
def group_table() -> Mapping[str, int]:
    """Return the number of the group by land-use code."""
    return {one.code: GROUP_CODES.index(one.colour) for one in shipped_list("land_use") if one.colour}


def group_numbers(codes: Iterable[str | None]) -> NDArray[np.uint8]:
    """Return the number of the group of each code; of ``ONT+CLN`` the first part counts."""
    table = group_table()
    return np.array([_group_number(table, code) for code in codes], dtype=np.uint8)


def _group_number(table: Mapping[str, int], code: str | None) -> int:
    if code is None:
        return UNKNOWN
    found = table.get(code)
    return found if found is not None else table.get(code.split("+")[0].strip().upper(), UNKNOWN)
