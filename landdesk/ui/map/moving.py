"""Moving about on the map: what part of the plane is seen, at what scale, and how it is changed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.ids import ObjectId
from landdesk.ui.map.gestures import GestureArea
from landdesk.ui.map.past_views import PastViews
from landdesk.ui.map.view import METRES_PER_INCH, MapView

CLOSEST_FIT_M_PER_PX = 0.04
"""Zooming to something small stops here, so that what is around it is seen too."""
REST_MS = 500
"""After so long without a move a view is one to come back to."""
PLACE_SCALES = (100.0, 1_000.0)
"""A place that one goes to is shown at the scale of now, between these, 1:N."""


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
        self._past = PastViews()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._rest)

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
        """Show another part of the land; when it stays so for a moment one can come back to it."""
        view = view.resized(max(self.width(), 1), max(self.height(), 1))
        if view != self._view:
            self._view = view
            self._resting.start()
            self._refresh()
            self.view_changed.emit()

    def step_view(self, by: int) -> bool:
        """Go back to the view before, or forward again; False where there is none."""
        self._rest()
        found = self._past.step(by)
        if found is None:
            return False
        self._fit_on_resize = False
        self.set_view(self._view.about(found.easting, found.northing, found.m_per_px))
        self._resting.stop()
        return True

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
        self._jump(fitted)

    def zoom_to_place(self, easting: float, northing: float) -> None:
        """Show a place in the middle, at a scale at which one sees what lies there."""
        self._fit_on_resize = False
        finest, coarsest = (scale * METRES_PER_INCH / self.logicalDpiX() for scale in PLACE_SCALES)
        m_per_px = min(max(self._view.m_per_px, finest), coarsest)
        self._jump(self._view.about(easting, northing, m_per_px))

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
        self._jump(self._whole_view())
        self._fit_on_resize = True

    def zoom_to_scale(self, denominator: float) -> None:
        """Show the map at 1:N about the middle."""
        self.zoom_by(self.scale_denominator / denominator)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the upper left corner, or everything in sight until the person has moved the map."""
        rested = not self._resting.isActive()
        self.set_view(self._view)
        if self._fit_on_resize:
            self.set_view(self._whole_view())
        if rested:
            # Another size of the window is no view of its own.
            self._resting.stop()
            self._past.adjust(self._view)
        event.accept()

    def _whole_view(self) -> MapView:
        extent = self._coverage.extent() if self._coverage is not None else None
        return self._view if extent is None else self._view.fitted(extent)

    def _jump(self, view: MapView) -> None:
        """Show another part of the land at one stroke: one can come back to where one was, and here again."""
        if len(self._past):
            self._rest()
        self.set_view(view)
        self._rest()

    def _rest(self) -> None:
        """Note that one can come back to what is seen now."""
        self._resting.stop()
        if self._coverage is not None:
            self._past.rest(self._view)
