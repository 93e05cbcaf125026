"""Looks up pasted lists in the open store, and writes what was found."""

from collections.abc import Sequence
from pathlib import Path

from shiboken6 import isValid

from landdesk.app.leaving import refuse_taken_name
from landdesk.app.lookup import looked_up, write_lookup
from landdesk.domain.errors import LandDeskError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _
from landdesk.services.lookup import LookedUp
from landdesk.ui.desk import Desk
from landdesk.ui.dialogs.lookup_dialog import LookupDialog
from landdesk.ui.open_store import OpenStore


class LookingUp:
    """Does it for one open store; one dialog at a time, beside the map.

    Args:
        desk: The desk, its store open.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store: OpenStore = desk.store
        self.dialog = LookupDialog(self._store.app.store.path.with_name(_("looked-up.csv")), desk.window)
        self.dialog.wanted.connect(self._look_up)
        self.dialog.parcel_wanted.connect(self._show)
        self.dialog.export_wanted.connect(self._write)
        desk.closing.connect(self.dialog.close)

    def open(self) -> None:
        """Show the dialog, or bring it to the front."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _look_up(self, text: str) -> None:
        app = self._store.app

        def show(rows: list[LookedUp]) -> None:
            if isValid(self.dialog):
                self.dialog.show_rows(rows, app.codelists)

        def fail(error: BaseException) -> None:
            if isValid(self.dialog) and isinstance(error, LandDeskError):
                self.dialog.show_error(error)
            else:
                self._desk.show_failure(error)

        title = Text(N_("Looking up"))
        self._store.compute(lambda _progress: looked_up(app, text), show, fail, title=title)

    def _show(self, row: LookedUp) -> None:
        if row.parcel is not None and self._store.coverage.index_of(row.parcel.id) is not None:
            self._store.selection.choose((row.parcel.id,))
            self._store.show_parcel(row.parcel.id)

    def _write(self, rows: Sequence[LookedUp], path: Path) -> None:
        app = self._store.app

        def work(_progress: Progress) -> int:
            refuse_taken_name(path)
            return write_lookup(app, rows, path)

        def tell(_count: int) -> None:
            self._store.noted.emit(_("Written: {path}").format(path=path))

        self._store.change(work, tell, self._desk.show_failure, title=Text(N_("Writing the table")))
