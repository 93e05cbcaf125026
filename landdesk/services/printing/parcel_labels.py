"""The number of a parcel over its area and land type, where there is room in the parcel."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import shapely

from landdesk.services.printing.corners import Numbers
from landdesk.services.printing.labels import Placer
from landdesk.services.printing.primitives import CAP_HEIGHT, Kind, Label, Line, Place

LINE_STEP: Final = 1.25
"""Distance of the lines of a label by the size of its type."""
LONGEST_LABEL: Final = 14


@dataclass(frozen=True, slots=True)
class Drawn:
    """A parcel as it is drawn: its number, area and land type as texts, empty where there is none.

    ``numbers`` are those of its boundary points where they are not counted from 1.
    """

    number: str
    area: str
    land_use: str
    shape: shapely.MultiPolygon
    numbers: Numbers | None = None


def put_within(placer: Placer, one: Drawn, cut: shapely.MultiPolygon, sizes: Sequence[float]) -> bool:
    """Put number, area and land type into a parcel, or the number alone; say whether there was room."""
    if not one.number:
        return True
    x, y = _middle(cut)
    whole = [_stack(one, x, y, size) for size in sizes]
    alone = [[Label(Kind.NUMBER, short(one.number), x, y, size)] for size in sizes]
    return placer.first_free([*whole, *alone])


def short(text: str) -> str:
    """Return a text as a label can hold it."""
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _middle(cut: shapely.MultiPolygon) -> Place:
    """Return the place with the most room around it."""
    largest = max(cut.geoms, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.5)
    x, y = circle.coords[0]
    return round(x, 3), round(y, 3)


def _stack(one: Drawn, x: float, y: float, size: float) -> list[Label]:
    """Return the number over area and land type."""
    below = [(Kind.AREA, one.area), (Kind.LAND_USE, one.land_use)]
    lines = [(Kind.NUMBER, short(one.number)), *((kind, short(text)) for kind, text in below if text)]
    small = size * 0.8
    top = y - (len(lines) - 1) / 2 * size * LINE_STEP
    return [
        Label(kind, text, x, round(top + at * size * LINE_STEP, 3), size if kind is Kind.NUMBER else small)
        for at, (kind, text) in enumerate(lines)
    ]


def label_lines(placed: Sequence[Label]) -> list[Line]:
    """Return the stroke between each number and what stands below it."""
    made: list[Line] = []
    for number, below in pairwise(placed):
        if number.kind is Kind.NUMBER and below.kind in (Kind.AREA, Kind.LAND_USE) and number.x == below.x:
            half = max(number.width, below.width) / 2
            y = round(
                (number.y + number.size * CAP_HEIGHT / 2 + below.y - below.size * CAP_HEIGHT / 2) / 2, 3
            )
            left, right = round(number.x - half, 3), round(number.x + half, 3)
            made.append(Line(Kind.LABEL_LINE, ((left, y), (right, y))))
    return made
