"""A file looked at before it is imported: what it is, its columns and first rows, where they would go, which system.

Nothing is written and nothing is decided: what comes out are proposals that a person can change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from landdesk.domain.clock import local_time
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.files import TABLE_SUFFIXES
from landdesk.interpreter import without_collection
from landdesk.services.campaign.forms import PLAIN
from landdesk.services.campaign.forms import form as definition_of
from landdesk.services.importing.campaign.importer import (
    TableRequest,
    chosen_table,
    recognised_form,
    tables_asked_for,
)
from landdesk.services.importing.campaign.layout import Layout, locate
from landdesk.services.importing.drawing.layer import DrawingLayer
from landdesk.services.importing.drawing.texts import LabelSet
from landdesk.services.importing.field_mapping import fields_of_layer
from landdesk.services.importing.importer import Desk
from landdesk.services.importing.layer import Features, SourceLayer
from landdesk.services.importing.places import place_of_layer
from landdesk.services.importing.remembered import remembered_fields, remembered_layer, remembered_mapping
from landdesk.services.importing.seen import Content, MapSeen, Part, Seen, SeenColumn, TableSeen
from landdesk.services.importing.source import find_layer
from landdesk.services.importing.tables.heading import find_heading
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.tables.sheet_extent import column_letters
from landdesk.services.importing.tables.table import Table, TableRow
from landdesk.services.importing.tables.unicode import unicode_table
from landdesk.services.importing.text.convert import convert
from landdesk.services.importing.text.detect import detect
from landdesk.services.importing.text.encodings import Encoding

SAMPLE: Final = 500
"""Rows that are looked at."""
ROWS_SHOWN: Final = 30
_VALUES: Final = 3
_FEWEST: Final = 2


def survey(
    desk: Desk,
    path: Path,
    *,
    layer: str | None = None,
    form: str | None = None,
    progress: Progress | None = None,
) -> Seen:
    """Return what a file is.

    Args:
        desk: The application with the store that it would go into.
        path: A map, a table of the campaign, or the folder of a File Geodatabase.
        layer: Name of the layer of a map, or of the sheet of a workbook; None takes the one that was taken of an
            earlier file, else the likeliest.
        form: Which form a table is; None lets its headings say.
        progress: Told how far the look is.

    Raises:
        InvalidInputError: It cannot be imported; the words say why and what to ask for.
        TroubleError: The system does not let it be read.
        CancelledError: The person stopped it.
    """
    with without_collection():
        if is_table(path):
            return _table(desk, path, layer, form)
        return _map(desk, path, layer, progress or SilentProgress())


def is_table(path: Path) -> bool:
    """Tell whether a file is taken for a table; what it really is, reading it says."""
    ending = path.suffix.lower()
    if ending == ".dbf":
        return not any(path.with_suffix(one).is_file() for one in (".shp", ".SHP"))
    return ending in TABLE_SUFFIXES


# --- maps --------------------------------------------------------------------------------------------------


def _map(desk: Desk, path: Path, wanted: str | None, progress: Progress) -> MapSeen:
    def choose(counts: Mapping[str, int]) -> str:
        return desk.read(lambda reader: remembered_layer(reader, counts)) or next(iter(counts))

    layer = find_layer(path, wanted, choose=choose, progress=progress)
    first = next(layer.features(layer.columns, SAMPLE), None)
    remembered = desk.read(lambda reader: remembered_fields(reader, layer.columns))
    fields = fields_of_layer(layer, remembered)
    return MapSeen(
        path=path,
        content=_map_content(layer, first, fields, is_remembered=bool(remembered)),
        parts=tuple(Part(name, count) for name, count in layer.layers.items()),
        layer=layer.name,
        driver=layer.driver,
        place=place_of_layer(layer, first, fields, desk, progress),
        is_drawing=isinstance(layer, DrawingLayer),
    )


def _map_content(
    layer: SourceLayer, first: Features | None, fields: dict[str, str], *, is_remembered: bool
) -> Content:
    values = [] if first is None else first.values
    targets = {column: target for target, column in fields.items()}
    columns, cells = [], []
    for at, name in enumerate(layer.columns):
        column, readable = _seen(name, name, [row[at] for row in values], targets.get(name))
        if isinstance(layer, DrawingLayer) and name in layer.labels:
            column = _labelled(column, layer.labels[name])
        columns.append(column)
        cells.append(readable[:ROWS_SHOWN])
    numbers = range(1, min(len(values), ROWS_SHOWN) + 1)
    rows = tuple((number, tuple(column[number - 1] for column in cells)) for number in numbers)
    return Content(tuple(columns), rows, layer.count, is_remembered)


def _labelled(column: SeenColumn, labels: LabelSet) -> SeenColumn:
    """Return a column of a drawing with what was told of its labels: their texts are in Unicode by now."""
    examples = tuple(pair for pair in labels.pairs if pair[0] != pair[1])[:_VALUES]
    if labels.is_doubtful:
        before = [one for one, _same in labels.pairs]
        made = zip(before, convert(before, labels.encoding).after, strict=True)
        examples = tuple((old, new) for old, new in made if new and old != new)[:_VALUES]
    return replace(column, encoding=labels.encoding, is_doubtful=labels.is_doubtful, examples=examples)


# --- tables ------------------------------------------------------------------------------------------------


def _table(desk: Desk, path: Path, sheet: str | None, wanted: str | None) -> TableSeen:
    everything = read_tables(path)
    request = TableRequest(path, form=wanted, sheet=sheet)
    tables = desk.read(lambda reader: tables_asked_for(reader, everything, request))
    parts = [Part(one.sheet, len(one.rows)) for one in everything]
    if wanted is not None:
        form, table = chosen_table(tables, request)
        found: tuple[str | None, Table] = (form, table)
    else:
        found = recognised_form(tables) or (None, tables[0])
    name, raw = found
    readable, *_said = unicode_table(raw)
    remembered = desk.read(lambda reader: remembered_mapping(reader, readable)) if name == PLAIN else {}
    layout = None if name is None else _layout(name, readable, remembered)
    targets = {} if name is None else {one.key: one.heading for one in definition_of(name).columns}
    return TableSeen(
        path=path,
        content=_table_content(raw, readable, layout, is_remembered=bool(remembered)),
        parts=tuple(parts) if len(parts) > 1 else (),
        form=name,
        sheet=raw.sheet,
        encoding=raw.encoding,
        targets=targets,
        is_free=name == PLAIN,
        written=_written(path),
    )


def _layout(name: str, table: Table, remembered: dict[str, str | None]) -> Layout | None:
    fewest = 1 if any(remembered.values()) else _FEWEST
    try:
        return locate(definition_of(name), table, fewest=fewest, by_letters=name != PLAIN, wishes=remembered)
    except InvalidInputError:
        # The person may say which column goes where.
        return None


def _table_content(raw: Table, readable: Table, layout: Layout | None, *, is_remembered: bool) -> Content:
    if layout is None:
        headed = find_heading(readable)
        # A form knows a column by the lowest of its headings.
        names = {
            one.index: one.name.rpartition(" / ")[2]
            for one in headed.columns
            if one.name != f"({column_letters(one.index + 1)})"
        }
        first = len(readable.rows) - len(headed.rows)
        targets: dict[int, str] = {}
    else:
        targets = {at: column.key for at, column in layout.columns}
        names = {at: f"({column_letters(at + 1)})" for at in targets} | dict(layout.headings)
        first = layout.first
    rows = raw.rows[first:]
    columns, cells = [], []
    for at in sorted(names):
        column, shown = _seen(
            names[at], column_letters(at + 1), [_cell(row, at) for row in rows[:SAMPLE]], targets.get(at)
        )
        columns.append(column)
        cells.append(shown[:ROWS_SHOWN])
    numbers = [row.number for row in rows[:ROWS_SHOWN]]
    shown_rows = tuple((number, tuple(column[at] for column in cells)) for at, number in enumerate(numbers))
    return Content(tuple(columns), shown_rows, len(rows), is_remembered)


def _cell(row: TableRow, at: int) -> object:
    return row.cells[at] if at < len(row.cells) else None


def _written(path: Path) -> date:
    return local_time(int(path.stat().st_mtime * 1000)).date()


# --- columns -----------------------------------------------------------------------------------------------


def _seen(
    name: str, code: str, cells: Sequence[object], target: str | None
) -> tuple[SeenColumn, list[object]]:
    """Return what a column is, and its cells with texts in Unicode."""
    texts = [cell if isinstance(cell, str) else None for cell in cells]
    found = detect(texts)
    readable, examples = list(cells), []
    if found.encoding is not Encoding.UNICODE:
        made = convert(texts, found.encoding)
        pairs = ((made.before[index], made.after[index]) for index in made.changed())
        examples = list(dict.fromkeys((old, new) for old, new in pairs if old and new))[:_VALUES]
        if not found.is_doubtful:
            readable = [cell if text is None else text for cell, text in zip(cells, made.after, strict=True)]
    values = tuple(dict.fromkeys(cell for cell in readable if cell is not None and cell != ""))[:_VALUES]
    column = SeenColumn(name, code, values, found.encoding, found.is_doubtful, tuple(examples), target)
    return column, readable
