"""The one grid of 1 mm on which every stored coordinate lies.

Coordinates are metres outside and whole millimetres inside; easting first. A coordinate is put on the grid by
``rint(x * 1000) / 1000`` in double precision, halves to the even millimetre. ``round(x / 0.001) * 0.001``
gives another last bit and must not be used anywhere. Nothing here knows rings or shapes.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

GRID_M: Final = 0.001
LIMIT_M: Final = 1e9
"""Largest coordinate held. Up to 2**50 mm metres and millimetres turn into each other without loss; this is
well below, and far above any projected coordinate on Earth."""

GridPoint = tuple[int, int]
"""Easting, northing in whole millimetres."""
Ring = list[GridPoint]
"""Points of a closed ring; the closing point is not repeated."""
Part = list[Ring]
"""One polygon: the shell, then the holes."""


def is_holdable(coordinates: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each coordinate in metres whether the grid can hold it: finite and within `LIMIT_M`."""
    # Not-a-number compares as False, without a warning.
    held: NDArray[np.bool_] = np.abs(coordinates) <= LIMIT_M
    return held


def to_millimetres(coordinates: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the nearest grid points of coordinates in metres, of any array shape.

    Raises:
        ValueError: A coordinate is not finite or beyond `LIMIT_M`.
    """
    if not is_holdable(coordinates).all():
        raise ValueError("a coordinate is not finite or too large for the grid")
    points: NDArray[np.int64] = np.rint(coordinates * 1000).astype(np.int64)
    return points


def to_metres(millimetres: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return grid points in metres. There is no -0, since integers have none."""
    metres: NDArray[np.float64] = millimetres / 1000
    return metres


def millimetre(coordinate_m: float) -> int:
    """Return one coordinate in metres as whole millimetres, with the same result as `to_millimetres`.

    Raises:
        ValueError: The coordinate is not finite or beyond `LIMIT_M`.
    """
    if not -LIMIT_M <= coordinate_m <= LIMIT_M:
        raise ValueError("a coordinate is not finite or too large for the grid")
    return round(coordinate_m * 1000)


def grid_point(point: tuple[float, float]) -> GridPoint:
    """Return the nearest grid point of an easting and northing in metres.

    Raises:
        ValueError: A coordinate is not finite or beyond `LIMIT_M`.
    """
    return millimetre(point[0]), millimetre(point[1])


def in_metres(point: GridPoint) -> tuple[float, float]:
    """Return the easting and northing of a grid point in metres."""
    return point[0] / 1000, point[1] / 1000
