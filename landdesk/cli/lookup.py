"""``landdesk lookup``: a pasted list of serials, parcels or identity numbers, and what the store has of each line."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from landdesk.cli.output import print_document, print_table, say
from landdesk.cli.parameters import FILE
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import id_text
from landdesk.files import refuse_other_than_file
from landdesk.i18n import N_, Text, ngettext

if TYPE_CHECKING:
    from landdesk.services.lookup import LookedUp

STANDARD_INPUT: Final = Path("-")


@verb(
    "lookup",
    N_(
        "Look up a list in STORE: FILE holds a line for each, as copied from Excel or a message: a certificate's serial"
        " or register number, sheet and parcel (12/57, “12 57”, “tờ 12 thửa 57”), a parcel code or an identity number."
        " Each line has a row for each parcel that it leads to. With -o the table becomes a file, .csv or .xlsx."
    ),
    'landdesk lookup commune.landdesk serials.txt -o found.csv --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@argument(
    "file", N_("The text file with the list; standard input for - or without it."), FILE, required=False
)
@option(
    "-o",
    "--output",
    help_text=N_("Write the table into this file; nothing may be there yet."),
    kind=FILE,
    metavar="FILE",
)
@json_option
@pass_session
def lookup(session: Session, store: Path, file: Path | None, output: Path | None, as_json: bool) -> None:
    """Print a row for each line and parcel, or say which file was written."""
    from landdesk.app import lookup as looking
    from landdesk.services.lookup import Status

    text = _text_of(file)
    if output is not None:
        _refuse_taken(output)
    # Names leave with a file: the store notes who took them.
    with session.reading(store) if output is None else session.working(store) as app:
        rows = looking.looked_up(app, text)
        if output is not None:
            looking.write_lookup(app, rows, output)
        lists = app.codelists
    if as_json:
        documents = [_document(row, looking.group_words(lists, row.extras.group)) for row in rows]
        print_document("lookup", {"file": None if output is None else str(output), "rows": documents})
        return
    if output is not None:
        say(Text(N_("{path} is written."), {"path": str(output)}))
    else:
        print_table(looking.titles(), [looking.cells(lists, row) for row in rows], ">")
    statuses = list({row.asked.line: row.status for row in rows}.values())
    say(
        Text(
            ngettext(
                "{count:,} line: {found:,} found, {several:,} with several answers, {missing:,} not found,"
                " {unreadable:,} not understood",
                "{count:,} lines: {found:,} found, {several:,} with several answers, {missing:,} not found,"
                " {unreadable:,} not understood",
                len(statuses),
            ),
            {
                "count": len(statuses),
                "found": statuses.count(Status.FOUND),
                "several": statuses.count(Status.SEVERAL),
                "missing": statuses.count(Status.NOT_FOUND),
                "unreadable": statuses.count(Status.UNREADABLE),
            },
        )
    )


def _text_of(file: Path | None) -> str:
    """Return the list.

    Raises:
        InvalidInputError: It is no text in UTF-8.
        TroubleError: The file cannot be read.
    """
    from landdesk.app.lookup import LONGEST
    from landdesk.store.trouble import explain_os_error

    # Of something endless, only so much that it is seen to be too long; a letter has four bytes at the most.
    at_most = 4 * LONGEST + 4
    if file is None or file == STANDARD_INPUT:
        content = sys.stdin.buffer.read(at_most)
    else:
        try:
            # Nobody may ever write to a pipe, and opening it would wait for that.
            refuse_other_than_file(file)
            with file.open("rb") as opened:
                content = opened.read(at_most)
        except OSError as error:
            raise explain_os_error(error, file) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "lookup.unreadable",
            Text(N_("The list is no text in UTF-8.")),
            None if file is None else Text(N_("File {name}"), {"name": file.name}),
            Text(N_("Save it as text in UTF-8, or paste it.")),
        ) from error


def _refuse_taken(output: Path) -> None:
    from landdesk.store.trouble import explain_os_error

    try:
        taken = refuse_other_than_file(output)
    except OSError as error:
        raise explain_os_error(error, output) from error
    if taken:
        raise RefusedError(
            "lookup.exists",
            Text(N_("There is a file of this name; it was not touched.")),
            Text(N_("File {path}"), {"path": str(output)}),
            Text(N_("Choose another name.")),
        )


def _document(row: "LookedUp", group_title: str) -> dict[str, Any]:
    from landdesk.app.masking import masked

    line, extras = row.parcel, row.extras
    return {
        "line": row.asked.line,
        "written": row.asked.written,
        "status": str(row.status),
        "id": None if line is None else id_text(line.id),
        "key": None if line is None else line.key,
        "serial": row.serial,
        "users": [
            {"name": name, "identity_number": None if number is None else masked(number)}
            for name, number in extras.users
        ],
        "group": extras.group,
        "group_title": group_title,
        "has_scan": None if line is None else extras.has_scan,
    }
