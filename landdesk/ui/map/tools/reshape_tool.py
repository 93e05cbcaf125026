"""Draw a line that becomes the boundary between the two places where it meets it.

The parcel is the one selected; where none is, the one to which the line makes the least difference.
"""

import numpy as np
import shapely
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import LineString

from landdesk.domain.commands import ReshapeBoundary
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.grid import GRID_M
from landdesk.domain.ids import ObjectId
from landdesk.domain.reshaping import reshape_shared, trimmed
from landdesk.i18n import N_, Text
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.boundary_preview import BoundaryTool, Shapes
from landdesk.ui.map.tools.preview import paint_line
from landdesk.ui.map.tools.tool import MapScene, Spot
from landdesk.ui.map.view import MapView


class ReshapeTool(BoundaryTool):
    """Click the points of the line; a double click or Enter ends it and asks for the new boundary."""

    code = "reshape"
    title = N_("Reshape boundary")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._points: list[Point] = []
        self._pointer: Point | None = None
        self._parcel: ObjectId | None = None

    @property
    def hint(self) -> Text:
        """What to do next."""
        if not self._points:
            return Text(N_("Select the parcel, then click on its boundary or beside it to begin."))
        if not self.shapes:
            return Text(N_("Click along the new boundary and end on the old one, or across it."))
        return Text(N_("Enter or double click makes this the boundary; Backspace takes back a point."))

    def move(self, spot: Spot) -> None:
        """Show what a line to here would do."""
        if self._points:
            self._pointer = spot.point
            self._preview()

    def click(self, spot: Spot) -> None:
        """Add a point."""
        if not self._points or spot.point != self._points[-1]:
            self._points.append(spot.point)
        self._pointer = None
        self._preview()

    def finish(self) -> bool:
        """Ask for the new boundary by the line so far."""
        if len(self._points) < 2:
            return False
        self._pointer = None
        self._preview()
        if self._parcel is None or not self.shapes:
            self.message.emit(
                self.refusal or Text(N_("The line does not meet a parcel's boundary at two places."))
            )
            return True
        command = ReshapeBoundary(self._parcel, LineString(self._points))
        self.cancel()
        self.command_ready.emit(command)
        return True

    def step_back(self) -> bool:
        """Take back the last point."""
        if not self._points:
            return False
        self._points.pop()
        self._preview()
        return True

    def cancel(self) -> bool:
        """Drop the line."""
        had_any = bool(self._points)
        self._points, self._pointer, self._parcel = [], None, None
        if had_any:
            self.forget()
        return had_any

    def parcels_changed(self) -> None:
        """Keep the line and work out anew what it changes."""
        self._preview()

    def leave(self) -> None:
        """End the line at its last point."""
        self._pointer = None
        self._preview()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the line, and the parcels with their areas before and after."""
        if not self._points:
            return
        self.paint_outcome(painter, view)
        paint_line(painter, view, self._line_points(), self.colour)

    def _line_points(self) -> list[Point]:
        if self._pointer is None or self._pointer == self._points[-1]:
            return self._points
        return [*self._points, self._pointer]

    def _preview(self) -> None:
        self._parcel = None
        if self._points and len(points := self._line_points()) > 1:
            line = LineString(points)
            self.try_out(lambda coverage: self._reshaped(coverage, line))
        else:
            self.forget()

    def _reshaped(self, coverage: Coverage, line: LineString) -> Shapes:
        """Return what the line does to the parcel that is meant.

        Raises:
            RefusedError: The line meets its boundary twice but cannot be the new one.
        """
        if len(self.scene.selection) == 1 and coverage.index_of(self.scene.selection[0]) is not None:
            near = [self.scene.selection[0]]
        else:
            beside = coverage.box_query(line.bounds)
            meets = shapely.dwithin(coverage.shapes(beside), line, GRID_M)
            near = [coverage.id_at(int(index)) for index in beside[meets]]
        found: list[tuple[float, ObjectId, Shapes]] = []
        refusal: RefusedError | None = None
        for one in near:
            shape = coverage.shape(one)
            if shape is None:
                continue
            try:
                run = trimmed(shape, line)
            except RefusedError:
                # The line is not finished, or another parcel is meant.
                continue
            try:
                changed = reshape_shared(coverage.shapes_beside(one, shapely.get_coordinates(run)), one, run)
            except RefusedError as error:
                refusal = refusal or error
                continue
            if one in changed:
                found.append((abs(changed[one].symmetric_difference(shape).area), one, changed))
        if found:
            _, self._parcel, shapes = found[int(np.argmin([area for area, *_ in found]))]
            return shapes
        if refusal is not None:
            raise refusal
        return {}
