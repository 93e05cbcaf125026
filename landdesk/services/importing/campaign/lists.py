"""Sync status, error paths, tracking sheet and plain lists as rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from landdesk.domain.error_paths import split_error_paths
from landdesk.domain.identity import identity_doubts
from landdesk.domain.serials import SERIAL_FORM, is_serial, split_serials
from landdesk.services.campaign import notes
from landdesk.services.campaign.error_codes import error_code_of
from landdesk.services.campaign.forms import ERROR_PATHS, PLAIN, SYNC_STATUS, TRACKING, form
from landdesk.services.campaign.lists import EXCLUSIVE_FLAGS, ErrorRow, PlainRow, StatusRow, TrackingRow
from landdesk.services.campaign.notes import Doubt, FormNote
from landdesk.services.codelists import CodeLists
from landdesk.services.importing.campaign.cell_values import written
from landdesk.services.importing.campaign.form_rows import FormRows, RawRow, is_woman, notes_of
from landdesk.services.importing.campaign.layout import has_name_of, locate
from landdesk.services.importing.tables.table import Cell, Table

_FEWEST_STATUS: Final = 5
_FEWEST_OTHERS: Final = 2
_LOOKED_AT: Final = 50


@dataclass(frozen=True, slots=True)
class StatusReading:
    """The parcels of a sync-status file; notes are about the file and its rows.

    ``columns`` are place and heading of the fields in a row, ``cells`` the rows as they are written, by their number.
    """

    rows: tuple[StatusRow, ...]
    notes: tuple[FormNote, ...]
    columns: tuple[tuple[int, str], ...]
    cells: Mapping[int, tuple[Cell, ...]]

    def words(self, row: int) -> tuple[str, ...]:
        """Return what a row says in each column, word for word."""
        cells = self.cells[row]
        return tuple(written(cells[at]) if at < len(cells) else "" for at, _ in self.columns)


@dataclass(frozen=True, slots=True)
class TrackingReading:
    """The parcels of a tracking sheet."""

    rows: tuple[TrackingRow, ...]
    notes: tuple[FormNote, ...]


@dataclass(frozen=True, slots=True)
class ErrorReading:
    """What the national system says about parcels and certificates."""

    rows: tuple[ErrorRow, ...]
    notes: tuple[FormNote, ...]


@dataclass(frozen=True, slots=True)
class PlainReading:
    """The rows of a plain list; ``mapping`` is the target by heading, to be remembered for the next such file."""

    rows: tuple[PlainRow, ...]
    mapping: Mapping[str, str | None]
    notes: tuple[FormNote, ...]


def read_status(table: Table, lists: CodeLists | None = None) -> StatusReading:
    """Return the rows of a sync-status file; without headings columns are taken by their letters.

    Flags that exclude each other and are both set, or none of them, are noted; so is a parcel that stands twice.

    Raises:
        InvalidInputError: ``form.no-headings``: neither headings nor codes of communes in column B.
    """
    by_letters = begins_with_communes(table)
    layout = locate(form(SYNC_STATUS), table, fewest=_FEWEST_STATUS, by_letters=by_letters)
    raw_rows = FormRows(table, layout, lists)
    rows = tuple(_status_row(raw) for raw in raw_rows)
    places: dict[tuple[str | None, ...], list[int]] = {}
    for row in rows:
        if row.sheet is not None and row.parcel_no is not None:
            places.setdefault((row.commune, row.sheet, row.parcel_no), []).append(row.row)
    twice = [FormNote(notes.PARCEL_TWICE, tuple(at)) for at in places.values() if len(at) > 1]
    doubts = notes_of({row.row: row.doubts for row in rows})
    return StatusReading(
        rows,
        (*raw_rows.notes, *doubts, *twice),
        tuple((at, layout.headings.get(at) or column.heading) for at, column in layout.columns),
        {row.number: row.cells for row in table.rows},
    )


def begins_with_communes(table: Table) -> bool:
    """Tell whether most of the first rows have the code of a commune in column B, as the file has it."""
    top = [row.cells[1] for row in table.rows[:_LOOKED_AT] if len(row.cells) > 1]
    return 2 * sum(_is_commune(str(cell)) for cell in top) > len(top)


def _is_commune(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdigit()


def _status_row(raw: RawRow) -> StatusRow:
    values, doubts = raw.values, raw.doubts
    for flags in EXCLUSIVE_FLAGS:
        marked = sum(values.get(flag) is True for flag in flags)
        if marked != 1:
            doubts.append(Doubt(flags[0], notes.FLAGS_BOTH if marked else notes.FLAGS_NEITHER))
    if values.get("attributes_only") and values.get("blocks_in_sync"):
        doubts.append(Doubt("attributes_only", notes.FLAGS_DIFFER))
    commune = values.get("commune")
    if commune is not None and not _is_commune(commune):
        doubts.append(Doubt("commune", notes.BAD_COMMUNE))
    if not values.keys() >= {"sheet", "parcel_no"}:
        doubts.append(Doubt("", notes.ROW_NO_PARCEL))
    return StatusRow(row=raw.number, unread=raw.unread, doubts=tuple(doubts), **values)


def read_tracking(table: Table, lists: CodeLists | None = None) -> TrackingReading:
    """Return the rows of a shared tracking sheet.

    Raises:
        InvalidInputError: ``form.no-headings``: the table is not one.
    """
    definition = form(TRACKING)
    layout = locate(definition, table, fewest=_FEWEST_OTHERS + 1, by_letters=has_name_of(definition, table))
    raw_rows = FormRows(table, layout, lists)
    rows = tuple(
        TrackingRow(row=raw.number, unread=raw.unread, doubts=tuple(raw.doubts), **raw.values)
        for raw in raw_rows
    )
    return TrackingReading(rows, (*raw_rows.notes, *notes_of({row.row: row.doubts for row in rows})))


def read_errors(table: Table, lists: CodeLists | None = None) -> ErrorReading:
    """Return the rows of a table with error paths; a code that is not known is noted and kept word for word.

    Raises:
        InvalidInputError: ``form.no-headings``: the table has no such columns.
    """
    raw_rows = FormRows(table, locate(form(ERROR_PATHS), table, fewest=_FEWEST_OTHERS), lists)
    rows = tuple(_error_row(raw, lists) for raw in raw_rows)
    return ErrorReading(rows, (*raw_rows.notes, *notes_of({row.row: row.doubts for row in rows})))


def _error_row(raw: RawRow, lists: CodeLists | None) -> ErrorRow:
    paths = split_error_paths(raw.values.pop("paths", ""))
    unknown = [Doubt("paths", notes.UNKNOWN_CODE) for path in paths if error_code_of(path, lists) is None]
    return ErrorRow(
        row=raw.number, paths=paths, unread=raw.unread, doubts=(*raw.doubts, *unknown), **raw.values
    )


def read_plain(
    table: Table,
    remembered: Mapping[str, str | None] | None = None,
    provinces: Collection[str] = (),
    lists: CodeLists | None = None,
) -> PlainReading:
    """Return the rows of a plain list of land users or certificates.

    Args:
        remembered: Target by heading as chosen for an earlier file, None for a heading that is left out. Headings
            that are not in it are guessed.
        provinces: First three digits of identity numbers that are known; nothing given means not checked.
        lists: Code lists in force; those that are shipped where none are given.

    Raises:
        InvalidInputError: ``form.no-headings``: no two headings can be understood.
    """
    wishes = remembered or {}
    fewest = 1 if any(wishes.values()) else _FEWEST_OTHERS
    layout = locate(form(PLAIN), table, fewest=fewest, wishes=wishes)
    raw_rows = FormRows(table, layout, lists)
    rows = tuple(_plain_row(raw, provinces, lists) for raw in raw_rows)
    taken = {at: column.key for at, column in layout.columns}
    mapping = {heading: taken.get(at) for at, heading in layout.headings.items() if at not in layout.ordinals}
    return PlainReading(rows, mapping, (*raw_rows.notes, *notes_of({row.row: row.doubts for row in rows})))


def _plain_row(raw: RawRow, provinces: Collection[str], lists: CodeLists | None) -> PlainRow:
    values, doubts = raw.values, raw.doubts
    number, born = values.get("party.identity_number"), values.get("party.born")
    if number is not None:
        codes = identity_doubts(
            number,
            provinces=provinces,
            is_woman=is_woman(values.get("party.sex"), lists),
            birth_year=int(born[:4]) if born else None,
        )
        doubts += [Doubt("party.identity_number", code) for code in codes]
    serial = values.get("certificate.serial")
    if serial is not None and not all(map(is_serial, split_serials(serial) or (serial,))):
        doubts.append(Doubt("certificate.serial", SERIAL_FORM))
    return PlainRow(row=raw.number, values=values, unread=raw.unread, doubts=tuple(doubts))
