"""Rows written as a CSV file or an Excel workbook, whole or not at all.

What kind a value is decides how it is written: texts are texts (identity numbers and serials keep their zeros),
numbers are numbers, days are days. No text can become a formula or a link in the program that opens the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from landdesk.services.exporting.tables.cells import Value
from landdesk.services.exporting.tables.csv_file import write_csv
from landdesk.services.exporting.tables.workbook import write_workbook
from landdesk.store.trouble import explain_os_error


class TableKind(StrEnum):
    """The forms a table can be written in."""

    CSV_SEMICOLON = "csv"
    """UTF-8 with mark, ``;`` and decimal comma: what Excel opens by a click on a Vietnamese computer."""
    CSV_COMMA = "csv-comma"
    """UTF-8 with mark, ``,`` and decimal point: for other programs."""
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column to write.

    Args:
        title: Its heading, in words for the reader.
        decimals: Digits after the comma of its numbers in a workbook; None as many as there are.
    """

    title: str
    decimals: int | None = None


def write_table(
    path: Path,
    heading: Sequence[OutColumn],
    rows: Iterable[Sequence[Value]],
    kind: TableKind,
    sheet: str = "",
) -> int:
    """Write a table; the file appears when it is complete, in the place of an older one.

    Args:
        path: Where to.
        heading: The columns.
        rows: As many values each as there are columns; taken one by one.
        kind: The form.
        sheet: Name of the sheet of a workbook.

    Returns:
        How many rows were written.

    Raises:
        InvalidInputError: A workbook cannot hold as many rows, or a text is too long for one of its cells.
        TroubleError: The folder cannot be written or the disk is full.
    """
    counted = _Counted(rows)
    titles = [column.title for column in heading]
    try:
        if kind is TableKind.XLSX:
            write_workbook(path, titles, [column.decimals for column in heading], counted, sheet)
        else:
            write_csv(path, titles, counted, decimal_comma=kind is TableKind.CSV_SEMICOLON)
    except OSError as error:
        raise explain_os_error(error, path) from error
    return counted.count


class _Counted:
    """Rows, counted while they are taken."""

    def __init__(self, rows: Iterable[Sequence[Value]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for row in self._rows:
            yield row
            self.count += 1
