"""NMEA 0183: the sentences GGA, RMC, GSA and GST of a receiver, their check sums tested.

A sentence stands between ``$`` and ``*``; the two hexadecimal digits behind are the exclusive or of all signs between.
Positions are degrees and minutes (ddmm.mmmm) of WGS 84, heights above the geoid of the receiver. Source: the public
description "NMEA Revealed" of the gpsd project.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from landdesk.i18n import N_, Text
from landdesk.services.survey.values import FieldFile, FieldPoint, Format, Method, Problem

_SENTENCE: Final = re.compile(r"[$!]([^*$!]*)\*([0-9A-Fa-f]{2})\s*$")
_POSITION: Final = re.compile(r"(\d{1,3}?)(\d\d(?:\.\d+)?)$")

FIXES: Final = {
    0: N_("no position"),
    1: N_("single"),
    2: N_("differential"),
    3: N_("PPS"),
    4: N_("RTK fixed"),
    5: N_("RTK float"),
    6: N_("dead reckoning"),
    7: N_("typed in"),
    8: N_("simulated"),
}
"""By the quality of GGA."""
RANKS: Final = {4: 4, 5: 3, 2: 2, 3: 2, 9: 2, 1: 1}
"""How good a quality of GGA is; what is not here is no measured position."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What a receiver said of one moment.

    Args:
        line: Line of the file, or number of the sentence.
        time: Time of day as sent, ``hhmmss.ss``.
        longitude: Degrees east.
        latitude: Degrees north.
        height: Above the geoid in metres; None where none was sent.
        fix: Quality of GGA.
        satellites: In use; None where not sent.
        hdop: Horizontal dilution; None where not sent.
        sigma_m: Of the position, from GST: root of the squares of both axes; None without GST.
        sigma_height_m: Of the height, from GST.
    """

    line: int
    time: str
    longitude: float
    latitude: float
    height: float | None
    fix: int
    satellites: int | None
    hdop: float | None
    sigma_m: float | None = None
    sigma_height_m: float | None = None


class Sentences:
    """Puts sentences together to epochs, as they come."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines = 0
        self.without_fix = 0
        """GGA sentences without a measured position."""
        self._waiting: Epoch | None = None
        self._gst: tuple[str, float, float] | None = None
        self._date = ""

    @property
    def date(self) -> str:
        """Day of the last RMC as ``ddmmyy``; empty before one came."""
        return self._date

    def take(self, number: int, line: str) -> Epoch | None:
        """Take a line; return the epoch before once the next begins."""
        self.lines += 1
        line = line.strip()
        if not line.startswith(("$", "!")):
            if "$G" in line:
                self._complain(number, Text(N_("The sentence does not begin the line.")))
            return None
        found = _SENTENCE.match(line)
        if found is None:
            self._complain(number, Text(N_("The sentence is cut, or has no check sum.")))
            return None
        if check_sum(found[1]) != int(found[2], 16):
            self._complain(number, Text(N_("The check sum is wrong: the sentence was damaged on its way.")))
            return None
        fields = found[1].split(",")
        kind = fields[0][2:] if fields[0][:1] != "P" else ""
        try:
            if kind == "GGA":
                return self._next(self._gga(number, fields))
            if kind == "GST":
                self._take_gst(fields)
            elif kind == "RMC" and len(fields) > 9 and fields[2] == "A":
                self._date = fields[9]
            elif kind == "GSA" and self._waiting is not None and self._waiting.hdop is None:
                self._waiting = replace(self._waiting, hdop=_number(fields[16]) if len(fields) > 16 else None)
        except (ValueError, IndexError):
            self._complain(number, Text(N_("The sentence {kind} cannot be read."), {"kind": kind}))
        return None

    def last(self) -> Epoch | None:
        """Return the epoch that is still waiting for its other sentences."""
        waiting, self._waiting = self._waiting, None
        return waiting

    def _next(self, epoch: Epoch | None) -> Epoch | None:
        before = self.last()
        if epoch is None:
            self.without_fix += 1
        elif self._gst is not None and self._gst[0] == epoch.time:
            # Some receivers send GST before GGA.
            epoch = replace(epoch, sigma_m=self._gst[1], sigma_height_m=self._gst[2])
        self._waiting = epoch
        return before

    def _take_gst(self, fields: list[str]) -> None:
        north, east, up = (_number(fields[k]) for k in (6, 7, 8))
        if north is None or east is None or up is None:
            return
        self._gst = (fields[1], math.hypot(north, east), up)
        if self._waiting is not None and self._waiting.time == fields[1]:
            self._waiting = replace(self._waiting, sigma_m=self._gst[1], sigma_height_m=up)

    @staticmethod
    def _gga(number: int, fields: list[str]) -> Epoch | None:
        fix = int(fields[6] or 0)
        if fix not in RANKS or not fields[2] or not fields[4]:
            return None
        if fields[10] not in ("M", ""):
            raise ValueError(fields[10])
        latitude, longitude = _degrees(fields[2], fields[3], "NS"), _degrees(fields[4], fields[5], "EW")
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise ValueError(fields[2])
        return Epoch(
            number,
            fields[1],
            longitude,
            latitude,
            _number(fields[9]),
            fix,
            int(fields[7]) if fields[7] else None,
            _number(fields[8]),
        )

    def _complain(self, number: int, what: Text) -> None:
        self.problems.append(Problem(number, what))


def is_whole(line: str) -> bool:
    """Tell whether a line is a sentence with a right check sum."""
    found = _SENTENCE.match(line.strip())
    return found is not None and check_sum(found[1]) == int(found[2], 16)


def check_sum(body: str) -> int:
    """Return the exclusive or of the signs between ``$`` and ``*``."""
    total = 0
    for letter in body:
        total ^= ord(letter)
    return total


def is_nmea(text: str) -> bool:
    """Tell whether sentences of NMEA stand near the beginning of a text."""
    return re.search(r"^[$!][A-Z]{2,5}[A-Z0-9]*,", text[:20_000], re.MULTILINE) is not None


def read_nmea(name: str, text: str) -> FieldFile:
    """Return each position of a log as a point with the figures of its quality."""
    sentences = Sentences()
    epochs: list[Epoch] = []
    for number, line in enumerate(text.splitlines(), 1):
        epoch = sentences.take(number, line)
        if epoch is not None:
            epochs.append(epoch)
    last = sentences.last()
    if last is not None:
        epochs.append(last)
    problems = list(sentences.problems)
    if sentences.without_fix:
        what = Text(
            N_("{count} sentences GGA came without a measured position."), {"count": sentences.without_fix}
        )
        problems.insert(0, Problem(0, what))
    return FieldFile(
        name,
        Format.NMEA,
        "",
        tuple(epoch_points(epochs)),
        (),
        tuple(problems),
        degrees=True,
        order=Text(N_("Latitude and longitude, as the format says.")),
    )


def epoch_points(epochs: Iterable[Epoch]) -> list[FieldPoint]:
    """Return a point for each epoch, numbered from 1."""
    return [
        FieldPoint(
            one.line,
            str(number),
            "",
            one.longitude,
            one.latitude,
            one.height,
            Method.GNSS,
            _figures(one),
        )
        for number, one in enumerate(epochs, 1)
    ]


def _figures(epoch: Epoch) -> dict[str, float]:
    named = {
        "fix": epoch.fix,
        "satellites": epoch.satellites,
        "hdop": epoch.hdop,
        "sigma_m": epoch.sigma_m,
        "sigma_height_m": epoch.sigma_height_m,
    }
    return {name: float(value) for name, value in named.items() if value is not None}


def _degrees(text: str, side: str, sides: str) -> float:
    found = _POSITION.match(text)
    if found is None or side not in sides or not side:
        raise ValueError(text)
    value = int(found[1]) + float(found[2]) / 60
    return -value if side == sides[1] else value


def _number(text: str) -> float | None:
    value = float(text) if text else None
    if value is not None and not math.isfinite(value):
        raise ValueError(text)
    return value
