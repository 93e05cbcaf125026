"""The tolerances of the checking rules, as values.

What is shipped stands in ``resources/checking/limits.toml``, each with the source it is taken from; an office
may ship another file. Lengths are metres and areas square metres unless the name says otherwise.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields


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


@dataclass(frozen=True, slots=True)
class LimitEntry:
    """One line of the file: the value, where it comes from and what is uncertain about it."""

    value: float
    source: str
    doubt: str = ""


def parse_limits(text: str) -> Limits:
    """Return the tolerances of a limits file.

    Raises:
        ValueError: The text is no such file, a tolerance is missing or unknown, or a value is not a number above 0.
    """
    entries = parse_limit_entries(text)
    names = {field.name for field in fields(Limits)}
    if set(entries) != names:
        raise ValueError(f"limits: missing or unknown are {sorted(names ^ set(entries))}")
    return Limits(**{name: entry.value for name, entry in entries.items()})


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
