"""Encrypted stores, for both front ends: made so, passphrases, recovery sheets, unlocking by the office."""

import getpass
import glob
import platform
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from landdesk.app.application import Application
from landdesk.app.bootstrap import ROLES, acting_person, find_person
from landdesk.app.keys import is_encrypted, known_key, new_key, remember
from landdesk.app.leaving import note_leaving, refuse_taken_name
from landdesk.app.safekeeping import note
from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Entry, EntryKind, Person
from landdesk.domain.clock import Clock, local_time, system_clock
from landdesk.domain.errors import LandDeskError, RefusedError
from landdesk.domain.ids import Uuid7Source
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, _, format_datetime
from landdesk.paths import real_path
from landdesk.services.office.inbox import refuse_not_office
from landdesk.store.info import OFFICE
from landdesk.store.recognition import recognised
from landdesk.store.store import Store
from landdesk.store.trouble import explained_at

if TYPE_CHECKING:
    from landdesk.services.commands.context import EditContext
    from landdesk.store.encryption.key_file import KeyFile, StoreKey
    from landdesk.store.encryption.unlocking import Request

UNLOCK: Final = "store.unlock"
OFFICE_KEY: Final = "office.recovery-key"
OFFICE_UNLOCK: Final = "office.unlock"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What the office unlocked.

    Args:
        request: What was asked for.
        entry: The entry of the office's journal.
    """

    request: "Request"
    entry: Entry


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How a store whose passphrase was forgotten can be opened.

    Args:
        code: By the code of a recovery sheet.
        office: By its office.
        waiting: A request to the office was written on this computer and waits for the answer.
    """

    code: bool
    office: bool
    waiting: bool


def ways_in(path: Path) -> WaysIn:
    """Return how an encrypted store can be opened without its passphrase.

    Raises:
        RefusedError: The store is plain.
        LandDeskError: It is no store, or its key file is damaged.
    """
    from landdesk.store.encryption.unlocking import waiting_path

    file = _key_file(path)
    return WaysIn(file.code is not None, file.office is not None, waiting_path(path).is_file())


def refuse_plain(path: Path) -> None:
    """Refuse a store that is not encrypted.

    Raises:
        RefusedError: It is not.
        LandDeskError: It is no store, or damaged.
    """
    _key_file(path)


def refuse_encrypted(path: Path) -> None:
    """Refuse a store that is encrypted.

    Raises:
        RefusedError: It is.
        LandDeskError: It is no store.
    """
    if is_encrypted(path):
        raise RefusedError(
            "store.encrypted-already",
            Text(N_("The store is encrypted already.")),
            Text("{path}", {"path": str(path)}),
            Text(N_("Change its passphrase instead.")),
        )


def encrypt(path: Path, passphrase: str, progress: Progress) -> str | None:
    """Make a plain store encrypted, and remove the plain file.

    Args:
        path: The store; nobody may have it open.
        passphrase: Opens it from now on.
        progress: Can stop it until the new file takes the old one's place.

    Returns:
        The code of the recovery sheet, to be shown once; None where the store's office can unlock it.

    Raises:
        RefusedError: It is encrypted already.
        InvalidInputError: It is no store, or the passphrase is too short.
        TroubleError: Somebody has it open, it is damaged, the disk is full; it is as it was.
        CancelledError: It was stopped; the store is as it was.
    """
    from landdesk.store.encryption.converting import encrypt_in_place

    refuse_encrypted(path)
    with Store.open(path) as store:
        store.refuse_read_only()
        recipient = store.info.recovery if store.info.role != OFFICE else None
    made = new_key(passphrase, recipient)
    encrypt_in_place(path, made.key, progress)
    remember(made.key)
    return made.recovery_code


def plain_copies(path: Path) -> list[Path]:
    """Return the plain copies of a store that the program made beside it, before a restore or for a newer schema.

    They are not touched when the store is encrypted: a person may still want to go back to one.
    """
    real = real_path(path)
    found: list[Path] = []
    for one in sorted(real.parent.glob(f"{glob.escape(real.stem)}.before-*{glob.escape(real.suffix)}")):
        with suppress(LandDeskError):
            if not is_encrypted(one):
                found.append(one)
    return found


def change_passphrase(path: Path, present: str | None, wanted: str) -> None:
    """Give an encrypted store another passphrase; the store itself is not written.

    Where a newer base brought another recovery key of the office, the store's key is sealed for that one from now on.

    Args:
        path: The store; others may have it open.
        present: Its passphrase; None where it was given in this process.
        wanted: The new one.

    Raises:
        RefusedError: The store is plain, or the present passphrase is another.
        InvalidInputError: The new one is too short.
        TroubleError: The key file cannot be written, or was altered.
    """
    key = _key_of_encrypted(path, present)
    with Store.open(path, key=key) as store:
        info = store.info
    changed = key.with_passphrase(wanted)
    office = key.file.office
    if (
        info.role != OFFICE
        and info.recovery is not None
        and (office is None or office.recipient != info.recovery)
    ):
        changed = changed.with_office(info.recovery)
    changed.write(path)


def new_recovery_code(path: Path, passphrase: str | None) -> str:
    """Make a new recovery code of an encrypted store, for a sheet that was lost; an older one is of no use then.

    Args:
        path: The store.
        passphrase: As of ``change_passphrase``.

    Returns:
        The code, to be shown once.

    Raises:
        RefusedError: The store is plain, or the passphrase is another.
        TroubleError: The key file cannot be written, or was altered.
    """
    from landdesk.store.encryption.recovery_code import new_recovery_code as made

    key = _key_of_encrypted(path, passphrase)
    code, secret = made()
    key.with_code(secret).write(path)
    return code


def recovery_sheet(code: str, path: Path, how: str, clock: Clock = system_clock) -> str:
    """Return the sheet to be printed and put away, in the reader's language.

    Args:
        how: Says how it is used, which each front end knows of itself.
    """
    made = format_datetime(local_time(clock()))
    lines = (
        _("Recovery sheet of the LandDesk store {name}").format(name=path.name),
        _("Made {date}").format(date=made),
        "",
        f"    {code}",
        "",
        _(
            "Whoever has this sheet and the store can open it: keep the sheet apart from the computer, in a safe."
        ),
        _("Without passphrase and without this sheet nobody can ever open the store again."),
        _("The sheet is not shown a second time; a new one makes this one useless."),
        how,
    )
    return "\n".join(lines) + "\n"


def unlock_by_code(path: Path, code: str, wanted: str, by: str | None = None) -> Entry:
    """Open a locked store by its recovery code and give it a new passphrase; its journal notes it.

    Args:
        path: The store.
        code: Of the recovery sheet.
        wanted: The new passphrase.
        by: Who does it, as in ``find_person``; None where nobody is named.

    Raises:
        InvalidInputError: It is no recovery code, the passphrase is too short, or nobody in the store is called so.
        RefusedError: It is another store's code, or the store is plain.
        TroubleError: The store cannot be written; it stays locked.
    """
    from landdesk.store.encryption.key_file import opened_by_code
    from landdesk.store.encryption.recovery_code import secret_of_code

    key = opened_by_code(_key_file(path), secret_of_code(code), path).with_passphrase(wanted)
    return _unlocked(path, key, _("recovery sheet"), by)


def request_unlock(
    path: Path, wanted: str, asked_by: str, reason: str, target: Path, clock: Clock = system_clock
) -> "Request":
    """Write a request to the office to unlock a store whose passphrase was forgotten.

    Args:
        path: The locked store; it is not opened.
        wanted: The new passphrase; it is needed again with the answer.
        asked_by: Who asks.
        reason: Why.
        target: The request's file.

    Raises:
        RefusedError: The store is plain, or no office can unlock it; there is a file of this name.
        InvalidInputError: There is no reason, or the passphrase is too short.
    """
    from landdesk.store.encryption.unlocking import make_request, waiting_path, write_document

    file = _key_file(path)
    refuse_taken_name(target)
    request, waiting = make_request(path, file, wanted, asked_by, reason, clock())
    write_document(waiting_path(path), waiting)
    write_document(target, request.to_bytes())
    return request


def unlock_by_answer(path: Path, answer_path: Path, passphrase: str, by: str | None = None) -> Entry:
    """Open a store by the office's answer; it has the passphrase that was chosen with the request from now on.

    Its journal notes it, with who approved it at the office.

    Args:
        path: The store.
        answer_path: The answer.
        passphrase: That was chosen with the request.
        by: As of ``unlock_by_code``.

    Raises:
        RefusedError: The answer is another request's, or the passphrase is another.
        InvalidInputError: The file is no answer, or nobody in the store is called so.
        TroubleError: The store cannot be written; it stays locked.
    """
    from landdesk.store.encryption.unlocking import read_answer, take_answer, waiting_path

    file = _key_file(path)
    answer = read_answer(answer_path)
    waiting = waiting_path(path)
    if not waiting.is_file():
        raise RefusedError(
            "unlock.no-request",
            Text(N_("No request of this store waits for an answer on this computer.")),
            Text("{path}", {"path": str(path)}),
            Text(N_("Write a request first, and send it to the office.")),
        )
    with explained_at(waiting):
        key = take_answer(path, file, waiting.read_bytes(), answer, passphrase)
    entry = _unlocked(path, key, answer.approved_by, by)
    with explained_at(waiting):
        waiting.unlink()
    return entry


def _unlocked(path: Path, key: "StoreKey", how: str, by: str | None) -> Entry:
    """Note the unlock and then let the new passphrase hold: none that the journal does not know of."""
    app = Application(Store.open(path, key=key))
    try:
        app.person = _somebody() if by is None else find_person(app, by)
        entry = note(app, UNLOCK, how)
    finally:
        app.close()
    key.write(path)
    remember(key)
    return entry


def _somebody() -> Person:
    """Return who sits at the computer where nobody is named: the names that the operating system has."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "?"
    name = clean_text(f"{user}@{platform.node() or '?'}") or "?"
    return Person(Uuid7Source(system_clock)(), name, _("user and computer; nobody was chosen"), ROLES[0])


# the office
def make_office_key(app: Application, passphrase: str, *, replace_old: bool = False) -> str:
    """Make the recovery key of an office; its recipient goes out with base packages from now on.

    Args:
        app: The office's store.
        passphrase: Of the recovery key, not of the store.
        replace_old: There is one already; stores sealed for it cannot be unlocked any more.

    Returns:
        The recipient.

    Raises:
        RefusedError: The store is no office, or has a key already.
        InvalidInputError: The passphrase is too short.
    """
    from landdesk.store.encryption.office_key import new_office_key

    app.read(refuse_not_office)
    if app.info.recovery is not None and not replace_old:
        raise RefusedError(
            "recovery.office-key-exists",
            Text(N_("This office has a recovery key already.")),
            remedy=Text(
                N_("Stores sealed for it could not be unlocked any more; replace it only if it is lost.")
            ),
        )
    recipient, sealed = new_office_key(passphrase)

    def keep(context: "EditContext") -> None:
        work = context.work
        work.keep_recovery_identity(sealed)
        work.set_info(replace(work.info, recovery=recipient))
        work.apply(ChangeSet(OFFICE_KEY, (), recipient), EntryKind.HOUSEKEEPING, allow_empty=True)

    app.write(keep)
    return recipient


def read_unlock_request(path: Path) -> "Request":
    """Return what a commune asks for.

    Raises:
        InvalidInputError: The file is no request.
    """
    from landdesk.store.encryption.unlocking import read_request

    return read_request(path)


def answer_unlock(app: Application, request_path: Path, passphrase: str, target: Path) -> Unlocked:
    """Answer a commune's request to unlock its store.

    Args:
        app: The office's store, with the person who approves.
        request_path: The request.
        passphrase: Of the office's recovery key.
        target: The answer's file.

    Raises:
        RefusedError: The store is no office or has no recovery key, the request is for another office, the passphrase
            is another; there is a file of this name.
        InvalidInputError: The file is no request.
    """
    from landdesk.store.encryption.office_key import opened_office_key
    from landdesk.store.encryption.unlocking import answer_request, read_request, write_document

    app.read(refuse_not_office)
    request = read_request(request_path)
    refuse_taken_name(target)
    identity = opened_office_key(app.read(lambda reader: reader.recovery_identity()), passphrase)
    answer = answer_request(request, identity, acting_person(app).name, app.store.clock())
    # Noted first: an answer that nobody knows of must not be on its way. Who asked and why is not for the journal,
    # which lists and tables are made of; the list of files that left goes nowhere.
    note_leaving(app, target, f"{request.asked_by}: {request.reason}", (), 0)
    entry = note(app, OFFICE_UNLOCK, f"{request.store_name} · {request.fingerprint}")
    write_document(target, answer.to_bytes())
    return Unlocked(request, entry)


def _key_file(path: Path) -> "KeyFile":
    with explained_at(path):
        file = recognised(path)
    if file is None:
        # A damaged plain store is one first of all.
        Store.open(path).close()
        raise RefusedError(
            "store.not-encrypted",
            Text(N_("The store is not encrypted.")),
            Text("{path}", {"path": str(path)}),
            Text(N_("Encrypt it first.")),
        )
    return file


def _key_of_encrypted(path: Path, passphrase: str | None) -> "StoreKey":
    _key_file(path)
    key = known_key(path, passphrase)
    assert key is not None
    return key
