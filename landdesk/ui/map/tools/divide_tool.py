"""Divide a parcel by area, distance or number of parts; the parts are shown with their areas before Enter.

The kind and the number are typed; a click chooses the edge that the cuts run parallel to, or the point of the boundary
that the cut turns about.
"""

from functools import partial
from typing import Final

import shapely
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import MultiPolygon

from landdesk.domain.commands import DivideParcel
from landdesk.domain.dividing import (
    ByArea,
    ByDistance,
    ByTurn,
    Division,
    Equally,
    Line,
    divide_polygon,
    edge_at,
)
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.ui import theme
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.outcomes import parted
from landdesk.ui.map.tools.part_words import paint_lines, part_lines
from landdesk.ui.map.tools.preview import paint_line, paint_shapes
from landdesk.ui.map.tools.tool import MapScene, MapTool, Spot
from landdesk.ui.map.view import MapView

_ON_BOUNDARY_M: Final = 0.01
AREA: Final = "area"
TURN: Final = "turn"
DISTANCE: Final = "distance"
PARTS: Final = "parts"
_KINDS: Final = (
    (AREA, N_("Area along an edge")),
    (TURN, N_("Area, turned about a point")),
    (DISTANCE, N_("Distance from an edge")),
    (PARTS, N_("Equal parts")),
)


class DivideTool(MapTool):
    """Type how, click the edge or the point, look at the areas, press Enter."""

    code = "divide"
    title = N_("Divide parcel")
    snaps = True

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._kind = AREA
        self._area_m2 = 100.0
        self._distance_m = 5.0
        self._count = 2
        self._hovered: Line | None = None
        self._parcel_id: ObjectId | None = None
        self._edge: Line | None = None
        self._about: Point | None = None
        self._parts: tuple[MultiPolygon, ...] = ()
        self._refusal: Text | None = None

    @property
    def hint(self) -> Text:
        """What to do next."""
        if self._refusal is not None:
            return self._refusal
        if self._parcel_id is not None:
            return Text(N_("Enter divides; type another number, click another edge, or Esc to begin anew."))
        if self._kind == TURN:
            return Text(N_("Click the boundary point that the cut is to turn about, from within the parcel."))
        return Text(N_("Click beside the edge that the cut is to run parallel to, within the parcel."))

    @property
    def fields(self) -> tuple[ToolField, ...]:
        """The kind, and the number that belongs to it."""
        kind = ToolField("kind", N_("Division"), FieldKind.CHOICE, self._kind, choices=_KINDS)
        if self._kind == DISTANCE:
            number = ToolField(
                "distance", N_("Distance"), FieldKind.NUMBER, self._distance_m, unit="m", decimals=3
            )
        elif self._kind == PARTS:
            number = ToolField("parts", N_("Parts"), FieldKind.COUNT, self._count)
        else:
            number = ToolField("area", N_("Area"), FieldKind.NUMBER, self._area_m2, unit="m²")
        return (kind, number)

    def enter(self, code: str, value: Entered) -> None:
        """Take over what was typed and show what it gives."""
        if code == "kind":
            if value in dict(_KINDS) and value != self._kind:
                self.cancel()
                self._kind = str(value)
        elif isinstance(value, str):
            return
        elif code == "area":
            self._area_m2 = float(value)
        elif code == "distance":
            self._distance_m = float(value)
        elif code == "parts":
            self._count = int(value)
        self._preview()

    def move(self, spot: Spot) -> None:
        """Show the edge that a click would choose."""
        shape = self._shape(self._parcel_at(spot)) if self._kind != TURN else None
        hovered = edge_at(shape, (spot.easting, spot.northing)) if shape is not None else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.changed.emit()

    def click(self, spot: Spot) -> None:
        """Choose the parcel and its edge or point."""
        parcel_id = self._parcel_at(spot)
        shape = self._shape(parcel_id)
        if shape is None:
            return
        self._parcel_id = parcel_id
        self._edge = edge_at(shape, (spot.easting, spot.northing))
        self._about = spot.point
        self._preview()

    def finish(self) -> bool:
        """Ask for the division that is shown."""
        if self._parcel_id is None:
            return False
        if self._refusal is not None:
            self.message.emit(self._refusal)
            return True
        division, parcel_id = self._division(), self._parcel_id
        self.cancel()
        if division is not None:
            self.command_ready.emit(DivideParcel(parcel_id, division))
        return True

    def cancel(self) -> bool:
        """Leave the parcel."""
        had_any = self._parcel_id is not None
        self._parcel_id = self._edge = self._about = self._hovered = None
        self._preview()
        return had_any

    def parcels_changed(self) -> None:
        """Work out anew what is chosen; its parcel may be gone."""
        if self._shape(self._parcel_id) is None:
            self.cancel()
        self._preview()

    def leave(self) -> None:
        """Show no edge to choose."""
        self._hovered = None
        self.changed.emit()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the parts with their areas, and the edge that is or would be chosen."""
        for part, colour in zip(self._parts, (theme.PREVIEW, theme.SELECTION, theme.GOOD) * 34, strict=False):
            paint_shapes(painter, view, [part], colour)
        for place, part in enumerate(self._parts):
            paint_lines(painter, view, part, part_lines(self.scene, part, place))
        if self._kind == TURN:
            if self._about is not None:
                paint_line(painter, view, [self._about])
            return
        for edge, colour in ((self._edge, theme.PREVIEW), (self._hovered, theme.SNAP)):
            if edge is not None:
                paint_line(painter, view, edge, colour)

    def _parcel_at(self, spot: Spot) -> ObjectId | None:
        """Return the selected parcel where its boundary is pointed at, from whichever side, else the one there."""
        if spot.snap is not None and len(self.scene.selection) == 1:
            shape = self._shape(self.scene.selection[0])
            if shape is not None and shape.boundary.distance(shapely.Point(spot.point)) <= _ON_BOUNDARY_M:
                return self.scene.selection[0]
        return self.scene.parcel_at(spot.easting, spot.northing)

    def _shape(self, parcel_id: ObjectId | None) -> MultiPolygon | None:
        coverage = self.scene.coverage
        return coverage.shape(parcel_id) if coverage is not None and parcel_id is not None else None

    def _division(self) -> Division | None:
        if self._edge is None or self._about is None:
            return None
        if self._kind == AREA:
            return ByArea(self._edge, self._area_m2)
        if self._kind == TURN:
            return ByTurn(self._about, self._area_m2)
        if self._kind == DISTANCE:
            return ByDistance(self._edge, self._distance_m)
        return Equally(self._edge, self._count)

    def _preview(self) -> None:
        """Work out the parts, or why there are none."""
        self._parts, self._refusal, self.outcome = (), None, None
        division, shape = self._division(), self._shape(self._parcel_id)
        if division is not None and shape is not None and self._parcel_id is not None:
            try:
                self._parts = tuple(divide_polygon(shape, division))
                self.outcome = partial(parted, whole=self._parcel_id, parts=self._parts)
            except RefusedError as error:
                self._refusal = error.what
        self.changed.emit()
