"""How far the area on the map and the legal area of a parcel may differ, by the scale of the map.

The allowed difference grows with the square root of the area: both formulas in use, 0.0004 × M × √P and 2 × ms × √P,
have that form, so the code list ``area_tolerance`` holds one factor for each scale and an office replaces the list.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from landdesk.domain.codelists import CodeList

LIST: Final = "area_tolerance"
"""Name of the code list."""
_FACTOR: Final = "root_thousandths"


class AreaState(StrEnum):
    """How the two areas stand to each other."""

    WITHIN = "within"
    """The difference is allowed."""
    OVER_UNCHANGED = "over_unchanged"
    """It is not, and the boundary is as it was surveyed: the measured area is taken when the paper is issued anew."""
    OVER_CHANGED = "over_changed"
    """It is not, and the boundary was changed: a registration has to say why."""


@dataclass(frozen=True, slots=True)
class AreaTolerance:
    """The allowed differences in force.

    Args:
        factors: Square metres of difference per metre of the area's root, by scale denominator.
        usual_scale: Denominator that stands for a sheet whose scale is not recorded.
        smallest_m2: A smaller difference cannot be told, since areas are stated to it.
    """

    factors: Mapping[int, float]
    usual_scale: int
    smallest_m2: float

    @classmethod
    def of(cls, table: CodeList, usual_scale: int, smallest_m2: float) -> "AreaTolerance":
        """Return the table of a code list; a scale whose factor is empty has none of its own."""
        factors = {int(one.code): int(one.more[_FACTOR]) / 1000 for one in table if one.more.get(_FACTOR)}
        return cls(factors, usual_scale, smallest_m2)

    def factor(self, scale: int | None) -> float:
        """Return the factor of a scale; one that is not in the table has that of the next finer one that is."""
        wanted = scale or self.usual_scale
        finer = [one for one in self.factors if one <= wanted] or list(self.factors)
        if not finer:
            return 0.0
        return self.factors[max(finer) if min(finer) <= wanted else min(finer)]

    def allowed_m2(self, area_m2: float, scale: int | None = None) -> float:
        """Return how far the areas may differ, for a legal area and the denominator of the map's scale."""
        return max(self.smallest_m2, self.factor(scale) * math.sqrt(max(area_m2, 0.0)))

    def is_within(self, map_m2: float, legal_m2: float, scale: int | None = None) -> bool:
        """Tell whether the difference of a map area and a legal area is allowed."""
        # A micrometre times a kilometre: what is exactly at the limit is not above it.
        return round(abs(map_m2 - legal_m2), 3) <= self.allowed_m2(legal_m2, scale)

    def state(
        self, map_m2: float, legal_m2: float, scale: int | None = None, *, boundary_changed: bool = False
    ) -> AreaState:
        """Return how a map area stands to a legal area.

        Args:
            map_m2: What the boundary encloses.
            legal_m2: What the papers say.
            scale: Denominator of the map's scale; None where it is not recorded.
            boundary_changed: The boundary is another one than at the survey.
        """
        if self.is_within(map_m2, legal_m2, scale):
            return AreaState.WITHIN
        return AreaState.OVER_CHANGED if boundary_changed else AreaState.OVER_UNCHANGED
