"""The rows of a form: each cell by the kind of its column, nothing lost of what cannot be understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landdesk.services.campaign import notes
from landdesk.services.campaign.notes import Doubt, FormNote
from landdesk.services.codelists import CodeLists, shipped_lists
from landdesk.services.importing.campaign.cell_values import reader_of, written
from landdesk.services.importing.campaign.layout import Layout
from landdesk.services.importing.tables.sheet_extent import column_letters
from landdesk.services.importing.tables.table import Table


@dataclass(slots=True)
class RawRow:
    """One row that says something: values, texts that were not understood, and doubts; by key."""

    number: int
    values: dict[str, Any]
    unread: dict[str, str]
    doubts: list[Doubt]


class FormRows:
    """Reads the rows of one table; words are those of the code lists in force, or shipped.

    Attributes:
        notes: About the form and about rows that say nothing; complete when the rows have been read.
    """

    def __init__(self, table: Table, layout: Layout, lists: CodeLists | None) -> None:
        self.notes: list[FormNote] = list(layout.notes)
        self._table = table
        self._layout = layout
        self._lists = lists or shipped_lists()

    def __iter__(self) -> Iterator[RawRow]:
        """Yield the rows that say anything."""
        plan = [(at, column.key, reader_of(column, self._lists)) for at, column in self._layout.columns]
        rows = self._table.rows[self._layout.first :]
        width = max((len(row.cells) for row in rows), default=0)
        others = set(range(width)) - {at for at, _ in self._layout.columns} - self._layout.ordinals
        filled: set[int] = set()
        for row in rows:
            cells, length = row.cells, len(row.cells)
            raw = RawRow(row.number, {}, {}, [])
            for at, key, read in plan:
                if at >= length:
                    continue
                cell = cells[at]
                if cell is None or cell == "":
                    continue
                value, code = read(cell)
                if value is not None:
                    raw.values[key] = value
                elif code is not None:
                    raw.unread[key] = written(cell)
                if code is not None:
                    raw.doubts.append(Doubt(key, code))
            filled.update(at for at in others if at < length and cells[at] is not None)
            if raw.values or raw.unread:
                yield raw
            elif any(cell is not None for cell in cells):
                self.notes.append(FormNote(notes.ROW_EMPTY, (row.number,)))
        unused = sorted(filled | (others & self._layout.headings.keys()))
        self.notes += [FormNote(notes.COLUMN_UNUSED, (), column_letters(at + 1)) for at in unused]


def notes_of(doubts: Mapping[int, tuple[Doubt, ...]]) -> list[FormNote]:
    """Return the doubts of rows as notes, by the number of the row."""
    return [FormNote(one.code, (row,), one.field) for row, several in doubts.items() for one in several]


def is_woman(word: object, lists: CodeLists | None) -> bool | None:
    """Return the sex that a word of the list ``sex`` means; None where it means none."""
    found = (lists or shipped_lists())["sex"].find(word) if isinstance(word, str) else ()
    return found[0].code == "female" if len(found) == 1 else None
