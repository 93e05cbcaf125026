"""Parcels as a GeoPackage with one flat row each, as surveyors hand them over."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import shapely
from fiona.crs import CRS
from fiona.io import MemoryFile

from landdesk.files import publish_file
from landdesk.services.exporting.parcels import PARCEL_COLUMNS, held

PARCEL_LAYER: Final = "parcels"


def write_parcel_geopackage(path: Path, rows: Iterable[Mapping[str, Any]], epsg: int) -> None:
    """Write rows as layer ``parcels``; the file appears when it is complete.

    Args:
        rows: Values by the names of the schema, and ``geometry`` as well-known bytes, metres, easting first.
        epsg: System of the coordinates.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    # GDAL makes the file in memory: of a disk that is full it has many words, and not always one.
    with MemoryFile(ext=".gpkg") as made:
        with made.open(
            driver="GPKG",
            layer=PARCEL_LAYER,
            crs=CRS.from_epsg(epsg),
            schema={"geometry": "MultiPolygon", "properties": PARCEL_COLUMNS},
        ) as layer:
            layer.writerecords(_feature(row) for row in rows)
        made.seek(0)
        content = made.read()
    publish_file(path, lambda file: file.write(content))


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: held(row[name]) for name in PARCEL_COLUMNS}
    shape = row["geometry"]
    geometry = None if shape is None else shapely.from_wkb(shape).__geo_interface__
    return {"type": "Feature", "properties": properties, "geometry": geometry}
