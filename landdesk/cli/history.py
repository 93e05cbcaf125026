"""``landdesk undo``, ``redo`` and ``log``: the journal from the command line."""

from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.app.titles import command_title, moment
from landdesk.cli.list_file import list_file_option, write_list_file
from landdesk.cli.output import entry_document, print_document, print_entry, print_table, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.clock import local_time
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.app.lists import ListColumn
    from landdesk.domain.change import Entry

_STORE = argument("store", N_("The store."), FILE)
_NEWEST = 50


@verb(
    "undo",
    N_(
        "Take back the last act, import or decision of the person named by --as; nothing that somebody changed or "
        "was told of since."
    ),
    'landdesk undo commune.landdesk --as "Nguyễn Văn A"',
)
@_STORE
@json_option
@pass_session
def undo(session: Session, store: Path, as_json: bool) -> None:
    """Print the entry that takes it back."""
    with session.working(store) as app:
        print_entry(app.undo(), as_json=as_json, verb="undo")


@verb(
    "redo",
    N_("Do again what the person named by --as took back last."),
    'landdesk redo commune.landdesk --as "Nguyễn Văn A"',
)
@_STORE
@json_option
@pass_session
def redo(session: Session, store: Path, as_json: bool) -> None:
    """Print the entry that does it again."""
    with session.working(store) as app:
        print_entry(app.redo(), as_json=as_json, verb="redo")


@verb(
    "log",
    N_("List what was done in STORE, the newest first."),
    "landdesk log commune.landdesk --limit 20 --parcel 12/345",
)
@_STORE
@option(
    "--limit",
    help_text=N_("So many entries at the most; unless said 50, and all into a file."),
    kind=NUMBER,
    metavar="COUNT",
)
@option("--parcel", help_text=N_("Only what touched this parcel."), kind=WORDS, metavar="PARCEL")
@list_file_option
@json_option
@pass_session
def log(
    session: Session,
    store: Path,
    limit: int | None,
    parcel: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Print a line for each entry, or write the lines into a file."""
    with session.reading(store) as app:
        touching = None if parcel is None else app.read(lambda reader: reader.find_parcel(parcel))
        wanted = limit or (_NEWEST if output is None else max(1, app.read(lambda reader: reader.version())))
        entries = app.read(lambda reader: reader.history(wanted, touching=touching))
    if output is not None:
        write_list_file(output, _columns(), entries, verb="log", as_json=as_json)
        return
    if as_json:
        print_document("log", {"entries": [entry_document(entry) for entry in entries]})
        return
    if not entries:
        say(Text(N_("Nothing was done yet.")))
        return
    rows = [
        (
            str(entry.number),
            moment(entry.at_ms),
            entry.person.name,
            command_title(entry.command, entry.kind),
            entry.subject,
            str(entry.delta_count),
            "" if entry.undone_by is None else str(entry.undone_by),
        )
        for entry in entries
    ]
    titles = (
        _("Entry"),
        _("Time"),
        _("Person"),
        _("Command"),
        _("Parcels"),
        _("Objects"),
        _("Taken back by"),
    )
    print_table(titles, rows, "><<<<>>")


def _columns() -> "list[ListColumn[Entry]]":
    """Return the columns of a file."""
    from landdesk.app.lists import ListColumn

    return [
        ListColumn(_("Entry"), lambda entry: entry.number, 0),
        ListColumn(_("Time"), lambda entry: local_time(entry.at_ms)),
        ListColumn(_("Person"), lambda entry: entry.person.name),
        ListColumn(_("Command"), lambda entry: command_title(entry.command, entry.kind)),
        ListColumn(_("Parcels"), lambda entry: entry.subject),
        ListColumn(_("Objects"), lambda entry: entry.delta_count, 0),
        ListColumn(_("Taken back by"), lambda entry: entry.undone_by, 0),
    ]
