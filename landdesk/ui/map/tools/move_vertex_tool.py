"""Drag a boundary point: all parcels that share it follow, and are shown as they would be.

A double click or Insert on a boundary puts a point there, Delete on a point takes it out.
"""

from collections.abc import Sequence
from functools import partial
from math import inf

import numpy as np
import shapely
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QPainter
from shapely import MultiPolygon

from landdesk.domain.arrays import Floats
from landdesk.domain.commands import AddVertex, DeleteVertex, MoveVertex
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import move_shared_vertex, move_vertex
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.checking.foresight import Outcome
from landdesk.ui import theme
from landdesk.ui.map.snapping import Point, SnapKind
from landdesk.ui.map.tools.preview import paint_handles, paint_line, paint_point, paint_shapes
from landdesk.ui.map.tools.tool import MapScene, MapTool, Spot
from landdesk.ui.map.view import MapView


class MoveVertexTool(MapTool):
    """Press on a boundary point, drag, release."""

    code = "move_vertex"
    title = N_("Move boundary point")
    snaps = True
    keys = frozenset({Qt.Key.Key_Insert, Qt.Key.Key_Delete})

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._at: Point | None = None
        self._to: Point = (0.0, 0.0)
        self._refusal: Text | None = None
        self._shapes: Sequence[MultiPolygon] = ()
        self._moved: Sequence[MultiPolygon] = ()
        self._here: ObjectId | None = None
        self._points: Floats = np.empty((0, 2))
        self._pointer: Spot | None = None

    @property
    def hint(self) -> Text:
        """What to do next."""
        if self._at is None:
            return Text(N_("Drag a point to move it; Insert or double click adds one, Delete takes one out."))
        return Text(N_("Release to move the point; Esc leaves it, Shift places it freely."))

    @property
    def needed_kinds(self) -> frozenset[SnapKind]:
        """Points to take hold of."""
        return frozenset({SnapKind.VERTEX}) if self._at is None else frozenset()

    @property
    def moving_vertex(self) -> Point | None:
        """The point being dragged."""
        return self._at

    def move(self, spot: Spot) -> None:
        """Show the boundary points of the parcel here."""
        self._pointer = spot
        here = self.scene.parcel_at(spot.easting, spot.northing)
        if here != self._here:
            self._show_points_of(here)

    def press(self, spot: Spot) -> bool:
        """Take the drag when it begins on a boundary point."""
        coverage, vertex = self.scene.coverage, spot.vertex
        if coverage is None or vertex is None:
            return False
        owners = coverage.owners_of_vertex(*vertex)
        self._shapes = coverage.shapes(owners).tolist()
        self._at = self._to = vertex
        self._moved = self._shapes
        self.changed.emit()
        return True

    def drag(self, spot: Spot) -> None:
        """Show the parcels with the point here."""
        if self._at is None:
            return
        self._to, self._refusal, self.outcome = spot.point, None, None
        try:
            self._moved = [move_vertex(shape, self._at, self._to) for shape in self._shapes]
            if self._to != self._at:
                self.outcome = partial(_moved, at=self._at, to=self._to)
        except RefusedError as error:
            self._refusal = error.what
        self.changed.emit()

    def click(self, spot: Spot) -> None:
        """Note where a double click may be."""
        self._pointer = spot

    def finish(self) -> bool:
        """Ask for a point where a double click is, or the pointer is with Enter."""
        if self._at is not None or self._pointer is None or self._pointer.vertex is not None:
            return False
        self._ask_for_point(self._pointer)
        return True

    def key(self, key: Qt.Key) -> None:
        """Ask for a new point here, or for the one here to be taken out."""
        if self._at is not None or self._pointer is None:
            return
        if key == Qt.Key.Key_Insert:
            self._ask_for_point(self._pointer)
        elif self._pointer.vertex is not None:
            self.command_ready.emit(DeleteVertex(self._pointer.vertex))
        else:
            self.message.emit(Text(N_("Point at the boundary point that is to go, then press Delete.")))

    def _ask_for_point(self, spot: Spot) -> None:
        if spot.edge is not None:
            self.command_ready.emit(AddVertex(spot.edge))
        else:
            self.message.emit(Text(N_("Point at a boundary, beside its points, to put a point there.")))

    def release(self, spot: Spot) -> None:
        """Ask for the move."""
        if self._at is None:
            return
        self.drag(spot)
        at, to, refusal = self._at, self._to, self._refusal
        self.cancel()
        if refusal is not None:
            self.message.emit(refusal)
        elif to != at:
            self.command_ready.emit(MoveVertex(at, to))

    def cancel(self) -> bool:
        """Leave the point where it is."""
        if self._at is None:
            return False
        self._at = self._refusal = self.outcome = None
        self._shapes = self._moved = ()
        self.changed.emit()
        return True

    def parcels_changed(self) -> None:
        """Leave the point: its parcels may be others now."""
        self._show_points_of(None)
        self.cancel()

    def leave(self) -> None:
        """Show no points."""
        self._pointer = None
        self._show_points_of(None)

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the boundary points here, or the parcels with the moved point, in red when it may not be."""
        if self._at is None:
            paint_handles(painter, view, self._points)
            return
        if self._refusal is None:
            paint_shapes(painter, view, self._moved)
            paint_point(painter, QPointF(*view.to_screen(*self._to)))
        else:
            paint_shapes(painter, view, self._shapes, theme.REFUSED, fill=0.0)
            paint_line(painter, view, [self._at, self._to], theme.REFUSED)

    def _show_points_of(self, parcel_id: ObjectId | None) -> None:
        coverage = self.scene.coverage
        shape = coverage.shape(parcel_id) if coverage is not None and parcel_id is not None else None
        self._here, self._points = parcel_id, shapely.get_coordinates(shape)
        self.changed.emit()


def _moved(coverage: Coverage, at: Point, to: Point) -> Outcome:
    """Return the outcome of a move; where it will be refused because parcels would overlap, it shows where."""
    return Outcome(move_shared_vertex(coverage.shapes_around(at, to), at, to, inf))
