"""Draw the outline of a new parcel; what is free of it is shown with its area before anything is asked for."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import Polygon

from landdesk.domain.commands import UNSET, Command, NewParcel
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.sketching import Drawn, drawn_parcel, parcels_beside
from landdesk.i18n import N_, Text, _, format_number
from landdesk.services.checking.foresight import Outcome
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.preview import paint_shapes, paint_words
from landdesk.ui.map.tools.sketch_tool import SketchTool
from landdesk.ui.map.tools.tool import MapScene
from landdesk.ui.map.view import MapView

AS_BESIDE: Final = ""
"""Code of the choice that a new parcel lies on the sheet of those beside it."""


class OutlineTool(SketchTool):
    """Base of tools that draw the outline of a piece of land: click the corners, a double click or Enter closes it."""

    is_outline = True

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self.land: Drawn | None = None

    def command(self, outline: Polygon) -> Command:
        """Return what is asked for."""
        raise NotImplementedError

    def draw(self, outline: Polygon) -> tuple[Drawn, Callable[[Coverage], Outcome]] | None:
        """Return what an outline gives, by the function of the command's handler, and what it does to the map.

        Raises:
            RefusedError: It gives nothing.
        """
        raise NotImplementedError

    def work_out(self, points: Sequence[Point]) -> None:
        """Find out what land the outline gives."""
        drawn = None
        if len(points) > 2:
            # What is wrong with an outline that is not finished is said when it is.
            with suppress(RefusedError):
                drawn = self.draw(Polygon(points))
        self.land, self.outcome = drawn or (None, None)

    def complete(self) -> bool:
        """Ask for the land of the corners."""
        if len(self.points) < 3:
            return False
        outline = Polygon(self.points)
        try:
            self.draw(outline)
        except RefusedError as error:
            self.message.emit(error.what)
            return True
        self.drop()
        self.command_ready.emit(self.command(outline))
        return True

    def paint_below(self, painter: QPainter, view: MapView) -> None:
        """Paint the land and its area."""
        if self.land is not None:
            shape = self.land.shape
            paint_shapes(painter, view, [shape])
            at = shape.point_on_surface()
            words = _("{area} m²").format(area=format_number(round(shape.area, 2)))
            paint_words(painter, view, (at.x, at.y), words)


class NewParcelTool(OutlineTool):
    """Draws a parcel; where the store has several map sheets, its own can be chosen."""

    code = "new_parcel"
    title = N_("New parcel")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._sheet = AS_BESIDE
        self._sheets: Sequence[str] = () if scene.coverage is None else scene.coverage.sheets()

    @property
    def line_hint(self) -> Text:
        """What to do next, and what is left out."""
        if len(self.points) < 3:
            return Text(
                N_("Click the corners of the new parcel; on others' boundary points where it meets them.")
            )
        if self.land is not None and self.land.cut_off_m2 >= 0.005:
            return Text(
                N_(
                    "Left out, as other parcels have it: {area:.2f} m². Enter or double click adds the parcel."
                ),
                {"area": self.land.cut_off_m2},
            )
        return Text(N_("Enter or double click adds the parcel; Backspace takes back the last point."))

    @property
    def fields(self) -> Sequence[ToolField]:
        """The next point, and the map sheet where there are several."""
        if len(self._sheets) < 2:
            return super().fields
        choices = ((AS_BESIDE, N_("As beside it")), *((sheet, sheet) for sheet in self._sheets))
        return (
            *super().fields,
            ToolField("sheet", N_("Map sheet"), FieldKind.CHOICE, self._sheet, choices=choices),
        )

    def enter(self, code: str, value: Entered) -> None:
        """Choose the sheet, or take what is typed of the next point."""
        if code == "sheet" and (value == AS_BESIDE or value in self._sheets):
            self._sheet = str(value)
            self.changed.emit()
        else:
            super().enter(code, value)

    def parcels_changed(self) -> None:
        """Keep the outline, and offer the sheets that there are now."""
        self._sheets = () if self.scene.coverage is None else self.scene.coverage.sheets()
        if self._sheet not in self._sheets:
            self._sheet = AS_BESIDE
        super().parcels_changed()

    def command(self, outline: Polygon) -> Command:
        """Return the command."""
        return NewParcel(outline, UNSET if self._sheet == AS_BESIDE else self._sheet)

    def draw(self, outline: Polygon) -> tuple[Drawn, Callable[[Coverage], Outcome]] | None:
        """Return what is free of an outline.

        Raises:
            RefusedError: It gives no parcel.
        """
        coverage = self.scene.coverage
        if coverage is None:
            return None
        beside = parcels_beside(outline, coverage)
        drawn, identifiers = drawn_parcel(outline, list(beside.values())), list(beside)
        noded = {identifiers[at]: shape for at, shape in drawn.neighbours.items()}
        outcome = Outcome(noded, [drawn.shape], map_only=True)
        return drawn, lambda _coverage: outcome
