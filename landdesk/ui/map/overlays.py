"""What is painted live over the picture of the parcels: each layer, whether, how strongly and in which order.

Lines and hatches lie below the selection, pins above it; within each of the two a person chooses the order.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.settings import HIDDEN_LAYERS
from landdesk.ui.map.colouring import RECORD, Colouring
from landdesk.ui.map.layers.communes import CommuneLayer
from landdesk.ui.map.layers.findings import FindingsLayer
from landdesk.ui.map.layers.furniture import LegendContent
from landdesk.ui.map.layers.grid import paint_grid
from landdesk.ui.map.layers.pending import PendingLayer
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.layers.survey import SurveyLayer
from landdesk.ui.map.layers.work import WorkLayer, WorkMark
from landdesk.ui.map.view import MapView

BELOW: Final = ("pending", "communes", "grid")
"""Layers below the selection, the uppermost first."""
ABOVE: Final = ("survey", "findings", "work")
"""Layers above it, the uppermost first."""
FADING: Final = frozenset({"findings", "work", "pending"})
"""Layers of which little is seen while a tool is in hand."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a layer is seen.

    Args:
        opacity: 0 to 1.
        coarsest_m_per_px: It is not drawn on smaller maps, metres to a logical pixel.
    """

    opacity: float = 1.0
    coarsest_m_per_px: float = float("inf")


PLAIN: Final = Look()


class Overlays:
    """The live layers of one map."""

    def __init__(self) -> None:
        self.hidden: Collection[str] = frozenset(HIDDEN_LAYERS.default)
        self.findings = FindingsLayer()
        self.survey = SurveyLayer()
        self.communes: CommuneLayer | None = None
        self._looks: Mapping[str, Look] = {}
        self._order: Sequence[str] = (*ABOVE, *BELOW)
        self._coverage: Coverage | None = None
        self._ratio = 1.0
        self._work_marks: tuple[WorkMark, ...] = ()
        self._waiting: frozenset[ObjectId] = frozenset()
        self._work = WorkLayer()
        self._pending = PendingLayer()

    # --- what is shown -------------------------------------------------------------------------------------

    def arrange(self, looks: Mapping[str, Look]) -> None:
        """Let layers look so, in this order, the uppermost first."""
        self._looks = dict(looks)
        self._order = tuple(looks)

    def look(self, code: str) -> Look:
        """Return how a layer is seen."""
        return self._looks.get(code, PLAIN)

    def shows(self, code: str, view: MapView) -> bool:
        """Tell whether a layer is drawn at the scale of a view."""
        return code not in self.hidden and view.m_per_px <= self.look(code).coarsest_m_per_px

    def show_coverage(self, coverage: Coverage | None) -> None:
        """Let marks stand on these parcels."""
        self._coverage = coverage
        if self._work_marks:
            self._work = WorkLayer(self._work_marks, coverage, self._ratio)
        self._pending = PendingLayer(self._waiting, coverage)

    def show_work(self, marks: Sequence[WorkMark]) -> None:
        """Show returned work on its parcels."""
        self._work_marks = tuple(marks)
        self._work = WorkLayer(self._work_marks, self._coverage, self._ratio)

    def show_pending(self, parcels: frozenset[ObjectId]) -> None:
        """Show the parcels whose changes wait to be sent."""
        if parcels != self._waiting:
            self._waiting = parcels
            self._pending = PendingLayer(parcels, self._coverage)

    def use_ratio(self, ratio: float) -> None:
        """Draw for a screen of so many device pixels to a logical one."""
        if ratio != self._ratio:
            self._ratio = ratio
            self.show_work(self._work_marks)

    def show_findings(self, placed: PlacedFindings) -> None:
        """Show findings at their places."""
        self.findings.show(placed)

    # --- what is seen --------------------------------------------------------------------------------------

    def paint_below(self, painter: QPainter, view: MapView, faded: float) -> None:
        """Paint what lies below the selection; what would hide boundaries fades while a tool is in hand."""
        self._paint(painter, view, BELOW, faded)

    def paint_above(self, painter: QPainter, view: MapView, faded: float) -> None:
        """Paint pins and points; some fade while a tool is in hand."""
        self._paint(painter, view, ABOVE, faded)

    def _paint(self, painter: QPainter, view: MapView, among: Sequence[str], faded: float) -> None:
        order = [code for code in self._order if code in among]
        for code in reversed([*order, *(one for one in among if one not in order)]):
            if self.shows(code, view):
                painter.save()
                painter.setOpacity(self.look(code).opacity * (faded if code in FADING else 1.0))
                self._paint_one(code, painter, view)
                painter.restore()

    def _paint_one(self, code: str, painter: QPainter, view: MapView) -> None:
        if code == "grid":
            paint_grid(painter, view)
        elif code == "communes":
            if self.communes is not None:
                self.communes.paint(painter, view)
        elif code == "pending":
            self._pending.paint(painter, view)
        elif code == "work":
            self._work.paint(painter, view)
        elif code == "findings":
            self.findings.paint(painter, view)
        else:
            self.survey.paint(painter, view)

    def findings_at(self, at: QPointF, view: MapView) -> list[Finding]:
        """Return the findings whose pin is under a pixel, the one that is drawn first."""
        return self.findings.at(at.x(), at.y(), view) if self.shows("findings", view) else []

    def work_at(self, at: QPointF, view: MapView) -> WorkMark | None:
        """Return the returned work whose pin is under a pixel."""
        return self._work.at(at.x(), at.y(), view) if self.shows("work", view) else None

    def legend(
        self, view: MapView, colouring: Colouring, classes: frozenset[str], *, compare: bool
    ) -> LegendContent:
        """Return what the legend explains.

        Args:
            view: What is seen.
            colouring: How the parcels are coloured.
            classes: Codes of its classes on the picture.
            compare: Whether before and after are seen.
        """
        coverage = self._coverage if colouring.code == RECORD else None
        return LegendContent(
            colouring,
            classes,
            self.findings.severities(view) if self.shows("findings", view) else frozenset(),
            self.shows("work", view) and self._work.is_seen(view),
            pending=self.shows("pending", view) and self._pending.is_seen(view),
            compare=compare,
            # Only where it is records that the map is about.
            without_boundary=0 if coverage is None else coverage.without_shape,
        )
