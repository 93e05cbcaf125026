"""Painter paths made from the arrays of the read model, chunk by chunk, kept while they are used.

Every chunk gives one path per class to fill and one path of its boundary lines, each line once even
where two parcels share it. Paths are metres from the block's origin, y up, so that doubles keep every
millimetre; :func:`ground_transform` takes them to the screen. One instance belongs to one thread: painter
paths are not shared.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath, QTransform
from shapely.geometry.base import BaseGeometry

from landdesk.domain.arrays import Flags, Floats, Integers, ranges
from landdesk.domain.coverage import Block
from landdesk.ui.map.colouring import Colouring
from landdesk.ui.map.view import MapView

Point = tuple[float, float]

ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
"""One element of a path as `QDataStream` carries it; kind 0 moves, 1 draws a line."""

KEPT_ELEMENTS = 3_000_000
"""24 bytes each: what is kept stays below 80 MB."""

# Odd constants with well spread bits, for a hash of coordinates in millimetres.
_FAR_MM = 2**40
_MIX_X = np.int64(0x9E3779B97F4A7C15 - 2**64)
_MIX_Y = np.int64(0x3C79AC492BA7B653)
_MIX_POINT = np.int64(0x1C69B3F74AC4AE35)


@dataclass(frozen=True, slots=True)
class ChunkPaths:
    """What one chunk looks like.

    Args:
        fills: Number of the class and the path of its parcels.
        lines: All boundary lines.
        element_count: Size of all paths together.
    """

    fills: tuple[tuple[int, QPainterPath], ...]
    lines: QPainterPath
    element_count: int


class BlockPaths:
    """The paths of one block and what is needed to choose among its chunks.

    Args:
        block: Parcels as arrays.
        colouring: How they are coloured.
        kept_elements: How many path elements may be kept.
    """

    def __init__(self, block: Block, colouring: Colouring, kept_elements: int = KEPT_ELEMENTS) -> None:
        self.block = block
        self.colouring = colouring
        self.classes = colouring.numbers(block.columns, block.ids.tolist())
        self.sizes_m = np.maximum(
            block.boxes[:, 2] - block.boxes[:, 0], block.boxes[:, 3] - block.boxes[:, 1]
        ).astype(np.float32)
        starts = block.chunk_starts[:-1]
        self.chunk_lengths = np.diff(block.chunk_starts)
        drawn = self.sizes_m[: block.chunk_starts[-1]]
        logs = np.log(np.maximum(drawn, np.float32(0.01)))
        self.chunk_sizes_m = (
            np.exp(np.add.reduceat(logs, starts) / self.chunk_lengths) if len(starts) else logs
        )
        self.origin: Point = (0.0, 0.0)
        if len(starts):
            low, high = block.chunk_boxes[:, :2].min(axis=0), block.chunk_boxes[:, 2:].max(axis=0)
            self.origin = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
        self._kept: OrderedDict[tuple[int, bytes], ChunkPaths] = OrderedDict()
        self._room = kept_elements

    def chunk(self, number: int, shown: Flags) -> ChunkPaths:
        """Return the paths of a chunk.

        Args:
            number: Of the chunk.
            shown: Which of its parcels are drawn, one flag each.
        """
        key = number, b"" if shown.all() else np.packbits(shown).tobytes()
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        begin, end = int(self.block.chunk_starts[number]), int(self.block.chunk_starts[number + 1])
        members = np.arange(begin, end)[shown]
        classes = self.classes[members]
        fills = tuple((int(one), self.outline(members[classes == one])) for one in np.unique(classes))
        lines = self._lines(members)
        size = sum(path.elementCount() for _, path in fills) + lines.elementCount()
        made = self._kept[key] = ChunkPaths(fills, lines, size)
        self._room -= size
        while self._room < 0 and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._room += oldest.element_count
        return made

    def outline(self, members: Integers) -> QPainterPath:
        """Return one path of parcels; filled by the winding rule, overlaps stay filled and holes open."""
        block = self.block
        parts = ranges(block.outlines.parcel_starts[members], block.outlines.parcel_starts[members + 1])
        rings = ranges(block.outlines.part_starts[parts], block.outlines.part_starts[parts + 1])
        first, end = block.outlines.ring_starts[rings], block.outlines.ring_starts[rings + 1]
        lengths = end - first
        if not len(lengths):
            return QPainterPath()
        begins = np.cumsum(lengths) - lengths
        points = block.outlines.coords[ranges(first, end)] - self.origin
        is_shell = np.zeros(len(rings), dtype=bool)
        part_lengths = block.outlines.part_starts[parts + 1] - block.outlines.part_starts[parts]
        is_shell[np.cumsum(part_lengths) - part_lengths] = True
        backwards = _is_anticlockwise(points, begins) != is_shell
        if backwards.any():
            points = points[_turned(begins, lengths, backwards)]
        kinds = np.ones(len(points), dtype=np.int32)
        kinds[begins] = 0
        return path_of(kinds, points)

    def _lines(self, members: Integers) -> QPainterPath:
        """Return the boundary lines of parcels; a line that two of them share comes once."""
        block = self.block
        first = block.outlines.part_starts[block.outlines.parcel_starts[members]]
        rings = ranges(first, block.outlines.part_starts[block.outlines.parcel_starts[members + 1]])
        begin = ranges(block.outlines.ring_starts[rings], block.outlines.ring_starts[rings + 1] - 1)
        if not len(begin):
            return QPainterPath()
        start, end = (
            block.outlines.coords[begin] - self.origin,
            block.outlines.coords[begin + 1] - self.origin,
        )
        _, kept = np.unique(_hashed(start) + _hashed(end), return_index=True)
        kept.sort()
        start, end, begin = start[kept], end[kept], begin[kept]
        # A line that follows the one before in the same ring goes on from its end: joins stay joins.
        jumps = np.ones(len(kept), dtype=bool)
        jumps[1:] = begin[1:] != begin[:-1] + 1
        ends_at = np.cumsum(1 + jumps) - 1
        kinds = np.ones(int(ends_at[-1]) + 1, dtype=np.int32)
        path = np.empty((len(kinds), 2))
        path[ends_at] = end
        path[ends_at[jumps] - 1] = start[jumps]
        kinds[ends_at[jumps] - 1] = 0
        return path_of(kinds, path)


def path_of(kinds: NDArray[np.int32], points: Floats) -> QPainterPath:
    """Return the path of elements given as arrays; kind 0 moves to the point, 1 draws a line to it."""
    elements = np.empty(len(kinds), dtype=ELEMENT)
    elements["kind"] = kinds
    elements["x"] = points[:, 0]
    elements["y"] = points[:, 1]
    # Count, elements, start of the last figure, fill rule (1: winding), as QPainterPath writes itself.
    raw = len(kinds).to_bytes(4, "big") + elements.tobytes() + bytes(4) + (1).to_bytes(4, "big")
    path = QPainterPath()
    QDataStream(QByteArray(raw)) >> path
    return path


def geometry_path(geometries: Iterable[BaseGeometry | None], origin: Point) -> QPainterPath:
    """Return one path of any geometries, metres from the origin; points are left out."""
    kinds, points = [], []
    for geometry in geometries:
        if geometry is None or geometry.is_empty:
            continue
        for part in _flat_parts(geometry):
            lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for line in lines:
                coords = shapely.get_coordinates(line)
                if part.geom_type == "Polygon" and shapely.is_ccw(line) != (line is lines[0]):
                    coords = coords[::-1]
                kind = np.ones(len(coords), dtype=np.int32)
                kind[0] = 0
                kinds.append(kind)
                points.append(coords - origin)
    return path_of(np.concatenate(kinds), np.concatenate(points)) if kinds else QPainterPath()


def ground_transform(view: MapView, origin: Point = (0.0, 0.0)) -> QTransform:
    """Return the transform that takes metres from an origin to the pixels of a view."""
    x, y = view.to_screen(*origin)
    return QTransform(1 / view.m_per_px, 0.0, 0.0, -1 / view.m_per_px, x, y)


def _flat_parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return the simple lines and polygons of a geometry, collections taken apart."""
    if geometry.geom_type in ("Polygon", "LineString", "LinearRing"):
        return [geometry]
    if geometry.geom_type in ("Point", "MultiPoint"):
        return []
    return [part for one in shapely.get_parts(geometry) if not one.is_empty for part in _flat_parts(one)]


def _hashed(points: Floats) -> Integers:
    """Return a number for each point that no other millimetre has; sums of two name a line either way."""
    # Metres are counted from the middle of the block, where the two sides of a rectangle mirror each other: a
    # number and its negative differ too little when they are mixed, so all are made positive first.
    whole = np.rint(points * 1000).astype(np.int64) + _FAR_MM
    mixed = (whole[:, 0] * _MIX_X) ^ (whole[:, 1] * _MIX_Y)
    mixed ^= mixed >> 29
    made: Integers = mixed * _MIX_POINT
    return made ^ (made >> 32)


def _is_anticlockwise(points: Floats, begins: Integers) -> Flags:
    """Say of each closed ring which way round it goes."""
    cross = np.zeros(len(points))
    cross[:-1] = points[:-1, 0] * points[1:, 1] - points[1:, 0] * points[:-1, 1]
    # The step from the end of one ring to the beginning of the next is no edge.
    cross[begins[1:] - 1] = 0.0
    flags: Flags = np.add.reduceat(cross, begins) > 0
    return flags


def _turned(begins: Integers, lengths: Integers, backwards: Flags) -> Integers:
    """Return the order of points that has the flagged rings the other way round."""
    order = np.arange(int(lengths.sum()))
    mirrored = np.repeat(2 * begins + lengths - 1, lengths) - order
    return np.where(np.repeat(backwards, lengths), mirrored, order)
