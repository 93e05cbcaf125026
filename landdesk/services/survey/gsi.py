"""Leica GSI-8 and GSI-16: blocks of words of 16 or 24 signs, a block beginning with word 11, 41 or 16.

A word is its index (2 signs), four signs about the data, a sign, and 8 or 16 digits. The sixth sign is the unit:
0 mm, 1 1/1000 ft, 2 gon, 3 degrees with decimals, 4 degrees minutes seconds, 5 mil, 6 1/10 mm, 7 1/10000 ft,
8 1/100 mm. Source: Leica Geosystems, "GSI ONLINE for Leica TPS and DNA", chapter "GSI data structure".
"""

import math
import re
from dataclasses import dataclass, field
from typing import Final

from landdesk.i18n import N_, Text
from landdesk.services.survey.values import FieldFile, FieldPoint, Format, Method, Problem, Setup, Sight

_WORD: Final = re.compile(r"(\d\d)([\d.]{4})([+-])([^\s]+)")
_BEGIN: Final = re.compile(r"\*?(?:11|16|41)[\d.]{4}[+-]")
_FOOT_M: Final = 0.3048
_METRES: Final = {"0": 1e-3, "1": 1e-3 * _FOOT_M, "6": 1e-4, "7": 1e-4 * _FOOT_M, "8": 1e-5}
_SAME_HEIGHT_M: Final = 5e-4


@dataclass(slots=True)
class _Block:
    """A block: its words by index, each with its four signs about the data, its sign and its data."""

    line: int
    wide: bool
    words: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def has(self, *indexes: str) -> bool:
        """Tell whether all these words are there."""
        return all(index in self.words for index in indexes)

    def name(self, index: str) -> str:
        """Return a number or code without its filling zeros."""
        data = self.words[index][2] if index in self.words else ""
        return data.lstrip("0") or data[-1:]

    def metres(self, index: str) -> float:
        """Return a length."""
        info, sign, data = self.words[index]
        if info[3] not in _METRES:
            raise _BlockError(Text(N_("The unit “{unit}” of word {index} is not known."), _unit(index, info)))
        return float(_digits(index, data)) * _METRES[info[3]] * (-1 if sign == "-" else 1)

    def angle(self, index: str) -> float:
        """Return an angle in radians."""
        info, sign, data = self.words[index]
        value = float(_digits(index, data))
        unit = info[3]
        if unit == "2":
            turns = value / 1e5 / 400
        elif unit == "3":
            turns = value / 1e5 / 360
        elif unit == "4":
            tenths = int(value)
            turns = (tenths // 100_000 + tenths // 1000 % 100 / 60 + tenths % 1000 / 36_000) / 360
        elif unit == "5":
            turns = value / 1e4 / 6400
        else:
            raise _BlockError(Text(N_("The unit “{unit}” of word {index} is not known."), _unit(index, info)))
        return turns * math.tau * (-1 if sign == "-" else 1)


class _BlockError(Exception):
    """A block that cannot be taken."""

    def __init__(self, what: Text) -> None:
        super().__init__(str(what))
        self.what = what


def is_gsi(text: str) -> bool:
    """Tell whether a text begins as GSI does."""
    return _BEGIN.match(text.lstrip()) is not None


def read_gsi(name: str, text: str) -> FieldFile:
    """Return points and setups of a file; blocks that cannot be read become problems."""
    problems: list[Problem] = []
    reader = _Reader()
    blocks = _blocks(text, problems)
    for block in blocks:
        try:
            reader.take(block)
        except _BlockError as error:
            problems.append(Problem(block.line, error.what))
    reader.finish()
    kind = Format.GSI16 if any(one.wide for one in blocks) else Format.GSI8
    order = Text(N_("East and north, as the format says."))
    return FieldFile(name, kind, "", tuple(reader.points), tuple(reader.setups), tuple(problems), order=order)


class _Reader:
    """Takes the blocks one after the other; sights belong to the station before them, a code to the next block."""

    def __init__(self) -> None:
        self.points: list[FieldPoint] = []
        self.setups: list[Setup] = []
        self._station = ""
        self._height = 0.0
        self._sights: list[Sight] = []
        self._code = ""

    def take(self, block: _Block) -> None:
        """Take a block."""
        if block.has("41"):
            self._code = block.name("41")
            return
        code, self._code = block.name("71") or self._code, ""
        height = block.metres("88") if block.has("88") else None
        if block.has("84", "85"):
            point = _point(block, ("84", "85", "86"), code)
            self.points.append(point)
            self._begin(point.number, height or 0.0)
        elif block.has("81", "82"):
            self.points.append(_point(block, ("81", "82", "83"), code))
        elif block.has("21"):
            if height is not None and abs(self._height - height) >= _SAME_HEIGHT_M:
                self._begin(self._station, height)
            self._sights.append(_sight(block, code))
        elif height is not None:
            self._begin(_number(block), height)

    def finish(self) -> None:
        """End the setup."""
        if self._sights:
            self.setups.append(Setup(self._sights[0].line, self._station, self._height, tuple(self._sights)))
        self._sights = []

    def _begin(self, station: str, height: float) -> None:
        self.finish()
        self._station, self._height = station, height


def _blocks(text: str, problems: list[Problem]) -> list[_Block]:
    """Return the blocks; some programs write them all into one line."""
    found: list[_Block] = []
    for number, line in enumerate(text.splitlines(), 1):
        wide = line.lstrip().startswith("*")
        pieces = line.replace("*", " ").split()
        current: _Block | None = None
        for piece in pieces:
            match = _WORD.fullmatch(piece)
            size = 16 if wide else 8
            if match is None or len(match[4]) != size:
                problems.append(
                    Problem(
                        number, Text(N_("The word “{word}” is cut or none of GSI."), {"word": piece[:30]})
                    )
                )
                continue
            if match[1] in ("11", "16", "41") or current is None:
                current = _Block(number, wide)
                found.append(current)
            current.words[match[1]] = (match[2], match[3], match[4])
    return found


def _point(block: _Block, indexes: tuple[str, str, str], code: str) -> FieldPoint:
    east, north = block.metres(indexes[0]), block.metres(indexes[1])
    height = block.metres(indexes[2]) if block.has(indexes[2]) else None
    return FieldPoint(
        block.line,
        _number(block),
        code,
        east,
        north,
        height,
        Method.COORDINATES,
        _figures(block),
    )


def _sight(block: _Block, code: str) -> Sight:
    zenith: float | None = None
    distance: float | None = None
    if block.has("31", "22"):
        zenith, distance = block.angle("22"), block.metres("31")
    elif block.has("32"):
        distance = block.metres("32")
    elif block.has("22"):
        zenith = block.angle("22")
    if distance is not None and distance <= 0:
        distance = None
    return Sight(
        block.line,
        _number(block),
        code,
        block.angle("21"),
        zenith,
        distance,
        block.metres("87") if block.has("87") else 0.0,
        _prism_mm(block),
    )


def _number(block: _Block) -> str:
    if not block.has("11"):
        raise _BlockError(Text(N_("The point has no number.")))
    return block.name("11")


def _figures(block: _Block) -> dict[str, float]:
    prism_mm = _prism_mm(block)
    return {} if prism_mm is None else {"prism_mm": prism_mm}


def _prism_mm(block: _Block) -> float | None:
    """Return the constant of word 51, whose data are ppm and constant, ``0017+000``."""
    if not block.has("51"):
        return None
    constant = re.search(r"([+-]\d+)$", block.words["51"][2])
    return None if constant is None else float(constant[1])


def _digits(index: str, data: str) -> str:
    if not data.isascii() or not data.isdigit():
        raise _BlockError(
            Text(N_("Word {index} holds “{data}”, which is no number."), {"index": index, "data": data})
        )
    return data


def _unit(index: str, info: str) -> dict[str, str]:
    return {"unit": info[3], "index": index}
