"""Finding the boundary point or line under the pointer.

A vertex wins over an edge, the nearer over the farther. The answer lies on the 1 mm grid; a vertex is
bit-equal with the stored one, so that a command finds its owners.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from landdesk.domain.arrays import Flags, Floats, ranges
from landdesk.domain.coverage import Block, Coverage

Point = tuple[float, float]


class SnapKind(Enum):
    """What was found."""

    VERTEX = "vertex"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Snap:
    """A place on a parcel boundary, metres."""

    kind: SnapKind
    easting: float
    northing: float

    @property
    def point(self) -> Point:
        """Easting, northing."""
        return self.easting, self.northing


def on_grid(easting: float, northing: float) -> Point:
    """Return the nearest point of the 1 mm grid; all that leaves a tool lies on it."""
    return round(easting * 1000) / 1000, round(northing * 1000) / 1000


def snap(
    coverage: Coverage, easting: float, northing: float, radius_m: float, but: Point | None = None
) -> Snap | None:
    """Return the nearest vertex within the radius, else the nearest point of an edge, else None.

    Args:
        coverage: The parcels.
        easting: Of the pointer.
        northing: Of the pointer.
        radius_m: How far to look.
        but: A vertex that is being moved: neither it nor its edges attract.
    """
    box = (easting - radius_m, northing - radius_m, easting + radius_m, northing + radius_m)
    pieces = [
        _edges_near(block, live, box)
        for block, live in ((coverage.base, coverage.base_live), (coverage.overlay, None))
    ]
    begin, end = np.vstack([one for one, _ in pieces]), np.vstack([other for _, other in pieces])
    pointer = np.array([easting, northing])
    vertices = begin if but is None else begin[(begin != but).any(axis=1)]
    if not len(vertices):
        return None
    distance = np.hypot(*(vertices - pointer).T)
    nearest = int(np.argmin(distance))
    if distance[nearest] <= radius_m:
        return Snap(SnapKind.VERTEX, float(vertices[nearest, 0]), float(vertices[nearest, 1]))
    if but is not None:
        kept = (begin != but).any(axis=1) & (end != but).any(axis=1)
        begin, end = begin[kept], end[kept]
        if not len(begin):
            return None
    step = end - begin
    length_squared = np.maximum((step**2).sum(axis=1), 1e-12)
    share = np.clip(((pointer - begin) * step).sum(axis=1) / length_squared, 0.0, 1.0)
    foot = begin + share[:, None] * step
    distance = np.hypot(*(foot - pointer).T)
    nearest = int(np.argmin(distance))
    if distance[nearest] > radius_m:
        return None
    return Snap(SnapKind.EDGE, *on_grid(float(foot[nearest, 0]), float(foot[nearest, 1])))


def _edges_near(
    block: Block, live: Flags | None, box: tuple[float, float, float, float]
) -> tuple[Floats, Floats]:
    """Return begin and end of the edges of the parcels whose box meets the given one."""
    members = block.box_query(box)
    if live is not None:
        members = members[live[members]]
    first = block.outlines.part_starts[block.outlines.parcel_starts[members]]
    rings = ranges(first, block.outlines.part_starts[block.outlines.parcel_starts[members + 1]])
    at = ranges(block.outlines.ring_starts[rings], block.outlines.ring_starts[rings + 1] - 1)
    return block.outlines.coords[at], block.outlines.coords[at + 1]
