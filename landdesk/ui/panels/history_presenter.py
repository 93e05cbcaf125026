"""Reads the journal for the history, takes back and does again."""

from landdesk.app.application import Update
from landdesk.app.titles import command_title
from landdesk.domain.bonds import parcel_of
from landdesk.domain.change import Entry
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _
from landdesk.store.reader import Reader
from landdesk.ui.lists_out import ShownList, visible_columns
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.history_panel import HistoryPanel, ListedEntry, listed_entries

AT_ONCE = 300
PARCELS_SHOWN = 200


class HistoryPresenter:
    """Keeps the history in step."""

    def __init__(self, panel: HistoryPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._entries: list[Entry] = []
        self._loading = False
        panel.undo_requested.connect(self.undo)
        panel.redo_requested.connect(self.redo)
        panel.more_wanted.connect(self._load_more)
        panel.entry_chosen.connect(self._find_parcels)
        store.followed.connect(self._follow)
        store.person_changed.connect(self._allow)
        self._allow()
        self._load()

    def shown(self) -> ShownList[ListedEntry]:
        """Return the whole history, for a file; the list itself holds what was scrolled to."""
        total = self._entries[0].number if self._entries else 0

        def rows(reader: Reader) -> list[ListedEntry]:
            return listed_entries(reader.history(max(total, 1), before=total + 1))

        columns = visible_columns(self._panel.table, self._panel.model)
        return ShownList(_("History"), columns, total, rows)

    def undo(self) -> None:
        """Take back the newest act of the person that holds."""
        self._store.change(lambda _progress: self._store.app.undo(), self._tell)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._store.change(lambda _progress: self._store.app.redo(), self._tell)

    def _allow(self) -> None:
        self._panel.set_editable(self._store.person is not None)

    def _follow(self, update: Update) -> None:
        known = self._entries[0].number if self._entries else 0
        new = update.entries
        plain = all(entry.undoes is None for entry in new)
        if new and plain and known and not self._loading and new[0].number == known + 1:
            self._show([*reversed(new), *self._entries])
        elif new or update.parcels is None:
            self._load()

    def _load(self) -> None:
        # All that are shown: an entry further down may have been taken back by the newest.
        wanted = max(AT_ONCE, len(self._entries))
        self._loading = True
        self._store.read(lambda reader: reader.history(wanted), self._show)

    def _load_more(self) -> None:
        if self._loading or not self._entries or self._entries[-1].number == 1:
            return
        self._loading = True
        before = self._entries[-1].number

        def show(older: list[Entry]) -> None:
            self._show([*self._entries, *older])

        self._store.read(lambda reader: reader.history(AT_ONCE, before=before), show)

    def _show(self, entries: list[Entry]) -> None:
        self._loading = False
        self._entries = entries
        self._panel.show_rows(listed_entries(entries), entries[0].number if entries else 0)

    def _find_parcels(self, entry: Entry) -> None:
        self._store.read(lambda reader: _parcels_of(reader, entry.number), self._choose)

    def _tell(self, entry: Entry) -> None:
        what = command_title(entry.command, entry.kind)
        self._store.noted.emit(f"{what} · {entry.subject}" if entry.subject else what)

    def _choose(self, parcels: list[ObjectId]) -> None:
        kept = [one for one in parcels if self._store.coverage.index_of(one) is not None]
        if kept:
            self._store.selection.choose(kept)
            self._store.show_parcels(kept)


def _parcels_of(reader: Reader, number: int) -> list[ObjectId]:
    """Return parcels that an entry changed, as many as are of use on a map."""
    found: dict[ObjectId, None] = {}
    for delta in reader.change_of(number).deltas:
        parcel = parcel_of(delta.either)
        if parcel is not None:
            found[parcel] = None
        if len(found) >= PARCELS_SHOWN:
            break
    return list(found)
