"""Access restored by two files: a request from the commune, an answer from the office.

The request carries the key as it is sealed for the office, and a one-time recipient made on the commune's computer.
The office opens the one and seals the key for the other. The one-time identity stays on the commune's computer, sealed
by the new passphrase, which is chosen when the request is made: neither the files nor the computer alone open a store.
Formats: ``docs/formats/encryption.md``.
"""

import hashlib
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from landdesk.domain.errors import InvalidInputError, LandDeskError, RefusedError
from landdesk.files import publish_file
from landdesk.i18n import N_, Text, normalised
from landdesk.paths import real_path
from landdesk.store.encryption import sealing
from landdesk.store.encryption.key_file import KeyFile, StoreKey, checked, opened_by_office, refuse_weak
from landdesk.store.trouble import explained_at

REQUEST: Final = "landdesk-unlock-request"
ANSWER: Final = "landdesk-unlock-answer"
_WAITING: Final = "landdesk-unlock-waiting"
_WAITING_SUFFIX: Final = ".unlock"
_VERSION: Final = 1
_LARGEST_BYTES: Final = 256 * 1024
_LONGEST: Final = 500
_ID_BYTES: Final = 16

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """What a commune asks the office for.

    Args:
        id: 16 random bytes.
        key_id: Of the store's key.
        store_name: Name of the store's file, for people.
        recipient: The office's, that the key is sealed for.
        sealed: The sealed key, an age file.
        answer_to: One-time recipient of the answer.
        asked_by: Who asks, as typed; nobody can prove it while the store is locked.
        reason: Why.
        asked_ms: When.
    """

    id: bytes
    key_id: bytes
    store_name: str
    recipient: str
    sealed: bytes
    answer_to: str
    asked_by: str
    reason: str
    asked_ms: int

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return _document_bytes(
            REQUEST,
            {
                "id": self.id.hex(),
                "key_id": self.key_id.hex(),
                "store_name": self.store_name,
                "recipient": self.recipient,
                "sealed": b64encode(self.sealed).decode(),
                "answer_to": self.answer_to,
                "asked_by": self.asked_by,
                "reason": self.reason,
                "asked_ms": self.asked_ms,
            },
        )

    @property
    def fingerprint(self) -> str:
        """Eight groups of four digits, the same on both sides, to be compared by telephone."""
        digits = hashlib.sha256(self.to_bytes()).hexdigest()
        return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office answers: the key, sealed for the one-time recipient of the request."""

    request: bytes
    key_id: bytes
    sealed: bytes
    approved_by: str
    approved_ms: int

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return _document_bytes(
            ANSWER,
            {
                "request": self.request.hex(),
                "key_id": self.key_id.hex(),
                "sealed": b64encode(self.sealed).decode(),
                "approved_by": self.approved_by,
                "approved_ms": self.approved_ms,
            },
        )


def make_request(
    store: Path, file: KeyFile, passphrase: str, asked_by: str, reason: str, asked_ms: int
) -> tuple[Request, bytes]:
    """Return a request, and what is to be kept beside the store until the answer comes.

    Args:
        store: The locked store.
        file: Its key file.
        passphrase: The new one.

    Raises:
        RefusedError: The key is not sealed for an office.
        InvalidInputError: The passphrase is too short, or there is no reason.
    """
    if file.office is None:
        raise RefusedError(
            "unlock.no-office",
            Text(N_("This store was not made from an office's base, so no office can unlock it.")),
            Text("{path}", {"path": str(store)}),
            Text(N_("Use the recovery sheet that was printed when the store was encrypted.")),
        )
    if not reason.strip():
        raise InvalidInputError(
            "unlock.no-reason",
            Text(N_("The request gives no reason.")),
            remedy=Text(N_("Say why the store has to be unlocked; the office keeps it in its history.")),
        )
    refuse_weak(passphrase)
    identity, recipient = sealing.new_identity()
    request_id = secrets.token_bytes(_ID_BYTES)
    sealed = sealing.seal_by_passphrase(identity.encode(), passphrase, _waiting_purpose(request_id))
    waiting = _document_bytes(_WAITING, {"request": request_id.hex(), "identity": sealed})
    request = Request(
        request_id,
        file.id,
        store.name[:_LONGEST],
        file.office.recipient,
        file.office.sealed,
        recipient,
        normalised(asked_by.strip())[:_LONGEST],
        normalised(reason.strip())[:_LONGEST],
        asked_ms,
    )
    return request, waiting


def waiting_path(store: Path) -> Path:
    """Return where a request's own part waits for its answer."""
    return Path(f"{real_path(store)}{_WAITING_SUFFIX}")


def write_document(path: Path, content: bytes) -> None:
    """Write one of the small files whole or not at all.

    Raises:
        LandDeskError: The folder cannot be written, the disk is full.
    """
    with explained_at(path):
        publish_file(path, lambda file: file.write(content))


def answer_request(request: Request, identity: str, approved_by: str, approved_ms: int) -> Answer:
    """Return the office's answer.

    Args:
        identity: The office's recovery identity.

    Raises:
        RefusedError: The request is for another office, or was altered.
    """
    key = opened_by_office(request.sealed, request.key_id, identity)
    if key is None:
        raise RefusedError(
            "unlock.other-office",
            Text(N_("The key in this request is not sealed for this office's recovery key.")),
            remedy=Text(N_("Send it to the office whose base package the store was made from.")),
        )
    sealed = sealing.seal_for(_answer_purpose(request.id, request.key_id) + key, request.answer_to)
    return Answer(request.id, request.key_id, sealed, approved_by, approved_ms)


def take_answer(store: Path, file: KeyFile, waiting: bytes, answer: Answer, passphrase: str) -> StoreKey:
    """Open a store's key by an answer and give it the passphrase that was chosen with the request.

    Raises:
        RefusedError: The answer is another request's, or the passphrase is another than the one of the request.
        InvalidInputError: What waits beside the store is damaged.
        TroubleError: The key file was altered.
    """
    where = Text("{path}", {"path": str(store)})
    path = waiting_path(store)
    document = _parse(
        waiting, _WAITING, path, lambda found: (bytes.fromhex(found["request"]), found["identity"])
    )
    request_id, sealed = document
    if request_id != answer.request or file.id != answer.key_id:
        raise RefusedError(
            "unlock.other-request",
            Text(N_("The answer belongs to another request.")),
            where,
            Text(N_("Take the answer to the last request made on this computer, or ask once more.")),
        )
    try:
        identity = sealing.unseal_by_passphrase(sealed, passphrase, _waiting_purpose(request_id))
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    if identity is None:
        raise RefusedError(
            "store.passphrase-wrong",
            Text(N_("This is not the passphrase that was chosen with the request.")),
            where,
            Text(N_("Type it again, or ask the office once more with another passphrase.")),
        )
    found = sealing.unseal_with(answer.sealed, identity.decode())
    purpose = _answer_purpose(request_id, file.id)
    if found is None or not found.startswith(purpose) or len(found) != len(purpose) + sealing.KEY_BYTES:
        raise RefusedError(
            "unlock.other-request",
            Text(N_("The answer belongs to another request, or was altered.")),
            where,
            Text(N_("Ask the office to write the answer again.")),
        )
    return checked(found[len(purpose) :], file, store).with_passphrase(passphrase)


def read_request(path: Path) -> Request:
    """Return what a request says.

    Raises:
        InvalidInputError: The file is no request, or is damaged.
    """
    return _parse(_read(path), REQUEST, path, _request)


def read_answer(path: Path) -> Answer:
    """Return what an answer says.

    Raises:
        InvalidInputError: The file is no answer, or is damaged.
    """
    return _parse(_read(path), ANSWER, path, _answer)


def _request(found: Mapping[str, Any]) -> Request:
    for recipient in (found["recipient"], found["answer_to"]):
        if not sealing.is_recipient(recipient):
            raise ValueError("recipient")
    words = [str(found[name]) for name in ("store_name", "asked_by", "reason")]
    if any(len(one) > _LONGEST or not one.isprintable() for one in words):
        raise ValueError("words")
    return Request(
        _identifier(found["id"]),
        _identifier(found["key_id"]),
        words[0],
        found["recipient"],
        b64decode(found["sealed"], validate=True),
        found["answer_to"],
        words[1],
        words[2],
        int(found["asked_ms"]),
    )


def _answer(found: Mapping[str, Any]) -> Answer:
    approved_by = str(found["approved_by"])
    if len(approved_by) > _LONGEST or not approved_by.isprintable():
        raise ValueError("words")
    return Answer(
        _identifier(found["request"]),
        _identifier(found["key_id"]),
        b64decode(found["sealed"], validate=True),
        approved_by,
        int(found["approved_ms"]),
    )


def _identifier(text: str) -> bytes:
    found = bytes.fromhex(text)
    if len(found) != _ID_BYTES:
        raise ValueError("identifier")
    return found


def _read(path: Path) -> bytes:
    with explained_at(path):
        if not path.is_file():
            raise _damaged(path)
        with path.open("rb") as file:
            return file.read(_LARGEST_BYTES + 1)


def _parse(content: bytes, name: str, path: Path, made: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        document = json.loads(content)
        if len(content) > _LARGEST_BYTES or document["format"] != name or document["version"] != _VERSION:
            raise ValueError("format")
        return made(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> LandDeskError:
    return InvalidInputError(
        "unlock.not-readable",
        Text(N_("The file is not what is needed here: a request or an answer for unlocking, undamaged.")),
        Text(N_("File {path}"), {"path": str(path)}),
        Text(N_("The commune writes the request, the office the answer; copy the file again.")),
    )


def _document_bytes(name: str, content: Mapping[str, Any]) -> bytes:
    document = {"format": name, "version": _VERSION, **content}
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _waiting_purpose(request: bytes) -> bytes:
    return b"landdesk unlock waiting " + request


def _answer_purpose(request: bytes, key_id: bytes) -> bytes:
    return b"landdesk unlock answer " + request + b" " + key_id + b" "
