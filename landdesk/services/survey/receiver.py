"""A receiver that sends NMEA over a serial line or TCP: its positions as they come, and their mean.

Only positions of at least a chosen quality are taken. The mean is that of all of them, its sigma that of one position
from their scatter: epochs a second apart are not independent, so dividing by the root of their number would promise too
much. Where the receiver says a larger sigma (GST), that is kept.
"""

import math
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final, Protocol

from landdesk.domain.errors import InvalidInputError, TroubleError
from landdesk.i18n import N_, Text
from landdesk.services.survey.nmea import RANKS, Epoch, Sentences, is_whole
from landdesk.services.survey.values import FieldPoint, Method

QUALITIES: Final = {"any": 1, "differential": 2, "float": 3, "fixed": 4}
"""Rank that a position must have at least, by name."""
BAUD: Final = 9600
SILENCE_S: Final = 10.0
_PIECE: Final = 4096
_LONGEST_LINE: Final = 4096
_RUBBISH_AT_MOST: Final = 16_384
"""A quarter of a minute at 9600 baud; between sentences some receivers send that much of their own."""
_TICK_S: Final = 0.2
_METRE_DEG: Final = math.degrees(1 / 6_371_000.0)


class Source(Protocol):
    """Where bytes come from; ``read`` waits a moment at the most and returns nothing when none came."""

    def read(self) -> bytes:
        """Return bytes; raises OSError when the line is broken, EOFError when it was closed."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True, slots=True)
class Averaged:
    """The mean of positions.

    Args:
        point: With the figures ``epochs``, ``sigma_m``, ``sigma_height_m``, and the worst ``fix``, ``hdop`` and
            least ``satellites``.
        spread_m: Largest distance of a position from the mean.
    """

    point: FieldPoint
    spread_m: float


def average(points: Sequence[FieldPoint], number: str = "1", code: str = "") -> Averaged:
    """Return the mean of positions in degrees; there must be one at least."""
    count = len(points)
    longitude = math.fsum(one.east for one in points) / count
    latitude = math.fsum(one.north for one in points) / count
    narrow = math.cos(math.radians(latitude))
    offsets = [
        math.hypot((one.east - longitude) / _METRE_DEG * narrow, (one.north - latitude) / _METRE_DEG)
        for one in points
    ]
    heights = [one.height for one in points if one.height is not None]
    height = math.fsum(heights) / len(heights) if heights else None
    quality: dict[str, float] = {"epochs": count}
    sigmas = [_scatter(offsets), _mean_of(points, "sigma_m")]
    height_sigmas = [
        _scatter([one - height for one in heights]) if height is not None else None,
        _mean_of(points, "sigma_height_m"),
    ]
    for name, known in (("sigma_m", sigmas), ("sigma_height_m", height_sigmas)):
        there = [one for one in known if one is not None]
        if there:
            quality[name] = round(max(there), 4)
    worst: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
        ("fix", _worst_fix),
        ("hdop", max),
        ("satellites", min),
    )
    for name, choose in worst:
        said = [one.quality[name] for one in points if name in one.quality]
        if said:
            quality[name] = choose(said)
    point = FieldPoint(points[0].line, number, code, longitude, latitude, height, Method.GNSS, quality)
    return Averaged(point, max(offsets))


def best_positions(points: Sequence[FieldPoint]) -> list[FieldPoint]:
    """Return the positions of the best quality among some: a mean of RTK and single ones would be neither."""
    ranks = [RANKS.get(int(one.quality.get("fix", 0)), 0) for one in points]
    return [one for one, rank in zip(points, ranks, strict=True) if rank == max(ranks)]


def receive(
    source: Source,
    seconds: float,
    at_least: str = "any",
    *,
    told: Callable[[Epoch], None] = lambda _epoch: None,
    stopped: Callable[[], bool] = lambda: False,
    silence_s: float = SILENCE_S,
    clock: Callable[[], float] = time.monotonic,
) -> list[Epoch]:
    """Return the positions of at least a quality that come within some seconds.

    Args:
        source: An open line.
        seconds: How long to listen.
        at_least: Name in ``QUALITIES``.
        told: Hears of each position, whatever its quality, as it comes.
        stopped: Asked now and then whether to end.
        silence_s: After so long without a byte the receiver counts as silent.
        clock: Seconds.

    Raises:
        TroubleError: ``receiver.silent``, ``receiver.lost``, ``receiver.rubbish``, ``receiver.no-position``.
    """
    sentences = Sentences()
    taken: list[Epoch] = []
    seen = 0

    def take(epoch: Epoch) -> None:
        nonlocal seen
        seen += 1
        told(epoch)
        if RANKS[epoch.fix] >= QUALITIES[at_least]:
            taken.append(epoch)

    for epoch in listen(source, sentences, seconds, stopped=stopped, silence_s=silence_s, clock=clock):
        if epoch is not None:
            take(epoch)
    if not taken:
        raise _no_position(seen, sentences)
    return taken


def listen(
    source: Source,
    sentences: Sentences,
    seconds: float = math.inf,
    *,
    stopped: Callable[[], bool] = lambda: False,
    silence_s: float = SILENCE_S,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Epoch | None]:
    """Give each position as it comes, and None for each moment at which the receiver had none.

    Args:
        source: An open line; closed at the end.
        sentences: Puts what comes together.
        seconds: How long to listen.
        stopped: Asked now and then whether to end.
        silence_s: After so long without a byte the receiver counts as silent.
        clock: Seconds.

    Raises:
        TroubleError: ``receiver.silent``, ``receiver.lost``, ``receiver.rubbish``.
    """
    for number, line in enumerate(_lines(source, seconds, stopped, silence_s, clock), 1):
        before = sentences.without_fix
        epoch = sentences.take(number, line)
        if epoch is not None:
            yield epoch
        if sentences.without_fix > before:
            yield None
    last = sentences.last()
    if last is not None:
        yield last


def source_of(place: str, baud: int = BAUD) -> Callable[[], Source]:
    """Return the function that opens a receiver: ``192.168.1.20:9001`` in the network, else a serial port.

    Raises:
        InvalidInputError: ``receiver.no-place``: neither.
    """
    host, sign, port = place.strip().rpartition(":")
    if not place.strip() or (sign and (not host or not _is_port(port))):
        raise InvalidInputError(
            "receiver.no-place",
            Text(N_("“{place}” is no serial port and no address with its port."), {"place": place.strip()}),
            remedy=Text(N_("Give a port such as COM3, or address and port as 192.168.1.20:9001.")),
        )
    if sign:
        return lambda: open_tcp(host, int(port))
    return lambda: open_serial(place.strip(), baud)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65_536


def serial_ports() -> list[tuple[str, str]]:
    """Return the serial ports of this computer, each with what it says of itself."""
    from serial.tools.list_ports import comports

    found = [(str(one.device), str(one.description or "")) for one in comports()]
    return [(device, "" if words in ("n/a", device) else words) for device, words in sorted(found)]


def open_serial(port: str, baud: int = BAUD) -> Source:
    """Open a serial line.

    Raises:
        TroubleError: ``receiver.no-port``: it is not there, or another program has it.
    """
    import serial

    try:
        return _Serial(serial.Serial(port, baud, timeout=_TICK_S))
    except (serial.SerialException, OSError, ValueError) as error:
        raise TroubleError(
            "receiver.no-port",
            Text(N_("The port {port} cannot be opened."), {"port": port}),
            remedy=Text(
                N_("Plug the receiver in, close other programs that listen to it, and look up its port.")
            ),
        ) from error


def open_tcp(host: str, port: int, timeout_s: float = 5.0) -> Source:
    """Open a connection to a receiver in the local network.

    Raises:
        TroubleError: ``receiver.no-connection``.
    """
    try:
        line = socket.create_connection((host, port), timeout_s)
    except (OSError, UnicodeError, OverflowError) as error:
        raise TroubleError(
            "receiver.no-connection",
            Text(N_("Nothing answers at {host}:{port}."), {"host": host, "port": port}),
            remedy=Text(N_("Check address and port in the settings of the receiver, and that it is on.")),
        ) from error
    line.settimeout(_TICK_S)
    return _Tcp(line)


class _Serial:
    def __init__(self, line: Any) -> None:
        self._line = line

    def read(self) -> bytes:
        return bytes(self._line.read(max(1, min(_PIECE, self._line.in_waiting))))

    def close(self) -> None:
        self._line.close()


class _Tcp:
    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def read(self) -> bytes:
        try:
            piece = self._line.recv(_PIECE)
        except TimeoutError:
            return b""
        if not piece:
            raise EOFError
        return piece

    def close(self) -> None:
        self._line.close()


def _lines(
    source: Source,
    seconds: float,
    stopped: Callable[[], bool],
    silence_s: float,
    clock: Callable[[], float],
) -> Iterator[str]:
    """Give the lines that come until the time is over, the line is closed, or somebody asks to stop."""
    began = heard = clock()
    waiting = b""
    rubbish = 0
    with closing(source):
        while clock() - began < seconds and not stopped():
            try:
                piece = source.read()
            except EOFError:
                if began == heard:
                    raise closed() from None
                return
            except OSError as error:
                raise _trouble("receiver.lost", N_("The connection to the receiver broke.")) from error
            if piece:
                heard = clock()
            elif clock() - heard >= silence_s:
                raise _trouble("receiver.silent", N_("The receiver sends nothing."))
            *whole, waiting = (waiting + piece).split(b"\n")
            if len(waiting) > _LONGEST_LINE:
                rubbish, waiting = rubbish + len(waiting), b""
            for line in whole:
                text = line.decode("ascii", "replace")
                rubbish = 0 if is_whole(text) else rubbish + len(line)
                yield text
            if rubbish > _RUBBISH_AT_MOST:
                raise _trouble("receiver.rubbish", N_("What the receiver sends is no NMEA."))


def closed() -> TroubleError:
    """Return the error for a connection that the receiver has ended."""
    return _trouble("receiver.lost", N_("The receiver has closed the connection."))


def _no_position(seen: int, sentences: Sentences) -> TroubleError:
    if seen:
        return _trouble(
            "receiver.no-position",
            N_("{count} positions came, none of the quality wanted."),
            {"count": seen},
        )
    if sentences.without_fix:
        return _trouble(
            "receiver.no-position", N_("The receiver has no position yet: it sees too little sky.")
        )
    if sentences.lines:
        return _trouble("receiver.rubbish", N_("What the receiver sends is no NMEA."))
    return _trouble("receiver.silent", N_("The receiver sends nothing."))


def _trouble(code: str, what: str, values: dict[str, int] | None = None) -> TroubleError:
    return TroubleError(
        code,
        Text(what, values or {}),
        remedy=Text(
            N_("Check cable, port and speed, and that the receiver is set to send NMEA with GGA sentences.")
        ),
    )


def _scatter(offsets: Sequence[float]) -> float | None:
    if len(offsets) < 2:
        return None
    return math.sqrt(math.fsum(one * one for one in offsets) / (len(offsets) - 1))


def _mean_of(points: Sequence[FieldPoint], name: str) -> float | None:
    said = [one.quality[name] for one in points if name in one.quality]
    return math.fsum(said) / len(said) if said else None


def _worst_fix(fixes: list[float]) -> float:
    return min(fixes, key=lambda fix: RANKS.get(int(fix), 0))
