"""How a picture of the parcels comes about: fills, dots, lines and labels, in steps of at the most 2 ms.

The drawing worker takes the steps on its thread, a picture without a window takes them at once. Views here
count device pixels. Findings, selection and tools are not part of it: they are drawn live on top.
"""

from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from landdesk.domain.arrays import Flags
from landdesk.domain.coverage import Block, Coverage
from landdesk.ui import theme
from landdesk.ui.map.colouring import Colouring
from landdesk.ui.map.ground import BARE, Ground
from landdesk.ui.map.land_use import by_land_use
from landdesk.ui.map.layers.labels import COARSEST_M_PER_PX, LabelAnchors, LabelPainter
from landdesk.ui.map.layers.parcels import parcel_steps
from landdesk.ui.map.paths import BlockPaths
from landdesk.ui.map.view import MapView


@dataclass(frozen=True, slots=True, eq=False)
class PictureOrder:
    """What is to be drawn.

    Args:
        coverage: The parcels.
        view: In device pixels.
        labels: How strongly labels are seen, 0 to 1; 0 for none.
        device_pixel_ratio: Device pixels to a logical one; sizes of letters and widths of lines follow it.
        labels_to_m_per_px: No labels above this, in metres to a logical pixel.
        patch_of: Number of the picture that this is a part of, pixel for pixel; None for a picture.
        offset: Where the patch goes, pixels from the left and from the top of its picture.
        number: Of the picture, rising.
        colouring: How the parcels are coloured.
        ground: What lies below the parcels.
    """

    coverage: Coverage
    view: MapView
    labels: float = 1.0
    device_pixel_ratio: float = 1.0
    labels_to_m_per_px: float = COARSEST_M_PER_PX
    patch_of: int | None = None
    offset: tuple[int, int] = (0, 0)
    number: int = 0
    colouring: Colouring = field(default_factory=by_land_use)
    ground: Ground = BARE


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What was drawn.

    Args:
        order: As it was ordered.
        image: Format RGB32.
        classes: Codes of the classes of its colouring that can be seen.
    """

    order: PictureOrder
    image: QImage
    classes: frozenset[str]


class PictureMaker:
    """Draws pictures and keeps what the next one can use; belongs to one thread."""

    def __init__(self) -> None:
        self._blocks: list[tuple[BlockPaths, LabelAnchors]] = []
        self._labels: tuple[float, LabelPainter] | None = None

    def steps(self, order: PictureOrder) -> Generator[None, None, Picture]:
        """Draw a picture; returns it after small steps, and can be left off after each."""
        view, coverage = order.view, order.coverage
        image = QImage(view.width_px, view.height_px, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.MAP_GROUND))
        row = image.bytesPerLine() // 4
        pixels = np.frombuffer(image.bits(), dtype=np.uint32).reshape(view.height_px, row)
        yield
        logical_m_per_px = view.m_per_px * order.device_pixel_ratio
        visible = pixels[:, : view.width_px]
        below = order.ground.drawn_at(logical_m_per_px)
        for background in below:
            yield from background.warp.steps(view.box, view.m_per_px, visible, background.opacity)
        drawn = [
            (self._block(coverage.base, order.colouring), coverage.base_live),
            (self._block(coverage.overlay, order.colouring), np.ones(len(coverage.overlay), dtype=bool)),
        ]
        self._forget_others(coverage, order.colouring)
        yield
        seen: set[int] = set()
        painter = QPainter(image)
        try:
            blocks = [(paths, live) for (paths, _), live in drawn]
            opacity = order.ground.fill_opacity if below else 1.0
            yield from parcel_steps(painter, visible, view, blocks, seen, opacity, on_picture=bool(below))
            if order.labels and logical_m_per_px <= order.labels_to_m_per_px:
                anchors: list[tuple[LabelAnchors, Flags]] = [(anchor, live) for (_, anchor), live in drawn]
                painter.setOpacity(order.labels)
                yield from self._label_painter(order.device_pixel_ratio).steps(painter, view, anchors)
        finally:
            painter.end()
        return Picture(order, image, frozenset(order.colouring.classes[number].code for number in seen))

    def draw(self, order: PictureOrder) -> Picture:
        """Draw a picture at once."""
        steps = self.steps(order)
        while True:
            try:
                next(steps)
            except StopIteration as done:
                picture: Picture = done.value
                return picture

    def _block(self, block: Block, colouring: Colouring) -> tuple[BlockPaths, LabelAnchors]:
        for made in self._blocks:
            if made[0].block is block and made[0].colouring is colouring:
                return made
        self._blocks.append((BlockPaths(block, colouring), LabelAnchors(block)))
        return self._blocks[-1]

    def _forget_others(self, coverage: Coverage, colouring: Colouring) -> None:
        self._blocks = [
            one
            for one in self._blocks
            if one[0].block in (coverage.base, coverage.overlay) and one[0].colouring is colouring
        ]

    def _label_painter(self, device_pixel_ratio: float) -> LabelPainter:
        if self._labels is None or self._labels[0] != device_pixel_ratio:
            self._labels = device_pixel_ratio, LabelPainter(device_pixel_ratio)
        return self._labels[1]
