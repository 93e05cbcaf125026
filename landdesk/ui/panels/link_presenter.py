"""Leads through the records without a boundary: shows what each may have on the map, links, goes to the next."""

from shiboken6 import isValid

from landdesk.app.application import Update
from landdesk.app.linking import Linking, Waiting, WaitingRecord
from landdesk.app.titles import command_title
from landdesk.domain.change import Entry
from landdesk.domain.commands import UnlinkShape
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _
from landdesk.services.linking.candidates import Candidate, Pair
from landdesk.ui.dialogs.link_preview import LinkPreview
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.link_panel import LinkPanel


class LinkPresenter:
    """Keeps the panel in step with the store; reads nothing while the panel is not seen.

    Args:
        panel: What it fills.
        store: The open store.
    """

    def __init__(self, panel: LinkPanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self._linking = Linking(store.app)
        self._record: ObjectId | None = None
        self._read_version: int | None = None
        self._opened_version: int | None = None
        self._asked = 0
        panel.shown.connect(self._load)
        panel.record_chosen.connect(self._open)
        panel.candidate_chosen.connect(self._show_on_map)
        panel.link_wanted.connect(self._link)
        panel.skip_wanted.connect(self.skip)
        panel.all_wanted.connect(self.ask_all)
        store.followed.connect(self._follow)
        store.selection.changed.connect(self._take_from_map)

    @property
    def count(self) -> int:
        """How many records have no boundary."""
        return self._store.coverage.without_shape

    def skip(self) -> None:
        """Go to the record behind the present one, round the end."""
        following = self._following()
        if following is not None:
            self._panel.mark(following.parcel)
            self._open(following)

    def unlink(self) -> None:
        """Take the boundary off the chosen parcel."""
        parcel = self._store.selection.current
        if parcel is not None:
            self._store.execute(UnlinkShape(parcel), self._said)

    def ask_all(self) -> None:
        """Show the pairs that are beyond doubt and ask whether to link them."""
        if self._store.person is None:
            self._store.person_wanted.emit()
            return

        def find(_progress: Progress) -> list[Pair]:
            return self._linking.beyond_doubt()

        title = Text(N_("Looking for boundaries beyond doubt"))
        self._store.compute(find, self._ask_all, self._store.tasks.error_left_over.emit, title=title)

    def _ask_all(self, pairs: list[Pair]) -> None:
        preview = LinkPreview(pairs, self._panel.window())

        def link() -> None:
            self._store.change(
                lambda _progress: self._linking.link_all(pairs),
                done,
                self._store.tasks.error_left_over.emit,
                title=Text(N_("Linking boundaries")),
            )

        def done(entry: Entry) -> None:
            if isValid(self._panel):
                self._said(entry)

        preview.wanted.connect(link)
        preview.open()

    # --- one record ----------------------------------------------------------------------------------------

    def _open(self, row: WaitingRecord) -> None:
        self._record, self._opened_version = row.parcel, self._store.coverage.version
        self._asked += 1
        asked = self._asked

        def show(found: list[Candidate]) -> None:
            if asked == self._asked:
                self._panel.show_candidates(
                    found, _("No boundary fits this record. Skip it, or click its boundary on the map.")
                )
                if not found:
                    self._store.selection.choose((row.parcel,))

        self._store.compute(
            lambda _progress: self._linking.candidates(row.parcel),
            show,
            self._store.tasks.error_left_over.emit,
        )

    def _show_on_map(self, candidate: Candidate) -> None:
        if self._store.selection.current == candidate.polygon:
            return  # it was clicked on the map, which stays where it is
        self._store.selection.choose((candidate.polygon,))
        self._store.show_parcel(candidate.polygon)

    def _take_from_map(self) -> None:
        """Let a boundary that a person clicks on the map be a candidate too."""
        record, polygon = self._record, self._store.selection.current
        known = {one.polygon for one in self._panel.candidates.rows}
        if not self._panel.isVisible() or record is None or polygon is None or polygon in {record, *known}:
            return
        asked = self._asked

        def show(found: Candidate | None) -> None:
            if found is not None and asked == self._asked and self._store.selection.current == polygon:
                self._panel.add_candidate(found)

        self._store.compute(
            lambda _progress: self._linking.compared(record, polygon),
            show,
            self._store.tasks.error_left_over.emit,
        )

    def _link(self, candidate: Candidate) -> None:
        record, following = self._record, self._following()
        if record is None:
            return
        self._panel.set_usable(usable=False)

        def done(entry: Entry) -> None:
            self._panel.drop(record)
            if following is not None and following.parcel != record:
                self._panel.mark(following.parcel)
                self._open(following)
            self._said(entry)

        def failed(error: BaseException) -> None:
            self._panel.set_usable(usable=True)
            self._store.tasks.error_left_over.emit(error)

        self._store.change(lambda _progress: self._linking.link(record, candidate.polygon), done, failed)
        if self._store.person is None:
            # Who works is asked first; the pair is still there afterwards.
            self._panel.set_usable(usable=True)

    def _following(self) -> WaitingRecord | None:
        rows = self._panel.records.rows
        if not rows:
            return None
        at = None if self._record is None else self._panel.records.place_of(self._record)
        return rows[0 if at is None else (at + 1) % len(rows)]

    def _said(self, entry: Entry) -> None:
        self._store.noted.emit(f"{command_title(entry.command, entry.kind)} · {entry.subject}")

    # --- all of them ---------------------------------------------------------------------------------------

    def _follow(self, update: Update) -> None:
        if (update.entries or update.parcels is None) and self._panel.isVisible():
            self._load()

    def _load(self) -> None:
        version = self._store.coverage.version
        if self._read_version == version:
            return
        self._read_version = version

        def show(waiting: Waiting) -> None:
            if self._read_version == version:
                self._take(waiting)

        def fail(error: BaseException) -> None:
            self._read_version = None
            self._store.tasks.error_left_over.emit(error)

        self._store.compute(lambda _progress: self._linking.waiting(), show, fail)

    def _take(self, waiting: Waiting) -> None:
        self._panel.show_waiting(waiting)
        rows = self._panel.records.rows
        if not rows or not waiting.polygons:
            self._record = None
            return
        at = None if self._record is None else self._panel.records.place_of(self._record)
        row = rows[at or 0]
        self._panel.mark(row.parcel)
        if self._record != row.parcel or self._opened_version != self._store.coverage.version:
            self._open(row)
