"""The last picture of the parcels: shown moved and scaled at once, replaced when a better one has been drawn.

A picture reaches a quarter of the window beyond each side, so a pan shows no empty border. When parcels
change, only their box is drawn again; until that patch comes, they are painted live over the picture.
"""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter

from landdesk.domain.coverage import Coverage
from landdesk.ui import theme
from landdesk.ui.map.changes import Difference, difference
from landdesk.ui.map.colouring import Colouring
from landdesk.ui.map.drawing import Picture, PictureOrder
from landdesk.ui.map.ground import BARE, Ground
from landdesk.ui.map.land_use import by_land_use
from landdesk.ui.map.layers.labels import COARSEST_M_PER_PX, LabelAnchors, LabelPainter
from landdesk.ui.map.layers.parcels import boundary_pen, fill_brushes
from landdesk.ui.map.paths import geometry_path, ground_transform
from landdesk.ui.map.view import MapView
from landdesk.ui.map.worker import DrawingWorker

BORDER = 0.25
"""Part of the window's size that a picture reaches beyond each side."""
RENEW_AT = 0.08
"""A new picture is ordered when less than this is left beyond a side."""
PATCH_AT_MOST = 0.4
"""A larger part of the picture is not patched but drawn anew."""
PATCH_AFTER_MS = 20
"""What changed is painted live at once; the patch is drawn when that is seen, as two threads share one interpreter."""
LIVE_AT_MOST = 300
"""More changed parcels than this are not painted live; they come with the next picture."""
_LINE_REACH_PX = 3
"""How far lines and letters reach beyond a parcel's box."""


class PictureKeeper(QObject):
    """Holds the picture and orders new ones.

    Signals:
        renewed: There is something new to paint.
    """

    renewed = Signal()

    def __init__(self, worker: DrawingWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._picture: Picture | None = None
        self._ordered: PictureOrder | None = None
        self._coverage: Coverage | None = None
        self._view = MapView(0.0, 0.0, 1.0, 1, 1)
        self._labels = 1.0
        self._ratio = 1.0
        self._ground = BARE
        self._chosen: Colouring | None = None
        self._number = 0
        self._changed: tuple[Coverage, Coverage, Difference | None] | None = None
        self._label_painter: tuple[float, LabelPainter] | None = None
        worker.picture_drawn.connect(self._take)
        self._patching = QTimer(self)
        self._patching.setSingleShot(True)
        self._patching.setInterval(PATCH_AFTER_MS)
        self._patching.timeout.connect(self._patch)

    @property
    def classes(self) -> frozenset[str]:
        """Codes of the classes on the picture."""
        return self._picture.classes if self._picture is not None else frozenset()

    @property
    def colouring(self) -> Colouring:
        """How the parcels on the picture are coloured."""
        return self._picture.order.colouring if self._picture is not None else by_land_use()

    @property
    def is_current(self) -> bool:
        """Whether the picture shows what is wanted and nothing is under way."""
        picture, coverage = self._picture, self._coverage
        if coverage is None:
            return True
        return (
            picture is not None
            and picture.order.coverage is coverage
            and self._serves(picture.order)
            and self._ordered is None
        )

    def want(
        self,
        coverage: Coverage | None,
        view: MapView,
        *,
        labels: float,
        device_pixel_ratio: float,
        ground: Ground,
        colouring: Colouring | None,
    ) -> None:
        """Say what the window shows now; orders a picture or a patch where the one there is does not do."""
        self._coverage, self._view = coverage, view
        self._labels, self._ratio, self._ground = labels, device_pixel_ratio, ground
        self._chosen = colouring
        if coverage is None:
            self._picture = self._ordered = None
            return
        if self._picture is None or not self._serves(self._picture.order):
            self._order_picture(coverage)
        elif self._picture.order.coverage is not coverage:
            self._patching.start()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the picture and what changed since; the painter counts logical pixels."""
        picture = self._picture
        if picture is None or not picture.order.view.covers(view.box):
            painter.fillRect(0, 0, view.width_px, view.height_px, theme.colour(theme.MAP_GROUND))
        if picture is None:
            return
        shown = picture.order.view
        west, _, _, north = shown.box
        x, y = view.to_screen(west, north)
        ratio = picture.order.device_pixel_ratio
        scale = shown.m_per_px / view.m_per_px
        if abs(scale * ratio - 1) < 1e-9:
            painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), picture.image)
        else:
            target = QRectF(x, y, shown.width_px * scale, shown.height_px * scale)
            painter.drawImage(target, picture.image, QRectF(picture.image.rect()))
        self._paint_changed(painter, view, picture)

    def _serves(self, order: PictureOrder) -> bool:
        """Say whether a picture of this order, patched if need be, shows the window."""
        wanted = self._view.scaled(self._ratio)
        if self._coverage is None or order.coverage.base is not self._coverage.base:
            return False
        if order.colouring is not self._colouring() or order.ground != self._ground:
            return False
        if order.labels != self._labels or order.device_pixel_ratio != self._ratio:
            return False
        if abs(order.view.m_per_px / wanted.m_per_px - 1) > 1e-9:
            return False
        return order.view.covers(wanted.widened(RENEW_AT).box)

    def _colouring(self) -> Colouring:
        """Return how parcels are coloured; by land use while nothing else is chosen, by the lists of this moment."""
        return self._chosen if self._chosen is not None else by_land_use()

    def _order_picture(self, coverage: Coverage) -> None:
        under_way = self._ordered
        if under_way is not None and under_way.patch_of is None and self._serves(under_way):
            # Parcels that have changed meanwhile are patched in when it comes.
            return
        self._number += 1
        self._send(
            PictureOrder(
                coverage,
                self._view.scaled(self._ratio).widened(BORDER),
                labels=self._labels,
                device_pixel_ratio=self._ratio,
                number=self._number,
                ground=self._ground,
                colouring=self._colouring(),
            )
        )

    def _patch(self) -> None:
        """Have the picture patched where it still shows other parcels than the window."""
        coverage, picture = self._coverage, self._picture
        if coverage is not None and picture is not None and picture.order.coverage is not coverage:
            self._order_patch(coverage, picture)

    def _order_patch(self, coverage: Coverage, picture: Picture) -> None:
        under_way = self._ordered
        if under_way is not None and under_way.coverage is coverage:
            return
        changed = self._difference(picture.order.coverage, coverage)
        if changed is None:
            self._order_picture(coverage)
            return
        order = picture.order
        rectangle = _pixels_of(changed, order.view)
        if rectangle is None:
            self._picture = replace(picture, order=replace(order, coverage=coverage))
            return
        left, top, width, height = rectangle
        if width * height > PATCH_AT_MOST * order.view.width_px * order.view.height_px:
            self._order_picture(coverage)
            return
        self._send(
            replace(
                order,
                coverage=coverage,
                view=order.view.cut(left, top, width, height),
                patch_of=order.number,
                offset=(left, top),
            )
        )

    def _send(self, order: PictureOrder) -> None:
        self._ordered = order
        self._worker.draw(order)

    def _take(self, drawn: Picture) -> None:
        """Take a picture or a patch from the worker."""
        if self._ordered is drawn.order:
            self._ordered = None
        if self._coverage is None:
            return
        kept = self._picture
        if drawn.order.patch_of is not None:
            if kept is not None and kept.order.number == drawn.order.patch_of:
                self._lay_in(kept, drawn)
        elif kept is None or self._serves(drawn.order) or not self._serves(kept.order):
            # Who zooms in and out again meanwhile has the right picture already.
            drawn.image.setDevicePixelRatio(drawn.order.device_pixel_ratio)
            self._picture = drawn
        self.want(
            self._coverage,
            self._view,
            labels=self._labels,
            device_pixel_ratio=self._ratio,
            ground=self._ground,
            colouring=self._chosen,
        )
        self.renewed.emit()

    def _lay_in(self, picture: Picture, patch: Picture) -> None:
        image = picture.image
        image.setDevicePixelRatio(1.0)
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(*patch.order.offset, patch.image)
        painter.end()
        image.setDevicePixelRatio(picture.order.device_pixel_ratio)
        order = replace(picture.order, coverage=patch.order.coverage)
        self._picture = replace(picture, order=order, classes=picture.classes | patch.classes)

    def _difference(self, old: Coverage, new: Coverage) -> Difference | None:
        if self._changed is None or self._changed[0] is not old or self._changed[1] is not new:
            self._changed = old, new, difference(old, new)
        return self._changed[2]

    def _paint_changed(self, painter: QPainter, view: MapView, picture: Picture) -> None:
        """Paint the parcels that the picture does not show as they are now."""
        old, new = picture.order.coverage, self._coverage
        if new is None or old is new:
            return
        changed = self._difference(old, new)
        if changed is None or changed.box is None or not view.meets(changed.box):
            return
        if len(changed.gone) + len(changed.come) > LIVE_AT_MOST:
            return
        origin = changed.box[0], changed.box[1]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setTransform(ground_transform(view, origin), combine=True)
        painter.fillPath(geometry_path(old.shapes(changed.gone), origin), theme.colour(theme.MAP_GROUND))
        shapes = new.shapes(changed.come)
        colouring = self._colouring()
        columns = {name: new.column(name, changed.come) for name in colouring.needs}
        classes = colouring.numbers(columns, [new.id_at(int(at)) for at in changed.come])
        hatch = painter.transform().inverted()[0]
        for one in np.unique(classes):
            path = geometry_path(shapes[classes == one], origin)
            for brush in fill_brushes(colouring, int(one), hatch):
                painter.fillPath(path, brush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = new.boxes(changed.come)
        sizes_m = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0.0)
        if np.isfinite(sizes_m).any():
            size_px = float(np.nanmedian(sizes_m)) / view.m_per_px
            on_picture = bool(self._ground.drawn_at(view.m_per_px))
            painter.strokePath(geometry_path(shapes, origin), boundary_pen(size_px, on_picture=on_picture))
        painter.restore()
        if self._labels and view.m_per_px <= COARSEST_M_PER_PX:
            self._paint_labels(painter, view, new, changed)

    def _paint_labels(
        self, painter: QPainter, view: MapView, coverage: Coverage, changed: Difference
    ) -> None:
        size = len(coverage.base)
        in_base = np.zeros(size, dtype=bool)
        in_base[changed.come[changed.come < size]] = True
        in_overlay = np.zeros(len(coverage.overlay), dtype=bool)
        in_overlay[changed.come[changed.come >= size] - size] = True
        if self._label_painter is None or self._label_painter[0] != self._ratio:
            self._label_painter = self._ratio, LabelPainter(self._ratio)
        painter.save()
        painter.setOpacity(self._labels)
        painter.scale(1 / self._ratio, 1 / self._ratio)
        blocks = [
            (LabelAnchors(block), shown)
            for block, shown in ((coverage.base, in_base), (coverage.overlay, in_overlay))
            if shown.any()
        ]
        for _ in self._label_painter[1].steps(painter, view.scaled(self._ratio), blocks):
            pass
        painter.restore()


def _pixels_of(changed: Difference, view: MapView) -> tuple[int, int, int, int] | None:
    """Return left, top, width and height of what to draw again; None when none of it is on the picture."""
    if changed.box is None:
        return None
    west, south, east, north = changed.box
    left, top = view.to_screen(west, north)
    right, bottom = view.to_screen(east, south)
    first_x, first_y = max(int(left) - _LINE_REACH_PX, 0), max(int(top) - _LINE_REACH_PX, 0)
    last_x = min(int(right) + _LINE_REACH_PX + 1, view.width_px)
    last_y = min(int(bottom) + _LINE_REACH_PX + 1, view.height_px)
    if last_x <= first_x or last_y <= first_y:
        return None
    return first_x, first_y, last_x - first_x, last_y - first_y
