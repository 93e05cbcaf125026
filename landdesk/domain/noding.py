"""Rings and lines that meet in common points only, in whole millimetres and exact integers.

Two shapes share a boundary only where both have the very same points. So whatever is cut or joined is first
brought to this state: a crossing becomes a grid point of both lines, a line that passes a vertex within 1 mm
goes through it. A grid point put into an edge lies up to 0.71 mm beside it (half the diagonal of a
millimetre) and bends the edge by as much; the same point in the neighbour's edge makes the two equal again.
Nothing here decides whether a result is good: callers check it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, compress, pairwise
from math import dist
from typing import Final, NamedTuple

import numpy as np
import shapely

from landdesk.domain.grid import GridPoint, Part, Ring
from landdesk.domain.ring_order import canonical_parts, twice_area

Edge = tuple[GridPoint, GridPoint]
Guides = Mapping[GridPoint, Sequence[Edge]]
"""Edges by point."""

_NEAR: Final = 2000
"""Within 1 mm: a squared distance in 1/2000 mm²."""
_ON_EDGE: Final = 1001
"""Within half the diagonal of a millimetre, and a little for points that were computed in floating point."""
_ALONG_MM: Final = 500
"""Edges that are not the same count as one boundary only over this length: the two sides of a sharp corner of
half a degree keep that near for 80 mm."""
_ROUNDS: Final = 12
"""Two or three are usual: a line bent towards one vertex may come near another."""
_MANY_POINTS: Final = 8
"""From here on an index of the edges is quicker than comparing each point with each edge."""


class NodingError(Exception):
    """The lines do not come to rest on the grid, or they do not bound faces."""


class _Place(NamedTuple):
    """One edge of a list of parts; ``at`` is the index of its end in the ring."""

    part: int
    ring: int
    at: int
    start: GridPoint
    end: GridPoint


_Insertions = dict[tuple[int, int, int], list[tuple[int, GridPoint]]]
"""New points by part, ring and index of the edge's end, each with its progress along the edge."""


def edges_of(ring: Ring) -> Iterator[Edge]:
    """Return the edges of a ring, the closing one first; edges without length are left out."""
    return ((start, end) for start, end in zip((ring[-1], *ring[:-1]), ring, strict=True) if start != end)


def directed_edges(parts: Sequence[Part]) -> set[Edge]:
    """Return all edges; of parts in canonical direction the land lies to the left of each."""
    return {edge for part in parts for ring in part for edge in edges_of(ring)}


def vertices_of(parts: Sequence[Part]) -> set[GridPoint]:
    """Return all points of all rings."""
    return {point for part in parts for ring in part for point in ring}


def lies_on(point: GridPoint, edge: Edge) -> bool:
    """Return whether a point lies between the ends of an edge, at most 0.71 mm beside it."""
    return _beside(point, *edge, _ON_EDGE) is not None


def host_edges(edges: Iterable[Edge], points: Iterable[GridPoint]) -> Guides:
    """Return, for the points that lie on an edge, at most 0.71 mm beside it, the nearest such edge."""
    places = [_Place(0, 0, 0, *edge) for edge in edges]
    hosts = ((point, _host(places, point)) for point in points)
    return {point: [(host[1].start, host[1].end)] for point, host in hosts if host is not None}


def edges_by_vertex(parts: Sequence[Part]) -> Guides:
    """Return the edges that begin or end at each vertex."""
    found: dict[GridPoint, list[Edge]] = defaultdict(list)
    for edge in directed_edges(parts):
        for point in edge:
            found[point].append(edge)
    return found


def insert_points(
    parts: Sequence[Part], points: Iterable[GridPoint], guides: Guides | None = None
) -> list[Part] | None:
    """Put each point into the nearest edge it lies on, at most 0.71 mm beside it.

    Points that are vertices already, or lie within 1 mm of an end of that edge, are left out.

    Args:
        parts: The parts.
        points: The points.
        guides: Where given, only edges that run along one of the point's guides take it. Near a sharp corner
            a point lies on the edges of parcels that it has nothing to do with.

    Returns:
        The parts with the points, all else in the same order; None if there was nothing to put in.
    """
    places = list(_places(parts))
    found: _Insertions = defaultdict(list)
    for point in _near(places, sorted(set(points) - vertices_of(parts))):
        host = _host(places, point, guides[point] if guides is not None else None)
        if host is None:
            continue
        progress, place = host
        if not (_is_near(point, place.start) or _is_near(point, place.end)):
            found[place[:3]].append((progress, point))
    return _with_insertions(parts, found) if found else None


def node_line(parts: Sequence[Part], line: Sequence[GridPoint]) -> tuple[list[Part], list[GridPoint]]:
    """Bring a line and the rings of parts to meet in common points only.

    Returns:
        The parts with new points in their edges, and the line with new points, moved by up to 1 mm where it
        passes a vertex.

    Raises:
        NodingError: The line does not come to rest.
    """
    noded, path = list(parts), list(line)
    for _ in range(_ROUNDS):
        before = noded, path
        path = _through_vertices(path, vertices_of(noded))
        # Ring by ring: a vertex of one ring may lie on an edge of another, where a hole touches its shell.
        noded = [[_with_points(ring, path) for ring in part] for part in noded]
        noded, path = _with_crossings(noded, path)
        if (noded, path) == before:
            return noded, path
    raise NodingError


def _with_points(ring: Ring, points: Sequence[GridPoint]) -> Ring:
    noded = insert_points([[ring]], points)
    return ring if noded is None else noded[0][0]


def faces(boundary: AbstractSet[Edge], cuts: AbstractSet[Edge]) -> list[Part]:
    """Return the land between edges that meet in common points only, in canonical order.

    Args:
        boundary: Edges with land to their left only.
        cuts: Edges with land to both sides.

    Raises:
        NodingError: An edge bounds no face.
    """
    undirected = {edge if edge[0] < edge[1] else edge[::-1] for edge in (*boundary, *cuts)}
    lines = shapely.linestrings(np.array(sorted(undirected), dtype=np.float64))
    polygons, bridges, dangles, _ = shapely.polygonize_full(lines)
    if not (bridges.is_empty and dangles.is_empty):
        raise NodingError
    found = []
    for polygon in polygons.geoms:
        shell, *holes = [_ring_of(ring) for ring in shapely.get_rings(polygon)]
        start, end = shell[:2] if twice_area(shell) > 0 else shell[1::-1]
        if (start, end) in boundary or (start, end) in cuts or (end, start) in cuts:
            found.append([shell, *holes])
    return canonical_parts(found)


def _ring_of(ring: shapely.LinearRing) -> Ring:
    return [(int(x), int(y)) for x, y in shapely.get_coordinates(ring)[:-1].tolist()]


def _places(parts: Sequence[Part]) -> Iterator[_Place]:
    for part_index, part in enumerate(parts):
        for ring_index, ring in enumerate(part):
            start = ring[-1]
            for index, end in enumerate(ring):
                yield _Place(part_index, ring_index, index, start, end)
                start = end


def _near(places: Sequence[_Place], points: Sequence[GridPoint]) -> Iterable[GridPoint]:
    """Leave out points that lie on no edge, where comparing each with each edge would be slow."""
    if len(points) < _MANY_POINTS:
        return points
    edges = np.array([(place.start, place.end) for place in places], dtype=np.float64)
    lines = shapely.multilinestrings(shapely.linestrings(edges))
    shapely.prepare(lines)
    is_near = shapely.dwithin(lines, shapely.points(np.array(points, dtype=np.float64)), 2.0)
    return compress(points, is_near)


def _host(
    places: Iterable[_Place], point: GridPoint, guides: Sequence[Edge] | None = None
) -> tuple[int, _Place] | None:
    """Return the nearest edge that a point lies on and that runs along a guide, and the progress on it."""
    x, y = point
    best: tuple[int, _Place] | None = None
    best_distance = 1.0
    for place in places:
        (x0, y0), (x1, y1) = place.start, place.end
        if (x < x0 - 1 and x < x1 - 1) or (x > x0 + 1 and x > x1 + 1):
            continue
        if (y < y0 - 1 and y < y1 - 1) or (y > y0 + 1 and y > y1 + 1):
            continue
        beside = _beside(point, place.start, place.end, _ON_EDGE)
        if beside is None or beside[0] >= best_distance:
            continue
        edge = place.start, place.end
        if guides is None or any(_run_along(edge, guide) for guide in guides):
            best_distance, best = beside[0], (beside[1], place)
    return best


def _run_along(one: Edge, other: Edge) -> bool:
    """Return whether two edges are the same, or keep within 0.71 mm of each other for `_ALONG_MM`."""
    if one in (other, other[::-1]):
        return True
    common = [point for point in one if _touches(point, other)]
    common += [point for point in other if _touches(point, one)]
    return any(dist(*pair) >= _ALONG_MM for pair in combinations(common, 2))


def _touches(point: GridPoint, edge: Edge) -> bool:
    return _is_near(point, edge[0]) or _is_near(point, edge[1]) or lies_on(point, edge)


def _beside(point: GridPoint, start: GridPoint, end: GridPoint, limit: int) -> tuple[float, int] | None:
    """Return the squared distance in mm² and the progress of a point that lies beside an edge.

    None if it lies beyond an end of the edge, or farther off than the limit (in 1/2000 mm²).
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    px, py = point[0] - start[0], point[1] - start[1]
    length2 = dx * dx + dy * dy
    progress = px * dx + py * dy
    cross = px * dy - py * dx
    if not 0 < progress < length2 or 2000 * cross * cross > limit * length2:
        return None
    return cross * cross / length2, progress


def _is_near(one: GridPoint, other: GridPoint) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) <= 1


def _near_vertex(point: GridPoint, vertices: AbstractSet[GridPoint]) -> GridPoint | None:
    """Return the vertex within 1 mm of a point; on the grid only five places are that near."""
    x, y = point
    near = (point, (x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))
    return next((place for place in near if place in vertices), None)


def _with_insertions(parts: Sequence[Part], found: _Insertions) -> list[Part]:
    result = [list(part) for part in parts]
    for part, ring in {key[:2] for key in found}:
        points: Ring = []
        for index, end in enumerate(parts[part][ring]):
            points += [point for _, point in sorted(set(found.get((part, ring, index), ())))]
            points.append(end)
        result[part][ring] = points
    return result


def _through_vertices(path: Sequence[GridPoint], vertices: AbstractSet[GridPoint]) -> list[GridPoint]:
    """Return the line led through every vertex it passes within 1 mm."""
    snapped = [_near_vertex(point, vertices) or point for point in path]
    result = snapped[:1]
    for start, end in pairwise(snapped):
        low_x, high_x = min(start[0], end[0]) - 1, max(start[0], end[0]) + 1
        low_y, high_y = min(start[1], end[1]) - 1, max(start[1], end[1]) + 1
        passed = [
            (beside[1], vertex)
            for vertex in vertices
            if low_x <= vertex[0] <= high_x
            and low_y <= vertex[1] <= high_y
            and vertex not in (start, end)
            and (beside := _beside(vertex, start, end, _NEAR)) is not None
        ]
        result += [vertex for _, vertex in sorted(passed)]
        if end != result[-1]:
            result.append(end)
    return result


def _with_crossings(parts: Sequence[Part], path: Sequence[GridPoint]) -> tuple[list[Part], list[GridPoint]]:
    """Put a common point wherever an edge and the line cross between their ends.

    Raises:
        NodingError: A vertex that the line goes through lies within 1 mm of an edge that is not its own.
    """
    vertices = vertices_of(parts)
    in_rings: _Insertions = defaultdict(list)
    replaced: dict[GridPoint, GridPoint] = {}
    result = list(path[:1])
    places = list(_places(parts))
    for start, end in pairwise(path):
        in_path: list[tuple[int, GridPoint]] = []
        for place, point in _crossings(places, start, end):
            vertex = _near_vertex(point, vertices)
            if vertex in (start, end):
                # The line goes there already, and still crosses an edge less than 1 mm before.
                raise NodingError
            if vertex is None:
                in_rings[place[:3]].append((_progress(point, place.start, place.end), point))
                # The line's own corner would be a second point within 1 mm: it moves here.
                replaced.update(
                    {own: point for own in (start, end) if own not in vertices and _is_near(own, point)}
                )
            in_path.append((_progress(vertex or point, start, end), vertex or point))
        result += [point for _, point in sorted(set(in_path))]
        result.append(end)
    moved = [replaced.get(point, point) for point in result]
    rings = _with_insertions(parts, in_rings) if in_rings else list(parts)
    return rings, [point for index, point in enumerate(moved) if index == 0 or point != moved[index - 1]]


def _progress(point: GridPoint, start: GridPoint, end: GridPoint) -> int:
    return (point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])


def _crossings(
    places: Iterable[_Place], start: GridPoint, end: GridPoint
) -> Iterator[tuple[_Place, GridPoint]]:
    """Return the edges that a line crosses between the ends of both, and the grid points nearest to where."""
    sx, sy = start
    dx, dy = end[0] - sx, end[1] - sy
    low_x, high_x, low_y, high_y = min(sx, end[0]), max(sx, end[0]), min(sy, end[1]), max(sy, end[1])
    for place in places:
        (x0, y0), (x1, y1) = place.start, place.end
        if (x0 < low_x and x1 < low_x) or (x0 > high_x and x1 > high_x):
            continue
        if (y0 < low_y and y1 < low_y) or (y0 > high_y and y1 > high_y):
            continue
        side0 = dx * (y0 - sy) - dy * (x0 - sx)
        side1 = dx * (y1 - sy) - dy * (x1 - sx)
        if not (side0 < 0 < side1 or side1 < 0 < side0):
            continue
        ex, ey = x1 - x0, y1 - y0
        side_start = ex * (sy - y0) - ey * (sx - x0)
        side_end = ex * (sy + dy - y0) - ey * (sx + dx - x0)
        if side_start < 0 < side_end or side_end < 0 < side_start:
            over = side0 - side1
            yield place, (x0 + _nearest(ex * side0, over), y0 + _nearest(ey * side0, over))


def _nearest(numerator: int, denominator: int) -> int:
    """Return the whole number nearest to a quotient."""
    return (2 * numerator + denominator) // (2 * denominator)
