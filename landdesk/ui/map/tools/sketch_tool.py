"""What the tools have in common that draw a line point by point: points are clicked, typed, or both.

An heir says what the line does (`work_out`), asks for it (`complete`) and paints it (`paint_below`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from landdesk.domain.bearings import FULL_TURN, bearing, distance_m
from landdesk.domain.grid import LIMIT_M
from landdesk.i18n import N_, Text
from landdesk.ui import theme
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.preview import paint_line
from landdesk.ui.map.tools.tool import MapScene, MapTool, Spot
from landdesk.ui.map.tools.typed_point import TypedPoint
from landdesk.ui.map.view import MapView

FARTHEST_M: Final = 100_000.0
"""No line of a parcel is as long as this; what is typed so is a slip."""


class SketchTool(MapTool):
    """Base of these tools: a double click or Enter completes the line.

    ``points`` are those that are placed; `drawn` are these and the next one as it would be.
    """

    snaps = True
    is_outline: ClassVar[bool] = False
    """Whether the line is closed from its last point to its first."""

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self.points: list[Point] = []
        self._pointer: Spot | None = None
        self._typed = TypedPoint()

    # --- what an heir tells --------------------------------------------------------------------------------

    @property
    def line_hint(self) -> Text:
        """What to do next with the line."""
        raise NotImplementedError

    def work_out(self, points: Sequence[Point]) -> None:
        """Find out what a line of these points would do; there may be none."""
        raise NotImplementedError

    def complete(self) -> bool:
        """Ask for what the line of the points does, or say why not; False while it is too short."""
        raise NotImplementedError

    def paint_below(self, painter: QPainter, view: MapView) -> None:
        """Paint what the line that was worked out last does, below it."""

    @property
    def line_colour(self) -> str:
        """Of the line."""
        return theme.PREVIEW

    # --- what an heir gets ---------------------------------------------------------------------------------

    @property
    def drawn(self) -> list[Point]:
        """The points, and the next one as it would be."""
        following = self._typed.place(self.points, self._pointer) if self.points or self._typed else None
        if following is None or (self.points and following == self.points[-1]):
            return self.points
        return [*self.points, following]

    def drop(self) -> None:
        """Begin anew."""
        self.points, self._pointer, self._typed = [], None, TypedPoint()
        self.renew()

    def renew(self) -> None:
        """Find out anew what the line does."""
        self.work_out(self.drawn)
        self.changed.emit()

    @property
    def hint(self) -> Text:
        """What to do next: a point that is typed comes first."""
        if self._typed:
            return Text(N_("A click or Enter places the point as it is typed; Esc forgets what is typed."))
        return self.line_hint

    # --- pointer and keys ----------------------------------------------------------------------------------

    @property
    def line(self) -> Sequence[Point]:
        """The points so far."""
        return self.points

    def move(self, spot: Spot) -> None:
        """Show what a line to here would do."""
        self._pointer = spot
        if self.points or self._typed:
            self.renew()

    def click(self, spot: Spot) -> None:
        """Add a point."""
        self._pointer = spot
        self._place()

    def finish(self) -> bool:
        """Place the point that is typed; where none is, complete the line."""
        if self._typed:
            self._place()
            return True
        return self.complete()

    def step_back(self) -> bool:
        """Take back the last point."""
        if not self.points:
            return False
        self.points.pop()
        self.renew()
        return True

    def cancel(self) -> bool:
        """Forget what is typed; where nothing is, drop the line."""
        if self._typed:
            self._typed = TypedPoint()
            self.renew()
            return True
        had_any = bool(self.points)
        if had_any:
            self.drop()
        return had_any

    def parcels_changed(self) -> None:
        """Keep the line and find out anew what it does."""
        self.renew()

    def leave(self) -> None:
        """End the line at its last point."""
        self._pointer = None
        self.renew()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the line and what it does."""
        points = self.drawn
        if not points:
            return
        self.paint_below(painter, view)
        closed = self.is_outline and len(points) > 2
        paint_line(painter, view, [*points, points[0]] if closed else points, self.line_colour)

    # --- what is typed -------------------------------------------------------------------------------------

    @property
    def fields(self) -> Sequence[ToolField]:
        """Distance and direction from the last point, where there is one, and coordinates."""
        typed, points, drawn = self._typed, self.points, self.drawn
        following = drawn[-1] if len(drawn) > len(points) else None
        fields = []
        if points:
            length = None if following is None else distance_m(points[-1], following)
            direction = None if following is None else bearing(points[-1], following)
            fields += [
                _number("distance", N_("Distance"), typed.distance, length, digits=8, unit="m"),
                _angle("bearing", N_("Bearing"), typed.bearing, direction),
            ]
            if len(points) > 1:
                before = bearing(points[-2], points[-1])
                turn = None if direction is None else (direction - before + 180) % FULL_TURN - 180
                fields.append(_angle("angle", N_("Angle"), typed.angle, turn, digits=11, minor=True))
        east, north = (None, None) if following is None else following
        fields += [
            _number("north", N_("X (north)"), typed.north, north, digits=12, minor=bool(points)),
            _number("east", N_("Y (east)"), typed.east, east, digits=10, minor=bool(points)),
        ]
        return fields

    def enter(self, code: str, value: Entered) -> None:
        """Let what was typed hold for the next point; say why it cannot."""
        if code not in _SENSE or isinstance(value, str):
            return
        makes_sense, sentence = _SENSE[code]
        if not makes_sense(value):
            self.message.emit(Text(sentence))
            self.changed.emit()
            return
        typed = self._typed.typed(code, float(value))
        point = typed.place(self.points, self._pointer) if typed.is_whole(self.points) else None
        if point is not None and self._is_outside(point):
            self.changed.emit()
            return
        self._typed = typed
        self.renew()

    def clear(self, code: str) -> None:
        """Let the pointer decide again."""
        if code in _SENSE:
            self._typed = self._typed.typed(code, None)
            self.renew()

    def accept(self) -> None:
        """Place the point where all of it is typed."""
        if self._typed.is_whole(self.points):
            self._place()

    def _place(self) -> None:
        """Add the next point; what was typed held for this one only."""
        point = self._typed.place(self.points, self._pointer)
        if point is None:
            self.message.emit(
                Text(
                    N_(
                        "Point at the map, ahead of the last point: what is not typed is taken from the pointer."
                    )
                )
            )
            return
        if self._typed and self._is_outside(point):
            return
        if not self.points or point != self.points[-1]:
            self.points.append(point)
        self._pointer, self._typed = None, TypedPoint()
        self.renew()

    def _is_outside(self, point: Point) -> bool:
        """Say whether a point cannot be on the map, and tell the person."""
        if not self.scene.lies_outside(point):
            return False
        self.message.emit(
            Text(
                N_(
                    "X {north:,.3f}, Y {east:,.3f} lies outside the zone of the store's system; X counts to the north."
                ),
                {"north": point[1], "east": point[0]},
            )
        )
        return True


_SENSE: Final[Mapping[str, tuple[Callable[[float], bool], str]]] = {
    "distance": (
        lambda value: 0 < value <= FARTHEST_M,
        N_("A distance is more than 0 m and at most 100 km."),
    ),
    "bearing": (lambda value: 0 <= value <= FULL_TURN, N_("A bearing lies between 0° and 360°.")),
    "angle": (
        lambda value: -FULL_TURN <= value <= FULL_TURN,
        N_("An angle lies between −360° and 360°; to the right it is above 0."),
    ),
    "north": (lambda value: abs(value) <= LIMIT_M, N_("This is no coordinate in metres.")),
    "east": (lambda value: abs(value) <= LIMIT_M, N_("This is no coordinate in metres.")),
}
"""Which values make sense, and what is said of others."""


def _number(
    code: str,
    label: str,
    typed: float | None,
    now: float | None,
    *,
    digits: int,
    unit: str = "",
    minor: bool = False,
) -> ToolField:
    return ToolField(
        code,
        label,
        FieldKind.NUMBER,
        typed,
        unit=unit,
        decimals=3,
        now=now,
        optional=True,
        digits=digits,
        minor=minor,
    )


def _angle(
    code: str,
    label: str,
    typed: float | None,
    now: float | None,
    *,
    digits: int = 10,
    minor: bool = False,
) -> ToolField:
    return ToolField(code, label, FieldKind.ANGLE, typed, now=now, optional=True, digits=digits, minor=minor)
