"""Whether what a source states and what is recorded are the same, pair by pair."""

from collections.abc import Sequence
from typing import Any, Final

from landdesk.domain.canonical import format_value
from landdesk.domain.fields import Field
from landdesk.domain.person_names import NameLikeness, likeness, name_key
from landdesk.domain.records import AnyRecord, Party
from landdesk.services.importing.refresh.claims import PersonClaim, Values

_PERSON: Final = "individual"
_COUPLE: Final = "couple"
"""Codes of the list ``party_kind``."""


def is_same_party(one: Party, other: AnyRecord) -> bool:
    """Tell whether two parties of one parcel are one: the same object, or of one name and no two numbers."""
    if one.id == other.id:
        return True
    if not isinstance(other, Party) or name_key(one.name) != name_key(other.name):
        return False
    return (
        None in (one.identity_number, other.identity_number) or one.identity_number == other.identity_number
    )


def means(claim: PersonClaim, party: Party) -> bool:
    """Tell whether a claim means a party it stands with: of one number, or of one name and no two numbers."""
    number = claim.values.get("identity_number")
    if number and party.identity_number:
        return bool(number == party.identity_number)
    return name_key(claim.values["name"]) == name_key(party.name)


def is_same_joint(claim: PersonClaim, members: Sequence[Party]) -> bool:
    """Tell whether a couple, household or group is the one of these members: one in common; of a couple, all."""
    common = sum(any(means(one, known) for known in members) for one in claim.members)
    if claim.values.get("kind") == _COUPLE:
        # Who married again is a couple with somebody else.
        return 0 < common == min(len(claim.members), len(members))
    return common > 0


def may_be_one(claim: PersonClaim, party: Party, *, is_several: bool) -> bool:
    """Tell whether a claim may mean a party of its name: a person is not the household that is called after it.

    Args:
        is_several: The party has members.
    """
    if claim.is_made:
        return party.kind != _PERSON and party.identity_number is None
    return claim.values.get("kind") != _PERSON or not is_several


def parcel_key(values: Values) -> tuple[str, str, str] | None:
    """Return commune, sheet and number; None where one of them is not stated."""
    commune, sheet, number = (values.get(name) for name in ("commune", "sheet", "number"))
    return (commune, sheet, number) if commune and sheet and number else None


def agrees(record: AnyRecord, claim: Values) -> bool:
    """Tell whether a record has all that is stated."""
    return all(getattr(record, name) == value for name, value in claim.items() if value is not None)


def canonical_or_none(field: Field, value: Any) -> str | None:
    """Return the canonical text of a value; None for none."""
    return None if value is None else format_value(field, value)


def is_better_name(name: str, known: str) -> bool:
    """Tell whether a name may take the place of one: not where it is the same with fewer marks or a title."""
    alike = likeness(name, known)
    if alike is NameLikeness.SAME:
        return False
    return alike is not NameLikeness.WITHOUT_MARKS or known.isascii()
