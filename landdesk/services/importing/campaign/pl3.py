"""The collection form PL3-01: every row with typed values and what is doubtful about them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from landdesk.domain.identity import identity_doubts, tax_code_doubts
from landdesk.domain.serials import REGISTER_FORM, SERIAL_FORM, is_serial, split_serials
from landdesk.services.campaign import notes
from landdesk.services.campaign.forms import PL3, form
from landdesk.services.campaign.notes import Doubt, FormNote
from landdesk.services.campaign.pl3 import PURPOSES, Pl3Row
from landdesk.services.codelists import CodeLists
from landdesk.services.importing.campaign.form_rows import FormRows, RawRow, is_woman, notes_of
from landdesk.services.importing.campaign.layout import has_name_of, locate, recognises
from landdesk.services.importing.tables.table import Table

_FEWEST: Final = 10
"""Headings that make a table the form; other lists of certificates have some of them too."""


@dataclass(frozen=True, slots=True)
class Pl3Reading:
    """The rows of one sheet, and notes about the form and the rows; doubts of rows are among the notes."""

    rows: tuple[Pl3Row, ...]
    notes: tuple[FormNote, ...]


def is_pl3(table: Table) -> bool:
    """Tell whether a table is the form: by the name of its sheet or by its headings."""
    definition = form(PL3)
    return has_name_of(definition, table) or recognises(definition, table, fewest=_FEWEST)


def find_pl3(tables: Sequence[Table]) -> Table | None:
    """Return the sheet of a workbook that holds the form: the one named after it, else the one with its headings."""
    definition = form(PL3)
    named = [one for one in tables if has_name_of(definition, one)]
    return next(iter(named or [one for one in tables if is_pl3(one)]), None)


def read_pl3(table: Table, provinces: Collection[str] = (), lists: CodeLists | None = None) -> Pl3Reading:
    """Return the rows of the form.

    Args:
        table: The sheet.
        provinces: First three digits of identity numbers that are known; nothing given means not checked.
        lists: Code lists in force; those that are shipped where none are given.

    Raises:
        InvalidInputError: ``form.no-headings``: the table is not this form.
    """
    definition = form(PL3)
    layout = locate(definition, table, fewest=_FEWEST, by_letters=has_name_of(definition, table))
    raw_rows = FormRows(table, layout, lists)
    known: dict[tuple[str, object, object], tuple[str, ...]] = {}

    def identity(number: str, sex: object, born: object) -> tuple[str, ...]:
        asked = (number, sex, born)
        if asked not in known:
            known[asked] = identity_doubts(
                number,
                provinces=provinces,
                is_woman=is_woman(sex, lists),
                birth_year=int(str(born)[:4]) if born else None,
            )
        return known[asked]

    rows = tuple(_row(raw, identity) for raw in raw_rows)
    return Pl3Reading(rows, (*raw_rows.notes, *notes_of({row.row: row.doubts for row in rows})))


def _row(raw: RawRow, identity: Callable[[str, object, object], tuple[str, ...]]) -> Pl3Row:
    values, doubts = raw.values, raw.doubts
    _look_at_numbers(raw)
    for key, sex, born in (
        ("identity_number", values.get("sex"), values.get("born")),
        ("current_identity", None, None),
    ):
        number = values.get(key)
        if number is not None:
            doubts += [Doubt(key, code) for code in identity(number, sex, born)]
    _look_at_purposes(raw)
    if not ("name" in values or "organisation" in values):
        doubts.append(Doubt("", notes.ROW_NO_PERSON))
    if not (
        "serial" in values
        or values.keys() >= {"sheet", "parcel_no"}
        or values.keys() >= {"certificate_sheet", "certificate_parcel"}
    ):
        doubts.append(Doubt("", notes.ROW_NO_PARCEL))
    return Pl3Row(row=raw.number, unread=raw.unread, doubts=tuple(doubts), **values)


def _look_at_numbers(raw: RawRow) -> None:
    values, doubts = raw.values, raw.doubts
    commune = values.get("commune")
    if commune is not None and not (len(commune) == 5 and commune.isascii() and commune.isdigit()):
        doubts.append(Doubt("commune", notes.BAD_COMMUNE))
    serial = values.get("serial")
    if serial is not None:
        several = split_serials(serial)
        if len(several) > 1:
            doubts.append(Doubt("serial", notes.SEVERAL_SERIALS))
        if not several or not all(map(is_serial, several)):
            doubts.append(Doubt("serial", SERIAL_FORM))
    register = values.get("register_number")
    if register is not None and not any(letter.isdigit() for letter in register):
        doubts.append(Doubt("register_number", REGISTER_FORM))
    organisation = values.get("organisation_id")
    if organisation is not None:
        doubts += [Doubt("organisation_id", code) for code in tax_code_doubts(organisation)]


def _look_at_purposes(raw: RawRow) -> None:
    values = raw.values
    is_open = False
    for place in range(1, PURPOSES + 1):
        land_use = f"land_use_{place}"
        if land_use in values:
            if is_open:
                raw.doubts.append(Doubt(land_use, notes.PURPOSE_GAP))
            continue
        is_open = True
        if any(key in values for key in _BESIDE_LAND_USE[place]):
            raw.doubts.append(Doubt(land_use, notes.PURPOSE_PARTIAL))


_BESIDE_LAND_USE: Final = {
    place: (f"area_{place}_m2", f"origin_{place}", f"form_{place}", f"term_{place}")
    for place in range(1, PURPOSES + 1)
}
