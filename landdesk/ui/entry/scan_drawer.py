"""Draws the pages of one scan for a view on a reading thread; only the newest wish is shown."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import _
from landdesk.services.importing.scans import PagePicture, ScanSource, draw_page
from landdesk.ui.entry.scan_view import STEP, ScanView
from landdesk.ui.messages import error_lines
from landdesk.ui.open_store import OpenStore

DRAW_AFTER_MS: Final = 60


class ScanDrawer(QObject):
    """Works for one view."""

    def __init__(self, store: OpenStore, view: ScanView) -> None:
        super().__init__(view)
        self._store = store
        self._view = view
        self._source: ScanSource | None = None
        self._asked = 0
        self._draw = QTimer(self)
        self._draw.setSingleShot(True)
        self._draw.setInterval(DRAW_AFTER_MS)
        self._draw.timeout.connect(self._ask)
        view.picture_wanted.connect(self._draw.start)

    @property
    def is_showing(self) -> bool:
        """Whether there is a scan."""
        return self._source is not None

    def show(self, source: ScanSource, name: str, pages: int) -> None:
        """Show the first page of a scan."""
        self._source = source
        self._view.show_scan(name, pages)

    def clear(self, words: str) -> None:
        """Show no scan, and say why."""
        self._source = None
        self._asked += 1
        self._view.show_nothing(words)

    def do(self, code: str) -> None:
        """Do what a key stands for: turn pages, zoom, turn and move the paper."""
        view = self._view
        calls: dict[str, Callable[[], None]] = {
            "next_page": partial(view.turn_page, 1),
            "page_before": partial(view.turn_page, -1),
            "zoom_in": partial(view.zoom_by, STEP),
            "zoom_out": partial(view.zoom_by, 1 / STEP),
            "turn": view.turn,
            "up": partial(view.move_by, 0, -1),
            "down": partial(view.move_by, 0, 1),
            "left": partial(view.move_by, -1, 0),
            "right": partial(view.move_by, 1, 0),
        }
        calls[code]()

    def fail(self, error: BaseException) -> None:
        """Say in the place of the scan why it cannot be shown."""
        if not isValid(self._view):
            return
        if isinstance(error, LandDeskError):
            self._view.show_nothing(" ".join(error_lines(error)))
        elif isinstance(error, OSError):
            self._view.show_nothing(_("The scan cannot be read any more; choose it again."))
        else:
            self._store.tasks.error_left_over.emit(error)

    def _ask(self) -> None:
        source, view = self._source, self._view
        if source is None:
            return
        self._asked += 1
        number, page, longest, turns = self._asked, view.page, view.wanted_px, view.quarter_turns

        def show(picture: PagePicture) -> None:
            if number == self._asked and isValid(view):
                view.show_picture(picture)

        self._store.compute(lambda _progress: draw_page(source, page, longest, turns), show, self.fail)
