"""What every picture of the ground can do, and how its pixels come onto the plane of the store.

A raster has a plane of its own (Web Mercator, a zone of VN-2000, or the store's). It hands out a window: pixels that
cover a box of that plane finely enough. The pixels of the map are looked up in it through a coarse grid of
transformed points, between which lines are straight to a small part of a pixel.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from landdesk.domain.arrays import Floats

Pixels = NDArray[np.uint8]
"""Height × width × 4: red, green, blue, opacity."""
Box = tuple[float, float, float, float]

_GRID_PX: Final = 64
_ROWS_AT_ONCE: Final = 48
"""The window's thread waits for Python while a row of these is worked out: about a millisecond."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Pixels of a part of a raster.

    Args:
        pixels: Height × width × 4, from the upper left.
        to_pixel: Takes points of the raster's plane (n, 2) to column and row: 2 × 3, the last column is added.
    """

    pixels: Pixels
    to_pixel: Floats


class Raster(Protocol):
    """A picture of the ground."""

    @property
    def crs(self) -> CRS | None:
        """Its plane; None for the plane of the store."""

    @property
    def box(self) -> Box:
        """What it covers: west, south, east, north of its plane."""

    def window(self, box: Box, unit_per_px: float) -> Generator[None, None, Window | None]:
        """Stop after each small step of work; return the window, None where there is none.

        Args:
            box: The part that is needed, on its plane.
            unit_per_px: How fine, units of its plane to a pixel.
        """


class Warp:
    """The way from the store's plane to that of a raster.

    Args:
        raster: The raster.
        system: EPSG code of the store.
    """

    def __init__(self, raster: Raster, system: int) -> None:
        self.raster = raster
        same = raster.crs is None or raster.crs == CRS.from_epsg(system)
        self._way = None if same else Transformer.from_crs(system, raster.crs, always_xy=True)
        self._back = None if same else Transformer.from_crs(raster.crs, system, always_xy=True)

    def there(self, points: Floats) -> Floats:
        """Return points (n, 2) of the store's plane on the raster's; infinite where there is no place."""
        return _turned(self._way, points)

    def box(self) -> Box:
        """Return the box of the raster on the store's plane.

        Raises:
            ValueError: It has no place there.
        """
        west, south, east, north = self.raster.box
        steps = np.linspace(0.0, 1.0, 9)
        across, up = west + (east - west) * steps, south + (north - south) * steps
        edge = np.array(
            [*((x, y) for x in across for y in (south, north)), *((x, y) for y in up for x in (west, east))]
        )
        found = _turned(self._back, edge)
        found = found[np.isfinite(found).all(axis=1)]
        if not len(found):
            message = "the picture has no place on the plane"
            raise ValueError(message)
        low, high = found.min(axis=0), found.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def steps(
        self, box: Box, m_per_px: float, target: NDArray[np.uint32], opacity: float = 1.0
    ) -> Iterator[None]:
        """Lay the raster over a picture; stops after every small step.

        Args:
            box: Ground of the picture on the store's plane.
            m_per_px: Metres to a pixel of it.
            target: Its rows of 0xffRRGGBB, from the north.
            opacity: 0 to 1.
        """
        height, width = target.shape
        columns = np.unique(np.append(np.arange(0, width, _GRID_PX), width - 1))
        rows = np.unique(np.append(np.arange(0, height, _GRID_PX), height - 1))
        x = box[0] + (columns + 0.5) * m_per_px
        y = box[3] - (rows + 0.5) * m_per_px
        grid = self.there(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
        if not np.isfinite(grid).all():
            return
        wanted = _meeting((*grid.min(axis=0), *grid.max(axis=0)), self.raster.box)
        if wanted is None:
            return
        found = yield from self.raster.window(wanted, _unit_per_px(grid, len(columns), columns))
        if found is None:
            return
        places = grid @ found.to_pixel[:, :2].T + found.to_pixel[:, 2]
        lattice = places.reshape(len(rows), len(columns), 2)
        for first in range(0, height, _ROWS_AT_ONCE):
            last = min(first + _ROWS_AT_ONCE, height)
            _lay(found.pixels, _between(lattice, rows, columns, first, last), target[first:last], opacity)
            yield


def _turned(way: Transformer | None, points: Floats) -> Floats:
    if way is None:
        return points
    try:
        x, y = way.transform(points[:, 0], points[:, 1])
    except ProjError:
        return np.full_like(points, np.inf)
    return np.column_stack([x, y])


def _meeting(one: Box, other: Box) -> Box | None:
    west, south = max(one[0], other[0]), max(one[1], other[1])
    east, north = min(one[2], other[2]), min(one[3], other[3])
    return (float(west), float(south), float(east), float(north)) if west < east and south < north else None


def _unit_per_px(grid: Floats, across: int, columns: NDArray[np.int64]) -> float:
    """Return the units of the raster's plane to a pixel of the map, in the middle row."""
    if across < 2:
        return 1.0
    line = grid.reshape(-1, across, 2)[len(grid) // across // 2]
    return float(np.hypot(*(line[-1] - line[0])) / (columns[-1] - columns[0]))


def _between(
    lattice: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64], first: int, last: int
) -> NDArray[np.float32]:
    """Return column and row in the window for every pixel of some rows of the map."""
    wanted = np.arange(first, last)
    upper = np.clip(np.searchsorted(rows, wanted, side="right") - 1, 0, max(len(rows) - 2, 0))
    lower = np.minimum(upper + 1, len(rows) - 1)
    span = np.maximum(rows[lower] - rows[upper], 1)
    share = ((wanted - rows[upper]) / span)[:, None, None]
    lines = lattice[upper] * (1 - share) + lattice[lower] * share
    pixels = np.arange(columns[-1] + 1)
    left = np.clip(np.searchsorted(columns, pixels, side="right") - 1, 0, max(len(columns) - 2, 0))
    right = np.minimum(left + 1, len(columns) - 1)
    part = ((pixels - columns[left]) / np.maximum(columns[right] - columns[left], 1)).astype(np.float32)
    lines = lines.astype(np.float32)
    places: NDArray[np.float32] = lines[:, left] * (1 - part[:, None]) + lines[:, right] * part[:, None]
    return places


def _lay(source: Pixels, places: NDArray[np.float32], target: NDArray[np.uint32], opacity: float) -> None:
    height, width = source.shape[:2]
    column = np.floor(places[..., 0]).astype(np.int32)
    row = np.floor(places[..., 1]).astype(np.int32)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    if not inside.any():
        return
    taken = source[row[inside], column[inside]].astype(np.uint32)
    strength = np.rint(taken[:, 3] * opacity).astype(np.uint32)
    below = target[inside]
    made = np.zeros(len(below), dtype=np.uint32)
    for place, shift in enumerate((16, 8, 0)):
        under = (below >> shift) & 0xFF
        # To the nearest whole number of 255ths.
        mixed = (taken[:, place] * strength + under * (255 - strength) + 127) // 255
        made |= mixed << shift
    target[inside] = made | 0xFF000000
