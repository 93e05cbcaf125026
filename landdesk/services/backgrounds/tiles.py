"""Tile archives: MBTiles and PMTiles of pictures in Web Mercator, the newest kept decoded.

Sources: MBTiles specification 1.3; PMTiles specification 3; OGC two-dimensional tile matrix set WebMercatorQuad.
"""

import io
from collections import OrderedDict
from collections.abc import Generator, Iterable
from contextlib import suppress
from itertools import islice
from math import ceil, floor, log2, pi
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from PIL import Image, UnidentifiedImageError
from pyproj import CRS

from landdesk.services.backgrounds.raster import Box, Pixels, Window
from landdesk.services.backgrounds.refusals import damaged, no_pictures
from landdesk.store.tile_archive import SAMPLES, TileArchive

_WORLD_M: Final = pi * 6378137.0
"""Half the width of Web Mercator: EPSG:3857."""
_TILES_AT_ONCE: Final = 80
_KEPT: Final = 96


class Archive(Protocol):
    """Where tiles come from; rows are counted from the north."""

    zooms: tuple[int, int]

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile as it is stored, None where there is none; raises OSError where it cannot be read."""

    def samples(self) -> Iterable[bytes]:
        """Return some tiles as they are stored."""


class TileRaster:
    """A tile archive as one picture.

    Args:
        archive: The tiles.
        path: To be named in errors.
        box: What it covers, metres of Web Mercator.

    Attributes:
        unreadable: How many tiles could not be read so far; they stay empty.
    """

    def __init__(self, archive: Archive, path: Path, box: Box) -> None:
        self._archive = archive
        self._kept: OrderedDict[tuple[int, int, int], Pixels | None] = OrderedDict()
        self.unreadable = 0
        self.box = box
        self.crs = CRS.from_epsg(3857)
        self._size_px = self._first_size(path)

    def window(self, box: Box, unit_per_px: float) -> Generator[None, None, Window | None]:
        """Return the tiles of a box joined; stops after each tile."""
        zoom = self._zoom_for(unit_per_px)
        while True:
            side_m = 2 * _WORLD_M / (1 << zoom)
            west, east = floor((box[0] + _WORLD_M) / side_m), ceil((box[2] + _WORLD_M) / side_m)
            north, south = floor((_WORLD_M - box[3]) / side_m), ceil((_WORLD_M - box[1]) / side_m)
            if (east - west) * (south - north) <= _TILES_AT_ONCE or zoom <= self._archive.zooms[0]:
                break
            zoom -= 1
        size = self._size_px
        if (east - west) * (south - north) > _TILES_AT_ONCE:
            return None
        joined = np.zeros(((south - north) * size, (east - west) * size, 4), dtype=np.uint8)
        for row in range(north, south):
            for column in range(west, east):
                pixels = self._tile(zoom, column, row)
                if pixels is not None:
                    top, left = (row - north) * size, (column - west) * size
                    joined[top : top + size, left : left + size] = pixels
                yield
        px = side_m / size
        to_pixel = np.array(
            [
                [1 / px, 0.0, (_WORLD_M - west * side_m) / px],
                [0.0, -1 / px, (_WORLD_M - north * side_m) / px],
            ]
        )
        return Window(joined, to_pixel)

    def _zoom_for(self, unit_per_px: float) -> int:
        """Return the coarsest level that is nearly as fine as the map, within those there are."""
        finest = 2 * _WORLD_M / (self._size_px * max(unit_per_px, 1e-6))
        first, last = self._archive.zooms
        return min(max(round(log2(max(finest, 1.0))), first), last)

    def _tile(self, zoom: int, column: int, row: int) -> Pixels | None:
        key = zoom, column, row
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        try:
            raw = self._archive.tile(*key)
            pixels = None if raw is None else decoded(raw, self._size_px)
        except (OSError, ValueError, Image.DecompressionBombError):
            self.unreadable += 1
            pixels = None
        self._kept[key] = pixels
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return pixels

    def _first_size(self, path: Path) -> int:
        """Return the side of a tile in pixels, from the first of some that is a picture.

        Raises:
            InvalidInputError: None is, or the archive cannot be read.
        """
        try:
            for raw in self._archive.samples():
                with suppress(UnidentifiedImageError), Image.open(io.BytesIO(raw)) as picture:
                    return int(picture.size[0])
        except (OSError, ValueError) as error:
            raise damaged(path) from error
        raise no_pictures(path)


def decoded(raw: bytes, size_px: int) -> Pixels:
    """Return the pixels of a tile.

    Raises:
        OSError: It is no picture or cut short.
    """
    with Image.open(io.BytesIO(raw)) as picture:
        made = picture.convert("RGBA")
        return np.asarray(made if made.size == (size_px, size_px) else made.resize((size_px, size_px)))


def open_mbtiles(path: Path) -> TileRaster:
    """Open an MBTiles file.

    Raises:
        InvalidInputError: Damaged, without tiles, or of other tiles than pictures.
    """
    try:
        archive = TileArchive(path)
    except OSError as error:
        raise damaged(path) from error
    if archive.zooms is None:
        archive.close()
        raise no_pictures(path)
    deepest = archive.zooms[1]
    extent = archive.extent(deepest)
    if extent is None:
        archive.close()
        raise no_pictures(path)
    side_m = 2 * _WORLD_M / (1 << deepest)
    west, east, north, south = extent
    box = (
        west * side_m - _WORLD_M,
        _WORLD_M - (south + 1) * side_m,
        (east + 1) * side_m - _WORLD_M,
        _WORLD_M - north * side_m,
    )
    return TileRaster(_Mbtiles(archive, archive.zooms), path, box)


class _Mbtiles:
    def __init__(self, archive: TileArchive, zooms: tuple[int, int]) -> None:
        self._archive = archive
        self.zooms = zooms

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        return self._archive.tile(zoom, column, row)

    def samples(self) -> Iterable[bytes]:
        return self._archive.samples()


class _Pmtiles:
    def __init__(self, path: Path) -> None:
        from pmtiles import reader

        with path.open("rb") as file:
            # A file that is cut short or empty must not be mapped.
            if file.seek(0, io.SEEK_END) < 127:
                message = "too short"
                raise OSError(message)
            made: Any = reader
            self._source = made.MmapSource(file)
        self._reader = made.Reader(self._source)
        self.header: dict[str, Any] = self._reader.header()
        self.zooms: tuple[int, int] = (int(self.header["min_zoom"]), int(self.header["max_zoom"]))

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        if not (0 <= column < 1 << zoom and 0 <= row < 1 << zoom):
            return None
        found: bytes | None = self._reader.get(zoom, column, row)
        return found

    def samples(self) -> Iterable[bytes]:
        from pmtiles import reader

        made: Any = reader
        return (raw for _place, raw in islice(made.all_tiles(self._source), SAMPLES))


def open_pmtiles(path: Path) -> TileRaster:
    """Open a PMTiles archive.

    Raises:
        InvalidInputError: Damaged, or of other tiles than pictures.
    """
    try:
        archive = _Pmtiles(path)
        corners = [
            archive.header[name] / 1e7 for name in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        ]
    except Exception as error:  # whatever the reader makes of a damaged file
        raise damaged(path) from error
    (west, east), (south, north) = _mercator(corners)
    return TileRaster(archive, path, (west, south, east, north))


def _mercator(corners: list[float]) -> tuple[list[float], list[float]]:
    from pyproj import Transformer

    way = Transformer.from_crs(4326, 3857, always_xy=True)
    x, y = way.transform([corners[0], corners[2]], [max(corners[1], -85.0), min(corners[3], 85.0)])
    return list(x), list(y)
