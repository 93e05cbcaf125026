"""One geometry of GML 2, 3.1 or 3.2 while its elements go by; comes out as in GeoJSON.

Polygons are read in all their forms: ``Polygon``, ``Surface`` with patches, and collections of them; rings of
``posList``, ``pos``, ``coordinates``, ``coord`` or of curves. Everything else is named by its kind and has no
coordinates. What is no number becomes not-a-number, so that the feature is named and not lost.
"""

import math
from typing import Final

from landdesk.services.importing.layer import Geometry

Point = tuple[float, ...]

POLYGONAL: Final = frozenset(
    {"Polygon", "MultiPolygon", "Surface", "MultiSurface", "CompositeSurface", "PolyhedralSurface"}
)
GEOMETRIES: Final = POLYGONAL | frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Curve",
        "MultiCurve",
        "CompositeCurve",
        "LinearRing",
        "MultiGeometry",
        "GeometryCollection",
        "Solid",
        "OrientableSurface",
    }
)
"""Elements that a geometry begins with, without their prefix."""

_PATCHES: Final = frozenset({"Polygon", "PolygonPatch", "Rectangle", "Triangle"})
_SHELLS: Final = frozenset({"exterior", "outerBoundaryIs"})
_HOLES: Final = frozenset({"interior", "innerBoundaryIs"})
_ARCS: Final = frozenset(
    {"Arc", "ArcString", "ArcByCenterPoint", "ArcByBulge", "Circle", "CubicSpline", "BSpline"}
)
_TEXTS: Final = frozenset({"posList", "pos", "coordinates", "X", "Y", "Z"})


class GeometryReader:
    """Takes in the elements of one geometry.

    Args:
        kind: Local name of its first element.
        attributes: Of that element.
        dimension: Numbers of a point where nothing says it.

    Attributes:
        srs_name: System as written at the geometry; empty where it is not.
        has_arcs: Whether a boundary has arcs; their points are joined by chords.
    """

    def __init__(self, kind: str, attributes: dict[str, str], dimension: int) -> None:
        self.kind = kind
        self.srs_name = attributes.get("srsName", "")
        self.has_arcs = False
        self._dimension = dimension
        self._parts: list[list[list[Point]]] = []
        self._ring: list[Point] | None = None
        self._coord: list[float] = []
        self._separators = (",", " ", ".")
        self.wants_text = False
        self.start(kind, attributes)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element, named without its prefix."""
        if attributes:
            self._read_attributes(name, attributes)
        if name in _TEXTS:
            self.wants_text = True
        elif name in _PATCHES:
            self._parts.append([])
        elif name in _SHELLS or name in _HOLES:
            if not self._parts:
                self._parts.append([])
            self._ring = []
            # A hole that stands first would be taken for the shell.
            if name in _SHELLS:
                self._parts[-1].insert(0, self._ring)
            else:
                self._parts[-1].append(self._ring)
        elif name in _ARCS:
            self.has_arcs = True

    def end(self, name: str, text: str) -> None:
        """Take in the end of an element with the text since its beginning."""
        if name in _SHELLS or name in _HOLES:
            self._ring = None
        if name == "coord" and self._ring is not None:
            self._add([tuple(self._coord)])
            self._coord = []
        if name not in _TEXTS:
            return
        self.wants_text = False
        if self._ring is None:
            return
        if name == "coordinates":
            self._add(self._tuples(text))
        elif name in ("X", "Y", "Z"):
            self._coord.append(_number(text.strip()))
        else:
            self._add(self._points(text.split()))

    def geometry(self) -> Geometry:
        """Return type and coordinates as in GeoJSON; a kind that is no polygon has none."""
        if self.kind not in POLYGONAL:
            return self.kind, None
        if len(self._parts) == 1:
            return "Polygon", self._parts[0]
        return "MultiPolygon", self._parts

    def _read_attributes(self, name: str, attributes: dict[str, str]) -> None:
        if not self.srs_name:
            self.srs_name = attributes.get("srsName", "")
        dimension = attributes.get("srsDimension") or attributes.get("dimension")
        if dimension in ("2", "3"):
            self._dimension = int(dimension)
        if name == "coordinates":
            self._separators = (
                attributes.get("cs") or ",",
                attributes.get("ts") or " ",
                attributes.get("decimal") or ".",
            )

    def _points(self, words: list[str]) -> list[Point]:
        try:
            numbers = list(map(float, words))
        except ValueError:
            numbers = [_number(word) for word in words]
        if self._dimension == 3:
            return list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=False))
        return list(zip(numbers[::2], numbers[1::2], strict=False))

    def _tuples(self, text: str) -> list[Point]:
        comma, blank, mark = self._separators
        words = text.split() if blank.isspace() else text.split(blank)
        return [
            tuple(_number(part.strip().replace(mark, ".")) for part in word.split(comma))
            for word in words
            if word.strip()
        ]

    def _add(self, points: list[Point]) -> None:
        assert self._ring is not None  # asked for by both callers
        # Curves of a ring meet: the shared point is written twice.
        if self._ring and points and self._ring[-1] == points[0]:
            points = points[1:]
        self._ring += [point if len(point) > 1 else (math.nan, math.nan) for point in points]


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan
