"""A file looked at before it is imported: what it is, its columns and first rows, where they would go, which system.

Nothing is written and nothing is decided: what comes out are proposals that a person can change.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from landdesk.domain.clock import local_time
from landdesk.domain.errors import InvalidInputError
from landdesk.files import TABLE_SUFFIXES
from landdesk.interpreter import without_collection
from landdesk.services.campaign.forms import PLAIN
from landdesk.services.campaign.forms import form as definition_of
from landdesk.services.importing.campaign.importer import (
    TableRequest,
    chosen_table,
    recognised_form,
    remembered_mapping,
)
from landdesk.services.importing.campaign.layout import Layout, locate
from landdesk.services.importing.drawing.layer import DGN, DXF
from landdesk.services.importing.field_mapping import map_fields, remembered_fields
from landdesk.services.importing.importer import Desk
from landdesk.services.importing.layer import Features, SourceLayer
from landdesk.services.importing.ogr import SHAPEFILE
from landdesk.services.importing.recognition import (
    Guess,
    candidate_systems,
    guess_unnamed,
    guessed_system,
    refuse_elsewhere,
)
from landdesk.services.importing.seen import Content, MapSeen, OtherSystem, Seen, SeenColumn, TableSeen
from landdesk.services.importing.shapes import read_shapes
from landdesk.services.importing.source import find_layer, layer_names
from landdesk.services.importing.systems import placement
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
_NO_LAYER: Final = "import.several-layers"


def survey(desk: Desk, path: Path, *, layer: str | None = None, form: str | None = None) -> Seen:
    """Return what a file is.

    Args:
        desk: The application with the store that it would go into.
        path: A map, a table of the campaign, or the folder of a File Geodatabase.
        layer: Name of the layer of a map; None takes the likeliest.
        form: Which form a table is; None lets its headings say.

    Raises:
        InvalidInputError: It cannot be imported; the words say why and what to ask for.
        TroubleError: The system does not let it be read.
    """
    with without_collection():
        if is_table(path):
            return _table(desk, path, form)
        return _map(desk, path, layer)


def is_table(path: Path) -> bool:
    """Tell whether a file is taken for a table; what it really is, reading it says."""
    ending = path.suffix.lower()
    if ending == ".dbf":
        return not any(path.with_suffix(one).is_file() for one in (".shp", ".SHP"))
    return ending in TABLE_SUFFIXES


# --- maps --------------------------------------------------------------------------------------------------


def _map(desk: Desk, path: Path, wanted: str | None) -> MapSeen:
    layers: list[str] = []
    try:
        layer = find_layer(path, wanted)
    except InvalidInputError as error:
        if error.code != _NO_LAYER:
            raise
        layers = layer_names(path)
        layer = find_layer(path, layers[0])
    first = next(layer.features(layer.columns, SAMPLE), None)
    remembered = desk.read(lambda reader: remembered_fields(reader, layer.columns))
    fields = map_fields(layer.columns, remembered, short_names=layer.driver == SHAPEFILE)
    system, guess = _system(layer, first, desk)
    return MapSeen(
        path=path,
        content=_map_content(layer, first, fields, is_remembered=bool(remembered)),
        layers=tuple(layers),
        layer=layer.name,
        driver=layer.driver,
        system=system,
        fitting=None if guess is None else OtherSystem(guess.epsg, guess.name, guess.swap_axes),
        systems=tuple(OtherSystem(epsg, name) for epsg, name in candidate_systems()),
        is_drawing=layer.driver in (DXF, DGN),
    )


def _map_content(
    layer: SourceLayer, first: Features | None, fields: dict[str, str], *, is_remembered: bool
) -> Content:
    values = [] if first is None else first.values
    targets = {column: target for target, column in fields.items()}
    columns, cells = [], []
    for at, name in enumerate(layer.columns):
        column, readable = _seen(name, name, [row[at] for row in values], targets.get(name))
        columns.append(column)
        cells.append(readable[:ROWS_SHOWN])
    numbers = range(1, min(len(values), ROWS_SHOWN) + 1)
    rows = tuple((number, tuple(column[number - 1] for column in cells)) for number in numbers)
    return Content(tuple(columns), rows, layer.count, is_remembered)


def _system(layer: SourceLayer, first: Features | None, desk: Desk) -> tuple[str, Guess | None]:
    """Return the name of the system that a layer says, and the one that fits its places where that is another."""
    info = desk.info
    on_plane = placement("", info.epsg, info.epsg)
    points = np.empty((0, 2)) if first is None else read_shapes(first.geometries, on_plane).source_points
    try:
        way = placement(layer.crs_wkt, None, info.epsg)
    except InvalidInputError:
        return "", guess_unnamed(points, info.epsg, info.communes)
    try:
        refuse_elsewhere(way, points, way.placed(points), info.communes)
    except InvalidInputError:
        there = np.isfinite(points).all(axis=1)
        return way.source_name, guessed_system(points[there], way, info.communes)
    return way.source_name, None


# --- tables ------------------------------------------------------------------------------------------------


def _table(desk: Desk, path: Path, wanted: str | None) -> TableSeen:
    tables = read_tables(path)
    if wanted is not None:
        form, table = chosen_table(tables, TableRequest(path, form=wanted))
        found: tuple[str | None, Table] = (form, table)
    else:
        found = recognised_form(tables) or (None, tables[0])
    name, raw = found
    readable, _said = unicode_table(raw)
    remembered = desk.read(lambda reader: remembered_mapping(reader, readable)) if name == PLAIN else {}
    layout = None if name is None else _layout(name, readable, remembered)
    targets = {} if name is None else {one.key: one.heading for one in definition_of(name).columns}
    return TableSeen(
        path=path,
        content=_table_content(raw, readable, layout, is_remembered=bool(remembered)),
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
