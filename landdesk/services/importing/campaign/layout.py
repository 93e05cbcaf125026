"""Which column of a table holds which field of a form, and where its data begin.

Headings go first, wherever their columns stand; then the numbers of the fields below them; letters hold only where a
table is known to be the form and says nothing by itself.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.campaign import notes
from landdesk.services.campaign.forms import Form, FormColumn, column_number
from landdesk.services.campaign.notes import FormNote
from landdesk.services.importing.tables.heading import plain_name
from landdesk.services.importing.tables.sheet_extent import column_letters
from landdesk.services.importing.tables.table import Cell, Table, TableRow

_SEARCHED_ROWS: Final = 20
_HEADING_ROWS: Final = 3
"""Rows over which headings may be spread, the lowest being the one that counts."""
_FIELD_NUMBER: Final = re.compile(r"\(?(\d{1,2})\)?")
_FEWEST_NUMBERS: Final = 10
_ORDINALS: Final = frozenset({"stt", "tt", "sott", "sothutu"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of a form stand in a table.

    Args:
        columns: Index of each field's cell in a row, and the field, from left to right.
        first: Index of the first row of data in ``Table.rows``.
        headings: Heading of each column that has one, by its index.
        ordinals: Indices of columns that only count rows.
        notes: About the form as a whole.
    """

    columns: tuple[tuple[int, FormColumn], ...]
    first: int
    headings: Mapping[int, str]
    ordinals: frozenset[int]
    notes: tuple[FormNote, ...] = field(default=())


def locate(
    form: Form,
    table: Table,
    *,
    fewest: int,
    by_letters: bool = False,
    wishes: Mapping[str, str | None] | None = None,
) -> Layout:
    """Return where the fields of a form stand in a table.

    Args:
        fewest: Headings that must be recognised for a row to be the headings.
        by_letters: Take the form's own order where no headings are found.
        wishes: Key by heading as a person chose it before; None leaves a column out. The rest is guessed.

    Raises:
        InvalidInputError: ``form.no-headings``: neither headings nor, where allowed, letters.
    """
    chosen = {plain_name(heading): key for heading, key in (wishes or {}).items()}
    heading_at, found = _heading_row(form, table, chosen)
    number_at = _number_row(form, table)
    if len(found) < fewest:
        heading_at, found = None, {}
    if number_at is not None:
        _add_by_number(form, table.rows[number_at], found)
    if not found and by_letters:
        return _by_letters(form, table)
    if not found:
        raise InvalidInputError(
            "form.no-headings",
            Text(N_("This table does not have the headings of “{form}”."), {"form": form.title}),
            _place_of(table),
            Text(N_("Choose the sheet that holds the form, or write its headings above the columns.")),
        )
    last = max(at for at in (heading_at, number_at) if at is not None)
    written = {} if heading_at is None else _written_at(table.rows, heading_at)
    headings = {index: texts[0] for index, texts in written.items()}
    return Layout(
        columns=tuple(sorted(found.items(), key=lambda one: one[0])),
        first=last + 1,
        headings=headings,
        ordinals=_ordinals(headings, found),
        notes=tuple(_said_of(form, headings, found, chosen)),
    )


def _place_of(table: Table) -> Text:
    if not table.sheet:
        return Text("{file}", {"file": table.source})
    return Text(N_("{file}, sheet “{sheet}”"), {"file": table.source, "sheet": table.sheet})


def recognises(form: Form, table: Table, *, fewest: int) -> bool:
    """Tell whether a table has the headings of a form."""
    return len(recognised(form, table)) >= fewest


def recognised(form: Form, table: Table) -> frozenset[str]:
    """Return the keys of the fields of a form whose headings a table has."""
    return frozenset(column.key for column in _heading_row(form, table, {})[1].values())


def has_name_of(form: Form, table: Table) -> bool:
    """Tell whether the sheet is named after the form."""
    return plain_name(table.sheet).startswith(plain_name(form.name))


def _heading_row(
    form: Form, table: Table, chosen: Mapping[str, str | None]
) -> tuple[int | None, dict[int, FormColumn]]:
    """Return the row that names most fields, and the fields by the index of their column."""
    best: tuple[int | None, dict[int, FormColumn]] = (None, {})
    by_name: defaultdict[str, list[FormColumn]] = defaultdict(list)
    for column in form.columns:
        for name in column.names:
            by_name[name].append(column)
    by_key = {column.key: column for column in form.columns}
    for at in range(min(_SEARCHED_ROWS, len(table.rows))):
        written = _written_at(table.rows, at)
        names = {index: tuple(map(plain_name, texts)) for index, texts in written.items()}
        found = _match(names, by_name, by_key, chosen)
        if len(found) > len(best[1]) and _names_fields(table.rows[at], found, chosen):
            best = at, found
    return best


def _names_fields(row: TableRow, found: Mapping[int, FormColumn], chosen: Mapping[str, str | None]) -> bool:
    """Tell whether some of the headings stand in the row itself: the first row of data has them all above it."""
    own = {index: plain_name(text) for index, text in _texts(row).items()}
    return sum(own.get(index) in {*column.names, *chosen} for index, column in found.items()) >= min(
        2, len(found)
    )


def _written_at(rows: Sequence[TableRow], at: int) -> dict[int, tuple[str, ...]]:
    """Return what may be the heading of each column: its cell, then those above it, which may be merged ones."""
    above = rows[max(0, at - _HEADING_ROWS + 1) : at + 1]
    near = [row for row in reversed(above) if rows[at].number - row.number < _HEADING_ROWS]
    if len(_texts(rows[at])) < 2:
        # One text alone is a title or a word of the data, and the headings above it are not its own.
        return {}
    written: dict[int, tuple[str, ...]] = {}
    for row in near:
        for index, text in _texts(row).items():
            written[index] = (*written.get(index, ()), text)
    return dict(sorted(written.items()))


def _match(
    names: Mapping[int, tuple[str, ...]],
    by_name: Mapping[str, list[FormColumn]],
    by_key: Mapping[str, FormColumn],
    chosen: Mapping[str, str | None],
) -> dict[int, FormColumn]:
    found: dict[int, FormColumn] = {}
    taken: set[str] = set()
    for index, own in names.items():
        wish = next((chosen[name] for name in own if name in chosen), None)
        if wish is not None and wish in by_key and wish not in taken:
            found[index] = by_key[wish]
            taken.add(wish)
    group = 0
    for index in sorted(names):
        if index in found or any(name in chosen for name in names[index]):
            continue
        for name in names[index]:
            column = _first_free(by_name.get(name, ()), taken, group)
            if column is not None:
                found[index] = column
                taken.add(column.key)
                group = column.group or group
                break
    return found


def _first_free(columns: Sequence[FormColumn], taken: set[str], group: int) -> FormColumn | None:
    """Return the field that a heading means; a heading that stands several times goes with the group before it."""
    free = [one for one in columns if one.key not in taken]
    return next((one for one in free if (one.group or 0) >= group or len(columns) == 1), None)


def _number_row(form: Form, table: Table) -> int | None:
    """Return the row of field numbers, ``(1) (2) …``, of a form that has one."""
    if form.number_row is None:
        return None
    known = {one.number for one in form.columns if one.number is not None}
    for at, row in enumerate(table.rows[:_SEARCHED_ROWS]):
        numbers = [_field_number(cell) for cell in row.cells if cell is not None]
        fitting = [number for number in numbers if number in known]
        if (
            len(fitting) >= _FEWEST_NUMBERS
            and len(fitting) >= 0.8 * len(numbers)
            and len(set(fitting)) == len(fitting)
        ):
            return at
    return None


def _add_by_number(form: Form, row: TableRow, found: dict[int, FormColumn]) -> None:
    taken = {one.key for one in found.values()}
    by_number = {one.number: one for one in form.columns if one.number is not None and one.key not in taken}
    for index, cell in enumerate(row.cells):
        number = None if index in found else _field_number(cell)
        column = by_number.pop(number, None) if number is not None else None
        # Column A counts the rows; its own number is not that of a field.
        if column is not None and index:
            found[index] = column


def _field_number(cell: Cell) -> int | None:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return int(cell) if float(cell).is_integer() else None
    match = _FIELD_NUMBER.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(match[1]) if match else None


def _by_letters(form: Form, table: Table) -> Layout:
    columns = tuple((column_number(one.letter) - 1, one) for one in form.columns)
    key_at = columns[0][0]
    first = next(
        (
            at
            for at, row in enumerate(table.rows)
            if row.number >= form.first_row or _is_number(row.cells[key_at : key_at + 1])
        ),
        len(table.rows),
    )
    return Layout(columns, first, {}, frozenset({0}), (FormNote(notes.NO_HEADINGS),))


def _is_number(cells: Sequence[Cell]) -> bool:
    return bool(cells) and (
        isinstance(cells[0], int | float) or (isinstance(cells[0], str) and cells[0].isdigit())
    )


def _ordinals(headings: Mapping[int, str], found: Mapping[int, FormColumn]) -> frozenset[int]:
    counting = {at for at, text in headings.items() if plain_name(text) in _ORDINALS and at not in found}
    return frozenset(counting or ({0} - set(found)))


def _said_of(
    form: Form, headings: Mapping[int, str], found: Mapping[int, FormColumn], chosen: Mapping[str, str | None]
) -> list[FormNote]:
    said = []
    has_order = bool(form.columns[0].letter)
    if has_order and any(column_number(one.letter) != at + 1 for at, one in found.items()):
        said.append(FormNote(notes.COLUMN_MOVED))
    present = {one.key for one in found.values()}
    if has_order:
        said += [
            FormNote(notes.COLUMN_MISSING, (), one.key) for one in form.columns if one.key not in present
        ]
    names = {name for one in found.values() for name in one.names}
    for at, text in headings.items():
        plain = plain_name(text)
        if at not in found and plain in names and plain not in chosen:
            said.append(FormNote(notes.COLUMN_TWICE, (), column_letters(at + 1)))
    return said


def _texts(row: TableRow) -> dict[int, str]:
    return {at: cell for at, cell in enumerate(row.cells) if isinstance(cell, str) and cell}
