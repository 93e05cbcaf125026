"""Boundaries of the communes: a line of dashes and points, the names where there is room for them."""

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from landdesk.domain.arrays import Floats
from landdesk.services.boundaries import CommuneBoundaries
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.furniture import paint_haloed
from landdesk.ui.map.paths import geometry_path, ground_transform
from landdesk.ui.map.view import MapView

_NAMED_FROM_PX = 90.0
"""Width of a commune on the screen from which on it gets its name."""
_NAMED_TO_M_PER_PX = 4.0
"""On larger maps one is within a commune, and its name would stand among the parcels."""
_LETTERS_PX = 12


class CommuneLayer:
    """Draws the boundaries of communes."""

    def __init__(self, boundaries: CommuneBoundaries) -> None:
        self._names = boundaries.names
        lines = np.array(boundaries.lines, dtype=object)
        self._lines = lines
        self._boxes: Floats = shapely.bounds(lines).reshape(-1, 4)
        shapes = np.array(boundaries.shapes, dtype=object)
        self._shape_boxes: Floats = shapely.bounds(shapes).reshape(-1, 4)
        # The name stands in the largest part, not in the sea between islands.
        largest = [max(shapely.get_parts(one), key=shapely.area) for one in boundaries.shapes]
        points = shapely.point_on_surface(np.array(largest, dtype=object))
        self._anchors: Floats = shapely.get_coordinates(points).reshape(-1, 2)

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint what is seen; the painter counts logical pixels."""
        west, south, east, north = view.box
        boxes = self._boxes
        seen = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        if not seen.any():
            return
        origin = view.easting, view.northing
        pen = QPen(theme.colour(theme.COMMUNE_LINE, 0.9), 1.6, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([6.0, 2.5, 1.0, 2.5])
        pen.setCosmetic(True)
        clipped = shapely.clip_by_rect(self._lines[seen], *view.widened(0.1).box)
        thinned = shapely.simplify(clipped, view.m_per_px / 2, preserve_topology=False)
        path = ground_transform(view, origin).map(geometry_path(thinned, origin))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.strokePath(path, QPen(theme.colour(theme.SURFACE, 0.7), 3.6))
        painter.setPen(pen)
        painter.drawPath(path)
        if view.m_per_px >= _NAMED_TO_M_PER_PX:
            self._paint_names(painter, view)
        painter.restore()

    def _paint_names(self, painter: QPainter, view: MapView) -> None:
        letters = font(_LETTERS_PX, weight=QFont.Weight.DemiBold)
        metrics = QFontMetricsF(letters)
        widths_px = (self._shape_boxes[:, 2] - self._shape_boxes[:, 0]) / view.m_per_px
        taken: list[tuple[float, float, float, float]] = []
        for at in np.flatnonzero(widths_px >= _NAMED_FROM_PX).tolist():
            x, y = view.to_screen(*self._anchors[at].tolist())
            width = metrics.horizontalAdvance(self._names[at])
            place = x - width / 2, y - metrics.height() / 2, x + width / 2, y + metrics.height() / 2
            inside = place[2] > 0 and place[3] > 0 and place[0] < view.width_px and place[1] < view.height_px
            free = all(
                place[2] < other[0] or place[0] > other[2] or place[3] < other[1] or place[1] > other[3]
                for other in taken
            )
            if inside and free and width < widths_px[at]:
                taken.append(place)
                baseline = QPointF(x - width / 2, y + metrics.capHeight() / 2)
                paint_haloed(painter, baseline, self._names[at], letters, theme.COMMUNE_LINE)
