"""The files beside a store (scans): kept by the SHA-256 of their content, encrypted where the store is.

``STORE.files/ab/abcd…`` holds one file each, put there whole or not at all, so equal scans are kept once. In an
encrypted store each file is sealed in chunks of 64 KiB, so that a large scan never has to be in memory: a key of its
own, a counter in each nonce and a mark on the last chunk, so that nothing can be cut, moved or exchanged. Format:
``docs/formats/vault.md``.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from landdesk.domain.errors import InvalidInputError, LandDeskError, TroubleError
from landdesk.files import durable_step, publish_file
from landdesk.i18n import N_, Text
from landdesk.paths import real_path
from landdesk.store.encryption.sealing import derived_key, new_secret
from landdesk.store.encryption.wiping import ASIDE_SUFFIX, set_aside, wipe, wipe_left_behind
from landdesk.store.trouble import explain_os_error, explained_at

FOLDER_SUFFIX: Final = ".files"
CHUNK_BYTES: Final = 64 * 1024

_MAGIC: Final = b"LDvault\x01"
_SALT_BYTES: Final = 32
_TAG_BYTES: Final = 16
_HEAD_BYTES: Final = len(_MAGIC) + _SALT_BYTES
_SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + _TAG_BYTES


class Vault:
    """The folder of files of one store.

    Args:
        store: The store's file.
        key: Of an encrypted store; None for a plain one.
    """

    def __init__(self, store: Path, key: bytes | None) -> None:
        self.folder = vault_folder(store)
        self._key = None if key is None else derived_key(key, b"landdesk vault")

    def put(self, source: Path | bytes) -> bytes:
        """Keep a file and return its SHA-256; one that is there already and whole stays as it is.

        Raises:
            LandDeskError: The source cannot be read or changes meanwhile; the folder cannot be written.
        """
        digest = _digest_of(source)
        if self.has(digest) and self.verify(digest) is None:
            return digest
        path = self.path_of(digest)
        with explained_at(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            publish_file(path, partial(self._write, source, digest))
        return digest

    def has(self, digest: bytes) -> bool:
        """Tell whether a file of this SHA-256 is here."""
        return self.path_of(digest).is_file()

    def open(self, digest: bytes) -> BinaryIO:
        """Open a file for reading from its beginning to its end; what was altered is refused when it is read.

        Raises:
            InvalidInputError: There is none of this SHA-256.
            TroubleError: It is damaged, or cannot be read.
        """
        path = self.path_of(digest)
        try:
            file = path.open("rb")
        except FileNotFoundError as error:
            raise InvalidInputError(
                "vault.missing",
                Text(N_("The file is not on this computer.")),
                Text(N_("File {path}"), {"path": str(path)}),
                Text(N_("Copy it from where the scans are kept and add it again.")),
            ) from error
        except OSError as error:
            raise explain_os_error(error, path) from error
        try:
            # Plain ones are left over in an encrypted store where encrypting it was stopped; they are still read.
            if self._key is not None and _is_sealed(file):
                raw: io.RawIOBase = _SealedReader(file, self._key, digest, path)
            else:
                raw = _PlainReader(file, digest, path)
        except BaseException:
            file.close()
            raise
        return io.BufferedReader(raw, CHUNK_BYTES)

    def verify(self, digest: bytes) -> LandDeskError | None:
        """Return what is wrong with a file; None for one that is whole."""
        try:
            with self.open(digest) as file:
                while file.read(CHUNK_BYTES):
                    pass
        except LandDeskError as error:
            return error
        return None

    def digests(self) -> Iterator[bytes]:
        """Yield the SHA-256 of every file that is here, in order."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if re.fullmatch(r"[0-9a-f]{64}", path.name) and path.name[:2] == path.parent.name:
                yield bytes.fromhex(path.name)

    def path_of(self, digest: bytes) -> Path:
        """Return where a file of this SHA-256 is, or would be."""
        name = digest.hex()
        return self.folder / name[:2] / name

    def seal_plain_files(self) -> int:
        """Encrypt the files that are still plain, after the store was; return how many were.

        Raises:
            LandDeskError: A file is damaged, or the folder cannot be written.
        """
        done = 0
        for folder in self.folder.glob("[0-9a-f][0-9a-f]"):
            wipe_left_behind(folder)
        for left in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if left.name.endswith(ASIDE_SUFFIX):
                with explained_at(left):
                    wipe(left)
        for digest in self.digests():
            path = self.path_of(digest)
            with explained_at(path):
                with path.open("rb") as old:
                    if _is_sealed(old):
                        continue
                aside = set_aside(path)
                publish_file(path, partial(self._write, path, digest))
                durable_step("vault.sealed")
                wipe(aside)
                done += 1
        return done

    def _write(self, source: Path | bytes, digest: bytes, target: BinaryIO) -> None:
        """Write a file as this store keeps it; the content must be the one that was hashed."""
        found = hashlib.sha256()
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            sealer = None if self._key is None else _Sealer(self._key, digest, target)
            ahead = file.read(CHUNK_BYTES)
            while True:
                chunk, ahead = ahead, file.read(CHUNK_BYTES)
                found.update(chunk)
                if sealer is None:
                    target.write(chunk)
                else:
                    sealer.write(chunk, last=not ahead)
                if not ahead:
                    break
        if found.digest() != digest:
            raise TroubleError(
                "vault.changed",
                Text(N_("The file changed while it was being read.")),
                None if isinstance(source, bytes) else Text(N_("File {path}"), {"path": str(source)}),
                Text(N_("Wait until the other program has written it, and add it again.")),
            )


def vault_folder(store: Path) -> Path:
    """Return the folder of a store's files: beside the file itself, also where the path is a link to it."""
    return Path(f"{real_path(store)}{FOLDER_SUFFIX}")


class _Sealer:
    """Writes head and sealed chunks of one file."""

    def __init__(self, vault_key: bytes, digest: bytes, target: BinaryIO) -> None:
        salt = new_secret(_SALT_BYTES)
        self._cipher = AESGCM(derived_key(vault_key, b"landdesk vault file", salt))
        self._bound = _MAGIC + digest
        self._target = target
        self._count = 0
        target.write(_MAGIC + salt)

    def write(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._count, last=last), chunk, self._bound))
        self._count += 1


class _Reader(io.RawIOBase):
    """Reads chunks one after the other and compares the hash of all at the end."""

    def __init__(self, file: BinaryIO, digest: bytes, path: Path) -> None:
        super().__init__()
        self._file = file
        self._path = path
        self._digest = digest
        self._found = hashlib.sha256()
        self._rest = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._rest and not self._ended:
            with explained_at(self._path):
                self._rest, self._ended = self._next()
            self._found.update(self._rest)
            if self._ended and self._found.digest() != self._digest:
                raise _altered(self._path)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()

    def _next(self) -> tuple[bytes, bool]:
        """Return the next chunk, and whether it is the last."""
        raise NotImplementedError


class _PlainReader(_Reader):
    def _next(self) -> tuple[bytes, bool]:
        chunk = self._file.read(CHUNK_BYTES)
        return chunk, not chunk


class _SealedReader(_Reader):
    def __init__(self, file: BinaryIO, vault_key: bytes, digest: bytes, path: Path) -> None:
        super().__init__(file, digest, path)
        head = file.read(_HEAD_BYTES)
        if len(head) != _HEAD_BYTES:
            raise _altered(path)
        self._cipher = AESGCM(derived_key(vault_key, b"landdesk vault file", head[len(_MAGIC) :]))
        self._ahead = file.read(_SEALED_CHUNK_BYTES)
        self._count = 0

    def _next(self) -> tuple[bytes, bool]:
        sealed, self._ahead = self._ahead, self._file.read(_SEALED_CHUNK_BYTES)
        last = not self._ahead
        if len(sealed) < _TAG_BYTES:
            raise _altered(self._path)
        try:
            chunk = self._cipher.decrypt(_nonce(self._count, last=last), sealed, _MAGIC + self._digest)
        except InvalidTag as error:
            raise _altered(self._path) from error
        self._count += 1
        return chunk, last


def _nonce(count: int, *, last: bool) -> bytes:
    """Return the nonce of a chunk: 7 zero bytes, its number, whether it is the last."""
    return bytes(7) + count.to_bytes(4) + bytes([last])


def _is_sealed(file: BinaryIO) -> bool:
    """Tell from its first bytes whether a file is sealed; leaves the file at its beginning."""
    head = file.read(len(_MAGIC))
    file.seek(0)
    return head == _MAGIC


def _digest_of(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return hashlib.sha256(source).digest()
    with explained_at(source), source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _altered(path: Path) -> LandDeskError:
    return TroubleError(
        "vault.altered",
        Text(N_("A file of the store is damaged or was altered.")),
        Text(N_("File {path}"), {"path": str(path)}),
        Text(N_("Scan it again, or restore the last backup.")),
    )
