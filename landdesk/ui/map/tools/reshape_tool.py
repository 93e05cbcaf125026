"""Draw a line that becomes the boundary between the two places where it meets it.

The parcel is the one selected; where none is, the one to which the line makes the least difference.
"""

from collections.abc import Sequence

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
from landdesk.ui.map.tools.sketch_tool import SketchTool
from landdesk.ui.map.tools.tool import MapScene
from landdesk.ui.map.view import MapView


class ReshapeTool(SketchTool, BoundaryTool):
    """Click the points of the line; a double click or Enter ends it and asks for the new boundary."""

    code = "reshape"
    title = N_("Reshape boundary")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._parcel: ObjectId | None = None

    @property
    def line_hint(self) -> Text:
        """What to do next."""
        if not self.points:
            return Text(N_("Select the parcel, then click on its boundary or beside it to begin."))
        if not self.shapes:
            return Text(N_("Click along the new boundary and end on the old one, or across it."))
        return Text(N_("Enter or double click makes this the boundary; Backspace takes back a point."))

    def work_out(self, points: Sequence[Point]) -> None:
        """Find out what the line changes."""
        self._parcel = None
        if len(points) > 1:
            line = LineString(points)
            self.look(lambda coverage: self._reshaped(coverage, line))
        else:
            self.look(lambda _coverage: {})

    def complete(self) -> bool:
        """Ask for the new boundary."""
        if len(self.points) < 2:
            return False
        self.work_out(self.points)
        if self._parcel is None or not self.shapes:
            self.message.emit(
                self.refusal or Text(N_("The line does not meet a parcel's boundary at two places."))
            )
            return True
        command = ReshapeBoundary(self._parcel, LineString(self.points))
        self.drop()
        self.command_ready.emit(command)
        return True

    def paint_below(self, painter: QPainter, view: MapView) -> None:
        """Paint the parcels with their areas before and after."""
        self.paint_outcome(painter, view)

    @property
    def line_colour(self) -> str:
        """Red where it cannot be the boundary."""
        return self.colour

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
