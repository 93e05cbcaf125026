"""One file that holds a whole store: the database, its key file, the files of its vault, and a list with hashes.

A ZIP that any program opens. The copy of the database is one state, also while a window writes; what was encrypted in
the store is encrypted in the backup. Format: ``docs/formats/backup.md``.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import landdesk
from landdesk.domain.clock import Clock, iso_time
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.domain.ids import id_text
from landdesk.domain.progress import Progress
from landdesk.files import publish
from landdesk.i18n import N_, Text
from landdesk.store.engine import open_engine, read_transaction
from landdesk.store.info import StoreInfo, read_info
from landdesk.store.journal import last_number
from landdesk.store.queries.parcels import count_parcels
from landdesk.store.recognition import key_path
from landdesk.store.store import Store
from landdesk.store.trouble import explained_at

BACKUP_SUFFIX: Final = ".ldbak"

MIMETYPE: Final = b"application/vnd.landdesk.backup+zip"
STORE_ENTRY: Final = "store.landdesk"
KEY_ENTRY: Final = "store.landdesk.key"
_MANIFEST: Final = "manifest.json"
_FORMAT: Final = "landdesk-backup"
_MAJOR: Final = 1
_FILE_ENTRY: Final = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_CHUNK_BYTES: Final = 1024 * 1024
_LARGEST_MANIFEST: Final = 256 * 1024 * 1024
_MOST_ENTRIES: Final = 1_000_000
_FASTEST: Final = 1
"""Level of packing: a backup is written at the end of a day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file inside a backup."""

    path: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself.

    Args:
        store_name: Name of the store's file when it was made.
        made_at: ISO 8601 with offset.
        encrypted: It opens with the passphrase the store had then.
        schema: Of the store.
        dataset, workspace, role, communes, training: Of the store, see ``StoreInfo``.
        journal: Number of the newest entry in it.
        parcels: How many.
        entries: The files inside.
    """

    store_name: str
    made_at: str
    encrypted: bool
    schema: int
    dataset: str
    workspace: str
    role: str
    communes: tuple[str, ...]
    training: bool
    journal: int
    parcels: int
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Bytes of the files inside, unpacked."""
        return sum(one.size for one in self.entries)

    def to_json(self) -> dict[str, Any]:
        """Return the manifest."""
        return {
            "format": {"name": _FORMAT, "major": _MAJOR, "minor": 0},
            "app": {"name": "LandDesk", "version": landdesk.__version__},
            "store_name": self.store_name,
            "made_at": self.made_at,
            "encrypted": self.encrypted,
            "schema": self.schema,
            "dataset": self.dataset,
            "workspace": self.workspace,
            "role": self.role,
            "communes": list(self.communes),
            "training": self.training,
            "journal": self.journal,
            "parcels": self.parcels,
            "entries": [
                {"path": one.path, "size": one.size, "sha256": one.sha256.hex()} for one in self.entries
            ],
        }


def write_backup(store: Store, target: Path, progress: Progress, clock: Clock) -> Backup:
    """Write a backup of a store; the file appears when it is complete.

    Args:
        store: May be open in a window as well, and be one that can only be looked at.
        target: An older file of this name is replaced.

    Raises:
        TroubleError: The disk is full, the folder cannot be written, a file cannot be read; nothing is left behind.
        CancelledError: The person asked to stop; nothing is left behind.
    """
    made: list[Backup] = []

    def make(temporary: Path) -> None:
        # Its name begins like the temporary one's, so that it goes with it.
        copied = temporary.with_name(temporary.name + "-store")
        progress.step(0, 0, Text(N_("Copying the store")))
        store.copy_to(copied, progress, named=target)
        with temporary.open("xb") as file:
            made.append(_packed(store, copied, file, progress, clock))
        copied.unlink()

    with explained_at(target):
        publish(target, make)
    return made[0]


def _packed(store: Store, copied: Path, file: BinaryIO, progress: Progress, clock: Clock) -> Backup:
    encrypted = store.key is not None
    info, journal, parcels = _look_into(copied, None if store.key is None else store.key.key)
    vault = store.vault
    sources = {STORE_ENTRY: copied}
    if encrypted:
        sources[KEY_ENTRY] = key_path(store.path)
    sources |= {f"files/{one.hex()[:2]}/{one.hex()}": vault.path_of(one) for one in vault.digests()}
    total = sum(path.stat().st_size for path in sources.values())
    done = 0
    entries: list[Entry] = []
    # What is encrypted does not shrink; a scan hardly does.
    shrinks = set() if encrypted else {STORE_ENTRY}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as archive:
        archive.writestr(_stored("mimetype"), MIMETYPE)
        for name, path in sources.items():
            digest = hashlib.sha256()
            size = 0
            with (
                path.open("rb") as source,
                archive.open(name if name in shrinks else _stored(name), "w", force_zip64=True) as entry,
            ):
                while chunk := source.read(_CHUNK_BYTES):
                    progress.step(done + size, total, Text(N_("Writing the backup")))
                    digest.update(chunk)
                    entry.write(chunk)
                    size += len(chunk)
            done += size
            entries.append(Entry(name, size, digest.digest()))
        backup = Backup(
            store_name=store.path.name,
            made_at=iso_time(clock()),
            encrypted=encrypted,
            schema=info.schema,
            dataset=id_text(info.dataset),
            workspace=id_text(info.workspace),
            role=info.role,
            communes=info.communes,
            training=info.training,
            journal=journal,
            parcels=parcels,
            entries=tuple(entries),
        )
        content = json.dumps(backup.to_json(), ensure_ascii=False, indent=1, sort_keys=True).encode()
        with archive.open(_MANIFEST, "w") as entry:
            entry.write(content)
    return backup


def _look_into(copied: Path, key: bytes | None) -> tuple[StoreInfo, int, int]:
    engine = open_engine(copied, key=key, read_only=True, frozen=True)
    try:
        with read_transaction(engine) as conn:
            return read_info(conn), last_number(conn), count_parcels(conn, None)
    finally:
        engine.dispose()


def _stored(name: str) -> zipfile.ZipInfo:
    """Return how an entry that does not shrink is written; a name alone is packed as the archive is."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o600 << 16
    return info


class OpenBackup:
    """A backup whose list was compared with what is in it; the bytes are compared as they are read.

    Args:
        backup: What it says of itself.
    """

    def __init__(self, archive: zipfile.ZipFile, backup: Backup, path: Path) -> None:
        self.backup = backup
        self._archive = archive
        self._path = path

    def unpack(self, entry: Entry, target: BinaryIO | None, progress: Progress, done: int = 0) -> None:
        """Read one file out of the backup, compare it, and write it where a target is given.

        Args:
            done: Bytes read before, for the progress.

        Raises:
            InvalidInputError: It is not as the backup was written.
            OSError: The target cannot be written.
        """
        digest = hashlib.sha256()
        size = 0
        with _readable(self._path), self._archive.open(entry.path) as source:
            while chunk := source.read(_CHUNK_BYTES):
                progress.step(done + size, self.backup.size, Text(N_("Reading the backup")))
                size += len(chunk)
                if size > entry.size:
                    break
                digest.update(chunk)
                if target is not None:
                    _put(target, chunk)
        if size != entry.size or digest.digest() != entry.sha256:
            raise _damaged(self._path)

    def verify(self, progress: Progress) -> None:
        """Compare every byte.

        Raises:
            InvalidInputError: Something is not as it was written.
        """
        done = 0
        for entry in self.backup.entries:
            self.unpack(entry, None, progress, done)
            done += entry.size

    def entry(self, path: str) -> Entry | None:
        """Return the entry of a name."""
        return next((one for one in self.backup.entries if one.path == path), None)

    def files(self) -> Iterator[tuple[str, Entry]]:
        """Yield the files of the vault: name (64 hexadecimal digits) and entry."""
        for one in self.backup.entries:
            found = _FILE_ENTRY.fullmatch(one.path)
            if found:
                yield found[2], one


class _TargetError(Exception):
    """Carries an error of the target past those of the backup."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error


def _put(target: BinaryIO, chunk: bytes) -> None:
    try:
        target.write(chunk)
    except OSError as error:
        raise _TargetError(error) from error


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what the ZIP reader says into the error to show."""
    try:
        yield
    except _TargetError as error:
        raise error.error from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise _damaged(path) from error


@contextmanager
def open_backup(path: Path) -> Iterator[OpenBackup]:
    """Open a backup and compare its list with what is in it.

    Raises:
        InvalidInputError: It is none, of a newer program, or damaged.
        TroubleError: It cannot be read.
    """
    with ExitStack() as opened:
        with explained_at(path):
            refuse_missing(
                path,
                "backup.missing",
                Text(N_("There is no such backup.")),
                _no_backup(path),
            )
            file = opened.enter_context(path.open("rb"))
            if not zipfile.is_zipfile(file):
                raise _no_backup(path)
            file.seek(0)
            with _readable(path):
                archive = opened.enter_context(zipfile.ZipFile(file))
                backup = _listed(archive, path)
        yield OpenBackup(archive, backup, path)


def _listed(archive: zipfile.ZipFile, path: Path) -> Backup:
    infos = archive.infolist()
    names = [one.filename for one in infos]
    if "mimetype" not in names or archive.getinfo("mimetype").file_size != len(MIMETYPE):
        raise _no_backup(path)
    if archive.read("mimetype") != MIMETYPE:
        raise _no_backup(path)
    if len(names) > _MOST_ENTRIES or len(set(names)) != len(names) or _MANIFEST not in names:
        raise _damaged(path)
    if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise _damaged(path)
    try:
        document = json.loads(archive.read(_MANIFEST))
        if document["format"]["name"] != _FORMAT:
            raise ValueError("format")
        if int(document["format"]["major"]) > _MAJOR:
            raise InvalidInputError(
                "backup.newer-format",
                Text(N_("The backup was made by a newer LandDesk.")),
                Text(N_("File {path}"), {"path": str(path)}),
                Text(N_("Install the newer LandDesk on this computer.")),
            )
        backup = _parsed(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error
    sizes = {one.filename: one.file_size for one in infos if one.filename not in ("mimetype", _MANIFEST)}
    if sizes != {one.path: one.size for one in backup.entries}:
        raise _damaged(path)
    return backup


def _parsed(document: Mapping[str, Any]) -> Backup:
    entries = tuple(
        Entry(str(one["path"]), int(one["size"]), bytes.fromhex(one["sha256"])) for one in document["entries"]
    )
    paths = [one.path for one in entries]
    wanted = {STORE_ENTRY, KEY_ENTRY} if document["encrypted"] else {STORE_ENTRY}
    others = set(paths) - wanted
    if not wanted <= set(paths) or not all(_FILE_ENTRY.fullmatch(one) for one in others):
        raise ValueError("entries")
    return Backup(
        store_name=str(document["store_name"]),
        made_at=str(document["made_at"]),
        encrypted=bool(document["encrypted"]),
        schema=int(document["schema"]),
        dataset=str(document["dataset"]),
        workspace=str(document["workspace"]),
        role=str(document["role"]),
        communes=tuple(map(str, document["communes"])),
        training=bool(document["training"]),
        journal=int(document["journal"]),
        parcels=int(document["parcels"]),
        entries=entries,
    )


def refuse_missing(path: Path, code: str, what: Text, other: LandDeskError) -> None:
    """Refuse a file that is not there, and what is no file: opening a pipe would wait for ever.

    Args:
        path: The file.
        code: Of the error where there is nothing.
        what: Said then.
        other: The error for a folder, pipe or device.

    Raises:
        InvalidInputError: There is nothing, or no file.
        OSError: The name cannot be one.
    """
    if path.is_file():
        return
    # A name that is too long is an error of its own.
    if not path.exists():
        raise InvalidInputError(
            code,
            what,
            Text(N_("File {path}"), {"path": str(path)}),
            Text(N_("Check the name and the folder.")),
        )
    raise other


def _no_backup(path: Path) -> LandDeskError:
    return InvalidInputError(
        "backup.not-a-backup",
        Text(N_("The file is not a backup of LandDesk.")),
        Text(N_("File {path}"), {"path": str(path)}),
        Text(N_("Choose a file that was written as the backup of a store.")),
    )


def _damaged(path: Path) -> LandDeskError:
    return InvalidInputError(
        "backup.damaged",
        Text(N_("The backup is damaged: something in it is not as it was written.")),
        Text(N_("File {path}"), {"path": str(path)}),
        Text(N_("Take another backup, or copy this one again from where it came.")),
    )
