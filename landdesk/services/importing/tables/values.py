"""Cells as numbers, dates, truths and identity numbers, each with its doubt.

Nothing is guessed silently: what may be read in two ways comes with a doubt, and what cannot be read is None with
one. An empty cell is None without a doubt. Doubts are codes; the values themselves never stand in them.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, Generic, TypeVar

from landdesk.domain.canonical import clean_text
from landdesk.i18n import fold
from landdesk.services.importing.tables.table import Cell

UNREADABLE: Final = "value.unreadable"
"""The cell holds something else; the value is None."""
THOUSANDS_OR_DECIMALS: Final = "value.thousands-or-decimals"
"""``1.234`` is 1234 in Vietnam and 1 and a bit elsewhere; the value is the Vietnamese one."""
DAY_OR_MONTH: Final = "value.day-or-month"
"""Only readable with the month first (``05/17/1962``); the value is read so."""
TWO_DIGIT_YEAR: Final = "value.two-digit-year"
"""The century is not written; the value is the latest year that is not in the future."""
SERIAL_DATE: Final = "value.serial-date"
"""A plain number read as the day number of a spreadsheet."""
ZERO_RESTORED: Final = "value.zero-restored"
"""A number cell of 11 or 8 digits got the zero back that a spreadsheet dropped."""
DIGITS_LOST: Final = "value.digits-lost"
"""A number in the form 5.6E+10: its last digits are lost; the value is None."""
ODD_LENGTH: Final = "value.odd-length"
"""Neither 12 nor 9 digits; the value is what stands there."""
IMPOSSIBLE_YEAR: Final = "value.impossible-year"
"""A year before 1850 or after 2100; the value is kept."""

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Reading(Generic[ValueT]):
    """What a cell was understood as.

    Args:
        value: None where the cell is empty or cannot be read.
        doubt: Code of this module, None where there is none.
    """

    value: ValueT | None
    doubt: str | None = None


_UNIT: Final = re.compile(r"(?:m\s*(?:2|²)|m\^2|ha|%|đ|vnđ|đồng)\.?$", re.IGNORECASE)
_HECTARES: Final = re.compile(r"ha\.?$", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[0-9]{1,3}([.,'])[0-9]{3}(?:\1[0-9]{3})*")
_BLANK_GROUPED: Final = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_PLAIN: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+")
_SQUARE_METRES: Final = Decimal(10_000)


def number(cell: Cell | Decimal) -> Reading[Decimal]:
    """Return a cell as a number: ``1.234,5``, ``1,234.5``, ``1234.5``, ``12,5 m²``; hectares become square metres."""
    if cell is None or isinstance(cell, bool | date):
        return Reading(None, None if cell is None else UNREADABLE)
    if isinstance(cell, int | float | Decimal):
        exact = Decimal(repr(float(cell))) if isinstance(cell, float) else Decimal(cell)
        return Reading(exact) if exact.is_finite() else Reading(None, UNREADABLE)
    text = " ".join(cell.split())
    factor = _SQUARE_METRES if _HECTARES.search(text) else Decimal(1)
    text = _UNIT.sub("", text).strip()
    sign = -1 if text[:1] in ("-", "−") else 1
    text = text.lstrip("+-−").strip()
    if _BLANK_GROUPED.fullmatch(text):
        text = text.replace(" ", "")
    digits, doubt = _digits(text)
    if digits is None:
        return Reading(None, UNREADABLE)
    try:
        return Reading(sign * factor * Decimal(digits), doubt)
    except InvalidOperation:
        return Reading(None, UNREADABLE)


def _digits(text: str) -> tuple[str | None, str | None]:
    """Return a number as Python writes it, and its doubt."""
    if not text.isascii():
        return None, None
    if "," in text and "." in text:
        thousands, mark = (".", ",") if text.rfind(",") > text.rfind(".") else (",", ".")
        whole, _, decimals = text.partition(mark)
        if (
            not decimals.isdecimal()
            or not _GROUPED.fullmatch(whole)
            or mark in whole
            or thousands not in whole
        ):
            return None, None
        return f"{whole.replace(thousands, '')}.{decimals}", None
    grouped = _GROUPED.fullmatch(text)
    if grouped is None:
        return (text.replace(",", "."), None) if _PLAIN.fullmatch(text) else (None, None)
    mark, plain = grouped[1], re.sub(r"[.,']", "", text)
    if mark == "'" or text.count(mark) > 1:
        return plain, None
    if text.startswith("0"):
        return text.replace(",", "."), None
    # One group of three: in Vietnam a point groups and a comma begins the decimals.
    return (plain if mark == "." else text.replace(",", ".")), THOUSANDS_OR_DECIMALS


_FULL: Final = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_ISO: Final = re.compile(r"(\d{4})[/.\-](\d{1,2})(?:[/.\-](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?")
_MONTH: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR: Final = re.compile(r"\d{4}")
_WORDS: Final = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_YEARS: Final = range(1850, 2101)
_SERIALS: Final = range(1, 73_051)
"""Day numbers of a spreadsheet from 1900 to 2099."""
_SERIAL_START: Final = date(1899, 12, 30)


def partial_date(cell: Cell, today: date) -> Reading[str]:
    """Return a cell as a date that may be partial: ``1962``, ``1962-05`` or ``1962-05-17``.

    Texts are read day first, as Vietnam writes; a whole number is a year from 1850 to 2100, else a day number of a
    spreadsheet.

    Args:
        cell: The cell.
        today: For years of two digits.
    """
    if cell is None or isinstance(cell, bool):
        return Reading(None, None if cell is None else UNREADABLE)
    if isinstance(cell, datetime):
        return _checked(cell.date().isoformat(), None)
    if isinstance(cell, date):
        return _checked(cell.isoformat(), None)
    if isinstance(cell, int | float):
        return _of_number(cell)
    return _of_text(cell, today)


def _of_number(cell: float) -> Reading[str]:
    if not 1 <= cell < _SERIALS.stop:
        return Reading(None, UNREADABLE)
    if cell in _YEARS:
        return Reading(str(int(cell)))
    # Excel believes in 29 February 1900: day numbers below 61 are one day behind.
    days = int(cell) + (int(cell) < 60)
    return Reading((_SERIAL_START + timedelta(days)).isoformat(), SERIAL_DATE)


def _of_text(text: str, today: date) -> Reading[str]:
    text = " ".join(text.split())
    worded = _WORDS.fullmatch(fold(text))
    if worded:
        return _day(int(worded[3]), int(worded[2]), int(worded[1]), None)
    text = _TIME.sub("", text)
    if _YEAR.fullmatch(text):
        return _checked(text, None)
    iso = _ISO.fullmatch(text)
    if iso:
        year, month = int(iso[1]), int(iso[2])
        return _day(year, month, int(iso[3]), None) if iso[3] else _month(year, month)
    month_only = _MONTH.fullmatch(text)
    if month_only:
        return _month(int(month_only[2]), int(month_only[1]))
    full = _FULL.fullmatch(text)
    if full is None:
        return Reading(None, UNREADABLE)
    year, doubt = int(full[3]), None
    if len(full[3]) == 2:
        year, doubt = _with_century(year, today), TWO_DIGIT_YEAR
    return _day(year, int(full[2]), int(full[1]), doubt)


def _with_century(year: int, today: date) -> int:
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _day(year: int, month: int, day: int, doubt: str | None) -> Reading[str]:
    if month > 12 >= day:
        month, day, doubt = day, month, DAY_OR_MONTH
    if (month, day) == (0, 0):
        # "00/00/1962" is how programs write that only the year is known.
        return _checked(f"{year:04d}", doubt)
    if day == 0:
        return _month(year, month)
    try:
        return _checked(date(year, month, day).isoformat(), doubt)
    except ValueError:
        return Reading(None, UNREADABLE)


def _month(year: int, month: int) -> Reading[str]:
    if month == 0:
        return _checked(f"{year:04d}", None)
    return _checked(f"{year:04d}-{month:02d}", None) if month <= 12 else Reading(None, UNREADABLE)


def _checked(text: str, doubt: str | None) -> Reading[str]:
    return Reading(text, doubt if int(text[:4]) in _YEARS else IMPOSSIBLE_YEAR)


def month_first(cells: list[Cell]) -> bool:
    """Tell whether a column of dates writes the month first: some dates can only be read so, and none otherwise.

    A person then decides on the whole column: ``05/06/1962`` in it is doubtful too, though it reads well.
    """
    firsts = seconds = 0
    for cell in cells:
        match = _FULL.fullmatch(" ".join(cell.split())) if isinstance(cell, str) else None
        if match:
            firsts += int(match[1]) > 12
            seconds += int(match[2]) > 12
    return seconds > 0 and firsts == 0


_TRUE: Final = frozenset(("co", "x", "1", "true", "yes", "y", "dung", "da", "v", "✓", "✔", "☑", "t"))
_FALSE: Final = frozenset(("khong", "0", "false", "no", "n", "sai", "chua", "k", "-", "☐", "f"))


def truth(cell: Cell) -> Reading[bool]:
    """Return a cell as yes or no: ``có``/``không``, ``x``, 1/0, true/false; empty is neither."""
    if cell is None or isinstance(cell, bool):
        return Reading(cell)
    text = fold(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)).strip()
    if text in _TRUE:
        return Reading(True)
    if text in _FALSE:
        return Reading(False)
    return Reading(None, UNREADABLE)


_SEPARATED: Final = re.compile(r"[\s.\-]+")
_EXPONENT: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
# What 5.6E+10 becomes when a program takes it for a number again.
_ROUNDED: Final = re.compile(r"[0-9]{4,6}0{6}")
_SHORT: Final = {11: 12, 8: 9}


def identity(cell: Cell) -> Reading[str]:
    """Return a cell as the number of an identity document: 12 digits (CCCD) or 9 (CMND).

    A number cell of 11 or 8 digits lost its first zero in a spreadsheet; it gets it back, with a doubt. So does a
    text of 11 or 8 digits: the zero was lost before it became text.
    """
    if cell is None:
        return Reading(None)
    if isinstance(cell, bool | date):
        return Reading(None, UNREADABLE)
    if isinstance(cell, float):
        return Reading(None, DIGITS_LOST if abs(cell) >= 10**8 else UNREADABLE)
    text = _SEPARATED.sub("", str(cell)).removeprefix("'")
    if _EXPONENT.fullmatch(str(cell).strip()) or _ROUNDED.fullmatch(text):
        return Reading(None, DIGITS_LOST)
    if not text.isascii() or not text.isdecimal():
        # Passports and numbers of officers have letters.
        known = clean_text(str(cell))
        return (
            Reading(known, ODD_LENGTH)
            if any(letter.isdecimal() for letter in text)
            else Reading(None, UNREADABLE)
        )
    if len(text) in _SHORT:
        return Reading(text.zfill(_SHORT[len(text)]), ZERO_RESTORED)
    return Reading(text, None if len(text) in _SHORT.values() else ODD_LENGTH)
