"""Make the pictures of the rules' pages from their examples: ``python -m tools.rule_pictures``.

A map example is checked and drawn by the code that draws the map of the program, with what the rule found in it. A card
example is a table of fields: what is recorded at fault, and what stands there when it is mended.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
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
from tools.rule_examples import EXAMPLES, CardExample, MapExample
from tools.small_png import save_small

PICTURES: Final = Path(__file__).resolve().parents[1] / "docs" / "rules" / "pictures"
SIZE_PX: Final = (480, 240)
LARGEST_BYTES: Final = 10_000
_MARGIN_PX: Final = 16
_ROW_PX: Final = 30
_FIRST_COLUMN_PX: Final = 190


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
    if isinstance(example, CardExample):
        return _card(example)
    return _map(code, example) if example.card is None else _card(example.card)


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


def _card(example: CardExample) -> QImage:
    image = QImage(*SIZE_PX, QImage.Format.Format_RGB32)
    image.fill(theme.colour(theme.SURFACE))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _write(painter, _MARGIN_PX, _MARGIN_PX, example.title, theme.TEXT, bold=True)
    width_px = (SIZE_PX[0] - _FIRST_COLUMN_PX - _MARGIN_PX) // 2
    for row, (name, before, after) in enumerate(example.fields):
        top = _MARGIN_PX + (row + 1) * _ROW_PX + 6
        painter.setPen(QPen(theme.colour(theme.LINE)))
        painter.drawLine(_MARGIN_PX, top - 3, SIZE_PX[0] - _MARGIN_PX, top - 3)
        _write(painter, _MARGIN_PX, top, name, theme.TEXT_SOFT)
        wrong, right = (theme.TEXT, theme.TEXT) if before == after else (theme.ERROR, theme.GOOD)
        _write(painter, _FIRST_COLUMN_PX, top, before or "—", wrong, bold=before != after, width_px=width_px)
        if before != after:
            left = _FIRST_COLUMN_PX + width_px
            _write(painter, left, top, f"→ {after}", right, bold=True, width_px=width_px)
    painter.end()
    return image


def _write(
    painter: QPainter, left: int, top: int, words: str, colour: str, *, bold: bool = False, width_px: int = 0
) -> None:
    painter.setFont(font(13, weight=QFont.Weight.DemiBold if bold else QFont.Weight.Normal))
    painter.setPen(QColor(colour))
    place = QRectF(left, top, width_px or SIZE_PX[0] - left, _ROW_PX - 6)
    fits = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fits)


if __name__ == "__main__":
    main()
