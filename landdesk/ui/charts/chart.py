"""What every chart is: a drawing in a box of some width, the same on a screen and on paper, and a widget that shows it.

Colour is never the only sign: each part has its words and its number beside it, and a filling of its own where two
could be taken for each other. Words wrap where there is no room for a line; none is cut off.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from landdesk.ui import theme
from landdesk.ui.fonts import font

LABEL_PX: Final = 12
SMALL_PX: Final = 11
WRAPPING: Final = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole, or one bar among others.

    Args:
        code: What it stands for; told when somebody chooses it.
        words: What people call it.
        value: How much it is.
        colour: Of its bar.
        hatched: Whether lines cross its bar.
        note: More words, for the tip.
    """

    code: str
    words: str
    value: int
    colour: str = theme.ACCENT
    hatched: bool = False
    note: str = ""


class Chart(ABC):
    """A drawing that knows how high it is."""

    @abstractmethod
    def height(self, width: float) -> float:
        """Return how high it is at a width."""

    @abstractmethod
    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw it into a box that is at least as high as it asks for."""

    @property
    @abstractmethod
    def spoken(self) -> str:
        """Everything that it says, in words, for those who hear it."""

    def part_at(self, x: float, y: float, width: float) -> Part | None:
        """Return the part at a place of the box; None beside all parts."""
        del x, y, width
        return None

    def parts(self) -> tuple[Part, ...]:
        """Return the parts that can be chosen, in their order."""
        return ()

    def box_of(self, part: Part, width: float) -> QRectF:
        """Return where a part is drawn."""
        del part, width
        return QRectF()


def label_font(size_px: int = LABEL_PX, *, strong: bool = False) -> QFont:
    """Return the typeface of labels."""
    return font(size_px, weight=QFont.Weight.DemiBold if strong else QFont.Weight.Normal)


def text_size(words: str, width: float, made: QFont) -> tuple[float, float]:
    """Return width and height of words that wrap at a width."""
    box = QFontMetricsF(made).boundingRect(QRectF(0, 0, max(width, 1.0), 10_000.0), WRAPPING, words)
    return box.width(), box.height()


def text_width(words: str, made: QFont) -> float:
    """Return the width of words on one line."""
    return QFontMetricsF(made).horizontalAdvance(words)


def draw_text(
    painter: QPainter,
    box: QRectF,
    words: str,
    made: QFont,
    colour: str = theme.TEXT,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write words into a box, in its middle from above to below; they wrap, and go on beyond it rather than end."""
    painter.setFont(made)
    painter.setPen(QColor(colour))
    flags = WRAPPING | int(side) | int(Qt.TextFlag.TextDontClip)
    painter.drawText(box, flags, words)


def fill_bar(painter: QPainter, box: QRectF, colour: str, *, hatched: bool = False) -> None:
    """Fill a bar, crossed by lines where it is to be told from others without its colour."""
    if box.width() <= 0:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRect(box)
    if hatched:
        painter.setPen(QPen(QColor(theme.SURFACE), 1.2))
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        # By hand: a brush of lines is a raster on paper.
        at = box.left() - box.height()
        while at < box.right():
            painter.drawLine(QLineF(at, box.bottom(), at + box.height(), box.top()))
            at += 6.0
        painter.restore()
    painter.setBrush(QBrush())
