"""The scans of the form: chosen, and looked at on a reading thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from landdesk.i18n import N_, _
from landdesk.services.entry.form import ScanForm
from landdesk.services.importing.scans import look_at_scan
from landdesk.ui.dialogs.choose_file import choose_files
from landdesk.ui.entry.page import EntryPage
from landdesk.ui.entry.scan_drawer import ScanDrawer
from landdesk.ui.open_store import OpenStore

SCAN_FILES: Final = (N_("Scans"), "*.pdf *.jpg *.jpeg *.png *.tif *.tiff")


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
        self._drawer = ScanDrawer(store, page.scan)
        self._found: dict[Path, ScanForm] = {}
        self._looking = 0

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
        self._drawer.do(code)

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
            self._drawer.fail(error)

        self._looking += 1
        self._store.compute(lambda _progress: look_at_scan(path), take, fail)

    def clear(self) -> None:
        """Let no file belong to the form."""
        self._found.clear()
        self._drawer.clear(_("Press F9 to put the scan of the certificate beside the form."))

    def _take(self, path: Path, scan: ScanForm) -> None:
        if not isValid(self._page):
            return
        self._found[path] = scan
        if not self._drawer.is_showing or scan.kind == "1":
            self._page.show_side(self._page.scan)
            self._drawer.show(path, path.name, scan.pages or 1)
        self.changed.emit()
