"""Bars from left to right: words, bar, number; one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from landdesk.i18n import format_number
from landdesk.ui import theme
from landdesk.ui.charts.chart import Chart, Part, draw_text, fill_bar, label_font, text_size, text_width

BAR_PX: Final = 12
LINE_PX: Final = 24
GAP_PX: Final = 8
WORDS_AT_MOST: Final = 0.5
"""Share of the width that words may take before they wrap."""


@dataclass(frozen=True, slots=True)
class _Row:
    part: Part
    top: float
    height: float


class BarChart(Chart):
    """Bars of several things, each as long as its number.

    Args:
        bars: What is shown, from above to below.
        whole: What a bar over the whole width stands for; the largest of them unless given.
        choosable: Whether somebody can choose a bar.
        shares: Whether the share of the whole stands behind each number.
    """

    def __init__(
        self,
        bars: Sequence[Part],
        *,
        whole: int | None = None,
        choosable: bool = False,
        shares: bool = False,
    ) -> None:
        self._bars = tuple(bars)
        self._whole = max(whole if whole is not None else max((one.value for one in bars), default=0), 1)
        self._choosable = choosable
        self._numbers = [_number(one.value, self._whole if shares else None) for one in self._bars]

    def height(self, width: float) -> float:
        """Return how high it is at a width."""
        rows = self._rows(width)
        return rows[-1].top + rows[-1].height if rows else 0.0

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw it."""
        made = label_font()
        words, numbers = self._columns(box.width())
        left = box.left() + words + GAP_PX
        room = box.width() - words - numbers - 2 * GAP_PX
        for row, number in zip(self._rows(box.width()), self._numbers, strict=True):
            part = row.part
            line = QRectF(box.left(), box.top() + row.top, box.width(), row.height)
            colour = theme.ACCENT if self._choosable else theme.TEXT
            draw_text(
                painter, QRectF(line.left(), line.top(), words, line.height()), part.words, made, colour
            )
            bar = QRectF(left, line.center().y() - BAR_PX / 2, room, BAR_PX)
            painter.fillRect(bar, QColor(theme.WINDOW))
            # What there is, is seen, however little.
            length = max(room * part.value / self._whole, 2.0) if part.value else 0.0
            fill_bar(
                painter,
                QRectF(bar.left(), bar.top(), min(length, room), BAR_PX),
                part.colour,
                hatched=part.hatched,
            )
            at = QRectF(bar.right() + GAP_PX, line.top(), numbers, line.height())
            draw_text(painter, at, number, made, side=Qt.AlignmentFlag.AlignRight)

    @property
    def spoken(self) -> str:
        """All bars with their numbers."""
        said = zip(self._bars, self._numbers, strict=True)
        return "; ".join(f"{one.words}: {number}" for one, number in said)

    def parts(self) -> tuple[Part, ...]:
        """Return the bars where they can be chosen."""
        return self._bars if self._choosable else ()

    def part_at(self, x: float, y: float, width: float) -> Part | None:
        """Return the bar on whose line a place is."""
        del x
        found = (row.part for row in self._rows(width) if row.top <= y < row.top + row.height)
        return next(found, None)

    def box_of(self, part: Part, width: float) -> QRectF:
        """Return the line of a bar."""
        found = (row for row in self._rows(width) if row.part is part)
        row = next(found, None)
        return QRectF() if row is None else QRectF(0, row.top, width, row.height)

    def _columns(self, width: float) -> tuple[float, float]:
        """Return the widths of words and numbers."""
        made = label_font()
        numbers = max((text_width(one, made) for one in self._numbers), default=0.0) + 1
        longest = max((text_width(one.words, made) for one in self._bars), default=0.0) + 1
        return min(longest, width * WORDS_AT_MOST), numbers

    def _rows(self, width: float) -> list[_Row]:
        made = label_font()
        words, _numbers = self._columns(width)
        found: list[_Row] = []
        top = 0.0
        for one in self._bars:
            height = max(LINE_PX, text_size(one.words, words, made)[1] + 6)
            found.append(_Row(one, top, height))
            top += height
        return found


def _number(value: int, whole: int | None) -> str:
    said = format_number(value, 0)
    return said if whole is None else f"{said} ({share_words(value, whole)})"


def share_words(value: int, whole: int) -> str:
    """Return a share in percent; what is not all never reads as 100 %, what is not nothing never as 0 %."""
    percent = 100 * value / whole if whole else 0.0
    rounded = round(percent)
    if value > 0 and rounded == 0:
        return "<1%"
    if value < whole and rounded == 100:
        return ">99%"
    return f"{rounded}%"
