"""Counts the overview beside the window while somebody looks at it; what changes meanwhile is counted a bit later."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from landdesk.app.application import Update
from landdesk.app.reporting import Reporting, places_in_words
from landdesk.app.worklists import Worklists
from landdesk.i18n import _
from landdesk.services.reporting.overview import Overview
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.overview_cards import Card, Tile, make_cards, tiles
from landdesk.ui.panels.overview_page import OverviewPage

WAIT_MS: Final = 1_200
"""Acts follow each other: it is counted once when they rest."""


class OverviewPresenter(QObject):
    """Keeps the page in step with the record while it is seen.

    Args:
        page: Where it is shown.
        store: The open store.
        worklists: Its worklists, which keep what records lack.
    """

    def __init__(self, page: OverviewPage, store: OpenStore, worklists: Worklists) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self.reporting = Reporting(store.app, worklists)
        self._stale = True
        self._counting = False
        self.shown: tuple[list[Tile], list[list[Card]]] | None = None
        """What is seen, for paper; None before the first count."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._count)
        page.shown.connect(self._count)
        page.show_place(places_in_words(store.app.info.communes))
        store.followed.connect(self._follow)
        store.findings_changed.connect(self._wait)

    def _follow(self, update: Update) -> None:
        if update.entries or update.parcels is None:
            self._wait()

    def _wait(self) -> None:
        self._stale = True
        if self._page.isVisible():
            self._timer.start(WAIT_MS)

    def _count(self) -> None:
        """Count where something has changed, nothing is being counted and somebody looks."""
        if not self._stale or self._counting or not self._page.isVisible():
            return
        self._stale, self._counting = False, True
        self._timer.stop()
        self._store.compute(lambda _progress: self.reporting.overview(), self._show, self._fail)

    def _show(self, overview: Overview) -> None:
        self._counting = False
        self.shown = tiles(overview), make_cards(overview, lists_in_use())
        self._page.show_cards(*self.shown)
        if self._stale:
            self._wait()

    def _fail(self, error: BaseException) -> None:
        self._counting, self._stale = False, True
        self._page.show_state(_("The overview could not be counted."))
        self._store.tasks.error_left_over.emit(error)
