"""What a check found: a rule, the parcels, what is at fault, the place, the amount and how to mend it.

A finding is derived from the record and never journaled. Its key is the same for as long as the same rule finds
fault with the same parcels at the same place, so that lists and maps recognise it from one check to the next.
Places are shapely geometries in metres, easting first; nothing here computes them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import shapely

from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text


class Severity(StrEnum):
    """How much a finding matters: an error has to be mended, a warning has to be looked at."""

    ERROR = "error"
    WARNING = "warning"


class Criterion(StrEnum):
    """Which criterion of the national land database (đúng, đủ, sạch, sống, thống nhất) a finding offends."""

    ACCURATE = "accurate"
    COMPLETE = "complete"
    CLEAN = "clean"
    LIVE = "live"
    CONSISTENT = "consistent"


class Fixer(StrEnum):
    """Who can mend it: the commune, the land registration branch, the police with the population database."""

    COMMUNE = "commune"
    OFFICE = "office"
    POLICE = "police"


SEVERITY_TITLES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: N_("Error"),
    Severity.WARNING: N_("Warning"),
}
CRITERION_TITLES: Final[Mapping[Criterion, str]] = {
    Criterion.ACCURATE: N_("Accurate"),
    Criterion.COMPLETE: N_("Complete"),
    Criterion.CLEAN: N_("Clean"),
    Criterion.LIVE: N_("Live"),
    Criterion.CONSISTENT: N_("Consistent"),
}
FIXER_TITLES: Final[Mapping[Fixer, str]] = {
    Fixer.COMMUNE: N_("Commune"),
    Fixer.OFFICE: N_("Registration branch"),
    Fixer.POLICE: N_("Police"),
}

Cell = tuple[int, int]
"""Easting and northing in whole metres."""

Subject = tuple[str, tuple[ObjectId, ...]]
"""Rule and what is at fault: objects of the record, or the parcels; a rule finds fault with it once at most."""

Order = tuple[str, Cell, tuple[ObjectId, ...]]
"""Rule, then place (west to east, without a place first), then what is at fault."""

# Coordinates are on the 1 mm grid, so centres of boxes are multiples of half a millimetre. Metres are cut
# between two of those, where noise in the last bits cannot turn one whole metre into the next.
_OFF_GRID_M: Final = 0.00025


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Args:
        rule: Code of the rule.
        severity: How much it matters.
        objects: The parcels concerned, sorted, each once; none where what is at fault belongs to no parcel.
        place: Where it is: a geometry to show and to zoom to; None where the parcels themselves are the place.
        amount: How much it is, in ``unit``; None where nothing is counted.
        unit: ``m2``, ``m`` or ``count``; empty without an amount.
        what: What is wrong, one sentence.
        remedy: How to mend it, one sentence.
        about: Objects of the record at fault (a person, a certificate …), sorted; empty for the parcels themselves.
    """

    rule: str
    severity: Severity
    objects: tuple[ObjectId, ...]
    place: shapely.Geometry | None
    amount: float | None
    unit: str
    what: Text
    remedy: Text
    about: tuple[ObjectId, ...] = ()

    @property
    def subject(self) -> Subject:
        """What tells it from the other findings of a check, in memory; ``key`` is for files."""
        return self.rule, self.about or self.objects

    @property
    def cell(self) -> Cell | None:
        """The centre of the place in whole metres; None without a place."""
        return cells([self])[0]

    @property
    def key(self) -> str:
        """32 hexadecimal digits that stand for rule, what is at fault and place in whole metres."""
        return keys([self])[0]

    @property
    def order(self) -> Order:
        """What findings are sorted by."""
        return orders([self])[0]


_NOWHERE: Final[Cell] = (-(2**63), -(2**63))


def cells(findings: Sequence[Finding]) -> list[Cell | None]:
    """Return the centre of each finding's place in whole metres; None without a place."""
    if not findings:
        return []
    places = np.empty(len(findings), dtype=object)
    places[:] = [one.place for one in findings]
    boxes = shapely.bounds(places)
    nowhere = np.isnan(boxes[:, 0])
    centres = np.floor((boxes[:, :2] + boxes[:, 2:]) / 2 + _OFF_GRID_M)
    whole: list[list[int]] = np.where(nowhere[:, np.newaxis], 0, centres).astype(np.int64).tolist()
    return [
        None if missing else (cell[0], cell[1]) for missing, cell in zip(nowhere.tolist(), whole, strict=True)
    ]


def keys(findings: Sequence[Finding]) -> list[str]:
    """Return the key of each finding; by far quicker than one after the other."""
    made: list[str] = []
    for one, cell in zip(findings, cells(findings), strict=True):
        place = "" if cell is None else f"{cell[0]} {cell[1]}"
        parts = (one.rule.encode(), b"".join(one.about or one.objects), place.encode())
        made.append(hashlib.sha256(b"\n".join(parts)).hexdigest()[:32])
    return made


def orders(findings: Sequence[Finding]) -> list[Order]:
    """Return what each of the findings is sorted by."""
    return [
        (one.rule, cell or _NOWHERE, one.about or one.objects)
        for one, cell in zip(findings, cells(findings), strict=True)
    ]
