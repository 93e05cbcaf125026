"""The map widget: shows the parcels, lets people move about and select, and hands clicks to the tool in hand.

Easting and northing are metres; pixels are logical. Parcels come as a `Coverage`, everything else as frozen
marks; what a person wishes leaves as a command. Call :meth:`MapCanvas.shut_down` before the program ends.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, translate
from landdesk.services.boundaries import CommuneBoundaries
from landdesk.services.checking.foresight import Foresight, Outcome
from landdesk.store.queries.surveys import SurveyPoint
from landdesk.ui.map.colouring import Colouring
from landdesk.ui.map.field_strip import FieldStrip
from landdesk.ui.map.ground import BARE, Ground
from landdesk.ui.map.layers.communes import CommuneLayer
from landdesk.ui.map.layers.compare import CompareLayer, CompareShape
from landdesk.ui.map.layers.findings import finding_words
from landdesk.ui.map.layers.foreseen import ForeseenLayer
from landdesk.ui.map.layers.furniture import (
    HINT_PX,
    MARGIN_PX,
    LegendContent,
    paint_emptiness,
    paint_hint,
    paint_legend,
    paint_north_arrow,
    paint_scale_bar,
)
from landdesk.ui.map.layers.place_mark import PlaceMark, paint_place_mark
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.map.layers.position import PositionMark, paint_position
from landdesk.ui.map.layers.selection import SelectionLayer
from landdesk.ui.map.layers.survey import SurveyLayer
from landdesk.ui.map.layers.work import WorkMark
from landdesk.ui.map.moving import MovingArea
from landdesk.ui.map.overlays import Look, Overlays
from landdesk.ui.map.picture_keeper import PictureKeeper
from landdesk.ui.map.snapping import Point, Snap, Snapping, snap
from landdesk.ui.map.tools.preview import paint_snap
from landdesk.ui.map.tools.registry import TOOLS
from landdesk.ui.map.tools.select_tool import SelectTool
from landdesk.ui.map.tools.tool import MapTool, Spot
from landdesk.ui.map.worker import DrawingWorker

SNAPS_TO_M_PER_PX = 4.0
"""On smaller maps a pixel is too much land to snap to a point in it."""

FADED = 0.3
"""Opacity of marks while a tool is in hand."""


class MapCanvas(MovingArea):
    """Draws and navigates.

    Signals:
        pointer_moved: Easting and northing under the pointer.
        parcel_clicked: `ObjectId` or None, and the keyboard modifiers.
        selection_changed: Tuple of `ObjectId`; a person changed the selection.
        finding_clicked: `Finding` whose pin was clicked.
        legend_clicked: What was clicked in the legend, see `layers/furniture.py`.
        command_ready: A command that a tool asks for.
        message: A `Text` to show once.
        outcome_changed: `MapTool.outcome`, or None; what is foreseen of it comes by `set_foresight`.
        hint_changed: A `Text`, what the tool in hand expects next.
        tool_left: Esc was pressed while nothing was begun: the tool is to be put away.
        asked_at: Easting and northing of a point; a person wants to know what lies there.
        menu_requested: `QPoint`; the right button was pressed, what is there has been chosen.
    """

    pointer_moved = Signal(float, float)
    parcel_clicked = Signal(object, object)
    selection_changed = Signal(object)
    finding_clicked = Signal(object)
    legend_clicked = Signal(str)
    command_ready = Signal(object)
    message = Signal(object)
    outcome_changed = Signal(object)
    hint_changed = Signal(object)
    tool_left = Signal()
    asked_at = Signal(float, float)
    menu_requested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 90)
        self._overlays = Overlays()
        self._ground = BARE
        self._colouring: Colouring | None = None
        self._selection: tuple[ObjectId, ...] = ()
        self._hovered: ObjectId | None = None
        self._snap: Snap | None = None
        self.snapping = Snapping()
        self.lies_outside: Callable[[Point], bool] = lambda _point: False
        self._selected_layer = SelectionLayer()
        self._position: PositionMark | None = None
        self._compare = CompareLayer()
        self._mark: PlaceMark | None = None
        self._outcome: Callable[[Coverage], Outcome] | None = None
        self._foreseen = ForeseenLayer()
        self._links: dict[str, QRectF] = {}
        self._is_on_link = False
        self._worker = DrawingWorker()
        # A canvas that is destroyed without a farewell must not leave its thread behind.
        self.destroyed.connect(self._worker.stop)
        self._keeper = PictureKeeper(self._worker, self)
        self._keeper.renewed.connect(self.update)
        self.strip = FieldStrip(self)
        self.strip.move(MARGIN_PX, 2 * MARGIN_PX + HINT_PX)
        self.strip.refused.connect(self.message)
        self.strip.left.connect(self.setFocus)
        self._tool: MapTool = SelectTool(self, self)
        self.set_tool(SelectTool.code)

    # --- what is shown -------------------------------------------------------------------------------------

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
    def shown_classes(self) -> frozenset[str]:
        """Codes of the classes on the picture, as the legend explains them."""
        return self._keeper.classes

    def set_coverage(self, coverage: Coverage | None) -> None:
        """Show these parcels; only what changed since the last ones is drawn again."""
        was_empty = self._coverage is None
        self._coverage = coverage
        self._hovered = self._snap = None
        if coverage is not None:
            self._selection = tuple(one for one in self._selection if coverage.index_of(one) is not None)
        else:
            self._selection = ()
        self._overlays.show_coverage(coverage)
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
        self._overlays.show_findings(placed)
        self.update()

    def set_foresight(self, foresight: Foresight | None) -> None:
        """Show what would be wrong by what the tool has begun."""
        self._foreseen.show(foresight)
        self.update()

    @property
    def foreseen(self) -> str:
        """What is said of what the tool has begun; nothing where it changes no finding."""
        return self._foreseen.words

    def set_current_finding(self, finding: Finding | None) -> None:
        """Ring the pin of one finding."""
        self._overlays.findings.choose(None if finding is None else finding.subject)
        self.update()

    def set_work(self, marks: Sequence[WorkMark]) -> None:
        """Show returned work on its parcels."""
        self._overlays.show_work(marks)
        self.update()

    def set_pending(self, parcels: frozenset[ObjectId]) -> None:
        """Show the parcels whose changes wait to be sent."""
        self._overlays.show_pending(parcels)
        self.update()

    def set_survey(self, points: Sequence[SurveyPoint]) -> None:
        """Show points of the field."""
        self._overlays.survey = SurveyLayer(points)
        self.update()

    def set_position(self, mark: PositionMark | None) -> None:
        """Show where a receiver is; None shows nothing."""
        self._position = mark
        self.update()

    def set_compare(self, shapes: Sequence[CompareShape]) -> None:
        """Show parcels before and after over each other; none ends the comparison."""
        self._compare = CompareLayer(shapes)
        self.update()

    def mark_place(self, mark: PlaceMark | None) -> None:
        """Mark a place until Esc is pressed; None marks none."""
        self._mark = mark
        self.update()

    @property
    def marked_place(self) -> PlaceMark | None:
        """The place that is marked."""
        return self._mark

    def set_hidden_layers(self, hidden: Collection[str]) -> None:
        """Show everything but these layers, see `landdesk.ui.map_layers`."""
        self._overlays.hidden = frozenset(hidden)
        self._refresh()

    def set_looks(self, looks: Mapping[str, Look]) -> None:
        """Say how layers are seen; those that can be over each other in this order, the uppermost first."""
        self._overlays.arrange(looks)
        self._refresh()

    def set_communes(self, boundaries: CommuneBoundaries | None) -> None:
        """Show the boundaries of communes; None shows none."""
        self._overlays.communes = None if boundaries is None else CommuneLayer(boundaries)
        self.update()

    def set_colouring(self, colouring: Colouring | None) -> None:
        """Colour the parcels otherwise; None colours by land use."""
        if colouring is not self._colouring:
            self._colouring = colouring
            self._refresh()

    @property
    def ground(self) -> Ground:
        """What lies below the parcels."""
        return self._ground

    def set_ground(self, ground: Ground) -> None:
        """Show these pictures below the parcels."""
        if ground != self._ground:
            self._ground = ground
            self._refresh()

    def set_tool(self, code: str) -> None:
        """Take a tool into the hand, see `tools/registry.py`; what the last one began is dropped."""
        self.forget_gesture()
        self._tool.cancel()
        self._tool.deleteLater()
        self._tool = TOOLS[code](self, self)
        self._tool.command_ready.connect(self.command_ready)
        self._tool.message.connect(self.message)
        self._tool.changed.connect(self._tool_changed)
        self.strip.serve(self._tool)
        self._hovered = self._snap = None
        self.show_cursor()
        self._tool_changed()

    def shut_down(self) -> None:
        """End the drawing thread; the canvas keeps its last picture."""
        self._worker.stop()

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
            self._snap = snap(
                self._coverage,
                (easting, northing),
                self.snapping.radius_px * self._view.m_per_px,
                self.snapping.kinds | self._tool.needed_kinds,
                but=self._tool.moving_vertex,
                line=self._tool.line,
            )
        return Spot(easting, northing, self._snap)

    def pointed(self, at: QPointF, spot: Spot) -> None:
        """Follow the pointer."""
        if not self.is_dragging:
            self._hovered = self.parcel_at(spot.easting, spot.northing) if self._tool.hovers else None
            self._tool.move(spot)
        if bool(self._link_at(at)) != self._is_on_link:
            self._is_on_link = not self._is_on_link
            self.show_cursor()
        self.pointer_moved.emit(*self._view.to_map(at.x(), at.y()))
        self.update()

    def show_cursor(self) -> None:
        """Show a pointing hand where the legend can be clicked, else what the gesture or the tool has."""
        super().show_cursor()
        if self._is_on_link and self._tool.selects and not self.is_dragging:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def clicked(self, at: QPointF, spot: Spot, modifiers: Qt.KeyboardModifier) -> None:
        """Select, or hand the click to the tool."""
        if not self._tool.selects:
            self._tool.click(spot)
            self._hovered = self._hovered if self._tool.hovers else None
            return
        link = self._link_at(at)
        if link:
            self.legend_clicked.emit(link)
            return
        found = self._overlays.findings_at(at, self._view)
        if found:
            # Of several behind one pin, another click leads to the next.
            chosen = found[0].subject == self._overlays.findings.current
            self.finding_clicked.emit(found[1 % len(found)] if chosen else found[0])
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

    def asked_about(self, at: QPointF) -> None:
        """Ask what lies at a pixel."""
        self.asked_at.emit(*self._view.to_map(at.x(), at.y()))

    def double_clicked(self, spot: Spot) -> None:
        """Zoom to the parcel."""
        parcel_id = self.parcel_at(spot.easting, spot.northing)
        if parcel_id is not None and self._tool.selects:
            self.zoom_to_parcels([parcel_id])

    def menu_wanted(self, at: QPoint) -> None:
        """Choose the parcel there, unless it is chosen, and ask for a menu; a tool in hand has none."""
        if not self._tool.selects:
            return
        parcel_id = self.parcel_at(*self._view.to_map(at.x(), at.y()))
        if parcel_id not in self._selection:
            self._select(() if parcel_id is None else (parcel_id,))
        self.menu_requested.emit(at)

    def tool_put_away(self) -> bool:
        """Take the mark off a place, else ask for the tool of choosing; False when neither is there."""
        if self._mark is not None:
            self.mark_place(None)
            return True
        if self._tool.selects:
            return False
        self.tool_left.emit()
        return True

    def _link_at(self, at: QPointF) -> str:
        return next((link for link, place in self._links.items() if place.contains(at)), "")

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
        self.strip.show_fields(self._tool.fields)
        if self._tool.outcome is not self._outcome:
            self._outcome = self._tool.outcome
            if self._outcome is None:
                self.set_foresight(None)
            self.outcome_changed.emit(self._outcome)
        self.update()

    def _refresh(self) -> None:
        self._keeper.want(
            self._coverage,
            self._view,
            labels=self._overlays.look("labels").opacity
            if self._overlays.shows("labels", self._view)
            else 0.0,
            device_pixel_ratio=self.devicePixelRatioF(),
            ground=self._ground,
            colouring=self._colouring,
        )
        self.update()

    # --- events of Qt --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the last picture, then what is live."""
        view, painter = self._view, QPainter(self)
        self._overlays.use_ratio(self.devicePixelRatioF())
        self._keeper.paint(painter, view)
        if self._coverage is None or len(self._coverage) == 0:
            paint_emptiness(painter, view)
        # While a tool is in hand its preview matters, and what it measures stands where the pins stand.
        faded = 1.0 if self._tool.selects else FADED
        self._overlays.paint_below(painter, view, faded)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._compare.paint(painter, view)
        hovered = None if self.is_dragging else self._hovered
        self._selected_layer.show(self._coverage, self._selection, hovered)
        self._selected_layer.paint(painter, view)
        self._overlays.paint_above(painter, view, faded)
        if self._mark is not None:
            paint_place_mark(painter, view, self._mark)
        if self._position is not None:
            paint_position(painter, view, self._position)
        painter.save()
        self._tool.paint(painter, view)
        if self._overlays.shows("findings", view):
            self._foreseen.paint_marks(painter, view)
        if self.pointer is not None:
            self._foreseen.paint_words(painter, self.pointer, view.width_px)
        if self._snap is not None:
            paint_snap(painter, view, self._snap)
        painter.restore()
        paint_scale_bar(painter, view)
        paint_north_arrow(painter, view)
        if not self._tool.selects:
            paint_hint(painter, view, _(self._tool.title), translate(self._tool.hint))
        self._links = (
            {} if "legend" in self._overlays.hidden else paint_legend(painter, view, self._legend_content())
        )
        painter.end()
        event.accept()

    def _legend_content(self) -> LegendContent:
        compare = self._compare.box is not None and self._view.meets(self._compare.box)
        return self._overlays.legend(
            self._view, self._keeper.colouring, self._keeper.classes, compare=compare
        )

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._hovered = self._snap = None
        self._tool.leave()
        self.update()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show what a pin stands for; draw anew on a screen of another resolution."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            found, work = self._overlays.findings_at(at, self._view), self._overlays.work_at(at, self._view)
            words = finding_words(found) if found else "" if work is None else work.text
            words = _("Show the list") if self._link_at(at) else words
            QToolTip.showText(event.globalPos(), words, self)
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._refresh()
        return super().event(event)

    def focusNextPrevChild(self, onwards: bool) -> bool:
        """Lead Tab into what the tool in hand asks for."""
        if onwards and self.hasFocus() and self.strip.isVisible():
            self.strip.take_keys()
            return True
        return super().focusNextPrevChild(onwards)

    def sizeHint(self) -> QSize:
        """Return a size that suits a small screen."""
        return QSize(800, 560)
