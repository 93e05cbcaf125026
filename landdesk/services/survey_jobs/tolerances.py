"""The tolerances of a delivery, read of ``resources/survey_jobs/tolerances.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from landdesk.domain.limits import LimitEntry, parse_limit_entries
from landdesk.resources import resource_path

_POINT: Final = "point_"


@dataclass(frozen=True, slots=True)
class Tolerances:
    """Lengths in metres.

    Args:
        point_m: Error of a boundary point by scale denominator; a boundary that moved by more is told.
        corner_m: How far a corner may lie from the point of the list that it is.
        join_m: How far a corner goes to come onto a node or boundary around it.
        elsewhere_m: Farther off a delivery is of another place or another system.
    """

    point_m: Mapping[int, float]
    corner_m: float
    join_m: float
    elsewhere_m: float

    def point_of(self, scale: int) -> float:
        """Return the error of a point at a scale; one that is not in the table has that of the next finer one."""
        finer = [one for one in self.point_m if one <= scale]
        return self.point_m[max(finer) if finer else min(self.point_m)]


@cache
def tolerance_entries() -> Mapping[str, LimitEntry]:
    """Return each line of the file with its source.

    Raises:
        ValueError: The installation is damaged.
    """
    return parse_limit_entries(resource_path("survey_jobs", "tolerances.toml").read_text("utf-8"))


@cache
def shipped_tolerances() -> Tolerances:
    """Return the tolerances that are shipped.

    Raises:
        ValueError: The installation is damaged.
    """
    entries = tolerance_entries()
    points = {
        int(name.removeprefix(_POINT)): one.value for name, one in entries.items() if name.startswith(_POINT)
    }
    return Tolerances(points, entries["corner"].value, entries["join"].value, entries["elsewhere"].value)
