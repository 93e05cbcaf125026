"""The scans of the form: chosen, looked at and drawn on a reading thread; only the newest wish is shown."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _
from landdesk.services.entry.form import ScanForm
from landdesk.services.importing.scans import PagePicture, draw_page, look_at_scan
from landdesk.ui.dialogs.choose_file import choose_files
from landdesk.ui.entry.page import EntryPage
from landdesk.ui.entry.scan_view import STEP
from landdesk.ui.messages import error_lines
from landdesk.ui.open_store import OpenStore

SCAN_FILES: Final = (N_("Scans"), "*.pdf *.jpg *.jpeg *.png *.tif *.tiff")
DRAW_AFTER_MS: Final = 60


class ScanDesk(QObject):
    """Holds them.

    Signals:
        changed(): Other scans belong to the form.
    """

    changed = Signal()

    def __init__(self, store: OpenStore, page: EntryPage) -> None:
        super().__init__(page)
        self._store = store
        self._page = page
        self._view = page.scan
        self._shown: Path | None = None
        self._found: dict[Path, ScanForm] = {}
        self._asked = 0
        self._looking = 0
        self._draw = QTimer(self)
        self._draw.setSingleShot(True)
        self._draw.setInterval(DRAW_AFTER_MS)
        self._draw.timeout.connect(self._ask)
        self._view.picture_wanted.connect(self._draw.start)

    @property
    def forms(self) -> tuple[ScanForm, ...]:
        """The scans of the form."""
        return tuple(self._found.values())

    @property
    def is_looking(self) -> bool:
        """Whether a chosen file is still being looked at: it belongs to the form, and its hash is not known yet."""
        return self._looking > 0

    @property
    def files(self) -> dict[Path, ScanForm]:
        """The same by their files."""
        return dict(self._found)

    @property
    def paths(self) -> list[str]:
        """Where their files are."""
        return [str(one) for one in self._found]

    def choose(self) -> None:
        """Ask for the files."""
        choose_files(self._page, _("Scans of the certificate"), SCAN_FILES, self.show)

    def do(self, code: str) -> None:
        """Do what a key stands for."""
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

    def show(self, paths: Sequence[Path]) -> None:
        """Let these files belong to the form, and show the first new one."""
        for path in paths:
            self._look_at(path)

    def _look_at(self, path: Path) -> None:
        def take(scan: ScanForm) -> None:
            self._looking -= 1
            self._take(path, scan)

        def fail(error: BaseException) -> None:
            self._looking -= 1
            self._fail(error)

        self._looking += 1
        self._store.compute(lambda _progress: look_at_scan(path), take, fail)

    def clear(self) -> None:
        """Let no file belong to the form."""
        self._found.clear()
        self._shown = None
        self._asked += 1
        self._view.show_nothing(_("Press F9 to put the scan of the certificate beside the form."))

    def _take(self, path: Path, scan: ScanForm) -> None:
        if not isValid(self._page):
            return
        self._found[path] = scan
        if self._shown is None or scan.kind == "1":
            self._shown = path
            self._page.show_side(self._view)
            self._view.show_scan(path.name, scan.pages or 1)
        self.changed.emit()

    def _ask(self) -> None:
        path, view = self._shown, self._view
        if path is None:
            return
        self._asked += 1
        number, page, longest, turns = self._asked, view.page, view.wanted_px, view.quarter_turns

        def show(picture: PagePicture) -> None:
            if number == self._asked and isValid(self._page):
                view.show_picture(picture)

        self._store.compute(lambda _progress: draw_page(path, page, longest, turns), show, self._fail)

    def _fail(self, error: BaseException) -> None:
        if not isValid(self._page):
            return
        if isinstance(error, LandDeskError):
            self._view.show_nothing(" ".join(error_lines(error)))
        elif isinstance(error, OSError):
            self._view.show_nothing(_("The scan cannot be read any more; choose it again."))
        else:
            self._store.tasks.error_left_over.emit(error)
