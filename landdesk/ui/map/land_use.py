"""Land-use groups: which codes the map draws in one colour, and what the legend calls them.

The table is data, ``resources/codelists/land_use_groups.csv``; a code that is not in it is ``unknown``.
Groups are handled as small numbers, the position in :data:`GROUPS`.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from landdesk.i18n import N_
from landdesk.resources import resource_path

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
    """Return the number of the group by land-use code.

    Raises:
        FileNotFoundError: The code list is missing from the installation.
        ValueError: The code list names a group that does not exist.
    """
    path = resource_path("codelists", "land_use_groups.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: GROUP_CODES.index(row["group"]) for row in rows}


def group_numbers(codes: Iterable[str | None]) -> NDArray[np.uint8]:
    """Return the number of the group of each code; of ``ONT+CLN`` the first part counts."""
    table = group_table()
    return np.array([_group_number(table, code) for code in codes], dtype=np.uint8)


def _group_number(table: Mapping[str, int], code: str | None) -> int:
    if code is None:
        return UNKNOWN
    found = table.get(code)
    return found if found is not None else table.get(code.split("+")[0].strip().upper(), UNKNOWN)
