"""Parcels as a DXF by level, as cadastral drawings have them.

Boundaries stand on level 10, numbers on 13, areas on 4, land types on 2, label points on 11; layers are called by the
number of their level. A boundary between two parcels is drawn once. The number stands over the label point, area and
land type below. DXF R2010, whose texts are Unicode.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.files import publish_file
from landdesk.services.drawing_library import load_ezdxf
from landdesk.services.exporting.parcels import ParcelRow

VERSION: Final = "R2010"
BOUNDARY, NUMBER, AREA, LAND_USE, LABEL_POINT = 10, 13, 4, 2, 11
"""Levels of Circular 26/2024/TT-BTNMT, Appendix 21."""
FRAME, VERTEX, LENGTH, BESIDE = 63, 62, 64, 61
"""The frame's level of the same appendix, and three that it leaves free: numbers of boundary points, lengths of edges,
boundaries that are there for reference only."""
COLOURS: Final = {BOUNDARY: 7, NUMBER: 5, AREA: 3, LAND_USE: 1, LABEL_POINT: 2}
MORE_COLOURS: Final = {FRAME: 7, VERTEX: 1, LENGTH: 5, BESIDE: 8}
"""Colour of each layer by the index of AutoCAD: parcels white or black as the circular asks, labels told apart."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")
_STEP: Final = 1.4
"""Distance of lines of a label by the height of its letters."""
_LARGEST_M: Final = 2.0
_SMALLEST_M: Final = 0.2
_PER_WIDTH: Final = 1 / 6
"""Letters are a sixth of a parcel's width high, between these, so that a label stays in a narrow one."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line on a level: points (n, 2), metres, easting first."""

    level: int
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Writing:
    """A text on a level, its middle at a place, ``angle`` in degrees to the left; an empty text is a point."""

    level: int
    text: str
    x: float
    y: float
    height: float = 1.0
    angle: float = 0.0


def write_parcel_dxf(path: Path, rows: Sequence[ParcelRow]) -> None:
    """Write the boundaries and labels of rows; the file appears when it is complete.

    Args:
        rows: As in ``parcels.py``; one without a geometry has no place in a drawing.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    write_drawing(path, boundary_strokes(rows), labels(rows))


def boundary_strokes(rows: Iterable[ParcelRow]) -> list[Stroke]:
    """Return the boundaries of rows, each piece once."""
    shapes = shapely.from_wkb([row["geometry"] for row in rows if row["geometry"] is not None])
    rings = shapely.get_rings(shapely.get_parts(shapes))
    if not len(rings):
        return []
    points, owner = shapely.get_coordinates(rings, return_index=True)
    joined = owner[1:] == owner[:-1]
    edges = np.concatenate([points[:-1][joined], points[1:][joined]], axis=1)
    turned = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    edges[turned] = edges[turned][:, [2, 3, 0, 1]]
    once = np.unique(edges, axis=0).reshape(-1, 2, 2)
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.linestrings(once))))
    return [Stroke(BOUNDARY, shapely.get_coordinates(line)) for line in merged]


def labels(rows: Iterable[ParcelRow]) -> list[Writing]:
    """Return the label point, number, area and land type of each row with a geometry."""
    placed = [row for row in rows if row["geometry"] is not None]
    shapes = shapely.from_wkb([row["geometry"] for row in placed])
    if not placed:
        return []
    points = shapely.get_coordinates(shapely.point_on_surface(shapes)).tolist()
    # Of a strip this is its width, of a square half its side.
    widths = 2 * shapely.area(shapes) / shapely.length(shapes)
    heights = np.clip(widths * _PER_WIDTH, _SMALLEST_M, _LARGEST_M).tolist()
    made: list[Writing] = []
    for row, (x, y), height in zip(placed, points, heights, strict=True):
        area_m2 = row["legal_area_m2"]
        below = [] if area_m2 is None else [(AREA, f"{area_m2:.2f}".removesuffix("0"))]
        below += [(LAND_USE, row["land_use"])] if row["land_use"] else []
        made.append(Writing(LABEL_POINT, "", x, y))
        if row["number"]:
            made.append(Writing(NUMBER, row["number"], x, y + 0.7 * _STEP * height, height))
        made += [
            Writing(level, text, x, y - (place + 0.5) * _STEP * height, height)
            for place, (level, text) in enumerate(below)
        ]
    return made


def write_drawing(path: Path, strokes: Iterable[Stroke], writings: Iterable[Writing]) -> None:
    """Write lines and texts by level; the file appears when it is complete.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    load_ezdxf()
    from ezdxf.enums import TextEntityAlignment
    from ezdxf.filemanagement import new

    document = new(VERSION, units=6)  # metres
    document.styles.add("LandDesk", font="arial.ttf")
    strokes, writings = list(strokes), list(writings)
    used = {one.level for one in strokes} | {one.level for one in writings}
    colours = COLOURS | {level: colour for level, colour in MORE_COLOURS.items() if level in used}
    for level, colour in colours.items():
        document.layers.add(str(level), color=colour)
    space: Any = document.modelspace()
    for stroke in strokes:
        closed = len(stroke.points) > 3 and bool((stroke.points[0] == stroke.points[-1]).all())
        points = stroke.points[:-1] if closed else stroke.points
        space.add_lwpolyline(
            points.tolist(), format="xy", close=closed, dxfattribs={"layer": str(stroke.level)}
        )
    for writing in writings:
        attributes: dict[str, Any] = {"layer": str(writing.level)}
        if not writing.text:
            space.add_point((writing.x, writing.y), dxfattribs=attributes)
            continue
        text = space.add_text(
            dxf_text(writing.text),
            height=writing.height,
            rotation=writing.angle,
            dxfattribs=attributes | {"style": "LandDesk"},
        )
        text.set_placement((writing.x, writing.y), align=TextEntityAlignment.MIDDLE_CENTER)
    written = io.StringIO()
    document.write(written)
    # As the format has it: what an encoding cannot hold is written as its number.
    content = written.getvalue().encode(document.output_encoding, errors="dxfreplace")
    publish_file(path, lambda file: file.write(content))


def dxf_text(text: str) -> str:
    """Return a text that a drawing shows as it is: on one line, and without the signs that begin commands."""
    return _CONTROL.sub(" ", text).replace("%%", "%%%%%%").replace("^", "^ ").replace("\\U+", "\\ U+")
