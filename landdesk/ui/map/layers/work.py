"""Returned work on its parcel: a violet outline and a pin with an arrow that turns back.

A mark names a parcel; one that the coverage does not have is not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtGui import QPainter, QPen

from landdesk.domain.coverage import Coverage, Flags, Floats
from landdesk.domain.ids import ObjectId
from landdesk.ui import theme
from landdesk.ui.map.layers.markers import (
    HEAD_PX,
    RETURNED,
    STEM_PX,
    MarkerPainter,
    head_hit,
    marker_number,
    thinned,
)
from landdesk.ui.map.paths import geometry_path, ground_transform
from landdesk.ui.map.view import MapView

OUTLINES_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class WorkMark:
    """Open work on a parcel.

    Args:
        parcel_id: The parcel.
        text: Why, in the reader's language, shown when the pointer rests on the pin.
    """

    parcel_id: ObjectId
    text: str


class WorkLayer:
    """Draws open work and tells which one is under the pointer."""

    def __init__(
        self,
        marks: Sequence[WorkMark] = (),
        coverage: Coverage | None = None,
        device_pixel_ratio: float = 1.0,
    ) -> None:
        shapes = [coverage.shape(mark.parcel_id) if coverage is not None else None for mark in marks]
        pairs = [(mark, shape) for mark, shape in zip(marks, shapes, strict=True) if shape is not None]
        self._marks = [mark for mark, _ in pairs]
        self._shapes = np.array([shape for _, shape in pairs], dtype=object)
        self._boxes: Floats = shapely.bounds(self._shapes).reshape(-1, 4)
        self._tips: Floats = shapely.get_coordinates(shapely.point_on_surface(self._shapes)).reshape(-1, 2)
        self._markers = MarkerPainter(device_pixel_ratio)

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint outlines and pins; the painter counts logical pixels."""
        if not self._marks:
            return
        x, y = self._screen(view)
        shown = thinned(x, y, np.zeros(len(x), dtype=np.int64), self._inside(x, y, view))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour(theme.RETURNED, 0.9), 2.0)
        size_px = (self._boxes[shown, 2] - self._boxes[shown, 0]) / view.m_per_px
        for at in shown[size_px > HEAD_PX][:OUTLINES_AT_MOST].tolist():
            origin = float(self._boxes[at, 0]), float(self._boxes[at, 1])
            path = ground_transform(view, origin).map(geometry_path([self._shapes[at]], origin))
            painter.fillPath(path, theme.colour(theme.RETURNED, 0.10))
            painter.strokePath(path, pen)
        # The tip stays above the parcel's label.
        tips = y[shown] - np.where(size_px > 3 * HEAD_PX, 12, 0)
        self._markers.paint(painter, x[shown], tips, np.full(len(shown), marker_number(RETURNED)))
        painter.restore()

    def at(self, x: float, y: float, view: MapView) -> WorkMark | None:
        """Return the work whose pin is under a pixel."""
        if not self._marks:
            return None
        tips_x, tips_y = self._screen(view)
        size_px = (self._boxes[:, 2] - self._boxes[:, 0]) / view.m_per_px
        tips_y = tips_y - np.where(size_px > 3 * HEAD_PX, 12, 0)
        found = head_hit(np.round(tips_x), np.round(tips_y), x, y)
        return None if found is None else self._marks[found]

    def is_seen(self, view: MapView) -> bool:
        """Say whether any of it can be seen."""
        return bool(self._marks) and bool(self._inside(*self._screen(view), view).any())

    def _screen(self, view: MapView) -> tuple[Floats, Floats]:
        return (
            (self._tips[:, 0] - view.easting) / view.m_per_px + view.width_px / 2,
            (view.northing - self._tips[:, 1]) / view.m_per_px + view.height_px / 2,
        )

    def _inside(self, x: Floats, y: Floats, view: MapView) -> Flags:
        reach = HEAD_PX + STEM_PX
        inside: Flags = (x > -reach) & (x < view.width_px + reach) & (y > 0) & (y < view.height_px + reach)
        return inside
