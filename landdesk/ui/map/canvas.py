"""The map widget: shows the parcels, lets people move about and select, and hands clicks to the tool in hand.

Easting and northing are metres; pixels are logical. Parcels come as a `Coverage`, everything else as frozen
marks; what a person wishes leaves as a command. Call :meth:`MapCanvas.shut_down` before the program ends.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, translate
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.map.gestures import GestureArea
from landdesk.ui.map.layers.compare import CompareLayer, CompareShape
from landdesk.ui.map.layers.findings import FindingsLayer, PlacedFindings
from landdesk.ui.map.layers.furniture import (
    LegendContent,
    paint_legend,
    paint_north_arrow,
    paint_scale_bar,
)
from landdesk.ui.map.layers.selection import SelectionLayer
from landdesk.ui.map.layers.work import WorkLayer, WorkMark
from landdesk.ui.map.picture_keeper import PictureKeeper
from landdesk.ui.map.snapping import Snap, snap
from landdesk.ui.map.tools.preview import paint_snap
from landdesk.ui.map.tools.registry import TOOLS
from landdesk.ui.map.tools.select_tool import SelectTool
from landdesk.ui.map.tools.tool import MapTool, Spot
from landdesk.ui.map.view import MapView
from landdesk.ui.map.worker import DrawingWorker

SNAP_PX = 10.0
SNAPS_TO_M_PER_PX = 4.0
"""On smaller maps a pixel is too much land to snap to a point in it."""
CLOSEST_FIT_M_PER_PX = 0.04
"""Zooming to something small stops here, so that what is around it is seen too."""


class MapCanvas(GestureArea):
    """Draws and navigates.

    Signals:
        view_changed: Another part of the land or another scale is seen.
        pointer_moved: Easting and northing under the pointer.
        parcel_clicked: `ObjectId` or None, and the keyboard modifiers.
        selection_changed: Tuple of `ObjectId`; a person changed the selection.
        finding_clicked: `Finding` whose pin was clicked.
        command_ready: A command that a tool asks for.
        message: A `Text` to show once.
        hint_changed: A `Text`, what the tool in hand expects next.
    """

    view_changed = Signal()
    pointer_moved = Signal(float, float)
    parcel_clicked = Signal(object, object)
    selection_changed = Signal(object)
    finding_clicked = Signal(object)
    command_ready = Signal(object)
    message = Signal(object)
    hint_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 90)
        self._coverage: Coverage | None = None
        self._view = MapView(0.0, 0.0, 1.0, max(self.width(), 1), max(self.height(), 1))
        self._fit_on_resize = True
        self._labels_shown = True
        self._legend_shown = True
        self._selection: tuple[ObjectId, ...] = ()
        self._hovered: ObjectId | None = None
        self._snap: Snap | None = None
        self._work_marks: tuple[WorkMark, ...] = ()
        self._selected_layer = SelectionLayer()
        self._findings = FindingsLayer()
        self._work = WorkLayer()
        self._compare = CompareLayer()
        self._worker = DrawingWorker()
        # A canvas that is destroyed without a farewell must not leave its thread behind.
        self.destroyed.connect(self._worker.stop)
        self._keeper = PictureKeeper(self._worker, self)
        self._keeper.renewed.connect(self.update)
        self._tool: MapTool = SelectTool(self, self)
        self.set_tool(SelectTool.code)

    # --- what is shown -------------------------------------------------------------------------------------

    @property
    def coverage(self) -> Coverage | None:
        """The parcels."""
        return self._coverage

    @property
    def view(self) -> MapView:
        """What is seen, in logical pixels."""
        return self._view

    @property
    def selection(self) -> tuple[ObjectId, ...]:
        """The selected parcels, in the order in which they were chosen."""
        return self._selection

    @property
    def hovered(self) -> ObjectId | None:
        """The parcel under the pointer."""
        return self._hovered

    @property
    def tool(self) -> MapTool:
        """The tool in hand."""
        return self._tool

    @property
    def is_picture_current(self) -> bool:
        """Whether the picture shows the present parcels in the present view."""
        return self._keeper.is_current

    @property
    def scale_denominator(self) -> float:
        """N of 1:N on this screen."""
        return self._view.scale_denominator(self.logicalDpiX())

    def set_coverage(self, coverage: Coverage | None) -> None:
        """Show these parcels; only what changed since the last ones is drawn again."""
        was_empty = self._coverage is None
        self._coverage = coverage
        self._hovered = self._snap = None
        if coverage is not None:
            self._selection = tuple(one for one in self._selection if coverage.index_of(one) is not None)
        else:
            self._selection = ()
        if self._work_marks:
            self._work = WorkLayer(self._work_marks, coverage, self.devicePixelRatioF())
        self._tool.parcels_changed()
        if was_empty and self._fit_on_resize:
            self.zoom_to_all()
        self._refresh()

    def set_selection(self, parcels: Sequence[ObjectId]) -> None:
        """Select parcels; sends no signal."""
        self._selection = tuple(dict.fromkeys(parcels))
        self.update()

    def set_findings(self, placed: PlacedFindings) -> None:
        """Show findings at their places."""
        self._findings.show(placed)
        self.update()

    def set_current_finding(self, finding: Finding | None) -> None:
        """Ring the pin of one finding."""
        self._findings.choose(None if finding is None else finding.subject)
        self.update()

    def set_work(self, marks: Sequence[WorkMark]) -> None:
        """Show returned work on its parcels."""
        self._work_marks = tuple(marks)
        self._work = WorkLayer(self._work_marks, self._coverage, self.devicePixelRatioF())
        self.update()

    def set_compare(self, shapes: Sequence[CompareShape]) -> None:
        """Show parcels before and after over each other; none ends the comparison."""
        self._compare = CompareLayer(shapes)
        self.update()

    def set_labels_shown(self, shown: bool) -> None:
        """Show or hide the labels of parcels."""
        self._labels_shown = shown
        self._refresh()

    def set_legend_shown(self, shown: bool) -> None:
        """Show or hide the legend."""
        self._legend_shown = shown
        self.update()

    def set_tool(self, code: str) -> None:
        """Take a tool into the hand, see `tools/registry.py`; what the last one began is dropped."""
        self.forget_gesture()
        self._tool.cancel()
        self._tool.deleteLater()
        self._tool = TOOLS[code](self, self)
        self._tool.command_ready.connect(self.command_ready)
        self._tool.message.connect(self.message)
        self._tool.changed.connect(self._tool_changed)
        self._hovered = self._snap = None
        self.show_cursor()
        self._tool_changed()

    def shut_down(self) -> None:
        """End the drawing thread; the canvas keeps its last picture."""
        self._worker.stop()

    # --- moving about --------------------------------------------------------------------------------------

    def set_view(self, view: MapView) -> None:
        """Show another part of the land."""
        view = view.resized(max(self.width(), 1), max(self.height(), 1))
        if view != self._view:
            self._view = view
            self._refresh()
            self.view_changed.emit()

    def pan_by(self, dx: float, dy: float) -> None:
        """Push the map by pixels to the right and down."""
        self._fit_on_resize = False
        self.set_view(self._view.panned(dx, dy))

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        """Zoom; the ground under the pixel stays where it is."""
        self._fit_on_resize = False
        self.set_view(self._view.zoomed(x, y, factor))

    def zoom_to_box(self, box: Box, margin: float = 0.15) -> None:
        """Show a box as large as it goes, with a part of the window left free on each side."""
        self._fit_on_resize = False
        fitted = self._view.fitted(box, margin)
        if fitted.m_per_px < CLOSEST_FIT_M_PER_PX:
            fitted = fitted.zoomed(
                fitted.width_px / 2, fitted.height_px / 2, fitted.m_per_px / CLOSEST_FIT_M_PER_PX
            )
        self.set_view(fitted)

    def zoom_to_parcels(self, parcels: Sequence[ObjectId], margin: float = 0.25) -> None:
        """Show parcels with some of what is around them; those without a shape are left out."""
        if self._coverage is None:
            return
        boxes = self._coverage.boxes(self._coverage.indices_of(parcels))
        boxes = boxes[~np.isnan(boxes[:, 0])]
        if len(boxes):
            low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
            self.zoom_to_box((float(low[0]), float(low[1]), float(high[0]), float(high[1])), margin)

    def zoom_to_all(self) -> None:
        """Show everything."""
        extent = self._coverage.extent() if self._coverage is not None else None
        if extent is not None:
            self.set_view(self._view.fitted(extent))
        self._fit_on_resize = True

    def zoom_to_scale(self, denominator: float) -> None:
        """Show the map at 1:N about the middle."""
        self.zoom_by(self.scale_denominator / denominator)

    # --- what gestures ask for -----------------------------------------------------------------------------

    def parcel_at(self, easting: float, northing: float) -> ObjectId | None:
        """Return the parcel at a point, the smallest where several lie over each other."""
        if self._coverage is None:
            return None
        found = self._coverage.parcels_at(easting, northing)
        return self._coverage.id_at(int(found[0])) if len(found) else None

    def spot(self, at: QPointF, *, free: bool) -> Spot:
        """Return where a pixel is on the ground, drawn to a boundary when the tool wants that."""
        easting, northing = self._view.to_map(at.x(), at.y())
        self._snap = None
        if (
            self._coverage is not None
            and self._tool.snaps
            and not free
            and self._view.m_per_px <= SNAPS_TO_M_PER_PX
        ):
            radius_m = SNAP_PX * self._view.m_per_px
            self._snap = snap(self._coverage, easting, northing, radius_m, self._tool.moving_vertex)
        return Spot(easting, northing, self._snap)

    def pointed(self, at: QPointF, spot: Spot) -> None:
        """Follow the pointer."""
        if not self.is_dragging:
            self._hovered = self.parcel_at(spot.easting, spot.northing) if self._tool.hovers else None
            self._tool.move(spot)
        self.pointer_moved.emit(*self._view.to_map(at.x(), at.y()))
        self.update()

    def clicked(self, at: QPointF, spot: Spot, modifiers: Qt.KeyboardModifier) -> None:
        """Select, or hand the click to the tool."""
        if not self._tool.selects:
            self._tool.click(spot)
            self._hovered = self._hovered if self._tool.hovers else None
            return
        finding = self._findings.at(at.x(), at.y(), self._view)
        if finding is not None:
            self.finding_clicked.emit(finding)
            return
        parcel_id = self._next_parcel_at(spot)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            if parcel_id is not None:
                self._select(
                    tuple(one for one in self._selection if one != parcel_id)
                    if parcel_id in self._selection
                    else (*self._selection, parcel_id)
                )
        else:
            self._select(() if parcel_id is None else (parcel_id,))
        self.parcel_clicked.emit(parcel_id, modifiers)

    def double_clicked(self, spot: Spot) -> None:
        """Zoom to the parcel."""
        parcel_id = self.parcel_at(spot.easting, spot.northing)
        if parcel_id is not None and self._tool.selects:
            self.zoom_to_parcels([parcel_id])

    def _next_parcel_at(self, spot: Spot) -> ObjectId | None:
        """Return the parcel under a click; where several overlap, another one each time."""
        if self._coverage is None:
            return None
        here = [self._coverage.id_at(int(i)) for i in self._coverage.parcels_at(spot.easting, spot.northing)]
        if len(self._selection) == 1 and self._selection[0] in here:
            return here[(here.index(self._selection[0]) + 1) % len(here)]
        return here[0] if here else None

    def _select(self, parcels: tuple[ObjectId, ...]) -> None:
        if parcels != self._selection:
            self._selection = parcels
            self.selection_changed.emit(parcels)
            self.update()

    def _tool_changed(self) -> None:
        self.hint_changed.emit(self._tool.hint)
        self.update()

    def _refresh(self) -> None:
        self._keeper.want(
            self._coverage,
            self._view,
            labels=self._labels_shown,
            device_pixel_ratio=self.devicePixelRatioF(),
        )
        self.update()

    # --- events of Qt --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the last picture, then what is live."""
        view, painter = self._view, QPainter(self)
        self._keeper.paint(painter, view)
        if self._coverage is None or len(self._coverage) == 0:
            self._paint_emptiness(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._compare.paint(painter, view)
        hovered = None if self.is_dragging else self._hovered
        self._selected_layer.show(self._coverage, self._selection, hovered)
        self._selected_layer.paint(painter, view)
        self._work.paint(painter, view)
        self._findings.paint(painter, view)
        painter.save()
        self._tool.paint(painter, view)
        if self._snap is not None:
            paint_snap(painter, view, self._snap)
        painter.restore()
        paint_scale_bar(painter, view)
        paint_north_arrow(painter, view)
        if self._legend_shown:
            content = LegendContent(
                self._keeper.groups,
                self._findings.severities(view),
                self._work.is_seen(view),
                compare=self._compare.box is not None and view.meets(self._compare.box),
            )
            paint_legend(painter, view, content)
        painter.end()
        event.accept()

    def _paint_emptiness(self, painter: QPainter) -> None:
        painter.setFont(font(15))
        painter.setPen(QColor(theme.TEXT_FAINT))
        painter.drawText(
            QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, _("There are no parcels on the map yet.")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the upper left corner, or everything in sight until the person has moved the map."""
        self.set_view(self._view)
        if self._fit_on_resize:
            self.zoom_to_all()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._hovered = self._snap = None
        self._tool.leave()
        self.update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show what a pin stands for; draw anew on a screen of another resolution."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            x, y = event.pos().x(), event.pos().y()
            finding, work = self._findings.at(x, y, self._view), self._work.at(x, y, self._view)
            words = translate(finding.what) if finding is not None else "" if work is None else work.text
            QToolTip.showText(event.globalPos(), words, self)
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            before, self._findings = self._findings, FindingsLayer(self.devicePixelRatioF())
            self._findings.show(before.placed)
            self._findings.choose(before.current)
            self.set_work(self._work_marks)
            self._refresh()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Return a size that suits a small screen."""
        return QSize(800, 560)
