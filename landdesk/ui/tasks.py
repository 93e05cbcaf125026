"""Work that may take long, kept away from the window's thread: one writer thread and two threads for reading.

Work is a function of a :class:`Progress` and knows nothing of Qt. Its outcome comes back on the window's thread
by a queued signal; an error that nobody takes is handed to :attr:`TaskRunner.error_left_over`. Jobs of the
writer run one after the other in the order they were given.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError as FutureCancelledError
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal

from landdesk.domain.errors import CancelledError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text
from landdesk.ui.collecting import Collector

T = TypeVar("T")

READING_THREADS = 2
_STEP_EVERY_S = 0.05


def stopped() -> CancelledError:
    """Return the error of work that the person stopped."""
    return CancelledError("job.cancelled", Text(N_("The work was stopped; nothing was changed.")))


class _Signals(QObject):
    """The two crossings from a job's thread to the window's."""

    ended = Signal(object)
    stepped = Signal(int, int, object)


class Job(QObject, Generic[T]):
    """One piece of work under way.

    Signals:
        progressed(): It took a step, see ``last_step``.
        finished(): It has ended, in whatever way, and its outcome was told.

    Args:
        title: What a person reads while it runs; None for short work that is not shown.
    """

    progressed = Signal()
    finished = Signal()

    def __init__(
        self,
        title: Text | None,
        done: Callable[[T], None] | None,
        failed: Callable[[BaseException], None] | None,
    ) -> None:
        super().__init__()
        self.title = title
        self.started_at = time.monotonic()
        self.last_step: tuple[int, int, Text | None] = (0, 0, None)
        """Steps done, steps in all, what is being done."""
        self._done = done
        self._failed = failed
        self._stop = threading.Event()
        self._abandoned = False
        self._crossing = _Signals()
        # Always queued, so that no quick end is told before the caller holds the job.
        self._crossing.ended.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._crossing.stepped.connect(self._note_step, Qt.ConnectionType.QueuedConnection)
        self._last_told = 0.0

    def stop(self) -> None:
        """Ask the work to stop at its next step; it then fails with ``CancelledError``."""
        self._stop.set()

    def abandon(self) -> None:
        """Stop it and let nobody hear of its outcome."""
        self._abandoned = True
        self.stop()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        """Take a step; called by the work on its own thread, as of :class:`Progress`."""
        if self._stop.is_set():
            raise stopped()
        now = time.monotonic()
        if done >= total or now - self._last_told >= _STEP_EVERY_S:
            self._last_told = now
            self._crossing.stepped.emit(done, total, what)

    def told_by(self, future: "Future[T]") -> None:
        """Pass the end of the work on; called on the work's thread."""
        self._crossing.ended.emit(future)

    def _note_step(self, done: int, total: int, what: Text | None) -> None:
        self.last_step = (done, total, what)
        self.progressed.emit()

    def _settle(self, future: "Future[T]") -> None:
        try:
            if self._abandoned or future.cancelled():
                return
            error = future.exception()
            if error is None:
                if self._done is not None:
                    self._done(future.result())
            elif self._failed is not None:
                self._failed(error)
        finally:
            # What the outcome is told to must not live on with the job.
            self._done = self._failed = None
            self.finished.emit()


class TaskRunner(QObject):
    """Runs jobs; belongs to the window's thread. As long as it has threads, only that one collects dead cycles.

    Signals:
        changed(): A job with a title began, took a step or ended.
        became_idle(): The last job has ended.
        error_left_over(object): A job failed and nobody had said who takes it.
    """

    changed = Signal()
    became_idle = Signal()
    error_left_over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "landdesk-writer")
        self._readers = ThreadPoolExecutor(READING_THREADS, "landdesk-reader")
        self._collector = Collector(self)
        # Perhaps: what a person waits for, a store that is opened or a check, leaves much that stays.
        self._much_was_made = False
        # What was made is a store that is shown: a look through it would find nothing, at the moment people wait.
        self._only_loaded = False
        self._running: list[Job[object]] = []
        self._closed = False

    @property
    def idle(self) -> bool:
        """Whether no job is under way or waiting."""
        return not self._running

    @property
    def shown(self) -> tuple[Job[object], ...]:
        """The jobs with a title, oldest first."""
        return tuple(job for job in self._running if job.title is not None)

    def write(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        *,
        title: Text | None = None,
    ) -> Job[T]:
        """Run work on the writer thread: everything that changes a store, or opens or closes one.

        Args:
            work: The work.
            done: Takes the outcome, on the window's thread.
            failed: Takes the error; else it goes to ``error_left_over``.
            title: Shown while it runs; the person may stop it.
        """
        return self._start(self._writer, work, done, failed, title)

    def read(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        *,
        title: Text | None = None,
    ) -> Job[T]:
        """Run work that only reads or computes, beside the writer; arguments as of :meth:`write`."""
        return self._start(self._readers, work, done, failed, title)

    def stop_all(self) -> None:
        """Ask every job to stop."""
        for job in self._running:
            job.stop()

    def keep_loaded(self) -> None:
        """Leave what was loaded out of the search for dead cycles: a store is shown."""
        self._collector.keep()
        self._only_loaded = True

    def let_go_of_loaded(self) -> None:
        """Let what long work left be collected again: a store is closed."""
        self._much_was_made = False
        self._collector.thaw()

    def close(self) -> None:
        """Stop every job, wait for the threads and end them; nothing can be started afterwards."""
        self._closed = True
        for job in self._running:
            job.abandon()
        for pool in (self._writer, self._readers):
            pool.shutdown(wait=True, cancel_futures=True)
        self._collector.end()
        self._running.clear()

    def _start(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None,
        failed: Callable[[BaseException], None] | None,
        title: Text | None,
    ) -> Job[T]:
        job = Job(title, done, failed or self._tell_left_over)
        kept = cast("Job[object]", job)
        self._running.append(kept)
        job.finished.connect(lambda: self._forget(kept))
        if title is not None:
            job.progressed.connect(self.changed)
            self.changed.emit()
        pool.submit(work, job).add_done_callback(job.told_by)
        return job

    def _tell_left_over(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError | FutureCancelledError):
            self.error_left_over.emit(error)

    def _forget(self, job: Job[object]) -> None:
        if self._closed:
            return
        self._running.remove(job)
        # Its connections hold it, and it holds them: only this lets go of both.
        job.deleteLater()
        if job.title is not None:
            self._much_was_made = True
            self.changed.emit()
        if not self._running:
            if self._only_loaded:
                self._collector.keep()
            elif self._much_was_made:
                self._collector.settle()
            self._much_was_made = self._only_loaded = False
            self.became_idle.emit()
