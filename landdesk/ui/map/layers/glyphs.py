"""Letters as little pictures in one pixmap, so that thousands of labels are a few painter calls.

Every letter is there twice: its halo and its ink. All halos are drawn before all inks, so that no halo covers
the letter before it. An atlas belongs to the thread that made it and grows when a new letter comes. Sizes are
device pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from landdesk.domain.arrays import Floats, Integers
from landdesk.ui import theme
from landdesk.ui.fonts import font

FRAGMENTS_AT_ONCE = 3_000
_PAD_PX = 4
_FIRST_LETTERS = "0123456789*?/+-. ABCDEFGHIJKLMNOPQRSTUVWXYZĐ"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a kind of text looks."""

    size_px: int
    weight: QFont.Weight
    ink: str
    halo_px: float = 2.4


NUMBER_STYLE = TextStyle(12, QFont.Weight.DemiBold, theme.LABEL)
CODE_STYLE = TextStyle(10, QFont.Weight.Normal, theme.LABEL_SOFT)


@dataclass(frozen=True, slots=True)
class TextRun:
    """Texts of one style laid out as letters.

    Args:
        glyphs: Cell of each letter of all texts, one text after the other.
        text_of: For each letter, the text it belongs to.
        offsets_px: For each letter, its distance from the left end of its text.
        widths_px: Width of each text.
    """

    glyphs: Integers
    text_of: Integers
    offsets_px: Floats
    widths_px: Floats


class GlyphAtlas:
    """The letters of one style.

    Args:
        style: How they look.
        device_pixel_ratio: Device pixels to a logical one.
    """

    def __init__(self, style: TextStyle, device_pixel_ratio: float = 1.0) -> None:
        self._style = style
        self._ratio = device_pixel_ratio
        self._font = font(round(style.size_px * device_pixel_ratio), weight=style.weight)
        self._font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
        metrics = QFontMetricsF(self._font)
        self.cap_height_px = metrics.capHeight()
        self._ascent = round(metrics.ascent()) + _PAD_PX
        height = self._ascent + round(metrics.descent()) + _PAD_PX
        self._height = height + height % 2
        self._letters = ""
        self._draw_cells(_FIRST_LETTERS)

    def lay_out(self, texts: Sequence[str]) -> TextRun:
        """Return texts as letters in a row."""
        everything = "".join(texts)
        unknown = set(everything).difference(self._letters)
        if unknown:
            self._draw_cells(self._letters + "".join(sorted(unknown)))
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        codes = np.frombuffer(everything.encode("utf-32-le"), dtype="<u4")
        glyphs = self._order[np.searchsorted(self._codes, codes)]
        text_of = np.repeat(np.arange(len(texts)), lengths)
        advances = self._advances[glyphs]
        widths = np.bincount(text_of, weights=advances, minlength=len(texts)).astype(np.float64)
        before: Floats = np.cumsum(advances) - advances
        start_of_text = np.cumsum(widths) - widths
        return TextRun(glyphs, text_of, before - start_of_text[text_of], widths)

    def fragments(self, run: TextRun, lefts_px: Floats, baselines_px: Floats) -> tuple[Floats, Floats]:
        """Return halos and inks of texts for :func:`draw_fragments`.

        Args:
            run: The texts.
            lefts_px: Left end of each text; NaN leaves the text out. Whole numbers keep letters sharp.
            baselines_px: Baseline of each text.
        """
        left = lefts_px[run.text_of] + run.offsets_px
        drawn = ~np.isnan(left)
        glyphs = run.glyphs[drawn]
        made = np.zeros((len(glyphs), 10))
        widths = self._cell_widths[glyphs]
        made[:, 0] = left[drawn] - _PAD_PX + widths / 2
        made[:, 1] = baselines_px[run.text_of][drawn] - self._ascent + self._height / 2
        made[:, 2] = self._cell_lefts[glyphs]
        made[:, 4] = widths
        made[:, 5] = self._height
        made[:, 6] = made[:, 7] = made[:, 9] = 1.0
        inks = made.copy()
        inks[:, 3] = self._height
        return made, inks

    @property
    def pixmap(self) -> QPixmap:
        """The picture that fragments are taken from."""
        return self._pixmap

    def _draw_cells(self, letters: str) -> None:
        metrics = QFontMetricsF(self._font)
        advances = np.array([round(metrics.horizontalAdvance(letter)) for letter in letters], dtype=float)
        widths = advances + 2 * _PAD_PX
        # Even cells: the centre that Qt asks for is a whole pixel and nothing gets blurred.
        widths += widths % 2
        lefts = np.cumsum(widths) - widths
        pixmap = QPixmap(int(widths.sum()), 2 * self._height)
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setFont(self._font)
        halo = QPen(theme.colour(theme.LABEL_HALO, 0.85), self._style.halo_px * self._ratio)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for letter, left in zip(letters, lefts, strict=True):
            shape = QPainterPath()
            shape.addText(QPointF(left + _PAD_PX, self._ascent), self._font, letter)
            painter.strokePath(shape, halo)
            painter.setPen(QColor(self._style.ink))
            painter.drawText(QPointF(left + _PAD_PX, self._ascent + self._height), letter)
        painter.end()
        codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4")
        self._order: NDArray[np.int64] = np.argsort(codes).astype(np.int64)
        self._codes = codes[self._order]
        self._advances: Floats = advances
        self._cell_widths, self._cell_lefts = widths, lefts
        self._letters, self._pixmap = letters, pixmap


def draw_fragments(painter: QPainter, fragments: Floats, pixmap: QPixmap) -> None:
    """Draw pieces of a pixmap given as rows of `QPainter.PixmapFragment`'s ten numbers."""
    if len(fragments):
        rows = np.ascontiguousarray(fragments)
        first = cast(
            QPainter.PixmapFragment, shiboken6.wrapInstance(rows.ctypes.data, QPainter.PixmapFragment)
        )
        painter.drawPixmapFragments(first, len(rows), pixmap, QPainter.PixmapFragmentHint(0))
