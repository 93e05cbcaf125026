"""Cutting a parcel along a line; see ``geometry.py``, through which it is used.

Metres outside, whole millimetres inside. Line and boundary are noded with each other on the grid
(``noding.py``) before anything is taken apart, so the pieces fit each other and the neighbours bit for bit.
"""

from collections.abc import Sequence
from itertools import compress, pairwise, product
from math import dist
from typing import Final, NamedTuple

import numpy as np
import shapely
from shapely import LineString, MultiPolygon

from landdesk.domain.canonical_shape import Polygonal, grid_parts, shape_of_parts
from landdesk.domain.grid import GRID_M, GridPoint, Part, grid_point, in_metres
from landdesk.domain.noding import (
    Edge,
    NodingError,
    directed_edges,
    faces,
    lies_on,
    node_line,
    vertices_of,
)
from landdesk.domain.ring_order import canonical_parts, twice_area_of
from landdesk.domain.shape_refusals import any_point, refused

_REACHES: Final = (1, 2, 3, 5, 10)
"""How far a node may be shifted along its edge to keep the area, in mm, the least that will do."""


def split_polygon(shape: Polygonal, line: LineString) -> Sequence[MultiPolygon]:
    """Cut one shape along a line into two or more.

    The cut goes through every vertex it passes within 1 mm; where it crosses an edge it puts a node there,
    which the neighbours need too (`insert_shared_nodes`). Every part that the line crosses is cut, and each
    piece is a shape of its own; parts that it does not cross stay with the largest piece. Where a short cut
    meets long edges its nodes are shifted by up to 10 mm along them, so that the areas still add up.

    Args:
        shape: Valid shape in metres; holes are kept.
        line: Cutting line in the same plane; both ends lie outside ``shape`` or on its boundary.

    Returns:
        The pieces on the 1 mm grid, largest first. Their areas add up to that of ``shape`` within 1 mm times
        the length of the cut.

    Raises:
        RefusedError: ``split.line-misses``: the line does not divide the shape, or ends within it.
            ``split.line-crosses-itself``. ``split.invalid-shape``: the shape is invalid already.
            ``split.piece-too-narrow``: a piece would be narrower than the grid. ``split.area-off``: no grid
            points near the crossings keep the area. ``split.breaks-polygon``: rounding would make a piece
            invalid.
    """
    if not shape.is_valid:
        raise refused("split.invalid-shape", any_point(shape))
    try:
        way = _without_repeats([grid_point((e, n)) for e, n in shapely.get_coordinates(line).tolist()])
    except ValueError as error:
        raise refused("split.line-misses", any_point(shape)) from error
    if len(way) < 2:
        raise refused("split.line-misses", any_point(shape))
    if not line.is_simple:
        raise refused("split.line-crosses-itself", in_metres(way[0]))
    whole = canonical_parts(grid_parts(shape))
    noded, way, cuts = _noded_cut(whole, way)
    if not _keeps_area(whole, noded, cuts):
        shifted = _shifted_to_keep_area(whole, noded, way, _area_limit(cuts))
        if shifted is None:
            raise refused("split.area-off", in_metres(cuts[0][0]))
        noded, way, cuts = _noded_cut(whole, shifted)
        if not _keeps_area(whole, noded, cuts):
            raise refused("split.area-off", in_metres(cuts[0][0]))
    return _pieces(noded, cuts)


def _noded_cut(
    whole: Sequence[Part], line: Sequence[GridPoint]
) -> tuple[list[Part], list[GridPoint], list[Edge]]:
    """Return parts and line noded with each other, and the steps of the line within the land."""
    try:
        noded, way = node_line(whole, line)
    except NodingError as error:
        raise refused("split.breaks-polygon", in_metres(line[0])) from error
    return noded, way, _cuts(noded, way)


def _area_limit(cuts: Sequence[Edge]) -> int:
    """Return the doubled area in mm² that nodes may add or take.

    Promised is 1 mm times the length of the cut; a tenth is kept back, for whoever measures along the line as
    it was drawn, before it was put on the grid.
    """
    return int(1.8 * sum(dist(*cut) for cut in cuts))


def _keeps_area(whole: Sequence[Part], noded: Sequence[Part], cuts: Sequence[Edge]) -> bool:
    return abs(twice_area_of(noded) - twice_area_of(whole)) <= _area_limit(cuts)


def _shifted_to_keep_area(
    whole: Sequence[Part], noded: Sequence[Part], path: Sequence[GridPoint], limit: int
) -> list[GridPoint] | None:
    """Shift the two new nodes on the longest edges along them by some millimetres, so that the area is kept.

    A node 0.7 mm beside an edge of 300 m adds or takes 0.1 m², which a short cut must not do. The grid points
    along an edge lie at many distances beside it, to both sides, so that the gains of some pair cancel out.

    Args:
        whole: The parts as they were.
        noded: The same with the new nodes.
        path: The line with the new nodes.
        limit: Doubled area in square millimetres that may be added or taken.

    Returns:
        The line with shifted nodes, to be noded again; None if no pair within 10 mm does.
    """
    change = twice_area_of(noded) - twice_area_of(whole)
    new = vertices_of(noded) - vertices_of(whole)
    chords = [
        (before, point, after)
        for part in noded
        for ring in part
        for before, point, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True)
        if point in new
    ]
    chords.sort(key=lambda chord: dist(chord[0], chord[2]), reverse=True)
    for reach in _REACHES:
        shifts = [_shifts(*chord, reach) for chord in chords[:2]]
        fitting = [
            pair for pair in product(*shifts) if abs(change + sum(shift.gain for shift in pair)) <= limit
        ]
        if fitting:
            best = min(fitting, key=lambda pair: sum(shift.length2 for shift in pair))
            moved = {shift.start: shift.end for shift in best}
            return [moved.get(point, point) for point in path]
    return None


class _Shift(NamedTuple):
    """A node's move to another grid point on its edge: squared length in mm², gain of doubled area in mm²."""

    length2: int
    start: GridPoint
    end: GridPoint
    gain: int


def _shifts(before: GridPoint, node: GridPoint, after: GridPoint, reach: int) -> list[_Shift]:
    found = []
    for x, y in product(range(-reach, reach + 1), repeat=2):
        place = node[0] + x, node[1] + y
        if x * x + y * y <= reach * reach and lies_on(place, (before, after)):
            # The land lies to the left: the triangle before, node, after is taken from it or added to it.
            gain = x * (after[1] - before[1]) - y * (after[0] - before[0])
            found.append(_Shift(x * x + y * y, node, place, gain))
    return found


def _cuts(noded: Sequence[Part], way: Sequence[GridPoint]) -> list[Edge]:
    """Return the steps of a noded line that run within the land."""
    place = in_metres(way[0])
    if len(way) < 2:
        raise refused("split.line-misses", place)
    land = shape_of_parts(noded)
    if not (land.is_valid and LineString(way).is_simple):
        raise refused("split.breaks-polygon", place)
    boundary = directed_edges(noded)
    steps = [step for step in pairwise(way) if step not in boundary and step[::-1] not in boundary]
    middles = [((start[0] + end[0]) / 2, (start[1] + end[1]) / 2) for start, end in steps]
    is_within = shapely.contains_xy(land, np.array(middles).reshape(-1, 2) / 1000)
    cuts = list(compress(steps, is_within))
    if not cuts:
        raise refused("split.line-misses", place)
    return cuts


def _pieces(noded: Sequence[Part], cuts: Sequence[Edge]) -> list[MultiPolygon]:
    """Return the shapes that cuts make of noded parts, largest first."""
    place = in_metres(cuts[0][0])
    try:
        found = faces(directed_edges(noded), set(cuts))
    except NodingError as error:
        # A step ends within the land or in a hole. Any other step divides what lies to both its sides.
        raise refused("split.line-misses", place) from error
    cut_edges = {edge for cut in cuts for edge in (cut, cut[::-1])}
    is_cut = [not cut_edges.isdisjoint(directed_edges([part])) for part in found]
    first, *rest = sorted(compress(found, is_cut), key=lambda part: twice_area_of([part]), reverse=True)
    uncut = [part for part, is_piece in zip(found, is_cut, strict=True) if not is_piece]
    pieces = [shape_of_parts([part]) for part in (first, *rest)]
    if any(map(_is_narrower_than_grid, pieces)):
        raise refused("split.piece-too-narrow", place)
    pieces[0] = shape_of_parts([first, *uncut])
    if twice_area_of(found) != twice_area_of(noded) or not all(piece.is_valid for piece in pieces):
        raise refused("split.breaks-polygon", place)
    return pieces


def _is_narrower_than_grid(shape: MultiPolygon) -> bool:
    # The largest circle within a shape has a radius of area / perimeter at least: most shapes need no buffer.
    if shape.area >= shape.length * GRID_M / 2:
        return False
    return bool(shape.buffer(-GRID_M / 2).is_empty)


def _without_repeats(points: Sequence[GridPoint]) -> list[GridPoint]:
    return [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
