"""Where a receiver is now: a disc in the colour of its quality, in a circle as wide as it says it may be off."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from landdesk.ui import theme
from landdesk.ui.map.view import MapView

RADIUS_PX: Final = 7.0
_ARM_PX: Final = 14.0


@dataclass(frozen=True, slots=True)
class PositionMark:
    """A position.

    Args:
        at: East and north in metres.
        colour: Name of a colour of the theme.
        sigma_m: How far it may be off; None where the receiver does not say.
    """

    at: tuple[float, float]
    colour: str
    sigma_m: float | None


def paint_position(painter: QPainter, view: MapView, mark: PositionMark) -> None:
    """Paint it; the painter counts logical pixels."""
    middle = QPointF(*view.to_screen(*mark.at))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.sigma_m is not None and mark.sigma_m / view.m_per_px > RADIUS_PX:
        radius = mark.sigma_m / view.m_per_px
        painter.setPen(QPen(theme.colour(mark.colour, 0.7), 1.2))
        painter.setBrush(theme.colour(mark.colour, 0.12))
        painter.drawEllipse(middle, radius, radius)
    for colour, width in ((theme.colour(theme.SURFACE, 0.9), 5.0), (QColor(mark.colour), 2.0)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for step in (QPointF(_ARM_PX, 0.0), QPointF(0.0, _ARM_PX)):
            painter.drawLine(middle - step, middle + step)
    painter.setPen(QPen(QColor(theme.SURFACE), 2.0))
    painter.setBrush(QColor(mark.colour))
    painter.drawEllipse(middle, RADIUS_PX, RADIUS_PX)
    painter.restore()
