"""Parcels whose changes wait to be sent: hatched within an edge, from afar a small arrow that points upwards.

Drawn live; the paths of parcels are made when they are first seen and kept, joined into one as long as the same
parcels are seen.
"""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from landdesk.domain.arrays import Flags, Floats, Integers
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.ui import theme
from landdesk.ui.map.layers.markers import thinned, tips_on_screen
from landdesk.ui.map.paths import Point, geometry_path, ground_transform
from landdesk.ui.map.view import MapView

OUTLINES_AT_MOST = 300
"""With more of them on the screen each is a mark."""
OUTLINED_FROM_PX = 14.0
MARK_PX = 11.0


class PendingLayer:
    """Draws what waits to be sent."""

    def __init__(self, parcels: Collection[ObjectId] = (), coverage: Coverage | None = None) -> None:
        self._coverage = coverage
        self._indices: Integers = np.empty(0, dtype=np.int64)
        self._boxes: Floats = np.empty((0, 4))
        self._origin: Point = (0.0, 0.0)
        if coverage is not None and parcels:
            indices = coverage.indices_of(parcels)
            boxes = coverage.boxes(indices)
            drawn = ~np.isnan(boxes[:, 0])
            self._indices, self._boxes = indices[drawn], boxes[drawn]
        if len(self._boxes):
            self._origin = float(self._boxes[0, 0]), float(self._boxes[0, 1])
        self._paths: dict[int, QPainterPath] = {}
        self._joined: tuple[tuple[int, ...], QPainterPath] = ((), QPainterPath())
        self._mark: QPixmap | None = None

    def __len__(self) -> int:
        """Return how many parcels are drawn."""
        return len(self._indices)

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint what is seen; the painter counts logical pixels."""
        seen = self._seen(view)
        if not len(seen):
            return
        painter.save()
        large = self._widths_px(view)[seen] >= OUTLINED_FROM_PX
        if len(seen) <= OUTLINES_AT_MOST and large.any():
            self._paint_outlines(painter, view, seen[large])
            seen = seen[~large]
        self._paint_marks(painter, view, seen)
        painter.restore()

    def is_seen(self, view: MapView) -> bool:
        """Say whether any of it can be seen."""
        return bool(len(self._seen(view)))

    def _seen(self, view: MapView) -> Integers:
        west, south, east, north = view.box
        boxes = self._boxes
        found: Flags = (
            (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        )
        return np.flatnonzero(found)

    def _widths_px(self, view: MapView) -> Floats:
        boxes = self._boxes
        sizes: Floats = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) / view.m_per_px
        return sizes

    def _paint_outlines(self, painter: QPainter, view: MapView, seen: Integers) -> None:
        path = ground_transform(view, self._origin).map(self._path(tuple(seen.tolist())))
        # At each frame: a smooth hatch or a wider edge would take ten times as long.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillPath(path, hatch_brush())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge_pen())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _paint_marks(self, painter: QPainter, view: MapView, seen: Integers) -> None:
        x, y = tips_on_screen((self._boxes[seen, :2] + self._boxes[seen, 2:]) / 2, view)
        shown = thinned(x, y, np.zeros(len(x), dtype=np.int64), np.ones(len(x), dtype=bool), view)
        mark = self._mark_for(painter.device().devicePixelRatioF())
        for at_x, at_y in zip(x[shown].tolist(), y[shown].tolist(), strict=True):
            painter.drawPixmap(QPointF(at_x - MARK_PX, at_y - MARK_PX), mark)

    def _mark_for(self, ratio: float) -> QPixmap:
        """Return the mark as a picture of twice its size, drawn once for a screen."""
        if self._mark is None or self._mark.devicePixelRatioF() != ratio:
            side = round(2 * MARK_PX * ratio)
            self._mark = QPixmap(side, side)
            self._mark.setDevicePixelRatio(ratio)
            self._mark.fill(QColor(0, 0, 0, 0))
            own = QPainter(self._mark)
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_mark(own, QPointF(MARK_PX, MARK_PX))
            own.end()
        return self._mark

    def _path(self, seen: tuple[int, ...]) -> QPainterPath:
        if seen != self._joined[0]:
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)
            fresh = [at for at in seen if at not in self._paths]
            if fresh and self._coverage is not None:
                shapes = self._coverage.shapes(self._indices[fresh])
                for at, shape in zip(fresh, shapes, strict=True):
                    self._paths[at] = geometry_path([shape], self._origin)
            for at in seen:
                path.addPath(self._paths[at])
            self._joined = seen, path
        return self._joined[1]


def hatch_brush() -> QBrush:
    """Return what the land of a waiting parcel is hatched with; it leans the other way than the fills do."""
    return QBrush(theme.colour(theme.PENDING, 0.5), Qt.BrushStyle.FDiagPattern)


def edge_pen() -> QPen:
    """Return the pen of the edge of a waiting parcel."""
    pen = QPen(QColor(theme.PENDING), 1.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen


def paint_mark(painter: QPainter, middle: QPointF) -> None:
    """Paint the mark of a parcel that is too small for a hatch: an arrow that points out, upwards."""
    half = MARK_PX / 2
    arrow = QPolygonF(
        [
            middle + QPointF(0, -half),
            middle + QPointF(half, half),
            middle + QPointF(0, half / 3),
            middle + QPointF(-half, half),
        ]
    )
    painter.setPen(QPen(QColor(theme.SURFACE), 1.6))
    painter.setBrush(QColor(theme.PENDING))
    painter.drawPolygon(arrow)


def paint_sample(painter: QPainter, place: QRectF) -> None:
    """Paint a waiting parcel for the legend."""
    painter.setPen(edge_pen())
    painter.setBrush(hatch_brush())
    painter.drawRect(place.adjusted(1.0, 1.0, -1.0, -1.0))
    paint_mark(painter, place.center())
