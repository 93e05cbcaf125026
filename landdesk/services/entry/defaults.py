"""What the form fills in by itself where nothing was typed: what follows from the other fields, never a guess.

The table is ``resources/entry/entry.toml``.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from landdesk.domain.completeness import INDIVIDUAL
from landdesk.domain.identity import is_woman_of
from landdesk.services.campaign.pl3 import (
    ALONE,
    CO_USERS,
    COUPLE,
    HEAD,
    HOUSEHOLD,
    HUSBAND,
    MEMBER,
    REPRESENTATIVE,
    WIFE,
)
from landdesk.services.codelists import CodeLists
from landdesk.services.entry.fields import entry_data
from landdesk.services.entry.form import CertificateForm, ParcelForm, PersonForm, PurposeForm
from landdesk.services.entry.texts import LONG

FEMALE, MALE = "female", "male"
_SEX_OF = {HUSBAND: MALE, WIFE: FEMALE}
_PERSONAL_NUMBER = 12
_WHOLE_DAY = len("2026-12-31")


def completed(form: CertificateForm, lists: CodeLists) -> CertificateForm:
    """Return the form with what follows from what was typed."""
    kind = form.holder_kind or INDIVIDUAL
    persons = [replace(one, sex=one.sex or sex_of(one.identity_number)) for one in form.persons]
    roles = _roles(kind, persons)
    if kind == COUPLE and any(one.sex for one in persons):
        # Who one of the two is says who the other is; the order alone does not.
        persons = [
            replace(one, sex=one.sex or _SEX_OF.get(one.role or role))
            for one, role in zip(persons, roles, strict=True)
        ]
    return replace(
        form,
        holder_kind=kind,
        kind=form.kind or certificate_kind(form.issued_on, lists),
        persons=tuple(replace(one, role=one.role or role) for one, role in zip(persons, roles, strict=True)),
        parcels=tuple(_parcel(one, kind) for one in form.parcels),
    )


def certificate_kind(issued_on: str | None, lists: CodeLists) -> str | None:
    """Return the type that certificates of a day have; None where the day is not known or fits no or several."""
    if issued_on is None or len(issued_on) != _WHOLE_DAY:
        return None
    found = lists["certificate_type"].valid_on(date.fromisoformat(issued_on))
    return found[0].code if len(found) == 1 else None


def sex_of(identity_number: str | None) -> str | None:
    """Return the sex that a personal identification number tells of."""
    if identity_number is None or len(identity_number) != _PERSONAL_NUMBER or not identity_number.isdigit():
        return None
    return FEMALE if is_woman_of(identity_number) else MALE


def _roles(kind: str, persons: Sequence[PersonForm]) -> list[str]:
    if kind == COUPLE:
        return _couple(persons)
    if kind == INDIVIDUAL:
        return [ALONE for _ in persons]
    if kind in (HOUSEHOLD, CO_USERS):
        first = HEAD if kind == HOUSEHOLD else REPRESENTATIVE
        taken = any(one.role == first for one in persons)
        return [first if at == 0 and not taken else MEMBER for at in range(len(persons))]
    return [REPRESENTATIVE for _ in persons]


def _couple(persons: Sequence[PersonForm]) -> list[str]:
    """Return the roles of a couple: by sex, or the one that is left; the husband first where nothing tells."""
    by_sex = {MALE: HUSBAND, FEMALE: WIFE}
    known = [one.role or by_sex.get(one.sex or "") for one in persons]
    roles: list[str] = []
    for role in known:
        left = [one for one in (HUSBAND, WIFE) if one not in roles and (role or one not in known)]
        roles.append(role or (left[0] if left else WIFE))
    return roles


def _parcel(parcel: ParcelForm, holder_kind: str) -> ParcelForm:
    data = entry_data()
    purposes: list[PurposeForm] = []
    for at, one in enumerate(parcel.purposes):
        area = one.area_m2
        if area is None:
            area = _rest(parcel, at)
        made = replace(one, area_m2=area, form=one.form or data["use_form"].get(holder_kind))
        if one.term_kind is None and one.land_use in data["term"]["indefinite"]:
            made = replace(made, term_kind=LONG)
        purposes.append(made)
    return replace(parcel, purposes=tuple(purposes))


def _rest(parcel: ParcelForm, at: int) -> Decimal | None:
    """Return what the other purposes leave of the parcel, where all of them say their area."""
    others = [one.area_m2 for place, one in enumerate(parcel.purposes) if place != at]
    given = [one for one in others if one is not None]
    if parcel.area_m2 is None or len(given) != len(others):
        return None
    rest = parcel.area_m2 - sum(given, Decimal(0))
    return rest if rest > 0 else None
