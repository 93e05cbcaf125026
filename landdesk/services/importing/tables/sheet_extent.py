"""How far the filled cells of an Excel sheet reach, counted on its XML as it goes through in pieces.

The reading library believes what a cell says of its own place, and lays out a rectangle up to there. Cells are written
in one and the same way by nearly every program; those are counted fast, all others one by one.
"""

import re
from typing import Final

_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
_USUAL: Final = re.compile(rb'<(?:\w+:)?c r="[A-Z]{1,3}\d{1,7}"[ />]')
_FILLED: Final = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
_TAG: Final = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?>")
_PLACE: Final = re.compile(rb"\sr\s*=\s*[\"']([^\"']*)[\"']")
_REFERENCE: Final = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s>/]")
_ROW_PLACE: Final = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d*)")


class SheetExtent:
    """Rows and columns up to the last filled cell of one sheet, never fewer than the library will lay out."""

    def __init__(self) -> None:
        self.cells = 0
        self._rows: set[bytes] = set()
        self._columns: set[bytes] = set()
        # Cells that do not say where they are follow the one before, in the row that is open.
        self._placeless = 0
        self._open = self._widest = 0
        self._row_tags = self._last_row = 0

    def add(self, piece: bytes) -> None:
        """Count a piece.

        Raises:
            ValueError: A cell says a place that no sheet has, or the XML is in an encoding that hides it.
        """
        if b"\0" in piece:
            raise ValueError("XML of two bytes a letter")
        found = _FILLED.findall(piece)
        self._columns.update([column for column, _ in found])
        self._rows.update([row for _, row in found])
        count = len(_CELL.findall(piece))
        self.cells += count
        if count != len(_USUAL.findall(piece)):
            self._add_unusual(piece)
        first, *others = _ROW.split(piece)
        if self._placeless:
            counts = [self._open + len(_CELL.findall(first)), *(len(_CELL.findall(part)) for part in others)]
            self._widest, self._open = max(self._widest, *counts), counts[-1]
        self._row_tags += len(others)
        for said in _ROW_PLACE.findall(piece):
            if len(said) > 7:
                raise ValueError("a row that no sheet has")
            self._last_row = max(self._last_row, int(said or b"0"))

    def _add_unusual(self, piece: bytes) -> None:
        for tag in _TAG.findall(piece):
            place = _PLACE.search(tag)
            if place is None:
                self._placeless += 1
                continue
            reference = _REFERENCE.fullmatch(place[1])
            if reference is None:
                raise ValueError("a cell that no sheet has")
            self._columns.add(reference[1].upper())
            self._rows.add(reference[2])

    @property
    def height(self) -> int:
        """Number of rows up to the last filled one."""
        said = max(map(int, self._rows), default=0)
        return max(said, self._last_row + self._row_tags) if self._placeless else said

    @property
    def width(self) -> int:
        """Number of columns up to the last filled one."""
        said = max(map(column_number, self._columns), default=0)
        return said + self._widest if self._placeless else said


def column_number(letters: bytes) -> int:
    """Return the number of a column, from 1: ``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
