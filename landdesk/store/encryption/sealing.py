"""The cryptographic steps, each once: seal a secret by a passphrase, a recovery code or an age recipient.

Nothing here is home-made: Argon2id (RFC 9106) and HKDF (RFC 5869) derive keys, AES-256-GCM seals, age (X25519)
seals for the office. What is sealed for one purpose does not open for another: the purpose is authenticated with it.
"""

import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
_SALT_BYTES: Final = 16
_TAG_BYTES: Final = 16

# RFC 9106, section 4, the second recommended choice: for surroundings where memory is short.
_MEMORY_KIB: Final = 64 * 1024
_PASSES: Final = 3
_LANES: Final = 4
# A file from outside must not make the program take all the memory or run for hours.
_LARGEST: Final = {"memory_kib": 1024 * 1024, "passes": 20, "lanes": 16}


def new_secret(size: int = KEY_BYTES) -> bytes:
    """Return random bytes from the system."""
    return secrets.token_bytes(size)


def derived_key(secret: bytes, purpose: bytes, salt: bytes = b"") -> bytes:
    """Return a key of 32 bytes that follows from a secret of full strength and a purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


def seal(secret: bytes, key: bytes, purpose: bytes) -> dict[str, str]:
    """Seal a secret by a key of full strength; values are hexadecimal."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return {"nonce": nonce.hex(), "sealed": AESGCM(key).encrypt(nonce, secret, purpose).hex()}


def unseal(sealed: Mapping[str, Any], key: bytes, purpose: bytes) -> bytes | None:
    """Return what was sealed; None where key or purpose is another, or the bytes were altered.

    Raises:
        ValueError, KeyError, TypeError: It has not the form of something sealed.
    """
    nonce, content = bytes.fromhex(sealed["nonce"]), bytes.fromhex(sealed["sealed"])
    if len(nonce) != NONCE_BYTES or len(content) < _TAG_BYTES:
        raise ValueError("sealed")
    try:
        return AESGCM(key).decrypt(nonce, content, purpose)
    except InvalidTag:
        return None


def seal_by_passphrase(secret: bytes, passphrase: str, purpose: bytes) -> dict[str, Any]:
    """Seal a secret by words; how the key was derived from them stands beside it."""
    form = {
        "kdf": "argon2id",
        "memory_kib": _MEMORY_KIB,
        "passes": _PASSES,
        "lanes": _LANES,
        "salt": secrets.token_bytes(_SALT_BYTES).hex(),
    }
    return form | seal(secret, _key_of_passphrase(form, passphrase), purpose)


def unseal_by_passphrase(sealed: Mapping[str, Any], passphrase: str, purpose: bytes) -> bytes | None:
    """Return what was sealed by words; None where they are others.

    Raises:
        ValueError, KeyError, TypeError: It has not the form of something sealed, or asks for too much.
    """
    return unseal(sealed, _key_of_passphrase(sealed, passphrase), purpose)


def check_passphrase_form(sealed: Mapping[str, Any]) -> None:
    """Raise ValueError, KeyError or TypeError where it has not the form of something sealed by words."""
    if sealed["kdf"] != "argon2id" or len(bytes.fromhex(sealed["salt"])) != _SALT_BYTES:
        raise ValueError("kdf")
    for name, largest in _LARGEST.items():
        if type(sealed[name]) is not int or not 1 <= sealed[name] <= largest:
            raise ValueError(name)
    check_form(sealed)


def check_form(sealed: Mapping[str, Any]) -> None:
    """Raise ValueError, KeyError or TypeError where it has not the form of something sealed."""
    if (
        len(bytes.fromhex(sealed["nonce"])) != NONCE_BYTES
        or len(bytes.fromhex(sealed["sealed"])) < _TAG_BYTES
    ):
        raise ValueError("sealed")


def _key_of_passphrase(form: Mapping[str, Any], passphrase: str) -> bytes:
    check = {**form, "nonce": "00" * NONCE_BYTES, "sealed": "00" * _TAG_BYTES}
    check_passphrase_form(check)
    # Keyboards write the same Vietnamese letter in one piece or in two.
    words = unicodedata.normalize("NFC", passphrase).encode()
    return Argon2id(
        salt=bytes.fromhex(form["salt"]),
        length=KEY_BYTES,
        iterations=form["passes"],
        lanes=form["lanes"],
        memory_cost=form["memory_kib"],
    ).derive(words)


def new_identity() -> tuple[str, str]:
    """Return a new age identity, which is secret, and its recipient, which is not."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_recipient(text: str) -> bool:
    """Tell whether a text is an age recipient (X25519)."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def seal_for(secret: bytes, recipient: str) -> bytes:
    """Seal a secret for a recipient; the result is a file that the program ``age`` opens too."""
    return bytes(pyrage.encrypt(secret, [pyrage.x25519.Recipient.from_str(recipient)]))


def unseal_with(content: bytes, identity: str) -> bytes | None:
    """Return what was sealed for an identity; None where it is another, or the bytes were altered."""
    try:
        return bytes(pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(identity)]))
    except pyrage.DecryptError:
        return None
