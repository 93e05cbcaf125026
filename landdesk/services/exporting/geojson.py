"""Flat rows with a geometry, parcels and findings, as GeoJSON: longitude and latitude on WGS 84, or as in the store.

RFC 7946 asks for the first. Degrees have nine decimals, a tenth of a millimetre, so that the grid of 1 mm survives the
way there and back. The other form has a member ``crs``, which the older GeoJSON of 2008 knows and QGIS and LandDesk
read.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import shapely
from pyproj import Transformer

from landdesk.domain.arrays import Objects
from landdesk.files import publish_file
from landdesk.services.exporting.parcels import PARCEL_COLUMNS, ParcelRow, held

_DEGREE_DIGITS: Final = 9
_METRE_DIGITS: Final = 3
_BATCH: Final = 2_000


def write_parcel_geojson(
    path: Path, rows: Sequence[ParcelRow], epsg: int, *, in_degrees: bool = True
) -> None:
    """Write parcels as features.

    Args:
        rows: As in ``parcels.py``.
        epsg: System of the rows' coordinates.
        in_degrees: Turn them into longitude and latitude on WGS 84.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """

    def shapes(batch: Sequence[ParcelRow]) -> Objects:
        found: Objects = shapely.from_wkb(np.array([row["geometry"] for row in batch], dtype=object))
        return found

    write_geojson(path, PARCEL_COLUMNS, rows, shapes, epsg, in_degrees=in_degrees)


def write_geojson(
    path: Path,
    columns: Iterable[str],
    rows: Sequence[Mapping[str, Any]],
    shapes_of: Callable[[Sequence[Mapping[str, Any]]], Objects],
    epsg: int,
    *,
    in_degrees: bool = True,
) -> None:
    """Write rows as features; the file appears when it is complete.

    Args:
        path: Where to.
        columns: Names of the properties, which every row has.
        rows: Values by these names.
        shapes_of: Returns the geometry of some rows, metres, easting first, None where there is none.
        epsg: System of the coordinates.
        in_degrees: Turn them into longitude and latitude on WGS 84.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    way = Transformer.from_crs(epsg, 4326, always_xy=True) if in_degrees else None
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if way is None:
        head["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    names = tuple(columns)

    def write(file: BinaryIO) -> None:
        file.write((_dump(head)[:-1] + ',"features":[\n').encode())
        for first in range(0, len(rows), _BATCH):
            batch = rows[first : first + _BATCH]
            lines = [
                _dump({"type": "Feature", "properties": properties, "geometry": geometry})
                for properties, geometry in zip(
                    ({name: held(row[name]) for name in names} for row in batch),
                    _geometries(shapes_of(batch), way),
                    strict=True,
                )
            ]
            file.write(((",\n" if first else "") + ",\n".join(lines)).encode())
        file.write(b"\n]}\n")

    publish_file(path, write)


def _geometries(given: Objects, way: Transformer | None) -> list[dict[str, Any] | None]:
    # Shells run against the clock, as RFC 7946 asks.
    shapes = shapely.orient_polygons(given)
    if way is not None and not shapely.is_missing(shapes).all():
        shapes = shapely.transform(shapes, lambda points: np.column_stack(way.transform(*points.T)))
    digits = _METRE_DIGITS if way is None else _DEGREE_DIGITS
    return [None if shape is None else _geometry(shape, digits) for shape in shapes]


def _geometry(shape: shapely.Geometry, digits: int) -> dict[str, Any]:
    if not isinstance(shape, shapely.MultiPolygon):
        rounded = shapely.transform(shape, lambda points: points.round(digits))
        plain: dict[str, Any] = rounded.__geo_interface__
        return plain
    parts = [
        [shapely.get_coordinates(ring).round(digits).tolist() for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(shape)
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
