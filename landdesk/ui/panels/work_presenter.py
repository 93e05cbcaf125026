"""Reads the returned work and closes it by the usual command."""

from landdesk.app.application import Update
from landdesk.domain.commands import CloseWorkItem
from landdesk.domain.records import WorkItem
from landdesk.i18n import _
from landdesk.store.reader import Reader
from landdesk.ui.lists_out import ShownList, shown_rows
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.work_panel import ListedWork, WorkPanel, read_work


class WorkPresenter:
    """Keeps the work panel in step."""

    def __init__(self, panel: WorkPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._closed = False
        self.open_count = 0
        panel.work_chosen.connect(self._show_parcels)
        panel.done_requested.connect(lambda item: self.close(item, send_again=False))
        panel.resend_requested.connect(lambda item: self.close(item, send_again=True))
        panel.closed_wanted.connect(self._show_closed)
        store.followed.connect(self._follow)
        store.person_changed.connect(self._allow)
        self._allow()
        self._load()

    def shown(self) -> ShownList[ListedWork]:
        """Return what the list shows, for a file."""
        return shown_rows(_("Work to do"), self._panel.table, self._panel.model)

    def close(self, item: WorkItem, *, send_again: bool) -> None:
        """Close a piece of work."""
        self._store.execute(CloseWorkItem(item.id, send_again=send_again))

    def _allow(self) -> None:
        self._panel.set_editable(self._store.person is not None)

    def _show_closed(self, wanted: bool) -> None:
        self._closed = wanted
        self._load()

    def _follow(self, update: Update) -> None:
        if update.entries or update.parcels is None:
            self._load()

    def _load(self) -> None:
        closed = self._closed

        def work(reader: Reader) -> list[ListedWork]:
            return read_work(reader, closed=closed)

        self._store.read(work, self._show)

    def _show(self, rows: list[ListedWork]) -> None:
        self.open_count = sum(row.item.state == "open" for row in rows)
        self._panel.show_rows(rows)
        self._store.open_work_changed.emit(self.open_count)

    def _show_parcels(self, row: ListedWork) -> None:
        kept = [one for one in row.parcels if self._store.coverage.index_of(one) is not None]
        self._store.selection.choose(kept)
        self._store.show_parcels(kept)
