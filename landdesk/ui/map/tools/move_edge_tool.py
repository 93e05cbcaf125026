"""Shift an edge for every parcel that shares it: by dragging, or by a typed distance.

The land lies to the left of an edge of the parcel it was taken from, so a distance outwards makes that parcel larger.
"""

from collections.abc import Sequence
from math import dist, inf
from typing import Final

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from landdesk.domain.boundary_points import move_shared_edge, parallel, shifted
from landdesk.domain.commands import MoveEdge
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import OVERLAP_LIMIT_M2
from landdesk.i18n import N_, Text
from landdesk.ui.map.snapping import Point, SnapKind, on_grid
from landdesk.ui.map.tools.boundary_preview import BoundaryTool, Shapes
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.preview import paint_line
from landdesk.ui.map.tools.tool import MapScene, Spot
from landdesk.ui.map.view import MapView

Edge = tuple[Point, Point]
PARALLEL: Final = "parallel"
FREE: Final = "free"


class MoveEdgeTool(BoundaryTool):
    """Drag an edge, or click it, type how far and press Enter."""

    code = "move_edge"
    title = N_("Move edge")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._hovered: Edge | None = None
        self._edge: Edge | None = None
        self._pressed: Spot | None = None
        self._by: Point = (0.0, 0.0)
        self._way = PARALLEL

    @property
    def hint(self) -> Text:
        """What to do next."""
        if self._edge is None:
            return Text(N_("Drag an edge of a boundary, or click it and type how far it is to move."))
        if self.refusal is not None:
            return self.refusal
        if self._pressed is not None:
            return Text(N_("Release to move the edge for both sides; Esc leaves it."))
        return Text(N_("Type the distance; Enter moves the edge for both sides, Esc leaves it."))

    @property
    def fields(self) -> Sequence[ToolField]:
        """How far and how."""
        ways = ((PARALLEL, N_("Parallel to itself")), (FREE, N_("Any direction")))
        way = ToolField("way", N_("How the edge moves"), FieldKind.CHOICE, self._way, choices=ways)
        if self._edge is None:
            return (way,)
        return (
            ToolField("distance", N_("Outwards"), FieldKind.NUMBER, self._outwards(), unit="m", decimals=3),
            way,
        )

    def enter(self, code: str, value: Entered) -> None:
        """Shift the chosen edge by a typed distance, or choose how it is dragged."""
        if code == "way" and value in (PARALLEL, FREE):
            self._way = str(value)
            self.changed.emit()
        elif code == "distance" and self._edge is not None and not isinstance(value, str):
            try:
                self._by = parallel(self._edge, -value)
            except RefusedError as error:
                self.message.emit(error.what)
            self._preview()

    def move(self, spot: Spot) -> None:
        """Show which edge is here."""
        found = self._edge_at(spot)
        if found != self._hovered:
            self._hovered = found
            self.changed.emit()

    @property
    def needed_kinds(self) -> frozenset[SnapKind]:
        """Edges to take hold of."""
        return frozenset({SnapKind.EDGE}) if self._pressed is None else frozenset()

    def press(self, spot: Spot) -> bool:
        """Take the drag when it begins on an edge."""
        found = self._edge_at(spot)
        if found is None:
            return False
        self._edge, self._pressed, self._by = found, spot, (0.0, 0.0)
        self._preview()
        return True

    def drag(self, spot: Spot) -> None:
        """Show the parcels with the edge moved to here."""
        if self._edge is None or self._pressed is None:
            return
        # Its own line would hold the edge back; other points attract it.
        begun, place = (self._pressed.easting, self._pressed.northing), (spot.easting, spot.northing)
        if spot.vertex is not None and spot.vertex not in self._edge:
            begun, place = self._pressed.point, spot.vertex
        by = place[0] - begun[0], place[1] - begun[1]
        if self.is_click(self._pressed, spot):
            by = (0.0, 0.0)
        self._by = on_grid(*by) if self._way == FREE else self._across(by)
        self._preview()

    def release(self, spot: Spot) -> None:
        """Ask for the move; an edge that was only clicked stays chosen."""
        if self._pressed is None:
            return
        self.drag(spot)
        self._pressed = None
        self.finish()
        self.changed.emit()

    def finish(self) -> bool:
        """Ask for the move by what was typed."""
        if self._edge is None or self._pressed is not None or not any(self._by):
            return False
        if self.refusal is not None:
            self.message.emit(self.refusal)
            self._by = (0.0, 0.0)
            self._preview()
            return True
        edge, by = self._edge, self._by
        self.cancel()
        self.command_ready.emit(MoveEdge(*edge, by))
        return True

    def cancel(self) -> bool:
        """Leave the edge where it is."""
        had_any = self._edge is not None
        self._edge, self._by, self._pressed = None, (0.0, 0.0), None
        self.forget()
        return had_any

    def parcels_changed(self) -> None:
        """Leave the edge: its parcels may be others now."""
        self._hovered = None
        self.cancel()

    def leave(self) -> None:
        """Point at no edge."""
        if self._hovered is not None:
            self._hovered = None
            self.changed.emit()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the edge here, or the parcels with the edge moved."""
        edge = self._edge or self._hovered
        if edge is not None:
            self.paint_outcome(painter, view)
            east, north = self._by
            paint_line(painter, view, [(e + east, n + north) for e, n in edge], self.colour)

    def _preview(self) -> None:
        edge, by = self._edge, self._by
        if edge is None or not any(by):
            self.forget()
            return

        def move(coverage: Coverage, limit_m2: float = OVERLAP_LIMIT_M2) -> Shapes:
            around = coverage.shapes_around(*edge, *shifted(edge, by))
            return move_shared_edge(around, edge, by, limit_m2)

        self.try_out(move, lambda coverage: move(coverage, inf))

    def _edge_at(self, spot: Spot) -> Edge | None:
        """Return the edge the pointer was drawn to, as the chosen parcel has it, else the one pointed at."""
        coverage = self.scene.coverage
        if coverage is None or spot.edge is None:
            return None
        return _edge_through(coverage, spot.edge, self._parcel_index(coverage, spot))

    def _parcel_index(self, coverage: Coverage, spot: Spot) -> int | None:
        if len(self.scene.selection) == 1:
            return coverage.index_of(self.scene.selection[0])
        here = self.scene.parcel_at(spot.easting, spot.northing)
        return None if here is None else coverage.index_of(here)

    def _across(self, by: Point) -> Point:
        """Return the part of a vector that is at right angles to the edge."""
        if self._edge is None:
            return by
        (e0, n0), (e1, n1) = self._edge
        length = dist(*self._edge) or 1.0
        return parallel(self._edge, (by[1] * (e1 - e0) - by[0] * (n1 - n0)) / length)

    def _outwards(self) -> float:
        """Return how far the edge is shifted to its right, in metres."""
        if self._edge is None:
            return 0.0
        (e0, n0), (e1, n1) = self._edge
        east, north = self._by
        return round((east * (n1 - n0) - north * (e1 - e0)) / (dist(*self._edge) or 1.0), 3) + 0.0


def _edge_through(coverage: Coverage, at: Point, preferred: int | None) -> Edge | None:
    """Return the edge that runs through a point, from the preferred parcel if it has one there."""
    near = coverage.box_query((at[0] - 0.01, at[1] - 0.01, at[0] + 0.01, at[1] + 0.01))
    edges, owner = coverage.segments(near)
    if not len(edges):
        return None
    step = edges[:, 2:] - edges[:, :2]
    share = ((np.array(at) - edges[:, :2]) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-12)
    foot = edges[:, :2] + np.clip(share, 0.0, 1.0)[:, None] * step
    away = np.hypot(*(foot - np.array(at)).T)
    # The two sides of a boundary are equally near but for noise; the preferred parcel's then comes first.
    away = np.where(owner == preferred, away - 0.002, away)
    best = int(np.argmin(away))
    e0, n0, e1, n1 = edges[best].tolist()
    return ((e0, n0), (e1, n1)) if away[best] <= 0.01 else None
