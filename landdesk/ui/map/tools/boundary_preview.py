"""What the tools for shared boundaries have in common: they show what their command would do, or why not."""

from collections.abc import Callable, Mapping
from math import hypot

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import MultiPolygon

from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text, _, format_number
from landdesk.services.checking.foresight import Outcome
from landdesk.ui import theme
from landdesk.ui.map.tools.preview import paint_shapes, paint_words
from landdesk.ui.map.tools.tool import MapScene, MapTool, Spot
from landdesk.ui.map.view import MapView

Shapes = Mapping[ObjectId, MultiPolygon]
CLICK_PX = 4.0
"""A press that goes no farther is a click."""
LINE_PX = 15.0
"""From one line of words to the next."""
SHOWN_FROM_M2 = 0.05
"""Areas that change by less are not written on the map."""


class BoundaryTool(MapTool):
    """Base of these tools.

    ``shapes`` are the parcels as they would be and ``refusal`` says why they cannot be so.
    """

    snaps = True

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self.shapes: Shapes = {}
        self.refusal: Text | None = None
        self._m_per_px = 0.0

    def try_out(
        self, make: Callable[[Coverage], Shapes], overlapping: Callable[[Coverage], Shapes] | None = None
    ) -> None:
        """Work out what a command would do, and show it; arguments as of :meth:`look`."""
        self.look(make, overlapping)
        self.changed.emit()

    def look(
        self, make: Callable[[Coverage], Shapes], overlapping: Callable[[Coverage], Shapes] | None = None
    ) -> None:
        """Work out what a command would do.

        Args:
            make: Does it, by the function of its handler.
            overlapping: The same with parcels over each other: where the command is refused for that, it is shown where
                they would be.
        """
        self.shapes, self.refusal, self.outcome = {}, None, None
        if self.scene.coverage is None:
            return
        try:
            shapes = self.shapes = make(self.scene.coverage)
        except RefusedError as error:
            self.refusal = error.what
            if overlapping is not None:
                self.outcome = lambda coverage: Outcome(overlapping(coverage))
        else:
            if shapes:
                self.outcome = lambda _coverage: Outcome(shapes)

    def forget(self) -> None:
        """Show nothing."""
        self.shapes, self.refusal, self.outcome = {}, None, None
        self.changed.emit()

    def paint_outcome(self, painter: QPainter, view: MapView) -> None:
        """Paint the parcels as they would be, with areas before and after where they change."""
        self._m_per_px = view.m_per_px
        paint_shapes(painter, view, list(self.shapes.values()))
        coverage = self.scene.coverage
        for identifier, shape in self.shapes.items():
            before = coverage.shape(identifier) if coverage is not None else None
            if before is None or abs(before.area - shape.area) < SHOWN_FROM_M2:
                continue
            # Two lines: lots are often narrow.
            was = _("{before} →").format(before=format_number(round(before.area, 1)))
            now = _("{area} m²").format(area=format_number(round(shape.area, 1)))
            at = shape.point_on_surface()
            half_m = LINE_PX / 2 * view.m_per_px
            paint_words(painter, view, (at.x, at.y + half_m), was)
            paint_words(painter, view, (at.x, at.y - half_m), now)

    def is_click(self, pressed: Spot, released: Spot) -> bool:
        """Say whether the hand only shook between press and release."""
        way = released.easting - pressed.easting, released.northing - pressed.northing
        return hypot(*way) <= CLICK_PX * self._m_per_px

    @property
    def colour(self) -> str:
        """Of the line or point that is being placed: red where it cannot be there."""
        return theme.PREVIEW if self.refusal is None else theme.REFUSED
