"""Parcels as GeoJSON: longitude and latitude on WGS 84 as RFC 7946 asks, or in the system of the store.

Degrees have nine decimals, a tenth of a millimetre, so that the grid of 1 mm survives the way there and back. The
other form has a member ``crs``, which the older GeoJSON of 2008 knows and QGIS and LandDesk read.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import shapely
from pyproj import Transformer

from landdesk.files import publish_file
from landdesk.services.exporting.parcels import PARCEL_COLUMNS, ParcelRow, held

_DEGREE_DIGITS: Final = 9
_METRE_DIGITS: Final = 3
_BATCH: Final = 2_000


def write_parcel_geojson(
    path: Path, rows: Sequence[ParcelRow], epsg: int, *, in_degrees: bool = True
) -> None:
    """Write rows as features; the file appears when it is complete.

    Args:
        rows: As in ``parcels.py``.
        epsg: System of the rows' coordinates.
        in_degrees: Turn them into longitude and latitude on WGS 84.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    way = Transformer.from_crs(epsg, 4326, always_xy=True) if in_degrees else None
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if way is None:
        head["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}

    def write(file: BinaryIO) -> None:
        file.write((_dump(head)[:-1] + ',"features":[\n').encode())
        for first in range(0, len(rows), _BATCH):
            batch = rows[first : first + _BATCH]
            lines = [
                _dump({"type": "Feature", "properties": _properties(row), "geometry": geometry})
                for row, geometry in zip(batch, _geometries(batch, way), strict=True)
            ]
            file.write(((",\n" if first else "") + ",\n".join(lines)).encode())
        file.write(b"\n]}\n")

    publish_file(path, write)


def _properties(row: ParcelRow) -> dict[str, Any]:
    return {name: held(row[name]) for name in PARCEL_COLUMNS}


def _geometries(rows: Sequence[ParcelRow], way: Transformer | None) -> list[dict[str, Any] | None]:
    # Shells run against the clock, as RFC 7946 asks.
    shapes = shapely.orient_polygons(shapely.from_wkb([row["geometry"] for row in rows]))
    if way is not None and not shapely.is_missing(shapes).all():
        shapes = shapely.transform(shapes, lambda points: np.column_stack(way.transform(*points.T)))
    digits = _METRE_DIGITS if way is None else _DEGREE_DIGITS
    return [None if shape is None else _geometry(shape, digits) for shape in shapes]


def _geometry(shape: shapely.MultiPolygon, digits: int) -> dict[str, Any]:
    parts = [
        [shapely.get_coordinates(ring).round(digits).tolist() for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(shape)
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
