"""Narrow strips between frontier edges of two parcels that face each other.

An edge has its parcel on the left. Two edges face each other where each lies to the right of the other, they
run in roughly opposite directions, and the distance across is at most a given width; a strip is the area
between the two parts of which this is true. Only the two edges decide: no other edge changes the result.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from landdesk.domain.arrays import Floats, Integers, Objects
from landdesk.services.checking.frontier import Frontier

# Edges that deviate by more than 45° from running in opposite directions form a corner, not a strip.
_OPPOSITE: Final = -np.sqrt(0.5)
_SHORTEST_M: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """Strips in arrays: the two parcels, the lower position first, and the area between two edges of theirs."""

    first: Integers
    second: Integers
    areas: Objects


def facing_strips(frontier: Frontier, width_m: float) -> Strips:
    """Return the strips between each pair of facing edges of two parcels, before anything in between is cut out."""
    one, other = _candidates(frontier, width_m)
    corners, wide = _between(frontier, one, other, width_m)
    first, second = frontier.owner[one[wide]], frontier.owner[other[wide]]
    return Strips(
        np.minimum(first, second),
        np.maximum(first, second),
        shapely.polygons(corners) if len(corners) else _NO_AREAS,
    )


_NO_AREAS = np.empty(0, dtype=object)


def _candidates(frontier: Frontier, width_m: float) -> tuple[Integers, Integers]:
    """Return pairs of edges of two parcels, roughly opposite, whose boxes come within the width."""
    if not len(frontier):
        none = np.empty(0, dtype=np.int64)
        return none, none
    boxes = np.hstack(
        [
            np.minimum(frontier.begin, frontier.end) - width_m,
            np.maximum(frontier.begin, frontier.end) + width_m,
        ]
    )
    one, other = shapely.STRtree(frontier.lines()).query(shapely.box(*boxes.T))
    direction = _unit(frontier.end - frontier.begin)
    facing = (one < other) & (frontier.owner[one] != frontier.owner[other])
    one, other = one[facing], other[facing]
    facing = np.einsum("ij,ij->i", direction[one], direction[other]) < _OPPOSITE
    return one[facing], other[facing]


def _between(frontier: Frontier, one: Integers, other: Integers, width_m: float) -> tuple[Floats, Integers]:
    """Return the closed rings between the facing parts of edges, k × 5 × 2, and which pairs have such parts."""
    origin = frontier.begin[one]
    along = _unit(_unit(frontier.end[one] - origin) - _unit(frontier.end[other] - frontier.begin[other]))
    to_right = np.column_stack([along[:, 1], -along[:, 0]])

    def placed(points: Floats) -> tuple[Floats, Floats]:
        local = points - origin
        return np.einsum("ij,ij->i", local, along), np.einsum("ij,ij->i", local, to_right)

    # Along the bisector the first edge runs forwards and the other one backwards.
    near_from, near_to = placed(origin), placed(frontier.end[one])
    far_from, far_to = placed(frontier.end[other]), placed(frontier.begin[other])
    start, stop = np.maximum(near_from[0], far_from[0]), np.minimum(near_to[0], far_to[0])
    start, stop = _where_between(
        start,
        stop,
        _height(far_from, far_to, start) - _height(near_from, near_to, start),
        _height(far_from, far_to, stop) - _height(near_from, near_to, stop),
        width_m,
    )
    kept = np.flatnonzero(stop - start > _SHORTEST_M)
    start, stop = start[kept], stop[kept]
    near_from, near_to, far_from, far_to = (
        (side[0][kept], side[1][kept]) for side in (near_from, near_to, far_from, far_to)
    )
    ring = [
        (start, _height(near_from, near_to, start)),
        (stop, _height(near_from, near_to, stop)),
        (stop, _height(far_from, far_to, stop)),
        (start, _height(far_from, far_to, start)),
    ]
    corners = [
        origin[kept] + step[:, None] * along[kept] + height[:, None] * to_right[kept] for step, height in ring
    ]
    return np.stack([*corners, corners[0]], axis=1), kept


def _where_between(
    start: Floats, stop: Floats, width_start: Floats, width_stop: Floats, limit: float
) -> tuple[Floats, Floats]:
    """Narrow each interval to where a width that changes evenly is from 0 to the limit; empty ones end up reversed."""
    length = stop - start
    rise = width_stop - width_start
    steep = np.abs(rise) > 1e-12
    safe_rise = np.where(steep, rise, 1.0)
    at_zero, at_limit = -width_start / safe_rise, (limit - width_start) / safe_rise
    low = np.where(steep, np.maximum(np.minimum(at_zero, at_limit), 0.0), 0.0)
    high = np.where(steep, np.minimum(np.maximum(at_zero, at_limit), 1.0), 1.0)
    possible = (length > 0) & (steep | ((width_start >= 0) & (width_start <= limit)))
    # Where there is no interval to begin with, its ends say nothing.
    return np.where(possible, start + low * length, start), np.where(
        possible, start + high * length, start - 1
    )


def _height(begin: tuple[Floats, Floats], end: tuple[Floats, Floats], at: Floats) -> Floats:
    """Return how far to the right an edge is at a step along the bisector."""
    share = (at - begin[0]) / (end[0] - begin[0])
    made: Floats = begin[1] + share * (end[1] - begin[1])
    return made


def _unit(vectors: Floats) -> Floats:
    made: Floats = vectors / np.hypot(vectors[:, 0], vectors[:, 1])[:, None]
    return made
