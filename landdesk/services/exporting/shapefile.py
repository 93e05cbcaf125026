"""Parcels as a Shapefile: texts in UTF-8 and a file that says so, names of columns that fit into ten letters.

A column of the format holds 254 bytes: a longer text is cut between two letters and counted, never in silence.
"""

import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import shapely
from fiona.crs import CRS
from fiona.io import MemoryFile

from landdesk.files import move_into_place, refuse_other_than_file, sync_folder, temporary_in
from landdesk.services.exporting.parcels import ParcelRow, held

NAMES: Final = {
    "source_id": "MATHUA",
    "commune": "MAXA",
    "sheet": "SHBANDO",
    "number": "SHTHUA",
    "land_use": "LOAIDAT",
    "legal_area_m2": "DIENTICH",
    "address": "DIACHI",
    "land_user": "TENCHU",
    "identity_number": "CCCD",
}
"""Column of the table for each column of a row: at most ten letters, each once."""
WIDEST: Final = 254
"""Bytes of a text."""
SUFFIXES: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")

_SCHEMA: Final = {
    "geometry": "Polygon",
    "properties": {
        name: "float:18.2" if column == "legal_area_m2" else f"str:{WIDEST}" for column, name in NAMES.items()
    },
}


def write_parcel_shapefile(
    path: Path, rows: Iterable[ParcelRow], epsg: int, *, encoding: str = "UTF-8"
) -> int:
    """Write rows as a Shapefile of five files and return how many texts had to be cut.

    Args:
        path: The file ending in ``.shp``; the others stand beside it.
        rows: As in ``parcels.py``.
        epsg: System of the coordinates.
        encoding: Of the texts; another one than UTF-8 is for those who practise.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    targets = [path.with_suffix(suffix) for suffix in SUFFIXES]
    for target in targets:
        refuse_other_than_file(target)
    writer = _Features(encoding)
    # GDAL makes the files in memory: of a disk that is full it has many words, and not always one.
    with MemoryFile(ext=".shz") as packed:
        with packed.open(
            driver="ESRI Shapefile", crs=CRS.from_epsg(epsg), schema=_SCHEMA, encoding=encoding
        ) as layer:
            layer.writerecords(writer.features(rows))
        packed.seek(0)
        with zipfile.ZipFile(io.BytesIO(packed.read())) as archive:
            contents = {Path(name).suffix: archive.read(name) for name in archive.namelist()}
    # All files are there before the first one takes its place; the one that people open comes last.
    folder = temporary_in(path.parent)
    folder.mkdir()
    try:
        for suffix in SUFFIXES:
            (folder / suffix).write_bytes(contents[suffix])
        for target in reversed(targets):
            move_into_place(folder / target.suffix, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sync_folder(path.parent)
    return writer.cut


class _Features:
    """Rows as features; counts the texts that were cut."""

    def __init__(self, encoding: str) -> None:
        self.cut = 0
        self._encoding = encoding

    def features(self, rows: Iterable[ParcelRow]) -> Iterator[dict[str, Any]]:
        """Yield each row as fiona wants it."""
        for row in rows:
            shape = row["geometry"]
            yield {
                "type": "Feature",
                "properties": {name: self._fitting(row[column]) for column, name in NAMES.items()},
                "geometry": None if shape is None else shapely.from_wkb(shape).__geo_interface__,
            }

    def _fitting(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        text: str = held(value)
        content = text.encode(self._encoding, errors="replace")
        if len(content) > WIDEST:
            self.cut += 1
        return content[:WIDEST].decode(self._encoding, errors="ignore")
