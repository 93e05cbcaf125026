"""Findings of the check at their places: overlaps filled, gaps outlined, each with a pin seen from afar.

A place is any geometry in metres; without one a finding is not on the map. Severity is told by the shape of
the pin and by its colour. Drawn live, so lists may change as often as they like.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.domain.finding import Finding, Subject
from landdesk.ui import theme
from landdesk.ui.changed_run import changed_run
from landdesk.ui.map.layers.markers import (
    HEAD_PX,
    KINDS,
    LIFT_PX,
    STEM_PX,
    MarkerPainter,
    are_seen,
    head_hit,
    marker_number,
    pin_points,
    thinned,
    tips_on_screen,
)
from landdesk.ui.map.paths import Point, geometry_path, ground_transform
from landdesk.ui.map.view import MapView

FILLED = ("parcel.contained", "parcel.identical", "parcel.overlap")
"""Rules whose place is land that two parcels claim; it is filled."""
DASHED = ("geometry.hole-empty", "parcel.gap")
"""Rules whose place is land that no parcel claims; it is outlined only."""
NODES = (
    "geometry.duplicate-vertex",
    "geometry.invalid",
    "geometry.spike",
    "parcel.missing-node",
    "parcel.near-node",
)
"""Rules whose place, when it is points, is corners; each gets a ring. Other points stand for a whole parcel."""
SHAPES_AT_MOST = 400
"""So many places are drawn with their shape; the others have their pin."""
SEEN_FROM_PX = 3.0
RING_PX = 4.0
NEAR_M_PER_PX = 1.0
"""From this scale on people work on single corners and parcels have their labels."""


@dataclass(frozen=True, slots=True, eq=False)
class PlacedFindings:
    """Where findings are, in arrays; made on any thread, since a commune may have tens of thousands.

    Args:
        findings: All of them; one without a place has NaN in the arrays and is never seen.
        boxes: Of the places, n × 4.
        tips: What the pins point at, n × 2.
        is_node: Whose place is corners.
        kinds: Numbers of the pins' kinds.
    """

    findings: list[Finding]
    boxes: Floats
    tips: Floats
    is_node: Flags
    kinds: Integers

    @classmethod
    def of(cls, findings: Iterable[Finding] = ()) -> "PlacedFindings":
        """Look up where findings are."""
        listed = list(findings)
        places = np.empty(len(listed), dtype=object)
        places[:] = [one.place for one in listed]
        return cls(
            findings=listed,
            boxes=shapely.bounds(places).reshape(-1, 4),
            tips=pin_points(places),
            is_node=np.array([one.rule in NODES for one in listed], dtype=bool) & _are_points(places),
            kinds=np.array([marker_number(one.severity) for one in listed], dtype=np.int64),
        )

    def followed_by(self, findings: Iterable[Finding]) -> "PlacedFindings":
        """Return the places of other findings, most of which are these: only the others are looked up."""
        listed = list(findings)
        first, old_end, new_end = changed_run(self.findings, listed)
        between = PlacedFindings.of(listed[first:new_end])

        def spliced(name: str) -> Any:
            mine, others = getattr(self, name), getattr(between, name)
            return np.concatenate([mine[:first], others, mine[old_end:]])

        return PlacedFindings(listed, *map(spliced, ("boxes", "tips", "is_node", "kinds")))


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
        shown = thinned(x, y, self._weights(), are_seen(x, y, view))[::-1]
        self._markers.paint(painter, x[shown], y[shown], self._kinds[shown])
        self._paint_current(painter, x, y)
        painter.restore()

    def at(self, x: float, y: float, view: MapView) -> Finding | None:
        """Return the finding whose pin is under a pixel."""
        if not self._findings:
            return None
        tips_x, tips_y = self._screen(view)
        shown = thinned(tips_x, tips_y, self._weights(), are_seen(tips_x, tips_y, view))[::-1]
        found = head_hit(np.round(tips_x[shown]), np.round(tips_y[shown]), x, y)
        return None if found is None else self._findings[int(shown[found])]

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
            y = y - np.where((self._sizes_m == 0) & ~self._is_node, LIFT_PX, 0)
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
        # A corner has no size: it gets a ring as soon as the map is large enough to be worked on.
        if view.m_per_px <= NEAR_M_PER_PX:
            margin_m = RING_PX * view.m_per_px
            is_ringed = (
                self._is_node
                & (boxes[:, 0] <= east + margin_m)
                & (boxes[:, 2] >= west - margin_m)
                & (boxes[:, 1] <= north + margin_m)
                & (boxes[:, 3] >= south - margin_m)
            )
            for at in np.flatnonzero(is_ringed).tolist():
                painter.setPen(QPen(QColor(theme.severity_colour(self._findings[at].severity)), 2.0))
                painter.setBrush(theme.colour(theme.SURFACE, 0.8))
                for corner in shapely.get_coordinates(self._findings[at].place).tolist():
                    painter.drawEllipse(QPointF(*view.to_screen(*corner)), RING_PX, RING_PX)

    def _paint_place(self, painter: QPainter, view: MapView, at: int) -> None:
        finding = self._findings[at]
        if at not in self._paths:
            origin = float(self._boxes[at, 0]), float(self._boxes[at, 1])
            self._paths[at] = geometry_path([finding.place], origin), origin
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


def _are_points(places: Objects) -> Flags:
    found: Flags = np.isin(
        shapely.get_type_id(places), (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
    )
    return found
