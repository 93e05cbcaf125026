"""A new parcel drawn beside others: it takes the free land of its sketch, and its boundary fits theirs bit for bit.

Sketch and neighbours are noded with each other on the grid before any land is chosen, as in ``cutting.py``.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import grid_parts, shape_of_parts
from landdesk.domain.coverage import Coverage
from landdesk.domain.grid import GRID_M, GridPoint, Part, grid_point, in_metres
from landdesk.domain.ids import ObjectId
from landdesk.domain.noding import NodingError, directed_edges, edges_of, faces, insert_points, node_line
from landdesk.domain.ring_order import canonical_parts
from landdesk.domain.shape_refusals import refused

Key = TypeVar("Key")


_NOISE_M2: Final = 1e-6


class Drawn(NamedTuple):
    """A new parcel.

    Args:
        shape: Its land.
        neighbours: Those of the neighbours that take new nodes, by index of the list given.
        cut_off_m2: What the sketch covered of other parcels.
    """

    shape: MultiPolygon
    neighbours: Mapping[int, MultiPolygon]
    cut_off_m2: float


def drawn_parcel(sketch: Polygon, around: list[MultiPolygon]) -> Drawn:
    """Return the free land of a sketch as a parcel.

    Args:
        sketch: Outline as it was drawn, in metres; holes are not looked at.
        around: Every parcel that comes within 1 cm of it.

    Raises:
        RefusedError: ``draw.too-small``, ``draw.crosses-itself``; ``draw.invalid-neighbour``;
            ``draw.nothing-left``: other parcels cover all of it; ``draw.falls-apart``: they divide it;
            ``draw.breaks``: boundaries lie within 1 mm of each other.
    """
    path = _closed_ring(sketch)
    place = in_metres(path[0])
    if not all(shape.is_valid for shape in around):
        raise refused("draw.invalid-neighbour", place)
    before = [canonical_parts(grid_parts(shape)) for shape in around]
    try:
        flat, path = node_line([part for parts in before for part in parts], path)
        if path[0] != path[-1] or not Polygon(path).is_valid:
            raise refused("draw.breaks", place)
        after, at = [], 0
        for parts in before:
            noded = flat[at : at + len(parts)]
            after.append(insert_points(noded, path) or noded)
            at += len(parts)
        found = _free_land(path, [shape_of_parts(parts) for parts in after], after)
    except NodingError as error:
        raise refused("draw.breaks", place) from error
    if not found:
        raise refused("draw.nothing-left", place)
    if len(found) > 1:
        raise refused("draw.falls-apart", place)
    shape = shape_of_parts(found)
    now = [shape_of_parts(parts) for parts in after]
    if not (shape.is_valid and all(one.is_valid for one in now)) or shape.buffer(-GRID_M / 2).is_empty:
        raise refused("draw.breaks", place)
    if shapely.area(shapely.intersection(shape, np.array(now, dtype=object))).sum() > _NOISE_M2:
        raise refused("draw.breaks", place)
    changed = {at: one for at, (one, parts) in enumerate(zip(now, before, strict=True)) if after[at] != parts}
    return Drawn(shape, changed, max(0.0, shape_of_parts([[path[:-1]]]).area - shape.area))


def drawn_among(sketch: Polygon, coverage: Coverage) -> Drawn:
    """Return the free land of a sketch as a parcel, among all parcels; see :func:`drawn_parcel`."""
    return drawn_parcel(sketch, list(parcels_beside(sketch, coverage).values()))


def parcels_beside(sketch: Polygon, coverage: Coverage) -> dict[ObjectId, MultiPolygon]:
    """Return the parcels that come within 1 cm of a sketch."""
    west, south, east, north = sketch.bounds
    near = coverage.box_query((west - 0.01, south - 0.01, east + 0.01, north + 0.01))
    shapes = coverage.shapes(near)
    is_beside = ~shapely.is_missing(shapes) & shapely.dwithin(shapes, sketch, 0.01)
    return {
        coverage.id_at(int(at)): shape for at, shape in zip(near[is_beside], shapes[is_beside], strict=True)
    }


def cut_hole(sketch: Polygon, shape: MultiPolygon) -> tuple[MultiPolygon, MultiPolygon]:
    """Return a shape without the land of a sketch within it, and that land; both have the very same nodes.

    Raises:
        RefusedError: ``draw.too-small``, ``draw.crosses-itself``; ``draw.invalid-neighbour``; ``hole.not-inside``: the
            sketch does not lie within the shape, more than 1 mm from its boundary.
    """
    ring = _closed_ring(sketch)[:-1]
    if not shape.is_valid:
        raise refused("draw.invalid-neighbour", in_metres(ring[0]))
    inner = shape_of_parts([[ring]])
    parts = canonical_parts(grid_parts(shape))
    for part in parts:
        land = shape_of_parts([part])
        if land.contains(inner) and shapely.distance(land.boundary, inner) > GRID_M:
            outer = shape_of_parts([[*one, ring] if one is part else one for one in parts])
            return outer, inner
    raise refused("hole.not-inside", in_metres(ring[0]))


def _closed_ring(sketch: Polygon) -> list[GridPoint]:
    """Return the outline of a sketch on the grid, the first point repeated at the end."""
    try:
        ring = [grid_point((e, n)) for e, n in shapely.get_coordinates(sketch.exterior).tolist()]
    except ValueError as error:
        raise refused("draw.too-small", (0.0, 0.0)) from error
    place = in_metres(ring[0])
    path = [point for at, point in enumerate(ring) if at == 0 or point != ring[at - 1]]
    if len(set(path)) < 3:
        raise refused("draw.too-small", place)
    if not Polygon(path).is_valid:
        raise refused("draw.crosses-itself", place)
    return path


def _free_land(path: list[GridPoint], around: list[MultiPolygon], noded: list[list[Part]]) -> list[Part]:
    """Return the faces within a closed path and outside all shapes, joined where they share an edge."""
    lines = set(edges_of(path[:-1])) | {edge for parts in noded for edge in directed_edges(parts)}
    undirected = {edge if edge[0] < edge[1] else edge[::-1] for edge in lines}
    cells = shapely.get_parts(
        shapely.polygonize(shapely.linestrings(np.array(sorted(undirected), dtype=float)))
    )
    inner = shapely.point_on_surface(cells)
    is_free = shapely.within(inner, Polygon(path))
    metres = shapely.transform(inner, lambda points: points / 1000)
    for shape in around:
        is_free &= ~shapely.intersects(metres, shape)
    edges = directed_edges(
        canonical_parts(
            [
                [
                    [(int(x), int(y)) for x, y in shapely.get_coordinates(ring)[:-1].tolist()]
                    for ring in shapely.get_rings(cell)
                ]
                for cell in cells[is_free]
            ]
        )
    )
    boundary = {edge for edge in edges if edge[::-1] not in edges}
    return faces(boundary, set()) if boundary else []
