"""Flat rows with a geometry as a GeoPackage of one layer: parcels as surveyors hand them over, findings."""

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
    """Write parcels as layer ``parcels``.

    Args:
        rows: Values by the names of the schema, and ``geometry`` as well-known bytes, metres, easting first.
        epsg: System of the coordinates.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    shaped = (
        {**row, "geometry": None if row["geometry"] is None else shapely.from_wkb(row["geometry"])}
        for row in rows
    )
    write_geopackage(path, PARCEL_LAYER, "MultiPolygon", PARCEL_COLUMNS, shaped, epsg)


def write_geopackage(
    path: Path,
    layer: str,
    geometry: str,
    columns: Mapping[str, str],
    rows: Iterable[Mapping[str, Any]],
    epsg: int,
) -> None:
    """Write rows; the file appears when it is complete.

    Args:
        path: Where to.
        layer: Name of the layer.
        geometry: Type of all geometries; ``Unknown`` where they differ.
        columns: Kind of each column.
        rows: Values by the names of the columns, and ``geometry`` as a shape, metres, easting first.
        epsg: System of the coordinates.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """

    def feature(row: Mapping[str, Any]) -> dict[str, Any]:
        shape = row["geometry"]
        return {
            "type": "Feature",
            "properties": {name: held(row[name]) for name in columns},
            "geometry": None if shape is None else shape.__geo_interface__,
        }

    # GDAL makes the file in memory: of a disk that is full it has many words, and not always one.
    with MemoryFile(ext=".gpkg") as made:
        with made.open(
            driver="GPKG",
            layer=layer,
            crs=CRS.from_epsg(epsg),
            schema={"geometry": geometry, "properties": dict(columns)},
        ) as opened:
            opened.writerecords(map(feature, rows))
        made.seek(0)
        content = made.read()
    publish_file(path, lambda file: file.write(content))
