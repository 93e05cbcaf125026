"""The term of use (thời hạn sử dụng) as papers and forms write it.

``Lâu dài``, a day, a year that means its last day, or a number of years from the grant (``50 năm``).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from landdesk.i18n import fold

_LONG: Final = frozenset({"lau dai", "on dinh lau dai", "su dung lau dai", "su dung on dinh lau dai"})
_DAY: Final = re.compile(r"(?:den )?(?:het )?(?:ngay )?(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR: Final = re.compile(r"(?:den )?(?:het )?(?:nam )?((?:19|20|21)\d{2})")
_YEARS: Final = re.compile(r"(\d{1,3}) ?nam")


@dataclass(frozen=True, slots=True)
class LandTerm:
    """A term: until a day, for a number of years, or without end when both are None."""

    until: date | None = None
    years: int | None = None

    @property
    def is_long(self) -> bool:
        """Without an end (lâu dài)."""
        return self.until is None and self.years is None


def parse_land_term(text: str) -> LandTerm | None:
    """Return the term that a text tells of; None where it cannot be understood."""
    plain = " ".join(fold(text).split()).rstrip(".")
    if plain in _LONG:
        return LandTerm()
    if match := _YEAR.fullmatch(plain):
        return LandTerm(until=date(int(match[1]), 12, 31))
    if match := _YEARS.fullmatch(plain):
        return LandTerm(years=int(match[1])) if int(match[1]) else None
    iso, day = _ISO.fullmatch(plain), _DAY.fullmatch(plain)
    parts = iso.groups() if iso else day.groups()[::-1] if day else None
    if parts is None:
        return None
    try:
        return LandTerm(until=date(int(parts[0]), int(parts[1]), int(parts[2])))
    except ValueError:
        return None
