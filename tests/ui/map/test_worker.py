"""The drawing thread: newest order, the owner's thread, a clean end."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot

from landdesk.domain.coverage import Coverage
from landdesk.ui.map.drawing import Picture, PictureOrder
from landdesk.ui.map.view import MapView
from landdesk.ui.map.worker import DrawingWorker

VIEW = MapView(-773_600.0, -999_400.0, 2.0, 400, 300)


def drawing_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "map drawing"]


def test_pictures_come_on_the_owners_thread(qtbot: QtBot, decany: Coverage) -> None:
    worker, seen = DrawingWorker(), list[tuple[Picture, QThread]]()
    worker.picture_drawn.connect(lambda picture: seen.append((picture, QThread.currentThread())))
    order = PictureOrder(decany, VIEW)
    worker.draw(order)
    qtbot.waitUntil(lambda: bool(seen))
    worker.stop()
    assert seen[0][0].order is order
    assert seen[0][1] == worker.thread()


def test_only_the_newest_of_waiting_orders_is_drawn(qtbot: QtBot, decany: Coverage) -> None:
    worker, numbers = DrawingWorker(), list[int]()
    worker.picture_drawn.connect(lambda picture: numbers.append(picture.order.number))
    for number in range(200):
        worker.draw(PictureOrder(decany, VIEW, number=number))
    qtbot.waitUntil(lambda: 199 in numbers)
    worker.stop()
    assert numbers == sorted(numbers)
    assert len(numbers) < 20


def test_stop_ends_the_thread_even_while_it_draws(decany: Coverage) -> None:
    worker = DrawingWorker()
    assert len(drawing_threads()) == 1
    worker.draw(PictureOrder(decany, MapView(-772_800.0, -998_800.0, 5.0, 3_000, 2_000)))
    worker.stop()
    worker.stop()
    assert drawing_threads() == []


def test_nothing_is_handed_over_after_the_end(qtbot: QtBot, decany: Coverage) -> None:
    worker, seen = DrawingWorker(), list[Picture]()
    worker.picture_drawn.connect(seen.append)
    with qtbot.waitSignal(worker._drawn):
        worker.draw(PictureOrder(decany, VIEW))
    # The order below may be finished or not when the thread ends; its picture must not come either way.
    before = len(seen)
    worker.draw(PictureOrder(decany, VIEW))
    worker.stop()
    QCoreApplication.sendPostedEvents()
    assert len(seen) == before


def test_a_picture_that_fails_is_a_bug_on_the_owners_thread(qtbot: QtBot, decany: Coverage) -> None:
    worker, seen = DrawingWorker(), list[Picture]()
    worker.picture_drawn.connect(seen.append)
    broken = PictureOrder(decany, MapView(0.0, 0.0, 1.0, 0, 0))
    with qtbot.captureExceptions() as caught:
        worker.draw(broken)
        qtbot.waitUntil(lambda: bool(caught))
    assert isinstance(caught[0][1], Exception)
    worker.draw(PictureOrder(decany, VIEW))
    qtbot.waitUntil(lambda: bool(seen))
    worker.stop()


@pytest.mark.usefixtures("qapp")
def test_a_worker_that_never_drew_ends_too() -> None:
    DrawingWorker().stop()
    assert drawing_threads() == []
