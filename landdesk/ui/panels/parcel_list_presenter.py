"""Fills the parcel list: loads it once, then reads only the parcels that a change names."""

from collections.abc import Sequence

from landdesk.app.application import Update
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.store.reader import Reader
from landdesk.ui.models.parcel_rows import ListedParcel, Order, by_key, listed, patched_rows
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.parcel_list import ParcelListPanel
from landdesk.ui.tasks import Job


class ParcelListPresenter:
    """Keeps list and selection in step."""

    def __init__(self, panel: ParcelListPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._search = ""
        self._order: Order = by_key
        self._descending = False
        self._job: Job[list[ListedParcel]] | None = None
        self._patches: list[Job[list[ListedParcel]]] = []
        panel.search_requested.connect(self.search)
        panel.order_requested.connect(self.sort)
        panel.parcels_chosen.connect(self._choose)
        store.selection.changed.connect(lambda: panel.choose(store.selection.parcels))
        store.updated.connect(self._follow)
        self._load()

    @property
    def rows(self) -> Sequence[ListedParcel]:
        """The rows as they are shown."""
        return self._panel.model.rows

    @property
    def loading(self) -> bool:
        """Whether rows are being read."""
        return self._job is not None or bool(self._patches)

    def search(self, words: str) -> None:
        """Show only what fits these words; everything for none."""
        if words.strip() != self._search:
            self._search = words.strip()
            self._load()

    def sort(self, code: str, descending: bool) -> None:
        """Sort by a column."""
        column = next(one for one in self._panel.model.columns if one.code == code)
        self._order, self._descending = column.order or by_key, descending
        self._load()

    def _load(self) -> None:
        for job in (self._job, *self._patches):
            if job is not None:
                job.abandon()
        self._patches.clear()
        search, coverage = self._search, self._store.coverage
        order, descending = self._order, self._descending

        def work(reader: Reader) -> list[ListedParcel]:
            rows = listed(reader.parcel_lines(search or None), coverage)
            if order is not by_key or descending:
                rows.sort(key=order, reverse=descending)
            return rows

        self._job = self._store.read(work, self._show_loaded)

    def _show_loaded(self, rows: list[ListedParcel]) -> None:
        self._job = None
        self._show(rows)

    def _show(self, rows: Sequence[ListedParcel]) -> None:
        self._panel.show_rows(rows, len(self._store.coverage))

    def _follow(self, update: Update) -> None:
        if update.parcels is not None and not update.parcels:
            return
        if update.parcels is None or self._search or self._descending or self._job is not None:
            self._load()
            return
        touched, coverage = update.parcels, self._store.coverage
        job: Job[list[ListedParcel]]

        def show(new: list[ListedParcel]) -> None:
            self._patches.remove(job)
            self._patch(touched, new)

        job = self._store.read(lambda reader: _lines_of(reader, coverage, touched), show)
        self._patches.append(job)

    def _patch(self, touched: frozenset[ObjectId], new: list[ListedParcel]) -> None:
        model, order = self._panel.model, self._order
        by_id = {row.id: row for row in new}
        places = {}
        for one in touched:
            place, row = model.place_of(one), by_id.get(one)
            if place is None or row is None or order(model.rows[place]) != order(row):
                self._show(patched_rows(model.rows, touched, new, order))
                return
            places[place] = row
        model.change(places)

    def _choose(self, parcels: tuple[ObjectId, ...]) -> None:
        self._store.selection.choose(parcels)
        if len(parcels) == 1:
            self._store.show_parcel(parcels[0])


def _lines_of(reader: Reader, coverage: Coverage, touched: frozenset[ObjectId]) -> list[ListedParcel]:
    return listed(reader.parcel_lines(identifiers=touched), coverage)
