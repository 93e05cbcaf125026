"""Join near nodes of a parcel, or of a box between two clicks; each is shown with how far it goes before that."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from landdesk.domain.commands import JoinNodes
from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.joining import DEFAULT_TOLERANCE_M, Joined, join_nodes
from landdesk.i18n import N_, Text, _, format_number
from landdesk.ui import theme
from landdesk.ui.map.snapping import Point
from landdesk.ui.map.tools.boundary_preview import BoundaryTool, Shapes
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.preview import paint_line, paint_point, paint_words
from landdesk.ui.map.tools.tool import MapScene, Spot
from landdesk.ui.map.view import MapView

PARCEL: Final = "parcel"
BOX: Final = "box"
ABOVE_PX: Final = 14
"""How far above a node its distance is written."""
APART_PX: Final = 40
"""Distances nearer to each other than this would cover each other."""


class JoinTool(BoundaryTool):
    """Click a parcel, or two corners of a box; Enter joins what is shown."""

    code = "join_nodes"
    title = N_("Join nodes")
    snaps = False

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._where = PARCEL
        self._tolerance_m = DEFAULT_TOLERANCE_M
        self._parcel: ObjectId | None = None
        self._corners: list[Point] = []
        self._pointer: Point | None = None
        self._done: Joined | None = None

    @property
    def hint(self) -> Text:
        """What to do next, and what was found."""
        if self.refusal is not None:
            return self.refusal
        if self._done is not None:
            farthest_m = max((one.distance_m for one in self._done.joins), default=0.0)
            return Text(
                N_(
                    "{joined} points to join, by {farthest:.3f} m at most; {added} missing ones to add. Enter does it."
                ),
                {"joined": len(self._done.joins), "farthest": farthest_m, "added": len(self._done.added)},
            )
        if self._where == PARCEL:
            return Text(N_("Click a parcel to see which of its boundary points lie near others."))
        if not self._corners:
            return Text(N_("Click a corner of the box in which near points are joined."))
        return Text(N_("Click the opposite corner of the box; Esc drops it."))

    @property
    def fields(self) -> Sequence[ToolField]:
        """How far and where."""
        places = ((PARCEL, N_("At a parcel")), (BOX, N_("In a box")))
        return (
            ToolField(
                "tolerance",
                N_("Distance at most"),
                FieldKind.NUMBER,
                self._tolerance_m,
                unit="m",
                decimals=3,
            ),
            ToolField("where", N_("Where points are joined"), FieldKind.CHOICE, self._where, choices=places),
        )

    def enter(self, code: str, value: Entered) -> None:
        """Take another distance, or another place to look at."""
        if code == "tolerance" and not isinstance(value, str):
            self._tolerance_m = float(value)
            self._preview()
        elif code == "where" and value in (PARCEL, BOX):
            self.cancel()
            self._where = str(value)
            self.changed.emit()

    def move(self, spot: Spot) -> None:
        """Show the box to here."""
        if len(self._corners) == 1:
            self._pointer = (spot.easting, spot.northing)
            self.changed.emit()

    def click(self, spot: Spot) -> None:
        """Choose the parcel, or a corner of the box, and show what would be joined."""
        if self._where == PARCEL:
            self._parcel = self.scene.parcel_at(spot.easting, spot.northing)
        else:
            self._corners = [
                *(self._corners if len(self._corners) < 2 else ()),
                (spot.easting, spot.northing),
            ]
        self._pointer = None
        self._preview()

    def finish(self) -> bool:
        """Ask for what is shown."""
        if self.refusal is not None:
            self.message.emit(self.refusal)
            return True
        if self._done is None:
            return False
        command = JoinNodes(self._tolerance_m, self._parcel, self._box())
        self.cancel()
        self.command_ready.emit(command)
        return True

    def cancel(self) -> bool:
        """Forget the place."""
        had_any = self._parcel is not None or bool(self._corners)
        self._parcel, self._corners, self._pointer, self._done = None, [], None, None
        self.forget()
        return had_any

    def parcels_changed(self) -> None:
        """Look anew at the same place."""
        self._preview()

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the box, the parcels that change and each node with how far it goes."""
        corners = [*self._corners, *([self._pointer] if self._pointer is not None else [])]
        if len(corners) == 2:
            start, end = (QPointF(*view.to_screen(*corner)) for corner in corners)
            painter.setPen(QPen(QColor(theme.PREVIEW), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(start, end).normalized())
        if self._done is None:
            return
        self.paint_outcome(painter, view)
        written: list[QPointF] = []
        for one in self._done.joins:
            paint_line(painter, view, [one.at, one.to])
            at = QPointF(*view.to_screen(*one.to)) - QPointF(0, ABOVE_PX)
            # The farthest come first: of those that lie close together it is the one written.
            if all((at - other).manhattanLength() > APART_PX for other in written):
                written.append(at)
                words = _("{distance} m").format(distance=format_number(round(one.distance_m, 3)))
                paint_words(painter, view, view.to_map(at.x(), at.y()), words)
        for node in self._done.added:
            paint_point(painter, QPointF(*view.to_screen(*node)))

    def _box(self) -> Box | None:
        if len(self._corners) < 2:
            return None
        (e0, n0), (e1, n1) = self._corners
        return min(e0, e1), min(n0, n1), max(e0, e1), max(n0, n1)

    def _preview(self) -> None:
        self._done = None
        if self._parcel is None and self._box() is None:
            self.forget()
        else:
            self.try_out(self._joined)

    def _joined(self, coverage: Coverage) -> Shapes:
        shapes, done = join_nodes(coverage, self._tolerance_m, self._parcel, self._box())
        self._done = done
        return shapes
