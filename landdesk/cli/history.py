"""``landdesk undo``, ``redo`` and ``log``: the journal from the command line."""

from pathlib import Path

from landdesk.app.titles import command_title, moment
from landdesk.cli.output import entry_document, print_document, print_entry, print_table, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.i18n import N_, Text, _

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
    "--limit", help_text=N_("Show so many entries at the most; 50 unless said."), kind=NUMBER, metavar="COUNT"
)
@option("--parcel", help_text=N_("Only what touched this parcel."), kind=WORDS, metavar="PARCEL")
@json_option
@pass_session
def log(session: Session, store: Path, limit: int | None, parcel: str | None, as_json: bool) -> None:
    """Print a line for each entry."""
    with session.reading(store) as app:
        touching = None if parcel is None else app.read(lambda reader: reader.find_parcel(parcel))
        entries = app.read(lambda reader: reader.history(limit or _NEWEST, touching=touching))
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
