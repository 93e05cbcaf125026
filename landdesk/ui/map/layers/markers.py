"""Pins that point at places: a head whose shape and colour say what it is, on a short stem to the very spot.

All heads are drawn once into one pixmap; thousands of pins are then one painter call. Where pins would cover
each other only the weightiest is drawn, so a far view stays readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.glyphs import draw_fragments
from landdesk.ui.map.view import MapView

ERROR: Final = "error"
WARNING: Final = "warning"
NOTICE: Final = "notice"
RETURNED: Final = "returned"
KINDS: Final = (ERROR, WARNING, NOTICE, RETURNED)
"""Weightiest first."""

HEAD_PX: Final = 17
STEM_PX: Final = 7
APART_PX: Final = (15, 30, 60)
"""Sides of the squares; each a multiple of the first."""
MANY_PINS: Final = 80
"""With more of them on the screen nobody sees the map; then only one stands in a larger square."""
CELL_PX: Final = 28
PIN_PX: Final = 36
"""Width and height of the picture of a pin: head, stem, and some air for its light border."""
LIFT_PX: Final = 12
"""How far the pin of a whole parcel stands above its middle, where the label is."""
BADGE_PX: Final = 14
_TIP_GAP_PX: Final = 4
_COUNTED_TO: Final = 1000


def paint_head(painter: QPainter, kind: str, middle: QPointF, size_px: float = HEAD_PX) -> None:
    """Paint the head of a pin, also used in the legend and for icons."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(middle)
    painter.scale(size_px / HEAD_PX, size_px / HEAD_PX)
    shape = _head_shape(kind)
    edge = QPen(QColor(theme.SURFACE), 3.0)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(shape, edge)
    painter.fillPath(shape, QColor(_colour(kind)))
    painter.setPen(QPen(QColor(theme.SURFACE), 1.8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _paint_sign(painter, kind)
    painter.restore()


def pin_points(places: Objects) -> Floats:
    """Return easting and northing of where the pins of geometries point, n × 2; NaN where there is no place."""
    points = shapely.point_on_surface(places)
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def tips_on_screen(points: Floats, view: MapView) -> tuple[Floats, Floats]:
    """Return the pixels x and y of points on the ground."""
    x: Floats = (points[:, 0] - view.easting) / view.m_per_px + view.width_px / 2
    y: Floats = (view.northing - points[:, 1]) / view.m_per_px + view.height_px / 2
    return x, y


def are_seen(x: Floats, y: Floats, view: MapView) -> Flags:
    """Say which pins with these tips are at least partly in sight."""
    reach = HEAD_PX + STEM_PX
    seen: Flags = (x > -reach) & (x < view.width_px + reach) & (y > 0) & (y < view.height_px + reach)
    return seen


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Pins of which those that would cover each other are one.

    Args:
        inside: All that count.
        kept: Those that are drawn, the lowest weight first.
        counts: How many each of these stands for.
        cells: The square of each of ``inside``.
    """

    inside: Integers
    kept: Integers
    counts: Integers
    cells: Integers

    def with_it(self, pin: int) -> Integers:
        """Return the pins that one of the kept stands for, itself among them."""
        here = self.cells[np.searchsorted(self.inside, pin)]
        found: Integers = self.inside[self.cells == here]
        return found


def gathered(x: Floats, y: Floats, weights: Integers, inside: Flags, view: MapView) -> Gathered:
    """Return one pin for each small square of the ground, the lowest weight first.

    Where that would still be a forest of pins, the squares are larger. They lie fast on the ground, so that pins stay
    what they are while the map is moved.

    Args:
        x: Pixels.
        y: Pixels.
        weights: Rank of each pin, a small number; the lowest is kept.
        inside: Which pins count at all; none far from the screen.
        view: What is seen.
    """
    chosen = np.flatnonzero(inside)
    if not len(chosen):
        return Gathered(chosen, chosen, chosen, chosen)
    west, north = (
        view.easting / view.m_per_px - view.width_px / 2,
        view.northing / view.m_per_px + view.height_px / 2,
    )
    column = np.floor((x[chosen] + west) / APART_PX[0]).astype(np.int64)
    row = np.floor((y[chosen] - north) / APART_PX[0]).astype(np.int64)
    cells = _numbered(column, row)
    by_weight = np.argsort(weights[chosen].astype(np.int8), kind="stable")
    kept, counts = _first_of_each(cells, by_weight, np.ones(len(chosen), dtype=np.int64))
    times = 1
    for apart_px in APART_PX[1:]:
        if len(kept) <= MANY_PINS:
            break
        # What is left of the smaller squares tells all that the larger ones ask for.
        times, finer = apart_px // APART_PX[0], kept
        larger = _numbered(column[finer] // times, row[finer] // times)
        left, counts = _first_of_each(larger, np.arange(len(finer)), counts)
        kept = finer[left]
    return Gathered(
        chosen, chosen[kept], counts, cells if times == 1 else _numbered(column // times, row // times)
    )


def _numbered(column: Integers, row: Integers) -> Integers:
    """Return numbers of squares, small ones."""
    wide = int(column.max() - column.min()) + 1
    numbers: Integers = (row - row.min()) * wide + (column - column.min())
    return numbers


def _first_of_each(cells: Integers, order: Integers, counts: Integers) -> tuple[Integers, Integers]:
    """Return the pin of each square that comes first in an order, in this order, and the sums of the counts."""
    first = np.empty(int(cells.max()) + 1, dtype=np.int64)
    # Of those that are written into one place the last one stays.
    first[cells[order[::-1]]] = order[::-1]
    kept: Integers = order[first[cells[order]] == order]
    sums = np.bincount(cells, weights=counts)[cells[kept]]
    return kept, sums.astype(np.int64)


def thinned(x: Floats, y: Floats, weights: Integers, inside: Flags, view: MapView) -> Integers:
    """Return which pins are drawn, as :func:`gathered` does, the lowest weight first."""
    return gathered(x, y, weights, inside, view).kept


class MarkerPainter:
    """Draws pins; belongs to the window's thread or to that of a picture.

    Args:
        device_pixel_ratio: Device pixels to a logical one.
    """

    def __init__(self, device_pixel_ratio: float = 1.0) -> None:
        self._ratio = device_pixel_ratio
        self._badges: dict[str, QPixmap] = {}
        self._wide, self._high = (2 * round(side * device_pixel_ratio / 2) for side in (CELL_PX, PIN_PX))
        self._pixmap = QPixmap(self._wide * len(KINDS), self._high)
        self._pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(self._pixmap)
        for number, kind in enumerate(KINDS):
            painter.save()
            painter.translate(number * self._wide, 0)
            painter.scale(self._wide / CELL_PX, self._high / PIN_PX)
            _paint_pin(painter, kind)
            painter.restore()
        painter.end()

    def paint(self, painter: QPainter, x: Floats, y: Floats, kinds: Integers) -> None:
        """Paint pins whose tips are at logical pixels; the last ones lie on top.

        Args:
            painter: Counts logical pixels.
            x: Tips.
            y: Tips.
            kinds: Numbers of :data:`KINDS`.
        """
        rows = np.zeros((len(x), 10))
        rows[:, 0] = np.round(x)
        rows[:, 1] = np.round(y) + _TIP_GAP_PX - PIN_PX / 2
        rows[:, 2] = kinds * self._wide
        rows[:, 4], rows[:, 5] = self._wide, self._high
        rows[:, 6] = rows[:, 7] = 1 / self._ratio
        rows[:, 9] = 1.0
        draw_fragments(painter, rows, self._pixmap)

    def paint_counts(self, painter: QPainter, x: Floats, y: Floats, counts: Integers) -> None:
        """Paint at the heads of pins how many each stands for; nothing at one that stands for itself alone."""
        for at in np.flatnonzero(counts > 1).tolist():
            badge = self._badge(int(counts[at]))
            left, top = round(float(x[at])) + HEAD_PX / 2 - 3, round(float(y[at])) - STEM_PX - HEAD_PX - 5
            painter.drawPixmap(QPointF(left, top), badge)

    def _badge(self, count: int) -> QPixmap:
        """Return the picture of a number; there are few different ones."""
        words = str(count) if count < _COUNTED_TO else f"{_COUNTED_TO - 1}+"
        if words not in self._badges:
            letters = font(10)
            letters.setBold(True)
            width = round(QFontMetricsF(letters).horizontalAdvance(words)) + 7
            made = QPixmap(round(width * self._ratio), round(BADGE_PX * self._ratio))
            made.setDevicePixelRatio(self._ratio)
            made.fill(QColor(0, 0, 0, 0))
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.TEXT), 1.0))
            painter.setBrush(QColor(theme.SURFACE))
            room = QRectF(0.5, 0.5, width - 1, BADGE_PX - 1)
            painter.drawRoundedRect(room, 5, 5)
            painter.setFont(letters)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)
            painter.end()
            self._badges[words] = made
        return self._badges[words]


def head_hit(x: Floats, y: Floats, pointer_x: float, pointer_y: float) -> int | None:
    """Return which pin's head lies under the pointer, the topmost; None without one."""
    reach = HEAD_PX / 2 + 2
    hit = (np.abs(x - pointer_x) <= reach) & (np.abs(y - STEM_PX - HEAD_PX / 2 - pointer_y) <= reach)
    found = np.flatnonzero(hit)
    return int(found[-1]) if len(found) else None


def marker_number(kind: str) -> int:
    """Return the number of a kind; an unknown one is a notice."""
    return KINDS.index(kind) if kind in KINDS else KINDS.index(NOTICE)


def _paint_pin(painter: QPainter, kind: str) -> None:
    """Paint a whole pin into its cell."""
    tip = QPointF(CELL_PX / 2, PIN_PX - _TIP_GAP_PX)
    stem = QPainterPath(tip)
    stem.lineTo(tip - QPointF(0, STEM_PX + 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(stem, QPen(QColor(theme.SURFACE), 4.0, c=Qt.PenCapStyle.RoundCap))
    painter.strokePath(stem, QPen(QColor(_colour(kind)), 2.0, c=Qt.PenCapStyle.RoundCap))
    paint_head(painter, kind, tip - QPointF(0, STEM_PX + HEAD_PX / 2))


def _colour(kind: str) -> str:
    return theme.RETURNED if kind == RETURNED else theme.severity_colour(kind)


def _head_shape(kind: str) -> QPainterPath:
    """Return the outline round the origin."""
    half = HEAD_PX / 2
    shape = QPainterPath()
    if kind == ERROR:
        shape.addEllipse(QPointF(0, 0), half - 0.5, half - 0.5)
    elif kind == WARNING:
        shape.addPolygon(_polygon(((0, -half), (half + 0.5, half - 1.5), (-half - 0.5, half - 1.5))))
        shape.closeSubpath()
    elif kind == RETURNED:
        shape.addRoundedRect(QRectF(-half, -half, HEAD_PX, HEAD_PX), 4, 4)
    else:
        shape.addPolygon(_polygon(((0, -half), (half, 0), (0, half), (-half, 0))))
        shape.closeSubpath()
    return shape


def _paint_sign(painter: QPainter, kind: str) -> None:
    """Paint the white sign on the head: a cross, an exclamation mark, a dot or an arrow that turns back."""
    if kind == ERROR:
        painter.drawLine(QPointF(-2.8, -2.8), QPointF(2.8, 2.8))
        painter.drawLine(QPointF(-2.8, 2.8), QPointF(2.8, -2.8))
    elif kind == WARNING:
        painter.drawLine(QPointF(0, -2.6), QPointF(0, 1.4))
        painter.drawPoint(QPointF(0, 4.4))
    elif kind == RETURNED:
        path = QPainterPath(QPointF(-4.2, -1.6))
        path.lineTo(1.2, -1.6)
        path.cubicTo(5.2, -1.6, 5.2, 4.0, 1.2, 4.0)
        path.lineTo(-2.0, 4.0)
        painter.drawPath(path)
        painter.drawPolyline(_polygon(((-1.4, -4.6), (-4.4, -1.6), (-1.4, 1.4))))
    else:
        painter.drawLine(QPointF(0, -0.6), QPointF(0, 3.0))
        painter.drawPoint(QPointF(0, -3.4))


def _polygon(points: Sequence[tuple[float, float]]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
