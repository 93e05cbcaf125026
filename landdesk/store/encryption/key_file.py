"""The key file beside an encrypted store: the store's key, sealed for each who may open it.

``STORE.key`` is a small JSON document. The store itself is wholly encrypted by a random key that never changes; here
it is sealed by the passphrase and, for the case that it is forgotten, for the office or by a recovery code. A new
passphrase rewrites this file only. What is in it and how it is authenticated: ``docs/formats/encryption.md``.
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from landdesk.domain.errors import InvalidInputError, LandDeskError, RefusedError, TroubleError
from landdesk.files import publish_file
from landdesk.i18n import N_, Text
from landdesk.store.encryption import sealing
from landdesk.store.recognition import key_path
from landdesk.store.trouble import explained_at

SHORTEST_PASSPHRASE: Final = 8
"""Signs; what people choose shorter is guessed from a stolen copy within hours (NIST SP 800-63B, 3.1.1.2)."""

_NAME: Final = "landdesk-key"
_VERSION: Final = 1
_ID_BYTES: Final = 16
_LARGEST_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class OfficeSeal:
    """The key sealed for the office: its age recipient, and the age file."""

    recipient: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Content of a key file.

    Args:
        id: Of the store's key, 16 random bytes; a backup of the store has the same.
        passphrase: The key sealed by the passphrase.
        office: The key sealed for the office, where the store has one.
        code: The key sealed by the recovery code, where one was made.
        mac: Over all of this, by the key.
    """

    id: bytes
    passphrase: Mapping[str, Any]
    office: OfficeSeal | None
    code: Mapping[str, Any] | None
    mac: bytes

    def to_json(self) -> dict[str, Any]:
        """Return the document."""
        office = self.office
        return {
            "format": _NAME,
            "version": _VERSION,
            "id": self.id.hex(),
            "passphrase": dict(self.passphrase),
            "office": None
            if office is None
            else {"recipient": office.recipient, "sealed": b64encode(office.sealed).decode()},
            "code": None if self.code is None else dict(self.code),
            "mac": self.mac.hex(),
        }

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return json.dumps(self.to_json(), indent=1, sort_keys=True).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class StoreKey:
    """A key file that was opened: the key of 32 bytes, and the file.

    The key shows in no log and no error: it has no words.
    """

    key: bytes
    file: KeyFile

    def __repr__(self) -> str:
        return f"StoreKey({self.file.id.hex()})"

    def with_passphrase(self, passphrase: str) -> "StoreKey":
        """Return the same key with another passphrase.

        Raises:
            InvalidInputError: It is too short.
        """
        refuse_weak(passphrase)
        sealed = sealing.seal_by_passphrase(self.key, passphrase, _purpose(b"passphrase", self.file.id))
        return self._signed(replace(self.file, passphrase=sealed))

    def with_office(self, recipient: str) -> "StoreKey":
        """Return the same key, sealed for an office too, in place of another office."""
        sealed = sealing.seal_for(_purpose(b"office", self.file.id) + self.key, recipient)
        return self._signed(replace(self.file, office=OfficeSeal(recipient, sealed)))

    def with_code(self, secret: bytes) -> "StoreKey":
        """Return the same key, sealed by a recovery code in place of an older one.

        Args:
            secret: Of the code.
        """
        purpose = _purpose(b"code", self.file.id)
        sealed = sealing.seal(self.key, sealing.derived_key(secret, purpose), purpose)
        return self._signed(replace(self.file, code=sealed))

    def write(self, store: Path) -> None:
        """Write the file beside its store; the old one or the whole new one is there, whatever happens.

        Raises:
            LandDeskError: The folder cannot be written, the disk is full.
        """
        path = key_path(store)
        with explained_at(path):
            publish_file(path, lambda file: file.write(self.file.to_bytes()))

    def _signed(self, file: KeyFile) -> "StoreKey":
        return StoreKey(self.key, replace(file, mac=_mac(file, self.key)))


def new_store_key(passphrase: str, recipient: str | None, code_secret: bytes | None) -> StoreKey:
    """Return a new random key, sealed by a passphrase and by what else there is.

    Args:
        recipient: The office's age recipient.
        code_secret: Of a recovery code.

    Raises:
        InvalidInputError: The passphrase is too short.
    """
    bare = KeyFile(sealing.new_secret(_ID_BYTES), {}, None, None, b"")
    made = StoreKey(sealing.new_secret(), bare).with_passphrase(passphrase)
    if recipient is not None:
        made = made.with_office(recipient)
    if code_secret is not None:
        made = made.with_code(code_secret)
    return made


def refuse_weak(passphrase: str) -> None:
    """Refuse a new passphrase that is too short.

    Raises:
        InvalidInputError: It is.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise InvalidInputError(
            "store.passphrase-short",
            Text(N_("The passphrase is too short: {least} signs at least."), {"least": SHORTEST_PASSPHRASE}),
            remedy=Text(N_("Choose a sentence that you remember and nobody else would think of.")),
        )


def read_key_file(store: Path) -> KeyFile:
    """Return the key file of a store.

    Raises:
        InvalidInputError: It is damaged, or of a newer program.
        TroubleError: It cannot be read.
    """
    path = key_path(store)
    with explained_at(path), path.open("rb") as file:
        content = file.read(_LARGEST_BYTES + 1)
    return parse_key_file(content, path)


def parse_key_file(content: bytes, path: Path) -> KeyFile:
    """Return what the bytes of a key file say; errors as of :func:`read_key_file`.

    Args:
        path: To be named.
    """
    where = Text(N_("File {path}"), {"path": str(path)})
    try:
        if len(content) > _LARGEST_BYTES:
            raise ValueError("size")
        document = json.loads(content)
        if document["format"] != _NAME:
            raise ValueError("format")
        version = document["version"]
        if type(version) is int and version > _VERSION:
            raise InvalidInputError(
                "store.key-file-newer",
                Text(N_("The key file was written by a newer LandDesk.")),
                where,
                Text(N_("Install the newer LandDesk on this computer.")),
            )
        if version != _VERSION:
            raise ValueError("version")
        return _parsed(document)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(
            "store.key-file-damaged",
            Text(N_("The key file of the store is damaged.")),
            where,
            Text(
                N_("Take the key file out of a backup of this store: restore the backup under another name.")
            ),
        ) from error


def _parsed(document: dict[str, Any]) -> KeyFile:
    office, code = document["office"], document["code"]
    sealing.check_passphrase_form(document["passphrase"])
    if code is not None:
        sealing.check_form(code)
    if office is not None and not sealing.is_recipient(office["recipient"]):
        raise ValueError("recipient")
    found = KeyFile(
        bytes.fromhex(document["id"]),
        document["passphrase"],
        None
        if office is None
        else OfficeSeal(office["recipient"], b64decode(office["sealed"], validate=True)),
        code,
        bytes.fromhex(document["mac"]),
    )
    if len(found.id) != _ID_BYTES:
        raise ValueError("id")
    return found


def opened_by_passphrase(file: KeyFile, passphrase: str, store: Path) -> StoreKey:
    """Open a key file.

    Args:
        store: The store, to be named.

    Raises:
        RefusedError: The passphrase is another.
        TroubleError: Somebody altered the file.
    """
    key = sealing.unseal_by_passphrase(file.passphrase, passphrase, _purpose(b"passphrase", file.id))
    if key is None:
        raise RefusedError(
            "store.passphrase-wrong",
            Text(N_("The passphrase is not the one of this store.")),
            Text("{path}", {"path": str(store)}),
            Text(N_("Type it again: look at the keyboard's language, capital letters and the input method.")),
        )
    return checked(key, file, store)


def opened_by_code(file: KeyFile, secret: bytes, store: Path) -> StoreKey:
    """Open a key file by the secret of a recovery code.

    Raises:
        RefusedError: The code is another's, or the store has none.
        TroubleError: Somebody altered the file.
    """
    purpose = _purpose(b"code", file.id)
    key = None
    if file.code is not None:
        key = sealing.unseal(file.code, sealing.derived_key(secret, purpose), purpose)
    if key is None:
        raise RefusedError(
            "recovery.code-other",
            Text(N_("The recovery code is not the one of this store.")),
            Text("{path}", {"path": str(store)}),
            Text(N_("Use the newest recovery sheet of this store, or ask the office to unlock it.")),
        )
    return checked(key, file, store)


def opened_by_office(content: bytes, key_id: bytes, identity: str) -> bytes | None:
    """Return the key that was sealed for the office.

    Args:
        content: The age file.
        key_id: Identifier of the key it must be.
        identity: The office's; None is returned where it is not this one.
    """
    found = sealing.unseal_with(content, identity)
    purpose = _purpose(b"office", key_id)
    if found is None or len(found) != len(purpose) + sealing.KEY_BYTES or not found.startswith(purpose):
        return None
    return found[len(purpose) :]


def checked(key: bytes, file: KeyFile, store: Path) -> StoreKey:
    """Return the opened key file after comparing its authentication.

    Raises:
        TroubleError: It is not as this program wrote it: a seal was added or exchanged.
    """
    if not hmac.compare_digest(file.mac, _mac(file, key)):
        raise _altered(store)
    return StoreKey(key, file)


def _altered(store: Path) -> LandDeskError:
    return TroubleError(
        "store.key-file-altered",
        Text(N_("The key file of the store was altered by somebody else.")),
        Text(N_("File {path}"), {"path": str(key_path(store))}),
        Text(N_("Tell the office; take the key file out of a backup of this store.")),
    )


def _mac(file: KeyFile, key: bytes) -> bytes:
    document = file.to_json()
    del document["mac"]
    content = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return hmac.digest(sealing.derived_key(key, b"landdesk key file"), content, "sha256")


def _purpose(kind: bytes, key_id: bytes) -> bytes:
    return b"landdesk store key " + kind + b" " + key_id
