import gc
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landdesk.domain.errors import CancelledError, RefusedError
from landdesk.domain.progress import Progress
from landdesk.i18n import Text
from landdesk.ui.tasks import TaskRunner


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    made = TaskRunner(qapp)
    yield made
    made.close()


def test_outcome_comes_on_the_window_thread_and_work_runs_on_another(qtbot: QtBot, tasks: TaskRunner) -> None:
    told: list[tuple[int, int]] = []
    tasks.write(
        lambda _progress: threading.get_ident(), lambda there: told.append((there, threading.get_ident()))
    )
    assert told == [], "nothing is told before the event loop comes round"
    qtbot.waitUntil(lambda: bool(told))
    there, here = told[0]
    assert here == threading.get_ident()
    assert there != here


def test_writes_keep_their_order_and_never_overlap(qtbot: QtBot, tasks: TaskRunner) -> None:
    seen: list[int] = []
    inside = threading.Lock()

    def work(number: int, _progress: Progress) -> int:
        assert inside.acquire(blocking=False), "two writes at the same time"
        seen.append(number)
        inside.release()
        return number

    told: list[int] = []
    for number in range(20):
        tasks.write(partial(work, number), told.append)
    qtbot.waitUntil(lambda: len(told) == 20)
    assert seen == told == list(range(20))


def test_a_reading_job_does_not_wait_for_the_writer(qtbot: QtBot, tasks: TaskRunner) -> None:
    go = threading.Event()
    tasks.write(lambda _progress: go.wait(10))
    told: list[str] = []
    tasks.read(lambda _progress: "read", told.append)
    qtbot.waitUntil(lambda: told == ["read"])
    assert not tasks.idle
    go.set()
    qtbot.waitUntil(lambda: tasks.idle)


def test_an_error_goes_to_who_takes_it_else_to_the_runner(qtbot: QtBot, tasks: TaskRunner) -> None:
    def refuse(_progress: Progress) -> None:
        raise RefusedError("some.code", Text("no"))

    taken: list[BaseException] = []
    left_over: list[BaseException] = []
    tasks.error_left_over.connect(left_over.append)
    tasks.read(refuse, failed=taken.append)
    qtbot.waitUntil(lambda: len(taken) == 1)
    assert left_over == []
    tasks.read(refuse)
    qtbot.waitUntil(lambda: len(left_over) == 1)
    assert isinstance(left_over[0], RefusedError)


def test_stopped_work_ends_at_its_next_step(qtbot: QtBot, tasks: TaskRunner) -> None:
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        for number in range(10**9):
            progress.step(number, 10**9)

    taken: list[BaseException] = []
    job = tasks.write(work, failed=taken.append, title=Text("long"))
    assert list(tasks.shown) == [job]
    qtbot.waitUntil(started.is_set)
    job.stop()
    qtbot.waitUntil(lambda: bool(taken))
    assert isinstance(taken[0], CancelledError)
    assert not tasks.shown


def test_progress_is_told_while_the_work_runs(qtbot: QtBot, tasks: TaskRunner) -> None:
    go = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(3, 7, Text("counting"))
        go.wait(10)

    job = tasks.write(work, title=Text("long"))
    qtbot.waitUntil(lambda: job.last_step == (3, 7, Text("counting")))
    go.set()
    qtbot.waitUntil(lambda: tasks.idle)


def test_abandoned_work_tells_nothing(qtbot: QtBot, tasks: TaskRunner) -> None:
    go = threading.Event()
    told: list[object] = []
    job = tasks.read(lambda _progress: go.wait(10), told.append, told.append)
    job.abandon()
    go.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert told == []


def test_closing_ends_the_threads_though_work_is_under_way(qtbot: QtBot, tasks: TaskRunner) -> None:
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        for number in range(10**9):
            progress.step(number, 10**9)

    dropped: list[str] = []
    tasks.write(work)
    tasks.write(lambda _progress: dropped.append("waiting work was run"))
    qtbot.waitUntil(started.is_set)
    tasks.close()
    assert dropped == []
    assert not [one for one in threading.enumerate() if one.name.startswith("landdesk-")]


def test_a_finished_job_is_let_go_of(qtbot: QtBot, tasks: TaskRunner) -> None:
    class Outcome:
        """Something that can be looked for."""

    job = tasks.read(lambda _progress: Outcome(), lambda _outcome: None)
    kept = weakref.ref(job)
    qtbot.waitUntil(lambda: tasks.idle)
    del job

    def gone() -> bool:
        gc.collect()
        return kept() is None

    qtbot.waitUntil(gone)
