"""A parcel whose corners are measured points: which ones, in which order, and how its outline closes."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from shapely import Polygon

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.survey.polar import SAME_POINT_M
from landdesk.store.queries.surveys import SurveyPoint

CLOSES_WITHIN_M: Final = SAME_POINT_M
"""A last point that lies so near the first one is the first measured again."""
_RANGE: Final = re.compile(r"(?P<name>.*?)(?P<first>\d+)-(?P<again>.*?)(?P<last>\d+)")


@dataclass(frozen=True, slots=True)
class Outline:
    """Corners in their order and the land between them.

    Args:
        corners: Each once.
        again: The point that closes the outline, where there is one; else the last corner leads to the first.
    """

    corners: tuple[SurveyPoint, ...]
    again: SurveyPoint | None

    @property
    def polygon(self) -> Polygon:
        """The outline on the plane of the store."""
        return Polygon([one.at for one in self.corners])

    @property
    def misclosure_m(self) -> float | None:
        """How far the closing point lies from the first one; None without one."""
        return None if self.again is None else math.dist(self.again.at, self.corners[0].at)

    @property
    def closing_m(self) -> float:
        """Length of the last side, from the last corner to the first."""
        return math.dist(self.corners[-1].at, self.corners[0].at)

    @property
    def around_m(self) -> float:
        """Length of all sides."""
        return (
            math.fsum(math.dist(one.at, other.at) for one, other in pairwise(self.corners)) + self.closing_m
        )

    @property
    def closure(self) -> Text:
        """Words on how the outline closes."""
        first, last = self.corners[0].number, self.corners[-1].number
        if self.again is None:
            return Text(
                N_("The outline is closed from point {last} to point {first}, {length:.2f} m."),
                {"last": last, "first": first, "length": self.closing_m},
            )
        return Text(
            N_("Point {again} closes the outline, {distance:.3f} m from point {first}; it is no corner."),
            {"again": self.again.number, "distance": self.misclosure_m or 0.0, "first": first},
        )


def outline_of(points: Sequence[SurveyPoint]) -> Outline:
    """Return the outline that runs through points in their order.

    Raises:
        InvalidInputError: ``survey.outline-too-few``: fewer than three corners; ``survey.outline-twice``: one
            comes twice.
    """
    corners, again = list(points), None
    if len(corners) > 3 and math.dist(corners[0].at, corners[-1].at) <= CLOSES_WITHIN_M:
        again = corners.pop()
    if len(corners) < 3:
        raise InvalidInputError(
            "survey.outline-too-few",
            Text(
                N_("{count} points bound no land: a parcel has three corners at least."),
                {"count": len(corners)},
            ),
            remedy=Text(N_("Name the corners of the parcel in the order in which they follow each other.")),
        )
    place, count = Counter(one.place for one in corners).most_common(1)[0]
    if count > 1:
        twice = next(one for one in corners if one.place == place)
        raise InvalidInputError(
            "survey.outline-twice",
            Text(N_("Point {number} comes twice among the corners."), {"number": twice.number}),
            remedy=Text(N_("Name each corner once, in the order in which they follow each other.")),
        )
    return Outline(tuple(corners), again)


def numbers_meant(written: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the numbers of points that words mean: ``7``, ``1-7``, ``7-1``, ``M1-M7`` or ``M1-7``.

    What is itself the number of a point is no range.

    Args:
        written: One or more words, commas or semicolons between numbers.
        known: Numbers that there are.
    """
    there = set(known)
    meant: list[str] = []
    for word in written:
        for one in re.split(r"[,;\s]+", word):
            found = None if one in there else _RANGE.fullmatch(one)
            if found is None or found["again"] not in ("", found["name"]):
                meant += [one] if one else []
                continue
            first, last = int(found["first"]), int(found["last"])
            step = 1 if last >= first else -1
            # A point more than there are must be missing; saying which needs no million of them.
            last = first + step * min(abs(last - first), len(there))
            digits = len(found["first"]) if found["first"].startswith("0") else 1
            meant += [f"{found['name']}{number:0{digits}}" for number in range(first, last + step, step)]
    return meant
