"""Moving about on the map: what part of the plane is seen, at what scale, and how it is changed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.ids import ObjectId
from landdesk.ui.map.gestures import GestureArea
from landdesk.ui.map.view import MapView

CLOSEST_FIT_M_PER_PX = 0.04
"""Zooming to something small stops here, so that what is around it is seen too."""


class MovingArea(GestureArea):
    """A widget that shows a part of the plane; what it draws there is told by the class that inherits from it.

    Signals:
        view_changed: Another part of the land or another scale is seen.
    """

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coverage: Coverage | None = None
        self._view = MapView(0.0, 0.0, 1.0, max(self.width(), 1), max(self.height(), 1))
        self._fit_on_resize = True

    def _refresh(self) -> None:
        """Draw what is seen now."""
        raise NotImplementedError

    @property
    def coverage(self) -> Coverage | None:
        """The parcels."""
        return self._coverage

    @property
    def view(self) -> MapView:
        """What is seen, in logical pixels."""
        return self._view

    @property
    def scale_denominator(self) -> float:
        """N of 1:N on this screen."""
        return self._view.scale_denominator(self.logicalDpiX())

    def set_view(self, view: MapView) -> None:
        """Show another part of the land."""
        view = view.resized(max(self.width(), 1), max(self.height(), 1))
        if view != self._view:
            self._view = view
            self._refresh()
            self.view_changed.emit()

    def pan_by(self, dx: float, dy: float) -> None:
        """Push the map by pixels to the right and down."""
        self._fit_on_resize = False
        self.set_view(self._view.panned(dx, dy))

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        """Zoom; the ground under the pixel stays where it is."""
        self._fit_on_resize = False
        self.set_view(self._view.zoomed(x, y, factor))

    def zoom_to_box(self, box: Box, margin: float = 0.15) -> None:
        """Show a box as large as it goes, with a part of the window left free on each side."""
        self._fit_on_resize = False
        fitted = self._view.fitted(box, margin)
        if fitted.m_per_px < CLOSEST_FIT_M_PER_PX:
            fitted = fitted.zoomed(
                fitted.width_px / 2, fitted.height_px / 2, fitted.m_per_px / CLOSEST_FIT_M_PER_PX
            )
        self.set_view(fitted)

    def zoom_to_parcels(self, parcels: Sequence[ObjectId], margin: float = 0.25) -> None:
        """Show parcels with some of what is around them; those without a shape are left out."""
        if self._coverage is None:
            return
        boxes = self._coverage.boxes(self._coverage.indices_of(parcels))
        boxes = boxes[~np.isnan(boxes[:, 0])]
        if len(boxes):
            low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
            self.zoom_to_box((float(low[0]), float(low[1]), float(high[0]), float(high[1])), margin)

    def zoom_to_all(self) -> None:
        """Show everything."""
        extent = self._coverage.extent() if self._coverage is not None else None
        if extent is not None:
            self.set_view(self._view.fitted(extent))
        self._fit_on_resize = True

    def zoom_to_scale(self, denominator: float) -> None:
        """Show the map at 1:N about the middle."""
        self.zoom_by(self.scale_denominator / denominator)
