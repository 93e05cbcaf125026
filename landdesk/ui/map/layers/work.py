"""Returned work on its parcel: a violet outline and a pin with an arrow that turns back.

A mark names a parcel; one that the coverage does not have is not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtGui import QPainter, QPen

from landdesk.domain.arrays import Floats
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.ui import theme
from landdesk.ui.map.layers.markers import (
    HEAD_PX,
    LIFT_PX,
    RETURNED,
    MarkerPainter,
    are_seen,
    head_hit,
    marker_number,
    pin_points,
    thinned,
    tips_on_screen,
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
        self._points = pin_points(self._shapes)
        self._markers = MarkerPainter(device_pixel_ratio)

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint outlines and pins; the painter counts logical pixels."""
        if not self._marks:
            return
        x, y = self._tips(view)
        shown = thinned(x, y, np.zeros(len(x), dtype=np.int64), are_seen(x, y, view), view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in shown[self._widths_px(view)[shown] > HEAD_PX][:OUTLINES_AT_MOST].tolist():
            origin = float(self._boxes[at, 0]), float(self._boxes[at, 1])
            path = ground_transform(view, origin).map(geometry_path([self._shapes[at]], origin))
            painter.fillPath(path, theme.colour(theme.RETURNED, 0.10))
            painter.strokePath(path, QPen(theme.colour(theme.RETURNED, 0.9), 2.0))
        self._markers.paint(painter, x[shown], y[shown], np.full(len(shown), marker_number(RETURNED)))
        painter.restore()

    def at(self, x: float, y: float, view: MapView) -> WorkMark | None:
        """Return the work whose pin is under a pixel."""
        if not self._marks:
            return None
        tips_x, tips_y = self._tips(view)
        found = head_hit(np.round(tips_x), np.round(tips_y), x, y)
        return None if found is None else self._marks[found]

    def is_seen(self, view: MapView) -> bool:
        """Say whether any of it can be seen."""
        return bool(self._marks) and bool(are_seen(*self._tips(view), view).any())

    def _widths_px(self, view: MapView) -> Floats:
        widths: Floats = (self._boxes[:, 2] - self._boxes[:, 0]) / view.m_per_px
        return widths

    def _tips(self, view: MapView) -> tuple[Floats, Floats]:
        """Return the pixels that the pins point at, above the label where there is room for one."""
        x, y = tips_on_screen(self._points, view)
        return x, y - np.where(self._widths_px(view) > 3 * HEAD_PX, LIFT_PX, 0)
