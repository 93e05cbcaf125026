"""What people paste to have it looked up: a column of serials, pairs of sheet and parcel, identity numbers.

One line asks for one thing. Lines come from Excel (cells divided by tabulators, maybe with a heading and a running
number before), from a message (``tờ 12 thửa 57``) or are typed (``12/57``, ``12 57``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.domain.codelists import plain_words
from landdesk.domain.serials import serial_key
from landdesk.i18n import fold, normalised

_PART: Final = r"[A-Za-z]{0,3}\d{1,5}[A-Za-z]?"
_SLASHED: Final = re.compile(rf"({_PART})\s*/\s*(\d{{1,5}}[A-Za-z]?)\*?")
_SMALL: Final = re.compile(r"\d{1,5}[A-Za-z]?\*?")
_OF_SHEET: Final = re.compile(rf"\bto\b(?:\s+ban\s+do)?(?:\s+so)?\s*[:.]?\s*({_PART})\b")
_OF_NUMBER: Final = re.compile(r"\bthua\b(?:\s+dat)?(?:\s+so)?\s*[:.]?\s*(\d{1,5}[a-z]?)\b")
_CELLS: Final = re.compile(r"[\t;|]")
_IDENTITY_DIGITS: Final = (9, 12)
"""Digits of an old identity card, and of a personal identification number."""
_SHORTEST: Final = 4

_HEADINGS: Final = {
    "sheet": "to, so to, to so, to ban do, so to ban do, to ban do so, so hieu to ban do, so hieu to, map sheet, sheet",
    "number": "thua, so thua, thua so, thua dat, so thu tu thua, so thua dat, thua dat so, parcel, parcel number",
    "certificate": (
        "so phat hanh, so seri, seri, serial, serial number, so gcn, so phat hanh gcn, so giay chung nhan, so vao so,"
        " so vao so cap gcn, register entry number"
    ),
    "identity": (
        "so dinh danh, so dinh danh ca nhan, ma dinh danh, cccd, so cccd, cmnd, so cmnd, cccd cmnd, cmnd cccd,"
        " so giay to, identity number, personal identification number"
    ),
}
_COLUMN_OF: Final = {title.strip(): name for name, titles in _HEADINGS.items() for title in titles.split(",")}
"""Column by the plain words of its heading."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a pasted list; what it asks for stands in one of the last three values, or in none.

    Args:
        line: Number of the line, from 1.
        written: The line as it was pasted, its cells divided by one blank.
        parcel: Sheet and number.
        certificate: Serial, register number or parcel code, as they are compared.
        identity: Identity number.
    """

    line: int
    written: str
    parcel: tuple[str, str] | None = None
    certificate: str | None = None
    identity: str | None = None

    @property
    def is_readable(self) -> bool:
        """Whether it asks for something."""
        return self.parcel is not None or self.certificate is not None or self.identity is not None


def parse_pasted(text: str) -> list[Asked]:
    """Return what the lines of a text ask for; empty lines and a heading of known columns are left out."""
    asked: list[Asked] = []
    columns: dict[str, int] = {}
    running = 0
    for number, line in enumerate(normalised(text).replace("\ufeff", "").splitlines(), start=1):
        cells = [" ".join(cell.split()) for cell in _CELLS.split(line)]
        if not any(cells):
            continue
        if not running:
            heading = _columns(cells)
            if heading:
                columns = heading
                continue
        if not any(map(str.isdigit, line)):
            # A title above the list, or a line that nobody can look up: it is shown all the same.
            asked.append(Asked(number, " ".join(filter(None, cells))))
            continue
        running += 1
        asked.append(_asked(number, cells, columns, running))
    return asked


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return the place of each known column where the cells are a heading."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = _COLUMN_OF.get(plain_words(cell))
        if name is not None:
            found.setdefault(name, at)
    return found


def _asked(line: int, cells: Sequence[str], columns: dict[str, int], running: int) -> Asked:
    written = " ".join(filter(None, cells))
    by_column = {name: cells[at] for name, at in columns.items() if at < len(cells) and cells[at]}
    if "sheet" in by_column and "number" in by_column:
        return Asked(line, written, parcel=(by_column["sheet"], by_column["number"].rstrip("*")))
    certificate = serial_key(by_column.get("certificate", ""))
    identity = serial_key(by_column.get("identity", ""))
    if certificate:
        return Asked(line, written, certificate=certificate)
    if identity:
        return Asked(line, written, identity=identity)
    present = [cell for cell in cells if cell]
    # The column STT of a list without a heading.
    if (
        len(present) > 1
        and present[0].rstrip(".") == str(running)
        and (len(present) > 2 or not _pair(present))
    ):
        present = present[1:]
    return _guessed(line, written, present)


def _guessed(line: int, written: str, cells: Sequence[str]) -> Asked:
    pair = _spoken(" ".join(cells)) or _pair(cells)
    if pair is not None:
        return Asked(line, written, parcel=pair)
    for cell in cells:
        slashed = _SLASHED.fullmatch(cell)
        pair = (slashed[1], slashed[2]) if slashed else _pair(re.split(r"[\s,]+", cell))
        if pair is not None:
            return Asked(line, written, parcel=pair)
        key = serial_key(cell)
        if key.isdecimal() and len(key) in _IDENTITY_DIGITS:
            return Asked(line, written, identity=key)
        if sum(map(str.isalnum, key)) >= _SHORTEST and any(map(str.isdigit, key)):
            return Asked(line, written, certificate=key)
    return Asked(line, written)


def _spoken(text: str) -> tuple[str, str] | None:
    """Return sheet and number of ``tờ bản đồ số 12, thửa đất số 57``, either first."""
    plain = fold(text)
    sheet, number = _OF_SHEET.search(plain), _OF_NUMBER.search(plain)
    # Folding keeps lengths of composed text, so that the spelling of the text can be given back.
    if sheet is None or number is None or len(plain) != len(text):
        return None
    return text[slice(*sheet.span(1))], text[slice(*number.span(1))]


def _pair(cells: Sequence[str]) -> tuple[str, str] | None:
    """Return two small numbers that stand side by side and alone."""
    if len(cells) == 2 and all(map(_SMALL.fullmatch, cells)):
        return cells[0], cells[1].rstrip("*")
    return None
