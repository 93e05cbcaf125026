"""A boundary point more or less, for every parcel that shares it: one tool for each, as the menus name them."""

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QPainter

from landdesk.domain.boundary_points import add_shared_vertex, delete_shared_vertex
from landdesk.domain.commands import AddVertex, DeleteVertex
from landdesk.i18n import N_, Text
from landdesk.ui import theme
from landdesk.ui.map.snapping import Point, SnapKind
from landdesk.ui.map.tools.boundary_preview import BoundaryTool
from landdesk.ui.map.tools.preview import paint_line, paint_point
from landdesk.ui.map.tools.tool import MapScene, Spot
from landdesk.ui.map.view import MapView


class AddVertexTool(BoundaryTool):
    """Press on a boundary: released there the point is put in, dragged it bends the boundary."""

    code = "add_vertex"
    title = N_("Add boundary point")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._at: Point | None = None
        self._to: Point | None = None
        self._pressed: Spot | None = None

    @property
    def hint(self) -> Text:
        """What to do next."""
        if self._at is None:
            return Text(N_("Click a boundary to put a point there, or drag from it to bend the boundary."))
        return Text(N_("Release to place the point; Esc leaves the boundary, Shift places freely."))

    @property
    def needed_kinds(self) -> frozenset[SnapKind]:
        """Boundaries to put a point on, and their points, where there is one already."""
        return frozenset({SnapKind.VERTEX, SnapKind.EDGE}) if self._at is None else frozenset()

    def press(self, spot: Spot) -> bool:
        """Take the drag when it begins on a boundary, beside its points."""
        if spot.edge is None:
            return False
        self._at, self._to, self._pressed = spot.edge, None, spot
        self._preview()
        return True

    def drag(self, spot: Spot) -> None:
        """Show the boundary bent to here."""
        if self._at is not None and self._pressed is not None:
            stays = self.is_click(self._pressed, spot) or spot.point == self._at
            self._to = None if stays else spot.point
            self._preview()

    def release(self, spot: Spot) -> None:
        """Ask for the point."""
        if self._at is None:
            return
        self.drag(spot)
        at, to, refusal = self._at, self._to, self.refusal
        self.cancel()
        if refusal is not None:
            self.message.emit(refusal)
        else:
            self.command_ready.emit(AddVertex(at, to))

    def click(self, spot: Spot) -> None:
        """Say where a click has a meaning."""
        if spot.vertex is not None:
            self.message.emit(Text(N_("There is a boundary point here already, or within 1 mm.")))
        else:
            self.message.emit(Text(N_("Point at a boundary, beside its points, to put a point there.")))

    def cancel(self) -> bool:
        """Leave the boundary as it is."""
        had_any = self._at is not None
        self._at = self._to = self._pressed = None
        self.forget()
        return had_any

    def parcels_changed(self) -> None:
        """Leave the boundary: it may be another one now."""
        self.cancel()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the parcels with the point."""
        if self._at is None:
            return
        self.paint_outcome(painter, view)
        if self._to is not None and self.refusal is not None:
            paint_line(painter, view, [self._at, self._to], theme.REFUSED)
        paint_point(painter, QPointF(*view.to_screen(*(self._to or self._at))), self.colour)

    def _preview(self) -> None:
        at, to = self._at, self._to
        if at is not None:
            places = [at] if to is None else [at, to]
            self.try_out(lambda coverage: add_shared_vertex(coverage.shapes_around(*places), at, to))


class DeleteVertexTool(BoundaryTool):
    """Point at a boundary point to see the parcels without it, click to take it out."""

    code = "delete_vertex"
    title = N_("Delete boundary point")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._at: Point | None = None

    @property
    def hint(self) -> Text:
        """What to do next."""
        if self.refusal is not None:
            return self.refusal
        return Text(N_("Click the boundary point that is to go; the parcels are shown without it."))

    @property
    def needed_kinds(self) -> frozenset[SnapKind]:
        """Points to take out."""
        return frozenset({SnapKind.VERTEX})

    def move(self, spot: Spot) -> None:
        """Show the parcels without the point here."""
        if spot.vertex != self._at:
            self._at = spot.vertex
            self._preview()

    def click(self, spot: Spot) -> None:
        """Ask for the point to be taken out."""
        self.move(spot)
        if self._at is None:
            self.message.emit(Text(N_("Choose a boundary point.")))
        elif self.refusal is not None:
            self.message.emit(self.refusal)
        else:
            self.command_ready.emit(DeleteVertex(self._at))

    def cancel(self) -> bool:
        """Point at nothing."""
        self.leave()
        return False

    def parcels_changed(self) -> None:
        """Point at nothing until the pointer moves."""
        self.leave()

    def leave(self) -> None:
        """Point at nothing."""
        self._at = None
        self.forget()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the parcels without the point, or the point in red where it has to stay."""
        if self._at is not None:
            self.paint_outcome(painter, view)
            paint_point(painter, QPointF(*view.to_screen(*self._at)), theme.REFUSED)

    def _preview(self) -> None:
        at = self._at
        if at is None:
            self.forget()
        else:
            self.try_out(lambda coverage: delete_shared_vertex(coverage.shapes_around(at), at))
