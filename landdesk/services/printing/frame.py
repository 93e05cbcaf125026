"""What stands around a map on paper: frame, grid with its numbers, scale, bar and arrow to the north."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from landdesk.services.printing.primitives import Ground, Kind, Label, Line, Place, Primitive

LEFT_MM: Final = 5.0
TOP_MM: Final = 5.0
RIGHT_MM: Final = 1.0
FOOT_MM: Final = 14.0
"""Around the frame: numbers of the grid at the left and above, scale and arrow below."""
GRID_MM: Final = 50.0
CROSS_MM: Final = 2.0
MARGIN_SIZE: Final = 2.2

Frame = tuple[float, float, float, float]
"""Left, upper, right and lower of a frame, millimetres."""


def frame_of(width: float, height: float) -> Frame:
    """Return the frame in a drawing of a size."""
    return LEFT_MM, TOP_MM, width - RIGHT_MM, height - FOOT_MM


def rounded(place: Sequence[float]) -> Place:
    """Return a place as it is written, to 0.1 µm."""
    return round(place[0], 4), round(place[1], 4)


def grid(frame: tuple[float, float, float, float], ground: Ground) -> Iterator[Primitive]:
    """Yield the frame, the crosses of the grid and its numbers at the frame."""
    left, upper, right, lower = frame
    yield Line(Kind.FRAME, ((left, upper), (right, upper), (right, lower), (left, lower), (left, upper)))
    step = GRID_MM * ground.scale / 1000
    west, north = ground.on_ground(left, upper)
    east, south = ground.on_ground(right, lower)
    eastings = [step * at for at in range(math.ceil(west / step), math.floor(east / step) + 1)]
    northings = [step * at for at in range(math.ceil(south / step), math.floor(north / step) + 1)]
    for easting in eastings:
        x, _ = rounded(ground.on_paper(easting, north))
        yield from (
            Line(Kind.GRID, ((x, y), (x, y + CROSS_MM * way))) for y, way in ((upper, 1), (lower, -1))
        )
        label = Label(Kind.MARGIN, f"{easting:.0f}", x, upper - 2.0, MARGIN_SIZE)
        if left < x - label.width / 2 and x + label.width / 2 < right:
            yield label
    for northing in northings:
        _, y = rounded(ground.on_paper(west, northing))
        yield from (Line(Kind.GRID, ((x, y), (x + CROSS_MM * way, y))) for x, way in ((left, 1), (right, -1)))
        label = Label(Kind.MARGIN, f"{northing:.0f}", left - 2.0, y, MARGIN_SIZE, -90.0)
        if upper < y - label.width / 2 and y + label.width / 2 < lower:
            yield label
    for easting in eastings:
        for northing in northings:
            x, y = rounded(ground.on_paper(easting, northing))
            yield Line(Kind.GRID, ((x - CROSS_MM, y), (x + CROSS_MM, y)))
            yield Line(Kind.GRID, ((x, y - CROSS_MM), (x, y + CROSS_MM)))


def foot(frame: tuple[float, float, float, float], ground: Ground) -> Iterator[Primitive]:
    """Yield the scale, its bar and the arrow to the north, below the frame."""
    left, _upper, right, lower = frame
    middle = (left + right) / 2
    yield Label(Kind.NUMBER, f"1:{ground.scale}", middle, lower + 7.0, 4.2)
    bar = 10.0
    y = lower + 5.0
    for at in range(5):
        x = left + 1 + at * bar
        band = ((x, y), (x + bar, y), (x + bar, y + 1.2), (x, y + 1.2), (x, y))
        yield Line(Kind.ARROW if at % 2 == 0 else Kind.GRID, band)
    for at in (0, 5):
        text = f"{at * bar * ground.scale / 1000:.0f}" + (" m" if at else "")
        yield Label(Kind.MARGIN, text, left + 1 + at * bar + (1.2 if at else 0), y + 4.0, MARGIN_SIZE)
    x, top = right - 6.0, lower + 4.0
    yield Line(Kind.ARROW, ((x, top), (x + 1.8, top + 9.0), (x, top + 7.2), (x - 1.8, top + 9.0), (x, top)))
    yield Label(Kind.NUMBER, "B", x, lower + 2.2, 3.0)
