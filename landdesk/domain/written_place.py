"""A place as people write it: X and Y in metres as in field books, or latitude and longitude in any notation.

Metres are told from degrees by their size and signs, north from east by labels and by the window of Viet Nam: no
northing there is as small as an easting, no latitude as large as a longitude. On which plane metres are counted is
not said by them; see `landdesk.services.coordinates`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from landdesk.domain.angles import Angle, plain_signs, read_angle
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.written_numbers import number_of
from landdesk.i18n import N_, Text, fold, normalised

LATITUDES: Final = (6.0, 24.0)
LONGITUDES: Final = (102.0, 118.0)
NORTHINGS_M: Final = (650_000.0, 2_700_000.0)
EASTINGS_M: Final = (100_000.0, 900_000.0)
"""The window of Viet Nam with its islands, on the plane of any central meridian near the place."""

_LONGEST: Final = 200
_DATUM: Final = re.compile(r"(?i)\(?\b(?:(wgs)[\s_-]*(?:19)?84|(vn)[\s_-]*2000)\b\)?[\s:;,]*")
_PHRASES: Final = (
    (r"(?i)\bvĩ\s*độ", "lat"),
    (r"(?i)\bkinh\s*độ", "lon"),
    (r"(?i)\bt(?:ọa|oạ|oa)\s*độ\s*:?", " "),
)
_NORTH_WORDS: Final = frozenset({"x", "n", "b", "bac", "lat", "latitude", "vi", "north", "northing"})
_EAST_WORDS: Final = frozenset(
    {"y", "e", "d", "dong", "l", "lon", "lng", "long", "longitude", "kinh", "east", "easting"}
)
_FAR_WORDS: Final = frozenset({"s", "nam", "south", "w", "t", "tay", "west"})
_PLANE_WORDS: Final = frozenset({"x", "y"})
_UNIT_WORDS: Final = frozenset({"m", "met", "metre", "metres", "do"})
_LONGITUDE_FIRST: Final = N_("Longitude was written before latitude: latitude {north}, longitude {east}.")
_EAST_FIRST: Final = N_("East was written before north: X (north) {north}, Y (east) {east}.")
_SWAPPED: Final = N_("X and Y were swapped, as X counts to the north: X {north}, Y {east}.")
_GROUPED: Final = re.compile(r"\d{1,3}([ .,])\d{3}(?:\1\d{3})*")
_MANY_GROUPS: Final = re.compile(r"\d{1,3}([ .,])\d{3}(?:\1\d{3})+")
_SEPARATORS: Final = re.compile(
    r"""\s*[;|\t\n]\s*|\s*,\s+|\s+|,|(?<=[^\W\d_])(?=[\d+-])|(?<=[\d.'"°])(?=[^\W\d_])|(?<=['"°])(?=\d)"""
)
"""Between the two coordinates; between a letter and a number, or a sign and a number, nothing need stand."""
_SPACED: Final = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d*)?")


class Datum(StrEnum):
    """What latitude and longitude are counted on."""

    WGS84 = "wgs84"
    VN2000 = "vn2000"


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """A place that was read.

    Args:
        north: Metres to the north, or latitude.
        east: Metres to the east, or longitude.
        parts: 0 for metres, else the smallest unit of an angle that was written, see `landdesk.domain.angles`.
        datum: As the text says; None where it says none.
        note: How it was understood where that was not plain; None where it was.
    """

    north: float
    east: float
    parts: int
    datum: Datum | None = None
    note: Text | None = None

    @property
    def in_degrees(self) -> bool:
        """Whether it is latitude and longitude."""
        return self.parts > 0


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the two coordinates: as a number, as an angle, or both; and what its label says.

    Args:
        text: Digits and signs without the label.
        words: Of the label.
        metres: None where it can be an angle only.
        angle: None where it can be metres only.
    """

    text: str
    words: frozenset[str]
    metres: float | None
    angle: Angle | None

    @property
    def is_north(self) -> bool:
        return bool(self.words & _NORTH_WORDS)

    @property
    def is_east(self) -> bool:
        return bool(self.words & _EAST_WORDS)


def read_place(text: str) -> WrittenPlace:
    """Return the place that a text says.

    Raises:
        InvalidInputError: ``coordinates.unreadable``, ``coordinates.outside`` or ``coordinates.directions``: it cannot
            be read, lies outside Viet Nam, or its labels say something else than its numbers.
    """
    plain = normalised(text).strip()
    datum = _DATUM.search(plain)
    named = None if datum is None else Datum.WGS84 if datum[1] else Datum.VN2000
    rest = _DATUM.sub(" ", plain)
    for phrase, word in _PHRASES:
        rest = re.sub(phrase, word, rest)
    rest = plain_signs(rest).replace("=", " ").strip(" \t\n;,|.")
    best: WrittenPlace | InvalidInputError | None = None
    best_score = (False, -1, False)
    for strength, first, second in _halves(rest) if len(plain) <= _LONGEST else ():
        found = _resolved(first, second, named)
        score = isinstance(found, WrittenPlace), strength, _parts(first) == _parts(second)
        if found is not None and score > best_score:
            best, best_score = found, score
    if best is None:
        raise InvalidInputError(
            "coordinates.unreadable",
            Text(N_("“{text}” is no place that can be read."), {"text": plain[:60]}),
            remedy=Text(
                N_(
                    "Write X (north) and Y (east) in metres, such as 1354356.06 602542.08, or latitude and longitude,"
                    " such as 12°14'42.4\"N 109°11'39.5\"E."
                )
            ),
        )
    if isinstance(best, InvalidInputError):
        raise best
    return best


# --- taking a text apart ---------------------------------------------------------------------------------------


def _halves(text: str) -> Iterator[tuple[int, _Half, _Half]]:
    """Yield every way to take a text apart into two coordinates, with how strongly its separator speaks for it."""
    for found in _SEPARATORS.finditer(text):
        first, second = _half(text[: found.start()]), _half(text[found.end() :])
        if first is not None and second is not None:
            yield _strength(found[0]), first, second


def _strength(separator: str) -> int:
    if re.search(r"[;|\t\n]", separator):
        return 4
    if "," in separator:
        return 3 if len(separator) > 1 else 1
    return 2 if separator else 0


def _half(text: str) -> _Half | None:
    """Return one coordinate with its label; None where it is none."""
    letters = [fold(word) for word in re.findall(r"[^\W\d_]+", text)]
    words = frozenset(letters) - _UNIT_WORDS
    if words - _NORTH_WORDS - _EAST_WORDS - _FAR_WORDS or any(letters.count(word) > 1 for word in words):
        return None
    digits = re.sub(r"[^\W\d_]+\s*:?|[()]", " ", text).strip(" :,")
    # A label between two numbers belongs to one of them only.
    if (words & _NORTH_WORDS and words & _EAST_WORDS) or re.search(r"\d\D*[^\W\d_]\D*\d", text):
        return None
    angle, metres = read_angle(digits), _metres(digits)
    if angle is None and metres is None:
        return None
    return _Half(digits, words, metres, angle)


def _metres(text: str) -> float | None:
    """Return a number in metres, its thousands maybe marked; blanks stand for nothing else."""
    if " " in text and not _SPACED.fullmatch(text):
        return None
    if _MANY_GROUPS.fullmatch(text):
        return float(re.sub(r"[ .,]", "", text))
    return number_of(text)


def _parts(half: _Half) -> int:
    return 0 if half.angle is None else half.angle.parts


# --- what the two mean -----------------------------------------------------------------------------------------


def _resolved(first: _Half, second: _Half, datum: Datum | None) -> WrittenPlace | InvalidInputError | None:
    """Return the place that two coordinates say, why they say none, or None where they do not belong together."""
    in_degrees = any(
        one.angle is not None and (one.angle.marked or one.angle.parts > 1) for one in (first, second)
    )
    in_degrees = in_degrees or all(
        one.angle is not None and abs(one.angle.degrees) <= 180 for one in (first, second)
    )
    values = _angles(first, second) if in_degrees else _lengths(first, second)
    if values is None:
        return None
    far = next((one for one in (first, second) if one.words & _FAR_WORDS), None)
    if far is not None or (first.is_north and second.is_north) or (first.is_east and second.is_east):
        return _directions_error(first, second)
    is_said = first.is_north or second.is_east
    (north, north_half), (east, east_half) = (values[0], first), (values[1], second)
    if second.is_north or first.is_east:
        is_said, north, north_half, east, east_half = True, east, east_half, north, north_half
    parts = max(_parts(first), _parts(second)) if in_degrees else 0
    if _in_window(north, east, in_degrees=in_degrees):
        return WrittenPlace(north, east, parts, datum)
    if not _in_window(east, north, in_degrees=in_degrees):
        return _outside_error(first, second, in_degrees=in_degrees)
    if is_said and not first.words | second.words <= _PLANE_WORDS:
        return _directions_error(first, second)
    note = _LONGITUDE_FIRST if in_degrees else _SWAPPED if is_said else _EAST_FIRST
    return WrittenPlace(
        east, north, parts, datum, Text(note, {"north": east_half.text, "east": north_half.text})
    )


def _angles(first: _Half, second: _Half) -> tuple[float, float] | None:
    one, other = first.angle, second.angle
    if one is None or other is None:
        return None
    # Of 106 10 11, where no sign says so, nobody can tell whose the 10 is.
    if one.parts != other.parts and any(angle.parts > 1 and not angle.marked for angle in (one, other)):
        return None
    return one.degrees, other.degrees


def _lengths(first: _Half, second: _Half) -> tuple[float, float] | None:
    if first.metres is None or second.metres is None:
        return None
    # Of 1.354.356 and 602.542 the second has its thousands marked as well as the first.
    pair = first.text, second.text
    if any(map(_MANY_GROUPS.fullmatch, pair)) and all(map(_GROUPED.fullmatch, pair)):
        plain = [float(re.sub(r"[ .,]", "", text)) for text in pair]
        return plain[0], plain[1]
    return first.metres, second.metres


def _in_window(north: float, east: float, *, in_degrees: bool) -> bool:
    south_end, north_end = LATITUDES if in_degrees else NORTHINGS_M
    west_end, east_end = LONGITUDES if in_degrees else EASTINGS_M
    return south_end <= north <= north_end and west_end <= east <= east_end


def _outside_error(first: _Half, second: _Half, *, in_degrees: bool) -> InvalidInputError:
    if in_degrees:
        how = Text(
            N_(
                "Latitudes of Viet Nam are between {south:.0f}° and {north:.0f}°, longitudes between {west:.0f}°"
                " and {east:.0f}°."
            ),
            {"south": LATITUDES[0], "north": LATITUDES[1], "west": LONGITUDES[0], "east": LONGITUDES[1]},
        )
    else:
        how = Text(
            N_(
                "X counts {south:,.0f} to {north:,.0f} m to the north, Y {west:,.0f} to {east:,.0f} m to the east;"
                " write X first."
            ),
            {"south": NORTHINGS_M[0], "north": NORTHINGS_M[1], "west": EASTINGS_M[0], "east": EASTINGS_M[1]},
        )
    return InvalidInputError(
        "coordinates.outside",
        Text(N_("{first} and {second} lie outside Viet Nam."), {"first": first.text, "second": second.text}),
        remedy=how,
    )


def _directions_error(first: _Half, second: _Half) -> InvalidInputError:
    return InvalidInputError(
        "coordinates.directions",
        Text(
            N_("What is written beside {first} and {second} does not lead to Viet Nam."),
            {"first": first.text, "second": second.text},
        ),
        remedy=Text(
            N_(
                "One is north (X, N, B, latitude), the other east (Y, E, Đ, longitude); of the two a northing is the"
                " larger, a latitude the smaller."
            )
        ),
    )
