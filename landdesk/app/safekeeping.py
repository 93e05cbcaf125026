"""What keeps a store safe, for both front ends: restore points, backups, readable copies."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from landdesk.app.application import Application
from landdesk.app.bootstrap import acting_person
from landdesk.app.keys import known_key
from landdesk.app.leaving import note_leaving, refuse_taken_name
from landdesk.domain.change import ChangeSet, Entry, EntryKind
from landdesk.domain.clock import Clock, system_clock
from landdesk.domain.errors import LandDeskError, TroubleError
from landdesk.domain.fields import fields_of
from landdesk.domain.progress import Progress
from landdesk.i18n import N_
from landdesk.services.packages.outgoing import PERSONAL

if TYPE_CHECKING:
    from landdesk.services.history.restore_point import WayBack
    from landdesk.store.backup import Backup
    from landdesk.store.queries.safekeeping import RestorePoint
    from landdesk.store.restoring import Restored

READABLE_COPY: Final = "store.readable-copy"
NOT_NOTED: Final = N_(
    "The store cannot be written at present, so its list of files that left does not name this backup: write down who"
    " has it."
)
"""Said of a plain backup that could not be noted."""
BACKUP: Final = "backup"
"""Code of the purpose of a backup in the list of files that left."""


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
        RefusedError: There is a file of this name, or nobody is named who does it.
        InvalidInputError: No purpose is given.
        TroubleError: The folder cannot be written, the disk is full.
    """
    refuse_taken_name(target)
    _note_people(app, target, purpose)
    entry = note(app, READABLE_COPY, target.name)
    app.store.write_readable_copy(target)
    return entry


@dataclass(frozen=True, slots=True)
class BackupMade:
    """What was written.

    Args:
        backup: What it says of itself.
        noted: Whether the list of files that left has it; None where it need not, since others cannot read it.
    """

    backup: "Backup"
    noted: bool | None


def backup(app: Application, target: Path, progress: Progress) -> BackupMade:
    """Write a whole store into one file; others may work with it meanwhile.

    A plain one leaves with everything that the store holds of people, so it is noted first with who writes it. What
    is encrypted tells nobody anything. A store that cannot be written any more is backed up all the same: that is
    when a backup is needed most.

    Raises:
        RefusedError: There is a file of this name, or nobody is named who writes a plain one.
        TroubleError: The disk is full, the folder cannot be written; nothing is left behind.
        CancelledError: It was stopped; nothing is left behind.
    """
    from landdesk.store.backup import write_backup

    refuse_taken_name(target)
    noted = None if app.store.encrypted else _backup_noted(app, target)
    return BackupMade(write_backup(app.store, target, progress, app.store.clock), noted)


def _backup_noted(app: Application, target: Path) -> bool:
    acting_person(app)
    try:
        _note_people(app, target, BACKUP)
    except LandDeskError as error:
        if not isinstance(error, TroubleError) and error.code != "store.foreign-writes":
            raise
        return False
    return True


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


def note(app: Application, command: str, subject: str) -> Entry:
    """Write an entry into the journal that changes nothing of the record."""
    change = ChangeSet(command, (), subject)
    return app.write(lambda context: context.work.apply(change, EntryKind.HOUSEKEEPING, allow_empty=True))


def _note_people(app: Application, target: Path, purpose: str) -> None:
    """Note a file that leaves with everything the store holds of people."""
    columns = [f"{owner}.{field.name}" for owner in PERSONAL for field in fields_of(owner)]
    note_leaving(app, target, purpose, columns, app.read(lambda reader: reader.safekeeping.people_count()))
