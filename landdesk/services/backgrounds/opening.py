"""Which kind of picture a file is, by its content, and the raster that reads it."""

from pathlib import Path
from typing import Final

from landdesk.domain.arrays import Floats
from landdesk.services.backgrounds.pictures import PictureRaster, open_picture, open_placed
from landdesk.services.backgrounds.refusals import damaged
from landdesk.services.backgrounds.tiles import TileRaster, open_mbtiles, open_pmtiles

_SQLITE: Final = b"SQLite format 3\0"
_PMTILES: Final = b"PMTiles"

BackgroundRaster = TileRaster | PictureRaster


def open_background(path: Path, matrix: Floats | None = None) -> BackgroundRaster:
    """Open a picture that lies below the parcels.

    Args:
        path: The file.
        matrix: Where control points have placed it, 2 × 3 from pixels to the store's plane; None where it says itself.

    Raises:
        InvalidInputError: It is no such picture, damaged, too large, or has no place.
        OSError: The system does not let it be read.
    """
    with path.open("rb") as file:
        begin = file.read(16)
    if not begin:
        raise damaged(path)
    if begin == _SQLITE:
        return open_mbtiles(path)
    if begin.startswith(_PMTILES):
        return open_pmtiles(path)
    return open_placed(path, matrix) if matrix is not None else open_picture(path)
