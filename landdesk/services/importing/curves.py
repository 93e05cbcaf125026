"""Counts the features of a GeoPackage that have arcs; fiona hands them out as chords and does not say so.

The format itself is asked, by a filter on the type of the geometry. No other format that is imported holds arcs.
"""

from typing import Any, Final

from fiona._err import CPLE_BaseError  # what GDAL says of a filter comes out as this
from fiona.errors import FionaError

_COLUMNS: Final = ("geom", "geometry", "the_geom", "shape", "wkb_geometry")
"""How programs call the column of the geometry; fiona does not tell its name."""
_CURVED: Final = "('CURVEPOLYGON', 'MULTISURFACE', 'COMPOUNDCURVE', 'CIRCULARSTRING', 'MULTICURVE')"


def count_curves(collection: Any) -> int:
    """Return how many features of an open GeoPackage layer are of a type with arcs.

    0 where the column of the geometry has an unusual name, too: nobody can be told of arcs then.
    """
    for column in _COLUMNS:
        try:
            return sum(1 for _ in collection.filter(where=f"ST_GeometryType({column}) IN {_CURVED}"))
        except (FionaError, CPLE_BaseError):
            continue
    return 0
