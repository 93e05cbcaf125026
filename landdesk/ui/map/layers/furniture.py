"""What stands at the edges of the map: scale bar, north arrow, what the tool expects, and a legend.

All sizes are logical pixels. The legend shows the classes of the colours, findings, returned work and comparison only
as far as they can be seen; an empty legend is not drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from landdesk.i18n import N_, _, format_number
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.colouring import ColourClass, Colouring
from landdesk.ui.map.layers.compare import after_pen, before_pen
from landdesk.ui.map.layers.markers import ERROR, NOTICE, RETURNED, WARNING, paint_head
from landdesk.ui.map.layers.pending import paint_sample
from landdesk.ui.map.view import MapView

MARGIN_PX = 14
BAR_PX = 120
_ROW_PX = 19
_SAMPLE_PX = 22
_PAD_PX = 10
_TEXT_PX = 12
_WORDS_PX = 320
_ARROW_PX = 26
HINT_PX = 2 * _ROW_PX + _PAD_PX
"""Height of what a tool expects, in the upper left corner."""

WITHOUT_BOUNDARY = "without-boundary"
"""What is clicked where the legend counts the records that cannot be drawn."""

_SEVERITIES = {ERROR: N_("Error"), WARNING: N_("Warning"), NOTICE: N_("Notice")}


@dataclass(frozen=True, slots=True)
class LegendContent:
    """What can be seen on the map.

    Args:
        colouring: How parcels are coloured; None where there are none.
        classes: Codes of its classes.
        severities: Severities of findings.
        returned: Whether returned work is seen.
        pending: Whether parcels whose changes wait to be sent are seen.
        compare: Whether before and after are shown.
        without_boundary: Number of records that cannot be on the map; a click leads to their list.
    """

    colouring: Colouring | None = None
    classes: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    returned: bool = False
    pending: bool = False
    compare: bool = False
    without_boundary: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    paint: Callable[[QPainter, QRectF], None]
    link: str = ""


def bar_length_m(view: MapView, at_most_px: float = BAR_PX) -> float:
    """Return the longest of 1, 2, 5, 10, 20, 50 … metres (or a part of one) that fits."""
    longest = view.m_per_px * at_most_px
    power: float = 10.0 ** floor(log10(longest))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= longest * (1 + 1e-9))


def paint_scale_bar(painter: QPainter, view: MapView) -> None:
    """Paint a bar of a round length into the lower left corner."""
    length_m = bar_length_m(view)
    length_px = length_m / view.m_per_px
    left, bottom = MARGIN_PX + 0.5, view.height_px - MARGIN_PX - 0.5
    words = (
        _("{length} km").format(length=format_number(length_m / 1000))
        if length_m >= 1000
        else _("{length} m").format(length=format_number(length_m))
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QRectF(left, bottom - 5, length_px, 5)
    painter.setPen(QPen(theme.colour(theme.SURFACE, 0.9), 3.5))
    painter.drawRect(frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(QColor(theme.TEXT), 1.0))
    painter.setBrush(QColor(theme.SURFACE))
    painter.drawRect(frame)
    painter.fillRect(QRectF(left, bottom - 5, length_px / 2, 5), QColor(theme.TEXT))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_haloed(painter, QPointF(left, bottom - 10), words, font(11, weight=QFont.Weight.DemiBold))
    painter.restore()


def paint_north_arrow(painter: QPainter, view: MapView) -> None:
    """Paint an arrow that points up into the upper right corner."""
    middle_x, top = view.width_px - MARGIN_PX - 13.0, MARGIN_PX + 14.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = QPolygonF([QPointF(middle_x, top), QPointF(middle_x - 8, top + 25), QPointF(middle_x, top + 19)])
    right = QPolygonF([QPointF(middle_x, top), QPointF(middle_x + 8, top + 25), QPointF(middle_x, top + 19)])
    halo = QPainterPath()
    halo.addPolygon(left)
    halo.addPolygon(right)
    painter.strokePath(halo, QPen(theme.colour(theme.SURFACE, 0.9), 4.0, j=Qt.PenJoinStyle.RoundJoin))
    painter.setPen(QPen(QColor(theme.TEXT), 1.0, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(QColor(theme.TEXT))
    painter.drawPolygon(left)
    painter.setBrush(QColor(theme.SURFACE))
    painter.drawPolygon(right)
    # Translators: the letter above the north arrow
    letter = _("N")
    letters = font(12, weight=QFont.Weight.Bold)
    width = QFontMetricsF(letters).horizontalAdvance(letter)
    paint_haloed(painter, QPointF(middle_x - width / 2, top - 4), letter, letters)
    painter.restore()


def paint_legend(painter: QPainter, view: MapView, content: LegendContent) -> dict[str, QRectF]:
    """Paint the legend into the lower right corner, and return where it can be clicked."""
    rows, links = _rows(content), dict[str, QRectF]()
    if not rows:
        return links
    letters = font(_TEXT_PX)
    metrics = QFontMetricsF(letters)
    # A value that no list has may be as long as any text.
    elide = Qt.TextElideMode.ElideRight
    texts = [metrics.elidedText(" ".join(row.words.split()), elide, _WORDS_PX) for row in rows]
    text_width = max(metrics.horizontalAdvance(text) for text in texts)
    width = round(_PAD_PX * 2 + _SAMPLE_PX + 8 + text_width)
    height = _PAD_PX * 2 + _ROW_PX * len(rows) - 4
    left, top = view.width_px - MARGIN_PX - width, view.height_px - MARGIN_PX - height
    if left < MARGIN_PX + BAR_PX or top < 2 * MARGIN_PX + 40:
        # A window this small has no room for it.
        return links
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.LINE), 1.0))
    painter.setBrush(theme.colour(theme.SURFACE, 0.93))
    painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, width, height), 6, 6)
    painter.setFont(letters)
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        middle = top + _PAD_PX + _ROW_PX * number + _ROW_PX // 2 - 2
        row.paint(painter, QRectF(left + _PAD_PX, middle - 6, _SAMPLE_PX, 13))
        painter.setPen(QColor(theme.ACCENT if row.link else theme.TEXT))
        if row.link:
            links[row.link] = QRectF(left, middle - _ROW_PX / 2, width, _ROW_PX)
        baseline = middle + metrics.capHeight() / 2
        painter.drawText(QPointF(left + _PAD_PX + _SAMPLE_PX + 8, round(baseline)), text)
    painter.restore()
    return links


def paint_hint(painter: QPainter, view: MapView, title: str, hint: str) -> None:
    """Paint the name of the tool in hand and what it expects next into the upper left corner."""
    heading, letters = font(_TEXT_PX, weight=QFont.Weight.DemiBold), font(_TEXT_PX)
    widest = view.width_px - 3 * MARGIN_PX - _ARROW_PX - 2 * _PAD_PX
    metrics = QFontMetricsF(letters)
    words = metrics.elidedText(hint, Qt.TextElideMode.ElideRight, widest)
    width = max(metrics.horizontalAdvance(words), QFontMetricsF(heading).horizontalAdvance(title))
    place = QRectF(MARGIN_PX + 0.5, MARGIN_PX + 0.5, round(width + 2 * _PAD_PX), HINT_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.LINE), 1.0))
    painter.setBrush(theme.colour(theme.SURFACE, 0.93))
    painter.drawRoundedRect(place, 6, 6)
    left, first = place.left() + _PAD_PX, place.top() + _PAD_PX / 2
    for line, (text, style, colour) in enumerate(
        ((title, heading, theme.ACCENT), (words, letters, theme.TEXT))
    ):
        painter.setFont(style)
        painter.setPen(QColor(colour))
        middle = first + _ROW_PX * (line + 0.5)
        painter.drawText(QPointF(left, round(middle + metrics.capHeight() / 2)), text)
    painter.restore()


def paint_emptiness(painter: QPainter, view: MapView) -> None:
    """Say that there is nothing on the map yet, and how something comes onto it."""
    lines = (
        _("There are no parcels on the map yet."),
        _(
            "A commune makes its store from the office's base package; an office imports files on the command line."
        ),
    )
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.setFont(font(14))
    painter.setPen(QColor(theme.TEXT_SOFT))
    painter.drawText(QRectF(40, 0, view.width_px - 80, view.height_px), int(flags), "\n".join(lines))


def paint_haloed(
    painter: QPainter, at: QPointF, words: str, letters: QFont, colour: str = theme.TEXT
) -> None:
    """Paint a short text that stays readable on any ground; ``at`` is the left end of its baseline."""
    shape = QPainterPath()
    shape.addText(at, letters, words)
    painter.strokePath(shape, QPen(theme.colour(theme.SURFACE, 0.92), 3.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.setFont(letters)
    painter.setPen(QColor(colour))
    painter.drawText(at, words)


def _rows(content: LegendContent) -> Sequence[_Row]:
    ways = () if content.colouring is None else content.colouring.classes
    rows = [_Row(_(one.title), _class_sample(one)) for one in ways if one.code in content.classes]
    rows += [
        _Row(_(title), _head_sample(severity))
        for severity, title in _SEVERITIES.items()
        if severity in content.severities
    ]
    if content.returned:
        rows.append(_Row(_("Returned by the office"), _head_sample(RETURNED)))
    if content.pending:
        rows.append(_Row(_("Changes to be sent"), paint_sample))
    if content.compare:
        rows.append(_Row(_("Before"), _line_sample(before_pen())))
        rows.append(_Row(_("After"), _line_sample(after_pen())))
    if content.without_boundary:
        words = _("Records without a boundary: {count}").format(
            count=format_number(content.without_boundary, 0)
        )
        rows.append(_Row(words, _paint_absent, WITHOUT_BOUNDARY))
    return rows


def _class_sample(one: ColourClass) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, place: QRectF) -> None:
        painter.setPen(QPen(theme.colour(theme.PARCEL_LINE, 0.85), 1.0))
        brushes = [QBrush(QColor(one.colour))]
        if one.hatched:
            brushes.append(QBrush(theme.colour(theme.HATCH, 0.55), Qt.BrushStyle.BDiagPattern))
        for brush in brushes:
            painter.setBrush(brush)
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    return paint


def _paint_absent(painter: QPainter, place: QRectF) -> None:
    """Paint the empty place of a parcel."""
    pen = QPen(theme.colour(theme.PARCEL_LINE, 0.85), 1.0)
    pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


def _head_sample(kind: str) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, place: QRectF) -> None:
        paint_head(painter, kind, place.center(), 14.0)

    return paint


def _line_sample(pen: QPen) -> Callable[[QPainter, QRectF], None]:
    def paint(painter: QPainter, place: QRectF) -> None:
        painter.setPen(pen)
        painter.drawLine(
            QPointF(place.left(), place.center().y()), QPointF(place.right(), place.center().y())
        )

    return paint
