"""Findings of the check at their places: overlaps filled, gaps outlined, corners ringed, each with a pin.

Where the record of a parcel is at fault its boundary is the place. Severity is told by the shape of the pin and by its
colour; of pins that would cover each other one is drawn, with their number. Drawn live, so lists may change as often
as they like.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from landdesk.domain.arrays import Floats, Integers
from landdesk.domain.finding import Finding, Subject
from landdesk.i18n import _, format_number, translate
from landdesk.ui import theme
from landdesk.ui.map.layers.markers import (
    HEAD_PX,
    KINDS,
    LIFT_PX,
    STEM_PX,
    Gathered,
    MarkerPainter,
    are_seen,
    gathered,
    head_hit,
    tips_on_screen,
)
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.paths import Point, geometry_path, ground_transform
from landdesk.ui.map.view import MapView

FILLED: Final = frozenset(
    {"parcel.overlap", "parcel.identical", "parcel.contained", "parcel.outside-commune"}
)
"""Rules whose place is land that is claimed twice, or that lies where it should not; it is filled."""
DASHED: Final = frozenset({"parcel.gap", "parcel.sliver", "geometry.hole-empty"})
"""Rules whose place is land that no parcel claims; it is outlined only."""
SHAPES_AT_MOST = 400
"""So many places are drawn with their shape; the others have their pin."""
SEEN_FROM_PX = 3.0
RING_PX = 4.0
NEAR_M_PER_PX = 1.0
"""From this scale on people work on single corners and parcels have their labels."""
NEAR_RING_PX, FAR_RING_PX = 4.0, 2.5


class FindingsLayer:
    """Draws findings and tells which one is under the pointer."""

    def __init__(self, device_pixel_ratio: float = 1.0) -> None:
        self._markers = MarkerPainter(device_pixel_ratio)
        self.current: Subject | None = None
        self.show(PlacedFindings.of())

    def show(self, placed: PlacedFindings) -> None:
        """Draw these from now on; the one whose pin is ringed stays so while it is among them."""
        self.placed = placed
        self._findings = placed.findings
        self._boxes, self._tips = placed.boxes, placed.tips
        self._is_node, self._kinds = placed.is_node, placed.kinds
        # A pin of a whole parcel stands above the middle, where the label is.
        self._is_lifted = placed.of_parcels & ~np.isnan(placed.tips[:, 0])
        self._sizes_m = np.maximum(
            self._boxes[:, 2] - self._boxes[:, 0], self._boxes[:, 3] - self._boxes[:, 1]
        )
        self._paths: dict[int, tuple[QPainterPath, Point]] = {}
        self.choose(self.current)

    def choose(self, subject: Subject | None) -> None:
        """Ring the pin of one finding, or none."""
        self.current = subject
        found = (at for at, one in enumerate(self._findings) if one.subject == subject)
        place = None if subject is None else next(found, None)
        self._current_place = None if place is None or np.isnan(self._tips[place, 0]) else place

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint places and pins; the painter counts logical pixels."""
        if not self._findings:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_places(painter, view)
        x, y = self._screen(view)
        pins = gathered(x, y, self._weights(), are_seen(x, y, view))
        self._paint_nodes(painter, view, pins)
        shown = pins.kept[::-1]
        self._markers.paint(painter, x[shown], y[shown], self._kinds[shown])
        self._markers.paint_counts(painter, x[shown], y[shown], pins.counts[::-1])
        self._paint_current(painter, x, y)
        painter.restore()

    def at(self, x: float, y: float, view: MapView) -> list[Finding]:
        """Return the findings whose pin is under a pixel, the one that is drawn first; others lie behind it."""
        if not self._findings:
            return []
        tips_x, tips_y = self._screen(view)
        pins = gathered(tips_x, tips_y, self._weights(), are_seen(tips_x, tips_y, view))
        shown = pins.kept[::-1]
        found = head_hit(np.round(tips_x[shown]), np.round(tips_y[shown]), x, y)
        if found is None:
            return []
        first = int(shown[found])
        behind = pins.with_it(first)
        # Those after it before those before it: who clicks again and again comes to each.
        turned = [*behind[behind >= first].tolist(), *behind[behind < first].tolist()]
        return [self._findings[at] for at in turned]

    def severities(self, view: MapView) -> frozenset[str]:
        """Return the severities that can be seen: ``error``, ``warning``, ``notice``."""
        if not self._findings:
            return frozenset()
        x, y = self._screen(view)
        return frozenset(KINDS[kind] for kind in np.unique(self._kinds[are_seen(x, y, view)]))

    def _screen(self, view: MapView) -> tuple[Floats, Floats]:
        """Return the pixels that the tips of the pins point at."""
        x, y = tips_on_screen(self._tips, view)
        if view.m_per_px <= NEAR_M_PER_PX:
            y = y - np.where(self._is_lifted | ((self._sizes_m == 0) & ~self._is_node), LIFT_PX, 0)
        return x, y

    def _weights(self) -> Integers:
        """Return ranks: the current finding first, then by severity."""
        at = self._current_place
        if at is None:
            return self._kinds
        weights = self._kinds.copy()
        weights[at] = -1
        return weights

    def _paint_places(self, painter: QPainter, view: MapView) -> None:
        west, south, east, north = view.box
        boxes = self._boxes
        seen = (
            (boxes[:, 0] <= east)
            & (boxes[:, 2] >= west)
            & (boxes[:, 1] <= north)
            & (boxes[:, 3] >= south)
            & (self._sizes_m >= SEEN_FROM_PX * view.m_per_px)
        )
        for at in np.flatnonzero(seen)[:SHAPES_AT_MOST].tolist():
            self._paint_place(painter, view, at)

    def _paint_nodes(self, painter: QPainter, view: MapView, pins: Gathered) -> None:
        """Ring corners, which have no size: all of them on a map that is worked on, below the pins on a smaller one."""
        near = view.m_per_px <= NEAR_M_PER_PX
        radius = NEAR_RING_PX if near else FAR_RING_PX
        some = pins.inside if near else pins.kept
        for at in some[self._is_node[some]].tolist():
            painter.setPen(QPen(QColor(theme.severity_colour(self._findings[at].severity)), 2.0))
            painter.setBrush(theme.colour(theme.SURFACE, 0.8))
            for corner in shapely.get_coordinates(self._findings[at].place).tolist():
                painter.drawEllipse(QPointF(*view.to_screen(*corner)), radius, radius)

    def _paint_place(self, painter: QPainter, view: MapView, at: int) -> None:
        finding = self._findings[at]
        if at not in self._paths:
            origin = float(self._boxes[at, 0]), float(self._boxes[at, 1])
            self._paths[at] = geometry_path(self.placed.shapes(at), origin), origin
        path, origin = self._paths[at]
        shape = ground_transform(view, origin).map(path)
        colour = theme.severity_colour(finding.severity)
        if finding.rule in FILLED:
            painter.fillPath(shape, theme.colour(colour, 0.30))
            painter.fillPath(shape, QBrush(theme.colour(colour, 0.75), Qt.BrushStyle.BDiagPattern))
        elif finding.rule not in DASHED and finding.place is not None and finding.place.area > 0:
            painter.fillPath(shape, theme.colour(colour, 0.08))
        is_gap = finding.rule in DASHED
        pen = QPen(theme.colour(colour, 0.95), 2.0 if at == self._current_place or is_gap else 1.5)
        pen.setStyle(Qt.PenStyle.DashLine if is_gap else Qt.PenStyle.SolidLine)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(shape, pen)

    def _paint_current(self, painter: QPainter, x: Floats, y: Floats) -> None:
        """Ring the pin of the finding that the list has chosen."""
        at = self._current_place
        if at is None:
            return
        head = QPointF(round(float(x[at])), round(float(y[at])) - STEM_PX - HEAD_PX / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, width_px in (
            (theme.SURFACE, 4.5),
            (theme.severity_colour(self._findings[at].severity), 2.2),
        ):
            painter.setPen(QPen(QColor(name), width_px))
            painter.drawEllipse(head, HEAD_PX / 2 + 4, HEAD_PX / 2 + 4)


def finding_words(findings: Sequence[Finding]) -> str:
    """Return what is told of the findings behind one pin: the one that is drawn, and how many more there are."""
    words = translate(findings[0].what)
    if len(findings) == 1:
        return words
    more = _("and {count} more here; click again to see the next").format(
        count=format_number(len(findings) - 1, 0)
    )
    return f"{words}\n{more}"
