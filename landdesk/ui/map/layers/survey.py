"""Points measured in the field: a cross in a ring at each, its number beside it where there is room.

Drawn live, so a file may come and go at any time; where points stand closer than their marks only some are drawn.
"""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from landdesk.domain.arrays import Floats
from landdesk.domain.coverage import Box
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.markers import are_seen, thinned, tips_on_screen
from landdesk.ui.map.view import MapView

RADIUS_PX: Final = 3.5
ARM_PX: Final = 6.0
NUMBERS_FROM_M_PER_PX: Final = 1.0
NUMBERS_AT_MOST: Final = 400


class Marked(Protocol):
    """A point with a number."""

    @property
    def number(self) -> str:
        """Its number."""

    @property
    def at(self) -> tuple[float, float]:
        """East and north in metres."""


class SurveyLayer:
    """Draws points of the field.

    Args:
        points: The points.
        numbered: Numbers stand beside them where there is room on the ground.
    """

    def __init__(self, points: Sequence[Marked] = (), *, numbered: bool = True) -> None:
        self._numbered = numbered
        self._numbers = [one.number for one in points]
        self._places: Floats = np.array([one.at for one in points], dtype=np.float64).reshape(-1, 2)

    @property
    def box(self) -> Box | None:
        """Around all points; None without any."""
        if not self._numbers:
            return None
        (west, south), (east, north) = self._places.min(axis=0), self._places.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint marks and numbers; the painter counts logical pixels."""
        if not self._numbers:
            return
        x, y = tips_on_screen(self._places, view)
        shown = thinned(x, y, np.zeros(len(x), dtype=np.int64), are_seen(x, y, view), view).tolist()
        crosses: list[QLineF] = []
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for halo in (True, False):
            colour = theme.colour(theme.SURFACE, 0.9) if halo else QColor(theme.SURVEY)
            painter.setPen(QPen(colour, 3.6 if halo else 1.4))
            crosses.clear()
            for at in shown:
                east, north = float(x[at]), float(y[at])
                crosses.append(QLineF(east - ARM_PX, north, east + ARM_PX, north))
                crosses.append(QLineF(east, north - ARM_PX, east, north + ARM_PX))
                painter.drawEllipse(QPointF(east, north), RADIUS_PX, RADIUS_PX)
            painter.drawLines(crosses)
        if self._numbered and view.m_per_px <= NUMBERS_FROM_M_PER_PX:
            for at in shown[:NUMBERS_AT_MOST]:
                self._paint_number(painter, float(x[at]) + ARM_PX + 2, float(y[at]) - 4, self._numbers[at])
        painter.restore()

    @staticmethod
    def _paint_number(painter: QPainter, x: float, y: float, number: str) -> None:
        path = QPainterPath()
        path.addText(x, y, font(11), number)
        painter.strokePath(path, QPen(theme.colour(theme.LABEL_HALO, 0.9), 3.0))
        painter.fillPath(path, QColor(theme.SURVEY))
