"""What was understood of a table, before anything is imported: columns, encodings, some texts before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.services.importing.tables.heading import Column, HeadedTable, find_heading
from landdesk.services.importing.tables.table import Cell, Table
from landdesk.services.importing.text.convert import Converted, convert
from landdesk.services.importing.text.detect import Detection, detect

EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column and what its texts are.

    Args:
        column: The column.
        filled: How many of its cells hold something.
        detection: The encoding of its texts and how sure that is.
        doubtful: How many of its texts a person should look at after conversion.
        examples: Some texts that conversion changes, each before and after.
    """

    column: Column
    filled: int
    detection: Detection
    doubtful: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A table and what its columns are.

    Args:
        headed: The table with its heading.
        columns: Its columns, left to right.
        first_rows: Number and cells of the first rows, one cell for each column, converted.
    """

    headed: HeadedTable
    columns: tuple[ColumnPreview, ...]
    first_rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def preview_table(table: Table, rows: int) -> TablePreview:
    """Return what was understood of a table, with so many of its first rows."""
    headed = find_heading(table)
    previews: list[ColumnPreview] = []
    shown: list[list[Cell]] = []
    for column in headed.columns:
        cells = [row.cells[column.index] for row in headed.rows]
        texts = [cell if isinstance(cell, str) else None for cell in cells]
        found = detect(texts)
        converted = convert(texts, found.encoding)
        previews.append(
            ColumnPreview(
                column,
                sum(cell is not None for cell in cells),
                found,
                len(converted.doubtful),
                _examples(converted),
            )
        )
        shown.append(
            [
                cell if text is None else text
                for cell, text in zip(cells[:rows], converted.after[:rows], strict=True)
            ]
        )
    numbers = [row.number for row in headed.rows[:rows]]
    first = tuple(
        (number, cells) for number, cells in zip(numbers, _turned(shown, len(numbers)), strict=True)
    )
    return TablePreview(headed, tuple(previews), first)


def _examples(converted: Converted) -> tuple[tuple[str, str], ...]:
    pairs = ((converted.before[index], converted.after[index]) for index in converted.changed())
    different = dict.fromkeys((old, new) for old, new in pairs if old is not None and new is not None)
    return tuple(different)[:EXAMPLES]


def _turned(columns: Sequence[Sequence[Cell]], count: int) -> list[tuple[Cell, ...]]:
    return [tuple(column[index] for column in columns) for index in range(count)]
