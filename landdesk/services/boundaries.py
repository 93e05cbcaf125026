"""Boundaries of the communes, for orientation on the map: where from and how exact, `resources/boundaries` says."""

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from landdesk.resources import resource_path


@dataclass(frozen=True, slots=True, eq=False)
class CommuneBoundaries:
    """All communes on a plane.

    Args:
        codes: Their codes.
        names: Their names.
        shapes: Polygons, metres; those that have no place on the plane are left out.
        lines: Boundaries, each part once though two communes share it.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: tuple[BaseGeometry, ...]
    lines: tuple[BaseGeometry, ...]

    def code_at(self, easting: float, northing: float) -> str | None:
        """Return the code of the commune that a point lies in, as exactly as the boundaries are; None for none."""
        found = np.flatnonzero(shapely.intersects_xy(np.array(self.shapes, dtype=object), easting, northing))
        return self.codes[int(found[0])] if len(found) else None

    def of(self, code: str) -> tuple[str, BaseGeometry] | None:
        """Return name and shape of a commune; None where there is no boundary of it."""
        if code not in self.codes:
            return None
        at = self.codes.index(code)
        return self.names[at], self.shapes[at]


@lru_cache(maxsize=4)
def commune_boundaries(system: int) -> CommuneBoundaries:
    """Return the communes on the plane of a system.

    Args:
        system: EPSG code.
    """
    content = json.loads(resource_path("boundaries", "communes.geojson").read_text("utf-8"))
    way = Transformer.from_crs(4326, system, always_xy=True)
    shapes = shapely.from_geojson([json.dumps(one["geometry"]) for one in content["features"]])
    placed = shapely.transform(shapes, lambda points: np.column_stack(way.transform(*points.T)))
    kept = [
        (str(one["properties"]["code"]), str(one["properties"]["name"]), shape)
        for one, shape in zip(content["features"], placed, strict=True)
        if np.isfinite(shapely.bounds(shape)).all()
    ]
    codes, names, found = zip(*kept, strict=True) if kept else ((), (), ())
    return CommuneBoundaries(codes, names, found, _shared_once(found))


def _shared_once(shapes: tuple[BaseGeometry, ...]) -> tuple[BaseGeometry, ...]:
    """Return the boundaries of polygons as lines, none of which runs over another."""
    if not shapes:
        return ()
    segments: dict[tuple[float, float, float, float], None] = {}
    for ring in shapely.get_rings(shapely.get_parts(np.array(shapes, dtype=object))):
        points = shapely.get_coordinates(ring)
        for start, end in zip(points[:-1].tolist(), points[1:].tolist(), strict=True):
            one, other = sorted((tuple(start), tuple(end)))
            segments[*one, *other] = None
    lines = shapely.linestrings(np.array(list(segments)).reshape(-1, 2, 2))
    return tuple(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines))))
