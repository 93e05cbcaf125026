"""What a drawing on paper is made of: lines, labels and dots in millimetres from the left upper corner, y downwards.

Every format draws these; what a kind looks like stands in ``STYLES`` alone.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Place = tuple[float, float]


class Kind(StrEnum):
    """What a primitive stands for."""

    PARCEL = "parcel"
    BOUNDARY = "boundary"
    NEIGHBOUR = "neighbour"
    FRAME = "frame"
    GRID = "grid"
    ARROW = "arrow"
    LABEL_LINE = "label-line"
    NUMBER = "number"
    AREA = "area"
    LAND_USE = "land-use"
    VERTEX = "vertex"
    LENGTH = "length"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind is drawn: width of lines in millimetres, whether they are filled, colour, weight of letters."""

    width: float = 0.0
    filled: bool = False
    colour: str = "#000000"
    bold: bool = False


STYLES: Final[Mapping[Kind, Style]] = {
    Kind.PARCEL: Style(0.45),
    Kind.BOUNDARY: Style(0.2),
    Kind.NEIGHBOUR: Style(0.15),
    Kind.FRAME: Style(0.25),
    Kind.GRID: Style(0.1, colour="#5b6875"),
    Kind.ARROW: Style(0.15, filled=True),
    Kind.LABEL_LINE: Style(0.15),
    Kind.NUMBER: Style(bold=True),
    Kind.AREA: Style(),
    Kind.LAND_USE: Style(),
    Kind.VERTEX: Style(colour="#b3261e"),
    Kind.LENGTH: Style(colour="#1f4fa3"),
    Kind.MARGIN: Style(),
}

_WIDTHS: Final = {**dict.fromkeys("0123456789", 0.572), **dict.fromkeys(".,:'|!i", 0.27), " ": 0.26}
_WIDE: Final = 0.75
"""Advance of letters of Noto Sans by the size of the type; what is not listed counts as a wide capital or less."""
CAP_HEIGHT: Final = 0.714
"""Height of a digit by the size of the type."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through places; a filled one is closed."""

    kind: Kind
    points: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A text with its middle at a place; ``size`` is that of its type, ``angle`` in degrees clockwise."""

    kind: Kind
    text: str
    x: float
    y: float
    size: float
    angle: float = 0.0

    @property
    def width(self) -> float:
        """Width of the text in millimetres, as good as it is known without the typeface."""
        return self.size * sum(_WIDTHS.get(one, _WIDE) for one in self.text)

    def corners(self, room: float = 0.25) -> tuple[Place, ...]:
        """Return the corners of the box that the text fills, with some room around it."""
        across, down = self.width / 2 + room, self.size * CAP_HEIGHT / 2 + room
        turn = math.radians(self.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        return tuple(
            (self.x + dx * cos - dy * sin, self.y + dx * sin + dy * cos)
            for dx, dy in ((-across, -down), (across, -down), (across, down), (-across, down))
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """A boundary point."""

    x: float
    y: float
    radius: float = 0.45


Primitive = Line | Label | Dot


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the ground lies on the paper: a place of both, and the denominator of the scale."""

    scale: int
    easting: float
    northing: float
    x: float
    y: float

    def on_paper(self, easting: float, northing: float) -> Place:
        """Return the place of a point of the ground."""
        by = 1000 / self.scale
        return self.x + (easting - self.easting) * by, self.y - (northing - self.northing) * by

    def on_ground(self, x: float, y: float) -> Place:
        """Return easting and northing of a place."""
        by = self.scale / 1000
        return self.easting + (x - self.x) * by, self.northing - (y - self.y) * by


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of a size, and where the ground lies in it."""

    width: float
    height: float
    ground: Ground
    primitives: tuple[Primitive, ...]

    def labels(self, kind: Kind) -> list[Label]:
        """Return the labels of a kind."""
        return [one for one in self.primitives if isinstance(one, Label) and one.kind is kind]

    def lines(self, kind: Kind) -> list[Line]:
        """Return the lines of a kind."""
        return [one for one in self.primitives if isinstance(one, Line) and one.kind is kind]
