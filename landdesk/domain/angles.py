"""Angles as people write them: decimal degrees, degrees and minutes, or degrees, minutes and seconds.

Only what an angle is in itself: which directions there are and where it counts from is the business of who asks.
"""

import re
from dataclasses import dataclass
from typing import Final

from landdesk.i18n import normalised

DEGREES: Final = 1
MINUTES: Final = 2
SECONDS: Final = 3

_SIGNS: Final = str.maketrans(
    {
        "º": "°", "˚": "°", "′": "'", "\u2019": "'", "\u2018": "'", "´": "'", "`": "'", "ʹ": "'",
        "″": '"', "\u201d": '"', "\u201c": '"', "ʺ": '"', "\u2013": "-", "\u2212": "-", "\u2011": "-",
        "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip
_WORDS: Final = ((r"độ(?!\w)", "°"), (r"phút(?!\w)", "'"), (r"giây(?!\w)", '"'), ("''", '"'))
_LAST: Final = r"([0-9]{1,3}(?:[.,][0-9]*)?)"
_FIRST: Final = r"([0-9]{1,3})"
_FORMS: Final = (
    re.compile(rf"{_LAST}\s*°?"),
    re.compile(rf"{_FIRST}(?:\s*[°:-]\s*|\s+){_LAST}\s*'?"),
    re.compile(rf"{_FIRST}(?:\s*[°:-]\s*|\s+){_FIRST}(?:\s*[':-]\s*|\s+){_LAST}\s*\"?"),
)


@dataclass(frozen=True, slots=True)
class Angle:
    """An angle that was read.

    Args:
        degrees: Its value.
        parts: `DEGREES`, `MINUTES` or `SECONDS`: the smallest unit that was written.
        marked: Whether a sign of a unit was written, or colons or hyphens, so that it is no plain number.
    """

    degrees: float
    parts: int
    marked: bool


def plain_signs(text: str) -> str:
    """Return a text with one sign each for degrees, minutes, seconds, hyphens and blanks; the words become signs."""
    plain = normalised(text).translate(_SIGNS)
    for word, sign in _WORDS:
        plain = re.sub(word, sign, plain, flags=re.IGNORECASE)
    return plain


def read_angle(text: str) -> Angle | None:
    """Return the angle of a text such as ``45-30-15``, ``12°14.706'``, ``12 14 42,36``; None where it is none.

    A sign before it holds for all of it; minutes and seconds are below 60, and only the last part has decimals.
    """
    plain = plain_signs(text).strip()
    negative = plain.startswith("-")
    plain = plain.removeprefix("-").removeprefix("+").strip()
    for parts, form in enumerate(_FORMS, DEGREES):
        found = form.fullmatch(plain)
        if found is None:
            continue
        values = [float(one.replace(",", ".")) for one in found.groups()]
        if any(value >= 60 for value in values[1:]):
            return None
        degrees = sum(value / 60**power for power, value in enumerate(values))
        marked = any(sign in plain for sign in "°'\":-")
        return Angle(-degrees if negative else degrees, parts, marked)
    return None


def angle_text(degrees: float, parts: int, decimals: int) -> str:
    """Return an angle of 0 or more in a notation, such as ``12°14'42.36"``; what is rounded up is carried.

    Args:
        degrees: Its value.
        parts: `DEGREES`, `MINUTES` or `SECONDS`.
        decimals: Of the smallest unit.
    """
    unit = 60 ** (parts - 1) * 10**decimals
    whole, fraction = divmod(round(degrees * unit), 10**decimals)
    last = f".{fraction:0{decimals}d}" if decimals else ""
    if parts == DEGREES:
        return f"{whole}{last}°"
    if parts == MINUTES:
        return f"{whole // 60}°{whole % 60:02d}{last}'"
    return f"{whole // 3600}°{whole // 60 % 60:02d}'{whole % 60:02d}{last}\""


def angle_words(degrees: float, decimals: int = 0) -> str:
    """Return an angle with its sign as ``45°30'15"``; seconds have so many decimals at most."""
    text = angle_text(abs(degrees), SECONDS, decimals)
    if decimals:
        text = text.removesuffix('"').rstrip("0").removesuffix(".") + '"'
    return f"\u2212{text}" if degrees < 0 and any(one in text for one in "123456789") else text
