"""Roads, canals and the river: parcels of their own that fill the space between the blocks.

Their outlines follow the nodes of the blocks beside them, so the mosaic stays closed. Long ways are cut where
map sheets end. Coordinates are metres on the map and lie on the 1 mm grid.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from landdesk.domain.grid import to_metres, to_millimetres
from landdesk.services.training.ground import Ground
from landdesk.services.training.mosaic import Mosaic
from landdesk.services.training.plan import Course, Plan

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_STEP_M: Final = 18.0
"""Between two nodes on a line that only ways have."""
_CLEAR_M: Final = 8.0
_ASIDE: Final = 0.1
"""A metre askew weighs as much as a cut ten metres from where it was wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One parcel of a way: its outline without the closing point; row and x of its middle on the plan."""

    land_use: str
    outline: Floats
    row: int
    middle_m: float


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Nodes from west to east: x on the plan, and easting and northing."""

    x: Floats
    points: Floats


@dataclass(frozen=True, slots=True)
class _Sides:
    """Nodes around a block: south and north run from west to east, west and east from south to north."""

    south: Integers
    east: Integers
    north: Integers
    west: Integers


def build_ways(mosaic: Mosaic, plan: Plan, ground: Ground, cuts_m: Sequence[float]) -> list[Way]:
    """Return the parcels between the blocks, from north to south.

    Args:
        mosaic: The blocks.
        plan: Their rows and courses.
        ground: The bending of the map.
        cuts_m: Where ways from west to east are cut, x on the plan, far from their ends.
    """
    sides = iter(_block_sides(mosaic, plan))
    rows = [[next(sides) for _ in row.blocks] for row in plan.rows]
    made: list[Way] = []
    for number, row in enumerate(plan.rows):
        if number:
            upper = _line(mosaic, [block.south for block in rows[number - 1]])
            lower = _line(mosaic, [block.north for block in rows[number]])
            made += _along(plan.courses[number], upper, lower, number - 1, ground, cuts_m)
        for place, band in enumerate(row.cross_ways):
            made.append(_across(mosaic, rows[number][place], rows[number][place + 1], band.land_use, number))
    upper = _line(mosaic, [block.south for block in rows[-1]])
    bank = _free_line(ground, upper.x[0], upper.x[-1], plan.courses[-1].lower_edge)
    return made + _along(plan.courses[-1], upper, bank, len(rows) - 1, ground, cuts_m)


def _block_sides(mosaic: Mosaic, plan: Plan) -> list[_Sides]:
    """Walk around each block along the sides that only one region has."""
    seen = {
        (a, b)
        for region in mosaic.rings
        for ring in region
        for a, b in zip(ring.tolist(), np.roll(ring, -1).tolist(), strict=True)
    }
    follower = {a: b for a, b in seen if (b, a) not in seen}
    edge_nodes = np.array(sorted(follower))
    edge_nodes = edge_nodes[np.argsort(mosaic.block_of[edge_nodes], kind="stable")]
    starts = np.searchsorted(mosaic.block_of[edge_nodes], np.arange(len(plan.blocks) + 1))
    made = []
    for number, block in enumerate(plan.blocks):
        nodes = edge_nodes[starts[number] : starts[number + 1]]
        u, v = mosaic.own[nodes].T
        on_south = np.abs(v) < 0.01
        ring = [int(nodes[on_south][np.argmin(u[on_south])])]
        while follower[ring[-1]] != ring[0]:
            ring.append(follower[ring[-1]])
        outline = np.array(ring)
        height = mosaic.own[outline, 1]
        south_end = int(np.flatnonzero(np.abs(height) < 0.01)[-1])
        on_north = np.flatnonzero(np.abs(height - block.depth_m) < 0.01)
        north_begin, north_end = int(on_north[0]), int(on_north[-1])
        made.append(
            _Sides(
                outline[: south_end + 1],
                outline[south_end : north_begin + 1],
                outline[north_begin : north_end + 1][::-1],
                np.r_[outline[north_end:], outline[0]][::-1],
            )
        )
    return made


def _line(mosaic: Mosaic, chains: Sequence[Integers]) -> _Line:
    nodes = np.concatenate(chains)
    return _Line(mosaic.plan_points[nodes, 0], mosaic.points[nodes])


def _free_line(ground: Ground, west: float, east: float, y_at: Callable[[Floats], Floats]) -> _Line:
    x = np.linspace(west, east, max(2, round((east - west) / _STEP_M) + 1))
    return _Line(x, _on_grid(ground.on_map(np.column_stack([x, y_at(x)]))))


def _below_upper_edge(course: Course, down_m: float, x: Floats) -> Floats:
    return course.upper_edge(x) - down_m


def _on_grid(points: Floats) -> Floats:
    return to_metres(to_millimetres(points))


def _across(mosaic: Mosaic, west: _Sides, east: _Sides, land_use: str, row: int) -> Way:
    """Return the way between two blocks of a row; its mouths run from corner to corner."""
    nodes = np.concatenate([east.west, west.east[::-1]])
    middle = float(mosaic.plan_points[nodes, 0].mean())
    return Way(land_use, mosaic.points[nodes], row, middle)


def _along(
    course: Course, upper: _Line, lower: _Line, row: int, ground: Ground, cuts_m: Sequence[float]
) -> list[Way]:
    """Return the parcels of a way between two rows, cut at the ends and at the given places."""
    west, east = max(upper.x[0], lower.x[0]), min(upper.x[-1], lower.x[-1])
    places = [west, *cuts_m, east]
    ends = [_cut_points(course, upper, lower, place) for place in places]
    made = []
    for (first, from_points), (last, to_points) in pairwise(ends):
        lines = [upper.points[first[0] : last[0] + 1]]
        x_from, x_to = upper.x[first[0]], upper.x[last[0]]
        down = 0.0
        for number, band in enumerate(course.bands[:-1], start=1):
            down += band.width_m
            free = _free_line(ground, x_from, x_to, partial(_below_upper_edge, course, down))
            clear = (free.x > x_from + _CLEAR_M) & (free.x < x_to - _CLEAR_M)
            lines.append(np.vstack([from_points[number], free.points[clear], to_points[number]]))
        lines.append(lower.points[first[1] : last[1] + 1])
        for band, (above, below) in zip(course.bands, pairwise(lines), strict=True):
            made.append(Way(band.land_use, np.vstack([below, above[::-1]]), row, float(x_from + x_to) / 2))
    return made


def _cut_points(course: Course, upper: _Line, lower: _Line, x: float) -> tuple[tuple[int, int], Floats]:
    """Return the nodes of both edges where a way is cut, and the points of the cut from north to south."""
    # A cut straight across: a slanting one would leave a sharp notch at the end of the way.
    from_x, to_x = upper.x[:, None], lower.x[None, :]
    askew = np.abs(from_x - to_x) + _ASIDE * (np.abs(from_x - x) + np.abs(to_x - x))
    above, below = map(int, np.unravel_index(int(np.argmin(askew)), askew.shape))
    shares = np.cumsum([0.0, *(band.width_m for band in course.bands)]) / course.width_m
    start, end = upper.points[above], lower.points[below]
    points = _on_grid(start + shares[:, None] * (end - start))
    points[0], points[-1] = start, end
    return (above, below), points
