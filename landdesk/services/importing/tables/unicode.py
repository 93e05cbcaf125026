"""A table whose columns are in old encodings, in Unicode."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from landdesk.services.importing.tables.sheet_extent import column_letters
from landdesk.services.importing.tables.table import Cell, Table, TableRow
from landdesk.services.importing.text.columns import unicode_column
from landdesk.services.importing.text.encodings import Encoding
from landdesk.services.importing.text.originals import Original, changed_texts

Said = tuple[str, tuple[int, ...], str]
"""Code, rows and column letter of something to say."""


def unicode_table(
    table: Table, wishes: Mapping[str, Encoding] | None = None
) -> tuple[Table, list[Said], list[Original]]:
    """Return a table with the texts of each column in Unicode, what is to be said, and the texts as they came.

    Args:
        wishes: Encoding by letter of the column; others are told by their texts.
    """
    width = max((len(row.cells) for row in table.rows), default=0)
    said: list[Said] = []
    originals: list[Original] = []
    numbers = [row.number for row in table.rows]
    changed: dict[int, Sequence[str | None]] = {}
    for at in range(width):
        letter = column_letters(at + 1)
        column = [
            text if at < len(row.cells) and isinstance(text := row.cells[at], str) else None
            for row in table.rows
        ]
        made, notes = unicode_column(letter, column, wishes)
        said += [
            (one.code, () if one.index is None else (table.rows[one.index].number,), letter) for one in notes
        ]
        if made is not column:
            changed[at] = made
            originals += changed_texts(letter, numbers, column, made)
    if not changed:
        return table, said, originals
    rows = []
    for index, row in enumerate(table.rows):
        cells: list[Cell] = list(row.cells)
        for at, made in changed.items():
            new = made[index]
            if new is not None:
                cells[at] = new
        rows.append(TableRow(row.number, tuple(cells)))
    return replace(table, rows=rows), said, originals
