"""One picture with a place: GeoTIFF, a picture with a world file, a scanned sheet placed by control points.

A sheet that was scanned into a PDF is its first page, drawn.

Sources: OGC GeoTIFF 1.1 (tags 33550, 33922, 34264, 34735; keys 1025, 2048, 3072); ESRI world files.
"""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image, UnidentifiedImageError
from pyproj import CRS
from pyproj.exceptions import CRSError

from landdesk.domain.arrays import Floats
from landdesk.domain.errors import InvalidInputError
from landdesk.services.backgrounds.raster import Box, Pixels, Window
from landdesk.services.backgrounds.refusals import damaged, no_place, too_large, unknown_kind
from landdesk.services.importing.scans import draw_page, is_pdf, page_size_px

MEGAPIXELS_AT_MOST: Final = 60
"""4 bytes each and a third more for the smaller copies: 320 MB."""
SHEET_DPI: Final = 300.0
"""At which sheets are scanned."""
_SCALE, _TIES, _MATRIX, _KEYS = 33550, 33922, 34264, 34735
_RASTER_TYPE, _GEOGRAPHIC, _PROJECTED = 1025, 2048, 3072
_PIXEL_IS_POINT: Final = 2
_FREE: Final = 32767
"""What stands for a system without a code."""
_SMALLEST_PX: Final = 256


class PictureRaster:
    """A picture and its place.

    Args:
        path: The picture.
        matrix: 2 × 3; takes column and row of a pixel's upper left corner to its plane.
        crs: Its plane; None for that of the store.
        size_px: Width and height.
    """

    def __init__(self, path: Path, matrix: Floats, crs: CRS | None, size_px: tuple[int, int]) -> None:
        self._path, self._matrix = path, matrix
        self.crs = crs
        width, height = size_px
        corners = np.array([(0, 0), (width, 0), (0, height), (width, height)], dtype=np.float64)
        ground = corners @ matrix[:, :2].T + matrix[:, 2]
        low, high = ground.min(axis=0), ground.max(axis=0)
        self.box: Box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        self._levels: list[Pixels] = []
        self.unreadable = 0

    def window(self, box: Box, unit_per_px: float) -> Generator[None, None, Window | None]:
        """Return the part of the picture that covers a box, from a smaller copy where that is fine enough."""
        if not self._levels and not self.unreadable:
            yield from self._read()
        if not self._levels:
            return None
        unit = float(np.sqrt(abs(np.linalg.det(self._matrix[:, :2]))))
        wanted = int(np.floor(np.log2(max(unit_per_px / unit, 1.0)) + 0.25))
        level = min(wanted, len(self._levels) - 1)
        pixels = self._levels[level]
        whole = np.vstack([self._matrix, [0.0, 0.0, 1.0]])
        to_pixel = np.linalg.inv(whole)[:2] / 2.0**level
        corners = np.array([(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])
        places = corners @ to_pixel[:, :2].T + to_pixel[:, 2]
        low, high = np.floor(places.min(axis=0)) - 1, np.ceil(places.max(axis=0)) + 1
        left, top = (int(max(value, 0)) for value in low)
        right, bottom = int(min(high[0], pixels.shape[1])), int(min(high[1], pixels.shape[0]))
        if left >= right or top >= bottom:
            return None
        to_pixel = to_pixel.copy()
        to_pixel[:, 2] -= (left, top)
        return Window(pixels[top:bottom, left:right], to_pixel)

    def _read(self) -> Iterator[None]:
        try:
            made = _unpacked(self._path)
        except (OSError, ValueError, SyntaxError, InvalidInputError):
            self.unreadable = 1
            return
        yield
        levels = [np.asarray(made)]
        while min(made.size) > _SMALLEST_PX:
            made = made.reduce(2)
            levels.append(np.asarray(made))
            yield
        self._levels = levels


def open_placed(path: Path, matrix: Floats) -> PictureRaster:
    """Open a picture whose place on the store's plane is known.

    Raises:
        InvalidInputError: It is no picture or too large.
    """
    return PictureRaster(path, matrix, None, picture_size(path))


def open_picture(path: Path) -> PictureRaster:
    """Open a picture that says itself where it lies: a GeoTIFF, or one with a world file beside it.

    Raises:
        InvalidInputError: It is no picture, too large, or says nothing of its place.
        OSError: The system does not let it be read.
    """
    size = picture_size(path)
    tags: dict[int, Any] = {}
    if not is_pdf(path):
        with Image.open(path) as picture:
            tags = dict(getattr(picture, "tag_v2", {}))
    matrix = _matrix_of(tags)
    if matrix is not None:
        return PictureRaster(path, matrix, _system_of(tags), size)
    world = _world_file(path)
    if world is None:
        raise no_place(path)
    return PictureRaster(path, _matrix_of_world_file(path, world), _system_of(tags), size)


def small_copy(path: Path, side_px: int) -> tuple[Pixels, float]:
    """Return a picture, smaller where a side is longer than this, and how many of its pixels are one of these.

    Raises:
        InvalidInputError: It is no picture, damaged or too large.
        OSError: The system does not let it be read.
    """
    width, height = picture_size(path)
    factor = max(1, -(-max(width, height) // side_px))
    try:
        made = _unpacked(path)
    except (OSError, ValueError, SyntaxError) as error:
        raise damaged(path) from error
    return np.asarray(made.reduce(factor) if factor > 1 else made), float(factor)


def picture_size(path: Path) -> tuple[int, int]:
    """Return width and height of a picture that fits into memory.

    Raises:
        InvalidInputError: It is no picture or too large.
        OSError: The system does not let it be read.
    """
    if is_pdf(path):
        return page_size_px(path, 0, SHEET_DPI)
    with path.open("rb") as file:
        try:
            with Image.open(file) as picture:
                size = picture.size
        except UnidentifiedImageError as error:
            raise unknown_kind(path) from error
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise damaged(path) from error
    megapixels = size[0] * size[1] / 1e6
    if megapixels > MEGAPIXELS_AT_MOST:
        raise too_large(path, megapixels, MEGAPIXELS_AT_MOST)
    return size


def _unpacked(path: Path) -> Image.Image:
    """Return a picture as red, green, blue and opacity; of a PDF the first page, as `picture_size` measures it.

    Raises:
        InvalidInputError: The PDF is damaged or locked.
        OSError, ValueError, SyntaxError: The picture is damaged or cannot be read.
    """
    if not is_pdf(path):
        with Image.open(path) as picture:
            return picture.convert("RGBA")
    width, _height = page_size_px(path, 0, SHEET_DPI)
    page = draw_page(path, 0, width)
    return Image.frombytes("RGB", (page.width, page.height), page.rgb).convert("RGBA")


def _matrix_of(tags: dict[int, Any]) -> Floats | None:
    half = 0.5 if _keys_of(tags).get(_RASTER_TYPE) == _PIXEL_IS_POINT else 0.0
    matrix: Floats | None = None
    if _MATRIX in tags and len(tags[_MATRIX]) >= 8:
        values = tags[_MATRIX]
        matrix = np.array(
            [[values[0], values[1], values[3]], [values[4], values[5], values[7]]], dtype=np.float64
        )
    elif _SCALE in tags and _TIES in tags and len(tags[_TIES]) >= 6:
        (wide, high), tie = tags[_SCALE][:2], tags[_TIES]
        matrix = np.array(
            [[wide, 0.0, tie[3] - tie[0] * wide], [0.0, -high, tie[4] + tie[1] * high]], dtype=np.float64
        )
    if matrix is None or not np.isfinite(matrix).all() or abs(np.linalg.det(matrix[:, :2])) < 1e-18:
        return None
    matrix[:, 2] -= matrix[:, :2] @ (half, half)
    return matrix


def _keys_of(tags: dict[int, Any]) -> dict[int, int]:
    """Return the GeoTIFF keys with short values."""
    raw: Sequence[int] = tags.get(_KEYS, ())
    quads = [raw[at : at + 4] for at in range(4, len(raw) - 3, 4)]
    return {int(key): int(value) for key, place, _count, value in quads if place == 0}


def _system_of(tags: dict[int, Any]) -> CRS | None:
    """Return the plane that a GeoTIFF names; None where it has none, which is taken for the store's."""
    keys = _keys_of(tags)
    for key in (_PROJECTED, _GEOGRAPHIC):
        code = keys.get(key)
        if code and code != _FREE:
            try:
                return CRS.from_epsg(code)
            except CRSError:
                continue
    return None


def _world_file(path: Path) -> Path | None:
    suffix = path.suffix.lower()
    short = f".{suffix[1]}{suffix[-1]}w" if len(suffix) > 2 else ""
    wanted = {short, f"{suffix}w", ".wld"} - {""}
    return next(
        (
            one
            for one in sorted(path.parent.iterdir())
            if one.stem == path.stem and one.suffix.lower() in wanted and one.is_file()
        ),
        None,
    )


def _matrix_of_world_file(path: Path, world: Path) -> Floats:
    try:
        a, d, b, e, c, f = (float(line.replace(",", ".")) for line in world.read_text("ascii").split()[:6])
    except ValueError as error:
        raise no_place(path) from error
    matrix = np.array([[a, b, c], [d, e, f]], dtype=np.float64)
    if not np.isfinite(matrix).all() or abs(np.linalg.det(matrix[:, :2])) < 1e-18:
        raise no_place(path)
    # A world file speaks of the middle of the first pixel.
    matrix[:, 2] -= matrix[:, :2] @ (0.5, 0.5)
    return matrix
