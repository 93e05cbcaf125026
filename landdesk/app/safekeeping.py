"""What keeps a store safe, for both front ends: restore points, backups, readable copies."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from landdesk.app.application import Application
from landdesk.app.keys import known_key
from landdesk.domain.change import ChangeSet, Entry, EntryKind
from landdesk.domain.clock import Clock, system_clock
from landdesk.domain.errors import InvalidInputError, LandDeskError, RefusedError
from landdesk.domain.fields import fields_of
from landdesk.domain.progress import Progress
from landdesk.files import refuse_other_than_file
from landdesk.i18n import N_, Text
from landdesk.services.packages.outgoing import PERSONAL
from landdesk.store.trouble import explain_os_error

if TYPE_CHECKING:
    from landdesk.services.commands.context import EditContext
    from landdesk.services.history.restore_point import WayBack
    from landdesk.store.backup import Backup
    from landdesk.store.queries.safekeeping import RestorePoint
    from landdesk.store.restoring import Restored

READABLE_COPY: Final = "store.readable-copy"


def mark_restore_point(app: Application, words: str) -> "RestorePoint":
    """Set a restore point by hand; the program sets one before each import and bulk edit.

    Raises:
        InvalidInputError: There are no words.
        RefusedError: Nothing was done yet.
    """
    from landdesk.services.history.restore_point import mark

    return app.write(lambda context: mark(context, words))


def to_restore_point(app: Application, number: int) -> Entry:
    """Bring the record back to a restore point, as one act; see ``services.history.restore_point``.

    Raises:
        InvalidInputError: There is no such restore point.
        RefusedError: Nothing was done since, or something of the office came since.
    """
    from landdesk.services.history.restore_point import to_restore_point as bring_back

    return app.write(lambda context: bring_back(context, number))


def way_to_restore_point(app: Application, number: int) -> "WayBack":
    """Return what going back to a restore point would take back; raises as :func:`to_restore_point` does."""
    from landdesk.services.history.restore_point import way_back

    return app.read(lambda reader: way_back(reader, number))


def write_readable_copy(app: Application, target: Path, purpose: str) -> Entry:
    """Write the present record as a plain file for other programs, and note it in the journal.

    Args:
        app: The store, with the person who does it.
        target: The file; nothing may be there yet.
        purpose: What for.

    Raises:
        RefusedError: There is a file of this name.
        InvalidInputError: No purpose is given.
        TroubleError: The folder cannot be written, the disk is full.
    """
    if not purpose.strip():
        raise InvalidInputError(
            "copy.no-purpose",
            Text(N_("It is not said what the readable copy is for.")),
            remedy=Text(N_("Say it: names and identity numbers leave the encrypted store.")),
        )
    app.store.refuse_read_only()
    refuse_taken_name(target)

    def leave(context: "EditContext") -> Entry:
        _note_people(context, purpose.strip(), target.name)
        change = ChangeSet(READABLE_COPY, (), target.name)
        return context.work.apply(change, EntryKind.HOUSEKEEPING, allow_empty=True)

    # Noted first: a copy that nobody knows of must not be about.
    entry = app.write(leave)
    app.store.write_readable_copy(target)
    return entry


def backup(app: Application, target: Path, progress: Progress) -> "Backup":
    """Write a whole store into one file; others may work with it meanwhile.

    Raises:
        RefusedError: There is a file of this name.
        TroubleError: The disk is full, the folder cannot be written; nothing is left behind.
        CancelledError: It was stopped; nothing is left behind.
    """
    from landdesk.store.backup import write_backup

    refuse_taken_name(target)
    made = write_backup(app.store, target, progress, app.store.clock)
    if not made.encrypted and not app.store.read_only:
        # What is encrypted tells nobody anything. A backup is not worth less where it cannot be noted.
        with suppress(LandDeskError):
            app.write(lambda context: _note_people(context, "backup", target.name))
    return made


def verify_backup(path: Path, progress: Progress) -> "Backup":
    """Compare every byte of a backup with its list.

    Raises:
        InvalidInputError: It is none, or damaged.
    """
    from landdesk.store.backup import open_backup

    with open_backup(path) as opened:
        opened.verify(progress)
        return opened.backup


def restore_backup(source: Path, target: Path, progress: Progress) -> "Restored":
    """Make a store from a backup where none is, see ``store.restoring``."""
    from landdesk.store.restoring import restore

    return restore(source, target, progress)


def restore_backup_over(
    source: Path, target: Path, progress: Progress, clock: Clock = system_clock
) -> "Restored":
    """Replace a store by a backup of it; the present one is kept whole beside.

    Raises:
        RefusedError: ``store.passphrase-needed``; the backup has another key than the store.
        LandDeskError: As of ``store.restoring``.
    """
    from landdesk.store.restoring import restore_over

    key = None
    try:
        key = known_key(target)
    except LandDeskError as error:
        if error.code not in ("store.damaged", "store.not-a-store"):
            raise
    return restore_over(source, target, key, progress, clock)


def refuse_taken_name(target: Path) -> None:
    """Refuse a file's name that is taken, and a folder that takes none, before long work is done in vain.

    Raises:
        RefusedError: There is a file of this name.
        LandDeskError: The folder is not there or cannot be written; the name cannot be one.
    """
    try:
        if refuse_other_than_file(target):
            raise RefusedError(
                "file.exists",
                Text(N_("There is a file of this name already; it was not touched.")),
                Text(N_("File {path}"), {"path": str(target)}),
                Text(N_("Choose another name.")),
            )
        with TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise explain_os_error(error, target) from error


def note(app: Application, command: str, subject: str) -> Entry:
    """Write an entry into the journal that changes nothing of the record."""
    change = ChangeSet(command, (), subject)
    return app.write(lambda context: context.work.apply(change, EntryKind.HOUSEKEEPING, allow_empty=True))


def _note_people(context: "EditContext", purpose: str, file_name: str) -> None:
    """Note a file that leaves with everything the store holds of people."""
    work = context.work
    columns = [f"{owner}.{field.name}" for owner in PERSONAL for field in fields_of(owner)]
    work.note_outgoing(purpose, file_name, columns, work.safekeeping.people_count())
