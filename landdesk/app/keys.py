"""Keys of encrypted stores in this process: a passphrase is asked for once, whichever front end asks.

Nothing here is written anywhere; the keys end with the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from landdesk.domain.passphrase import Strength, strength
from landdesk.i18n import N_, _
from landdesk.store.recognition import passphrase_needed, recognised
from landdesk.store.trouble import explained_at

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import KeyFile, StoreKey

STRENGTH_WORDS: Final[Mapping[Strength, str]] = {
    Strength.SHORT: N_("Too short: {least} signs at least."),
    Strength.WEAK: N_("Weak: easy to guess. Better a whole sentence."),
    Strength.FAIR: N_("Fair. Some more words make it good."),
    Strength.GOOD: N_("Good."),
}

_known: dict[bytes, bytes] = {}


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key for a store that is to be encrypted, and the code of its recovery sheet; None where an office recovers."""

    key: "StoreKey"
    recovery_code: str | None


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is an encrypted store.

    Raises:
        LandDeskError: It is no store, or cannot be read.
    """
    return _key_file(path) is not None


def known_key(path: Path, passphrase: str | None = None) -> "StoreKey | None":
    """Return the key of a store, None for a plain one.

    Args:
        path: The store.
        passphrase: Of an encrypted one; not needed once it was given in this process.

    Raises:
        RefusedError: ``store.passphrase-needed``, ``store.passphrase-wrong``.
        LandDeskError: It is no store, or its key file is damaged or altered.
    """
    file = _key_file(path)
    if file is None:
        return None
    from landdesk.store.encryption.key_file import checked, opened_by_passphrase

    if passphrase is not None:
        return remember(opened_by_passphrase(file, passphrase, path))
    if file.id not in _known:
        raise passphrase_needed(path)
    return checked(_known[file.id], file, path)


def new_key(passphrase: str, recipient: str | None) -> NewKey:
    """Return a new key for a store.

    Args:
        passphrase: Opens it.
        recipient: Of the office that can unlock it; without one a recovery code is made.

    Raises:
        InvalidInputError: The passphrase is too short.
    """
    from landdesk.store.encryption.key_file import new_store_key
    from landdesk.store.encryption.recovery_code import new_recovery_code

    code, secret = (None, None) if recipient is not None else new_recovery_code()
    return NewKey(new_store_key(passphrase, recipient, secret), code)


def refuse_weak(passphrase: str) -> None:
    """Refuse a new passphrase that is too short.

    Raises:
        InvalidInputError: It is.
    """
    from landdesk.store.encryption import key_file

    key_file.refuse_weak(passphrase)


def strength_words(passphrase: str) -> str:
    """Return in words how hard a new passphrase is to guess."""
    from landdesk.store.encryption.key_file import SHORTEST_PASSPHRASE

    said = _(STRENGTH_WORDS[strength(passphrase, SHORTEST_PASSPHRASE)])
    return said.format(least=SHORTEST_PASSPHRASE)


def remember(key: "StoreKey") -> "StoreKey":
    """Keep a key for this process and return it."""
    _known[key.file.id] = key.key
    return key


def forget() -> None:
    """Let go of all keys: who opens an encrypted store next gives its passphrase again."""
    _known.clear()


def _key_file(path: Path) -> "KeyFile | None":
    with explained_at(path):
        return recognised(path)
