"""A small picture of where points lie: the parcels that there are, the boundaries of communes, the points over them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from landdesk.domain.coverage import Box, Coverage
from landdesk.i18n import _
from landdesk.services.boundaries import CommuneBoundaries
from landdesk.ui import theme
from landdesk.ui.map.layers.communes import CommuneLayer
from landdesk.ui.map.layers.furniture import paint_scale_bar
from landdesk.ui.map.layers.survey import Marked, SurveyLayer
from landdesk.ui.map.paths import geometry_path, ground_transform
from landdesk.ui.map.view import MapView, joined

SIZE_PX: Final = (340, 220)
NUMBERED_TO: Final = 30
"""Numbers of more points would hide each other."""
OUTLINES_TO: Final = 3_000
"""Of so many parcels the outlines are drawn, of more only where they are."""
_MARGIN: Final = 0.12
_AT_LEAST_M: Final = 20.0


class PointsPicture(QWidget):
    """Draws it, as large as it goes.

    Args:
        coverage: The parcels.
    """

    def __init__(self, coverage: Coverage) -> None:
        super().__init__()
        self.setMinimumSize(220, 150)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Where the points lie"))
        self._coverage = coverage
        self._communes: CommuneLayer | None = None
        self._points = SurveyLayer()

    def show_communes(self, boundaries: CommuneBoundaries) -> None:
        """Show these boundaries."""
        self._communes = CommuneLayer(boundaries)
        self.update()

    def show_points(self, points: Sequence[Marked]) -> None:
        """Show these points."""
        self._points = SurveyLayer(points, numbered=len(points) <= NUMBERED_TO)
        self.update()

    @property
    def view(self) -> MapView:
        """What is shown: the points, and the parcels with them unless the points lie amid these."""
        blank = MapView(0.0, 0.0, 1.0, max(self.width(), 1), max(self.height(), 1))
        wanted = [self._points.box] if self._points.box is not None else []
        parcels = self._coverage.extent()
        if parcels is not None and not (wanted and _within(wanted[0], parcels)):
            wanted.append(parcels)
        if not wanted:
            return blank
        west, south, east, north = joined(wanted)
        more = max(_AT_LEAST_M - max(east - west, north - south), 0.0) / 2
        return blank.fitted((west - more, south - more, east + more, north + more), margin=_MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter, view = QPainter(self), self.view
        painter.fillRect(self.rect(), QColor(theme.MAP_GROUND))
        self._paint_parcels(painter, view)
        if self._communes is not None:
            self._communes.paint(painter, view)
        self._points.paint(painter, view)
        paint_scale_bar(painter, view)
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        event.accept()

    def sizeHint(self) -> QSize:
        """Return a size beside which a table has room."""
        return QSize(*SIZE_PX)

    def _paint_parcels(self, painter: QPainter, view: MapView) -> None:
        seen = self._coverage.box_query(view.box)
        painter.setPen(QPen(theme.colour(theme.TEXT_SOFT, 0.55), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(seen) <= OUTLINES_TO:
            origin = view.easting, view.northing
            shapes = [one for one in self._coverage.shapes(seen) if one is not None]
            painter.drawPath(ground_transform(view, origin).map(geometry_path(shapes, origin)))
            return
        boxes = self._coverage.boxes(seen)
        x = ((boxes[:, 0] + boxes[:, 2]) / 2 - view.easting) / view.m_per_px + view.width_px / 2
        y = (view.northing - (boxes[:, 1] + boxes[:, 3]) / 2) / view.m_per_px + view.height_px / 2
        dots = np.unique(np.column_stack([x, y]).round(), axis=0)
        painter.drawPoints([QPointF(*one) for one in dots.tolist()])


def _within(box: Box, other: Box) -> bool:
    return box[0] >= other[0] and box[1] >= other[1] and box[2] <= other[2] and box[3] <= other[3]
