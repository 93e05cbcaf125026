"""``landdesk originals``: the texts of an import as they came, before they were read as Vietnamese."""

from pathlib import Path

from landdesk.cli.list_file import refuse_bad_name, write_list_file
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.i18n import N_, _


@verb(
    "originals",
    N_("Write the texts of an import as they came, before they were read as Vietnamese: row, column, text."),
    'landdesk originals commune.landdesk 2 -o as-they-came.csv --purpose "doubtful names" --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@argument("entry", N_("Number of the import in the journal."), NUMBER)
@option(
    "-o",
    "--output",
    kind=FILE,
    metavar="FILE",
    required=True,
    help_text=N_("Write the list into this file (.xlsx or .csv); nothing may be there yet."),
)
@option("--purpose", kind=WORDS, metavar="TEXT", help_text=N_("What for; it is noted, since names leave."))
@json_option
@pass_session
def originals(
    session: Session, store: Path, entry: int, output: Path, purpose: str | None, as_json: bool
) -> None:
    """Write the list."""
    from landdesk.app.lists import ListColumn
    from landdesk.app.originals import note_originals, originals_of
    from landdesk.services.importing.text.originals import Original

    with session.leaving(store) as app:
        refuse_bad_name(output)
        found = originals_of(app, entry)
        note_originals(app, output, purpose, found)
    columns: list[ListColumn[Original]] = [
        ListColumn(_("Row"), lambda one: one[0], 0),
        ListColumn(_("Column"), lambda one: one[1]),
        ListColumn(_("Text as it came"), lambda one: one[2]),
    ]
    write_list_file(output, columns, found, verb="originals", as_json=as_json)
