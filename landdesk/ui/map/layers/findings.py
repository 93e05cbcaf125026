"""Findings of the check at their places: overlaps filled, gaps outlined, each with a pin seen from afar.

A place is any geometry in metres; without one a finding is not on the map. Severity is told by the shape of
the pin and by its colour. Drawn live, so lists may change as often as they like.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from shapely.geometry.base import BaseGeometry

from landdesk.domain.arrays import Floats, Integers
from landdesk.ui import theme
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

FILLED = ("parcel.overlap",)
"""Rules whose place is land that two parcels claim; it is filled."""
DASHED = ("parcel.gap",)
"""Rules whose place is land that no parcel claims; it is outlined only."""
NODES = ("geometry.invalid", "parcel.missing-node")
"""Rules whose place, when it is a point, is a corner; it gets a ring. Other points stand for a whole parcel."""
SHAPES_AT_MOST = 400
"""So many places are drawn with their shape; the others have their pin."""
SEEN_FROM_PX = 3.0
NEAR_M_PER_PX = 1.0
"""From this scale on people work on single corners and parcels have their labels."""


@dataclass(frozen=True, slots=True)
class FindingMark:
    """A finding as the map shows it.

    Args:
        key: Names the finding, the same in every list.
        place: Where it is, metres; None or empty when it has no place.
        severity: ``error``, ``warning``; anything else is shown as a notice.
        rule: Code of the rule.
        text: One line in the reader's language, shown when the pointer rests on the pin.
    """

    key: str
    place: BaseGeometry | None
    severity: str
    rule: str
    text: str = ""


class FindingsLayer:
    """Draws findings and tells which one is under the pointer."""

    def __init__(self, marks: Sequence[FindingMark] = (), device_pixel_ratio: float = 1.0) -> None:
        self._marks = [mark for mark in marks if mark.place is not None and not mark.place.is_empty]
        places = np.array([mark.place for mark in self._marks], dtype=object)
        self._boxes: Floats = shapely.bounds(places).reshape(-1, 4)
        self._tips = pin_points(places)
        self._is_node = np.array([mark.rule in NODES for mark in self._marks], dtype=bool)
        self._sizes_m = np.maximum(
            self._boxes[:, 2] - self._boxes[:, 0], self._boxes[:, 3] - self._boxes[:, 1]
        )
        self._kinds = np.array([marker_number(mark.severity) for mark in self._marks], dtype=np.int64)
        self._by_key = {mark.key: at for at, mark in enumerate(self._marks)}
        self._markers = MarkerPainter(device_pixel_ratio)
        self._paths: dict[int, tuple[QPainterPath, Point]] = {}
        self.current: str | None = None

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint places and pins; the painter counts logical pixels."""
        if not self._marks:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_places(painter, view)
        x, y = self._screen(view)
        shown = thinned(x, y, self._weights(), are_seen(x, y, view))[::-1]
        self._markers.paint(painter, x[shown], y[shown], self._kinds[shown])
        self._paint_current(painter, x, y)
        painter.restore()

    def at(self, x: float, y: float, view: MapView) -> FindingMark | None:
        """Return the finding whose pin is under a pixel."""
        if not self._marks:
            return None
        tips_x, tips_y = self._screen(view)
        shown = thinned(tips_x, tips_y, self._weights(), are_seen(tips_x, tips_y, view))[::-1]
        found = head_hit(np.round(tips_x[shown]), np.round(tips_y[shown]), x, y)
        return None if found is None else self._marks[int(shown[found])]

    def severities(self, view: MapView) -> frozenset[str]:
        """Return the severities that can be seen: ``error``, ``warning``, ``notice``."""
        if not self._marks:
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
        at = self._current_at()
        if at is None:
            return self._kinds
        weights = self._kinds.copy()
        weights[at] = -1
        return weights

    def _current_at(self) -> int | None:
        return None if self.current is None else self._by_key.get(self.current)

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
            is_ringed = self._is_node & (self._sizes_m == 0) & are_seen(*self._screen(view), view)
            for at in np.flatnonzero(is_ringed).tolist():
                painter.setPen(QPen(QColor(theme.severity_colour(self._marks[at].severity)), 2.0))
                painter.setBrush(theme.colour(theme.SURFACE, 0.8))
                painter.drawEllipse(QPointF(*view.to_screen(*self._tips[at].tolist())), 4.0, 4.0)

    def _paint_place(self, painter: QPainter, view: MapView, at: int) -> None:
        mark = self._marks[at]
        if at not in self._paths:
            origin = float(self._boxes[at, 0]), float(self._boxes[at, 1])
            self._paths[at] = geometry_path([mark.place], origin), origin
        path, origin = self._paths[at]
        shape = ground_transform(view, origin).map(path)
        colour = theme.severity_colour(mark.severity)
        if mark.rule in FILLED:
            painter.fillPath(shape, theme.colour(colour, 0.30))
            painter.fillPath(shape, QBrush(theme.colour(colour, 0.75), Qt.BrushStyle.BDiagPattern))
        elif mark.rule not in DASHED and mark.place is not None and mark.place.area > 0:
            painter.fillPath(shape, theme.colour(colour, 0.08))
        is_gap = mark.rule in DASHED
        pen = QPen(theme.colour(colour, 0.95), 2.0 if mark.key == self.current or is_gap else 1.5)
        pen.setStyle(Qt.PenStyle.DashLine if is_gap else Qt.PenStyle.SolidLine)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(shape, pen)

    def _paint_current(self, painter: QPainter, x: Floats, y: Floats) -> None:
        """Ring the pin of the finding that the list has chosen."""
        at = self._current_at()
        if at is None:
            return
        head = QPointF(round(float(x[at])), round(float(y[at])) - STEM_PX - HEAD_PX / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, width_px in ((theme.SURFACE, 4.5), (theme.severity_colour(self._marks[at].severity), 2.2)):
            painter.setPen(QPen(QColor(name), width_px))
            painter.drawEllipse(head, HEAD_PX / 2 + 4, HEAD_PX / 2 + 4)
