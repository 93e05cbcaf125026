"""What would be wrong if the tool in hand ended here: marks as findings have them, and a line at the pointer."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import OFFICIAL, PROVISIONAL, parcel_key
from landdesk.i18n import _, format_number
from landdesk.services.checking.foresight import Foresight
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.layers.findings import FindingsLayer
from landdesk.ui.map.layers.furniture import paint_haloed
from landdesk.ui.map.layers.markers import KINDS
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.view import MapView

_BESIDE_PX: Final = 16
_BELOW_PX: Final = 36
"""Below the name of what the pointer was drawn to."""
_LINE_PX: Final = 17
_NAMED: Final = 3
"""So many parcels are named."""


class ForeseenLayer:
    """Marks and words of what is foreseen."""

    def __init__(self) -> None:
        self._marks = FindingsLayer(margin_px=0)
        self._lines: Sequence[tuple[str, str]] = ()

    def show(self, foresight: Foresight | None) -> None:
        """Show what an act would change; None for nothing."""
        if foresight is None:
            self._marks.show(PlacedFindings.of())
            self._lines = ()
        else:
            self._marks.show(PlacedFindings.of(foresight.new, foresight.coverage))
            self._lines = _lines(foresight)

    @property
    def words(self) -> str:
        """All that is said in one line."""
        return " · ".join(words for words, _colour in self._lines)

    def paint_marks(self, painter: QPainter, view: MapView) -> None:
        """Paint where it would be wrong."""
        self._marks.paint(painter, view)

    def paint_words(self, painter: QPainter, at: QPointF, width_px: float) -> None:
        """Paint what is said beside the pointer; where there is no room to its right, from the right edge."""
        letters = font(12, weight=QFont.Weight.DemiBold)
        for number, (words, colour) in enumerate(self._lines):
            left = min(at.x() + _BESIDE_PX, width_px - _BESIDE_PX - _width(words, letters))
            place = QPointF(round(max(left, _BESIDE_PX)), round(at.y() + _BELOW_PX + number * _LINE_PX))
            paint_haloed(painter, place, words, letters, colour)


def _width(words: str, letters: QFont) -> float:
    return QFontMetricsF(letters).horizontalAdvance(words)


def _lines(foresight: Foresight) -> list[tuple[str, str]]:
    lines = []
    if foresight.new:
        worst = min(foresight.new, key=lambda one: (KINDS.index(one.severity), -(one.amount or 0.0)))
        words, rest = _sentence(worst, foresight.coverage), len(foresight.new) - 1
        if rest:
            words = _("{fault}, and {count} more").format(fault=words, count=format_number(rest, 0))
        lines.append((words, theme.severity_colour(worst.severity)))
    if foresight.mended:
        count = format_number(len(foresight.mended), 0)
        lines.append((_("Mends {count}").format(count=count), theme.GOOD))
    return lines


def _sentence(finding: Finding, coverage: Coverage) -> str:
    """Return what would be wrong, in one line."""
    parcels = ", ".join(_name(coverage, one) for one in finding.objects[:_NAMED])
    if finding.rule == "parcel.overlap":
        area = format_number(finding.amount or 0.0, 2)
        return _("{parcels} would overlap by {area} m²").format(parcels=parcels, area=area)
    if finding.rule == "parcel.gap":
        area = format_number(finding.amount or 0.0, 2)
        return _("A gap of {area} m² would be left").format(area=area)
    title = _(RULE_BY_CODE[finding.rule].title)
    return _("Would be new: {fault} ({parcels})").format(fault=title, parcels=parcels)


def _name(coverage: Coverage, parcel: ObjectId) -> str:
    """Return a parcel as people call it; one that is not there yet has no sheet."""
    here = coverage.indices_of([parcel])
    sheet, number, provisional = (
        coverage.column(name, here)[0] for name in ("sheet", "number", "provisional")
    )
    if sheet is None and number is None:
        return _("new parcel")
    return parcel_key(sheet, number, PROVISIONAL if provisional else OFFICIAL)
