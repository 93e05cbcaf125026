"""The selected parcels and the one under the pointer, drawn live over the picture."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.ui import theme
from landdesk.ui.map.paths import Point, geometry_path, ground_transform
from landdesk.ui.map.view import MapView


class SelectionLayer:
    """Keeps the outlines of some parcels as long as they and the coverage stay."""

    def __init__(self) -> None:
        self._coverage: Coverage | None = None
        self._selected: tuple[ObjectId, ...] = ()
        self._hovered: ObjectId | None = None
        self._selected_path: tuple[QPainterPath, Point] | None = None
        self._hovered_path: tuple[QPainterPath, Point] | None = None

    def show(self, coverage: Coverage | None, selected: Sequence[ObjectId], hovered: ObjectId | None) -> None:
        """Say what is selected and hovered now."""
        moved_on = coverage is not self._coverage
        if moved_on or tuple(selected) != self._selected:
            self._selected = tuple(selected)
            self._selected_path = _path(coverage, self._selected)
        if moved_on or hovered != self._hovered:
            self._hovered = hovered
            self._hovered_path = _path(coverage, () if hovered is None else (hovered,))
        self._coverage = coverage

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint both; the painter counts logical pixels."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered_path is not None and self._hovered not in self._selected:
            shape = _on_screen(self._hovered_path, view)
            painter.fillPath(shape, theme.colour(theme.HOVER, 0.10))
            painter.strokePath(shape, QPen(QColor(theme.HOVER), 1.5))
        if self._selected_path is not None:
            shape = _on_screen(self._selected_path, view)
            painter.fillPath(shape, theme.colour(theme.SELECTION, 0.18))
            painter.strokePath(shape, QPen(theme.colour(theme.SURFACE, 0.9), 4.5))
            painter.strokePath(shape, QPen(QColor(theme.SELECTION), 2.4))
        painter.restore()


def _path(coverage: Coverage | None, ids: Sequence[ObjectId]) -> tuple[QPainterPath, Point] | None:
    if coverage is None or not ids:
        return None
    indices = coverage.indices_of(ids)
    shapes = [shape for shape in coverage.shapes(indices) if shape is not None]
    if not shapes:
        return None
    west, south, _, _ = shapes[0].bounds
    return geometry_path(shapes, (west, south)), (west, south)


def _on_screen(path: tuple[QPainterPath, Point], view: MapView) -> QPainterPath:
    return ground_transform(view, path[1]).map(path[0])
