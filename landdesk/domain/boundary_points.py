"""Points put into, taken out of and moved along boundaries, for every parcel that has the boundary.

Metres outside, whole millimetres inside; see ``geometry.py`` for the rules that all edits of shapes keep.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from math import dist, hypot
from typing import Any, Final, TypeVar

import shapely
from shapely import MultiPolygon

from landdesk.domain.canonical_shape import grid_parts, shape_of_parts
from landdesk.domain.geometry import (
    OVERLAP_LIMIT_M2,
    Point,
    check_no_new_overlap,
    mended,
    move_shared_vertices,
    touches_itself,
)
from landdesk.domain.grid import GRID_M, GridPoint, Part, grid_point, in_metres
from landdesk.domain.noding import (
    Edge,
    Guides,
    directed_edges,
    edges_by_vertex,
    host_edges,
    insert_points,
    lies_on,
    vertices_of,
)
from landdesk.domain.ring_order import twice_area
from landdesk.domain.shape_refusals import refused

Key = TypeVar("Key")

MOST_SHIFT_M: Final = 1000.0
"""An edge that goes farther was mistyped; looking at all parcels on its way would take long."""
_ALONG_M: Final = 0.05
"""A boundary that keeps within 1 mm of lost land over less only ends there."""


def add_shared_vertex(
    shapes: Mapping[Key, MultiPolygon], at: Point, to: Point | None = None
) -> dict[Key, MultiPolygon]:
    """Put a point into an edge of all shapes that have it, and move it at once where wanted.

    Args:
        shapes: Every shape near both places and the edge.
        at: Easting, northing on the boundary, at most 0.71 mm beside it; rounded to the grid.
        to: Where the new point goes for all of them.

    Returns:
        Only the shapes that change.

    Raises:
        RefusedError: ``vertex.off-boundary``, ``vertex.exists``; ``vertex.breaks-parcel``: a shape would become
            invalid or overlap another; as `move_shared_vertices` for the move.
    """
    place = _on_grid(at, "vertex.off-boundary")
    parts = {key: grid_parts(shape) for key, shape in shapes.items()}
    every = [part for each in parts.values() for part in each]
    guides = _guides_at(place, every)
    if not guides:
        raise refused("vertex.off-boundary", at)
    noded = {key: insert_points(each, [place], guides) for key, each in parts.items()}
    changed = {key: shape_of_parts(each) for key, each in noded.items() if each is not None}
    if not changed:
        raise refused("vertex.exists", at)
    # The grid bends the edge by up to 0.71 mm: what overlaps already may overlap by as much more.
    bent_m2 = sum(abs(one.area - shapes[key].area) for key, one in changed.items())
    _require_sound(shapes, changed, place, overlap="vertex.breaks-parcel", bent_m2=bent_m2)
    if to is not None:
        changed |= move_shared_vertices({**shapes, **changed}, [(in_metres(place), to)])
    return changed


def _guides_at(place: GridPoint, parts: Sequence[Part]) -> Guides:
    """Return the edges that a point belongs to: those of the vertex it is, else the nearest it lies on.

    Where boundaries of overlapping parcels cross, those that cross the nearest there are meant as well.
    """
    there = edges_by_vertex(parts)
    if place in there:
        return {place: there[place]}
    edges = directed_edges(parts)
    hosts = host_edges(edges, [place])
    if not hosts:
        return hosts
    [host] = hosts[place]
    crossing = [edge for edge in edges if _cross(edge, host) and lies_on(place, edge)]
    return {place: [host, *crossing]}


def _cross(one: Edge, other: Edge) -> bool:
    """Return whether the ends of each edge lie on different sides of the other."""
    return all(
        twice_area([*line, ends[0]]) * twice_area([*line, ends[1]]) < 0
        for line, ends in ((one, other), (other, one))
    )


def delete_shared_vertex(shapes: Mapping[Key, MultiPolygon], at: Point) -> dict[Key, MultiPolygon]:
    """Take a point out of the boundary of all shapes that have it.

    Args:
        shapes: Every shape near the point and the points before and after it.
        at: Easting, northing of the point.

    Returns:
        Only the shapes that change.

    Raises:
        RefusedError: ``vertex.none``; ``vertex.junction``: more than two edges meet there; ``vertex.too-few``:
            a ring would keep fewer than three points; ``vertex.breaks-parcel``; ``vertex.overlaps``,
            ``vertex.opens-gap``: a shape without the point lies along the boundary.
    """
    place = _on_grid(at, "vertex.none")
    before = {key: grid_parts(shape) for key, shape in shapes.items()}
    before = {key: parts for key, parts in before.items() if place in vertices_of(parts)}
    if not before:
        raise refused("vertex.none", at)
    meeting = {
        end for parts in before.values() for edge in directed_edges(parts) if place in edge for end in edge
    }
    if len(meeting - {place}) > 2:
        raise refused("vertex.junction", at)
    after = {
        key: [[[point for point in ring if point != place] for ring in part] for part in parts]
        for key, parts in before.items()
    }
    for key, parts in after.items():
        _require_same_rings(before[key], parts, at)
    others = {key: shape for key, shape in shapes.items() if key not in after}
    new = {edge for key in after for edge in directed_edges(after[key]) - directed_edges(before[key])}
    guides = edges_by_vertex([part for shape in others.values() for part in grid_parts(shape)])
    nodes = host_edges(new, guides)
    changed = {key: shape_of_parts(insert_points(each, nodes, guides) or each) for key, each in after.items()}
    ends = meeting - {place}
    for key, shape in changed.items():
        if shapes[key].is_valid and touches_itself(grid_parts(shape), ends):
            raise refused("vertex.breaks-parcel", at)
    _require_sound(shapes, changed, place, overlap="vertex.overlaps")
    if _opens_gap([shapes[key] for key in changed], list(changed.values()), list(others.values())):
        raise refused("vertex.opens-gap", at)
    return changed


def _require_same_rings(before: Sequence[Part], after: Sequence[Part], at: Point) -> None:
    """Refuse rings of fewer than three points, without land, or turned inside out."""
    for old, new in zip(chain.from_iterable(before), chain.from_iterable(after), strict=True):
        if len(set(new)) < 3:
            raise refused("vertex.too-few", at)
        if (twice_area(old) > 0) != (twice_area(new) > 0) or (twice_area(old) and not twice_area(new)):
            raise refused("vertex.breaks-parcel", at)


def move_shared_edge(
    shapes: Mapping[Key, MultiPolygon],
    edge: tuple[Point, Point],
    by: Point,
    limit_m2: float = OVERLAP_LIMIT_M2,
) -> dict[Key, MultiPolygon]:
    """Move both ends of an edge by the same vector, for all shapes that have one of them.

    Args:
        shapes: Every shape near the edge, the edges beside it and the new place.
        edge: Easting, northing of two vertices that follow each other.
        by: Metres to the east and north; rounded to the grid.
        limit_m2: New common area of two shapes that is let pass, in square metres.

    Returns:
        Only the shapes that change.

    Raises:
        RefusedError: ``edge.none``, ``edge.too-far``; as `move_shared_vertices`.
    """
    start, end = (_on_grid(point, "edge.none") for point in edge)
    east, north = _on_grid(by, "edge.too-far")
    if not any({(start, end), (end, start)} & directed_edges(grid_parts(shape)) for shape in shapes.values()):
        raise refused("edge.none", edge[0])
    return move_shared_vertices(
        shapes, [(in_metres((x, y)), in_metres((x + east, y + north))) for x, y in (start, end)], limit_m2
    )


def shifted(edge: tuple[Point, Point], by: Point) -> tuple[Point, Point]:
    """Return the ends of an edge moved by a vector.

    Raises:
        RefusedError: ``edge.too-far``: the vector is longer than `MOST_SHIFT_M`, or no number.
    """
    if not hypot(*by) <= MOST_SHIFT_M:
        raise refused("edge.too-far", edge[0])
    (e0, n0), (e1, n1) = edge
    return (e0 + by[0], n0 + by[1]), (e1 + by[0], n1 + by[1])


def parallel(edge: tuple[Point, Point], distance_m: float) -> Point:
    """Return the vector, in metres on the grid, that shifts an edge to its left; to its right if negative.

    Raises:
        RefusedError: ``edge.too-far``: the grid does not reach that far.
    """
    (e0, n0), (e1, n1) = edge
    length = dist(*edge)
    if not length:
        return (0.0, 0.0)
    by = -(n1 - n0) / length * distance_m, (e1 - e0) / length * distance_m
    return in_metres(_on_grid(by, "edge.too-far"))


def _require_sound(
    shapes: Mapping[Key, MultiPolygon],
    changed: Mapping[Key, MultiPolygon],
    place: GridPoint,
    *,
    overlap: str,
    bent_m2: float = 0.0,
) -> None:
    """Refuse shapes that become invalid, or overlap each other or the rest more than they did.

    Args:
        shapes: All near.
        changed: Those that change.
        place: Where.
        overlap: Code of the refusal.
        bent_m2: By so much an overlap that was there may grow.

    Raises:
        RefusedError: As told.
    """
    before, after = [shapes[key] for key in changed], list(changed.values())
    if (shapely.is_valid(before) & ~shapely.is_valid(after)).any():
        raise refused("vertex.breaks-parcel", in_metres(place))
    others = [shape for key, shape in shapes.items() if key not in changed]
    grown = set(check_no_new_overlap(after, others, OVERLAP_LIMIT_M2, before))
    if grown and bent_m2:
        grown -= set(check_no_new_overlap(before, others, OVERLAP_LIMIT_M2))
        grown |= set(check_no_new_overlap(after, others, OVERLAP_LIMIT_M2 + bent_m2, before))
    if grown:
        raise refused(overlap, in_metres(place))


def _opens_gap(
    before: Sequence[MultiPolygon], after: Sequence[MultiPolygon], others: Sequence[MultiPolygon]
) -> bool:
    """Return whether land that shapes lose lies along the boundary of another shape, which does not get it.

    Where their new boundary runs along that of the other, the land between was a spike over it.
    """
    lost = shapely.difference(shapely.union_all(mended(before)), shapely.union_all(mended(after)))
    if lost.area <= OVERLAP_LIMIT_M2:
        return False
    along: Any = shapely.intersection(shapely.boundary(mended(others)), lost.buffer(GRID_M))
    west, south, east, north = lost.buffer(2 * GRID_M).bounds
    now = shapely.clip_by_rect(shapely.boundary(mended(after)), west, south, east, north)
    along = shapely.difference(along, shapely.union_all(now).buffer(GRID_M))
    return bool((shapely.length(along) > _ALONG_M).any())


def _on_grid(point: Point, code: str) -> GridPoint:
    """Return the grid point; what the grid cannot hold, such as ``nan``, is refused by this code."""
    try:
        return grid_point(point)
    except ValueError as error:
        raise refused(code, point) from error
