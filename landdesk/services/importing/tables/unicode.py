"""A table whose columns are in old encodings, in Unicode."""

from collections.abc import Mapping
from dataclasses import replace

from landdesk.services.importing.tables.sheet_extent import column_letters
from landdesk.services.importing.tables.table import Cell, Table, TableRow
from landdesk.services.importing.text.columns import unicode_column
from landdesk.services.importing.text.encodings import Encoding

Said = tuple[str, tuple[int, ...], str]
"""Code, rows and column letter of something to say."""


def unicode_table(table: Table, wishes: Mapping[str, Encoding] | None = None) -> tuple[Table, list[Said]]:
    """Return a table with the texts of each column in Unicode, and what is to be said.

    Args:
        wishes: Encoding by letter of the column; others are told by their texts.
    """
    width = max((len(row.cells) for row in table.rows), default=0)
    cells: list[list[Cell]] = [list(row.cells) for row in table.rows]
    said: list[Said] = []
    changed = False
    for at in range(width):
        letter = column_letters(at + 1)
        texts = [row[at] if at < len(row) and isinstance(row[at], str) else None for row in cells]
        column = [text if isinstance(text, str) else None for text in texts]
        made, notes = unicode_column(letter, column, wishes)
        said += [
            (one.code, () if one.index is None else (table.rows[one.index].number,), letter) for one in notes
        ]
        if made is column:
            continue
        changed = True
        for row, new in zip(cells, made, strict=True):
            if new is not None:
                row[at] = new
    if not changed:
        return table, said
    rows = [TableRow(row.number, tuple(made)) for row, made in zip(table.rows, cells, strict=True)]
    return replace(table, rows=rows), said
