"""Turns the window from the map to the overview and back; the panels around the map come back as they were."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QWidget


class OverviewTurn:
    """Knows which of the two is seen.

    Args:
        window: Whose panels they are.
        pages: Where both lie.
        panels: Around the map alone.
    """

    def __init__(self, window: QMainWindow, pages: QStackedWidget, panels: Sequence[QDockWidget]) -> None:
        self._window = window
        self._pages = pages
        self._panels = panels
        self._page: QWidget | None = None
        self._map: QWidget | None = None
        self._before = QByteArray()

    @property
    def shown(self) -> bool:
        """Whether the overview is seen."""
        return self._page is not None and self._pages.currentWidget() is self._page

    def take(self, page: QWidget) -> None:
        """Let this be the overview; what is seen now is the map."""
        self._page, self._map = page, self._pages.currentWidget()
        self._pages.addWidget(page)

    def show(self) -> None:
        """Let the overview be seen."""
        if self._page is None or self.shown:
            return
        self._before = self._window.saveState()
        for panel in self._panels:
            panel.hide()
        self._pages.setCurrentWidget(self._page)
        self._page.setFocus()

    def leave(self) -> None:
        """Let the map and its panels be seen again; nothing where they are."""
        if self._map is not None and self.shown:
            self._pages.setCurrentWidget(self._map)
            self._window.restoreState(self._before)

    def drop(self) -> None:
        """Let the overview go with its store."""
        self.leave()
        if self._page is not None:
            self._pages.removeWidget(self._page)
            self._page.deleteLater()
        self._page = self._map = None
