"""The tolerances of the checking rules, as values, and files of tolerances with their sources.

Those of the rules are the code list ``check_limit``, which an office replaces. Lengths are metres and areas square
metres unless the name says otherwise; a day is the number of its eight digits, 20250701.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from landdesk.domain.codelists import CodeList
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

LIST: Final = "check_limit"
"""Name of the code list."""


@dataclass(frozen=True, slots=True)
class Limits:
    """One set of tolerances; the meaning of each stands in the file and on the page of its rule."""

    overlap_area_m2: float
    sliver_width_m: float
    gap_width_m: float
    gap_slenderness: float
    hole_area_m2: float
    hole_width_m: float
    hole_length_m: float
    node_distance_m: float
    near_node_m: float
    vertex_distance_m: float
    spike_angle_deg: float
    spike_width_m: float
    parcel_width_m: float
    parcel_area_m2: float
    commune_buffer_m: float
    area_difference_m2: float
    area_factor: float
    area_scale: float
    code_distance_m: float
    purpose_sum_m2: float
    label_area_m2: float
    label_area_share: float
    former_share: float
    commune_issue_from: float


@dataclass(frozen=True, slots=True)
class LimitEntry:
    """One line of the file: the value, where it comes from and what is uncertain about it."""

    value: float
    source: str
    doubt: str = ""


def limits_of(table: CodeList) -> Limits:
    """Return the tolerances of the code list; ``fixed``, so that it has a line for each.

    Raises:
        InvalidInputError: A value is not a number above 0.
    """
    values: dict[str, float] = {}
    for one in table:
        written = one.more.get("value", "").replace(",", ".")
        try:
            value = float(written)
        except ValueError:
            value = math.nan
        if not 0 < value < math.inf:
            raise InvalidInputError(
                "codes.limit",
                Text(N_("“{value}” is no tolerance for {name}."), {"value": written, "name": one.code}),
                remedy=Text(N_("Write a number above 0.")),
            )
        values[one.code] = value
    return Limits(**values)


def parse_limit_entries(text: str) -> Mapping[str, LimitEntry]:
    """Return each line of a limits file with its source.

    Raises:
        ValueError: The text is no such file, an entry has no source, or a value is not a number above 0.
    """
    entries: dict[str, LimitEntry] = {}
    for name, table in tomllib.loads(text).items():
        if (
            not isinstance(table, dict)
            or not table.get("source")
            or set(table) - {"value", "source", "doubt"}
        ):
            raise ValueError(f"limits: {name} needs a value and a source")
        value = table.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            raise ValueError(f"limits: {name} is not a number above 0")
        entries[name] = LimitEntry(float(value), table["source"], table.get("doubt", ""))
    return entries
