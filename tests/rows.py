"""Rows of the read model for tests: parcels from shapes, complete in everything else."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely

from landdesk.domain.coverage import COLUMNS, Coverage, ParcelRows
from landdesk.domain.ids import ObjectId
from landdesk.domain.outlines import Outlines

Shape: TypeAlias = shapely.Polygon | shapely.MultiPolygon | None


def row_id(number: int) -> ObjectId:
    """Return the identifier of the parcel with this number in `build_rows`."""
    return ObjectId(number.to_bytes(16, "big"))


def build_rows(shapes: Sequence[Shape], *, first: int = 0, **columns: Any) -> ParcelRows:
    """Return rows of parcels that have one commune, one sheet, a number each and no field empty.

    Args:
        shapes: Polygons, MultiPolygons or None, metres on the 1 mm grid; empty ones become None as in the store.
        first: Number of the first parcel: its identifier is ``row_id(first)``, its parcel number ``first + 1``.
        columns: Values that differ, one for each shape: any column of `ParcelRows`, and ``ids``.
    """
    unknown = set(columns) - {*COLUMNS, "ids"}
    if unknown:
        raise ValueError(f"no column {min(unknown)}")
    count = len(shapes)
    held = _multipolygons(shapes)
    values: dict[str, Any] = {
        "ids": [row_id(first + at) for at in range(count)],
        "commune": ["22657"] * count,
        "sheet": ["1"] * count,
        "number": [str(first + at + 1) for at in range(count)],
        "provisional": [False] * count,
        "land_use": ["ODT"] * count,
        "legal_area_m2": np.round(shapely.area(held), 1),
        "user_count": [1] * count,
        "has_source_shape": [False] * count,
    } | columns
    return ParcelRows(
        ids=list(values["ids"]),
        outlines=Outlines.of(held),
        commune=_objects(values["commune"]),
        sheet=_objects(values["sheet"]),
        number=_objects(values["number"]),
        provisional=np.array(values["provisional"], dtype=bool),
        land_use=_objects(values["land_use"]),
        legal_area_m2=np.array(values["legal_area_m2"], dtype=np.float64),
        user_count=np.array(values["user_count"], dtype=np.int64),
        has_source_shape=np.array(values["has_source_shape"], dtype=bool),
    )


def build_coverage(
    shapes: Sequence[Shape], version: int = 1, system: int | None = None, **columns: Any
) -> Coverage:
    """Return a coverage of parcels made from shapes, see `build_rows`."""
    return Coverage.build(build_rows(shapes, **columns), version, system)


def _multipolygons(shapes: Sequence[Shape]) -> Any:
    held = _objects(shapes)
    held[shapely.is_empty(held)] = None
    is_polygon = shapely.get_type_id(held) == shapely.GeometryType.POLYGON
    if is_polygon.any():
        held[is_polygon] = shapely.multipolygons(held[is_polygon, None])
    return held


def _objects(values: Sequence[Any]) -> Any:
    made = np.empty(len(values), dtype=object)
    made[:] = list(values)
    return made
