"""The boundary points of a parcel as the table and the drawing number them.

From the north-westernmost point clockwise; holes and further parts go on counting. Which points are corners is a
matter of the drawing: on a curve of hundreds of points only the table names each.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.grid import GridPoint, grid_point

Numbers = Mapping[GridPoint, int]
"""Number of each boundary point."""
CORNER_DEG: Final = 15.0
"""A boundary that turns more than this has a corner."""
FEW: Final = 30
"""A ring of no more points has a number at each."""
EACH_ON_A_CURVE: Final = 10
"""On a curve each so many points carry a number."""


@dataclass(frozen=True, slots=True)
class Corner:
    """A boundary point and the edge to the next one of its ring.

    Args:
        number: As the table has it.
        easting: Metres.
        northing: Metres.
        next_number: Point at the other end of the edge.
        length_m: Of the edge.
        wanted: Whether the drawing should carry its number.
        sharp: Whether the boundary has a corner here.
    """

    number: int
    easting: float
    northing: float
    next_number: int
    length_m: float
    wanted: bool
    sharp: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring of a parcel: its part from 1, its hole from 1 or 0 for the outer boundary, its points."""

    part: int
    hole: int
    corners: tuple[Corner, ...]


def rings_of(shape: shapely.MultiPolygon, numbers: Numbers | None = None) -> tuple[Ring, ...]:
    """Return the rings of a parcel with their points numbered.

    Args:
        shape: On the grid.
        numbers: Those of its points where something else gave them, such as a survey job.
    """
    parts = sorted(shape.geoms, key=lambda one: (-_north_west(one.exterior), one.bounds))
    made: list[Ring] = []
    first = 1
    for part, polygon in enumerate(parts, start=1):
        holes = sorted(polygon.interiors, key=lambda one: (-_north_west(one), one.bounds))
        for hole, ring in enumerate([polygon.exterior, *holes]):
            corners = _numbered(ring, first)
            made.append(Ring(part, hole, corners))
            first += len(corners)
    return tuple(made) if numbers is None else tuple(_renumbered(one, numbers) for one in made)


def _renumbered(ring: Ring, numbers: Numbers) -> Ring:
    own = [numbers[grid_point((one.easting, one.northing))] for one in ring.corners]
    ahead = [*own[1:], *own[:1]]
    return replace(
        ring,
        corners=tuple(
            replace(corner, number=number, next_number=next_number)
            for corner, number, next_number in zip(ring.corners, own, ahead, strict=True)
        ),
    )


def _north_west(ring: shapely.LinearRing) -> float:
    points = shapely.get_coordinates(ring)
    return float((points[:, 1] - points[:, 0]).max())


def _numbered(ring: shapely.LinearRing, first: int) -> tuple[Corner, ...]:
    points = shapely.get_coordinates(ring)[:-1]
    if ring.is_ccw:
        points = points[::-1]
    start = max(range(len(points)), key=lambda at: (points[at, 1] - points[at, 0], points[at, 1]))
    points = np.roll(points, -start, axis=0)
    ahead = np.roll(points, -1, axis=0) - points
    lengths = np.hypot(ahead[:, 0], ahead[:, 1])
    count = len(points)
    turns = _turns_deg(ahead)
    made: list[Corner] = []
    for at, (easting, northing) in enumerate(points.tolist()):
        sharp = turns[at] > CORNER_DEG
        wanted = count <= FEW or sharp or at == 0 or (first + at) % EACH_ON_A_CURVE == 0
        made.append(
            Corner(
                number=first + at,
                easting=easting,
                northing=northing,
                next_number=first + (at + 1) % count,
                length_m=float(lengths[at]),
                wanted=wanted,
                sharp=sharp,
            )
        )
    return tuple(made)


def _turns_deg(ahead: NDArray[np.float64]) -> Sequence[float]:
    """Return by how much the boundary turns at each point."""
    directions = np.arctan2(ahead[:, 1], ahead[:, 0])
    turned = np.abs(directions - np.roll(directions, 1)) % (2 * math.pi)
    degrees: list[float] = np.degrees(np.minimum(turned, 2 * math.pi - turned)).tolist()
    return degrees
