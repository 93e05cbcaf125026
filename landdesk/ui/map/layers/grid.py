"""The coordinate grid: lines of round eastings and northings, written as field books do: X north, Y east."""

from math import ceil, floor, log10

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from landdesk.i18n import _, format_number
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.furniture import MARGIN_PX, paint_haloed
from landdesk.ui.map.view import MapView

_APART_PX = 110.0
_LETTERS_PX = 11
_FOOT_PX = 34
"""Height at the foot that scale bar and legend keep."""


def grid_step_m(view: MapView) -> float:
    """Return 1, 2, 5, 10, 20, 50 … metres (or a part of one): the least that keeps lines apart."""
    least = view.m_per_px * _APART_PX
    power: float = 10.0 ** floor(log10(least))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= least * (1 - 1e-9))


def paint_grid(painter: QPainter, view: MapView) -> None:
    """Paint the lines and their coordinates; the painter counts logical pixels."""
    step_m = grid_step_m(view)
    decimals = max(0, -floor(log10(step_m)))
    west, south, east, north = view.box
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(theme.colour(theme.GRID_LINE, 0.55), 1.0))
    columns = [number * step_m for number in range(ceil(west / step_m), floor(east / step_m) + 1)]
    rows = [number * step_m for number in range(ceil(south / step_m), floor(north / step_m) + 1)]
    across = [round(view.to_screen(easting, 0.0)[0]) + 0.5 for easting in columns]
    down = [round(view.to_screen(0.0, northing)[1]) + 0.5 for northing in rows]
    lines = [QLineF(x, 0, x, view.height_px) for x in across] + [QLineF(0, y, view.width_px, y) for y in down]
    painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    letters = font(_LETTERS_PX)
    metrics = QFontMetricsF(letters)
    for easting, x in zip(columns, across, strict=True):
        # Translators: Y is the easting of Vietnamese field books
        words = _("Y {value}").format(value=format_number(easting, decimals))
        width = metrics.horizontalAdvance(words)
        if x + 4 + width < view.width_px - 3 * MARGIN_PX:
            paint_haloed(painter, QPointF(x + 4, metrics.ascent() + 3), words, letters, theme.GRID_TEXT)
    for northing, y in zip(rows, down, strict=True):
        # Translators: X is the northing of Vietnamese field books
        words = _("X {value}").format(value=format_number(northing, decimals))
        if 2 * metrics.height() < y < view.height_px - _FOOT_PX:
            paint_haloed(painter, QPointF(4, y - 4), words, letters, theme.GRID_TEXT)
    painter.restore()
