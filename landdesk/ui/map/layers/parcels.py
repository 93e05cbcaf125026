"""The parcels themselves: filled by class, thin lines between them; below 2 pixels they are dots.

Fills are not antialiased, so that neighbours meet without a seam; lines are. Every step takes at the most
2 ms, because a painter call keeps all other threads waiting.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QTransform

from landdesk.domain.arrays import Flags, Integers, ranges
from landdesk.domain.coverage import Box
from landdesk.ui import theme
from landdesk.ui.map.colouring import Colouring
from landdesk.ui.map.paths import BlockPaths, ChunkPaths, ground_transform
from landdesk.ui.map.view import MapView

DOT_PX = 2.0
"""A parcel smaller than this, the longer side of its box, is a dot."""
DOTS_AT_ONCE = 50_000
MOSTLY_DOTS = 0.6
"""From this share of small parcels on, a chunk is drawn as dots and its few large parcels by themselves."""

Pixels = NDArray[np.uint32]

_LINE_STEPS = 12


def parcel_steps(
    painter: QPainter,
    pixels: Pixels,
    view: MapView,
    blocks: Sequence[tuple[BlockPaths, Flags]],
    seen: set[int],
    fill_opacity: float = 1.0,
    *,
    on_picture: bool = False,
) -> Iterator[None]:
    """Draw the parcels of blocks; stops after every small step.

    Args:
        painter: On the picture, in pixels.
        pixels: The same picture as rows of 0xffRRGGBB.
        view: What the picture shows.
        blocks: Paths and, for each parcel, whether it still holds.
        seen: Gets the numbers of the classes that are drawn.
        fill_opacity: Of the colours, 0 to 1; lines and dots are always seen whole.
        on_picture: Whether a picture lies below: lines are in a colour that is seen on forest and roofs.
    """
    pixel_m = view.m_per_px
    plans = [_plan(paths, live, view.box, pixel_m) for paths, live in blocks]
    yield
    for (paths, _), (_, chunks, shown) in zip(blocks, plans, strict=True):
        painter.setTransform(ground_transform(view, paths.origin))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(fill_opacity)
        hatch = painter.transform().inverted()[0]
        for number in chunks:
            for one, path in _chunk(paths, number, shown).fills:
                for brush in fill_brushes(paths.colouring, one, hatch):
                    painter.setBrush(brush)
                    painter.drawPath(path)
                seen.add(one)
            yield
    for (paths, live), (dots, _, _) in zip(blocks, plans, strict=True):
        for begin in range(0, len(dots), DOTS_AT_ONCE):
            members = dots[begin : begin + DOTS_AT_ONCE]
            seen.update(_draw_dots(pixels, view, paths, members[live[members]]))
            yield
    painter.setOpacity(1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for (paths, _), (_, chunks, shown) in zip(blocks, plans, strict=True):
        painter.setTransform(ground_transform(view, paths.origin))
        for number in chunks:
            painter.setPen(boundary_pen(float(paths.chunk_sizes_m[number]) / pixel_m, on_picture=on_picture))
            painter.drawPath(_chunk(paths, number, shown).lines)
            yield
    painter.resetTransform()


def boundary_pen(size_px: float, *, on_picture: bool = False) -> QPen:
    """Return the pen for lines between parcels of about this size: fainter where they are dense."""
    strength = min(max((size_px - 3.0) / 20.0, 0.0), 1.0)
    step = round(strength * _LINE_STEPS) / _LINE_STEPS
    colour = theme.PARCEL_LINE_ON_PICTURE if on_picture else theme.PARCEL_LINE
    pen = QPen(theme.colour(colour, 0.32 + 0.53 * step))
    pen.setCosmetic(True)
    # One device pixel at the most: wider ones take Qt from fast lines (0.3 ms a chunk) to outlines (30 ms).
    pen.setWidthF(1.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen


def fill_brushes(colouring: Colouring, number: int, hatch: QTransform) -> Iterator[QBrush]:
    """Yield what a class is painted with, one over the other.

    Args:
        colouring: The way to colour.
        number: Of the class.
        hatch: From pixels to what the painter counts in, so that the lines of a hatch stay apart as on the screen.
    """
    yield QBrush(colouring.fills[number])
    if colouring.classes[number].hatched:
        lines = QBrush(theme.colour(theme.HATCH, 0.55), Qt.BrushStyle.BDiagPattern)
        lines.setTransform(hatch)
        yield lines


def _chunk(paths: BlockPaths, number: int, shown: Flags) -> ChunkPaths:
    begin, end = paths.block.chunk_starts[number], paths.block.chunk_starts[number + 1]
    return paths.chunk(number, shown[begin:end])


def _plan(paths: BlockPaths, live: Flags, box: Box, pixel_m: float) -> tuple[Integers, list[int], Flags]:
    """Choose what to draw how: the parcels that become dots, the chunks with paths and their parcels."""
    block = paths.block
    west, south, east, north = box
    boxes = block.chunk_boxes
    met = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    chunks = np.flatnonzero(met)
    if not len(chunks):
        return np.empty(0, dtype=np.int64), [], live
    # The limit goes up in steps of √2, so that paths of the few large ones serve for several zoom levels.
    limit_m = DOT_PX * 2.0 ** (np.floor(2 * np.log2(pixel_m)) / 2)
    begins = block.chunk_starts[:-1]
    is_small = paths.sizes_m[: block.chunk_starts[-1]] < limit_m
    small_counts = np.add.reduceat(is_small, begins, dtype=np.int64)
    dotted = small_counts[chunks] >= MOSTLY_DOTS * paths.chunk_lengths[chunks]
    dotted_chunks = chunks[dotted]
    if not len(dotted_chunks):
        return np.empty(0, dtype=np.int64), chunks.tolist(), live
    members = ranges(block.chunk_starts[dotted_chunks], block.chunk_starts[dotted_chunks + 1])
    dots = members[is_small[members]]
    shown = live.copy()
    shown[dots] = False
    with_paths = ~dotted | (small_counts[chunks] < paths.chunk_lengths[chunks])
    return dots, chunks[with_paths].tolist(), shown


def _draw_dots(pixels: Pixels, view: MapView, paths: BlockPaths, members: Integers) -> set[int]:
    height, width = pixels.shape
    boxes = paths.block.boxes[members]
    west, _, _, north = view.box
    x = (((boxes[:, 0] + boxes[:, 2]) / 2 - west) / view.m_per_px).astype(np.int64)
    y = ((north - (boxes[:, 1] + boxes[:, 3]) / 2) / view.m_per_px).astype(np.int64)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    x, y, classes = x[inside], y[inside], paths.classes[members][inside]
    colours = paths.colouring.dots[classes]
    pixels[y, x] = colours
    # What is wider than a pixel covers the next one too, or a dense village would look washed out.
    wide = paths.sizes_m[members][inside] >= view.m_per_px
    x, y, colours = x[wide], y[wide], colours[wide]
    beside, below = np.minimum(x + 1, width - 1), np.minimum(y + 1, height - 1)
    pixels[y, beside] = colours
    pixels[below, x] = colours
    return set(np.unique(classes).tolist())
