"""A receiver in the window: heard over a pseudo-terminal or a socket, its mean taken, its failures said."""

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from landdesk.domain.errors import TroubleError
from landdesk.i18n import Text
from landdesk.services.survey.receiver import Source
from landdesk.ui.main_window import MainWindow
from landdesk.ui.survey.listener import Listener
from landdesk.ui.survey.receiver_dialog import ReceiverDialog
from landdesk.ui.survey.receiver_errand import next_number
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.hands import children, click, press, read_rows, type_words
from tests.ui.survey.conftest import gga, sentence

_WAIT_MS = 8_000


NO_POSITION = sentence("GNGGA,010203.00,,,,,0,00,99.9,,M,,M,,")


class Receiver:
    """Speaks to whoever connects, ten times a second, until it is told otherwise."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.says: Callable[[int], bytes] = gga
        self.hangs_up = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self._over.set()
        self.server.close()
        self._thread.join(5)

    def _run(self) -> None:
        seconds = count()
        self.server.settimeout(0.1)
        while not self._over.is_set():
            try:
                line, _address = self.server.accept()
            except OSError:
                continue
            with line:
                while not (self._over.is_set() or self.hangs_up.wait(0.05)):
                    try:
                        line.sendall(self.says(next(seconds)))
                    except OSError:
                        break
            self.hangs_up.clear()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver in the network."""
    made = Receiver()
    yield made
    made.close()


def threads() -> int:
    return sum(one.name == "receiver" for one in threading.enumerate())


def opened(window: MainWindow, qtbot: QtBot) -> ReceiverDialog:
    window.actions_by_code["receiver"].trigger()
    settle(qtbot, window)
    (dialog,) = children(window, ReceiverDialog)
    return dialog


def listening(window: MainWindow, qtbot: QtBot, place: str) -> ReceiverDialog:
    dialog = opened(window, qtbot)
    field = dialog.place.lineEdit()
    assert field is not None
    field.clear()
    type_words(field, place)
    click(dialog.listen)
    return dialog


def says(dialog: ReceiverDialog, words: str) -> bool:
    return words in dialog.trouble.text()


def heard(dialog: ReceiverDialog, words: str) -> Callable[[], bool]:
    return lambda: words in dialog.fix.text()


def test_positions_are_shown_averaged_and_taken_as_points_of_one_file(
    window: MainWindow, qtbot: QtBot, receiver: Receiver
) -> None:
    receiver.says = lambda at: gga(at, north_m=0.02 * (at % 2))
    canvas = window.desk.workplace.canvas
    dialog = listening(window, qtbot, receiver.place)
    assert not dialog.take.isEnabled()
    qtbot.waitUntil(heard(dialog, "RTK fixed"), timeout=_WAIT_MS)
    assert dialog.east.text().startswith(f"{WEST + 10:,.2f}"[:8])
    assert "18" in dialog.sight.text()
    assert "0.6" in dialog.sight.text()
    dialog.epochs.setValue(6)
    click(dialog.measure)
    qtbot.waitUntil(dialog.take.isEnabled, timeout=_WAIT_MS)
    assert "6 of 6" in dialog.mean.text()
    assert "0.010 m" in dialog.mean.text()
    dialog.number.selectAll()
    type_words(dialog.number, "M9")
    type_words(dialog.code, "moc")
    click(dialog.take)
    settle(qtbot, window)
    assert dialog.number.text() == "M10"
    assert not dialog.take.isEnabled()
    click(dialog.measure)
    qtbot.waitUntil(dialog.take.isEnabled, timeout=_WAIT_MS)
    press(dialog.take, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert [row.number for row in read_rows(dialog.model)] == ["M10", "M9"]
    reader = window.desk.store.app
    (survey,) = reader.read(lambda one: one.surveys.all())
    points = reader.read(lambda one: one.surveys.points())
    assert [(one.number, one.code, one.method) for one in points] == [
        ("M9", "moc", "gnss"),
        ("M10", "moc", "gnss"),
    ]
    assert survey.points == 2
    assert points[0].at == pytest.approx((WEST + 10, SOUTH + 15.01), abs=0.005)
    assert points[0].quality["epochs"] == 6
    # The mark of the receiver is on the map, and goes with the dialog.
    with_mark = canvas.grab().toImage()
    dialog.close()
    settle(qtbot, window)
    assert canvas.grab().toImage() != with_mark
    qtbot.waitUntil(lambda: threads() == 0, timeout=_WAIT_MS)


def test_a_number_that_is_taken_is_refused_and_the_mean_stays(
    window: MainWindow, qtbot: QtBot, receiver: Receiver
) -> None:
    dialog = listening(window, qtbot, receiver.place)
    qtbot.waitUntil(heard(dialog, "RTK"), timeout=_WAIT_MS)
    dialog.epochs.setValue(2)
    for number in ("5", "5"):
        click(dialog.measure)
        qtbot.waitUntil(dialog.take.isEnabled, timeout=_WAIT_MS)
        dialog.number.setText(number)
        click(dialog.take)
        settle(qtbot, window)
    assert dialog.trouble.isVisibleTo(dialog)
    dialog.number.setText("6")
    click(dialog.take)
    settle(qtbot, window)
    assert [row.number for row in read_rows(dialog.model)] == ["6", "5"]
    assert not dialog.trouble.isVisibleTo(dialog)


def test_only_positions_of_the_quality_wanted_go_into_the_mean(
    window: MainWindow, qtbot: QtBot, receiver: Receiver
) -> None:
    receiver.says = lambda at: gga(at, fix=1)
    dialog = listening(window, qtbot, receiver.place)
    qtbot.waitUntil(heard(dialog, "single"), timeout=_WAIT_MS)
    dialog.at_least.setCurrentIndex(dialog.at_least.findData("fixed"))
    dialog.epochs.setValue(2)
    click(dialog.measure)
    qtbot.wait(300)
    assert "0 of 2" in dialog.mean.text()
    receiver.says = gga
    qtbot.waitUntil(dialog.take.isEnabled, timeout=_WAIT_MS)


def test_a_receiver_without_a_position_that_hangs_up_or_sends_rubbish_is_said_and_can_be_tried_again(
    window: MainWindow, qtbot: QtBot, receiver: Receiver
) -> None:
    receiver.says = lambda _at: NO_POSITION
    dialog = listening(window, qtbot, receiver.place)
    qtbot.waitUntil(lambda: "sky" in dialog.state.text(), timeout=_WAIT_MS)
    receiver.says = gga
    qtbot.waitUntil(heard(dialog, "RTK"), timeout=_WAIT_MS)
    dialog.epochs.setValue(3600)
    click(dialog.measure)
    receiver.hangs_up.set()
    qtbot.waitUntil(lambda: dialog.trouble.isVisibleTo(dialog), timeout=_WAIT_MS)
    assert dialog.fix.text() == "–"
    assert not dialog.measure.isEnabled()
    assert dialog.mean.text() == "–"
    receiver.says = lambda _at: os.urandom(4_000)
    click(dialog.listen)
    assert not dialog.trouble.isVisibleTo(dialog)
    qtbot.waitUntil(lambda: dialog.trouble.isVisibleTo(dialog), timeout=_WAIT_MS)
    assert "is no NMEA" in dialog.trouble.text()
    receiver.says = gga
    click(dialog.listen)
    qtbot.waitUntil(heard(dialog, "RTK"), timeout=_WAIT_MS)
    assert not dialog.trouble.isVisibleTo(dialog)
    click(dialog.listen)
    assert not dialog.measure.isEnabled()
    qtbot.waitUntil(lambda: threads() == 0, timeout=_WAIT_MS)


def test_positions_that_stay_away_are_said_while_the_line_is_open(
    window: MainWindow, qtbot: QtBot, receiver: Receiver
) -> None:
    dialog = listening(window, qtbot, receiver.place)
    qtbot.waitUntil(heard(dialog, "RTK"), timeout=_WAIT_MS)
    receiver.says = lambda _at: sentence("GNRMC,010203.00,A,1214.4000,N,10911.4000,E,0,,281126,,,A")
    qtbot.waitUntil(lambda: "No position for" in dialog.state.text(), timeout=_WAIT_MS)
    receiver.says = gga
    qtbot.waitUntil(lambda: "RTK" in dialog.state.text(), timeout=_WAIT_MS)


def test_what_is_no_place_and_where_nobody_answers_is_said(window: MainWindow, qtbot: QtBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for place, words in (
        ("nowhere:x", "nowhere:x"),
        (f"127.0.0.1:{port}", str(port)),
        ("/dev/no-such-port", "/dev/no-such-port"),
    ):
        dialog = listening(window, qtbot, place)
        qtbot.waitUntil(partial(says, dialog, words), timeout=_WAIT_MS)
        assert dialog.listen.isEnabled()
        dialog.close()
    dialog = listening(window, qtbot, "")
    qtbot.waitUntil(lambda: dialog.trouble.isVisibleTo(dialog))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_a_serial_line_is_heard_and_one_that_is_pulled_out_is_said(window: MainWindow, qtbot: QtBot) -> None:
    import pty

    here, there = pty.openpty()
    over = threading.Event()

    def speak() -> None:
        for at in count():
            if over.wait(0.05):
                return
            os.write(here, gga(at, fix=5))

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        dialog = listening(window, qtbot, os.ttyname(there))
        qtbot.waitUntil(heard(dialog, "RTK float"), timeout=_WAIT_MS)
    finally:
        over.set()
        thread.join(5)
        os.close(here)
        os.close(there)
    qtbot.waitUntil(lambda: dialog.trouble.isVisibleTo(dialog), timeout=_WAIT_MS)


def test_the_map_follows_the_position_and_closing_the_store_ends_it(
    window: MainWindow, qtbot: QtBot, receiver: Receiver
) -> None:
    canvas = window.desk.workplace.canvas
    canvas.zoom_to_box((WEST + 5_000, SOUTH, WEST + 5_100, SOUTH + 100))
    dialog = listening(window, qtbot, receiver.place)
    qtbot.waitUntil(heard(dialog, "RTK"), timeout=_WAIT_MS)
    assert canvas.view.covers((WEST + 10, SOUTH + 15, WEST + 10, SOUTH + 15))
    click(dialog.follow, QPoint(10, dialog.follow.height() // 2))
    canvas.zoom_to_box((WEST + 5_000, SOUTH, WEST + 5_100, SOUTH + 100))
    qtbot.wait(300)
    assert not canvas.view.covers((WEST + 10, SOUTH + 15, WEST + 10, SOUTH + 15))
    window.desk.close_store()
    qtbot.waitUntil(lambda: window.desk.current is None)
    qtbot.waitUntil(lambda: threads() == 0, timeout=_WAIT_MS)


def test_stopping_does_not_wait_for_a_line_that_is_still_being_opened(qtbot: QtBot) -> None:
    answered, ended = threading.Event(), list[object]()

    def open_slowly() -> Source:
        answered.wait(10)
        raise TroubleError("receiver.no-connection", Text("Nothing answers."))

    listener = Listener(open_slowly, 9217)
    listener.ended.connect(ended.append)
    listener.start()
    began = monotonic()
    listener.stop()
    assert monotonic() - began < 2
    answered.set()
    qtbot.waitUntil(lambda: ended == [None], timeout=_WAIT_MS)
    qtbot.waitUntil(lambda: threads() == 0, timeout=_WAIT_MS)


def test_the_next_number_is_one_higher() -> None:
    assert [next_number(one) for one in ("1", "M9", "09", "A1b", "T", "7-9")] == [
        "2", "M10", "10", "A2b", "T", "7-10",
    ]  # fmt: skip
