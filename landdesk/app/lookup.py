"""A pasted list looked up in an open store, for both front ends: the table with its headings, and the table as a file.

Identity numbers of land users are masked; what the person pasted is shown as pasted.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from landdesk.app.application import Application
from landdesk.app.leaving import note_leaving
from landdesk.app.masking import masked
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, _
from landdesk.services.codelists import CodeLists
from landdesk.services.exporting.tables.writing import OutColumn, TableKind, write_table
from landdesk.services.lookup import LookedUp, Status, look_up

STATUS_WORDS: Final[Mapping[Status, str]] = {
    Status.FOUND: N_("found"),
    Status.SEVERAL: N_("several"),
    Status.NOT_FOUND: N_("not found"),
    Status.UNREADABLE: N_("not understood"),
}

PURPOSE: Final = "lookup"
"""What the log of files that left says of such a table."""
COLUMNS: Final = ("party.name", "party.identity_number")

LONGEST: Final = 2_000_000
"""Characters of a pasted list; what is longer is no list that a person has copied."""


def looked_up(app: Application, text: str) -> list[LookedUp]:
    """Return the table of a pasted list, see :func:`landdesk.services.lookup.look_up`.

    Raises:
        InvalidInputError: The text has no line to look up, or is far too long.
    """
    if len(text) > LONGEST:
        raise InvalidInputError(
            "lookup.too-long",
            Text(N_("The list is too long to be looked up.")),
            remedy=Text(N_("Give the numbers alone, a line each.")),
        )
    rows = app.read(lambda reader: look_up(reader, text))
    if not rows:
        raise InvalidInputError(
            "lookup.empty",
            Text(N_("There is no line to look up.")),
            remedy=Text(N_("Give a line for each: serial, sheet/number such as 12/57, or identity number.")),
        )
    return rows


def titles() -> tuple[str, ...]:
    """Return the headings of the table, in the language of the reader."""
    return (
        _("Line"),
        _("As typed"),
        _("Result"),
        _("Parcel"),
        _("Serial number"),
        _("Land users"),
        _("Group"),
        _("Scans"),
    )


def cells(lists: CodeLists, row: LookedUp) -> tuple[str, ...]:
    """Return a row of the table as texts, in the order of the headings.

    Args:
        lists: In force in the store.
        row: Of the table.
    """
    line = row.parcel
    return (
        str(row.asked.line),
        row.asked.written,
        _(STATUS_WORDS[row.status]),
        "" if line is None else line.key,
        row.serial,
        "; ".join(user_words(name, number) for name, number in row.extras.users),
        group_words(lists, row.extras.group),
        "" if line is None else _("Yes") if row.extras.has_scan else _("No"),
    )


def user_words(name: str, identity_number: str | None) -> str:
    """Return a land user with the identity number masked."""
    return f"{name} ({masked(identity_number)})" if identity_number else name


def group_words(lists: CodeLists, code: str | None) -> str:
    """Return the name of a parcel's group; a code that is not listed as it is."""
    found = lists["parcel_group"].get(code)
    return (code or "") if found is None else found.title


def write_lookup(app: Application, rows: Sequence[LookedUp], path: Path) -> int:
    """Write the table as CSV, or as a workbook where the name ends so, after noting that names leave with it.

    Returns:
        The number of rows.

    Raises:
        RefusedError: Names leave and nobody is named who takes them.
        TroubleError: The folder or the store cannot be written, or the disk is full.
    """
    kind = TableKind.XLSX if path.suffix.lower() == ".xlsx" else TableKind.CSV_SEMICOLON
    lists = app.codelists
    persons = {user for row in rows for user in row.extras.users}
    if persons:
        note_leaving(app, path, PURPOSE, COLUMNS, len(persons))
    texts = (cells(lists, row) for row in rows)
    return write_table(path, [OutColumn(title) for title in titles()], texts, kind, _("Look up"))
