"""Opens a package of the inbox: reads it, has it compared with the office's data, and carries decisions out."""

from collections.abc import Collection, Sequence

from landdesk.app import exchange
from landdesk.app.application import Application, Update
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text, _, format_number, ngettext
from landdesk.services.office.decide import Decided, Return
from landdesk.services.office.review import RecordReview
from landdesk.services.packages.reading import Package
from landdesk.ui.dialogs.return_record import ReturnForm
from landdesk.ui.messages import ask, show_note
from landdesk.ui.models.office_rows import ListedRecord, act_titles, listed_records
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.office_errands import PackageErrands
from landdesk.ui.panels.office_package_head import (
    PackageHead,
    Standing,
    decided_words,
    package_head,
    read_standing,
)
from landdesk.ui.panels.office_package_panel import ALL, OPEN, PackagePanel
from landdesk.ui.panels.office_record_panel import RecordPanel
from landdesk.ui.panels.office_record_presenter import RecordPresenter
from landdesk.ui.tasks import Job


class PackagePresenter:
    """Keeps one package, its list and its decisions in step.

    Args:
        panel: The list.
        record_panel: Its accept and return buttons.
        records: Shows the chosen record.
        store: The open store, an office's.
        errands: Writes receipts.
    """

    def __init__(
        self,
        panel: PackagePanel,
        record_panel: RecordPanel,
        records: RecordPresenter,
        store: OpenStore,
        errands: PackageErrands,
    ) -> None:
        self._panel = panel
        self._records = records
        self._store = store
        self._app: Application = store.app
        self._errands = errands
        self._package: Package | None = None
        self._standing: Standing | None = None
        self._reviews: dict[ObjectId, RecordReview] = {}
        self._rows: list[ListedRecord] = []
        self._chosen: tuple[ObjectId, ...] = ()
        self._next: ObjectId | None = None
        self._filter = ALL
        self._order, self._descending = "", False
        self._deciding = False
        self._jobs: list[Job[Package] | Job[Standing] | Job[list[RecordReview]]] = []
        panel.filter_chosen.connect(self._choose_filter)
        panel.order_requested.connect(self._choose_order)
        panel.records_chosen.connect(self._choose)
        panel.accept_clean_requested.connect(self.accept_clean)
        panel.receipt_requested.connect(self.write_receipt)
        record_panel.accept_requested.connect(self.accept)
        record_panel.return_requested.connect(self.send_back)
        store.updated.connect(self._follow)

    @property
    def rows(self) -> Sequence[ListedRecord]:
        """All records of the package, in its order, whatever the filter."""
        return self._rows

    @property
    def settled(self) -> bool:
        """Whether everything is read, compared and decided."""
        return not self._jobs and not self._deciding and not self._records.loading

    def open(self, package_id: ObjectId) -> None:
        """Show a package of the inbox."""
        self.close()
        app = self._app
        self._panel.show_progress((0, 0, Text(N_("Reading the package"))))
        self._add(
            self._store.compute(
                lambda _progress: exchange.stored_package(app, package_id), self._take, self._fail
            )
        )

    def close(self) -> None:
        """Show no package."""
        self._forget_jobs()
        self._package = self._standing = self._next = None
        self._reviews, self._rows, self._chosen = {}, [], ()
        self._filter, self._order, self._descending = ALL, "", False
        self._panel.show_head(PackageHead())
        self._panel.show_progress(None)
        self._show()

    # --- decisions -----------------------------------------------------------------------------------------

    def accept_clean(self) -> None:
        """Ask, then accept every record that nothing stands against."""
        if not self._has_person():
            return
        count = len(self._clean())
        ask(
            self._panel,
            ngettext("Accept {count} clean record?", "Accept {count} clean records?", count).format(
                count=format_number(count, 0)
            ),
            _("Accept"),
            lambda: self._decide(accept_clean=True),
            details=_("They become part of the office's data. Records with a conflict or error stay open."),
        )

    def accept(self) -> None:
        """Accept the chosen records; asks first where the package's values would win over the office's."""
        if not self._has_person():
            return
        rows = self._chosen_undecided()
        taken = [row.id for row in rows]
        against = [row for row in rows if row.state == "conflict"]
        if not against:
            self._decide(accept=taken)
            return
        ask(
            self._panel,
            ngettext(
                "Accept {count} record with a conflict?",
                "Accept {count} records with a conflict?",
                len(against),
            ).format(count=format_number(len(against), 0)),
            _("Accept"),
            lambda: self._decide(accept=taken),
            details=_(
                "Where both sides changed the same, the values of the package win over those of the office."
            ),
        )

    def send_back(self) -> None:
        """Ask for reason and note, then return the chosen records."""
        rows = self._chosen_undecided()
        if not rows or not self._has_person():
            return
        subjects = [f"{', '.join(act_titles(row.record))} {row.record.subject}".strip() for row in rows]
        form = ReturnForm(subjects, self._panel)

        def send(reason: str, note: str) -> None:
            self._decide(returns=[Return(row.id, reason, note) for row in rows], form=form)

        form.return_wanted.connect(send)
        form.open()

    def write_receipt(self) -> None:
        """Ask for a file and write the receipt into it."""
        if self._package is not None and self._standing is not None:
            self._errands.ask_receipt(self._standing.inbox.line, self._package.manifest.commune)

    def _decide(
        self,
        *,
        accept: Collection[ObjectId] = (),
        accept_clean: bool = False,
        returns: Sequence[Return] = (),
        form: ReturnForm | None = None,
    ) -> None:
        package, app = self._package, self._app
        if package is None or self._deciding:
            return
        self._deciding = True
        self._next = self._after_chosen()
        seen = {record: review.outcome for record, review in self._reviews.items()}
        self._allow()

        def done(decided: Decided) -> None:
            self._deciding = False
            if form is not None:
                form.close_done()
            self._allow()
            self._tell(decided)

        def failed(error: BaseException) -> None:
            self._deciding, self._next = False, None
            self._allow()
            tell = self._store.tasks.error_left_over.emit
            (tell if form is None else form.failing(tell))(error)

        self._store.change(
            lambda _progress: exchange.decide(
                app, package, accept=accept, accept_clean=accept_clean, returns=returns, seen=seen
            ),
            done,
            failed,
            title=Text(N_("Deciding")),
        )

    def _has_person(self) -> bool:
        if self._store.person is None:
            self._store.person_wanted.emit()
        return self._store.person is not None

    def _tell(self, decided: Decided) -> None:
        """Say what was decided: in a box when it was more than one record, else in the status bar."""
        said, numbers = decided_words(decided)
        if len(decided.accepted) + len(decided.returned) > 1:
            show_note(self._panel, said, numbers)
        else:
            self._store.noted.emit(" · ".join(filter(None, (said, numbers))))

    # --- reading -------------------------------------------------------------------------------------------

    def _follow(self, update: Update) -> None:
        if self._package is not None and (update.entries or update.parcels is None):
            self._load()

    def _take(self, package: Package) -> None:
        self._jobs.clear()
        self._package = package
        self._load()

    def _load(self) -> None:
        """Read how far the package is decided, then have it compared anew."""
        package, app = self._package, self._app
        if package is None:
            return
        self._forget_jobs()
        package_id = package.manifest.package_id
        self._add(
            self._store.compute(
                lambda _progress: app.read(lambda reader: read_standing(reader, package_id)),
                self._take_standing,
                self._fail,
            )
        )

    def _take_standing(self, standing: Standing) -> None:
        self._jobs.clear()
        package, app = self._package, self._app
        if package is None:
            return
        self._standing = standing
        self._panel.show_head(package_head(package, standing.inbox, standing.rule_set))
        if self._next is not None and self._chosen_are_decided():
            self._chosen, self._next = (self._next,), None
        self._show()
        self._panel.show_progress((0, 0, None))
        job = self._store.compute(
            lambda progress: exchange.office_review(app, package, progress), self._take_reviews, self._fail
        )
        job.progressed.connect(lambda: self._panel.show_progress(job.last_step))
        self._add(job)
        self._allow()

    def _take_reviews(self, reviews: list[RecordReview]) -> None:
        self._jobs.clear()
        self._panel.show_progress(None)
        self._reviews = {one.record.id: one for one in reviews}
        self._show()

    def _fail(self, error: BaseException) -> None:
        self._jobs.clear()
        self._panel.show_progress(None)
        self._store.tasks.error_left_over.emit(error)

    def _add(self, job: Job[Package] | Job[Standing] | Job[list[RecordReview]]) -> None:
        self._jobs.append(job)

    def _forget_jobs(self) -> None:
        for job in self._jobs:
            job.abandon()
        self._jobs.clear()

    # --- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show list, record and what can be done."""
        if self._package is None or self._standing is None:
            self._rows = []
        else:
            self._rows = listed_records(self._package, self._standing.decisions, self._reviews)
        counts: dict[str, int] = {}
        for row in self._rows:
            counts[row.state] = counts.get(row.state, 0) + 1
        self._panel.show_counts(counts, self._filter)
        self._show_rows()
        self._show_record()

    def _show_rows(self) -> None:
        shown = [row for row in self._rows if self._passes(row)]
        column = next((one for one in self._panel.model.columns if one.code == self._order), None)
        if column is not None and column.order is not None:
            shown.sort(key=column.order, reverse=self._descending)
        known = {row.id for row in shown}
        self._chosen = tuple(one for one in self._chosen if one in known)
        if not self._chosen and shown:
            first = next((row for row in shown if row.undecided), shown[0])
            self._chosen = (first.id,)
        self._panel.show_rows(shown, self._chosen)
        self._panel.choose(self._chosen)

    def _passes(self, row: ListedRecord) -> bool:
        if self._filter == OPEN:
            return row.undecided
        return self._filter in (ALL, row.state)

    def _show_record(self) -> None:
        self._records.show(self._package, self._chosen_rows())
        self._allow()

    def _allow(self) -> None:
        may_decide = (
            self._standing is not None and self._standing.inbox.waits_for is None and not self._deciding
        )
        self._panel.allow(
            clean=len(self._clean()) if may_decide else 0,
            receipt=not self._deciding and any(not row.undecided for row in self._rows),
        )
        self._records.allow(self._chosen_rows(), may_decide=may_decide)

    def _choose(self, records: tuple[ObjectId, ...]) -> None:
        self._chosen = records
        self._next = None
        self._show_record()

    def _choose_filter(self, state: str) -> None:
        self._filter = state
        self._show_rows()
        self._show_record()

    def _choose_order(self, code: str, descending: bool) -> None:
        self._order, self._descending = code, descending
        self._show_rows()

    def _chosen_rows(self) -> list[ListedRecord]:
        by_id = {row.id: row for row in self._rows}
        return [by_id[one] for one in self._chosen if one in by_id]

    def _chosen_undecided(self) -> list[ListedRecord]:
        return [row for row in self._chosen_rows() if row.undecided]

    def _chosen_are_decided(self) -> bool:
        decisions = {} if self._standing is None else self._standing.decisions
        return all(decisions[one].decision != "undecided" for one in self._chosen if one in decisions)

    def _clean(self) -> list[ListedRecord]:
        return [row for row in self._rows if row.undecided and row.state in ("clean", "same")]

    def _after_chosen(self) -> ObjectId | None:
        """Return the undecided record that follows the chosen one in the list."""
        shown = self._panel.model.rows
        places = [place for one in self._chosen if (place := self._panel.model.place_of(one)) is not None]
        if len(places) != 1:
            return None
        order = [*shown[places[0] + 1 :], *shown[: places[0]]]
        return next((row.id for row in order if row.undecided), None)
