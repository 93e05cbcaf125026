"""What stands at the right of the map: the panel of what is chosen, or the page of one parcel in its place."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class ParcelArea(QStackedWidget):
    """Panel and page, one of which is seen.

    Signals:
        page_turned(bool): The page is shown, or the panel again.
    """

    page_turned = Signal(bool)

    def __init__(self, panel: QWidget, page: QWidget) -> None:
        super().__init__()
        self._panel = panel
        self._page = page
        self.addWidget(panel)
        self.addWidget(page)

    @property
    def shows_page(self) -> bool:
        """Whether the page is seen."""
        return self.currentWidget() is self._page

    def turn(self, *, to_page: bool) -> None:
        """Show page or panel."""
        if to_page != self.shows_page:
            self.setCurrentIndex(int(to_page))
            self.page_turned.emit(to_page)

    def minimumSizeHint(self) -> QSize:
        """Return that of the panel: the page gets room when it opens, and must not keep it when it goes."""
        return self._panel.minimumSizeHint()
