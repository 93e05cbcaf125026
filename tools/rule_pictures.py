"""Make the pictures of the rules' pages from their examples: ``python -m tools.rule_pictures``.

A map example is checked and drawn by the code that draws the map of the program, with what the rule found in it. A card
is a table of fields: what is recorded at fault, and what stands there when it is mended. Nothing is cut off: words that
do not fit into the picture are an error.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from landdesk.domain.finding import Finding
from landdesk.domain.progress import SilentProgress
from landdesk.i18n import set_language
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.checking.profiles import rules_in_force, shipped_rule_set
from landdesk.services.checking.runner import check
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.communes import CommuneLayer
from landdesk.ui.map.picture import render_picture
from landdesk.ui.map.view import MapView
from landdesk.ui.start import prepared_application
from tests.rows import build_coverage
from tools.rule_examples import EXAMPLES, Card, MapExample, card_of
from tools.small_png import save_small

PICTURES: Final = Path(__file__).resolve().parents[1] / "docs" / "rules" / "pictures"
SIZE_PX: Final = (480, 240)
LARGEST_BYTES: Final = 10_000
WORDS: Final = "Card"
"""Key of the text in the file that holds the words of a card."""
_MARGIN_PX: Final = 16
_LINE_PX: Final = 25
_SIGN_PX: Final = 16
_CROSS: Final = (((0, 1), (8, 9)), ((0, 9), (8, 1)))
_TICK: Final = (((0, 5), (3, 9), (9, 1)),)


def main() -> None:
    """Make all pictures anew."""
    app = prepared_application()
    set_language("vi")
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for code in EXAMPLES:
        save_small(picture_of(code), PICTURES / f"{code}.png", LARGEST_BYTES)
    app.quit()


def findings_in(code: str, example: MapExample) -> list[Finding]:
    """Return what a rule finds in its example with the shipped tolerances."""
    coverage = build_coverage(example.placed(), system=example.system, **example.columns)
    result = check(
        coverage, shipped_rule_set(), SilentProgress(), rules_in_force(shipped_rule_set(), codes=[code])
    )
    if result.failures:
        raise ValueError(f"{code} failed")
    return list(result.findings)


def picture_of(code: str) -> QImage:
    """Draw the example of a rule; needs an application object."""
    example = EXAMPLES[code]
    card = card_of(example)
    if card is not None:
        return _card(card)
    assert isinstance(example, MapExample)
    return _map(code, example)


def _map(code: str, example: MapExample) -> QImage:
    coverage = build_coverage(example.placed(), system=example.system, **example.columns)
    east, north = example.origin
    shown = example.shown
    box = None if shown is None else (shown[0] + east, shown[1] + north, shown[2] + east, shown[3] + north)
    image = render_picture(coverage, box, SIZE_PX, findings=findings_in(code, example), legend=False)
    if example.system is not None and box is not None:
        painter = QPainter(image)
        view = MapView(0.0, 0.0, 1.0, *SIZE_PX).fitted(box, margin=0.0)
        CommuneLayer(commune_boundaries(example.system)).paint(painter, view)
        painter.end()
    return image


def _card(card: Card) -> QImage:
    """Draw a table of fields; of one that is mended both values, each with a sign of its own."""
    image = QImage(*SIZE_PX, QImage.Format.Format_RGB32)
    image.fill(theme.colour(theme.SURFACE))
    # Letters differ between systems, and two cards differ by a few of them: the words themselves tell them apart.
    image.setText(WORDS, "\n".join((card.title, *(" | ".join(line) for line in card.fields))))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        _paint_card(painter, card)
    finally:
        painter.end()
    return image


def _paint_card(painter: QPainter, card: Card) -> None:
    painter.setFont(_face())
    names = [painter.fontMetrics().horizontalAdvance(name) for name, _, _ in card.fields]
    left = _MARGIN_PX + max(names) + _SIGN_PX + _MARGIN_PX
    top = _MARGIN_PX - 4
    _write(painter, _MARGIN_PX, top, card.title, theme.TEXT, bold=True)
    top += _LINE_PX + 2
    for name, wrong, right in card.fields:
        painter.setPen(QPen(theme.colour(theme.LINE)))
        painter.drawLine(_MARGIN_PX, top, SIZE_PX[0] - _MARGIN_PX, top)
        _write(painter, _MARGIN_PX, top, name, theme.TEXT_SOFT)
        if wrong == right:
            _write(painter, left, top, wrong, theme.TEXT)
        else:
            _write(painter, left, top, wrong, theme.ERROR, bold=True)
            _sign(painter, left, top, theme.ERROR, _CROSS)
            top += _LINE_PX - 2
            _write(painter, left, top, right, theme.GOOD, bold=True)
            _sign(painter, left, top, theme.GOOD, _TICK)
        top += _LINE_PX
    if top > SIZE_PX[1]:
        raise ValueError(f"{card.title}: {top} pixels of lines")


def _face(*, bold: bool = False) -> QFont:
    return font(13, weight=QFont.Weight.DemiBold if bold else QFont.Weight.Normal)


def _write(painter: QPainter, left: int, top: int, words: str, colour: str, *, bold: bool = False) -> None:
    painter.setFont(_face(bold=bold))
    width_px = SIZE_PX[0] - left - _MARGIN_PX // 2
    if painter.fontMetrics().horizontalAdvance(words) > width_px:
        raise ValueError(f"“{words}” is too long for the picture")
    painter.setPen(QColor(colour))
    place = QRectF(left, top, width_px, _LINE_PX)
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _sign(
    painter: QPainter, left: int, top: int, colour: str, strokes: Sequence[Sequence[tuple[int, int]]]
) -> None:
    """Draw a cross or a tick before a value: what is wrong must not be told by colour alone."""
    painter.setPen(QPen(QColor(colour), 2))
    for stroke in strokes:
        painter.drawPolyline([QPointF(left - _SIGN_PX + x, top + 7 + y) for x, y in stroke])


if __name__ == "__main__":
    main()
