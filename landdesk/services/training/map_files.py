"""Map files as technicians receive them, from an invented commune: GML of VBDLIS, a drawing by level, an old Shapefile.

The drawing and its faults follow from a seed. What was planted is handed back, so that a reader can be judged by it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import shapely

from landdesk.services.exporting.dxf import NUMBER, Stroke, Writing, boundary_strokes, labels, write_drawing
from landdesk.services.exporting.gml import write_parcel_gml
from landdesk.services.exporting.shapefile import write_parcel_shapefile
from landdesk.services.importing.text.encodings import Encoding, encode
from landdesk.services.training.commune import DemoCommune, features

_STUB_M: Final = 3.0
"""Length of a planted line that ends in the open."""
_TRIES: Final = 1_000
_LABEL_REACH: Final = 3.5
"""Texts of one label stand within so many letter heights of its number."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PlantedDrawing:
    """What is wrong in a drawing.

    Args:
        open_ends: Easting and northing of each line's end that meets nothing.
        unlabelled: Numbers whose label was left out.
        lost_labels: Numbers whose label lies beside the sheet.
    """

    open_ends: tuple[tuple[float, float], ...]
    unlabelled: tuple[str, ...]
    lost_labels: tuple[str, ...]


def write_commune_gml(path: Path, commune: DemoCommune) -> None:
    """Write a commune as the map export of VBDLIS/MPLIS.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    write_parcel_gml(path, features(commune), commune.epsg)


def write_sheet_dxf(path: Path, commune: DemoCommune, sheet: str, *, faults: int = 3) -> PlantedDrawing:
    """Write one map sheet as a drawing by level.

    Args:
        path: The file; its name is to say the sheet.
        commune: Where the sheet is taken from; made without faults of its own.
        sheet: Number of the sheet.
        faults: Open ends, missing labels and lost labels, so many of each.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    rows = [row for row in features(commune) if row["sheet"] == sheet]
    rng = Random(f"landdesk drawing {commune.code} {commune.seed} {sheet}")
    strokes, writings = boundary_strokes(rows), labels(rows)
    stubs = [_stub(strokes, rng) for _ in range(faults)]
    numbers = [writing.text for writing in writings if writing.level == NUMBER]
    chosen = rng.sample(numbers, min(2 * faults, len(numbers)))
    unlabelled, lost = chosen[:faults], chosen[faults:]
    east = max(float(stroke.points[:, 0].max()) for stroke in strokes)
    kept = _without(writings, unlabelled)
    moved = [
        replace(writing, x=east + 50.0) if writing.level == NUMBER and writing.text in lost else writing
        for writing in kept
    ]
    write_drawing(path, [*strokes, *stubs], moved)
    ends = tuple((float(stub.points[-1, 0]), float(stub.points[-1, 1])) for stub in stubs)
    return PlantedDrawing(ends, tuple(unlabelled), tuple(lost))


def write_old_shapefile(path: Path, commune: DemoCommune) -> None:
    """Write a commune as a Shapefile of earlier years: texts in TCVN3, and no word on that.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    old = [
        {
            name: encode(value, Encoding.TCVN3) if isinstance(value, str) else value
            for name, value in row.items()
        }
        for row in features(commune)
    ]
    # Letters that stand for bytes: the encoding of the format writes each as the byte it stands for.
    write_parcel_shapefile(path, old, commune.epsg, encoding="ISO-8859-1")
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[29] = 0  # the mark of the encoding, which programs of that time left empty
    table.write_bytes(content)


def _stub(strokes: Sequence[Stroke], rng: Random) -> Stroke:
    """Return a line that begins at a corner of a boundary and ends in the open, as after a careless trim."""
    drawn = shapely.MultiLineString([stroke.points for stroke in strokes])
    for _ in range(_TRIES):
        made = _beginning_of_line(strokes, rng)
        # It meets nothing but the corner that it begins at.
        tail = shapely.LineString([made.points.mean(axis=0), made.points[1]])
        if shapely.distance(tail, drawn) > _STUB_M / 4:
            return made
    raise ValueError("the sheet is too narrow for a line that ends in the open")


def _beginning_of_line(strokes: Sequence[Stroke], rng: Random) -> Stroke:
    points = rng.choice([stroke for stroke in strokes if len(stroke.points) > 2]).points
    place = rng.randrange(1, len(points) - 1)
    before, here, after = points[place - 1], points[place], points[place + 1]
    # Half way round between the two sides, where there is room.
    first = math.atan2(before[1] - here[1], before[0] - here[0])
    turn = (math.atan2(after[1] - here[1], after[0] - here[0]) - first) % (2 * math.pi)
    middle = first + (turn / 2 if turn > math.pi else turn / 2 + math.pi)
    end = here + _STUB_M * np.array([math.cos(middle), math.sin(middle)])
    return Stroke(strokes[0].level, np.round(np.array([here, end]), 3))


def _without(writings: Sequence[Writing], numbers: Sequence[str]) -> list[Writing]:
    """Return the writings without the whole labels of some parcels."""
    left_out = [writing for writing in writings if writing.level == NUMBER and writing.text in numbers]
    return [
        writing
        for writing in writings
        if not any(
            math.dist((writing.x, writing.y), (one.x, one.y)) <= _LABEL_REACH * one.height for one in left_out
        )
    ]
