"""Placing a scanned sheet by control points: click on the picture, type the coordinates, see what each is off."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.placing import Fit, fit_plane, read_metres
from landdesk.i18n import N_, _, format_number, translate
from landdesk.ui import theme
from landdesk.ui.fonts import font
from landdesk.ui.panels.sections import words

SIZE_PX: Final = (1180, 720)
_COLUMNS: Final = (N_("Point"), N_("X (north)"), N_("Y (east)"), N_("Off, m"))
_NUMBER, _NORTH, _EAST, _OFF = range(4)
_MARK_PX: Final = 9
_ZOOMS: Final = (0.1, 0.15, 0.25, 0.35, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0)

Point = tuple[float, float]


class SheetView(QWidget):
    """The picture with the points on it.

    Signals:
        clicked(object): Column and row of the picture.
    """

    clicked = Signal(object)

    def __init__(self, picture: QImage) -> None:
        super().__init__()
        self._picture = QPixmap.fromImage(picture)
        self.points: Sequence[Point] = ()
        self.zoom = 1.0
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.set_zoom(1.0)

    def set_zoom(self, zoom: float) -> None:
        """Show the picture so many times as large."""
        self.zoom = zoom
        self.setFixedSize(QSize(round(self._picture.width() * zoom), round(self._picture.height() * zoom)))
        self.update()

    def show_points(self, points: Sequence[Point]) -> None:
        """Mark these points."""
        self.points = tuple(points)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the place of a click with the left button."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self.clicked.emit((at.x() / self.zoom, at.y() / self.zoom))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that is seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(self.zoom, self.zoom)
        painter.drawPixmap(0, 0, self._picture)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(13))
        for number, (column, row) in enumerate(self.points, 1):
            middle = QPointF(column * self.zoom, row * self.zoom)
            for pen in (
                QPen(theme.colour(theme.SURFACE, 0.9), 4.0),
                QPen(theme.colour(theme.ERROR, 1.0), 1.6),
            ):
                painter.setPen(pen)
                painter.drawLine(middle - QPointF(_MARK_PX, 0), middle + QPointF(_MARK_PX, 0))
                painter.drawLine(middle - QPointF(0, _MARK_PX), middle + QPointF(0, _MARK_PX))
            painter.drawText(middle + QPointF(_MARK_PX, -_MARK_PX / 2), str(number))
        painter.end()
        event.accept()


class PlaceDialog(QDialog):
    """Asks for the points and shows how well they agree.

    Args:
        path: The picture.
        picture: Its pixels, maybe smaller than the file's.
        scale: Pixels of the file to one of ``picture``.
        placed: Gets the six numbers that take pixels of the file to the ground.
    """

    def __init__(
        self,
        path: Path,
        picture: QImage,
        scale: float,
        placed: Callable[[tuple[float, ...]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("Place {name} by control points").format(name=path.name))
        self._scale, self._placed = scale, placed
        self.fit: Fit | None = None
        self.sheet = SheetView(picture)
        self.sheet.clicked.connect(self._add)
        self.area = QScrollArea()
        self.area.setWidget(self.sheet)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setHorizontalHeaderLabels([_(title) for title in _COLUMNS])
        self.table.verticalHeader().hide()
        self.table.setMinimumWidth(400)
        self.table.setColumnWidth(_NUMBER, 60)
        self.table.setColumnWidth(_NORTH, 125)
        self.table.setColumnWidth(_EAST, 115)
        self.table.cellChanged.connect(lambda _row, _column: self._work_out())
        self.said = words("")
        self.remove = QPushButton(_("Remove point"))
        self.remove.clicked.connect(self._remove)
        self.nearer, self.farther = QPushButton(_("Larger")), QPushButton(_("Smaller"))
        self.nearer.clicked.connect(lambda: self._zoom(1))
        self.farther.clicked.connect(lambda: self._zoom(-1))
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(_("Lay below the parcels"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._hand_over)
        self._arrange()
        self.resize(*SIZE_PX)
        self._zoom_to_width(picture.width())
        self._work_out()

    def _arrange(self) -> None:
        zooming = QHBoxLayout()
        for button in (self.nearer, self.farther, self.remove):
            button.setAutoDefault(False)
            zooming.addWidget(button)
        zooming.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(
            words(_("Click on a point whose coordinates are known, such as a corner of the frame."))
        )
        right.addWidget(self.table, 1)
        right.addLayout(zooming)
        right.addWidget(self.said)
        right.addWidget(self.buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addWidget(self.area, 1)
        layout.addLayout(right)

    @property
    def points(self) -> list[Point]:
        """Column and row of each point, pixels of the picture that is shown."""
        return [
            self._cell(row, _NUMBER).data(Qt.ItemDataRole.UserRole) for row in range(self.table.rowCount())
        ]

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        cell = self.table.item(row, column)
        if cell is None:
            message = f"no cell {row}, {column}"
            raise LookupError(message)
        return cell

    def _add(self, point: Point) -> None:
        row = self.table.rowCount()
        with QSignalBlocker(self.table):
            self.table.insertRow(row)
            for column in range(len(_COLUMNS)):
                item = QTableWidgetItem()
                if column in (_NUMBER, _OFF):
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
            self._cell(row, _NUMBER).setData(Qt.ItemDataRole.UserRole, point)
        self._work_out()
        self.table.setCurrentCell(row, _NORTH)
        self.table.editItem(self._cell(row, _NORTH))

    def _remove(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
            self._work_out()

    def _work_out(self) -> None:
        """Fit the points that are complete and say how far each is off."""
        points, complete = self.points, []
        for row in range(self.table.rowCount()):
            north, east = (read_metres(self._cell(row, column).text()) for column in (_NORTH, _EAST))
            if north is not None and east is not None:
                complete.append((row, (east, north)))
        self.fit, trouble = None, ""
        try:
            self.fit = fit_plane(
                [points[row] for row, _ground in complete], [ground for _row, ground in complete]
            )
        except InvalidInputError as error:
            trouble = " ".join(translate(part) for part in (error.what, error.remedy) if part is not None)
        with QSignalBlocker(self.table):
            for row in range(self.table.rowCount()):
                self._cell(row, _NUMBER).setText(str(row + 1))
                self._cell(row, _OFF).setText("")
            if self.fit is not None:
                for (row, _ground), distance in zip(complete, self.fit.distances.tolist(), strict=True):
                    self._cell(row, _OFF).setText(format_number(distance, 2))
        self.sheet.show_points(points)
        self.ok.setEnabled(self.fit is not None)
        self.remove.setEnabled(bool(points))
        self.said.setText(trouble or self._verdict())

    def _verdict(self) -> str:
        if self.fit is None or self.fit.mean_error_m is None:
            return _("With these points nothing is left over that would show a mistake; more points would.")
        return _("Mean error of a coordinate: {error} m").format(
            error=format_number(self.fit.mean_error_m, 2)
        )

    def _hand_over(self) -> None:
        if self.fit is not None:
            matrix = self.fit.matrix.copy()
            matrix[:, :2] /= self._scale
            self._placed(tuple(matrix.ravel().tolist()))

    def _zoom(self, by: int) -> None:
        nearest = min(range(len(_ZOOMS)), key=lambda at: abs(_ZOOMS[at] - self.sheet.zoom))
        room = self.area.viewport().rect().center()
        middle = self.sheet.mapFrom(self.area.viewport(), room)
        column, row = middle.x() / self.sheet.zoom, middle.y() / self.sheet.zoom
        self.sheet.set_zoom(_ZOOMS[min(max(nearest + by, 0), len(_ZOOMS) - 1)])
        self.area.horizontalScrollBar().setValue(round(column * self.sheet.zoom) - room.x())
        self.area.verticalScrollBar().setValue(round(row * self.sheet.zoom) - room.y())

    def _zoom_to_width(self, width_px: int) -> None:
        room = SIZE_PX[0] - 480
        self.sheet.set_zoom(max((one for one in _ZOOMS if one * width_px <= room), default=_ZOOMS[0]))
