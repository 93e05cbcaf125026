"""What is recorded of persons in the place of a number of twelve digits: ``person.number-missing`` or an old card."""

from enum import Enum, auto
from typing import Final

from landdesk.domain.identity import OLD_CARD, identity_digits, identity_doubts
from landdesk.store.queries.checks.people import Unnumbered

_OLD_CARD: Final = "CMND"
_PASSPORT: Final = "passport"


class Held(Enum):
    """What there is."""

    NOTHING = auto()
    OLD_CARD = auto()
    """Nine digits."""
    PASSPORT = auto()
    """No other document: a foreigner has no personal number."""
    DOCUMENT = auto()
    """The number of another document, perhaps the one that is wanted."""
    OTHER = auto()
    """Something else stands as the number; ``person.number-malformed`` says so."""


def held_instead(person: Unnumbered) -> Held:
    """Return what is recorded of a person who has no number of twelve signs."""
    if person.number is not None:
        return Held.OLD_CARD if identity_doubts(person.number) == (OLD_CARD,) else Held.OTHER
    personal = [one for one in person.documents if one.kind != _PASSPORT]
    if any(_is_twelve(one.number) for one in personal):
        return Held.DOCUMENT
    if any(one.kind == _OLD_CARD or identity_doubts(one.number) == (OLD_CARD,) for one in personal):
        return Held.OLD_CARD
    if personal:
        return Held.DOCUMENT
    return Held.PASSPORT if person.documents else Held.NOTHING


def _is_twelve(number: str) -> bool:
    return len(identity_digits(number)) == 12
