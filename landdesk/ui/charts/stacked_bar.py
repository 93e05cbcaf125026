"""One bar in parts, and below it what each part is."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from landdesk.i18n import format_number
from landdesk.ui import theme
from landdesk.ui.charts.bars import share_words
from landdesk.ui.charts.chart import (
    SMALL_PX,
    Chart,
    Part,
    draw_text,
    fill_bar,
    label_font,
    text_size,
    text_width,
)

BAR_PX: Final = 30
SIGN_PX: Final = 12
GAP_PX: Final = 8
LINE_PX: Final = 22


class StackedBar(Chart):
    """A whole in its parts.

    Args:
        parts: From left to right; those of 0 stand in the words alone.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)
        self._whole = sum(one.value for one in parts)
        self._numbers = [
            f"{format_number(one.value, 0)} ({share_words(one.value, self._whole)})" for one in self._parts
        ]

    def height(self, width: float) -> float:
        """Return how high it is at a width."""
        return BAR_PX + GAP_PX + sum(self._line_heights(width))

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw it."""
        self._paint_bar(painter, QRectF(box.left(), box.top(), box.width(), BAR_PX))
        made = label_font()
        top = box.top() + BAR_PX + GAP_PX
        numbers = self._numbers_width()
        heights = self._line_heights(box.width())
        for one, number, height in zip(self._parts, self._numbers, heights, strict=True):
            sign = QRectF(box.left(), top + (height - SIGN_PX) / 2, SIGN_PX, SIGN_PX)
            fill_bar(painter, sign, one.colour, hatched=one.hatched)
            words = QRectF(sign.right() + GAP_PX, top, self._words_width(box.width()), height)
            draw_text(painter, words, one.words, made)
            at = QRectF(box.right() - numbers, top, numbers, height)
            draw_text(painter, at, number, made, side=Qt.AlignmentFlag.AlignRight)
            top += height

    @property
    def spoken(self) -> str:
        """All parts with their numbers."""
        said = zip(self._parts, self._numbers, strict=True)
        return "; ".join(f"{one.words}: {number}" for one, number in said)

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box, QColor(theme.WINDOW))
        left = box.left()
        made = label_font(SMALL_PX, strong=True)
        for one in self._parts:
            width = box.width() * one.value / self._whole if self._whole else 0.0
            part = QRectF(left, box.top(), width, box.height())
            fill_bar(painter, part, one.colour, hatched=one.hatched)
            words = share_words(one.value, self._whole)
            room = text_width(words, made) + 10
            if width >= room:
                plate = QRectF(0, 0, room, 17)
                plate.moveCenter(part.center())
                # On a plate of its own: it is read on every colour and between all lines.
                painter.fillRect(plate, QColor(theme.SURFACE))
                draw_text(painter, plate, words, made, side=Qt.AlignmentFlag.AlignHCenter)
            left += width
            if 0 < width < box.width():
                painter.setPen(QPen(QColor(theme.SURFACE), 1.5))
                painter.drawLine(part.topRight(), part.bottomRight())

    def _numbers_width(self) -> float:
        made = label_font()
        return max((text_width(one, made) for one in self._numbers), default=0.0) + 1

    def _words_width(self, width: float) -> float:
        return width - SIGN_PX - self._numbers_width() - 2 * GAP_PX

    def _line_heights(self, width: float) -> list[float]:
        made, room = label_font(), self._words_width(width)
        return [max(LINE_PX, text_size(one.words, room, made)[1] + 4) for one in self._parts]
