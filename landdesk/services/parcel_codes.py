"""Identification codes of parcels on the plane of a commune: what code a boundary would get, and where a code lies.

A computed code is provisional: the office issues codes, and how deep inside "deep inside" is depends on its program.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import shapely
from pyproj import Transformer

from landdesk.domain.arrays import Floats, Objects
from landdesk.domain.parcel_code import parcel_code, parcel_code_point

_TOLERANCE_M: Final = 0.01
"""How near to the deepest point is deep enough."""


def deep_points(shapes: Objects) -> Floats:
    """Return the point of each valid shape that is farthest from its boundary, n × 2."""
    circles = shapely.maximum_inscribed_circle(shapes, tolerance=_TOLERANCE_M)
    made: Floats = shapely.get_coordinates(shapely.get_point(circles, 0))
    return made


def codes_at(points: Floats, system: int) -> list[str]:
    """Return the code of each point, n × 2, of the plane of a system (EPSG code)."""
    # Lists, since pyproj takes an array of one number for a number.
    longitude, latitude = _to_globe(system).transform(points[:, 0].tolist(), points[:, 1].tolist())
    return [parcel_code(*one) for one in zip(latitude, longitude, strict=True)]


def places_of(codes: Sequence[str], system: int) -> Floats:
    """Return where each code lies on the plane of a system, n × 2.

    Raises:
        ValueError: A text is no code.
    """
    points = [parcel_code_point(code) for code in codes]
    latitude, longitude = [one for one, _ in points], [one for _, one in points]
    return np.array(_to_plane(system).transform(longitude, latitude), dtype=np.float64).T


@cache
def _to_globe(system: int) -> Transformer:
    return Transformer.from_crs(system, 4326, always_xy=True)


@cache
def _to_plane(system: int) -> Transformer:
    return Transformer.from_crs(4326, system, always_xy=True)
