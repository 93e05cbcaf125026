"""A chart in the window: as wide as there is room, parts chosen by mouse and keys."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from landdesk.ui import theme
from landdesk.ui.charts.chart import Chart, Part


class ChartView(QWidget):
    """Shows a chart.

    Signals:
        chosen(str): Code of the part that was pressed, or chosen by Enter.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._current = 0
        self._over: Part | None = None
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    def show_chart(self, chart: Chart) -> None:
        """Show a chart in the place of the one before."""
        self._chart = chart
        self._over = None
        count = len(chart.parts())
        self._current = min(self._current, max(count - 1, 0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if count else Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(bool(count))
        self.setAccessibleDescription(chart.spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that it likes."""
        return QSize(320, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size in which it is read."""
        return QSize(220, self.heightForWidth(max(self.width(), 220)))

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return 0 if self._chart is None else round(self._chart.height(width) + 0.5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where words wrap at another place."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart, and which part has the keys or the mouse."""
        del event
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self._over
        if marked is None and self.hasFocus() and self._chart.parts():
            marked = self._chart.parts()[self._current]
        if marked is not None:
            painter.fillRect(self._chart.box_of(marked, self.width()), QColor(theme.ACCENT_SOFT))
        self._chart.paint(painter, QRectF(self.rect()))
        if self.hasFocus() and marked is not None:
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._chart.box_of(marked, self.width()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the part under the mouse."""
        self._mark(self._part_at(event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        super().leaveEvent(event)
        self._mark(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the part under the mouse."""
        part = self._part_at(event.position().x(), event.position().y())
        if part is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(part.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from part to part, and choose."""
        parts = () if self._chart is None else self._chart.parts()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if parts and key in steps:
            self._current = min(max(self._current + steps[key], 0), len(parts) - 1)
            self.update()
        elif parts and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(parts[self._current].code)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which part has the keys."""
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell more of the part under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            part = self._any_part_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), "" if part is None else part.note, self)
            return True
        return super().event(event)

    def _mark(self, part: Part | None) -> None:
        if part is not self._over:
            self._over = part
            self.setCursor(Qt.CursorShape.ArrowCursor if part is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def _part_at(self, x: float, y: float) -> Part | None:
        part = self._any_part_at(x, y)
        return part if self._chart is not None and part in self._chart.parts() else None

    def _any_part_at(self, x: float, y: float) -> Part | None:
        return None if self._chart is None else self._chart.part_at(x, y, self.width())
