"""Source files for tests of the import: small, invented, written when a test needs them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fiona
from fiona.crs import CRS

WEST, SOUTH = 602_500.0, 1_354_300.0
"""A place in Nha Trang on the plane EPSG:9217."""

Feature = tuple[Mapping[str, Any] | None, Mapping[str, Any]]
"""Geometry as in GeoJSON, or None, and the values of the columns."""


def square(column: int, row: int = 0, side_m: float = 20.0) -> dict[str, Any]:
    """Return a square of a grid as GeoJSON; neighbours share their corners."""
    x, y = WEST + column * side_m, SOUTH + row * side_m
    ring = [[x, y], [x + side_m, y], [x + side_m, y + side_m], [x, y + side_m], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def bow_tie(column: int, row: int = 0) -> dict[str, Any]:
    """Return a polygon that crosses itself."""
    a, b, c, d, _end = square(column, row)["coordinates"][0]
    return {"type": "Polygon", "coordinates": [[a, c, b, d, a]]}


def plots(count: int, **values: Any) -> list[Feature]:
    """Return squares in rows of a hundred, numbered from 1 on sheet 12."""
    return [
        (
            square(*reversed(divmod(place, 100))),
            {"SHBANDO": "12", "SHTHUA": str(place + 1), "LOAIDAT": "ONT", **values},
        )
        for place in range(count)
    ]


def write_geojson(path: Path, features: Sequence[Feature], epsg: int | None = 9217) -> Path:
    """Write a GeoJSON; None leaves the system out, which then means longitude and latitude."""
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(values), "geometry": geometry}
            for geometry, values in features
        ],
    }
    if epsg is not None:
        document["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    path.write_text(json.dumps(document), "utf-8")
    return path


def write_layer(
    path: Path,
    features: Sequence[Feature],
    *,
    layer: str | None = None,
    epsg: int | None = 9217,
    geometry: str = "Polygon",
    columns: Mapping[str, str] | None = None,
) -> Path:
    """Write a layer of a GeoPackage or a Shapefile, by the ending of the name; texts unless ``columns`` says so."""
    driver = "GPKG" if path.suffix == ".gpkg" else "ESRI Shapefile"
    names = columns or dict.fromkeys(features[0][1] if features else ["SHTHUA"], "str")
    options = {"layer": layer} if layer is not None else {}
    with fiona.open(
        path,
        "w",
        driver=driver,
        crs=None if epsg is None else CRS.from_epsg(epsg),
        schema={"geometry": geometry, "properties": dict(names)},
        encoding="UTF-8",
        **options,
    ) as collection:
        collection.writerecords(
            {"type": "Feature", "geometry": shape, "properties": dict(values)} for shape, values in features
        )
    return path
