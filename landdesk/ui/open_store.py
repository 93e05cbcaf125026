"""The open store as the window's thread sees it: what was read last, and news when something changed.

The application lives on the writer thread; its read model and findings are handed over whole after each write, so
the window never waits for a lock. Everything that changes the record goes through :meth:`OpenStore.execute`.
"""

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from landdesk.app.application import Application, Update
from landdesk.domain.change import Entry, Person
from landdesk.domain.commands import Command
from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import Progress
from landdesk.i18n import Text
from landdesk.services.checking.runner import CheckResult
from landdesk.store.reader import Reader
from landdesk.ui.lists_in_use import use_lists
from landdesk.ui.selection import Selection
from landdesk.ui.tasks import Job, TaskRunner

T = TypeVar("T")

AROUND_PARCEL = 1.0
"""Ground shown beyond each side of a parcel, in widths of the parcel."""
AROUND_AT_LEAST_M = 15.0
"""And at least so much of it."""
FOLLOW_AFTER_MS = 15
"""So long lists and rules wait for the map; Qt lets a window be painted 5 ms after the wish."""
SHOWN_WITHIN_S = 0.05
"""The rules wait no longer than this for a window that is busy."""


class OpenStore(QObject):
    """One open store, its selection and its news.

    Signals:
        updated(Update): Something was written, here or by another program; the read model is the new one.
        followed(Update): The same once the map has been painted: for lists, whose reading would make it wait.
        person_changed(): Another person works now.
        person_wanted(): Somebody wants to change something and nobody has said who works.
        surveys_changed(): Points of the field came or went, by this window or by another process.
        findings_changed(): A check or a recheck found something else than before, or a finding was let pass or stands
            again.
        open_work_changed(int): So many pieces of returned work are open.
        zoom_wanted(Box): The map is to show this part of the plane.
        noted(str): Something was done; one line to show for a moment.

    Args:
        app: The application, its read model loaded.
        tasks: Where work runs.
    """

    updated = Signal(object)
    followed = Signal(object)
    person_changed = Signal()
    person_wanted = Signal()
    surveys_changed = Signal()
    findings_changed = Signal()
    open_work_changed = Signal(int)
    zoom_wanted = Signal(object)
    noted = Signal(str)
    _heard = Signal(object, object, object, object)

    def __init__(self, app: Application, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.tasks = tasks
        self.selection = Selection(self)
        self.coverage: Coverage = app.coverage
        self.findings: CheckResult | None = app.findings
        self.standing: CheckResult | None = app.standing
        self._closed = False
        self._shown = threading.Event()
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)
        use_lists(app.codelists)
        app.listen(self._hear)

    @property
    def person(self) -> Person | None:
        """Who works."""
        return self.app.person

    def choose_person(self, person: Person) -> None:
        """Let this person be the one who works from now on."""
        self.app.person = person
        self.person_changed.emit()

    def execute(
        self,
        command: Command,
        done: Callable[[Entry], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do one act on the writer thread; asks for a person first where there is none."""
        self.change(lambda _progress: self.app.execute(command), done, failed)

    def change(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        *,
        title: Text | None = None,
    ) -> Job[T] | None:
        """Run anything that writes; asks for a person first where there is none, and returns None then."""
        if self.app.person is None:
            self.person_wanted.emit()
            return None
        return self.tasks.write(
            work, self._while_open(done), self._while_open(failed) if failed else None, title=title
        )

    def read(self, job: Callable[[Reader], T], done: Callable[[T], None]) -> Job[T]:
        """Read from one consistent state on a reading thread."""
        return self.tasks.read(lambda _progress: self.app.read(job), self._while_open(done), self._fail)

    def compute(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
        *,
        title: Text | None = None,
    ) -> Job[T]:
        """Run work that changes no record on a reading thread; nothing is told once the store is closed."""
        return self.tasks.read(work, self._while_open(done), self._while_open(failed), title=title)

    def close(self) -> None:
        """Tell nothing any more; the application itself is closed on the writer thread."""
        self._closed = True

    def check(
        self,
        done: Callable[[], None],
        failed: Callable[[BaseException], None],
        *,
        title: Text | None = None,
    ) -> None:
        """Check everything beside the window; what is found is taken before ``done`` is called."""

        def look(progress: Progress) -> tuple[CheckResult, CheckResult | None]:
            return self.app.check(progress), self.app.standing

        def take(found: tuple[CheckResult, CheckResult | None]) -> None:
            self._take_findings(*found)
            done()

        self.compute(look, take, failed, title=title)

    def _take_findings(self, findings: CheckResult | None, standing: CheckResult | None) -> None:
        """Let these be the findings of now, and those of them that nobody let pass."""
        same = _same(self.findings, findings) and _same(self.standing, standing)
        self.findings, self.standing = findings, standing
        if not same:
            self.findings_changed.emit()

    def show_box(self, box: Box) -> None:
        """Let the map show a part of the plane."""
        self.zoom_wanted.emit(box)

    def show_parcel(self, parcel: ObjectId) -> None:
        """Let the map show a parcel and the ground around it."""
        self.show_parcels((parcel,))

    def show_parcels(self, parcels: Iterable[ObjectId]) -> None:
        """Let the map show parcels and the ground around them; those without a shape are left out."""
        indices = self.coverage.indices_of(parcels)
        if not len(indices):
            return
        boxes = self.coverage.boxes(indices)
        boxes = boxes[~np.isnan(boxes[:, 0])]
        if len(boxes):
            west, south = boxes[:, :2].min(axis=0).tolist()
            east, north = boxes[:, 2:].max(axis=0).tolist()
            self.show_box(widened((west, south, east, north), AROUND_PARCEL, AROUND_AT_LEAST_M))

    def show_finding(self, finding: Finding) -> None:
        """Let the map show where a finding is, which may be its parcels."""
        if finding.place is None:
            self.show_parcels(finding.objects)
        elif not finding.place.is_empty:
            self.show_box(widened(finding.place.bounds, 1.5, AROUND_AT_LEAST_M))

    def _while_open(self, done: Callable[[T], None] | None) -> Callable[[T], None]:
        def tell(outcome: T) -> None:
            if not self._closed and done is not None:
                done(outcome)

        return tell

    def _fail(self, error: BaseException) -> None:
        if not self._closed:
            self.tasks.error_left_over.emit(error)

    def _hear(self, update: Update) -> None:
        """Take the application's news on the thread that wrote."""
        use_lists(self.app.codelists)
        self._shown.clear()
        standing = self.app.standing if update.findings_changed else None
        self._heard.emit(update, self.app.coverage, self.app.findings, standing)
        if not update.findings_changed:
            # What comes next on this thread are the rules, and threads that compute share one interpreter: the map
            # shows first what was done.
            self._shown.wait(SHOWN_WITHIN_S)

    def _take(
        self,
        update: Update,
        coverage: Coverage,
        findings: CheckResult | None,
        standing: CheckResult | None,
    ) -> None:
        if self._closed:
            self._shown.set()
            return
        if coverage.version >= self.coverage.version:
            self.coverage = coverage
        if update.findings_changed:

            def take() -> None:
                if not self._closed:
                    self._take_findings(findings, standing)

            QTimer.singleShot(FOLLOW_AFTER_MS, self, take)
            return
        kept = [one for one in self.selection.parcels if coverage.index_of(one) is not None]
        self.selection.choose(kept)
        self.updated.emit(update)
        QTimer.singleShot(FOLLOW_AFTER_MS, self, lambda: self._follow(update))

    def _follow(self, update: Update) -> None:
        self._shown.set()
        if not self._closed:
            self.followed.emit(update)


def widened(box: Box, share: float, at_least_m: float) -> Box:
    """Return a box with more ground on each side: a share of its longer side, or so many metres."""
    west, south, east, north = box
    more = max(max(east - west, north - south) * share, at_least_m)
    return west - more, south - more, east + more, north + more


def _same(before: CheckResult | None, after: CheckResult | None) -> bool:
    """Say whether a recheck changed nothing: it then keeps the very list of findings."""
    if before is None or after is None:
        return before is after
    return before.findings is after.findings and before.failures == after.failures
