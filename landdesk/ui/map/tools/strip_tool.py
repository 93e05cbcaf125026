"""Draw the line of a road; what it takes of every parcel is shown before anything is asked for."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import LineString, MultiPolygon, Polygon

from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.codelists import Standing
from landdesk.domain.commands import UNSET, CutStrip
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.strips import Side, Strip, strip_outline
from landdesk.i18n import N_, Text, _, format_number
from landdesk.services.commands.cut_strip import road_land, strip_of
from landdesk.ui import theme
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.outcomes import stripped
from landdesk.ui.map.tools.part_words import key_of
from landdesk.ui.map.tools.preview import paint_shapes, paint_words
from landdesk.ui.map.tools.sketch_tool import SketchTool
from landdesk.ui.map.tools.tool import MapScene
from landdesk.ui.map.view import MapView

_SIDES: Final = (
    (Side.CENTRE.value, N_("Both sides of the line")),
    (Side.LEFT.value, N_("Left of the line")),
    (Side.RIGHT.value, N_("Right of the line")),
)
STOP: Final = "stop"
TAKE: Final = "take"
_WHOLE: Final = ((STOP, N_("Stop")), (TAKE, N_("Take them in")))
_NAMED: Final = 3


class StripTool(SketchTool):
    """Click the points of the line, look at what is taken, press Enter."""

    code = "strip"
    title = N_("Cut a strip along a line")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._width_m = 4.0
        self._side = Side.CENTRE
        self._land_use = ""
        self._whole = STOP
        self._outline: Polygon | None = None
        self._strip: Strip[ObjectId] | None = None
        self._refusal: Text | None = None

    @property
    def line_hint(self) -> Text:
        """What to do next, and what the strip does."""
        if not self.points:
            return Text(N_("Type the width and click the points of the line."))
        if self._refusal is not None:
            return self._refusal
        strip = self._strip
        if strip is None:
            return Text(N_("Click the next point of the line; Esc drops it."))
        if strip.whole and self._whole == STOP:
            return Text(
                N_("{keys} lie wholly in the strip: choose what becomes of them, or draw it elsewhere."),
                {"keys": self._keys(strip.whole)},
            )
        return Text(
            N_(
                "{area:.1f} m² of {count} parcels, {parts} new parts, {free:.1f} m² without a parcel."
                " Enter cuts, Esc drops the line."
            ),
            {
                "area": strip.shape.area,
                "count": len(strip.cuts),
                "parts": sum(len(cut.left) - 1 for cut in strip.cuts.values() if cut.left),
                "free": strip.free_m2,
            },
        )

    @property
    def fields(self) -> Sequence[ToolField]:
        """Width, side, land use, what becomes of parcels wholly in it, where there are any; then the next point."""
        choices = _land_uses()
        found = [
            ToolField("width", N_("Width"), FieldKind.NUMBER, self._width_m, unit="m"),
            ToolField("side", N_("Side"), FieldKind.CHOICE, self._side.value, choices=_SIDES),
            ToolField(
                "land_use",
                N_("Land use"),
                FieldKind.CHOICE,
                self._land_use or road_land(lists_in_use()),
                choices=choices,
            ),
        ]
        if self._strip is not None and self._strip.whole:
            found.append(
                ToolField("whole", N_("Parcels within"), FieldKind.CHOICE, self._whole, choices=_WHOLE)
            )
        return (*found, *super().fields)

    def enter(self, code: str, value: Entered) -> None:
        """Take over what was typed and show what it gives."""
        if code == "width" and not isinstance(value, str):
            self._width_m = float(value)
        elif code == "side" and value in dict(_SIDES):
            self._side = Side(str(value))
        elif code == "land_use" and value in dict(_land_uses()):
            self._land_use = str(value)
        elif code == "whole" and value in dict(_WHOLE):
            self._whole = str(value)
        else:
            super().enter(code, value)
            return
        self.renew()

    def work_out(self, points: Sequence[Point]) -> None:
        """Outline the strip; what it takes, or why there is none, is worked out for points that are placed."""
        self._outline = self._strip = self._refusal = self.outcome = None
        coverage = self.scene.coverage
        if len(points) < 2:
            return
        try:
            self._outline = strip_outline(LineString(points), self._width_m, self._side)
            if len(points) == len(self.points) and coverage is not None:
                self._strip = strip_of(self._outline, coverage)
                self.outcome = partial(stripped, strip=self._strip)
        except RefusedError as error:
            # Of a line that is not finished it is said when the point is placed.
            self._refusal = error.what if len(points) == len(self.points) else None

    def complete(self) -> bool:
        """Ask for the strip that is shown."""
        if len(self.points) < 2:
            return False
        self.work_out(self.points)
        strip = self._strip
        if strip is None or (strip.whole and self._whole == STOP):
            self.message.emit(self.hint)
            return True
        command = CutStrip(
            LineString(self.points),
            self._width_m,
            self._side,
            self._land_use or UNSET,
            whole=bool(strip.whole),
        )
        self.drop()
        self.command_ready.emit(command)
        return True

    def drop(self) -> None:
        """Begin anew; whether parcels go wholly is asked each time."""
        self._whole = STOP
        super().drop()

    def paint_below(self, painter: QPainter, view: MapView) -> None:
        """Paint the strip, and on every parcel what it loses and in how many parts it is left."""
        if self._outline is not None:
            paint_shapes(painter, view, [MultiPolygon([self._outline])], fill=0.25)
        coverage = self.scene.coverage
        if self._strip is None or coverage is None:
            return
        for parcel_id, cut in self._strip.cuts.items():
            words = _("{key} −{area} m²").format(
                key=key_of(coverage, parcel_id), area=format_number(round(cut.taken_m2, 2))
            )
            if len(cut.left) > 1:
                words += " · " + _("{count} parts").format(count=len(cut.left))
                for part, colour in zip(cut.left, (theme.SELECTION, theme.GOOD) * 50, strict=False):
                    paint_shapes(painter, view, [part], colour, fill=0.08)
            elif not cut.left:
                words += " · " + _("goes")
            land = cut.left[0] if cut.left else coverage.shape(parcel_id)
            if land is not None:
                at = land.point_on_surface()
                paint_words(painter, view, (at.x, at.y), words)

    def _keys(self, parcels: list[ObjectId]) -> str:
        coverage = self.scene.coverage
        if coverage is None:
            return ""
        keys = [key_of(coverage, one) for one in parcels[:_NAMED]]
        rest = len(parcels) - _NAMED
        return ", ".join(keys) + (f" +{rest}" if rest > 0 else "")


def _land_uses() -> tuple[tuple[str, str], ...]:
    """Return the codes that a strip may have, of land for roads and water, with their names."""
    today = local_time(system_clock()).date()
    return tuple(
        (one.code, f"{one.code} – {one.title}")
        for one in lists_in_use()["land_use"]
        if one.colour in ("transport", "water")
        and one.more["kind"] == "purpose"
        and one.standing(today) is Standing.CURRENT
    )
