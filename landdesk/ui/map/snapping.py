"""Finding the place on the boundaries that is meant by where the pointer is.

The kinds of places are asked one after the other in the order of `SnapKind`; of one kind the nearest counts. The
answer lies on the 1 mm grid; a vertex is bit-equal with the stored one, so that a command finds its owners.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import numpy as np

from landdesk.domain.arrays import Flags, Floats, ranges
from landdesk.domain.coverage import Block, Coverage
from landdesk.domain.grid import GRID_M
from landdesk.i18n import N_

Point = tuple[float, float]
Edge = tuple[Point, Point]

CROSSED_AT_MOST: Final = 48
"""So many of the nearest edges are looked at for crossings: on a small map there are thousands under the pointer."""


class SnapKind(Enum):
    """What was found, the one that is preferred first."""

    VERTEX = "vertex"
    INTERSECTION = "intersection"
    MIDPOINT = "midpoint"
    PERPENDICULAR = "perpendicular"
    EDGE = "edge"


SNAP_TITLES: Final[Mapping[SnapKind, str]] = {
    SnapKind.VERTEX: N_("Boundary point"),
    SnapKind.INTERSECTION: N_("Crossing"),
    SnapKind.MIDPOINT: N_("Middle"),
    SnapKind.PERPENDICULAR: N_("Perpendicular"),
    SnapKind.EDGE: N_("Boundary"),
}


@dataclass(frozen=True, slots=True)
class Snapping:
    """What draws the pointer to it, as the person has set it.

    Args:
        kinds: Of places.
        radius_px: How far from the pointer a place may be.
    """

    kinds: frozenset[SnapKind] = frozenset(SnapKind)
    radius_px: int = 10


@dataclass(frozen=True, slots=True)
class Snap:
    """A place on a parcel boundary, metres.

    Args:
        kind: Of the place.
        easting: On the grid.
        northing: On the grid.
        edge: Of the boundary that the place lies on; None for a vertex and a crossing.
    """

    kind: SnapKind
    easting: float
    northing: float
    edge: Edge | None = field(default=None, compare=False)

    @property
    def point(self) -> Point:
        """Easting, northing."""
        return self.easting, self.northing


def on_grid(easting: float, northing: float) -> Point:
    """Return the nearest point of the 1 mm grid; all that leaves a tool lies on it."""
    return round(easting * 1000) / 1000, round(northing * 1000) / 1000


def snap(
    coverage: Coverage,
    pointer: Point,
    radius_m: float,
    kinds: frozenset[SnapKind] = frozenset(SnapKind),
    *,
    but: Point | None = None,
    line: Sequence[Point] = (),
) -> Snap | None:
    """Return the place that is meant, or None.

    Args:
        coverage: The parcels.
        pointer: Easting and northing.
        radius_m: How far to look.
        kinds: What to look for.
        but: A vertex that is being moved: neither it nor its edges attract.
        line: Points of a line that is being drawn: where its segments cross edges attracts, and the foot of its last.
    """
    at = np.array(pointer)
    begin, end = _edges_about(coverage, at, radius_m)
    foot = _feet(begin, end, at)
    near = np.hypot(*(foot - at).T) <= radius_m
    begin, end, foot = begin[near], end[near], foot[near]
    if SnapKind.VERTEX in kinds:
        vertices = begin if but is None else begin[(begin != but).any(axis=1)]
        nearest = _nearest(vertices, at, radius_m)
        if nearest is not None:
            return Snap(SnapKind.VERTEX, *vertices[nearest].tolist())
    if but is not None:
        kept = (begin != but).any(axis=1) & (end != but).any(axis=1)
        begin, end, foot = begin[kept], end[kept], foot[kept]
    if SnapKind.INTERSECTION in kinds:
        crossings = _crossings(begin, end, foot, at, line)
        nearest = _nearest(crossings, at, radius_m)
        if nearest is not None:
            return Snap(SnapKind.INTERSECTION, *on_grid(*crossings[nearest].tolist()))
    for kind in (SnapKind.MIDPOINT, SnapKind.PERPENDICULAR, SnapKind.EDGE):
        if kind not in kinds:
            continue
        if kind is SnapKind.MIDPOINT:
            places = (begin + end) / 2
        elif kind is SnapKind.EDGE:
            places = foot
        else:
            places = _square_to(begin, end, line)
        nearest = _nearest(places, at, radius_m)
        if nearest is not None:
            edge = tuple(begin[nearest].tolist()), tuple(end[nearest].tolist())
            return Snap(kind, *on_grid(*places[nearest].tolist()), edge)
    return None


def _edges_about(coverage: Coverage, at: Floats, radius_m: float) -> tuple[Floats, Floats]:
    """Return begin and end of all edges that may be near."""
    box = (*(at - radius_m).tolist(), *(at + radius_m).tolist())
    pieces = [
        _edges_near(block, live, box)
        for block, live in ((coverage.base, coverage.base_live), (coverage.overlay, None))
    ]
    return np.vstack([one for one, _ in pieces]), np.vstack([other for _, other in pieces])


def _nearest(places: Floats, at: Floats, radius_m: float) -> int | None:
    """Return the nearest place within the radius; those that are not-a-number are none."""
    if not len(places):
        return None
    distance = np.hypot(*(places - at).T)
    distance[np.isnan(distance)] = np.inf
    nearest = int(np.argmin(distance))
    return nearest if distance[nearest] <= radius_m else None


def _shares(begin: Floats, end: Floats, at: Floats) -> Floats:
    """Return where along each edge the foot of a point lies: 0 at its begin, 1 at its end."""
    step = end - begin
    shares: Floats = ((at - begin) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-12)
    return shares


def _feet(begin: Floats, end: Floats, at: Floats) -> Floats:
    """Return the nearest point of each edge."""
    feet: Floats = begin + np.clip(_shares(begin, end, at), 0.0, 1.0)[:, None] * (end - begin)
    return feet


def _square_to(begin: Floats, end: Floats, line: Sequence[Point]) -> Floats:
    """Return the foot of the line's last point on each edge; not-a-number where it lies beside or is the point."""
    if not line:
        return np.full_like(begin, np.nan)
    start = np.array(line[-1])
    share = _shares(begin, end, start)
    places: Floats = begin + share[:, None] * (end - begin)
    beside = (share <= 0) | (share >= 1) | (np.hypot(*(places - start).T) <= GRID_M)
    places[beside] = np.nan
    return places


def _crossings(begin: Floats, end: Floats, foot: Floats, at: Floats, line: Sequence[Point]) -> Floats:
    """Return where edges, and segments of the line, cross each other off their ends."""
    if len(line) > 1:
        drawn = np.array(line)
        begin, end = np.vstack([begin, drawn[:-1]]), np.vstack([end, drawn[1:]])
        foot = np.vstack([foot, _feet(drawn[:-1], drawn[1:], at)])
    if len(begin) > CROSSED_AT_MOST:
        nearest = np.argpartition(np.hypot(*(foot - at).T), CROSSED_AT_MOST)[:CROSSED_AT_MOST]
        begin, end = begin[nearest], end[nearest]
    one, other = np.triu_indices(len(begin), 1)
    step, off = end - begin, begin[other] - begin[one]
    turned = _turned(step[one], step[other])
    length = np.hypot(*step.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        along_one = _turned(off, step[other]) / turned * length[one]
        along_other = _turned(off, step[one]) / turned * length[other]
        crossed = (
            (np.abs(turned) > 1e-9 * length[one] * length[other])
            & (along_one > GRID_M)
            & (along_one < length[one] - GRID_M)
            & (along_other > GRID_M)
            & (along_other < length[other] - GRID_M)
        )
    first = one[crossed]
    places: Floats = begin[first] + (along_one[crossed] / length[first])[:, None] * step[first]
    return places


def _turned(one: Floats, other: Floats) -> Floats:
    """Return the cross product of each pair."""
    product: Floats = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return product


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
