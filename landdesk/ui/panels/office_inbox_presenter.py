"""Reads the inbox and keeps it in step with the store."""

from landdesk.app.application import Update
from landdesk.services.office.inbox import inbox
from landdesk.store.reader import Reader
from landdesk.ui.models.office_rows import ListedPackage
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.office_inbox_panel import InboxPanel
from landdesk.ui.tasks import Job


class InboxPresenter:
    """Keeps the inbox in step."""

    def __init__(self, panel: InboxPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._job: Job[list[ListedPackage]] | None = None
        store.updated.connect(self._follow)
        self._load()

    def _follow(self, update: Update) -> None:
        if update.entries or update.parcels is None:
            self._load()

    def _load(self) -> None:
        if self._job is not None:
            self._job.abandon()
        self._job = self._store.read(read_inbox, self._show)

    def _show(self, rows: list[ListedPackage]) -> None:
        self._job = None
        self._panel.show_rows(rows)


def read_inbox(reader: Reader) -> list[ListedPackage]:
    """Return the packages received, newest first, each with its commune."""
    # The entry that received a package names the commune; a package without one was not received here.
    return [
        ListedPackage(one, "" if one.line.entry is None else reader.entry(one.line.entry).subject)
        for one in inbox(reader)
    ]
