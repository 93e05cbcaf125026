"""Click a parcel to have it taken out of the record; the window asks whether that is meant."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from landdesk.domain.commands import DeleteParcel
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.ui import theme
from landdesk.ui.map.tools.preview import paint_shapes
from landdesk.ui.map.tools.tool import MapScene, MapTool, Spot
from landdesk.ui.map.view import MapView


class DeleteTool(MapTool):
    """One click asks for the deletion."""

    code = "delete"
    title = N_("Delete parcel")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._here: ObjectId | None = None

    @property
    def hint(self) -> Text:
        """What to do next."""
        return Text(N_("Click the parcel to delete; you are asked before it happens."))

    def move(self, spot: Spot) -> None:
        """Show which parcel would go."""
        here = self.scene.parcel_at(spot.easting, spot.northing)
        if here != self._here:
            self._here = here
            self.changed.emit()

    def click(self, spot: Spot) -> None:
        """Ask for the deletion."""
        here = self.scene.parcel_at(spot.easting, spot.northing)
        if here is not None:
            self.command_ready.emit(DeleteParcel(here))

    def cancel(self) -> bool:
        """Point at no parcel."""
        self.leave()
        return False

    def parcels_changed(self) -> None:
        """Point at no parcel until the pointer moves."""
        self.leave()

    def leave(self) -> None:
        """Point at no parcel."""
        if self._here is not None:
            self._here = None
            self.changed.emit()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the parcel that would go in red."""
        coverage = self.scene.coverage
        shape = coverage.shape(self._here) if coverage is not None and self._here is not None else None
        if shape is not None:
            paint_shapes(painter, view, [shape], theme.REFUSED, fill=0.25)
