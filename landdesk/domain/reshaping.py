"""A run of a parcel's boundary replaced by a drawn line, for the parcel and for those on the other side.

Metres outside, whole millimetres inside. The line is noded with every boundary on the grid (``noding.py``) before
land changes hands, so that what the parcel gives is to the millimetre what others take, and the other way round.
Between the first and the last place where the line meets one ring of the boundary, the line is the boundary
afterwards. Of the two runs between these places the one is replaced that changes less land.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import dist, inf
from typing import Final, TypeVar

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon

from landdesk.domain.canonical_shape import grid_parts, shape_of_parts
from landdesk.domain.geometry import OVERLAP_LIMIT_M2, check_no_new_overlap
from landdesk.domain.grid import GridPoint, Part, Ring, grid_point, in_metres
from landdesk.domain.noding import NodingError, directed_edges, node_line, vertices_of
from landdesk.domain.ring_order import canonical_parts, twice_area
from landdesk.domain.shape_refusals import any_point, refused

Key = TypeVar("Key")

_ALONG_MM: Final = 50
"""Boundaries that keep within 1 mm of each other over less only meet there."""


def reshape_shared(shapes: Mapping[Key, MultiPolygon], key: Key, line: LineString) -> dict[Key, MultiPolygon]:
    """Replace the run of one shape's boundary between two places by a line, with the shapes beside it.

    Land that the shape gains is taken from whoever has it. A piece that it loses goes to the shape that has the
    longest part of the replaced run on its other side, or to nobody where that part is an outer boundary.

    Args:
        shapes: The shape and every other one near it or the line.
        key: The shape that is reshaped.
        line: Meets the boundary at two places at least; `trimmed`, so that what lies beyond costs nothing.

    Returns:
        Only the shapes that change; those that have a crossed edge too get its new point.

    Raises:
        RefusedError: ``reshape.line-misses``: the line does not meet one ring of the boundary at two places, or
            it meets places in another order than the boundary. ``reshape.line-crosses-itself``.
            ``reshape.invalid-shape``: a shape it changes is invalid already. ``reshape.unshared``: a
            neighbour of lost land lacks points of the boundary. ``reshape.breaks-shape``: a shape would become
            invalid or fall apart. ``reshape.overlaps``: shapes would overlap more than they did.
            ``reshape.swallows``: nothing would be left of a shape.
    """
    shape = shapes[key]
    if not shape.is_valid:
        raise refused("reshape.invalid-shape", any_point(shape))
    way = _way(line, any_point(shape))
    path = _between_meetings(grid_parts(shape), way)
    noded, path = _noded({one: canonical_parts(grid_parts(each)) for one, each in shapes.items()}, path)
    part_at, ring_at, runs = _runs(noded[key], path)
    run = _run_that_changes_less(noded[key], part_at, ring_at, runs, path)
    kept = next(one for one in runs if one is not run)
    reshaped = [list(part) for part in noded[key]]
    reshaped[part_at][ring_at] = _closed(path, kept)
    # The land lies to the left of the onward run, and to the right of the one against the ring.
    right, left = _loops(run, path)
    gained, lost = (right, left) if run is runs[0] else (left, right)
    changed = {key: _shape(reshaped, path)}
    changed |= _others(noded, shapes, key, gained, lost)
    for one, parts in noded.items():
        if one not in changed and vertices_of(parts) != vertices_of(grid_parts(shapes[one])):
            changed[one] = shape_of_parts(parts)
    _require_sound(shapes, changed, path)
    return {one: each for one, each in changed.items() if not shapely.equals_exact(each, shapes[one])}


def trimmed(shape: MultiPolygon, line: LineString) -> LineString:
    """Return the part of a line from the first place where it meets the boundary of a shape to the last.

    Raises:
        RefusedError: As `reshape_shared`, where it can be told without the shapes beside it.
    """
    if not shape.is_valid:
        raise refused("reshape.invalid-shape", any_point(shape))
    path = _between_meetings(grid_parts(shape), _way(line, any_point(shape)))
    return LineString([in_metres(point) for point in path])


def _way(line: LineString, place: tuple[float, float]) -> list[GridPoint]:
    """Return the points of the line on the grid, without repeats."""
    try:
        points = [grid_point((e, n)) for e, n in shapely.get_coordinates(line).tolist()]
    except ValueError as error:
        raise refused("reshape.line-misses", place) from error
    way = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    if len(way) < 2:
        raise refused("reshape.line-misses", place)
    if not line.is_simple or line.is_closed or not LineString(way).is_simple:
        raise refused("reshape.line-crosses-itself", in_metres(way[0]))
    return way


def _between_meetings(parts: Sequence[Part], way: Sequence[GridPoint]) -> list[GridPoint]:
    """Return the line from the first place where it meets the boundary to the last."""
    try:
        noded, path = node_line(canonical_parts(parts), way)
    except NodingError as error:
        raise refused("reshape.breaks-shape", in_metres(way[0])) from error
    vertices = vertices_of(noded)
    met = [at for at, point in enumerate(path) if point in vertices]
    if len(met) < 2 or path[met[0]] == path[met[-1]]:
        raise refused("reshape.line-misses", in_metres(way[0]))
    return path[met[0] : met[-1] + 1]


def _noded(
    shapes: Mapping[Key, list[Part]], path: list[GridPoint]
) -> tuple[dict[Key, list[Part]], list[GridPoint]]:
    """Bring the line and all shapes to meet in common points only."""
    counts = [len(parts) for parts in shapes.values()]
    try:
        noded, path = node_line([part for parts in shapes.values() for part in parts], path)
    except NodingError as error:
        raise refused("reshape.breaks-shape", in_metres(path[0])) from error
    ends = np.cumsum(counts).tolist()
    return {key: noded[end - count : end] for key, count, end in zip(shapes, counts, ends, strict=True)}, path


def _runs(parts: Sequence[Part], path: Sequence[GridPoint]) -> tuple[int, int, tuple[Ring, Ring]]:
    """Return the ring that has both ends of the line, and its two runs from the line's first point to its last."""
    start, end = path[0], path[-1]
    if start == end:
        raise refused("reshape.line-misses", in_metres(start))
    for part_at, part in enumerate(parts):
        for ring_at, ring in enumerate(part):
            if ring.count(start) == 1 and ring.count(end) == 1:
                first, last = ring.index(start), ring.index(end)
                turned = ring[first:] + ring[:first]
                last = (last - first) % len(ring)
                onward, back = turned[: last + 1], [*turned[last:], turned[0]]
                return part_at, ring_at, (onward, back[::-1])
    raise refused("reshape.line-misses", in_metres(start))


def _closed(one: Sequence[GridPoint], other: Sequence[GridPoint]) -> Ring:
    """Return the ring along one line and back along another with the same ends."""
    return [*one, *other[-2:0:-1]]


def _run_that_changes_less(
    parts: Sequence[Part], part_at: int, ring_at: int, runs: tuple[Ring, Ring], path: Sequence[GridPoint]
) -> Ring:
    """Return the run between whose replacement and the ring as it is lies less land."""
    ring = Polygon(parts[part_at][ring_at])
    changes = []
    for kept in runs[::-1]:
        points = _closed(path, kept)
        candidate = Polygon(points if len(points) > 2 else None)
        is_land = bool(candidate.is_valid and candidate.area)
        changes.append(shapely.symmetric_difference(ring, candidate).area if is_land else inf)
    if min(changes) == inf:
        raise refused("reshape.breaks-shape", in_metres(path[0]))
    return runs[int(np.argmin(changes))]


class _Loop:
    """Land between the replaced run and the line.

    Args:
        run: The part of the boundary along it.
        ring: Its own boundary.
    """

    def __init__(self, run: Ring, ring: Ring) -> None:
        self.run = run
        self.polygon = Polygon(ring)

    @property
    def place(self) -> tuple[float, float]:
        """Return where it is, to be named in a refusal."""
        return in_metres(self.run[0])


def _loops(run: Ring, path: Sequence[GridPoint]) -> tuple[list[_Loop], list[_Loop]]:
    """Return the land that lies between a run and a line beside it: to the right of the run, then to its left."""
    on_path = {point: at for at, point in enumerate(path)}
    common = [(at, on_path[point]) for at, point in enumerate(run) if point in on_path]
    if any(later[1] <= earlier[1] for earlier, later in pairwise(common)):
        raise refused("reshape.line-misses", in_metres(path[0]))
    right: list[_Loop] = []
    left: list[_Loop] = []
    for (run_from, path_from), (run_to, path_to) in pairwise(common):
        along, beside = run[run_from : run_to + 1], path[path_from : path_to + 1]
        ring = _closed(along, beside)
        # Where line and boundary run together there is no land between them.
        area = twice_area(ring) if len(ring) > 2 else 0
        if area:
            (left if area > 0 else right).append(_Loop(along, ring))
    return right, left


def _others(
    noded: Mapping[Key, list[Part]],
    shapes: Mapping[Key, MultiPolygon],
    key: Key,
    gained: Sequence[_Loop],
    lost: Sequence[_Loop],
) -> dict[Key, MultiPolygon]:
    """Return the shapes that give the gained land or take the lost, with it."""
    given: dict[Key, list[Polygon]] = {}
    for loop in lost:
        taker = _taker(noded, key, loop)
        if taker is not None:
            given.setdefault(taker, []).append(loop.polygon)
    taken = shapely.union_all([loop.polygon for loop in gained])
    changed = {}
    for one, parts in noded.items():
        if one == key:
            continue
        land = _land(parts)
        if shapes[one].is_valid and not land.is_valid:
            raise refused("reshape.breaks-shape", any_point(shapes[one]))
        meets = not taken.is_empty and bool(shapely.intersects(land, taken))
        if one not in given and not meets:
            continue
        if not shapes[one].is_valid:
            if one in given or shapely.intersection(shapely.make_valid(land), taken).area:
                raise refused("reshape.invalid-shape", any_point(shapes[one]))
            continue
        after = shapely.difference(shapely.union_all([land, *given.get(one, ())]), taken)
        if after.equals(land):
            continue
        if after.area == 0:
            raise refused("reshape.swallows", any_point(shapes[one]))
        changed[one] = _taken_back(after, vertices_of(parts), [*gained, *lost], len(parts))
    return changed


def _taker(noded: Mapping[Key, list[Part]], key: Key, loop: _Loop) -> Key | None:
    """Return the shape that has the longest part of the run on its other side; None if that is nobody.

    Raises:
        RefusedError: ``reshape.unshared``: a shape lies along the run without having its points.
    """
    steps = {edge for step in pairwise(loop.run) for edge in (step, step[::-1])}
    lengths: dict[Key | None, float] = {None: 0.0}
    free = {frozenset(step) for step in steps}
    for one, parts in noded.items():
        beside = steps & directed_edges(parts) if one != key else set()
        if beside:
            lengths[one] = sum(dist(*edge) for edge in beside)
            free -= {frozenset(edge) for edge in beside}
    if free:
        lengths[None] = sum(dist(*edge) for edge in free)
        edges = shapely.multilinestrings([sorted(edge) for edge in free])
        others = shapely.boundary([_land(parts) for one, parts in noded.items() if one != key])
        along = shapely.intersection(others, edges.buffer(1.0, cap_style="flat"))
        if (shapely.length(along) > _ALONG_MM).any():
            raise refused("reshape.unshared", loop.place)
    return max(lengths, key=lambda one: lengths[one])


def _land(parts: Sequence[Part]) -> MultiPolygon:
    """Return parts as a shape in millimetres."""
    return MultiPolygon([(shell, holes) for shell, *holes in parts])


def _taken_back(
    land: shapely.Geometry, vertices: set[GridPoint], loops: Iterable[_Loop], most_parts: int
) -> MultiPolygon:
    """Return land in millimetres as a shape; a point that was no point before would be a false crossing."""
    polygons = [one for one in shapely.get_parts(land).tolist() if isinstance(one, Polygon)]
    rings = [[_ring(ring) for ring in shapely.get_rings(one)] for one in polygons]
    known = vertices.union(*(_ring(shapely.get_exterior_ring(loop.polygon)) for loop in loops))
    unknown = vertices_of(rings) - known
    place = in_metres(rings[0][0][0])
    if unknown or len(rings) > most_parts:
        raise refused("reshape.breaks-shape", in_metres(min(unknown)) if unknown else place)
    return shape_of_parts(rings)


def _ring(ring: shapely.LinearRing) -> Ring:
    return [(round(x), round(y)) for x, y in shapely.get_coordinates(ring)[:-1].tolist()]


def _shape(parts: Sequence[Part], path: Sequence[GridPoint]) -> MultiPolygon:
    """Return the reshaped parts; refused if they are no land in as many pieces."""
    shape = shape_of_parts(parts)
    if not shape.is_valid or not shape.area:
        raise refused("reshape.breaks-shape", in_metres(path[0]))
    return shape


def _require_sound(
    shapes: Mapping[Key, MultiPolygon], changed: Mapping[Key, MultiPolygon], path: Sequence[GridPoint]
) -> None:
    """Refuse shapes that become invalid, or overlap each other or the rest more than they did."""
    before, after = [shapes[key] for key in changed], list(changed.values())
    if (shapely.is_valid(before) & ~shapely.is_valid(after)).any():
        raise refused("reshape.breaks-shape", in_metres(path[0]))
    others = [shape for key, shape in shapes.items() if key not in changed]
    if check_no_new_overlap(after, others, OVERLAP_LIMIT_M2, before):
        raise refused("reshape.overlaps", in_metres(path[0]))
