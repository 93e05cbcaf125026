"""The office's recovery key: opens encrypted stores of its communes whose passphrase was forgotten.

An age identity (X25519). Its recipient travels in base packages; the identity stays in the office's store, sealed by a
passphrase of its own, so that a copy of an office's store alone opens nobody's.
"""

import json
from typing import Final

from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.i18n import N_, Text
from landdesk.store.encryption import sealing
from landdesk.store.encryption.key_file import refuse_weak

_PURPOSE: Final = b"landdesk office recovery identity"


def new_office_key(passphrase: str) -> tuple[str, str]:
    """Return the recipient of a new recovery key, and its identity sealed by a passphrase, as JSON.

    Raises:
        InvalidInputError: The passphrase is too short.
    """
    refuse_weak(passphrase)
    identity, recipient = sealing.new_identity()
    return recipient, json.dumps(sealing.seal_by_passphrase(identity.encode(), passphrase, _PURPOSE))


def opened_office_key(sealed: str | None, passphrase: str) -> str:
    """Return the identity of an office's recovery key.

    Args:
        sealed: As ``new_office_key`` gave it; None where the office has none.

    Raises:
        RefusedError: There is none, or the passphrase is another.
        InvalidInputError: What the store holds is damaged.
    """
    if sealed is None:
        raise RefusedError(
            "recovery.no-office-key",
            Text(N_("This office has no recovery key.")),
            remedy=Text(N_("Make one; it opens the stores made from base packages written after that.")),
        )
    try:
        identity = sealing.unseal_by_passphrase(json.loads(sealed), passphrase, _PURPOSE)
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(
            "recovery.office-key-damaged",
            Text(N_("The office's recovery key is damaged.")),
            remedy=Text(N_("Restore the last backup of the office's store.")),
        ) from error
    if identity is None:
        raise RefusedError(
            "recovery.passphrase-wrong",
            Text(N_("The passphrase is not the one of the office's recovery key.")),
            remedy=Text(
                N_("Type it again: look at the keyboard's language, capital letters and the input method.")
            ),
        )
    return identity.decode()
