"""Leads through a worklist: saves what is open, checks the parcel, counts it, goes on; the place is kept in the store.

What is counted is the parcel that stands before the person. When an edit takes it out of the queue it stays the
present one until the person says that it is done.
"""

from collections.abc import Callable

from shiboken6 import isValid

from landdesk.app.application import Update
from landdesk.app.titles import OUTCOMES, title
from landdesk.app.worklists import Checked, Worklists
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_filter import ParcelFilter, from_json
from landdesk.i18n import _, ngettext, translate
from landdesk.services.worklist.queue import Outcome, Queue, QueueRow
from landdesk.services.worklist.words import filter_words
from landdesk.store.queries.worklists import DONE, Worklist
from landdesk.ui import messages
from landdesk.ui.dialogs.goal_form import GoalForm
from landdesk.ui.dialogs.skip_form import SkipForm
from landdesk.ui.dialogs.worklist_form import WorklistForm
from landdesk.ui.lists_in_use import lists_in_use
from landdesk.ui.lists_out import ShownList, shown_rows
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.findings_panel import parcel_names
from landdesk.ui.panels.queue_panel import QueuePanel

Saver = Callable[[Callable[[], None]], None]
"""Saves what is open and calls the function once it is saved; does not call it where that was refused."""

BEHIND = 20
"""So many parcels behind the present one are remembered: some of them may be done elsewhere meanwhile."""


def nothing_open(then: Callable[[], None]) -> None:
    """Go on at once: nothing is open that has to be saved."""
    then()


class QueuePresenter:
    """Keeps the panel in step with the store.

    Args:
        panel: What it fills.
        store: The open store.
    """

    def __init__(self, panel: QueuePanel, store: OpenStore) -> None:
        self._panel = panel
        self._store = store
        self.worklists = Worklists(store.app)
        self.save: Saver = nothing_open
        self._list: Worklist | None = None
        self._queue: Queue | None = None
        self._current: ObjectId | None = None
        self._behind: tuple[ObjectId, ...] = ()
        self._asked = 0
        self._busy = False
        panel.list_chosen.connect(self._open)
        panel.new_wanted.connect(self.ask_new)
        panel.change_wanted.connect(self.ask_change)
        panel.remove_wanted.connect(self.ask_removal)
        panel.goal_wanted.connect(self.ask_goal)
        panel.row_chosen.connect(lambda row: self._go_to(row.parcel))
        panel.done_wanted.connect(self.done)
        panel.skip_wanted.connect(self.ask_skip)
        panel.step_wanted.connect(self.step)
        store.followed.connect(self._follow)
        store.findings_changed.connect(self._load)
        store.person_changed.connect(self._load_lists)
        self._load_lists()

    @property
    def current(self) -> ObjectId | None:
        """The parcel that stands before the person."""
        return self._current

    @property
    def has_list(self) -> bool:
        """Whether a worklist is open."""
        return self._list is not None

    def shown(self) -> ShownList[QueueRow]:
        """Return what the worklist shows, for a file."""
        return shown_rows(_("Worklist"), self._panel.table, self._panel.model)

    # --- working through it --------------------------------------------------------------------------------

    def done(self) -> None:
        """Save what is open, check the parcel, count it where nothing is left to do, go to the next."""
        if not self._may_say():
            return
        self.save(self._finish)

    def step(self, by: int) -> None:
        """Go to the parcel so many places on; nothing is said of the present one."""
        row = None if self._queue is None else self._queue.step(self._current, by)
        if row is not None:
            self._go_to(row.parcel)

    def ask_skip(self) -> None:
        """Ask why the parcel is put off."""
        if not self._may_say():
            return
        parcel, worklist = self._current, self._list
        assert parcel is not None
        assert worklist is not None
        form = SkipForm(self._name(parcel), self._panel.window())

        def put_off(reason: str, another_day: bool) -> None:
            following = self._following()
            self._store.change(
                lambda _progress: self.worklists.skip(
                    worklist, parcel, reason, another_day=another_day, following=following
                ),
                closed,
                form.failing(self._fail),
            )

        def closed(outcome: Outcome) -> None:
            form.close_done()
            self._said(outcome, 0)

        form.wanted.connect(put_off)
        form.open()

    def _may_say(self) -> bool:
        """Return whether the parcel before the person is the one of the queue; else go back to it."""
        if self._list is None or self._current is None or self._busy:
            return False
        if self._store.person is None:
            self._store.person_wanted.emit()
            return False
        if self._store.selection.current == self._current:
            return True
        self._show(self._current)
        self._store.noted.emit(
            _("Back to the parcel of the worklist: {key}").format(key=self._name(self._current))
        )
        return False

    def _finish(self) -> None:
        worklist, parcel, following = self._list, self._current, self._following()
        if worklist is None or parcel is None:
            return
        self._busy = True
        self._store.change(
            lambda _progress: self.worklists.finish(worklist, parcel, following), self._finished, self._fail
        )

    def _finished(self, checked: Checked) -> None:
        self._said(checked.outcome, len(checked.findings))

    def _said(self, outcome: Outcome, findings: int) -> None:
        self._busy = False
        words = f"{self._name(outcome.parcel)}: {title(OUTCOMES, outcome.state)}"
        if findings:
            found = ngettext("The check finds {count} fault.", "The check finds {count} faults.", findings)
            words = f"{words} · {found.format(count=findings)}"
        elif outcome.state == DONE:
            goal = self._list.goal if self._list is not None else 0
            words = f"{words} · " + _("Today {done}/{goal}").format(done=outcome.done_today, goal=goal)
        self._store.noted.emit(words)
        self._current = outcome.next
        if outcome.next is not None:
            self._show(outcome.next)
        self._load()

    def _following(self) -> ObjectId | None:
        """Return the first of the parcels behind the present one that is still in the queue."""
        queue = self._queue
        if queue is None:
            return None
        return next((one for one in self._behind if queue.place_of(one) is not None), None)

    def _go_to(self, parcel: ObjectId) -> None:
        worklist = self._list
        self._current = parcel
        self._remember_behind()
        self._show(parcel)
        self._panel.mark(parcel)
        if worklist is not None and self._store.person is not None:
            self._store.change(lambda _progress: self.worklists.go_to(worklist, parcel), self._moved)

    def _moved(self, worklist: Worklist) -> None:
        if self._list is not None and self._list.id == worklist.id:
            self._list = worklist

    def _show(self, parcel: ObjectId) -> None:
        if self._store.coverage.index_of(parcel) is not None:
            self._store.selection.choose((parcel,))
            self._store.show_parcel(parcel)

    def _name(self, parcel: ObjectId) -> str:
        return ", ".join(parcel_names(self._store.coverage, (parcel,)))

    # --- lists ---------------------------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask for filter and title of a new list."""
        self._ask_list(None)

    def ask_change(self) -> None:
        """Ask for another filter or title."""
        self._ask_list(self._list)

    def ask_removal(self) -> None:
        """Ask whether the list is to go."""
        worklist = self._list
        if worklist is None:
            return

        def remove() -> None:
            self._store.change(
                lambda _progress: self.worklists.close(worklist), lambda _none: self._load_lists()
            )

        messages.ask(
            self._panel.window(),
            _("Remove the worklist “{title}”?").format(title=worklist.title),
            _("Remove"),
            remove,
            details=_("No parcel is changed, and what was done in it still counts."),
        )

    def ask_goal(self) -> None:
        """Ask how many parcels a day the person means to do."""
        if self._list is None:
            return
        form = GoalForm(self._list.goal, self._panel.window())

        def keep(goal: int) -> None:
            self._store.change(
                lambda _progress: self.worklists.set_goal(goal),
                kept,
                form.failing(self._fail),
            )

        def kept(_none: None) -> None:
            form.close_done()
            self._load_lists()

        form.wanted.connect(keep)
        form.open()

    def _ask_list(self, known: Worklist | None) -> None:
        lists = lists_in_use()
        form = WorklistForm(
            lists, None if known is None else (from_json(known.filter), known.title), self._panel.window()
        )

        def count(wanted: ParcelFilter) -> None:
            def show(number: int) -> None:
                if isValid(form):
                    form.show_count(wanted, number)

            # What cannot be counted is said when the list is asked for.
            self._store.compute(lambda _progress: self.worklists.count(wanted), show, lambda _error: None)

        def save(wanted: ParcelFilter, words: str) -> None:
            def write(_progress: object) -> Worklist:
                # A filter that cannot be answered now makes no list.
                self.worklists.count(wanted)
                if known is None:
                    return self.worklists.make(wanted, words)
                return self.worklists.change(known, wanted, words)

            self._store.change(write, saved, form.failing(self._fail))

        def saved(worklist: Worklist) -> None:
            form.close_done()
            self._load_lists(worklist)

        form.count_wanted.connect(count)
        form.wanted.connect(save)
        count(form.filter)
        form.open()

    def _load_lists(self, wanted: Worklist | None = None) -> None:
        def show(lists: list[Worklist]) -> None:
            own = lists if self._store.person is not None else []
            known = None if wanted is None else next((one for one in own if one.id == wanted.id), None)
            chosen = known or (own[0] if own else None)
            self._panel.show_lists(own, chosen)
            if chosen is None:
                self._list = self._queue = self._current = None
            else:
                self._open(chosen)

        self._store.compute(lambda _progress: self.worklists.own(), show, self._fail)

    def _open(self, worklist: Worklist) -> None:
        self._list, self._queue, self._current, self._behind = worklist, None, worklist.position, ()
        self._load()

    # --- the queue -----------------------------------------------------------------------------------------

    def _follow(self, update: Update) -> None:
        if update.entries or update.parcels is None:
            self._load()

    def _load(self) -> None:
        worklist = self._list
        if worklist is None:
            return
        self._asked += 1
        asked = self._asked

        def read(_progress: object) -> tuple[Queue, str]:
            words = filter_words(from_json(worklist.filter), lists_in_use())
            return self.worklists.queue(worklist), words

        def show(found: tuple[Queue, str]) -> None:
            if asked == self._asked:
                self._take(*found)

        def fail(error: BaseException) -> None:
            if asked != self._asked:
                return
            if isinstance(error, LandDeskError):
                parts = [error.what] if error.remedy is None else [error.what, error.remedy]
                self._queue = None
                self._panel.show_trouble(" ".join(translate(one) for one in parts))
            else:
                self._fail(error)

        self._store.compute(read, show, fail)

    def _take(self, queue: Queue, words: str) -> None:
        first = self._queue is None
        self._queue = queue
        known = self._current is not None and self._store.coverage.index_of(self._current) is not None
        if not known:
            row: QueueRow | None = queue.rows[0] if queue.rows else None
            self._current = None if row is None else row.parcel
        if queue.place_of(self._current) is not None:
            self._remember_behind()
        self._panel.show_queue(queue, words, self._current)
        self._panel.set_usable(self._current is not None)
        if first and self._current is not None:
            self._show(self._current)

    def _remember_behind(self) -> None:
        queue = self._queue
        at = None if queue is None else queue.place_of(self._current)
        if queue is not None and at is not None:
            self._behind = tuple(row.parcel for row in queue.rows[at + 1 : at + 1 + BEHIND])

    def _fail(self, error: BaseException) -> None:
        self._busy = False
        self._store.tasks.error_left_over.emit(error)
