"""Before and after of a change over each other, for the office: outlines dashed and solid, difference tinted.

What only the old state has is tinted in the colour of before, what only the new one has in that of after.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from shapely import MultiPolygon

from landdesk.domain.coverage import Box
from landdesk.ui import theme
from landdesk.ui.map.paths import Point, geometry_path, ground_transform
from landdesk.ui.map.view import MapView, joined


@dataclass(frozen=True, slots=True)
class CompareShape:
    """One parcel before and after; None where it was not there yet or is no longer."""

    before: MultiPolygon | None
    after: MultiPolygon | None


class CompareLayer:
    """Draws the difference between two states of some parcels."""

    def __init__(self, shapes: Sequence[CompareShape] = ()) -> None:
        before = [one.before for one in shapes if one.before is not None]
        after = [one.after for one in shapes if one.after is not None]
        self.box: Box | None = None
        if not before and not after:
            return
        self.box = joined([shape.bounds for shape in before + after])
        self._origin: Point = self.box[0], self.box[1]
        self._before = geometry_path(before, self._origin)
        self._after = geometry_path(after, self._origin)
        self._taken, self._added = QPainterPath(), QPainterPath()
        if all(shape.is_valid for shape in before + after):
            old, new = shapely.union_all(before), shapely.union_all(after)
            self._taken = geometry_path([shapely.difference(old, new)], self._origin)
            self._added = geometry_path([shapely.difference(new, old)], self._origin)

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint both states; the painter counts logical pixels."""
        if self.box is None or not view.meets(self.box):
            return
        transform = ground_transform(view, self._origin)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path, name in ((self._taken, theme.COMPARE_BEFORE), (self._added, theme.COMPARE_AFTER)):
            area = transform.map(path)
            painter.fillPath(area, theme.colour(name, 0.22))
            painter.fillPath(area, QBrush(theme.colour(name, 0.45), Qt.BrushStyle.BDiagPattern))
        after = transform.map(self._after)
        painter.strokePath(after, QPen(theme.colour(theme.SURFACE, 0.85), 5.0))
        painter.strokePath(after, after_pen())
        painter.strokePath(transform.map(self._before), before_pen())
        painter.restore()


def before_pen() -> QPen:
    """Return the pen of the old state."""
    pen = QPen(QColor(theme.COMPARE_BEFORE), 2.0)
    pen.setDashPattern([4.0, 3.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def after_pen() -> QPen:
    """Return the pen of the new state."""
    return QPen(QColor(theme.COMPARE_AFTER), 2.6)
