"""A table as a file has it, before anything is understood of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None
"""What a cell holds; texts are NFC without outer blanks, an empty cell is None. CSV gives texts only."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; ``number`` is the row of the sheet or the line of the file, from 1, as people find it there."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook, or a text file.

    Args:
        source: Name of the file, without its folder.
        sheet: Name of the sheet; empty for a text file.
        encoding: Encoding of a text file; empty for a workbook.
        rows: All rows that are not empty, headings among them.
    """

    source: str
    sheet: str
    encoding: str
    rows: Sequence[TableRow]
