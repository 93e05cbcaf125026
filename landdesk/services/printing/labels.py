"""Where labels stand: none over another, in the frame, and off the lines wherever there is such a place."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

import shapely

from landdesk.services.printing.primitives import Label

CELL_MM: Final = 10.0

Box = tuple[float, float, float, float]


class Placer:
    """Remembers what is taken.

    Args:
        frame: Left, upper, right, lower; labels stay inside.
        lines: What labels keep off.
    """

    def __init__(self, frame: Box, lines: Sequence[shapely.LineString]) -> None:
        self._frame = frame
        self._lines = shapely.STRtree(list(lines))
        self._taken: dict[tuple[int, int], list[tuple[Box, shapely.Polygon]]] = {}
        self.placed: list[Label] = []

    def first_free(self, candidates: Iterable[Sequence[Label]], *, off_lines: bool = True) -> bool:
        """Put down the first group of labels that all have room; say whether there was one."""
        for group in candidates:
            shapes = [shapely.Polygon(label.corners()) for label in group]
            if all(self._free(shape, off_lines=off_lines) for shape in shapes):
                for shape in shapes:
                    self.take(shape)
                self.placed += group
                return True
        return False

    def take(self, shape: shapely.Polygon) -> None:
        """Keep labels off a place."""
        for cell in _cells(shape.bounds):
            self._taken.setdefault(cell, []).append((shape.bounds, shape))

    def _free(self, shape: shapely.Polygon, *, off_lines: bool) -> bool:
        left, upper, right, lower = box = shape.bounds
        if (
            left < self._frame[0]
            or upper < self._frame[1]
            or right > self._frame[2]
            or lower > self._frame[3]
        ):
            return False
        near = chain.from_iterable(self._taken.get(cell, ()) for cell in _cells(box))
        if any(_meet(box, other) and shape.intersects(taken) for other, taken in near):
            return False
        return not off_lines or not len(self._lines.query(shape, predicate="intersects"))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    """Yield the cells that a box meets, so that a sheet of thousands of labels is looked at near by only."""
    left, upper, right, lower = (math.floor(side / CELL_MM) for side in box)
    for across in range(left, right + 1):
        for down in range(upper, lower + 1):
            yield across, down


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def around(label: Label, outwards: float, distances: Sequence[float]) -> Iterable[Sequence[Label]]:
    """Yield a label beside its point: outwards first, then ever further to both sides; nearest first.

    Args:
        label: At the point itself.
        outwards: Direction in radians, y downwards.
        distances: From the point to the nearest side of the label.
    """
    half_width, half_height = label.width / 2, label.size / 2
    for distance in distances:
        for turn in (0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150, 180):
            angle = outwards + math.radians(turn)
            across, down = math.cos(angle), math.sin(angle)
            reach = distance + abs(across) * half_width + abs(down) * half_height
            yield (
                Label(label.kind, label.text, label.x + across * reach, label.y + down * reach, label.size),
            )
