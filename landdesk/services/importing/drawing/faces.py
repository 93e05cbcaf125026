"""Faces of boundary lines: noded on the grid of 1 mm, joined where they meet, open ends found and not moved."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.grid import GRID_M, is_holdable, to_metres, to_millimetres
from landdesk.services.importing.drawing.content import Points


@dataclass(frozen=True, slots=True)
class Faces:
    """What the lines close and what they do not.

    Args:
        shapes: Polygons on the grid, from the north to the south.
        ends: Easting and northing of each end at which nothing else begins (n, 2).
        gaps_m: Distance from each end to the nearest other line; infinite where none is near.
        unplaced: Lines with a coordinate that is no place; left out.
    """

    shapes: NDArray[Any]
    ends: Points
    gaps_m: NDArray[np.float64]
    unplaced: int


def build_faces(lines: list[Points], near_m: float) -> Faces:
    """Return the faces that lines enclose.

    Args:
        lines: Points (n, 2) of each, metres, easting first.
        near_m: How far from an open end another line is looked for.
    """
    held = [line for line in lines if is_holdable(line).all()]
    unplaced = len(lines) - len(held)
    noded = _noded(held)
    shapes = shapely.get_parts(shapely.polygonize(noded))
    if len(shapes):
        places = shapely.get_coordinates(shapely.point_on_surface(shapes))
        shapes = shapes[np.lexsort([places[:, 0], -places[:, 1]])]
    ends, gaps_m = _open_ends(noded, near_m)
    return Faces(shapes, ends, gaps_m, unplaced)


def _noded(lines: list[Points]) -> NDArray[Any]:
    """Return the lines cut where they cross and meet; what was drawn twice is there once."""
    if not lines:
        return np.empty(0, dtype=object)
    points = to_metres(to_millimetres(np.concatenate(lines)))
    owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    made = shapely.linestrings(points, indices=owner)
    parts: NDArray[Any] = shapely.get_parts(shapely.union_all(made, grid_size=GRID_M))
    long: NDArray[Any] = parts[shapely.length(parts) > 0]
    return long


def _open_ends(noded: NDArray[Any], near_m: float) -> tuple[Points, NDArray[np.float64]]:
    if not len(noded):
        return np.empty((0, 2)), np.empty(0)
    tips = np.concatenate(
        [
            shapely.get_coordinates(shapely.get_point(noded, 0)),
            shapely.get_coordinates(shapely.get_point(noded, -1)),
        ]
    )
    places, first, counts = np.unique(to_millimetres(tips), axis=0, return_index=True, return_counts=True)
    lonely = counts == 1
    ends, owner = to_metres(places[lonely]), first[lonely] % len(noded)
    gaps_m = np.full(len(ends), np.inf)
    points = shapely.points(ends)
    which, other = shapely.STRtree(noded).query(points, predicate="dwithin", distance=near_m)
    foreign = other != owner[which]
    which, other = which[foreign], other[foreign]
    np.minimum.at(gaps_m, which, shapely.distance(points[which], noded[other]))
    return ends, gaps_m
