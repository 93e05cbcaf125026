"""The overview on paper: the cards of the window on one page of A4 across, as vectors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from landdesk.files import publish_file
from landdesk.ui import theme
from landdesk.ui.charts.chart import SMALL_PX, draw_text, label_font, text_size
from landdesk.ui.panels.overview_cards import Card, Tile

WIDTH_PX: Final = 1_060.0
"""Width of the page between its margins in the pixels of the window; everything on it is scaled from there."""
MARGIN_MM: Final = 12.0
DOTS_AN_INCH: Final = 600
GAP_PX: Final = 12.0
INSIDE_PX: Final = 12.0
TITLE_PX, NUMBER_PX, CARD_TITLE_PX = 20, 18, 13
TILE_PX: Final = 56.0
FOOT_PX: Final = 22.0


def write_overview(
    path: Path,
    title: str,
    foot: str,
    tiles: Sequence[Tile],
    columns: Sequence[Sequence[Card]],
) -> None:
    """Write the page as PDF; the file appears when it is complete.

    Args:
        path: The file.
        title: What stands above everything.
        foot: What stands below.
        tiles: The numbers.
        columns: The cards, column by column.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    content = _document(title, foot, tiles, columns)
    publish_file(path, lambda file: file.write(content))


def _document(title: str, foot: str, tiles: Sequence[Tile], columns: Sequence[Sequence[Card]]) -> bytes:
    # Into memory: the writer does not tell of a full disk.
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(DOTS_AN_INCH)
    writer.setTitle(title)
    painter = QPainter(writer)
    page = writer.pageLayout().paintRectPixels(DOTS_AN_INCH)
    scale = page.width() / WIDTH_PX
    painter.scale(scale, scale)
    _paint(painter, page.height() / scale, title, foot, tiles, columns)
    painter.end()
    return bytes(buffer.data().data())


def _paint(
    painter: QPainter,
    height: float,
    title: str,
    foot: str,
    tiles: Sequence[Tile],
    columns: Sequence[Sequence[Card]],
) -> None:
    head = label_font(TITLE_PX, strong=True)
    title_height = text_size(title, WIDTH_PX, head)[1]
    draw_text(painter, QRectF(0, 0, WIDTH_PX, title_height), title, head)
    top = title_height + GAP_PX
    width = (WIDTH_PX - GAP_PX * (len(tiles) - 1)) / max(len(tiles), 1)
    for at, tile in enumerate(tiles):
        _paint_tile(painter, QRectF(at * (width + GAP_PX), top, width, TILE_PX), tile)
    top += TILE_PX + GAP_PX
    below = QRectF(0, height - FOOT_PX, WIDTH_PX, FOOT_PX)
    draw_text(painter, below, foot, label_font(SMALL_PX), theme.TEXT_SOFT)
    room = height - top - FOOT_PX
    across = (WIDTH_PX - GAP_PX * (len(columns) - 1)) / len(columns)
    heights = [sum(_card_height(card, across) for card in column) for column in columns]
    gaps = [GAP_PX * (len(column) - 1) for column in columns]
    needed = max(one + gap for one, gap in zip(heights, gaps, strict=True))
    # A long list makes everything smaller rather than end it.
    shrunk = min(1.0, room / needed)
    painter.save()
    painter.translate(0, top)
    painter.scale(shrunk, shrunk)
    for at, column in enumerate(columns):
        y = 0.0
        for card in column:
            box = QRectF(at * (across + GAP_PX), y, across, _card_height(card, across))
            _paint_card(painter, box, card)
            y += box.height() + GAP_PX
    painter.restore()


def _paint_tile(painter: QPainter, box: QRectF, tile: Tile) -> None:
    _frame(painter, box)
    number = QRectF(box.left() + INSIDE_PX, box.top() + 4, box.width() - INSIDE_PX, 28)
    draw_text(painter, number, tile.number, label_font(NUMBER_PX, strong=True))
    below = QRectF(box.left() + INSIDE_PX, box.top() + 31, box.width() - INSIDE_PX - 4, 20)
    draw_text(painter, below, tile.words, label_font(SMALL_PX), theme.TEXT_SOFT)


def _card_height(card: Card, width: float) -> float:
    inside = width - 2 * INSIDE_PX
    height = 2 * INSIDE_PX + text_size(card.title, inside, label_font(CARD_TITLE_PX, strong=True))[1] + 4
    if card.said:
        height += text_size(card.said, inside, label_font(SMALL_PX))[1] + 6
    return height + (0.0 if card.chart is None else card.chart.height(inside) + 4)


def _paint_card(painter: QPainter, box: QRectF, card: Card) -> None:
    _frame(painter, box)
    inside = box.adjusted(INSIDE_PX, INSIDE_PX, -INSIDE_PX, -INSIDE_PX)
    top = inside.top()
    head = label_font(CARD_TITLE_PX, strong=True)
    height = text_size(card.title, inside.width(), head)[1]
    draw_text(painter, QRectF(inside.left(), top, inside.width(), height), card.title, head)
    top += height + 4
    if card.said:
        height = text_size(card.said, inside.width(), label_font(SMALL_PX))[1]
        at = QRectF(inside.left(), top, inside.width(), height)
        draw_text(painter, at, card.said, label_font(SMALL_PX), theme.TEXT_SOFT)
        top += height + 6
    if card.chart is not None:
        box = QRectF(inside.left(), top, inside.width(), card.chart.height(inside.width()))
        card.chart.paint(painter, box)


def _frame(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(QColor(theme.LINE_STRONG), 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
