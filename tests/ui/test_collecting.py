"""Dead cycles are let go of on the window's thread, whatever other threads make."""

import gc
import threading

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landdesk.domain.progress import Progress
from landdesk.i18n import Text
from landdesk.ui.collecting import Collector
from landdesk.ui.tasks import TaskRunner

_MANY = 50_000


class _Cycle:
    """Two that hold each other; the thread that lets go of them is noted."""

    def __init__(self, gone_on: set[int]) -> None:
        self.other = self
        self.gone_on = gone_on

    def __del__(self) -> None:
        self.gone_on.add(threading.get_ident())


def test_work_that_makes_much_collects_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    tasks = TaskRunner(qapp)
    gone_on: set[int] = set()
    done: list[int] = []

    def work(_progress: Progress) -> int:
        # Python would have collected dozens of times over these.
        for _ in range(_MANY):
            _Cycle(gone_on)
        return _MANY

    try:
        tasks.read(work, done.append)
        qtbot.waitUntil(lambda: bool(done) and bool(gone_on))
        assert gone_on == {threading.get_ident()}
    finally:
        tasks.close()
    assert gc.isenabled()


def test_the_last_one_hands_back(qapp: QApplication) -> None:
    first, second = Collector(qapp), Collector(qapp)
    second.end()
    assert not gc.isenabled()
    first.end()
    first.end()
    assert gc.isenabled()


def test_what_long_work_made_is_left_out_of_later_looks(qtbot: QtBot, qapp: QApplication) -> None:
    tasks = TaskRunner(qapp)
    gone_on: set[int] = set()
    kept: list[list[_Cycle]] = []

    def work(_progress: Progress) -> list[_Cycle]:
        _Cycle(gone_on)
        return [_Cycle(set()) for _ in range(2 * _MANY)]

    try:
        before = gc.get_freeze_count()
        tasks.read(work, kept.append, title=Text("Reading"))
        qtbot.waitUntil(lambda: gc.get_freeze_count() > before + _MANY)
        # What was dead already is let go of, and what stays is not looked at again.
        assert gone_on == {threading.get_ident()}
        assert len(gc.get_objects()) < _MANY
        assert len(kept[0]) == 2 * _MANY
        tasks.let_go_of_loaded()
        assert gc.get_freeze_count() == 0
    finally:
        tasks.close()
    assert gc.get_freeze_count() == 0


def test_short_work_leaves_nothing_out(qtbot: QtBot, qapp: QApplication) -> None:
    tasks = TaskRunner(qapp)
    done: list[list[_Cycle]] = []
    try:
        before = gc.get_freeze_count()
        tasks.read(lambda _progress: [_Cycle(set()) for _ in range(2 * _MANY)], done.append)
        qtbot.waitUntil(lambda: bool(done) and tasks.idle)
        assert gc.get_freeze_count() == before
    finally:
        tasks.close()
