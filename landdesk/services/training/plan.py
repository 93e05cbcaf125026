"""The skeleton of a demo commune: winding ways from west to east, and rows of blocks between them.

Drawn on a drawing plane of its own in metres, x to the east and y to the north, around (0, 0);
``ground.py`` bends it and puts it on the map. Rows run from the north to the south: paddy fields, gardens, a
built-up street, gardens, fields, and so on down to a river. Nothing here knows lots or people.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Setting(StrEnum):
    """What a block is used for; which side the houses of a village block face."""

    FIELDS = "fields"
    ORCHARD = "orchard"
    TOWN = "town"
    VILLAGE_NORTH = "village-north"
    VILLAGE_SOUTH = "village-south"
    VILLAGE_BOTH = "village-both"


class RowKind(StrEnum):
    """What a row of blocks mostly is."""

    FIELDS = "fields"
    GARDENS_ABOVE = "gardens-above"
    STREET = "street"
    GARDENS_BELOW = "gardens-below"


@dataclass(frozen=True, slots=True)
class Band:
    """One parcel-wide strip of a way, such as a road or the canal beside it."""

    land_use: str
    width_m: float


@dataclass(frozen=True, slots=True)
class Course:
    """A winding line from west to east, the middle of a way: waves as (amplitude, length, phase)."""

    middle_m: float
    waves: tuple[tuple[float, float, float], ...]
    bands: tuple[Band, ...]

    @property
    def width_m(self) -> float:
        """Width of the whole way; 0 where the outermost row simply ends."""
        return sum(band.width_m for band in self.bands)

    def y_at(self, x: Floats) -> Floats:
        """Return the middle of the way."""
        y = np.full_like(x, self.middle_m)
        for amplitude, length, phase in self.waves:
            y += amplitude * np.sin(2 * math.pi * x / length + phase)
        return y

    def upper_edge(self, x: Floats) -> Floats:
        """Return the northern edge of the way."""
        return self.y_at(x) + self.width_m / 2

    def lower_edge(self, x: Floats) -> Floats:
        """Return the southern edge of the way."""
        return self.y_at(x) - self.width_m / 2


@dataclass(frozen=True, slots=True)
class Block:
    """A block between two courses and two cross ways.

    Its own coordinates are u from west to east (0 to ``length_m``) and v from south to north (0 to
    ``depth_m``). ``west_m`` and ``east_m`` are x at the southern and at the northern corner.
    """

    row: int
    setting: Setting
    west_m: tuple[float, float]
    east_m: tuple[float, float]
    length_m: float
    depth_m: float

    @property
    def middle_m(self) -> float:
        """Return x in the middle of the block."""
        return (sum(self.west_m) + sum(self.east_m)) / 4


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks from west to east; ``cross_ways`` lie between one block and the next."""

    kind: RowKind
    blocks: tuple[Block, ...]
    cross_ways: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows from north to south; ``courses[i]`` is above row i, ``courses[-1]`` below the last one."""

    width_m: float
    rows: tuple[Row, ...]
    courses: tuple[Course, ...]

    @property
    def blocks(self) -> list[Block]:
        """All blocks, row by row."""
        return [block for row in self.rows for block in row.blocks]


_CYCLE: Final = (
    RowKind.FIELDS,
    RowKind.GARDENS_ABOVE,
    RowKind.STREET,
    RowKind.GARDENS_BELOW,
    RowKind.FIELDS,
    RowKind.FIELDS,
)
_DEPTHS_M: Final = {
    RowKind.FIELDS: (96.0, 132.0),
    RowKind.GARDENS_ABOVE: (64.0, 84.0),
    RowKind.STREET: (50.0, 60.0),
    RowKind.GARDENS_BELOW: (62.0, 88.0),
}
_LENGTHS_M: Final = {
    RowKind.FIELDS: (120.0, 190.0),
    RowKind.GARDENS_ABOVE: (95.0, 150.0),
    RowKind.STREET: (80.0, 125.0),
    RowKind.GARDENS_BELOW: (90.0, 145.0),
}
_RIVER: Final = Band("SON", 30.0)
_ROWS_OF_SMALL: Final = {
    2: (RowKind.GARDENS_ABOVE, RowKind.STREET),
    3: (RowKind.GARDENS_ABOVE, RowKind.STREET, RowKind.FIELDS),
    4: (RowKind.GARDENS_ABOVE, RowKind.STREET, RowKind.GARDENS_BELOW, RowKind.FIELDS),
    5: (
        RowKind.FIELDS,
        RowKind.GARDENS_ABOVE,
        RowKind.STREET,
        RowKind.GARDENS_BELOW,
        RowKind.FIELDS,
    ),
}


def row_kinds(count: int) -> tuple[RowKind, ...]:
    """Return the kinds of that many rows, at least two, from north to south."""
    return _ROWS_OF_SMALL.get(count) or tuple(_CYCLE[i % len(_CYCLE)] for i in range(count))


def draw_plan(rows: int, width_m: float, rng: Random) -> Plan:
    """Draw the ways and blocks of a commune of that many rows and about that width."""
    kinds = row_kinds(rows)
    courses = _draw_courses(kinds, rng)
    made = []
    for number, kind in enumerate(kinds):
        above, below = courses[number], courses[number + 1]
        made.append(_draw_row(number, kind, above, below, width_m, rng))
    return Plan(width_m, tuple(made), tuple(courses))


def _draw_courses(kinds: Sequence[RowKind], rng: Random) -> list[Course]:
    last = (_RIVER,) if kinds[-1] is RowKind.FIELDS else (Band("DGT", 4.5), _RIVER)
    bands = [(), *(_way_between(a, b, rng) for a, b in pairwise(kinds)), last]
    depths = [rng.uniform(*_DEPTHS_M[kind]) for kind in kinds]
    y = (sum(depths) + sum(band.width_m for way in bands for band in way)) / 2
    courses = []
    for number, way in enumerate(bands):
        width = sum(band.width_m for band in way)
        waves = (
            (rng.uniform(2.5, 5.0), rng.uniform(260, 420), rng.uniform(0, 2 * math.pi)),
            (rng.uniform(0.8, 1.6), rng.uniform(110, 170), rng.uniform(0, 2 * math.pi)),
        )
        courses.append(Course(y - width / 2, waves, way))
        if number < len(depths):
            y -= width + depths[number]
    return courses


def _way_between(above: RowKind, below: RowKind, rng: Random) -> tuple[Band, ...]:
    if above is RowKind.GARDENS_ABOVE:
        return (Band("DGT", 11.0),)
    if RowKind.STREET in (above, below):
        return (Band("DGT", 5.5),)
    if above is RowKind.GARDENS_BELOW:
        return (Band("DGT", 4.0), Band("DTL", 5.0))
    if below is RowKind.GARDENS_ABOVE:
        return (Band("DTL", 2.6), Band("DGT", 3.8))
    return (Band("DGT", 3.6),) if rng.random() < 0.5 else (Band("DTL", 3.0),)


def _draw_row(number: int, kind: RowKind, above: Course, below: Course, width_m: float, rng: Random) -> Row:
    west = -width_m / 2 + rng.uniform(-38, 38)
    end = width_m / 2 + rng.uniform(-38, 38)
    lengths = _lengths(kind, end - west, rng)
    slant = rng.uniform(-6, 6)
    edge = (west - slant / 2, west + slant / 2)
    blocks = []
    ways = [_cross_way(kind, rng) for _ in lengths[1:]]
    for place, length in enumerate(lengths):
        half = ways[place].width_m / 2 if place < len(ways) else 0.0
        west += length
        slant = rng.uniform(-9, 9)
        east = (west - slant / 2 - half, west + slant / 2 - half)
        middle = np.array([(sum(edge) + sum(east)) / 4])
        depth = float((above.lower_edge(middle) - below.upper_edge(middle))[0])
        setting = _setting(kind, float(middle[0]) / width_m, rng)
        blocks.append(Block(number, setting, edge, east, (sum(east) - sum(edge)) / 2, depth))
        edge = (east[0] + 2 * half, east[1] + 2 * half)
    return Row(kind, tuple(blocks), tuple(ways))


def _lengths(kind: RowKind, total_m: float, rng: Random) -> list[float]:
    """Cut a row into blocks of uneven length."""
    usual = sum(_LENGTHS_M[kind]) / 2
    count = max(2, round(total_m / usual))
    parts = [rng.uniform(*_LENGTHS_M[kind]) for _ in range(count)]
    return [part * total_m / sum(parts) for part in parts]


def _cross_way(kind: RowKind, rng: Random) -> Band:
    if kind is RowKind.FIELDS:
        return (
            Band("DTL", rng.uniform(1.8, 2.6)) if rng.random() < 0.5 else Band("DGT", rng.uniform(2.8, 3.6))
        )
    return Band("DGT", rng.uniform(5.0, 7.0) if kind is RowKind.STREET else rng.uniform(3.5, 5.0))


def _setting(kind: RowKind, place: float, rng: Random) -> Setting:
    """Choose the use of a block; ``place`` runs from -0.5 in the west to 0.5 in the east."""
    chance = rng.random()
    if kind is RowKind.FIELDS:
        return Setting.ORCHARD if chance < 0.08 else Setting.FIELDS
    if kind is RowKind.STREET:
        return Setting.TOWN if abs(place) < 0.3 or chance < 0.3 else Setting.VILLAGE_BOTH
    if abs(place) > 0.3 and chance < 0.25:
        return Setting.ORCHARD if chance < 0.12 else Setting.FIELDS
    return Setting.VILLAGE_SOUTH if kind is RowKind.GARDENS_ABOVE else Setting.VILLAGE_NORTH
