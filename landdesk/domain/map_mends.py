"""Faults of boundaries mended at a place, for every parcel that has the boundary there.

Each function returns only the shapes that change; what would break a shape or make parcels overlap is refused.
Metres outside, whole millimetres inside; see ``geometry.py`` for the rules that all edits of shapes keep.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from math import dist
from typing import NamedTuple

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from landdesk.domain.boundary_points import delete_shared_vertex
from landdesk.domain.canonical_shape import grid_parts, shape_of_parts
from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import OVERLAP_LIMIT_M2, Point, check_no_new_overlap, merge_polygons
from landdesk.domain.grid import GRID_M, GridPoint, Part, Ring, grid_point, in_metres
from landdesk.domain.ids import ObjectId
from landdesk.domain.joining import join_nodes
from landdesk.domain.noding import directed_edges, vertices_of
from landdesk.domain.ring_order import canonical_parts
from landdesk.domain.shape_refusals import any_point, refused
from landdesk.domain.sketching import drawn_parcel

Shapes = dict[ObjectId, MultiPolygon]

_MARGIN_M = 0.01
_MOST_RESTS = 4
"""How often what is left of a gap is given away too."""
_MOST_TIPS = 100
"""A spike of more corners than that is drawn anew by hand."""


class MapFault(NamedTuple):
    """A fault of boundaries, as a rule found it.

    Args:
        rule: Code of the rule.
        parcels: Those concerned.
        place: Its corners or areas, in metres.
    """

    rule: str
    parcels: tuple[ObjectId, ...]
    place: shapely.Geometry

    @property
    def points(self) -> list[Point]:
        """The corners of the place, each once, west to east."""
        return sorted({(float(e), float(n)) for e, n in shapely.get_coordinates(self.place).tolist()})


class _Changing:
    """A coverage while shapes of it change."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.changed: Shapes = {}

    def take(self, shapes: Mapping[ObjectId, MultiPolygon]) -> None:
        """Give parcels other shapes."""
        if shapes:
            self.changed |= shapes
            self.coverage = self.coverage.reshaped(shapes)

    def join(self, tolerance_m: float, box: Box) -> None:
        """Join the nodes in a box, and put missing ones into boundaries; nothing to join is no refusal."""
        try:
            self.take(join_nodes(self.coverage, max(tolerance_m, GRID_M), box=box)[0])
        except RefusedError as error:
            if error.code != "join.nothing":
                raise

    def result(self, fault: MapFault) -> Shapes:
        """Return the shapes that changed.

        Raises:
            RefusedError: ``mend.gone``: none did.
        """
        if not self.changed:
            raise refused("mend.gone", any_point(fault.place))
        return self.changed


def with_missing_corners(coverage: Coverage, fault: MapFault, distance_m: float) -> Shapes:
    """Give the parcels of a fault, and those whose boundary runs along there, the corners of its place.

    Args:
        coverage: All parcels.
        fault: Corners that one of two parcels has beside an edge of the other.
        distance_m: How far beside the edge a corner may lie.
    """
    work = _Changing(coverage)
    for at in fault.points:
        work.join(GRID_M, _around([at], GRID_M))
        node = grid_point(at)
        shapes = work.coverage.shapes_in(_around([at], _MARGIN_M))
        parts = {one: canonical_parts(grid_parts(shapes[one])) for one in fault.parcels if one in shapes}
        if not any(node in vertices_of(each) for each in parts.values()):
            continue
        bent = {one: _with_corner(each, node, 1000 * distance_m) for one, each in parts.items()}
        made = {one: shape_of_parts(each) for one, each in bent.items() if each is not None}
        _require_sound(shapes, made, at)
        work.take(made)
    return work.result(fault)


def with_corners_joined(coverage: Coverage, fault: MapFault, distance_m: float) -> Shapes:
    """Make corners of the place that lie within a distance of each other one, in all parcels that have them."""
    work = _Changing(coverage)
    for cluster in _clusters(fault.points, distance_m):
        work.join(distance_m, _around(cluster, 0.0))
    return work.result(fault)


def without_repeated_corners(coverage: Coverage, fault: MapFault, distance_m: float) -> Shapes:
    """Let corners of the place that stand twice in a row, or within a distance, stand once in all parcels."""
    work = _Changing(coverage)
    for at in fault.points:
        work.take(_with_corner_once(work.coverage.shapes_in(_around([at], _MARGIN_M)), at))
        work.join(distance_m, _around([at], distance_m))
    return work.result(fault)


def without_spikes(
    coverage: Coverage, fault: MapFault, width_m: float, tips: Callable[[MultiPolygon], Sequence[Point]]
) -> Shapes:
    """Take the corners of spikes out of all parcels that have them, until the parcel has none.

    Args:
        coverage: All parcels.
        fault: The parcel.
        width_m: How wide a spike may be.
        tips: Tells the corners at which a boundary turns back on itself.
    """
    (parcel,) = fault.parcels
    work = _Changing(coverage)
    for _ in range(_MOST_TIPS):
        shape = work.coverage.shape(parcel)
        waiting = [] if shape is None else tips(shape)
        if not waiting:
            return work.result(fault)
        at = waiting[0]
        ends = _beside(work.coverage, at)
        work.take(_without_corner(work.coverage, at))
        # Where the sides of the spike were one line, its foot stands twice now.
        for end in ends:
            place = in_metres(end)
            work.take(_with_corner_once(work.coverage.shapes_in(_around([place], _MARGIN_M)), place))
        if len(ends) == 2 and dist(*ends) <= 1000 * width_m:
            work.take(_pointed_again(work.coverage, parcel, sorted(ends), tips))
    raise refused("mend.too-many", fault.points[0])


def _pointed_again(
    coverage: Coverage,
    parcel: ObjectId,
    ends: Sequence[GridPoint],
    tips: Callable[[MultiPolygon], Sequence[Point]],
) -> Shapes:
    """Return the shapes without one of the two corners at which a spike ends bluntly, where it then has a tip."""
    for one, other in (ends, ends[::-1]):
        try:
            shapes = _without_corner(coverage, in_metres(one))
        except RefusedError:
            continue
        if parcel in shapes and other in map(grid_point, tips(shapes[parcel])):
            return shapes
    return {}


def with_gap_given(
    coverage: Coverage, fault: MapFault, left: Callable[[Coverage, Shapes], Sequence[shapely.Geometry]]
) -> Shapes:
    """Give each piece of a gap to that of its parcels with the longest boundary along it.

    All parcels around get the corners of the gap, so that the boundaries that meet stay the same.

    Args:
        coverage: All parcels.
        fault: The parcels around a gap and its pieces.
        left: Tells the gaps that are left at parcels that changed: where a strip ends beside a third parcel, a corner
            of it may be a hole now.
    """
    work = _Changing(coverage)
    pieces = list(shapely.get_parts(fault.place))
    for _ in range(_MOST_RESTS):
        for piece in pieces:
            work.take(_with_piece(work.coverage, piece, fault.parcels))
        rests = shapely.get_parts(list(left(work.coverage, work.changed)))
        pieces = [one for one in rests if shapely.dwithin(one, fault.place, _MARGIN_M)]
        if not pieces:
            return work.result(fault)
    raise refused("mend.gap-left", any_point(pieces[0]))


def _with_piece(coverage: Coverage, piece: Polygon, parcels: Sequence[ObjectId]) -> Shapes:
    west, south, east, north = piece.bounds
    near = coverage.shapes_in((west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M))
    around = {one: shape for one, shape in near.items() if shapely.dwithin(shape, piece, _MARGIN_M)}
    try:
        drawn = drawn_parcel(piece, list(around.values()))
    except RefusedError as error:
        if error.code != "draw.nothing-left":
            raise
        return {}
    keys = list(around)
    noded = {keys[at]: shape for at, shape in drawn.neighbours.items()}
    now = around | noded
    edges = {(end, start) for start, end in directed_edges(canonical_parts(grid_parts(drawn.shape)))}
    shared_m = {
        one: sum(dist(*edge) for edge in edges & directed_edges(canonical_parts(grid_parts(now[one]))))
        for one in parcels
        if one in now
    }
    if not any(shared_m.values()):
        return {}
    taking = max(shared_m, key=lambda one: (shared_m[one], one))
    changed = noded | {taking: merge_polygons([now[taking], drawn.shape])}
    _require_sound(around, changed, any_point(piece))
    return changed


def _with_corner(parts: Sequence[Part], node: GridPoint, most_mm: float) -> list[Part] | None:
    """Return parts with a corner in the nearest edge within a distance; None where they have it, or no such edge."""
    if node in vertices_of(parts):
        return None
    best: tuple[float, int, int, int] | None = None
    for part_at, part in enumerate(parts):
        for ring_at, ring in enumerate(part):
            for end_at, (start, end) in enumerate(zip((ring[-1], *ring[:-1]), ring, strict=True)):
                beside_mm = _distance_mm(node, start, end)
                if beside_mm <= most_mm + 0.001 and (best is None or beside_mm < best[0]):
                    best = beside_mm, part_at, ring_at, end_at
    if best is None:
        return None
    _, part_at, ring_at, end_at = best
    made = [[list(ring) for ring in part] for part in parts]
    made[part_at][ring_at].insert(end_at, node)
    return canonical_parts(made)


def _distance_mm(point: GridPoint, start: GridPoint, end: GridPoint) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = dx * dx + dy * dy
    if not length2:
        return dist(point, start)
    share = min(1.0, max(0.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length2))
    return dist(point, (start[0] + share * dx, start[1] + share * dy))


def _with_corner_once(shapes: Mapping[ObjectId, MultiPolygon], at: Point) -> Shapes:
    """Return the shapes in which a corner stood twice in a row, with it once."""
    node = grid_point(at)
    changed: Shapes = {}
    for one, shape in shapes.items():
        before = grid_parts(shape)
        after = [[_once(ring, node) for ring in part] for part in before]
        if after != before:
            changed[one] = shape_of_parts(canonical_parts(after))
    _require_sound(shapes, changed, at)
    return changed


def _once(ring: Ring, node: GridPoint) -> Ring:
    kept = [point for at, point in enumerate(ring) if point != node or point != ring[at - 1]]
    return kept if len(set(kept)) > 2 else ring


def _without_corner(coverage: Coverage, at: Point) -> Shapes:
    """Return the shapes without a corner; only the land between it and those beside it changes."""
    corners = [at, *map(in_metres, _beside(coverage, at))]
    return delete_shared_vertex(coverage.shapes_in(_around(corners, _MARGIN_M)), at)


def _beside(coverage: Coverage, at: Point) -> set[GridPoint]:
    """Return the corners before and after a corner on all rings that have it."""
    node = grid_point(at)
    shapes = coverage.shapes_in(_around([at], _MARGIN_M)).values()
    rings = chain.from_iterable(part for shape in shapes for part in grid_parts(shape))
    return {
        other
        for ring in rings
        for index, point in enumerate(ring)
        if point == node
        for other in (ring[index - 1], ring[(index + 1) % len(ring)])
        if other != node
    }


def _require_sound(
    shapes: Mapping[ObjectId, MultiPolygon], changed: Mapping[ObjectId, MultiPolygon], at: Point
) -> None:
    """Refuse valid shapes that become invalid, and shapes that overlap others more than they did.

    Raises:
        RefusedError: ``mend.breaks-shape``, ``mend.overlaps``.
    """
    if not changed:
        return
    before, after = [shapes[one] for one in changed], list(changed.values())
    if (shapely.is_valid(before) & ~shapely.is_valid(after)).any():
        raise refused("mend.breaks-shape", at)
    others = [shape for one, shape in shapes.items() if one not in changed]
    # An edge bent by up to the distance of a corner may take a little of what lies on it already.
    bent_m2 = sum(abs(one.area - old.area) for one, old in zip(after, before, strict=True))
    grown = set(check_no_new_overlap(after, others, OVERLAP_LIMIT_M2, before))
    if grown:
        grown -= set(check_no_new_overlap(before, others, OVERLAP_LIMIT_M2))
        grown |= set(check_no_new_overlap(after, others, OVERLAP_LIMIT_M2 + bent_m2, before))
    if grown:
        raise refused("mend.overlaps", at)


def _clusters(points: Sequence[Point], distance_m: float) -> list[list[Point]]:
    """Return points in groups; each point lies within the distance of another of its group."""
    places = shapely.points(np.array(points))
    areas = shapely.get_parts(shapely.union_all(shapely.buffer(places, distance_m / 2 + GRID_M)))
    at, group = shapely.STRtree(areas).query(places, predicate="within")
    found: dict[int, list[Point]] = {}
    for one, member in zip(group.tolist(), at.tolist(), strict=True):
        found.setdefault(one, []).append(points[member])
    return list(found.values())


def _around(points: Sequence[Point], margin_m: float) -> Box:
    (west, south), (east, north) = np.min(points, axis=0) - margin_m, np.max(points, axis=0) + margin_m
    return float(west), float(south), float(east), float(north)
