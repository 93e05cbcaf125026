"""Measure lengths, bearings and an area on the plane; changes nothing."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter
from shapely import MultiPolygon, Polygon

from landdesk.domain.angles import angle_words
from landdesk.domain.bearings import bearing, distance_m
from landdesk.i18n import N_, Text, _, format_number
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.boundary_preview import LINE_PX
from landdesk.ui.map.tools.fields import Entered
from landdesk.ui.map.tools.preview import paint_shapes, paint_words
from landdesk.ui.map.tools.sketch_tool import SketchTool
from landdesk.ui.map.tools.tool import MapScene, Spot
from landdesk.ui.map.view import MapView

WORDS_FROM_PX: Final = 80.0
"""Shorter segments have no room for their figures."""


class MeasureTool(SketchTool):
    """Click points; from three on they have an area too. Enter ends the line, the next click begins another."""

    code = "measure"
    title = N_("Measure")
    needs_person = False

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._measured: Sequence[Point] = ()
        self._has_ended = False

    @property
    def line_hint(self) -> Text:
        """What to do next, or what is measured."""
        points = self._measured
        if len(points) < 2:
            return Text(N_("Click points; lengths, bearings and from three points the area are shown."))
        length_m = _length_m(points)
        if len(points) == 2:
            return Text(
                N_("Length {length:,.3f} m, bearing {bearing}. Ctrl+C copies, Esc begins anew."),
                {"length": length_m, "bearing": angle_words(bearing(*points))},
            )
        area = _area_m2(points)
        if area is None:
            return Text(
                N_("Length {length:,.3f} m; the line crosses itself and has no area. Ctrl+C copies."),
                {"length": length_m},
            )
        return Text(
            N_(
                "Length {length:,.3f} m. Closed: area {area:,.1f} m², perimeter {perimeter:,.3f} m. Ctrl+C copies."
            ),
            {"length": length_m, "area": area, "perimeter": _perimeter_m(points)},
        )

    @property
    def copied(self) -> str:
        """The points and figures as lines with tabs, for a table or a letter."""
        points = self._measured
        if len(points) < 2:
            return ""
        lines = [(_("No."), _("X (north)"), _("Y (east)"), _("Length (m)"), _("Bearing"))]
        for number, point in enumerate(points, 1):
            before = points[number - 2] if number > 1 else None
            length = "" if before is None else format_number(distance_m(before, point), 3)
            direction = "" if before is None else angle_words(bearing(before, point))
            north, east = format_number(point[1], 3), format_number(point[0], 3)
            lines.append((str(number), north, east, length, direction))
        written = ["\t".join(line) for line in lines]
        written.append(_("Length (m)") + "\t" + format_number(_length_m(points), 3))
        area = _area_m2(points) if len(points) > 2 else None
        if area is not None:
            written.append(_("Perimeter (m)") + "\t" + format_number(_perimeter_m(points), 3))
            written.append(_("Area (m²)") + "\t" + format_number(area, 1))
        return "\n".join(written) + "\n"

    def work_out(self, points: Sequence[Point]) -> None:
        """Measure the line so far."""
        self._measured = tuple(points)

    def complete(self) -> bool:
        """End the line; its figures stay."""
        self._has_ended = len(self.points) > 1
        self.work_out(self.points)
        self.changed.emit()
        return self._has_ended

    def move(self, spot: Spot) -> None:
        """Measure to here, unless the line has ended."""
        if not self._has_ended:
            super().move(spot)

    def click(self, spot: Spot) -> None:
        """Add a point, or begin another line."""
        if self._has_ended:
            self.drop()
        super().click(spot)

    def drop(self) -> None:
        """Begin anew."""
        self._has_ended = False
        super().drop()

    def step_back(self) -> bool:
        """Take back the last point; a line that has ended goes on."""
        self._has_ended = False
        return super().step_back()

    def paint_below(self, painter: QPainter, view: MapView) -> None:
        """Paint what is measured as a piece of land."""
        if len(self._measured) > 2 and _area_m2(self._measured) is not None:
            paint_shapes(painter, view, [MultiPolygon([Polygon(self._measured)])])

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the line with the figures of its segments, and the area."""
        super().paint(painter, view)
        for start, end in pairwise(self._measured):
            length = distance_m(start, end)
            if length < WORDS_FROM_PX * view.m_per_px:
                continue
            middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
            half_m = LINE_PX / 2 * view.m_per_px
            words = _("{length} m").format(length=format_number(length, 3))
            paint_words(painter, view, (middle[0], middle[1] + half_m), words)
            paint_words(painter, view, (middle[0], middle[1] - half_m), angle_words(bearing(start, end)))

    def enter(self, code: str, value: Entered) -> None:
        """Take what is typed of the next point; a line that has ended goes on with it."""
        self._has_ended = False
        super().enter(code, value)


def _length_m(points: Sequence[Point]) -> float:
    return sum(distance_m(*pair) for pair in pairwise(points))


def _perimeter_m(points: Sequence[Point]) -> float:
    return _length_m([*points, points[0]])


def _area_m2(points: Sequence[Point]) -> float | None:
    """Return the area of the closed line; None where it crosses itself."""
    outline = Polygon(points)
    return outline.area if outline.is_valid else None
