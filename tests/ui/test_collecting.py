"""Dead cycles are let go of on the window's thread, whatever other threads make."""

import gc
import threading

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landdesk.domain.progress import Progress
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
