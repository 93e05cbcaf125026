"""The values of cells and the texts they may hold."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from landdesk.domain.canonical import clean_text

Value = str | int | float | bool | Decimal | date | datetime | None
"""What a cell can be; the time of an aware ``datetime`` is written as it shows, without its zone."""

# No text file can hold a zero byte as text, and half of a surrogate pair is no letter.
_NO_LETTER: Final = re.compile("[\x00\ud800-\udfff]")


def plain_text(text: str) -> str:
    """Return a text as every table holds it: NFC, without outer blanks; what is no letter becomes U+FFFD."""
    if text.isascii() and "\0" not in text:
        return text.strip()
    return clean_text(_NO_LETTER.sub("\ufffd", text)) or ""


def words_of(value: Value) -> str:
    """Return a value as a text cell shows it: days as 31/12/2026, numbers without groups and with a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        # strftime leaves out the zeros of early years on some systems.
        day = f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
        return f"{day} {value:%H:%M:%S}" if isinstance(value, datetime) else day
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
