"""A store made from a backup, under a new name or in the place of the present one.

Everything is compared before anything is written. Files of the vault come first, then the key file, the store last,
each whole or not at all: a kill leaves the place as it was, or the restored store. The present store is never lost: a
whole copy of it is kept beside before it is replaced.
"""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from landdesk.domain.clock import Clock, local_time
from landdesk.domain.errors import LandDeskError, RefusedError, TroubleError
from landdesk.domain.progress import Progress
from landdesk.files import publish, publish_file, refuse_other_than_file
from landdesk.i18n import N_, Text
from landdesk.paths import real_path
from landdesk.store.backup import KEY_ENTRY, STORE_ENTRY, Backup, Entry, OpenBackup, open_backup
from landdesk.store.encryption.converting import take_alone
from landdesk.store.encryption.key_file import KeyFile, StoreKey, parse_key_file
from landdesk.store.engine import open_engine, plain_connection, vacuum_into
from landdesk.store.recognition import key_path, recognised, refuse_taken
from landdesk.store.trouble import explained_at
from landdesk.store.vault import vault_folder

_LOGS: Final = ("-wal", "-shm", "-journal")
_CANNOT_BE_OPENED: Final = (
    "store.damaged",
    "store.not-a-store",
    "store.key-does-not-fit",
    "store.disk-error",
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where the store that was there before is kept; None where none was."""

    backup: Backup
    kept: Path | None


def restore(source: Path, target: Path, progress: Progress) -> Restored:
    """Make a store from a backup where none is.

    Raises:
        RefusedError: There is a file of this name already.
        InvalidInputError: The backup is none, or damaged.
        TroubleError: The folder cannot be written, the disk is full.
        CancelledError: The person asked to stop; no store is there then.
    """
    with open_backup(source) as opened:
        refuse_taken(target)
        key_file = _key_file(opened, source, progress)
        _refuse_other_remains(opened, key_file, target)
        opened.verify(progress)
        _write_files(opened, target, progress)
        if key_file is not None:
            _publish(key_path(target), key_file.to_bytes())
        _write_store(opened, target, progress)
        return Restored(opened.backup, None)


def restore_over(
    source: Path, target: Path, key: StoreKey | None, progress: Progress, clock: Clock
) -> Restored:
    """Replace a store by a backup of it; a whole copy of the present one is kept beside first.

    Args:
        key: Of the present store, where it is encrypted.
        clock: Gives the copy its name.

    Raises:
        RefusedError: The backup has another key than the store.
        InvalidInputError: The backup is none, or damaged.
        TroubleError: Somebody has the store open, the folder cannot be written, the disk is full.
        CancelledError: The person asked to stop; the store is as it was.
    """
    with open_backup(source) as opened:
        key_file = _key_file(opened, source, progress)
        _refuse_other_key(key_file, target)
        opened.verify(progress)
        kept = _free_name(target, clock)
        secret = None if key is None else key.key
        engine = open_engine(target, key=secret)
        try:
            try:
                with explained_at(target), plain_connection(engine) as conn:
                    recognised(target)
                    take_alone(conn, target)
                    _keep_beside(target, kept, lambda temporary: vacuum_into(conn, temporary, progress))
                    if sys.platform == "win32":
                        # Windows replaces no open file; elsewhere nobody is let in before the rename.
                        conn.invalidate()
                    _replace(opened, target, progress)
            except LandDeskError as error:
                if error.code not in _CANNOT_BE_OPENED or kept.exists():
                    raise
                # No way to open it, and so to ask who else has: what there is is kept, byte for byte, with its log.
                engine.dispose()
                _keep_beside(target, kept, lambda temporary: shutil.copyfile(target, temporary))
                _move_logs(target, kept)
                _replace(opened, target, progress)
        finally:
            engine.dispose()
        return Restored(opened.backup, kept)


def _replace(opened: OpenBackup, target: Path, progress: Progress) -> None:
    _write_files(opened, target, progress)
    # The key is the same; the key file in place may have a newer passphrase.
    _write_store(opened, target, progress)


def _key_file(opened: OpenBackup, source: Path, progress: Progress) -> KeyFile | None:
    entry = opened.entry(KEY_ENTRY)
    if entry is None:
        return None
    content = BytesIO()
    opened.unpack(entry, content, progress)
    return parse_key_file(content.getvalue(), source)


def _refuse_other_remains(opened: OpenBackup, key_file: KeyFile | None, target: Path) -> None:
    """Refuse a place where a key file or files of another store are; those of this backup are a stop's leftovers.

    Raises:
        RefusedError: They are another store's.
    """
    key = key_path(target)
    with explained_at(key):
        other = refuse_other_than_file(key) and (key_file is None or key.read_bytes() != key_file.to_bytes())
    folder = vault_folder(target)
    own = {name for name, _ in opened.files()}
    if other or any(path.is_file() and path.name not in own for path in folder.rglob("*")):
        raise RefusedError(
            "restore.remains",
            Text(N_("The key file or the files of another store are in this place already.")),
            Text("{path}", {"path": str(key if other else folder)}),
            Text(N_("Choose another name.")),
        )


def _refuse_other_key(key_file: KeyFile | None, target: Path) -> None:
    """Refuse to put a store in the place of one with another key: no moment may be without store or key.

    Raises:
        RefusedError: One of them is plain, or they have different keys.
    """
    path = key_path(target)
    with explained_at(path):
        present = parse_key_file(path.read_bytes(), path) if refuse_other_than_file(path) else None
    if (None if present is None else present.id) != (None if key_file is None else key_file.id):
        raise RefusedError(
            "restore.other-key",
            Text(N_("The backup and the present store are not encrypted by the same key.")),
            Text("{path}", {"path": str(target)}),
            Text(N_("Restore the backup under another name.")),
        )


def _free_name(target: Path, clock: Clock) -> Path:
    moment = local_time(clock()).strftime("%Y%m%d-%H%M%S")
    real = real_path(target)
    name = f"{real.stem}.before-restore-{moment}"
    for number in range(1, 1_000):
        path = real.with_name(f"{name}{'' if number == 1 else f'-{number}'}{real.suffix}")
        if not path.exists() and not key_path(path).exists():
            return path
    raise TroubleError(
        "file.not-a-file",
        Text(N_("A folder or a device has this name; it was not touched.")),
        Text(N_("File {path}"), {"path": name}),
        Text(N_("Choose another folder, or ask for the right to use this one.")),
    )


def _keep_beside(target: Path, kept: Path, make: Callable[[Path], object]) -> None:
    """Keep the present store as a store of its own: files and key file first."""
    folder, beside = vault_folder(target), vault_folder(kept)
    with explained_at(kept):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                copy = beside / path.relative_to(folder)
                copy.parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(path, copy)
                except OSError:
                    shutil.copyfile(path, copy)
        if key_path(target).exists():
            _publish(key_path(kept), key_path(target).read_bytes())
        publish(kept, make)


def _move_logs(target: Path, kept: Path) -> None:
    """Take the log of a damaged store out of the way: beside another file it would destroy that one."""
    real = real_path(target)
    with explained_at(target):
        for ending in _LOGS:
            with suppress(FileNotFoundError):
                Path(f"{real}{ending}").replace(f"{kept}{ending}")


def _write_files(opened: OpenBackup, target: Path, progress: Progress) -> None:
    folder = vault_folder(target)
    done = 0
    for name, entry in opened.files():
        path = folder / name[:2] / name
        with explained_at(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            publish_file(path, partial(_unpacked, opened, entry, progress, done))
        done += entry.size


def _unpacked(opened: OpenBackup, entry: Entry, progress: Progress, done: int, file: BinaryIO) -> None:
    opened.unpack(entry, file, progress, done)


def _write_store(opened: OpenBackup, target: Path, progress: Progress) -> None:
    entry = opened.entry(STORE_ENTRY)
    assert entry is not None
    with explained_at(target):
        publish_file(target, lambda file: opened.unpack(entry, file, progress))


def _publish(path: Path, content: bytes) -> None:
    with explained_at(path):
        publish_file(path, lambda file: file.write(content))
