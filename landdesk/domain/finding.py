"""What a check found: a rule, the parcels, the place, the amount and how to mend it.

A finding is derived from the record and never journaled. Its key is the same for as long as the same rule finds
fault with the same parcels at the same place, so that lists and maps recognise it from one check to the next.
Places are shapely geometries in metres, easting first; nothing here computes them.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import shapely

from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text


class Severity(StrEnum):
    """How much a finding matters: an error has to be mended, a warning has to be looked at."""

    ERROR = "error"
    WARNING = "warning"


class Criterion(StrEnum):
    """Which of the four criteria of the national land database (đúng, đủ, sạch, sống) a finding offends."""

    ACCURATE = "accurate"
    COMPLETE = "complete"
    CLEAN = "clean"
    LIVE = "live"


SEVERITY_TITLES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: N_("Error"),
    Severity.WARNING: N_("Warning"),
}
CRITERION_TITLES: Final[Mapping[Criterion, str]] = {
    Criterion.ACCURATE: N_("Accurate"),
    Criterion.COMPLETE: N_("Complete"),
    Criterion.CLEAN: N_("Clean"),
    Criterion.LIVE: N_("Live"),
}

Cell = tuple[int, int]
"""Easting and northing in whole metres."""

# Coordinates are on the 1 mm grid, so centres of boxes are multiples of half a millimetre. Metres are cut
# between two of those, where noise in the last bits cannot turn one whole metre into the next.
_OFF_GRID_M: Final = 0.00025


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Args:
        rule: Code of the rule.
        severity: How much it matters.
        objects: The parcels concerned, sorted, each once.
        place: Where it is: a geometry to show and to zoom to; None where no parcel concerned has a shape.
        amount: How much it is, in ``unit``; None where nothing is counted.
        unit: ``m2``, ``m`` or ``count``; empty without an amount.
        what: What is wrong, one sentence.
        remedy: How to mend it, one sentence.
    """

    rule: str
    severity: Severity
    objects: tuple[ObjectId, ...]
    place: shapely.Geometry | None
    amount: float | None
    unit: str
    what: Text
    remedy: Text

    @property
    def cell(self) -> Cell | None:
        """The centre of the place in whole metres; None without a place."""
        if self.place is None:
            return None
        west, south, east, north = self.place.bounds
        return (
            math.floor((west + east) / 2 + _OFF_GRID_M),
            math.floor((south + north) / 2 + _OFF_GRID_M),
        )

    @property
    def key(self) -> str:
        """32 hexadecimal digits that stand for rule, parcels and place in whole metres."""
        place = "" if self.cell is None else f"{self.cell[0]} {self.cell[1]}"
        parts = (self.rule.encode(), b"".join(self.objects), place.encode())
        return hashlib.sha256(b"\n".join(parts)).hexdigest()[:32]

    @property
    def order(self) -> tuple[str, Cell, tuple[ObjectId, ...]]:
        """What findings are sorted by: rule, then place (west to east, without a place first), then parcels."""
        return self.rule, self.cell or _NOWHERE, self.objects


_NOWHERE: Final[Cell] = (-(2**63), -(2**63))
