"""Plane geometry of parcels, as pure functions on shapely values.

Coordinates are metres, easting first, on the plane of the store's reference system; nothing here reads files,
settings or the clock. Results lie on the 1 mm grid in canonical order (``canonical_shape.py``), and nothing
is repaired silently: what would break a shape is refused. No vertex of a boundary that stays is dropped,
since the neighbours have it too; only repeated points of a parcel that is cut or merged become one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, combinations, compress, pairwise
from math import dist
from typing import Any, Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from landdesk.domain.canonical_shape import Polygonal, canonical_shape, grid_parts, shape_of_parts
from landdesk.domain.cutting import split_polygon
from landdesk.domain.grid import GRID_M, GridPoint, Part, grid_point, in_metres
from landdesk.domain.noding import (
    Edge,
    Guides,
    NodingError,
    directed_edges,
    edges_by_vertex,
    faces,
    host_edges,
    insert_points,
    vertices_of,
)
from landdesk.domain.ring_order import canonical_parts, twice_area, twice_area_of
from landdesk.domain.shape_refusals import any_point, refused

__all__ = [
    "OVERLAP_LIMIT_M2",
    "Point",
    "area_m2",
    "check_no_new_overlap",
    "insert_nodes",
    "insert_shared_nodes",
    "mended",
    "merge_polygons",
    "move_shared_vertex",
    "move_shared_vertices",
    "move_vertex",
    "move_vertices",
    "new_nodes",
    "round_to_grid",
    "split_polygon",
    "touches_itself",
]

Point = tuple[float, float]
"""Easting, northing in metres."""
Key = TypeVar("Key")

OVERLAP_LIMIT_M2: Final = 1e-6
"""Common areas up to this are noise of intersections in floating point."""
_SAME_OVERLAP_M2: Final = 1e-7
"""An overlap that grows by less has not grown."""


def round_to_grid(shape: Polygonal) -> MultiPolygon:
    """Return a shape on the grid, in canonical order.

    Raises:
        ValueError: The shape is empty or cannot be held (see `has_canonical_form`).
    """
    return canonical_shape(shape)


def area_m2(shape: Polygonal | None) -> float:
    """Return the area on the plane in square metres; 0 where there is no shape."""
    return float(shapely.area(shape)) if shape is not None else 0.0


def merge_polygons(shapes: Sequence[Polygonal]) -> MultiPolygon:
    """Return the union of shapes that share edges.

    Nodes that lay within the removed boundary vanish with it; every vertex of the outer boundary stays.

    Args:
        shapes: Two or more valid shapes in metres.

    Raises:
        RefusedError: ``merge.too-few``, ``merge.invalid-shape``; ``merge.overlap``: two have more than
            `OVERLAP_LIMIT_M2` in common; ``merge.not-adjacent``: they do not hang together by edges, touching
            in a point is not enough; ``merge.multi-part``: the result would have more parts than any of them;
            ``merge.breaks-polygon``: their boundaries cross by less than the grid.
    """
    if len(shapes) < 2:
        raise refused("merge.too-few", any_point(shapes[0]) if shapes else (0.0, 0.0))
    for shape in shapes:
        if not shape.is_valid:
            raise refused("merge.invalid-shape", any_point(shape))
    noded = _noded_together([canonical_parts(grid_parts(shape)) for shape in shapes])
    for one, other in combinations(map(shape_of_parts, noded), 2):
        common = shapely.intersection(one, other)
        if common.area > OVERLAP_LIMIT_M2:
            raise refused("merge.overlap", any_point(common))
    edges = [directed_edges(parts) for parts in noded]
    _require_adjacent(edges, noded)
    every = set().union(*edges)
    place = in_metres(noded[0][0][0][0])
    try:
        found = faces({edge for edge in every if edge[::-1] not in every}, set())
    except NodingError as error:
        raise refused("merge.breaks-polygon", place) from error
    merged = shape_of_parts(found)
    if twice_area_of(found) != sum(map(twice_area_of, noded)) or not merged.is_valid:
        raise refused("merge.breaks-polygon", place)
    if len(found) > max(map(len, noded)):
        raise refused("merge.multi-part", place)
    return merged


def _noded_together(shapes: Sequence[list[Part]]) -> list[list[Part]]:
    """Give each shape the vertices that the others have along its edges."""
    noded = []
    for index, parts in enumerate(shapes):
        guides = edges_by_vertex(
            [part for other in (*shapes[:index], *shapes[index + 1 :]) for part in other]
        )
        noded.append(insert_points(parts, guides, guides) or parts)
    return noded


def _require_adjacent(edges: Sequence[set[Edge]], shapes: Sequence[list[Part]]) -> None:
    """Refuse shapes that do not hang together by common edges."""
    reached, waiting = {0}, set(range(1, len(edges)))
    grown = True
    while grown:
        border = {edge[::-1] for index in reached for edge in edges[index]}
        joined = {index for index in waiting if not border.isdisjoint(edges[index])}
        grown = bool(joined)
        reached |= joined
        waiting -= joined
    if waiting:
        raise refused("merge.not-adjacent", in_metres(shapes[min(waiting)][0][0][0]))


def insert_nodes(shape: MultiPolygon, points: Iterable[Point]) -> MultiPolygon:
    """Put points into the edges of a shape that they lie on, at most 0.71 mm beside them.

    Vertices the shape has already, and points within 1 mm of an end of the edge, are left out.

    Args:
        shape: Any shape in metres, valid or not.
        points: Points on the grid, easting and northing in metres.

    Returns:
        The shape with the points and else unchanged; the same object where there was nothing to put in.
    """
    return _with_nodes(shape, [grid_point(point) for point in points])


def _with_nodes(
    shape: MultiPolygon, points: Iterable[GridPoint], guides: Guides | None = None
) -> MultiPolygon:
    low_e, low_n, high_e, high_n = (1000 * bound for bound in shapely.bounds(shape).tolist())
    near = [p for p in points if low_e - 1 <= p[0] <= high_e + 1 and low_n - 1 <= p[1] <= high_n + 1]
    parts = insert_points(grid_parts(shape), near, guides) if near else None
    return shape if parts is None else shape_of_parts(parts)


def new_nodes(before: Iterable[Polygonal], after: Iterable[Polygonal]) -> list[Point]:
    """Return the vertices, easting and northing in metres, that only the later shapes have."""
    return list(map(in_metres, sorted(_vertices(after) - _vertices(before))))


def insert_shared_nodes(
    neighbours: Mapping[Key, MultiPolygon], parts: Sequence[MultiPolygon], before: Sequence[MultiPolygon]
) -> dict[Key, MultiPolygon]:
    """Put the nodes that a split made on a boundary into the neighbours across it.

    Args:
        neighbours: Every other shape within 1 mm of the split one.
        parts: What the split made.
        before: What was split.

    Returns:
        Only the neighbours that change, with the new nodes.

    Raises:
        RefusedError: ``split.breaks-neighbour``: a neighbour would become invalid, or would overlap a part
            more than it did, since its boundaries lie within 1 mm of each other.
    """
    old_edges, edges = (
        directed_edges([part for shape in shapes for part in grid_parts(shape)]) for shapes in (before, parts)
    )
    # Edges of the boundary that are no more, and the ends of those that took their place.
    ends = {end for edge in edges - old_edges if edge[::-1] not in edges for end in edge}
    hosts = host_edges(old_edges - edges, ends)
    if not (hosts and neighbours):
        return {}
    noded = {key: _with_nodes(shape, hosts, hosts) for key, shape in neighbours.items()}
    old, new = list(neighbours.values()), list(noded.values())
    broken = shapely.is_valid(old) & ~shapely.is_valid(new)
    broken |= _common_area_m2(new, parts) > _common_area_m2(old, before) + _SAME_OVERLAP_M2
    if broken.any():
        raise refused("split.breaks-neighbour", in_metres(min(hosts)))
    return {key: shape for key, shape in noded.items() if shape is not neighbours[key]}


def _common_area_m2(shapes: Sequence[MultiPolygon], others: Sequence[MultiPolygon]) -> NDArray[np.float64]:
    """Return for each shape the area it has in common with all the others together, each taken by itself."""
    common = shapely.intersection(mended(shapes)[:, np.newaxis], mended(others)[np.newaxis, :])
    total: NDArray[np.float64] = shapely.area(common).sum(axis=1)
    return total


def mended(shapes: Sequence[MultiPolygon]) -> NDArray[Any]:
    """Return shapes fit for intersections: GEOS may fail on invalid ones. Only for looking at, never kept."""
    array: NDArray[Any] = np.array(shapes, dtype=object)
    invalid = ~shapely.is_valid(array)
    if invalid.any():
        array[invalid] = shapely.make_valid(array[invalid], method="structure", keep_collapsed=False)
    return array


def move_vertex(shape: MultiPolygon, at: Point, to: Point) -> MultiPolygon:
    """Return a shape with every occurrence of one vertex moved, see `move_vertices`."""
    return move_vertices(shape, [(at, to)])


def move_vertices(shape: MultiPolygon, moves: Sequence[tuple[Point, Point]]) -> MultiPolygon:
    """Return a shape with every occurrence of some vertices moved.

    Args:
        shape: Shape on the grid, in metres.
        moves: Easting, northing of each vertex and where it goes, rounded to the grid.

    Raises:
        RefusedError: ``move.no-vertex``: no vertex at a grid point. ``move.onto-neighbour``: a vertex
            would lie within 1 mm of the one before or after it. ``move.breaks-polygon``: a valid shape would
            become invalid, touch itself or have a ring turned inside out, or a ring would lose its area.
    """
    before = grid_parts(shape)
    present = vertices_of(before)
    steps: dict[GridPoint, GridPoint] = {}
    for at, to in moves:
        origin, target = _grid_point_or_none(at), _grid_point_or_none(to)
        if origin is None or origin not in present:
            raise refused("move.no-vertex", at)
        if target is None:
            raise refused("move.breaks-polygon", at)
        if origin != target:
            steps[origin] = target
    if not steps:
        return shape
    place = in_metres(next(iter(steps.values())))
    after = [[[steps.get(point, point) for point in ring] for ring in part] for part in before]
    was_valid = bool(shape.is_valid)
    for old, new in zip(chain.from_iterable(before), chain.from_iterable(after), strict=True):
        sides = zip(pairwise((*old, old[0])), pairwise((*new, new[0])), strict=True)
        if any(one != other and (one, other) != moved and dist(*moved) <= 1 for (one, other), moved in sides):
            raise refused("move.onto-neighbour", place)
        old_area, new_area = twice_area(old), twice_area(new)
        if (old_area and not new_area) or (was_valid and (old_area > 0) != (new_area > 0)):
            raise refused("move.breaks-polygon", place)
    moved_shape = shape_of_parts(after)
    if was_valid and (not moved_shape.is_valid or touches_itself(after, set(steps.values()))):
        raise refused("move.breaks-polygon", place)
    return moved_shape


def touches_itself(parts: Sequence[Part], vertices: Collection[GridPoint]) -> bool:
    """Return whether one of some vertices lies on another edge, or another vertex on one of their edges."""
    edges = directed_edges(parts)
    own = {edge for edge in edges if edge[0] in vertices or edge[1] in vertices}
    return bool(host_edges(edges, vertices) or host_edges(own, vertices_of(parts)))


def move_shared_vertex(
    shapes: Mapping[Key, MultiPolygon], at: Point, to: Point, limit_m2: float = OVERLAP_LIMIT_M2
) -> dict[Key, MultiPolygon]:
    """Move one vertex of all shapes that have it, see `move_shared_vertices`."""
    return move_shared_vertices(shapes, [(at, to)], limit_m2)


def move_shared_vertices(
    shapes: Mapping[Key, MultiPolygon],
    moves: Sequence[tuple[Point, Point]],
    limit_m2: float = OVERLAP_LIMIT_M2,
) -> dict[Key, MultiPolygon]:
    """Move vertices of all shapes that have them, at once.

    Where one comes to lie on an edge of another shape, that edge takes it as a node; where its own edges come
    to run along another shape's, they take that shape's nodes. So all boundaries that meet stay the same.

    Args:
        shapes: Every shape near the old and the new places and the edges between.
        moves: Easting, northing of each vertex and where it goes, rounded to the grid.
        limit_m2: New common area of two shapes that is let pass, in square metres.

    Returns:
        Only the shapes that change.

    Raises:
        RefusedError: As `move_vertices` for the shapes that have the vertices; ``move.breaks-neighbour``:
            another shape, or one with nodes of another, would become invalid; ``move.overlaps-neighbour``: two
            shapes would overlap more than they did.
    """
    owned: dict[Key, list[tuple[Point, Point]]] = {}
    for at, to in moves:
        origin = _grid_point_or_none(at)
        beside = _near(shapes, [origin]) if origin is not None else {}
        owners = [key for key, shape in beside.items() if origin in vertices_of(grid_parts(shape))]
        if not owners:
            raise refused("move.no-vertex", at)
        for key in owners:
            owned.setdefault(key, []).append((at, to))
    moved = {key: move_vertices(shapes[key], own) for key, own in owned.items()}
    if all(moved[key] is shapes[key] for key in owned):
        return {}
    targets = {grid_point(to) for _, to in moves}
    place = moves[0][1]
    edges = {
        edge
        for shape in moved.values()
        for edge in directed_edges(grid_parts(shape))
        if edge[0] in targets or edge[1] in targets
    }
    others = {key: shape for key, shape in shapes.items() if key not in owned}
    near = {key: _with_nodes(shape, targets) for key, shape in _near(others, chain(*edges)).items()}
    guides = edges_by_vertex([part for shape in near.values() for part in grid_parts(shape)])
    nodes = host_edges(edges, guides)
    noded = near | {key: _with_nodes(shape, nodes, guides) for key, shape in moved.items()}
    was_valid = shapely.is_valid([shapes[key] for key in noded])
    if (was_valid & ~shapely.is_valid(list(noded.values()))).any():
        raise refused("move.breaks-neighbour", place)
    after, around = [noded[key] for key in owned], [*(others | near).values()]
    if check_no_new_overlap(after, around, limit_m2, [shapes[key] for key in owned]):
        raise refused("move.overlaps-neighbour", place)
    return {key: shape for key, shape in noded.items() if shape is not shapes[key]}


def check_no_new_overlap(
    moved: Sequence[MultiPolygon],
    others: Sequence[MultiPolygon],
    limit_m2: float,
    before: Sequence[MultiPolygon] | None = None,
) -> list[tuple[int, int]]:
    """Return the pairs of shapes whose common area has grown beyond a limit.

    Args:
        moved: Shapes as they are to be.
        others: Shapes that stay, at least all that ``moved`` come near.
        limit_m2: Growth that is let pass, in square metres.
        before: The moved shapes as they were, in the same order; without it every overlap counts as new.

    Returns:
        Pairs of indices into ``moved`` followed by ``others``; the first is always one of ``moved``.
    """
    every = mended([*moved, *others])
    one, other = shapely.STRtree(every).query(every[: len(moved)], predicate="intersects")
    one, other = one[one < other], other[one < other]
    common_m2 = shapely.area(shapely.intersection(every[one], every[other]))
    if before is not None:
        earlier = np.concatenate([mended(before), every[len(moved) :]])
        common_m2 -= shapely.area(shapely.intersection(earlier[one], earlier[other]))
    grown = common_m2 > limit_m2
    return list(zip(one[grown].tolist(), other[grown].tolist(), strict=True))


def _near(shapes: Mapping[Key, MultiPolygon], points: Iterable[GridPoint]) -> dict[Key, MultiPolygon]:
    """Return the shapes whose boxes come within 1 mm of the box of the points."""
    place = np.array(list(points)) / 1000
    low, high = place.min(axis=0) - GRID_M, place.max(axis=0) + GRID_M
    boxes = shapely.bounds(np.array(list(shapes.values()), dtype=object)).reshape(-1, 4)
    is_near = ((boxes[:, :2] <= high) & (boxes[:, 2:] >= low)).all(axis=1)
    return dict(compress(shapes.items(), is_near))


def _vertices(shapes: Iterable[Polygonal]) -> set[GridPoint]:
    return set().union(*(vertices_of(grid_parts(shape)) for shape in shapes))


def _grid_point_or_none(point: Point) -> GridPoint | None:
    """Return None for what a person may type and the grid cannot hold, such as ``nan``."""
    try:
        return grid_point(point)
    except ValueError:
        return None
