"""Parcels as a GeoPackage with one flat row each, as surveyors hand them over."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import fiona
import shapely

from landdesk.files import publish

_PROPERTIES: Final = {
    "source_id": "str",
    "commune": "str",
    "sheet": "str",
    "number": "str",
    "land_use": "str",
    "legal_area_m2": "float",
    "address": "str",
    "land_user": "str",
    "identity_number": "str",
}
PARCEL_LAYER: Final = "parcels"


def write_parcel_geopackage(path: Path, rows: Iterable[Mapping[str, Any]], epsg: int) -> None:
    """Write rows as layer ``parcels``; the file appears when it is complete.

    Args:
        rows: Values by the names of the schema, and ``geometry`` as well-known bytes, metres, easting first.
        epsg: System of the coordinates.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """

    def make(temporary: Path) -> None:
        # GDAL knows a GeoPackage by its name's end, which a temporary name has not.
        named = temporary.with_name(temporary.name + ".gpkg")
        try:
            with fiona.open(
                named,
                "w",
                driver="GPKG",
                layer=PARCEL_LAYER,
                crs=f"EPSG:{epsg}",
                schema={"geometry": "MultiPolygon", "properties": _PROPERTIES},
            ) as layer:
                layer.writerecords(_feature(row) for row in rows)
            named.replace(temporary)
        finally:
            named.unlink(missing_ok=True)

    publish(path, make)


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: row[name] for name in _PROPERTIES}
    shape = row["geometry"]
    geometry = None if shape is None else shapely.from_wkb(shape).__geo_interface__
    return {"type": "Feature", "properties": properties, "geometry": geometry}
