"""The scan beside the form: one page as a picture, turned, zoomed and moved by keys; drawn by others."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from landdesk.i18n import _
from landdesk.services.importing.scans import PagePicture
from landdesk.ui.panels.sections import words

STEP: Final = 1.25
LARGEST_ZOOM: Final = 6.0
MOVE_PX: Final = 80
BAR_PX: Final = 12


class ScanView(QWidget):
    """Shows a page.

    Signals:
        picture_wanted(): Another page, size or turn is to be drawn.
    """

    picture_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page = 0
        self.pages = 0
        self.zoom = 1.0
        self.quarter_turns = 0
        self.name = ""
        self.caption = words("", name="soft")
        self.paper = QLabel()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea()
        self.area.setWidget(self.paper)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(_("Scan"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.caption)
        layout.addWidget(self.area, 1)
        self.show_nothing(_("Press F9 to put the scan of the certificate beside the form."))

    @property
    def wanted_px(self) -> int:
        """Width of the picture that is wanted: that of the view, as often as it is zoomed."""
        return round((self.area.viewport().width() - BAR_PX) * self.zoom * self.devicePixelRatioF())

    def show_scan(self, name: str, pages: int) -> None:
        """Begin with the first page of another scan."""
        self.name, self.pages = name, pages
        self.page, self.zoom, self.quarter_turns = 0, 1.0, 0
        self._tell()

    def show_picture(self, picture: PagePicture) -> None:
        """Show what was drawn."""
        image = QImage(
            picture.rgb, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888
        )
        # A copy: the bytes are gone when this returns.
        pixmap = QPixmap.fromImage(image.copy())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.paper.setPixmap(pixmap)

    def show_nothing(self, text: str) -> None:
        """Say why there is no scan."""
        self.pages = 0
        self.paper.setPixmap(QPixmap())
        self.paper.setText("")
        self.caption.setText(text)

    def turn_page(self, by: int) -> None:
        """Go so many pages on, within the scan."""
        wanted = min(max(self.page + by, 0), self.pages - 1)
        if self.pages and wanted != self.page:
            self.page = wanted
            self._tell()

    def zoom_by(self, factor: float) -> None:
        """Draw it larger or smaller."""
        wanted = min(max(self.zoom * factor, 1.0), LARGEST_ZOOM)
        if self.pages and wanted != self.zoom:
            self.zoom = wanted
            self._tell()

    def turn(self) -> None:
        """Turn it a quarter to the right."""
        if self.pages:
            self.quarter_turns = (self.quarter_turns + 1) % 4
            self._tell()

    def move_by(self, right: int, down: int) -> None:
        """Move the paper below its window."""
        for bar, by in ((self.area.horizontalScrollBar(), right), (self.area.verticalScrollBar(), down)):
            bar.setValue(bar.value() + by * MOVE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of the new size."""
        super().resizeEvent(event)
        if self.pages:
            self.picture_wanted.emit()

    def _tell(self) -> None:
        place = _("page {page} of {pages}").format(page=self.page + 1, pages=self.pages)
        self.caption.setText(f"{self.name} · {place} · {round(self.zoom * 100)} %")
        self.picture_wanted.emit()
