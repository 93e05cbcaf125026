"""The recovery code of a store without an office: 128 random bits to be written down and typed again.

Seven groups of four signs of Crockford's base 32 (no I, L, O, U; digits and letters that look alike are read as one):
128 bits and the first 12 bits of their SHA-256, so that a slip of the pen is told from another store's code.
"""

import hashlib
import secrets
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE: Final = str.maketrans("OIL", "011", "-– ._\t\r\n")
_SECRET_BYTES: Final = 16
_CHECK_BITS: Final = 12
_LETTERS: Final = (8 * _SECRET_BYTES + _CHECK_BITS) // 5


def new_recovery_code() -> tuple[str, bytes]:
    """Return a new code as people read it, and its secret."""
    secret = secrets.token_bytes(_SECRET_BYTES)
    return recovery_code_of(secret), secret


def recovery_code_of(secret: bytes) -> str:
    """Return the code of a secret of 16 bytes."""
    number = int.from_bytes(secret) << _CHECK_BITS | _check(secret)
    signs = "".join(_SIGNS[number >> 5 * (_LETTERS - 1 - place) & 31] for place in range(_LETTERS))
    return "-".join(signs[at : at + 4] for at in range(0, _LETTERS, 4))


def secret_of_code(text: str) -> bytes:
    """Return the secret of a code as somebody typed it: case, blanks and look-alikes do not matter.

    Raises:
        InvalidInputError: A sign too many or too few, or one of them is wrong.
    """
    signs = text.upper().translate(_LOOK_ALIKE)
    if len(signs) == _LETTERS and all(sign in _SIGNS for sign in signs):
        number = 0
        for sign in signs:
            number = number << 5 | _SIGNS.index(sign)
        secret = (number >> _CHECK_BITS).to_bytes(_SECRET_BYTES)
        if number & (1 << _CHECK_BITS) - 1 == _check(secret):
            return secret
    raise InvalidInputError(
        "recovery.code-form",
        Text(N_("This is not a recovery code: a sign is missing or wrong.")),
        remedy=Text(N_("Type the seven groups of four signs as they stand on the recovery sheet.")),
    )


def _check(secret: bytes) -> int:
    return int.from_bytes(hashlib.sha256(secret).digest()[:2]) >> 16 - _CHECK_BITS
