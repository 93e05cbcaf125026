"""What every map tool is: it hears of the pointer in map coordinates and ends in one command.

A tool reads the coverage and never the store; its preview calls the function that the command's handler
calls.
All points it sends lie on the 1 mm grid. The canvas decides between a click and a pan and does the snapping.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.i18n import Text
from landdesk.services.checking.foresight import Outcome
from landdesk.ui.map.snapping import Point, Snap, SnapKind, on_grid
from landdesk.ui.map.tools.fields import Entered, ToolField
from landdesk.ui.map.view import MapView


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the pointer is.

    Args:
        easting: Metres, as the pixel says.
        northing: Metres, as the pixel says.
        snap: Boundary point or line that it was drawn to.
    """

    easting: float
    northing: float
    snap: Snap | None = None

    @property
    def point(self) -> Point:
        """Easting and northing on the grid, snapped where something was found."""
        return self.snap.point if self.snap is not None else on_grid(self.easting, self.northing)

    @property
    def vertex(self) -> Point | None:
        """The boundary point the pointer was drawn to."""
        return self.snap.point if self.snap is not None and self.snap.kind is SnapKind.VERTEX else None

    @property
    def edge(self) -> Point | None:
        """The place on a boundary, between its points, that the pointer was drawn to."""
        return self.snap.point if self.snap is not None and self.snap.kind is not SnapKind.VERTEX else None


class MapScene(Protocol):
    """What a tool may know of the canvas."""

    @property
    def coverage(self) -> Coverage | None:
        """The parcels."""

    @property
    def selection(self) -> tuple[ObjectId, ...]:
        """The selected parcels."""

    def parcel_at(self, easting: float, northing: float) -> ObjectId | None:
        """Return the parcel at a point, the smallest where several lie over each other."""

    @property
    def lies_outside(self) -> Callable[[Point], bool]:
        """Whether a point lies outside the area that the store's system of coordinates is made for."""


class MapTool(QObject):
    """Base of all tools; by itself it does nothing and lets the map be panned.

    Signals:
        command_ready: A command to carry out.
        message: A `Text` to show once.
        changed: The preview or the hint is another one now.
    """

    command_ready = Signal(object)
    message = Signal(object)
    changed = Signal()

    code: ClassVar[str]
    """Names the tool in settings and tests."""
    title: ClassVar[str]
    """English source of the button's text."""
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor
    snaps: ClassVar[bool] = False
    """Whether the pointer is drawn to boundary points and lines."""
    needs_person: ClassVar[bool] = True
    """Whether it changes something; somebody has to be named who does."""
    hovers: bool = False
    """Whether the parcel under the pointer is outlined."""
    selects: ClassVar[bool] = False
    """Whether a click selects the parcel."""
    keys: ClassVar[frozenset[Qt.Key]] = frozenset()
    """Keys that are the tool's own while the map has the keyboard, even where the window has a use for them."""

    outcome: Callable[[Coverage], Outcome] | None = None
    """Works out on any thread what the command that is begun would do to the map, another function for another command.

    It raises RefusedError where that is nothing.
    """

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene = scene

    @property
    def hint(self) -> Text:
        """What to do next, for the status bar."""
        raise NotImplementedError

    @property
    def fields(self) -> Sequence[ToolField]:
        """What may be typed now; another one whenever `changed` is sent."""
        return ()

    def enter(self, code: str, value: Entered) -> None:
        """Hear what was typed into a field; what makes no sense is said by `message` and changes nothing."""

    def clear(self, code: str) -> None:
        """Hear that a field was emptied that may be empty."""

    def accept(self) -> None:
        """Hear that Enter was pressed in a field, after what was typed."""

    @property
    def needed_kinds(self) -> frozenset[SnapKind]:
        """What the pointer is drawn to whatever the person has set, as the tool cannot work otherwise."""
        return frozenset()

    @property
    def line(self) -> Sequence[Point]:
        """The points of a line that is being drawn."""
        return ()

    @property
    def copied(self) -> str:
        """What the usual key copies; empty for nothing."""
        return ""

    @property
    def moving_vertex(self) -> Point | None:
        """A boundary point that is being dragged and must not attract itself."""
        return None

    def press(self, spot: Spot) -> bool:  # noqa: ARG002  # for tools that drag
        """Say whether the tool takes the drag that may begin here; else it pans the map."""
        return False

    def drag(self, spot: Spot) -> None:
        """Hear where the pointer is during a drag that the tool has taken."""

    def release(self, spot: Spot) -> None:
        """Hear where the drag ends."""

    def move(self, spot: Spot) -> None:
        """Hear where the pointer is without a button."""

    def click(self, spot: Spot) -> None:
        """Hear of a click."""

    def finish(self) -> bool:
        """Complete what was begun (double click, Enter); False when there is nothing to complete."""
        return False

    def step_back(self) -> bool:
        """Take back the last point (Backspace); False when there is none."""
        return False

    def key(self, key: Qt.Key) -> None:
        """Hear of one of the tool's own `keys`."""

    def cancel(self) -> bool:
        """Drop what was begun (Esc, another tool); False when there was nothing."""
        return False

    def parcels_changed(self) -> None:
        """Hear that the coverage is another one; what was begun goes on where it still makes sense."""

    def leave(self) -> None:
        """Hear that the pointer left the map."""

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Paint the preview; the painter counts logical pixels and is antialiased."""
