"""Findings of the check at their places: overlaps filled, gaps outlined, corners ringed, each with a pin.

Where the record of a parcel is at fault its boundary is the place. Severity is told by the shape of the pin and by its
colour; of pins that would cover each other one is drawn, with their number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from landdesk.domain.arrays import Flags, Floats, Integers
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
SHAPES_AT_MOST = 200
"""So many places are drawn with their shape; the others have their pin."""
MARGIN_PX: Final = 400
"""Round the view; so far a map is moved before places and pins are painted anew."""
SEEN_FROM_PX = 3.0
RING_PX = 4.0
NEAR_M_PER_PX = 1.0
"""From this scale on people work on single corners and parcels have their labels."""
NEAR_RING_PX, FAR_RING_PX = 4.0, 2.5


@dataclass(slots=True, eq=False)
class _Seen:
    """What is where in a view and a margin round it; holds while the view moves within the margin.

    Args:
        view: The view with its margin.
        x: Pixels of it that the tips of the pins point at.
        y: Pixels.
        pins: Those that are drawn.
        picture: Places and pins once they are painted.
    """

    view: MapView
    x: Floats
    y: Floats
    pins: Gathered
    picture: QPixmap | None = None

    def corner_of(self, view: MapView) -> tuple[float, float] | None:
        """Return the pixel at which a view begins; None where it is of another scale or not wholly within."""
        mine = self.view
        if view.m_per_px != mine.m_per_px:
            return None
        left, top = mine.to_screen(view.box[0], view.box[3])
        within = (
            -0.5 <= left <= mine.width_px - view.width_px + 0.5
            and -0.5 <= top <= mine.height_px - view.height_px + 0.5
        )
        return (left, top) if within else None


class FindingsLayer:
    """Draws findings and tells which one is under the pointer.

    Args:
        margin_px: How far round the view they are painted, so that moving the map costs nothing; 0 for what does not
            stand for long.
    """

    def __init__(self, margin_px: int = MARGIN_PX) -> None:
        self._markers, self._ratio = MarkerPainter(), 1.0
        self._margin_px = margin_px
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
        rule = subject[0] if subject is not None else None
        # The rule first: a commune may have a hundred thousand findings, and this runs after each act.
        found = (at for at, one in enumerate(self._findings) if one.rule == rule and one.subject == subject)
        place = None if subject is None else next(found, None)
        self._current_place = None if place is None or np.isnan(self._tips[place, 0]) else place
        self._seen: _Seen | None = None

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint places and pins; the painter counts logical pixels."""
        if not self._findings:
            return
        seen, left, top = self._looked_at(view)
        ratio = painter.device().devicePixelRatioF()
        if ratio != self._ratio:
            self._markers, self._ratio, seen.picture = MarkerPainter(ratio), ratio, None
        if seen.picture is None:
            seen.picture = self._picture(seen)
        painter.drawPixmap(QPointF(-round(left * ratio) / ratio, -round(top * ratio) / ratio), seen.picture)

    def at(self, x: float, y: float, view: MapView) -> list[Finding]:
        """Return the findings whose pin is under a pixel, the one that is drawn first; others lie behind it."""
        if not self._findings:
            return []
        seen, left, top = self._looked_at(view)
        pins = seen.pins
        shown = pins.kept[::-1]
        found = head_hit(np.round(seen.x[shown]), np.round(seen.y[shown]), x + left, y + top)
        if found is None:
            return []
        first = int(shown[found])
        behind = pins.with_it(first)
        # Those after it before those before it: who clicks again and again comes to each.
        turned = [*behind[behind >= first].tolist(), *behind[behind < first].tolist()]
        return [self._findings[at] for at in turned]

    def severities(self, view: MapView) -> frozenset[str]:
        """Return the severities of the pins that are seen: ``error``, ``warning``, ``notice``."""
        if not self._findings:
            return frozenset()
        seen, left, top = self._looked_at(view)
        drawn = seen.pins.kept
        here = drawn[are_seen(seen.x[drawn] - left, seen.y[drawn] - top, view)]
        return frozenset(KINDS[kind] for kind in self._kinds[here].tolist())

    def _looked_at(self, view: MapView) -> tuple[_Seen, float, float]:
        """Return what is where, and the pixel of it at which the view begins."""
        corner = None if self._seen is None else self._seen.corner_of(view)
        if self._seen is None or corner is None:
            margin = self._margin_px
            wide = replace(view, width_px=view.width_px + 2 * margin, height_px=view.height_px + 2 * margin)
            x, y = self._screen(wide)
            pins = gathered(x, y, self._weights(), are_seen(x, y, wide), wide)
            self._seen, corner = _Seen(wide, x, y, pins), (margin, margin)
        return self._seen, *corner

    def _picture(self, seen: _Seen) -> QPixmap:
        """Return places and pins, painted: at each frame of a map that is moved that would be too slow."""
        view, x, y, pins = seen.view, seen.x, seen.y, seen.pins
        made = QPixmap(round(view.width_px * self._ratio), round(view.height_px * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(QColor(0, 0, 0, 0))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in self._with_shape(seen).tolist():
            self._paint_place(painter, view, at)
        self._paint_nodes(painter, view, pins)
        shown = pins.kept[::-1]
        self._markers.paint(painter, x[shown], y[shown], self._kinds[shown])
        self._markers.paint_counts(painter, x[shown], y[shown], pins.counts[::-1])
        self._paint_current(painter, x, y)
        painter.end()
        return made

    def _screen(self, view: MapView) -> tuple[Floats, Floats]:
        """Return the pixels that the tips of the pins point at."""
        x, y = tips_on_screen(self._tips, view)
        if view.m_per_px <= NEAR_M_PER_PX:
            y = y - np.where(self._is_lifted | ((self._sizes_m == 0) & ~self._is_node), LIFT_PX, 0)
        return x, y

    def _with_shape(self, seen: _Seen) -> Integers:
        """Return the findings that are drawn with the shape of their place.

        Where there are too many, parcels whose record is at fault have their pin alone, and of places of their own
        those are drawn that are spread as pins are.
        """
        view, boxes, weights = seen.view, self._boxes, self._weights()
        west, south, east, north = view.box
        large: Flags = (
            (boxes[:, 0] <= east)
            & (boxes[:, 2] >= west)
            & (boxes[:, 1] <= north)
            & (boxes[:, 3] >= south)
            & (self._sizes_m >= SEEN_FROM_PX * view.m_per_px)
        )
        own = np.flatnonzero(large & ~self.placed.of_parcels)
        if len(own) > SHAPES_AT_MOST:
            return gathered(seen.x, seen.y, weights, large & ~self.placed.of_parcels, view).kept[
                :SHAPES_AT_MOST
            ]
        # A parcel with several faults once, as the gravest.
        whole = np.flatnonzero(large & self.placed.of_parcels)
        whole = whole[np.argsort(weights[whole], kind="stable")]
        _, once = np.unique(self._tips[whole] @ [1, 1j], return_index=True)
        return own if len(own) + len(once) > SHAPES_AT_MOST else np.concatenate([whole[once], own])

    def _weights(self) -> Integers:
        """Return ranks: the current finding first, then by severity."""
        at = self._current_place
        if at is None:
            return self._kinds
        weights = self._kinds.copy()
        weights[at] = -1
        return weights

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
        # A smooth hatch would take ten times as long; the edge is smooth.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if finding.rule in FILLED:
            painter.fillPath(shape, theme.colour(colour, 0.30))
            # The hatch lies fast on the ground.
            x, y = view.to_screen(*origin)
            painter.setBrushOrigin(round(x), round(y))
            painter.fillPath(shape, QBrush(theme.colour(colour, 0.75), Qt.BrushStyle.BDiagPattern))
        elif finding.rule not in DASHED and finding.place is not None and finding.place.area > 0:
            painter.fillPath(shape, theme.colour(colour, 0.08))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
