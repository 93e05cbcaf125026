"""Which parcels lie at a point of the plane, with what is to be told of each without anything about people."""

import math
from dataclasses import dataclass

import numpy as np

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import PROVISIONAL, parcel_key


@dataclass(frozen=True, slots=True)
class ParcelHere:
    """One parcel at a point.

    Args:
        key: Sheet and number as people say them.
        land_use: Code; None where nothing is recorded.
        map_area_m2: Of its boundary.
        legal_area_m2: None where nothing is recorded.
    """

    id: ObjectId
    key: str
    land_use: str | None
    map_area_m2: float
    legal_area_m2: float | None


def parcels_here(coverage: Coverage, easting: float, northing: float) -> list[ParcelHere]:
    """Return all parcels that cover a point, boundaries included, the smallest first."""
    found = coverage.parcels_at(easting, northing)
    columns = [coverage.column(name, found) for name in ("sheet", "number", "provisional")]
    keys = [
        parcel_key(sheet, number, PROVISIONAL if provisional else "")
        for sheet, number, provisional in zip(*columns, strict=True)
    ]
    rows = zip(
        found.tolist(),
        keys,
        coverage.column("land_use", found),
        (shape.area for shape in coverage.shapes(found)),
        np.asarray(coverage.column("legal_area_m2", found)).tolist(),
        strict=True,
    )
    return [
        ParcelHere(coverage.id_at(at), key, land_use, float(area), None if math.isnan(legal) else legal)
        for at, key, land_use, area, legal in rows
    ]
