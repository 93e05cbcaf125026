"""A line through days down to a day on which nothing is to be left, beside the straight way to it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from landdesk.i18n import format_date, format_number
from landdesk.ui import theme
from landdesk.ui.charts.chart import LABEL_PX, SMALL_PX, Chart, draw_text, label_font, text_width

HEIGHT_PX: Final = 280
BELOW_PX: Final = 40
ABOVE_PX: Final = 30
LINES: Final = 4


@dataclass(frozen=True, slots=True)
class DayLineWords:
    """What is written on the chart.

    Args:
        left: Beside the line.
        way: Beside the straight way.
        deadline: At its end.
    """

    left: str
    way: str
    deadline: str


class DayLine(Chart):
    """What is left by day.

    Args:
        points: Days in their order with what was left.
        deadline: The day by which nothing is to be left.
        words: What is written on it.
    """

    def __init__(self, points: Sequence[tuple[date, int]], deadline: date, words: DayLineWords) -> None:
        self._points = tuple(points)
        self._deadline = deadline
        self._words = words
        self._top = nice_top(max((value for _, value in points), default=0))

    def height(self, width: float) -> float:
        """Return how high it is."""
        del width
        return HEIGHT_PX

    @property
    def spoken(self) -> str:
        """First and last day with what was left, and the deadline."""
        (first, at_first), (last, at_last) = self._points[0], self._points[-1]
        said = [
            f"{format_date(day)}: {format_number(value, 0)}"
            for day, value in ((first, at_first), (last, at_last))
        ]
        return "; ".join([*dict.fromkeys(said), self._words.deadline])

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw it."""
        small = label_font(SMALL_PX)
        marks = [self._top * at // LINES for at in range(LINES + 1)]
        left = max(text_width(format_number(one, 0), small) for one in marks) + 8
        plane = QRectF(
            box.left() + left,
            box.top() + ABOVE_PX,
            box.width() - left - 12,
            box.height() - ABOVE_PX - BELOW_PX,
        )
        self._paint_frame(painter, box, plane, marks)
        self._paint_way(painter, plane)
        self._paint_line(painter, plane)
        self._paint_legend(painter, box, plane)

    def _place(self, plane: QRectF, day: date, value: float) -> QPointF:
        first = self._points[0][0]
        days = max((self._last - first).days, 1)
        x = plane.left() + plane.width() * (day - first).days / days
        return QPointF(x, plane.bottom() - plane.height() * value / self._top)

    @property
    def _last(self) -> date:
        return max(self._deadline, self._points[-1][0])

    def _paint_frame(self, painter: QPainter, box: QRectF, plane: QRectF, marks: Sequence[int]) -> None:
        small = label_font(SMALL_PX)
        for mark in marks:
            y = plane.bottom() - plane.height() * mark / self._top
            painter.setPen(QPen(QColor(theme.LINE_STRONG if mark == 0 else theme.LINE), 1))
            painter.drawLine(QPointF(plane.left(), y), QPointF(plane.right(), y))
            at = QRectF(box.left(), y - 9, plane.left() - box.left() - 6, 18)
            draw_text(
                painter, at, format_number(mark, 0), small, theme.TEXT_SOFT, Qt.AlignmentFlag.AlignRight
            )
        first, today = self._points[0][0], self._points[-1][0]
        taken: list[QRectF] = []
        # Whole words or none: the deadline before today before the beginning.
        days = {first: format_date(first), today: format_date(today), self._deadline: self._words.deadline}
        for day, words in reversed(days.items()):
            strong = day == self._deadline
            made = label_font(SMALL_PX, strong=strong)
            width = text_width(words, made) + 2
            x = self._place(plane, day, 0).x()
            label = QRectF(
                min(max(x - width / 2, plane.left()), plane.right() + 12 - width),
                plane.bottom() + 5,
                width,
                16,
            )
            if any(label.adjusted(-6, 0, 6, 0).intersects(one) for one in taken):
                label.moveTop(plane.bottom() + 21)
            if any(label.intersects(one) for one in taken):
                continue
            taken.append(label)
            draw_text(painter, label, words, made, theme.TEXT if strong else theme.TEXT_SOFT)
            painter.setPen(QPen(QColor(theme.TEXT_SOFT), 1))
            painter.drawLine(QPointF(x, plane.bottom()), QPointF(x, plane.bottom() + 4))

    def _paint_way(self, painter: QPainter, plane: QRectF) -> None:
        first, value = self._points[0]
        if self._deadline <= first:
            return
        begin, end = self._place(plane, first, value), self._place(plane, self._deadline, 0)
        painter.setPen(QPen(QColor(theme.GOOD), 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(begin, end)
        painter.setPen(QPen(QColor(theme.TEXT), 1.2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(end.x(), plane.top()), end)

    def _paint_line(self, painter: QPainter, plane: QRectF) -> None:
        places = [self._place(plane, day, value) for day, value in self._points]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.ACCENT), 2.2))
        painter.drawPolyline(QPolygonF(places))
        last = places[-1]
        painter.setBrush(QColor(theme.ACCENT))
        painter.drawEllipse(last, 3.5, 3.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._paint_number(painter, plane, last)

    def _paint_number(self, painter: QPainter, plane: QRectF, last: QPointF) -> None:
        """Write what is left where a falling line leaves room: above its end at the right, else below at the left."""
        made = label_font(LABEL_PX, strong=True)
        words = format_number(self._points[-1][1], 0)
        width = text_width(words, made) + 6
        plate = QRectF(last.x() + 5, last.y() - 20, width, 17)
        if plate.right() > plane.right() - 2 or plate.top() < plane.top():
            plate.moveTo(last.x() - 5 - width, min(last.y() + 5, plane.bottom() - 18))
        if plate.left() < plane.left():
            plate.moveTo(last.x() + 5, last.y() + 5)
        painter.fillRect(plate, QColor(theme.SURFACE_ALTERNATE))
        draw_text(painter, plate, words, made, theme.ACCENT, Qt.AlignmentFlag.AlignHCenter)

    def _paint_legend(self, painter: QPainter, box: QRectF, plane: QRectF) -> None:
        small = label_font(SMALL_PX)
        x, y = box.left(), plane.top() - 19
        for words, colour, style, width in (
            (self._words.left, theme.ACCENT, Qt.PenStyle.SolidLine, 2.2),
            (self._words.way, theme.GOOD, Qt.PenStyle.DashLine, 1.6),
        ):
            painter.setPen(QPen(QColor(colour), width, style))
            painter.drawLine(QPointF(x, y), QPointF(x + 22, y))
            room = text_width(words, small) + 2
            draw_text(painter, QRectF(x + 27, y - 9, room, 18), words, small)
            x += 27 + room + 16


def nice_top(value: int) -> int:
    """Return a round number at least as large, which four lines part into whole numbers."""
    if value <= LINES:
        return LINES
    step: int = 10 ** math.floor(math.log10(value / LINES))
    factor: float = next(
        one
        for one in (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
        if one * step * LINES >= value and float(one * step).is_integer()
    )
    return round(factor * step) * LINES
