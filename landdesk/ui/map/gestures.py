"""What the mouse, the wheel and the keys mean on the map: pan, zoom, click, or a drag that the tool takes.

The left button pans when it is dragged and the tool does not take the drag; the middle button, and the left
one with the space bar held, always pan. A press that stays in its place is a click; with Alt it asks what lies there,
whatever tool is in hand. Shift places freely, without being drawn to boundaries. The thumb's buttons go back and
forward.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from landdesk.ui.map.tools.tool import MapTool, Spot

WHEEL_STEP = 1.25
"""Zoom factor of one notch of the wheel."""
NOTCH = 120.0
"""One notch in eighths of a degree."""
KEY_PAN = 0.15
"""Part of the window that an arrow key moves the map."""

_PANS = {
    Qt.Key.Key_Left: (KEY_PAN, 0.0),
    Qt.Key.Key_Right: (-KEY_PAN, 0.0),
    Qt.Key.Key_Up: (0.0, KEY_PAN),
    Qt.Key.Key_Down: (0.0, -KEY_PAN),
}
_STEPS = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}
_ZOOMS = {
    Qt.Key.Key_Plus: WHEEL_STEP,
    Qt.Key.Key_Equal: WHEEL_STEP,
    Qt.Key.Key_Minus: 1 / WHEEL_STEP,
    Qt.Key.Key_Underscore: 1 / WHEEL_STEP,
}


class GestureArea(QWidget):
    """A widget that knows gestures; what they do is told by the class that inherits from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pressed_at: QPointF | None = None
        self._pan_from: QPointF | None = None
        self._tool_drags = False
        self._space_held = False
        self._pointer: QPointF | None = None

    # --- what the heir tells -------------------------------------------------------------------------------

    @property
    def tool(self) -> MapTool:
        """The tool in hand."""
        raise NotImplementedError

    def spot(self, at: QPointF, *, free: bool) -> Spot:
        """Return where a pixel is on the ground, drawn to a boundary unless free."""
        raise NotImplementedError

    def pan_by(self, dx: float, dy: float) -> None:
        """Push the map by pixels to the right and down."""
        raise NotImplementedError

    def zoom_at(self, x: float, y: float, factor: float) -> None:
        """Zoom; the ground under the pixel stays where it is."""
        raise NotImplementedError

    def zoom_to_all(self) -> None:
        """Show everything."""
        raise NotImplementedError

    def step_view(self, by: int) -> bool:
        """Go back to the view before, or forward again."""
        raise NotImplementedError

    def pointed(self, at: QPointF, spot: Spot) -> None:
        """Follow the pointer."""
        raise NotImplementedError

    def asked_about(self, at: QPointF) -> None:
        """Hear that a person wants to know what lies at a pixel."""
        raise NotImplementedError

    def clicked(self, at: QPointF, spot: Spot, modifiers: Qt.KeyboardModifier) -> None:
        """Select, or hand the click to the tool."""
        raise NotImplementedError

    def double_clicked(self, spot: Spot) -> None:
        """Hear of a double click that the tool has no use for."""
        raise NotImplementedError

    def menu_wanted(self, at: QPoint) -> None:
        """Hear of the right button, or the menu key."""
        raise NotImplementedError

    def tool_put_away(self) -> bool:
        """Put the tool away, if it is one that can be; False when there was none."""
        raise NotImplementedError

    # --- what the heir gets --------------------------------------------------------------------------------

    @property
    def pointer(self) -> QPointF | None:
        """The pixel that the pointer was at last; None while it never was on the map."""
        return self._pointer

    @property
    def is_dragging(self) -> bool:
        """Whether a pan or a drag of the tool is under way."""
        return self._pan_from is not None or self._tool_drags

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle."""
        self.zoom_at(self.width() / 2, self.height() / 2, factor)

    def forget_gesture(self) -> None:
        """Drop what was begun: another tool was taken, or the keyboard is elsewhere."""
        self._space_held = False
        self._pressed_at = self._pan_from = None
        if self._tool_drags:
            self._tool_drags = False
            self.tool.cancel()
        self.show_cursor()

    def show_cursor(self) -> None:
        """Show the pointer of the tool, or a hand while the map is panned."""
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor if self._space_held else self.tool.cursor)

    # --- events of Qt --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep the tool's own keys from the shortcuts of the window."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and event.key() in self.tool.keys
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a pan, a drag of the tool or what may become a click."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pointer = event.position()
        if event.button() in _STEPS:
            self.step_view(_STEPS[event.button()])
        elif event.button() == Qt.MouseButton.MiddleButton or (is_left and self._space_held):
            self._pan_from = event.position()
            self.show_cursor()
        elif is_left and not _asks(event) and self.tool.press(self._spot(event)):
            self._tool_drags = True
        elif is_left:
            self._pressed_at = event.position()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what was begun, or tell where the pointer is."""
        at = self._pointer = event.position()
        if self._pressed_at is not None:
            way = at - self._pressed_at
            if way.manhattanLength() >= QGuiApplication.styleHints().startDragDistance():
                self._pan_from, self._pressed_at = self._pressed_at, None
                self.show_cursor()
        if self._pan_from is not None:
            # Whole pixels: the picture is then moved and not drawn anew.
            dx, dy = round(at.x() - self._pan_from.x()), round(at.y() - self._pan_from.y())
            self._pan_from += QPointF(dx, dy)
            self.pan_by(dx, dy)
            return
        spot = self._spot(event)
        if self._tool_drags:
            self.tool.drag(spot)
        self.pointed(at, spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was begun."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self._pan_from is not None:
            self._pan_from = None
            self.show_cursor()
        elif is_left and self._tool_drags:
            self._tool_drags = False
            self.tool.release(self._spot(event))
        elif is_left and self._pressed_at is not None:
            # A click is where the button went down; a hand shakes less than a drag needs.
            at, self._pressed_at = self._pressed_at, None
            if _asks(event):
                self.asked_about(at)
            else:
                self.clicked(at, self._spot(event, at), event.modifiers())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Complete what the tool has begun, else zoom in."""
        if event.button() in _STEPS:
            # The second of two quick presses.
            self.step_view(_STEPS[event.button()])
        elif event.button() == Qt.MouseButton.LeftButton and not self.tool.finish():
            self.double_clicked(self._spot(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is there; with the keyboard, of the middle."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        at = event.pos() if by_mouse else self.rect().center()
        self._pointer = QPointF(at)
        self.menu_wanted(at)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        at = event.position()
        self.zoom_at(at.x(), at.y(), WHEEL_STEP ** (event.angleDelta().y() / NOTCH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, zoom, or tell the tool; what means nothing here goes on to the window."""
        key = Qt.Key(event.key())
        if key in _PANS:
            across, down = _PANS[key]
            self.pan_by(round(across * self.width()), round(down * self.height()))
        elif key in _ZOOMS:
            self.zoom_by(_ZOOMS[key])
        elif event.matches(QKeySequence.StandardKey.Copy) and self.tool.copied:
            QGuiApplication.clipboard().setText(self.tool.copied)
        elif key == Qt.Key.Key_Home:
            self.zoom_to_all()
        elif key == Qt.Key.Key_Space:
            self._space_held = True
            self.show_cursor()
        elif not self._tell_tool(key):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the hand with the space bar."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self.show_cursor()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Drop what was begun: releases may go elsewhere now."""
        self.forget_gesture()
        super().focusOutEvent(event)

    def _tell_tool(self, key: Qt.Key) -> bool:
        """Hand a key to the tool; False when the tool has no use for it."""
        if key == Qt.Key.Key_Escape:
            self._tool_drags = False
            return self.tool.cancel() or self.tool_put_away()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.tool.finish()
        if key in self.tool.keys:
            self.tool.key(key)
            return True
        return key == Qt.Key.Key_Backspace and self.tool.step_back()

    def _spot(self, event: QMouseEvent, at: QPointF | None = None) -> Spot:
        free = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return self.spot(event.position() if at is None else at, free=free)


def _asks(event: QMouseEvent) -> bool:
    """Say whether a press or release of the left button asks what lies there."""
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
