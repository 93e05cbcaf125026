"""Levels of a cadastral drawing: which layer is which level, what a level is for; data of ``resources/importing``."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from landdesk.domain.limits import parse_limit_entries
from landdesk.i18n import fold
from landdesk.resources import resource_path

BOUNDARY: Final = "boundary"
NUMBER: Final = "number"
AREA: Final = "area"
LAND_USE: Final = "land_use"
LABEL_POINT: Final = "label_point"
ROLES: Final = (BOUNDARY, NUMBER, AREA, LAND_USE, LABEL_POINT)

_ANY: Final = "#"


@dataclass(frozen=True, slots=True)
class DrawingLimits:
    """Measures for reading drawings; sources stand in the file."""

    chord_m: float
    near_m: float
    label_reach_heights: float


@cache
def drawing_limits() -> DrawingLimits:
    """Return ``resources/importing/drawing_limits.toml``.

    Raises:
        ValueError: The file is not what it should be.
    """
    entries = parse_limit_entries(resource_path("importing", "drawing_limits.toml").read_text("utf-8"))
    return DrawingLimits(**{name: entry.value for name, entry in entries.items()})


@cache
def roles() -> Mapping[int, str]:
    """Return the role of each level that has one."""
    return {int(row["level"]): row["role"] for row in _rows("drawing_levels.csv")}


def levels_of(role: str) -> tuple[int, ...]:
    """Return the levels of a role."""
    return tuple(level for level, its in roles().items() if its == role)


def level_of_layer(name: str) -> int | None:
    """Return the level that a layer stands for by its name; None for a name that says no level."""
    exact, forms = _names()
    plain = _plain(name)
    level = exact.get(plain)
    if level is not None:
        return level
    for form in forms:
        found = form.fullmatch(plain)
        if found is not None:
            return int(found[1])
    return None


@cache
def _names() -> tuple[Mapping[str, int], tuple[re.Pattern[str], ...]]:
    exact: dict[str, int] = {}
    forms: list[re.Pattern[str]] = []
    for row in _rows("drawing_layer_names.csv"):
        if row["level"] == _ANY:
            before, _, after = row["name"].partition(_ANY)
            forms.append(re.compile(f"{re.escape(_plain(before))}0*([0-9]{{1,2}}){re.escape(_plain(after))}"))
        else:
            exact[_plain(row["name"])] = int(row["level"])
    return exact, tuple(forms)


def _rows(name: str) -> list[dict[str, str]]:
    with resource_path("importing", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("# ")))


def _plain(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
