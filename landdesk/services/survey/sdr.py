"""Sokkia SDR33 and SDR20: records with a type of two signs, a derivation of two, and fields of fixed width.

SDR33 writes numbers and coordinates in 16 signs, SDR20 and older in 4 and 10. The header ends with codes of angle unit
(1 degrees, 2 gon, 4 mil), distance unit (1 metre, 2 foot, 3 US foot), pressure, temperature and order of coordinates
(1 north-east, 2 east-north). Source: Sokkia, "SDR33 Electronic Field Book, Reference Manual", appendix on formats.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from landdesk.i18n import N_, Text
from landdesk.services.survey.values import FieldFile, FieldPoint, Format, Method, Problem, Setup, Sight

_ANGLES: Final = {"1": math.tau / 360, "2": math.tau / 400, "4": math.tau / 6400}
_LENGTHS: Final = {"1": 1.0, "2": 0.3048, "3": 1200 / 3937}
_RECORD: Final = re.compile(r"\d\d[A-Z0-9]{2}")


class _RecordError(Exception):
    """A record that cannot be taken."""

    def __init__(self, what: Text) -> None:
        super().__init__(str(what))
        self.what = what


@dataclass(slots=True)
class _State:
    wide: bool
    angle: float
    length: float
    north_first: bool
    target_height: float = 0.0
    prism_mm: float | None = None
    from_horizon: bool = False
    instrument: str = ""

    @property
    def id_size(self) -> int:
        return 16 if self.wide else 4

    @property
    def value_size(self) -> int:
        return 16 if self.wide else 10

    def ids(self, line: str, count: int) -> list[str]:
        size = self.id_size
        found = [line[4 + size * k : 4 + size * (k + 1)].strip() for k in range(count)]
        if not all(found):
            raise _RecordError(Text(N_("The point has no number.")))
        return [one.lstrip("0") or "0" for one in found]

    def values(self, line: str, skip: int, count: int) -> list[float | None]:
        start, size = 4 + self.id_size * skip, self.value_size
        return [self._value(line[start + size * k : start + size * (k + 1)].strip()) for k in range(count)]

    def text_after(self, line: str, skip: int, count: int) -> str:
        return line[4 + self.id_size * skip + self.value_size * count :].strip()

    @staticmethod
    def _value(text: str) -> float | None:
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise _RecordError(Text(N_("“{text}” is no number."), {"text": text[:30]}))
        return value


def is_sdr(text: str) -> bool:
    """Tell whether a text begins as a file of an SDR does."""
    return text.lstrip().startswith("00NMSDR")


def read_sdr(name: str, text: str) -> FieldFile:
    """Return points and setups of a file; records that cannot be read become problems."""
    lines = list(enumerate(text.splitlines(), 1))
    problems: list[Problem] = []
    state = _header(next(line for _number, line in lines if line.strip()), problems)
    reader = _Reader(state, problems)
    for number, line in lines:
        reader.take(number, line)
    reader.finish()
    order = (
        Text(N_("North, then east, as the file says."))
        if state.north_first
        else Text(N_("East, then north, as the file says."))
    )
    return FieldFile(
        name,
        Format.SDR,
        state.instrument,
        tuple(reader.points),
        tuple(reader.setups),
        tuple(problems),
        order=order,
    )


class _Reader:
    """Takes the records one after the other; sights belong to the station before them."""

    def __init__(self, state: _State, problems: list[Problem]) -> None:
        self.points: list[FieldPoint] = []
        self.setups: list[Setup] = []
        self._state = state
        self._problems = problems
        self._current: Setup | None = None
        self._sights: list[Sight] = []
        self._bearings: list[tuple[str, float, float]] = []
        self._takers: Mapping[str, Callable[[int, str], None]] = {
            "01": self._instrument,
            "02": self._station,
            "03": self._target_height,
            "07": self._bearing,
            "08": self._point,
            "09": self._sight,
            "13": self._note,
        }

    def take(self, number: int, line: str) -> None:
        """Take a line."""
        kind = line[:2]
        # The sum at the end is no record.
        if not line.strip() or line.lstrip().startswith("00NM") or (line.strip().isdigit() and kind == "58"):
            return
        if not _RECORD.match(line):
            self._problems.append(Problem(number, Text(N_("The line is no record of SDR."))))
        elif kind in self._takers:
            try:
                self._takers[kind](number, line)
            except _RecordError as error:
                self._problems.append(Problem(number, error.what))

    def finish(self) -> None:
        """End the setup."""
        one = self._current
        if one is not None and (self._sights or self._bearings):
            self.setups.append(replace(one, sights=tuple(self._sights), bearings=tuple(self._bearings)))
        self._sights, self._bearings, self._current = [], [], None

    def _instrument(self, _number: int, line: str) -> None:
        self._state.instrument = line[5:21].strip()
        self._state.from_horizon = line[65:66] == "2"

    def _station(self, number: int, line: str) -> None:
        self.finish()
        state = self._state
        (station,) = state.ids(line, 1)
        first, second, _height, instrument = state.values(line, 1, 4)
        self._current = Setup(number, station, (instrument or 0.0) * state.length, ())
        if first is not None and second is not None:
            self.points.append(replace(_point(state, number, line), code=state.text_after(line, 1, 4)))

    def _target_height(self, _number: int, line: str) -> None:
        (height,) = self._state.values(line, 0, 1)
        self._state.target_height = (height or 0.0) * self._state.length

    def _bearing(self, _number: int, line: str) -> None:
        _source, target = self._state.ids(line, 2)
        bearing, circle = self._state.values(line, 2, 2)
        if bearing is not None and circle is not None:
            self._bearings.append((target, bearing * self._state.angle, circle * self._state.angle))

    def _point(self, number: int, line: str) -> None:
        self.points.append(_point(self._state, number, line))

    def _sight(self, number: int, line: str) -> None:
        source, sight = _sight(self._state, number, line)
        if self._current is None or self._current.station != source:
            self.finish()
            self._current = Setup(number, source, 0.0, ())
        self._sights.append(sight)

    def _note(self, _number: int, line: str) -> None:
        constant = re.search(r"(-?\d+(?:\.\d+)?)\s*$", line)
        if line[2:4] == "PC" and constant:
            self._state.prism_mm = float(constant[1])


def _header(line: str, problems: list[Problem]) -> _State:
    line = line.lstrip()
    codes = line.rstrip()[-6:]
    if len(codes) != 6 or not codes.isdigit() or len(line.rstrip()) < 30:
        problems.append(
            Problem(
                1, Text(N_("The header does not say its units: degrees, metres and north first were taken."))
            )
        )
        codes = "111111"
    return _State(
        wide="SDR33" in line[:12],
        angle=_ANGLES.get(codes[0], _ANGLES["1"]),
        length=_LENGTHS.get(codes[1], 1.0),
        north_first=codes[4] != "2",
    )


def _point(state: _State, number: int, line: str) -> FieldPoint:
    (identity,) = state.ids(line, 1)
    first, second, height = state.values(line, 1, 3)
    if first is None or second is None:
        raise _RecordError(Text(N_("The point has no coordinates.")))
    north, east = (first, second) if state.north_first else (second, first)
    return FieldPoint(
        number,
        identity,
        state.text_after(line, 1, 3),
        east * state.length,
        north * state.length,
        None if height is None else height * state.length,
        Method.COORDINATES,
    )


def _sight(state: _State, number: int, line: str) -> tuple[str, Sight]:
    source, target = state.ids(line, 2)
    distance, vertical, circle = state.values(line, 2, 3)
    if circle is None:
        raise _RecordError(Text(N_("The sight has no horizontal angle.")))
    zenith = None if vertical is None else vertical * state.angle
    if zenith is not None and state.from_horizon:
        zenith = math.pi / 2 - zenith
    return source, Sight(
        number,
        target,
        state.text_after(line, 2, 3),
        circle * state.angle,
        zenith,
        None if not distance or distance <= 0 else distance * state.length,
        state.target_height,
        state.prism_mm,
    )
