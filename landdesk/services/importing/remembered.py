"""What a person said of an earlier file and what holds for the next one of the same form: columns, sheet, layer.

The reports of imports are kept with their entries; they are where it is remembered. Window and command line ask here,
for maps and for tables. What the person says now goes before, and a column that was left out stays left out.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from landdesk.services.importing.field_mapping import TARGETS
from landdesk.services.importing.tables.table import Table
from landdesk.store.reader import Reader

_HEADING_ROWS: Final = 20


def remembered_fields(
    reader: Reader, columns: Sequence[str], wishes: Mapping[str, str | None] | None = None
) -> dict[str, str | None]:
    """Return column by target for a layer, as an earlier one with exactly these columns was taken.

    Args:
        wishes: What the person says now; a remembered target whose column went elsewhere is not remembered.

    Returns:
        The wishes and what is remembered besides; empty without either.
    """
    said = dict(wishes or {})
    for document in _reports(reader):
        fields = document.get("fields")
        if fields is not None and {*fields.values(), *document["unused"]} == set(columns):
            taken = set(said.values())
            known = {
                target: fields.get(target) for target in TARGETS if fields.get(target) not in taken - {None}
            }
            return known | said
    return said


def remembered_mapping(reader: Reader, table: Table) -> dict[str, str | None]:
    """Return target by heading as an earlier list with these headings was taken; empty without one."""
    for document in _reports(reader):
        mapping = document.get("mapping")
        if mapping and set(mapping) <= _headings(table):
            return dict(mapping)
    return {}


def remembered_sheet(
    reader: Reader, tables: Sequence[Table], form: str | None, fits: Callable[[str, Table], bool]
) -> str | None:
    """Return the sheet of a workbook that was taken of an earlier one; None where it has but one, or other headings.

    Args:
        form: Which form it is to be; None for any.
        fits: Tells whether a table has the headings of a form.
    """
    sheets = {table.sheet: table for table in tables} if len(tables) > 1 else {}
    for document in _reports(reader) if sheets else ():
        kind, table = document.get("form"), sheets.get(document.get("sheet", ""))
        if kind is None or table is None or form not in (None, kind):
            continue
        mapping = document["mapping"]
        if set(mapping) <= _headings(table) if mapping else fits(kind, table):
            return table.sheet
    return None


def remembered_layer(reader: Reader, layers: Collection[str]) -> str | None:
    """Return the layer that was taken of an earlier file with a layer of this name; None without one."""
    return next((found for one in _reports(reader) if (found := one.get("layer")) in layers), None)


def _reports(reader: Reader) -> Iterator[dict[str, Any]]:
    return map(json.loads, reader.exchange.import_reports())


def _headings(table: Table) -> set[str]:
    return {str(cell) for row in table.rows[:_HEADING_ROWS] for cell in row.cells if cell is not None}
