"""The mark of a place that somebody went to: a ring with a cross of hairs, and what lies there beside it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.furniture import paint_haloed
from landdesk.ui.map.view import MapView

RADIUS_PX: Final = 11.0
_HAIR_PX: Final = 19.0
_GAP_PX: Final = 3.0


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A place on the plane.

    Args:
        easting: Metres.
        northing: Metres.
        words: What lies there; empty for nothing.
    """

    easting: float
    northing: float
    words: str = ""


def paint_place_mark(painter: QPainter, view: MapView, mark: PlaceMark) -> None:
    """Paint it; the very place stays free, so that what is there can be seen."""
    at = QPointF(*view.to_screen(mark.easting, mark.northing))
    hairs = [
        QLineF(at + QPointF(x * _GAP_PX, y * _GAP_PX), at + QPointF(x * _HAIR_PX, y * _HAIR_PX))
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width_px in ((theme.colour(theme.SURFACE, 0.92), 4.6), (QColor(theme.PREVIEW), 2.0)):
        painter.setPen(QPen(colour, width_px))
        painter.drawEllipse(at, RADIUS_PX, RADIUS_PX)
        painter.drawLines(hairs)
    if mark.words:
        letters = font(13, weight=QFont.Weight.DemiBold)
        paint_haloed(painter, at + QPointF(_HAIR_PX + 3, -_HAIR_PX / 2), mark.words, letters, theme.PREVIEW)
    painter.restore()
