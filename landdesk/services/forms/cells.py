"""Cells copied from a spreadsheet, and where they go on a form."""

import csv
import io
from typing import Final

CELLS_AT_MOST: Final = 2_000
"""More is a file to import, not something to paste."""


def parse_cells(text: str) -> list[list[str]]:
    """Return rows of cells as spreadsheets copy them: tabs between cells, quotes around cells with line ends."""
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), delimiter="\t"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def is_several(rows: list[list[str]]) -> bool:
    """Tell whether more than one cell was copied."""
    return sum(len(row) for row in rows) > 1
