"""Draw the outline of a new parcel; what is free of it is shown with its area before anything is asked for."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import Polygon

from landdesk.domain.commands import Command, NewParcel
from landdesk.domain.errors import RefusedError
from landdesk.domain.sketching import Drawn, drawn_among
from landdesk.i18n import N_, Text, _, format_number
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.preview import paint_line, paint_shapes, paint_words
from landdesk.ui.map.tools.tool import MapScene, MapTool, Spot
from landdesk.ui.map.view import MapView


class NewParcelTool(MapTool):
    """Click the corners; a double click or Enter closes the outline and asks for the parcel."""

    code = "new_parcel"
    title = N_("New parcel")
    snaps = True

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._points: list[Point] = []
        self._pointer: Point | None = None
        self._drawn: Drawn | None = None

    @property
    def hint(self) -> Text:
        """What to do next, and what is left out."""
        if len(self._points) < 3:
            return Text(
                N_("Click the corners of the new parcel; on others' boundary points where it meets them.")
            )
        if self._drawn is not None and self._drawn.cut_off_m2 >= 0.005:
            return Text(
                N_(
                    "Left out, as other parcels have it: {area:.2f} m². Enter or double click adds the parcel."
                ),
                {"area": self._drawn.cut_off_m2},
            )
        return Text(N_("Enter or double click adds the parcel; Backspace takes back the last point."))

    def move(self, spot: Spot) -> None:
        """Show what an outline with this point would give."""
        if self._points:
            self._pointer = spot.point
            self._preview()

    def click(self, spot: Spot) -> None:
        """Add a corner."""
        if not self._points or spot.point != self._points[-1]:
            self._points.append(spot.point)
        self._pointer = None
        self._preview()

    def finish(self) -> bool:
        """Ask for the parcel of the corners so far."""
        if len(self._points) < 3:
            return False
        outline = Polygon(self._points)
        try:
            self._draw(outline)
        except RefusedError as error:
            self.message.emit(error.what)
            return True
        self.cancel()
        self.command_ready.emit(self._command(outline))
        return True

    def step_back(self) -> bool:
        """Take back the last corner."""
        if not self._points:
            return False
        self._points.pop()
        self._preview()
        return True

    def cancel(self) -> bool:
        """Drop the outline."""
        had_any = bool(self._points)
        self._points, self._pointer, self._drawn = [], None, None
        if had_any:
            self.changed.emit()
        return had_any

    def parcels_changed(self) -> None:
        """Keep the outline and work out anew what is free of it."""
        self._preview()

    def leave(self) -> None:
        """End the outline at its last corner."""
        self._pointer = None
        self._preview()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the outline, the parcel it gives and its area."""
        if not self._points:
            return
        points = self._corners()
        if self._drawn is not None:
            shape = self._drawn.shape
            paint_shapes(painter, view, [shape])
            at = shape.point_on_surface()
            words = _("{area} m²").format(area=format_number(round(shape.area, 2)))
            paint_words(painter, view, (at.x, at.y), words)
        paint_line(painter, view, [*points, points[0]] if len(points) > 2 else points)

    def _corners(self) -> list[Point]:
        if self._pointer is None or self._pointer == self._points[-1]:
            return self._points
        return [*self._points, self._pointer]

    def _preview(self) -> None:
        """Work out what parcel the outline gives."""
        self._drawn = None
        if self._points and len(corners := self._corners()) > 2:
            try:
                self._drawn = self._draw(Polygon(corners))
            except RefusedError:
                # The outline is not finished; what is wrong with it is said when it is.
                self._drawn = None
        self.changed.emit()

    def _command(self, outline: Polygon) -> Command:
        return NewParcel(outline)

    def _draw(self, outline: Polygon) -> Drawn | None:
        coverage = self.scene.coverage
        return None if coverage is None else drawn_among(outline, coverage)
