"""``landdesk backup`` and ``landdesk restore``: a whole store in one file, and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from landdesk.app.titles import after_restore, made_words
from landdesk.cli.output import print_document, print_entry, print_facts, print_table, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS
from landdesk.cli.passphrases import unlock_store
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.clock import iso_time
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.store.backup import Backup

COLUMNS_SHOWN: Final = 4
"""Columns of people that a line names; a backup has them all."""


@verb(
    "backup",
    N_(
        "Write the whole STORE into one file: record, history, scans and, of an encrypted store, its key file. What is"
        " encrypted in the store is encrypted in the backup; of a plain one the list of files that left says who wrote"
        " it. A window may have the store open meanwhile."
    ),
    'landdesk backup commune.landdesk -o commune-2026-11-30.ldbak --as "Nguyễn Văn A"\n'
    "landdesk backup commune-2026-11-30.ldbak --verify",
)
@argument("store", N_("The store; with --verify the backup."), FILE)
@option("-o", "--output", help_text=N_("The backup to write."), kind=FILE, metavar="FILE")
@option("--verify", help_text=N_("Compare every byte of a backup, and say what is in it."), is_flag=True)
@json_option
@pass_session
def backup(session: Session, store: Path, output: Path | None, verify: bool, as_json: bool) -> None:
    """Say what is in the backup."""
    from landdesk.app import safekeeping

    if (output is None) != verify:
        raise InvalidInputError(
            "usage.backup",
            Text(N_("Say with -o which file to write, or compare a backup with --verify.")),
            remedy=Text(N_("See: {command} --help"), {"command": "landdesk backup"}),
        )
    if output is None:
        with TerminalProgress() as progress:
            found = safekeeping.verify_backup(store, progress)
        _print(found, store, "backup.verify", Text(N_("The backup is whole.")), as_json=as_json)
        return
    with session.leaving(store) as app, TerminalProgress() as progress:
        made = safekeeping.backup(app, output, progress)
    said = Text(N_("{path} is written."), {"path": str(output)})
    if as_json:
        print_document("backup", {"file": str(output), **_document(made.backup), "noted": made.noted})
        return
    _print(made.backup, output, "backup", said, as_json=False)
    if made.noted is False:
        say(Text(safekeeping.NOT_NOTED))


@verb(
    "restore",
    N_(
        "Make the store of a backup again. Everything is compared first. A store that is there is replaced with"
        " --replace only, and kept whole beside. With --to-point a store's record is brought back to a restore point,"
        " as one act that can be undone."
    ),
    "landdesk restore commune-2026-11-30.ldbak -o commune.landdesk\n"
    'landdesk restore commune.landdesk --to-point 1 --as "Nguyễn Văn A"',
)
@argument("source", N_("The backup; with --to-point the store."), FILE)
@option("-o", "--output", help_text=N_("The store to make."), kind=FILE, metavar="STORE")
@option(
    "--to-point",
    "point",
    help_text=N_("Bring the record back to this restore point."),
    kind=NUMBER,
    metavar="NUMBER",
)
@option(
    "--replace",
    help_text=N_("Put it in the place of the store of this name; a whole copy of that one is kept beside."),
    is_flag=True,
)
@json_option
@pass_session
def restore(
    session: Session, source: Path, output: Path | None, point: int | None, replace: bool, as_json: bool
) -> None:
    """Say what was restored and where the former store is."""
    from landdesk.app import safekeeping

    if (output is None) == (point is None):
        raise InvalidInputError(
            "usage.restore",
            Text(
                N_("Say with -o which store to make of a backup, or with --to-point where to bring a store.")
            ),
            remedy=Text(N_("See: {command} --help"), {"command": "landdesk restore"}),
        )
    if point is not None:
        with session.working(source) as app:
            entry = safekeeping.to_restore_point(app, point)
        print_entry(entry, as_json=as_json, verb="restore")
        return
    assert output is not None
    backup = source
    replace = replace and output.is_file()
    if replace:
        _unlock_if_possible(output)
    with TerminalProgress() as progress:
        if replace:
            done = safekeeping.restore_backup_over(backup, output, progress)
        else:
            done = safekeeping.restore_backup(backup, output, progress)
    kept = None if done.kept is None else str(done.kept)
    if as_json:
        content = {"store": str(output), "kept": kept, **_document(done.backup)}
        print_document("restore", content)
        return
    said = Text(N_("{path} is as it was on {date}."), {"path": str(output), "date": made_words(done.backup)})
    _print(done.backup, backup, "restore", said, as_json=False)
    if kept is not None:
        say(Text(N_("The store that was there before is kept: {path}"), {"path": kept}))
    say(Text(after_restore(done.backup.role)))


@verb(
    "restore-points",
    N_(
        "List the restore points of STORE, the newest first. The program sets one before each import and bulk edit;"
        " --mark sets one now."
    ),
    "landdesk restore-points commune.landdesk\n"
    'landdesk restore-points commune.landdesk --mark "Trước khi dồn tờ" --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@option("--mark", help_text=N_("Set a restore point of this name."), kind=WORDS, metavar="WORDS")
@json_option
@pass_session
def restore_points(session: Session, store: Path, mark: str | None, as_json: bool) -> None:
    """Print a line for each restore point."""
    from landdesk.app.safekeeping import mark_restore_point
    from landdesk.app.titles import moment, restore_point_title

    with session.reading(store) if mark is None else session.working(store) as app:
        if mark is not None:
            mark_restore_point(app, mark)
        points = app.read(lambda reader: reader.safekeeping.restore_points())
    if as_json:
        lines = [
            {"number": one.number, "entry": one.entry, "words": one.words, "at": iso_time(one.at_ms)}
            for one in points
        ]
        print_document("restore-points", {"points": lines})
        return
    if not points:
        say(Text(N_("There is no restore point yet.")))
        return
    rows = [
        (str(one.number), moment(one.at_ms), str(one.entry), restore_point_title(one.words)) for one in points
    ]
    print_table((_("Number"), _("Time"), _("After entry"), _("What for")), rows, "><><")


@verb(
    "outgoing",
    N_("List the files that left STORE with names or numbers of people: who, what for, what, of how many."),
    "landdesk outgoing commune.landdesk",
)
@argument("store", N_("The store."), FILE)
@json_option
@pass_session
def outgoing(session: Session, store: Path, as_json: bool) -> None:
    """Print a line for each file."""
    from landdesk.app.titles import column_titles, moment, purpose_title

    with session.reading(store) as app:
        files = app.read(lambda reader: reader.safekeeping.outgoing_files())
    if as_json:
        lines = [
            {
                "number": one.number,
                "at": iso_time(one.at_ms),
                "person": one.person,
                "purpose": one.purpose,
                "file_name": one.file_name,
                "sha256": None if one.sha256 is None else one.sha256.hex(),
                "columns": list(one.columns),
                "persons": one.persons,
            }
            for one in files
        ]
        print_document("outgoing", {"files": lines})
        return
    if not files:
        say(Text(N_("No file left with names or numbers of people.")))
        return
    rows = [
        (
            str(one.number),
            moment(one.at_ms),
            one.person,
            purpose_title(one.purpose),
            one.file_name,
            str(one.persons),
            _shortened(column_titles(one.columns)),
        )
        for one in files
    ]
    titles = (_("Number"), _("Time"), _("Person"), _("What for"), _("File"), _("People"), _("Columns"))
    print_table(titles, rows, "><<<<><")


def _shortened(titles: Sequence[str]) -> str:
    """Return what fits a line; --json has all."""
    listed, left = ", ".join(titles[:COLUMNS_SHOWN]), len(titles) - COLUMNS_SHOWN
    return listed if left <= 0 else _("{listed} and {count} more columns").format(listed=listed, count=left)


def _unlock_if_possible(store: Path) -> None:
    """Ask for the passphrase of the present store; a damaged one is replaced without."""
    try:
        unlock_store(store)
    except LandDeskError as error:
        if error.code not in ("store.damaged", "store.not-a-store"):
            raise


def _print(made: "Backup", path: Path, schema: str, said: Text, *, as_json: bool) -> None:
    if as_json:
        print_document(schema, {"file": str(path), **_document(made)})
        return
    say(said)
    scans = sum(one.path.startswith("files/") for one in made.entries)
    print_facts(
        [
            (_("Store"), made.store_name),
            (_("Communes"), ", ".join(made.communes)),
            (_("Made"), made_words(made)),
            (_("Last journal entry"), str(made.journal)),
            (_("Parcels"), str(made.parcels)),
            (_("Scans"), str(scans)),
            (_("Encrypted"), _("yes") if made.encrypted else _("no")),
        ]
    )


def _document(made: "Backup") -> dict[str, Any]:
    return {
        "store_name": made.store_name,
        "made_at": made.made_at,
        "encrypted": made.encrypted,
        "journal": made.journal,
        "parcels": made.parcels,
        "communes": list(made.communes),
        "role": made.role,
        "training": made.training,
        "files": len(made.entries),
        "bytes": made.size,
    }
