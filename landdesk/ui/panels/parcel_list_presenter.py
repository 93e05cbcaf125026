"""Fills the parcel list: finds out its order, and reads the rows that are to be seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.app.application import Update
from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _
from landdesk.services.checking.standing import lacking, marks_of
from landdesk.store.reader import Reader
from landdesk.ui.lists_out import ShownList, visible_columns
from landdesk.ui.models.parcel_list_model import PAGE
from landdesk.ui.models.parcel_order import BY_CHECK, BY_NUMBER, ordered
from landdesk.ui.models.parcel_rows import ListedParcel, Stands, listed
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.parcel_list import ParcelListPanel
from landdesk.ui.rules_in_use import rules_in_use
from landdesk.ui.tasks import Job

AT_ONCE: Final = 1_000
"""Parcels of a file that are measured together."""


@dataclass(frozen=True, slots=True, eq=False)
class _Listing:
    """The parcels of a search in their order, and rows that were read with it."""

    coverage: Coverage
    order: Integers
    rows: Sequence[ListedParcel]


@dataclass(slots=True, eq=False)
class _Read:
    """Rows being read, and which of them were written since."""

    parcels: frozenset[ObjectId]
    written: frozenset[ObjectId] = frozenset()


class ParcelListPresenter:
    """Keeps list and selection in step."""

    def __init__(self, panel: ParcelListPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._search = ""
        self._column = panel.model.columns[0].code
        self._descending = False
        self._job: Job[_Listing] | None = None
        self._stale: set[ObjectId] = set()
        self._reads: list[_Read] = []
        panel.search_requested.connect(self.search)
        panel.order_requested.connect(self.sort)
        panel.parcels_chosen.connect(self._choose)
        panel.model.rows_wanted.connect(self._read)
        store.selection.changed.connect(lambda: panel.choose(store.selection.parcels))
        store.followed.connect(self._follow)
        store.findings_changed.connect(self._follow_check)
        panel.stands = self._stands
        self._load()

    @property
    def loading(self) -> bool:
        """Whether the list is being put in order."""
        return self._job is not None

    def search(self, words: str) -> None:
        """Show only what fits these words; everything for none."""
        if words.strip() != self._search:
            self._search = words.strip()
            self._load()

    def sort(self, code: str, descending: bool) -> None:
        """Sort by a column."""
        self._column, self._descending = code, descending
        self._load()

    @property
    def parcels(self) -> list[ObjectId]:
        """Every parcel of the search in the order of the list."""
        coverage, order = self._panel.model.listing
        return [] if coverage is None else [coverage.id_at(at) for at in order.tolist()]

    def shown(self) -> ShownList[ListedParcel]:
        """Return what the list shows, for a file: every parcel of the search in its order."""
        coverage, _order = self._panel.model.listing
        parcels = self.parcels

        def rows(reader: Reader) -> Iterable[ListedParcel]:
            if coverage is None:
                return ()
            lines = {line.id: line for line in reader.parcel_lines(identifiers=parcels)}
            found = [lines[one] for one in parcels if one in lines]
            return (
                row
                for at in range(0, len(found), AT_ONCE)
                for row in listed(found[at : at + AT_ONCE], coverage)
            )

        def people(reader: Reader) -> int:
            return len({right.party_id for right in reader.rights_of(parcels)})

        columns = visible_columns(self._panel.table, self._panel.model)
        return ShownList(_("Parcels"), columns, len(parcels), rows, people)

    def _stands(self, parcel: ObjectId) -> Stands:
        """Return how a parcel stands by the last check."""
        result = self._store.standing
        if result is None:
            return Stands()
        return Stands(marks_of(result, parcel, rules_in_use()), lacking(result, parcel))

    def _follow_check(self) -> None:
        if self._column in BY_CHECK:
            self._load()
        else:
            self._panel.table.viewport().update()

    def _load(self) -> None:
        """Put the list in order; the rows that stand first and those that changed are read with it."""
        if self._job is not None:
            self._job.abandon()
        search, column, descending = self._search, self._column, self._descending
        coverage, known, stale = self._store.coverage, self._panel.model.known, frozenset(self._stale)
        result = self._store.standing

        def work(reader: Reader) -> _Listing:
            found = reader.found_parcels(search) if search else None
            order = ordered(coverage, column, reader, found, result)
            if descending:
                order = order[::-1]
            unread = {coverage.id_at(at) for at in order[:PAGE].tolist()} - known
            return _Listing(coverage, order, _rows(reader, coverage, unread | (stale & known)))

        self._job = self._store.read(work, self._show)

    def _show(self, listing: _Listing) -> None:
        self._job = None
        self._stale.clear()
        self._panel.show_parcels(listing.coverage, listing.order, listing.rows)

    def _read(self, parcels: Iterable[ObjectId]) -> None:
        """Read rows; what is written meanwhile is read again, since an older row may come after a newer one."""
        coverage, under_way = self._store.coverage, _Read(frozenset(parcels))
        self._reads.append(under_way)

        def show(rows: list[ListedParcel]) -> None:
            self._reads.remove(under_way)
            self._panel.model.fill(row for row in rows if row.id not in under_way.written)
            if under_way.written:
                self._read(under_way.written)

        self._store.read(lambda reader: _rows(reader, coverage, under_way.parcels), show)

    def _follow(self, update: Update) -> None:
        for one in self._reads:
            one.written |= one.parcels if update.parcels is None else one.parcels & update.parcels
        if update.parcels is None:
            self._panel.model.forget()
        elif not update.parcels:
            return
        elif self._keeps_order():
            changed = self._panel.model.known & update.parcels
            if changed:
                self._read(changed)
            return
        else:
            self._stale |= update.parcels
        self._load()

    def _keeps_order(self) -> bool:
        """Let the list follow a change that moves no line; whether a search still finds a parcel must be asked."""
        if self._search or self._column not in BY_NUMBER or self._job is not None:
            return False
        return self._panel.model.follow(self._store.coverage)

    def _choose(self, parcels: tuple[ObjectId, ...]) -> None:
        self._store.selection.choose(parcels)
        if len(parcels) == 1:
            self._store.show_parcel(parcels[0])


def _rows(reader: Reader, coverage: Coverage, parcels: Iterable[ObjectId]) -> list[ListedParcel]:
    return listed(reader.parcel_lines(identifiers=parcels), coverage)
