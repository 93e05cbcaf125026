"""Blocks divided into lots: convex regions cut in two until every parcel has its usual size.

Works in the own coordinates of each block (``plan.Block``: u along the block, v across, metres). What is cut
first leaves house lots along the ways, gardens behind them, fields between ditches. Neighbours do not share
their nodes yet; that is the work of ``mosaic.py``.
"""

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Final

from landdesk.services.training.plan import Block, Setting

Point = tuple[float, float]

ALONG, ACROSS = 0, 1
"""The axes u and v."""


class Use(StrEnum):
    """What a region is, before it gets its land-use purpose."""

    HOUSE = "house"
    GARDEN = "garden"
    FIELD = "field"
    POND = "pond"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Region:
    """A convex piece of a block.

    Args:
        block: Index in ``plan.blocks``.
        points: Corners, counter-clockwise.
        use: What it is.
        land_use: Purpose, where the use does not leave a choice.
        want_m2: Usual size of a parcel here; 0 for a region that is never cut.
        axis: Axis along which house lots stand side by side; fields and gardens are cut across their length.
    """

    block: int
    points: tuple[Point, ...]
    use: Use
    land_use: str = ""
    want_m2: float = 0.0
    axis: int = ALONG

    @property
    def area_m2(self) -> float:
        """Area in the coordinates of the block."""
        x, y = self.points[-1]
        double = 0.0
        for next_x, next_y in self.points:
            double += x * next_y - next_x * y
            x, y = next_x, next_y
        return double / 2

    def extent(self, axis: int) -> tuple[float, float]:
        """Return the smallest and the largest coordinate on an axis."""
        values = [point[axis] for point in self.points]
        return min(values), max(values)

    def length(self, axis: int) -> float:
        """Return the length along an axis, through the middle."""
        low, high = _chord(self.points, axis, sum(self.extent(1 - axis)) / 2)
        return high - low

    @property
    def excess(self) -> float:
        """How many parcels of the usual size it would make."""
        return self.area_m2 / self.want_m2 if self.want_m2 else 0.0


_NARROWEST_M: Final = {Use.HOUSE: 4.2, Use.GARDEN: 11.0, Use.FIELD: 10.0}


def cut_convex(points: Sequence[Point], at: Point, to: Point) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Cut a convex polygon along the line through two points.

    Returns:
        What lies left and what lies right of the line; empty where there is nothing.
    """
    run_x, run_y = to[0] - at[0], to[1] - at[1]
    left: list[Point] = []
    right: list[Point] = []
    before = points[-1]
    before_side = run_x * (before[1] - at[1]) - run_y * (before[0] - at[0])
    for point in points:
        side = run_x * (point[1] - at[1]) - run_y * (point[0] - at[0])
        if before_side * side < 0:
            share = before_side / (before_side - side)
            crossing = (
                before[0] + share * (point[0] - before[0]),
                before[1] + share * (point[1] - before[1]),
            )
            left.append(crossing)
            right.append(crossing)
        if side >= 0:
            left.append(point)
        if side <= 0:
            right.append(point)
        before, before_side = point, side
    return (tuple(left) if len(left) > 2 else ()), (tuple(right) if len(right) > 2 else ())


def cut_share(region: Region, axis: int, share: float, tilt: float = 0.0) -> tuple[Region, Region]:
    """Cut a region across an axis so that the cut leans as much as the sides beside it.

    Args:
        region: What is cut.
        axis: The axis on which the two parts lie one after the other.
        share: Part of the region's length that comes before the cut.
        tilt: Slope of the cut against that of the sides.

    Returns:
        The part before and the part after the cut.
    """
    return _cut(region, axis, lambda low, high: low + share * (high - low), tilt)


def cut_from(region: Region, axis: int, distance_m: float, tilt: float = 0.0) -> tuple[Region, Region]:
    """Cut a region at a distance from its low side, or from its high side where that is negative.

    Returns:
        The part before and the part after the cut.
    """
    if distance_m < 0:
        return _cut(region, axis, lambda _, high: high + distance_m, tilt)
    return _cut(region, axis, lambda low, _: low + distance_m, tilt)


def lay_out(number: int, block: Block, public_use: str | None, rng: Random) -> list[Region]:
    """Return the regions of a block.

    Args:
        number: Index of the block.
        block: The block.
        public_use: Land use of a public site to be put here, such as a school; None for none.
        rng: Source of chance.
    """
    chamfer = rng.uniform(1.5, 2.6) if block.setting is Setting.TOWN else 0.0
    whole = Region(number, _corners(block.length_m, block.depth_m, chamfer), Use.GARDEN)
    made: list[Region] = []
    if public_use is not None:
        site, behind, whole = _site(whole, block.setting, public_use, rng)
        made = [site, *behind]
    return made + _LAYOUTS[block.setting](whole, rng)


def _site(whole: Region, setting: Setting, land_use: str, rng: Random) -> tuple[Region, list[Region], Region]:
    """Return a public site at one end of a block, what lies behind it, and the rest of the block."""
    wide, tilt = min(rng.uniform(26, 46), whole.length(ALONG) * 0.4), rng.uniform(-0.06, 0.06)
    if rng.random() < 0.5:
        site, whole = cut_from(whole, ALONG, wide, tilt)
    else:
        whole, site = cut_from(whole, ALONG, -wide, tilt)
    deep = rng.uniform(26, 48)
    behind: list[Region] = []
    if site.length(ACROSS) - deep > 14:
        faces_north = setting is not Setting.VILLAGE_SOUTH
        site, back = _front(site, deep, faces_north, rng.uniform(-0.05, 0.05))
        if setting is Setting.FIELDS:
            behind = [replace(back, use=Use.FIELD, want_m2=rng.uniform(900, 1600))]
        elif setting is Setting.TOWN:
            behind = [_houses(back, ALONG, rng.uniform(90, 140))]
        else:
            behind = [replace(back, want_m2=rng.uniform(420, 850))]
    return _public(site, land_use), behind, whole


def divide(regions: Iterable[Region], count: int, rng: Random) -> list[Region]:
    """Cut regions, always the one that is largest for its use, until there are ``count``.

    The result has fewer when everything has become too narrow to be cut.
    """
    done: list[Region] = []
    heap: list[tuple[float, int, Region]] = []
    serial = 0
    for region in regions:
        if region.want_m2:
            heap.append((-region.excess, serial, region))
            serial += 1
        else:
            done.append(region)
    heapq.heapify(heap)
    while heap and len(heap) + len(done) < count:
        region = heapq.heappop(heap)[2]
        parts = _halves(region, rng)
        if parts is None:
            done.append(replace(region, want_m2=0.0))
            continue
        for part in parts:
            heapq.heappush(heap, (-part.excess, serial, part))
            serial += 1
    return [*done, *(entry[2] for entry in sorted(heap, key=lambda entry: entry[1]))]


def natural_count(regions: Iterable[Region]) -> float:
    """Return how many parcels of the usual size the regions hold."""
    return sum(max(1.0, region.excess) for region in regions)


def dig_pond(garden: Region, rng: Random) -> Region | None:
    """Return a pond inside a garden, well away from its edge; None where there is no room."""
    size = len(garden.points)
    middle = (
        sum(point[0] for point in garden.points) / size,
        sum(point[1] for point in garden.points) / size,
    )
    room = min(
        _distance(middle, a, b)
        for a, b in zip(garden.points, (*garden.points[1:], garden.points[0]), strict=True)
    )
    if room < 6.5:
        return None
    radius, corners = min(room - 3.0, rng.uniform(4.0, 7.5)), rng.randint(7, 10)
    start = rng.uniform(0, 2 * math.pi)
    points = []
    for corner in range(corners):
        angle = start + 2 * math.pi * corner / corners
        reach = radius * rng.uniform(0.78, 1.0)
        points.append((middle[0] + reach * math.cos(angle), middle[1] + reach * math.sin(angle)))
    return Region(garden.block, tuple(points), Use.POND, "NTS")


def _corners(length: float, depth: float, chamfer: float) -> tuple[Point, ...]:
    if not chamfer:
        return (0.0, 0.0), (length, 0.0), (length, depth), (0.0, depth)
    return (
        (chamfer, 0.0),
        (length - chamfer, 0.0),
        (length, chamfer),
        (length, depth - chamfer),
        (length - chamfer, depth),
        (chamfer, depth),
        (0.0, depth - chamfer),
        (0.0, chamfer),
    )


def _town(whole: Region, rng: Random) -> list[Region]:
    """Two rows of narrow lots back to back, and lots that face the cross ways at the ends."""
    made: list[Region] = []
    for is_west in (True, False):
        if whole.length(ALONG) > 75 and rng.random() < 0.6:
            wide, tilt = rng.uniform(16, 21), rng.uniform(-0.03, 0.03)
            if is_west:
                end, whole = cut_from(whole, ALONG, wide, tilt)
            else:
                whole, end = cut_from(whole, ALONG, -wide, tilt)
            made.append(_houses(end, ACROSS, rng.uniform(85, 125)))
    for piece in _pieces(whole, 36, 70, 0.04, rng):
        south, north = cut_share(piece, ACROSS, rng.uniform(0.4, 0.6), rng.uniform(-0.04, 0.04))
        if rng.random() < 0.3:
            drain, north = cut_from(north, ACROSS, rng.uniform(1.6, 2.4))
            made.append(_public(drain, "DTL" if rng.random() < 0.5 else "DGT"))
        made += [_houses(half, ALONG, rng.uniform(85, 150)) for half in (south, north)]
    return made


def _village(whole: Region, rng: Random, faces_north: bool) -> list[Region]:
    """House lots along one side, gardens behind them, here and there a lane to the back."""
    made: list[Region] = []
    for piece in _pieces(whole, 34, 62, 0.09, rng):
        depth = min(rng.uniform(21, 33), piece.length(ACROSS) * 0.48)
        front, back = _front(piece, depth, faces_north, rng.uniform(-0.07, 0.07))
        if rng.random() < 0.33:
            lane, front = cut_from(front, ALONG, rng.uniform(2.6, 3.4), rng.uniform(-0.03, 0.03))
            made.append(_public(lane, "DGT"))
            back = _behind_lane(back, faces_north, made, rng)
        made.append(replace(back, want_m2=rng.uniform(420, 850)))
        made.append(_houses(front, ALONG, rng.uniform(170, 280)))
    return made


def _behind_lane(back: Region, faces_north: bool, made: list[Region], rng: Random) -> Region:
    """Put a few houses at the end of a lane and return the garden that is left."""
    if back.length(ALONG) < 34 or back.length(ACROSS) < 30:
        return back
    near, garden = cut_from(back, ALONG, rng.uniform(16, 22), rng.uniform(-0.05, 0.05))
    houses, rest = _front(near, rng.uniform(18, 28), faces_north, rng.uniform(-0.05, 0.05))
    made.append(_houses(houses, ACROSS, rng.uniform(150, 230)))
    made.append(replace(rest, want_m2=rng.uniform(300, 600)))
    return garden


def _village_both(whole: Region, rng: Random) -> list[Region]:
    """Deep house lots on both sides."""
    made = []
    for piece in _pieces(whole, 40, 75, 0.06, rng):
        halves = cut_share(piece, ACROSS, rng.uniform(0.42, 0.58), rng.uniform(-0.05, 0.05))
        made += [_houses(half, ALONG, rng.uniform(180, 290)) for half in halves]
    return made


def _fields(whole: Region, rng: Random) -> list[Region]:
    """Long fields that run from the ways to a ditch in the middle."""
    made: list[Region] = []
    halves = [whole]
    if whole.length(ACROSS) > 84:
        south, north = cut_share(whole, ACROSS, rng.uniform(0.42, 0.58), rng.uniform(-0.06, 0.06))
        ditch, north = cut_from(north, ACROSS, rng.uniform(1.6, 2.3))
        made.append(_public(ditch, "DTL"))
        halves = [south, north]
    for half in halves:
        lean = rng.uniform(-0.35, 0.35)
        pieces = _pieces(half, 45, 95, 0.12, rng, lean)
        made += [replace(piece, use=Use.FIELD, want_m2=rng.uniform(900, 2200)) for piece in pieces]
    return made


def _orchard(whole: Region, rng: Random) -> list[Region]:
    """Large gardens."""
    return [replace(piece, want_m2=rng.uniform(900, 1500)) for piece in _pieces(whole, 50, 90, 0.1, rng)]


_LAYOUTS: Final[dict[Setting, Callable[[Region, Random], list[Region]]]] = {
    Setting.TOWN: _town,
    Setting.VILLAGE_NORTH: lambda whole, rng: _village(whole, rng, faces_north=True),
    Setting.VILLAGE_SOUTH: lambda whole, rng: _village(whole, rng, faces_north=False),
    Setting.VILLAGE_BOTH: _village_both,
    Setting.FIELDS: _fields,
    Setting.ORCHARD: _orchard,
}


def _cut(
    region: Region, axis: int, place: Callable[[float, float], float], tilt: float
) -> tuple[Region, Region]:
    low, high = region.extent(1 - axis)
    # Well inside, so that a leaning end does not count as a side.
    margin = 0.35 * (high - low)
    first, last = low + margin, high - margin
    lean = tilt * (last - first) / 2
    at = place(*_chord(region.points, axis, first)) - lean
    to = place(*_chord(region.points, axis, last)) + lean
    if axis == ALONG:
        before, after = cut_convex(region.points, (at, first), (to, last))
    else:
        before, after = cut_convex(region.points, (last, to), (first, at))
    return replace(region, points=before), replace(region, points=after)


def _chord(points: Sequence[Point], axis: int, cross: float) -> tuple[float, float]:
    """Return where a line across a convex polygon, at a coordinate of the other axis, enters and leaves."""
    met = []
    before = points[-1]
    for point in points:
        a, b = before[1 - axis] - cross, point[1 - axis] - cross
        if a * b <= 0 and a != b:
            met.append(before[axis] + a / (a - b) * (point[axis] - before[axis]))
        before = point
    return min(met), max(met)


def _front(region: Region, depth_m: float, faces_north: bool, tilt: float) -> tuple[Region, Region]:
    """Cut off the strip along the way the houses face; the strip comes first."""
    before, after = cut_from(region, ACROSS, -depth_m if faces_north else depth_m, tilt)
    return (after, before) if faces_north else (before, after)


def _pieces(
    region: Region, least_m: float, most_m: float, tilt: float, rng: Random, lean: float = 0.0
) -> list[Region]:
    """Cut a region along the block into pieces of uneven length; ``lean`` slopes the first cut."""
    made = []
    while region.length(ALONG) > most_m + least_m / 2:
        piece, region = cut_from(region, ALONG, rng.uniform(least_m, most_m), lean + rng.uniform(-tilt, tilt))
        made.append(piece)
        lean = 0.0
    return [*made, region]


def _houses(region: Region, axis: int, want_m2: float) -> Region:
    return replace(region, use=Use.HOUSE, axis=axis, want_m2=want_m2)


def _public(region: Region, land_use: str) -> Region:
    return replace(region, use=Use.PUBLIC, land_use=land_use, want_m2=0.0)


def _halves(region: Region, rng: Random) -> tuple[Region, Region] | None:
    """Cut a region in two as people would; None when the parts would be too narrow."""
    axis, is_house = region.axis, region.use is Use.HOUSE
    if not is_house:
        along, across = region.length(ALONG), region.length(ACROSS)
        # Fields keep to long strips across the block while they are wide enough.
        is_strip = region.use is Use.FIELD and along > 26 and rng.random() < 0.85
        axis = ALONG if is_strip or along > across * 1.1 else ACROSS
    parts = max(2, round(region.excess))
    uneven = 0.12 if is_house else 0.2
    share = (parts // 2) / parts * rng.uniform(1 - uneven, 1 + uneven)
    if parts % 2 and rng.random() < 0.5:
        share = 1 - share
    if min(share, 1 - share) * region.length(axis) < _NARROWEST_M[region.use]:
        return None
    tilt, vary = (0.025, 1.2) if is_house else (0.13, 1.3)
    before, after = cut_share(region, axis, share, rng.uniform(-tilt, tilt))
    return (
        replace(before, want_m2=region.want_m2 * rng.uniform(1 / vary, vary)),
        replace(after, want_m2=region.want_m2 * rng.uniform(1 / vary, vary)),
    )


def _distance(point: Point, a: Point, b: Point) -> float:
    """Return the distance of a point from the line through two others."""
    run_x, run_y = b[0] - a[0], b[1] - a[1]
    return abs(run_x * (point[1] - a[1]) - run_y * (point[0] - a[0])) / math.hypot(run_x, run_y)
