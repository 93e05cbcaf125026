"""The map of a survey job as a GeoPackage: its parcels, those beside them, its boundary points."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import fiona
from fiona.crs import CRS
from fiona.io import MemoryFile

from landdesk.files import publish_file
from landdesk.services.exporting.parcels import held

JOB_LAYER: Final = "parcels"
NEIGHBOUR_LAYER: Final = "neighbours"
POINT_LAYER: Final = "boundary_points"
LAYERS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    JOB_LAYER: (
        "MultiPolygon",
        {
            "landdesk_id": "str",
            "commune": "str",
            "sheet": "str",
            "number": "str",
            "land_use": "str",
            "legal_area_m2": "float",
            "map_area_m2": "float",
        },
    ),
    NEIGHBOUR_LAYER: (
        "MultiPolygon",
        {"commune": "str", "sheet": "str", "number": "str", "land_use": "str", "map_area_m2": "float"},
    ),
    POINT_LAYER: (
        "Point",
        {"number": "int", "parcels": "str", "north": "float", "east": "float", "fixed": "bool"},
    ),
}
"""Kind of geometry and columns of each layer; none tells of people."""


def write_job_geopackage(path: Path, rows: Mapping[str, Iterable[Mapping[str, Any]]], epsg: int) -> None:
    """Write the layers; the file appears when it is complete.

    Args:
        rows: By layer, values by the names of its columns and ``geometry`` as of ``__geo_interface__`` or None.
        epsg: System of the coordinates.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    # As in geopackage.py: GDAL has many words for a full disk.
    with MemoryFile(ext=".gpkg") as made:
        for name, (kind, columns) in LAYERS.items():
            with fiona.open(
                made.name,
                "w",
                driver="GPKG",
                layer=name,
                crs=CRS.from_epsg(epsg),
                schema={"geometry": kind, "properties": dict(columns)},
            ) as layer:
                layer.writerecords(_feature(row, columns) for row in rows[name])
        made.seek(0)
        content = made.read()
    publish_file(path, lambda file: file.write(content))


def _feature(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {name: held(row[name]) for name in columns},
        "geometry": row["geometry"],
    }
