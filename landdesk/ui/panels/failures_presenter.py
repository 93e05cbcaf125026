"""Reads what failed or waits and the requests, leads to where it is mended, and carries the answers out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.app.application import Update
from landdesk.app.requests import (
    FailedPage,
    RequestLine,
    asking_for_failure,
    failed,
    failed_page,
    leads_to,
    requests,
)
from landdesk.domain.commands import AnswerRequest, AskOffice, WithdrawRequest
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.domain.requests import OPEN, TAKEN
from landdesk.domain.sync_errors import UNSETTLED, ErrorState
from landdesk.i18n import _
from landdesk.services.campaign.failures import Failure, FailureFilter, Target
from landdesk.store.reader import Reader
from landdesk.ui.dialogs.answer_form import AnswerForm
from landdesk.ui.dialogs.ask_office_form import AskOfficeForm
from landdesk.ui.lists_out import ShownList, shown_rows, visible_columns
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.failures_panel import ANSWER_WORDS, FailuresPanel
from landdesk.ui.tasks import Job

PAGE: Final = 500
"""Lines that are read at first: what is seen, and some screens more."""


@dataclass(frozen=True, slots=True)
class _Lines:
    failed: FailedPage
    requests: list[RequestLine]


class FailuresPresenter:
    """Keeps the panel in step.

    Args:
        panel: The panel.
        store: The open store.
        lead: Opens the page of a parcel, at a field where one is known.
    """

    def __init__(
        self, panel: FailuresPanel, store: OpenStore, lead: Callable[[ObjectId, Target | None], None]
    ) -> None:
        self._panel = panel
        self._store = store
        self._lead = lead
        self._job: Job[_Lines] | None = None
        self._at_most = PAGE
        self._day: str | None = None
        self._total = 0
        panel.filtered.connect(self._load_first)
        panel.more_wanted.connect(self._load_more)
        panel.failure_chosen.connect(lambda line: self._show_parcels(line.parcels))
        panel.request_chosen.connect(lambda line: self._show_parcels(line.parcels))
        panel.page_requested.connect(self.open_page)
        panel.ask_requested.connect(self.ask_office)
        panel.withdraw_requested.connect(lambda line: store.execute(WithdrawRequest(line.request.id)))
        panel.answer_requested.connect(self.answer)
        store.followed.connect(self._follow)
        store.person_changed.connect(self._allow)
        self._allow()
        self._load()

    def shown_failures(self) -> ShownList[Failure]:
        """Return the list of what failed, for a file."""
        app, wanted = self._store.app, self._wanted()
        columns = visible_columns(self._panel.failure_table, self._panel.failures)

        def rows(_reader: Reader) -> list[Failure]:
            return failed(app, wanted)

        return ShownList(_("Errors of the national system"), columns, self._total, rows)

    def shown_requests(self) -> ShownList[RequestLine]:
        """Return the list of requests, for a file."""
        return shown_rows(_("Requests to the office"), self._panel.request_table, self._panel.requests)

    def open_page(self, line: Failure) -> None:
        """Open the page of the first parcel, at the field that the code leads to."""
        if not line.parcels:
            return
        app = self._store.app

        def find(_progress: Progress) -> Target | None:
            return leads_to(app, line)

        self._store.compute(
            find,
            lambda target: self._lead(line.parcels[0] if target is None else target.parcel, target),
            self._store.tasks.error_left_over.emit,
        )

    def ask_office(self, line: Failure) -> None:
        """Make a request of what failed."""
        store, lists = self._store, self._store.app.codelists
        kinds = lists["request_kind"].titles()
        form = AskOfficeForm(asking_for_failure(lists, line), kinds, line.keys, self._panel.window())

        def do(command: AskOffice) -> None:
            store.execute(command, form.close_done, form.failing(store.tasks.error_left_over.emit))

        form.ask_wanted.connect(do)
        form.open()

    def answer(self, line: RequestLine, state: str) -> None:
        """Say what becomes of a request; with words where it is settled."""
        store = self._store
        if state == TAKEN:
            store.execute(AnswerRequest(line.request.id, state))
            return
        title = _(ANSWER_WORDS[state]).removesuffix("…")
        form = AnswerForm(line, state, title, self._panel.window())

        def do(command: AnswerRequest) -> None:
            store.execute(command, form.close_done, form.failing(store.tasks.error_left_over.emit))

        form.answer_wanted.connect(do)
        form.open()

    def _allow(self) -> None:
        self._panel.set_editable(self._store.person is not None)

    def _follow(self, update: Update) -> None:
        if update.entries or update.parcels is None:
            self._load()

    def _wanted(self) -> FailureFilter:
        panel = self._panel
        fixer, told = panel.fixer.currentData(), panel.told
        if told is not None and self._day is not None:
            return FailureFilter(fixer, states=frozenset({told}), told_on=self._day)
        return FailureFilter(fixer, states=frozenset(ErrorState) if panel.settled.isChecked() else UNSETTLED)

    def _load_first(self) -> None:
        self._at_most = PAGE
        self._load()

    def _load_more(self) -> None:
        if self._job is None:
            # Each time as much again: somebody who goes on to the end waits for few reads.
            self._at_most *= 2
            self._load()

    def _load(self) -> None:
        if self._job is not None:
            self._job.abandon()
        app, panel = self._store.app, self._panel
        wanted, at_most = self._wanted(), self._at_most
        settled = panel.settled.isChecked()

        def read(_progress: Progress) -> _Lines:
            asked = requests(app, None if settled else OPEN)
            return _Lines(
                failed_page(app, wanted, at_most),
                [one for one in asked if wanted.fixer in (None, one.fixer)],
            )

        def show(lines: _Lines) -> None:
            self._job = None
            self._total = lines.failed.total
            self._day = None if lines.failed.news is None else lines.failed.news.day
            panel.show_lines(lines.failed, lines.requests)

        self._job = self._store.compute(read, show, self._store.tasks.error_left_over.emit)

    def _show_parcels(self, parcels: Sequence[ObjectId]) -> None:
        kept = [one for one in parcels if self._store.coverage.index_of(one) is not None]
        self._store.selection.choose(kept)
        self._store.show_parcels(kept)
