"""A receiver that speaks over a serial line or a socket, and one that stops, breaks or sends rubbish."""

import math
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from landdesk.domain.errors import TroubleError
from landdesk.services.survey.nmea import check_sum, epoch_points
from landdesk.services.survey.receiver import Source, average, best_positions, open_serial, open_tcp, receive


def sentence(body: str) -> bytes:
    return f"${body}*{check_sum(body):02X}\r\n".encode()


def positions(count: int, fix: int = 4, start: int = 0) -> bytes:
    """Return positions a second apart, one or the other side of the middle by 0.0001 minutes of latitude."""
    return b"".join(
        sentence(
            f"GNGGA,0102{second:02}.00,1214.400{second % 2 * 2},N,10911.4000,E,{fix},18,0.6,5.{second % 2}0,M,,M,,"
        )
        for second in range(start, start + count)
    )


class Played:
    """A source that gives pieces, then nothing, on a clock that goes on with each read."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.pieces = list(pieces)
        self.now = 0.0
        self.closed = False

    def clock(self) -> float:
        return self.now

    def read(self) -> bytes:
        self.now += 0.2
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self) -> None:
        self.closed = True


def trouble(source: Played, at_least: str = "any", seconds: float = 60.0) -> str:
    with pytest.raises(TroubleError) as caught:
        receive(source, seconds, at_least, clock=source.clock)
    assert source.closed
    assert caught.value.remedy is not None
    return caught.value.code


def test_only_positions_of_the_quality_wanted_are_taken_and_their_mean_is_made() -> None:
    source = Played(positions(4), positions(3, fix=1, start=4), positions(2, fix=5, start=8))
    heard: list[int] = []
    epochs = receive(source, 5.0, "fixed", told=lambda epoch: heard.append(epoch.fix), clock=source.clock)
    assert heard == [4, 4, 4, 4, 1, 1, 1, 5, 5]
    assert [one.fix for one in epochs] == [4, 4, 4, 4]
    mean = average(epoch_points(epochs), "7", "moc").point
    assert (mean.number, mean.code) == ("7", "moc")
    assert mean.north == pytest.approx(12 + 14.4001 / 60, abs=1e-10)
    assert mean.east == pytest.approx(109 + 11.4 / 60)
    assert mean.height == pytest.approx(5.05)
    # Each lies 0.0001' of latitude from the mean; four of them, one unknown.
    apart_m = math.radians(0.0001 / 60) * 6_371_000
    assert mean.quality["sigma_m"] == pytest.approx(apart_m * math.sqrt(4 / 3), abs=1e-4)
    assert mean.quality["epochs"] == 4
    assert (mean.quality["fix"], mean.quality["satellites"], mean.quality["hdop"]) == (4, 18, 0.6)


def test_a_log_is_averaged_over_the_positions_of_its_best_quality_only() -> None:
    source = Played(positions(4, fix=1), positions(3, fix=5, start=4), positions(2, fix=1, start=8))
    points = epoch_points(receive(source, 5.0, clock=source.clock))
    assert [one.quality["fix"] for one in best_positions(points)] == [5, 5, 5]


def test_the_sigma_that_the_receiver_says_is_kept_where_it_is_larger() -> None:
    source = Played(positions(1), sentence("GNGST,010200.00,1,,,,0.3,0.4,0.9"))
    mean = average(epoch_points(receive(source, 1.0, clock=source.clock))).point
    assert (mean.quality["sigma_m"], mean.quality["sigma_height_m"]) == (0.5, 0.9)


def test_a_receiver_that_fails_is_said_in_a_sentence() -> None:
    assert trouble(Played()) == "receiver.silent"
    assert trouble(Played(positions(2)), seconds=60) == "receiver.silent"
    assert trouble(Played(OSError("gone"))) == "receiver.lost"
    assert trouble(Played(positions(1), OSError("gone"))) == "receiver.lost"
    assert trouble(Played(EOFError())) == "receiver.lost"
    assert trouble(Played(*[os.urandom(4000)] * 40)) == "receiver.rubbish"
    assert trouble(Played(b"hello\r\n"), seconds=2) == "receiver.rubbish"
    assert trouble(Played(positions(3, fix=1)), "fixed", seconds=2) == "receiver.no-position"
    assert (
        trouble(Played(sentence("GNGGA,010203.00,,,,,0,00,99.9,,M,,M,,")), seconds=2)
        == "receiver.no-position"
    )


def test_a_damaged_sentence_costs_only_itself() -> None:
    whole = positions(3)
    source = Played(whole.replace(b"1214.4002", b"1214.9002"))
    assert len(receive(source, 2.0, clock=source.clock)) == 2


def test_listening_can_be_stopped() -> None:
    source = Played(*[positions(1, start=at) for at in range(50)])
    epochs = receive(source, 1000.0, stopped=lambda: source.now >= 2.0, clock=source.clock)
    assert 5 <= len(epochs) <= 11


@contextmanager
def speaking(write: Callable[[bytes], object], content: bytes) -> Iterator[None]:
    """Write in pieces that cut sentences, from another thread."""
    begun = threading.Event()

    def speak() -> None:
        begun.set()
        for at in range(0, len(content), 50):
            write(content[at : at + 50])

    thread = threading.Thread(target=speak)
    thread.start()
    begun.wait(5)
    try:
        yield
    finally:
        thread.join(5)


def listened(source: Source) -> int:
    return len(receive(source, 1.5))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_a_serial_line_is_heard() -> None:
    import pty

    here, there = pty.openpty()
    try:
        source = open_serial(os.ttyname(there), 9600)
        with speaking(lambda piece: os.write(here, piece), positions(20)):
            assert listened(source) == 20
    finally:
        os.close(here)
        os.close(there)


def test_a_socket_is_heard_until_it_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = open_tcp("127.0.0.1", server.getsockname()[1])
        line, _address = server.accept()
        with speaking(line.sendall, positions(20)):
            pass
        line.close()
        assert listened(source) == 20


def test_what_cannot_be_opened_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(TroubleError) as caught:
        open_tcp("127.0.0.1", port)
    assert caught.value.code == "receiver.no-connection"
    with pytest.raises(TroubleError) as caught:
        open_serial("/dev/no-such-port")
    assert caught.value.code == "receiver.no-port"
