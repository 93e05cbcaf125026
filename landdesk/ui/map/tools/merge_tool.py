"""Click two neighbours to join them; the joined parcel is shown while the second is pointed at."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import MultiPolygon

from landdesk.domain.commands import MergeParcels
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import merge_polygons
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.checking.foresight import Outcome
from landdesk.ui import theme
from landdesk.ui.map.tools.part_words import merged_lines, paint_lines
from landdesk.ui.map.tools.preview import paint_shapes
from landdesk.ui.map.tools.tool import MapScene, MapTool, Spot
from landdesk.ui.map.view import MapView


class MergeTool(MapTool):
    """First click chooses a parcel, second click asks for the merge."""

    code = "merge"
    title = N_("Merge parcels")
    hovers = True

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._first: ObjectId | None = None
        self._second: ObjectId | None = None
        self._joined: MultiPolygon | None = None
        self._refusal: Text | None = None

    @property
    def hint(self) -> Text:
        """What to do next."""
        if self._first is None:
            return Text(N_("Click the first of the two parcels."))
        return Text(N_("Click the neighbour to join to it; Esc chooses anew."))

    def move(self, spot: Spot) -> None:
        """Show what joining the parcel here would give."""
        if self._first is None:
            return
        here = self.scene.parcel_at(spot.easting, spot.northing)
        if here != self._second:
            self._second = here
            self._preview()

    def click(self, spot: Spot) -> None:
        """Choose a parcel, or ask for the merge with the one chosen before."""
        here = self.scene.parcel_at(spot.easting, spot.northing)
        if here is None:
            return
        if self._first is None:
            self._first = here
            self.hovers = False
            self.changed.emit()
        elif here == self._first:
            self.cancel()
        else:
            self._second = here
            self._preview()
            if self._refusal is not None:
                self.message.emit(self._refusal)
                return
            pair = self._first, here
            self.cancel()
            self.command_ready.emit(MergeParcels(pair))

    def cancel(self) -> bool:
        """Forget the chosen parcel."""
        had_any = self._first is not None
        self._first = self._second = self._joined = self._refusal = self.outcome = None
        self.hovers = True
        if had_any:
            self.changed.emit()
        return had_any

    def parcels_changed(self) -> None:
        """Keep the chosen parcel while it is there."""
        self._second = None
        if self._shape(self._first) is None:
            self.cancel()
        else:
            self._preview()

    def leave(self) -> None:
        """Show the chosen parcel alone."""
        if self._second is not None:
            self._second = None
            self._preview()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the chosen parcel or the joined one; the second in red when they cannot be joined."""
        if self._joined is not None:
            paint_shapes(painter, view, [self._joined], fill=0.20)
            pair = [one for one in (self._first, self._second) if one is not None]
            if self.scene.coverage is not None:
                lines = merged_lines(self.scene.coverage, pair, self._joined)
                paint_lines(painter, view, self._joined, lines)
            return
        first, second = self._shape(self._first), self._shape(self._second)
        if first is not None:
            paint_shapes(painter, view, [first])
        if second is not None and self._refusal is not None:
            paint_shapes(painter, view, [second], theme.REFUSED, fill=0.10)

    def _preview(self) -> None:
        self._joined = self._refusal = self.outcome = None
        first, second = self._shape(self._first), self._shape(self._second)
        pair = [one for one in (self._first, self._second) if one is not None]
        if first is not None and second is not None and self._first != self._second:
            try:
                self._joined = merge_polygons([first, second])
                kept, gone = pair if first.area >= second.area else reversed(pair)
                outcome = Outcome({kept: self._joined}, gone=frozenset({gone}), map_only=True)
                self.outcome = lambda _coverage: outcome
            except RefusedError as error:
                self._refusal = error.what
        self.changed.emit()

    def _shape(self, parcel_id: ObjectId | None) -> MultiPolygon | None:
        coverage = self.scene.coverage
        return coverage.shape(parcel_id) if coverage is not None and parcel_id is not None else None
