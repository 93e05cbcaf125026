"""Draw a line across a parcel; the parts are shown with their areas before anything is asked for.

The parcel is the one that most of the line lies in, or the selected one if the line crosses it.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import shapely
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import LineString, MultiPolygon

from landdesk.domain.commands import SplitParcel
from landdesk.domain.cutting import split_polygon
from landdesk.domain.errors import RefusedError
from landdesk.domain.grid import GRID_M
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.ui import theme
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.outcomes import parted
from landdesk.ui.map.tools.part_words import paint_lines, part_lines
from landdesk.ui.map.tools.preview import paint_shapes
from landdesk.ui.map.tools.sketch_tool import SketchTool
from landdesk.ui.map.tools.tool import MapScene
from landdesk.ui.map.view import MapView


class SplitTool(SketchTool):
    """Click the points of the line; a double click or Enter ends it and asks for the split."""

    code = "split"
    title = N_("Split parcel")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._parts: tuple[MultiPolygon, ...] = ()

    @property
    def line_hint(self) -> Text:
        """What to do next."""
        if not self.points:
            return Text(N_("Click beside the parcel, or on its boundary, to begin the line."))
        if len(self.points) == 1:
            return Text(N_("Click on the other side of the parcel; Esc drops the line."))
        return Text(
            N_("Double click or Enter splits; Backspace takes back the last point, Esc drops the line.")
        )

    def work_out(self, points: Sequence[Point]) -> None:
        """Find out what the line splits."""
        self._parts, self.outcome = (), None
        if len(points) > 1:
            line = LineString(points)
            parcel_id = self._parcel_of(line)
            if parcel_id is not None:
                try:
                    self._parts = self._split(parcel_id, line)
                    self.outcome = (
                        partial(parted, whole=parcel_id, parts=self._parts) if self._parts else None
                    )
                except RefusedError:
                    # The line is not finished; what is wrong with it is said when it is.
                    self._parts = ()

    def complete(self) -> bool:
        """Ask for the split."""
        if len(self.points) < 2:
            return False
        line = LineString(self.points)
        parcel_id = self._parcel_of(line)
        if parcel_id is None:
            self.message.emit(Text(N_("The line does not cross a parcel.")))
            return True
        try:
            self._split(parcel_id, line)
        except RefusedError as error:
            self.message.emit(error.what)
            return True
        self.drop()
        self.command_ready.emit(SplitParcel(parcel_id, line))
        return True

    def paint_below(self, painter: QPainter, view: MapView) -> None:
        """Paint the parts with their areas."""
        for part, colour in zip(self._parts, (theme.PREVIEW, theme.SELECTION, theme.GOOD) * 9, strict=False):
            paint_shapes(painter, view, [part], colour)
        for place, part in enumerate(self._parts):
            paint_lines(painter, view, part, part_lines(self.scene, part, place))

    def _split(self, parcel_id: ObjectId, line: LineString) -> tuple[MultiPolygon, ...]:
        coverage = self.scene.coverage
        shape = coverage.shape(parcel_id) if coverage is not None else None
        return tuple(split_polygon(shape, line)) if shape is not None else ()

    def _parcel_of(self, line: LineString) -> ObjectId | None:
        """Return the parcel that is meant."""
        coverage = self.scene.coverage
        if coverage is None:
            return None
        near = coverage.box_query(line.bounds)
        shapes = coverage.shapes(near)
        # An invalid parcel may be meant too; why it cannot be split is said when it is tried.
        unsound = ~shapely.is_valid(shapes)
        shapes[unsound] = shapely.make_valid(shapes[unsound])
        # What runs along a boundary splits neither of its two parcels.
        inside_m = shapely.length(shapely.intersection(shapes, line))
        inside_m -= shapely.length(shapely.intersection(shapely.boundary(shapes), line))
        crossed = inside_m > GRID_M
        if not crossed.any():
            return None
        if len(self.scene.selection) == 1:
            selected = self.scene.selection[0]
            if coverage.index_of(selected) in near[crossed].tolist():
                return selected
        return coverage.id_at(int(near[int(np.argmax(inside_m))]))
