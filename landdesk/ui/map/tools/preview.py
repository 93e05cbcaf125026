"""How previews of tools look: shapes, lines, points and the snap mark, in one manner for all tools."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from shapely import MultiPolygon

from landdesk.domain.arrays import Floats
from landdesk.i18n import _
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.furniture import paint_haloed
from landdesk.ui.map.paths import geometry_path, ground_transform
from landdesk.ui.map.snapping import SNAP_TITLES, Point, Snap, SnapKind
from landdesk.ui.map.view import MapView


def paint_shapes(
    painter: QPainter,
    view: MapView,
    shapes: Sequence[MultiPolygon],
    colour: str = theme.PREVIEW,
    *,
    fill: float = 0.14,
) -> None:
    """Paint parcels as they would be."""
    for shape in shapes:
        origin = shape.bounds[:2]
        path = ground_transform(view, origin).map(geometry_path([shape], origin))
        painter.fillPath(path, theme.colour(colour, fill))
        painter.strokePath(path, QPen(theme.colour(theme.SURFACE, 0.9), 4.0))
        painter.strokePath(path, QPen(QColor(colour), 2.0))


def paint_line(
    painter: QPainter, view: MapView, points: Sequence[Point], colour: str = theme.PREVIEW
) -> None:
    """Paint a line that is being drawn, with its points."""
    screen = QPolygonF([QPointF(*view.to_screen(*point)) for point in points])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(theme.SURFACE, 0.9), 4.0))
    painter.drawPolyline(screen)
    painter.setPen(QPen(QColor(colour), 2.0))
    painter.drawPolyline(screen)
    for point in points:
        paint_point(painter, QPointF(*view.to_screen(*point)), colour)


def paint_point(painter: QPainter, at: QPointF, colour: str = theme.PREVIEW) -> None:
    """Paint a point of a line."""
    painter.setPen(QPen(QColor(colour), 1.5))
    painter.setBrush(QColor(theme.SURFACE))
    painter.drawEllipse(at, 3.5, 3.5)


def paint_handles(painter: QPainter, view: MapView, points: Floats) -> None:
    """Paint boundary points that can be taken hold of, as small squares; none where they would touch."""
    if len(points) < 2 or np.ptp(points, axis=0).max() / view.m_per_px < 6 * len(points) ** 0.5:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(QColor(theme.PARCEL_LINE), 1.0))
    painter.setBrush(QColor(theme.SURFACE))
    for easting, northing in points.tolist():
        x, y = view.to_screen(easting, northing)
        painter.drawRect(QRectF(round(x) - 2, round(y) - 2, 4, 4))
    painter.restore()


def words_font() -> QFont:
    """Return the letters of words on a preview."""
    return font(12, weight=QFont.Weight.DemiBold)


def paint_words(painter: QPainter, view: MapView, at: Point, words: str) -> None:
    """Paint a short text centred on a point of the ground."""
    letters = words_font()
    metrics = QFontMetricsF(letters)
    x, y = view.to_screen(*at)
    left = round(x - metrics.horizontalAdvance(words) / 2)
    paint_haloed(painter, QPointF(left, round(y + metrics.capHeight() / 2)), words, letters, theme.PREVIEW)


def paint_snap(painter: QPainter, view: MapView, snap: Snap) -> None:
    """Paint what the pointer was drawn to, each kind with a sign of its own, and its name beside it."""
    at = QPointF(*view.to_screen(*snap.point))
    sign = QPainterPath()
    for stroke in _SNAP_SIGNS[snap.kind]:
        sign.addPolygon(QPolygonF([at + QPointF(x, y) for x, y in stroke]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(sign, QPen(theme.colour(theme.SURFACE, 0.9), 4.5))
    painter.strokePath(sign, QPen(QColor(theme.SNAP), 2.0))
    name = _(SNAP_TITLES[snap.kind])
    paint_haloed(painter, at + QPointF(11, 17), name, font(11, weight=QFont.Weight.DemiBold), theme.SNAP)


_SNAP_SIGNS: Final[Mapping[SnapKind, Sequence[Sequence[Point]]]] = {
    SnapKind.VERTEX: [[(-6, -6), (6, -6), (6, 6), (-6, 6), (-6, -6)]],
    SnapKind.INTERSECTION: [[(-6, -6), (6, 6)], [(-6, 6), (6, -6)]],
    SnapKind.MIDPOINT: [[(0, -7), (7, 5), (-7, 5), (0, -7)]],
    SnapKind.PERPENDICULAR: [[(-6, -7), (-6, 6), (7, 6)], [(-6, 0), (0, 0), (0, 6)]],
    SnapKind.EDGE: [[(-6, -6), (6, -6), (-6, 6), (6, 6), (-6, -6)]],
}
"""Pixels to the right and down of the place: square, cross, triangle, right angle, hourglass."""
