"""Certificates of PL3-01 and rows of plain lists as claims of the record."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from landdesk.domain.collection import ENTERED
from landdesk.domain.serials import normalised_register_number
from landdesk.services.campaign.joint_names import joint_name
from landdesk.services.campaign.lists import PlainRow
from landdesk.services.campaign.pl3 import (
    ALONE,
    CO_USERS,
    COMMUNITY,
    COUPLE,
    HEAD,
    HOUSEHOLD,
    HUSBAND,
    ORGANISATION,
    PERSON,
    WIFE,
)
from landdesk.services.campaign.pl3_certificates import Pl3Asset, Pl3Certificate, Pl3Parcel, Pl3Person
from landdesk.services.importing.campaign.words import CodeWords
from landdesk.services.importing.refresh.claims import (
    CertificateClaim,
    ParcelClaim,
    PersonClaim,
    PurposeClaim,
)

PL3_GROUPS: Final = frozenset(
    "key area address purpose form term origin user identity user_address certificate scan".split()
)
"""Field groups that the form has room for: what is empty there is missing."""

_FILES: Final = re.compile(r"[,;\n]+")
_SEVERAL: Final = re.compile(r"[+;]")
_CITIZEN: Final = re.compile(r"\d{12}")


def claim_of_certificate(found: Pl3Certificate, words: CodeWords, commune: str | None) -> CertificateClaim:
    """Return what a certificate of the form states.

    Args:
        words: Codes by words.
        commune: Of rows that do not say it.
    """
    kind = words.code("party_kind", found.holder_kind)
    return CertificateClaim(
        rows=found.rows,
        values={
            "serial": "; ".join(found.serials) or None,
            "register_number": None
            if found.register_number is None
            else normalised_register_number(found.register_number),
            "issued_on": None if found.issued is None else found.issued.isoformat(),
            "kind": words.certificate_kind(found.issued),
            "holder_kind": kind or found.holder_kind,
            "commune": found.commune or commune,
        }
        if found.serials or found.register_number or found.issued
        else {},
        parcels=tuple(_parcel(one, words, found.commune or commune or "") for one in found.parcels),
        holders=tuple(_holders(found, kind, words)),
        scans=tuple(
            _scan(name, words) for names in found.scan_files for name in _FILES.split(names) if name.strip()
        ),
    )


def _parcel(found: Pl3Parcel, words: CodeWords, commune: str) -> ParcelClaim:
    purposes: list[PurposeClaim] = []
    place = 0
    for one in found.purposes:
        values = words.purpose(one.land_use, one.form, one.term)
        # What names no land use takes no place, so that a form written from the record has the same ones.
        place += one.land_use is not None
        values |= {"area_m2": one.area_m2, "place": place if one.land_use is not None else None}
        origin = words.origin(one.origin)
        purposes.append(PurposeClaim(values, (origin,) if origin else ()))
    return ParcelClaim(
        rows=found.rows,
        label=f"{found.sheet or '?'}/{found.parcel_no or '?'}",
        values={
            "commune": commune,
            "sheet": found.sheet,
            "number": found.parcel_no,
            "old_sheet": found.certificate_sheet if found.certificate_sheet != found.sheet else None,
            "old_number": found.certificate_parcel if found.certificate_sheet != found.sheet else None,
            "parcel_code": found.parcel_code,
            "address": found.parcel_address,
            "legal_area_m2": found.parcel_area_m2,
            "collection_state": ENTERED,
        },
        groups=PL3_GROUPS,
        purposes=tuple(purposes),
        assets=tuple(_asset(one, words) for one in found.assets),
        named={"sheet": found.certificate_sheet, "number": found.certificate_parcel},
    )


def _asset(found: Pl3Asset, words: CodeWords) -> dict[str, Any]:
    return {
        "kind": words.code_or_word("asset_kind", found.asset_kind),
        "name": " · ".join(one for one in (found.housing_area, found.building) if one) or None,
        "number": found.apartment,
        "built_area_m2": found.built_area_m2,
        "floor_area_m2": found.floor_area_m2,
        "ownership_form": words.code_or_word("ownership_form", found.ownership_form),
        "ownership_term": found.ownership_term,
        "grade": found.grade,
    }


def _scan(name: str, words: CodeWords) -> dict[str, Any]:
    name = name.strip()
    return {"file_name": name, "title": name, "kind": words.document_kind(name)}


def _holders(found: Pl3Certificate, kind: str | None, words: CodeWords) -> Iterable[PersonClaim]:
    """Yield the land users: one for a couple, household, group, organisation or community, each person else."""
    persons = [(one, words.code("member_role", one.role)) for one in found.persons if one.name]
    claims = [_person(one, words, {"kind": PERSON}) for one, _ in persons]
    roles = [role for _, role in persons]
    if found.organisation and kind in (None, ORGANISATION, COMMUNITY):
        values = {
            "name": found.organisation,
            "kind": kind or ORGANISATION,
            "identity_number": found.organisation_id,
        }
        yield PersonClaim(values, members=_members(claims, roles))
    elif len(claims) > 1 and (kind == COUPLE or (kind is None and {HUSBAND, WIFE} <= set(roles))):
        yield _together(COUPLE, claims, roles)
    elif claims and kind == HOUSEHOLD:
        yield _together(HOUSEHOLD, claims, roles)
    elif kind == CO_USERS and (len(claims) > 1 or any(role not in (None, ALONE) for role in roles)):
        yield _together(CO_USERS, claims, roles)
    elif claims and kind == COMMUNITY:
        # Without a column of its own the community is whoever is named without a role, else the first.
        at = roles.index(None) if None in roles else 0
        own = claims.pop(at)
        del roles[at]
        yield PersonClaim(dict(own.values) | {"kind": COMMUNITY}, members=_members(claims, roles))
    else:
        yield from claims
    for one, _ in persons:
        if one.current_name:
            yield _current(one, words)


def _together(kind: str, claims: Sequence[PersonClaim], roles: Sequence[str | None]) -> PersonClaim:
    head = claims[roles.index(HEAD) if HEAD in roles else 0].values
    values = {
        "name": joint_name(
            kind,
            [
                (claim.values["name"], role, claim.values["sex"])
                for claim, role in zip(claims, roles, strict=True)
            ],
        ),
        "kind": kind,
        "address": head["address"] if kind == HOUSEHOLD else None,
    }
    return PersonClaim(values, members=_members(claims, roles), is_made=True)


def _members(claims: Sequence[PersonClaim], roles: Sequence[str | None]) -> tuple[PersonClaim, ...]:
    return tuple(
        PersonClaim(claim.values, claim.documents, link={"role": role})
        for claim, role in zip(claims, roles, strict=True)
    )


def _person(found: Pl3Person, words: CodeWords, more: Mapping[str, Any]) -> PersonClaim:
    citizen, documents = _numbers(found.identity_number)
    values = {
        "name": found.name,
        "born": found.born,
        "sex": words.code_or_word("sex", found.sex),
        "identity_number": citizen,
        "address": found.address,
    }
    return PersonClaim(values | dict(more), documents)


def _numbers(written: str | None) -> tuple[str | None, tuple[Mapping[str, Any], ...]]:
    """Return the personal number, else the document that a number is of: nine digits are an old identity card."""
    if written is None:
        return None, ()
    if _CITIZEN.fullmatch(written):
        return written, ()
    kind = "CMND" if len(written) == 9 and written.isdigit() else None
    return None, ({"kind": kind, "number": written},)


def _current(found: Pl3Person, words: CodeWords) -> PersonClaim:
    """Return whoever uses the land today in the place of who stands on the certificate."""
    citizen, documents = _numbers(found.current_identity)
    values = {
        "name": found.current_name,
        "kind": PERSON,
        "identity_number": citizen,
        "address": found.current_address,
    }
    reason = words.code_or_word("transfer_origin", found.change_reason)
    return PersonClaim(values, documents, right={"acquired_by": reason})


def claim_of_row(
    row: PlainRow, words: CodeWords, commune: str | None, groups: frozenset[str]
) -> CertificateClaim:
    """Return what a row of a plain list states.

    Args:
        groups: Field groups that the list's columns hold.
    """
    values = dict(row.values)

    def text(key: str) -> Any:
        return values.get(key)

    parcel_values = {
        "commune": text("parcel.commune") or commune or "",
        "sheet": text("parcel.sheet"),
        "number": text("parcel.number"),
        "address": text("parcel.address"),
        "legal_area_m2": text("parcel.legal_area_m2"),
        "parcel_code": text("parcel.code"),
    }
    purposes = _plain_purposes(values, words)
    issued = text("certificate.issued")
    register = text("certificate.register_number")
    certificate = {
        "serial": text("certificate.serial"),
        "register_number": None if register is None else normalised_register_number(register),
        "issued_on": None if issued is None else issued.isoformat(),
        "kind": words.certificate_kind(issued),
        "bar_code": text("certificate.barcode"),
    }
    parcel = ParcelClaim(
        rows=(row.row,),
        label=f"{parcel_values['sheet'] or '?'}/{parcel_values['number'] or '?'}",
        values=parcel_values,
        groups=groups,
        purposes=purposes,
        may_be_new=bool(parcel_values["sheet"] and parcel_values["number"]),
    )
    return CertificateClaim(
        rows=(row.row,),
        values=certificate if any(certificate.values()) else {},
        parcels=(parcel,),
        holders=tuple(_plain_holder(values, words)),
    )


def _plain_purposes(values: Mapping[str, Any], words: CodeWords) -> tuple[PurposeClaim, ...]:
    """Return the purposes of a row; a cell such as ``ONT+CLN`` names several, which share form, term and origin."""
    written = values.get("parcel.land_use")
    codes = [one.strip() for one in _SEVERAL.split(written)] if written else [None]
    origin = words.origin(values.get("parcel.origin"))
    made = []
    for code in codes:
        stated = words.purpose(code or None, values.get("parcel.form"), values.get("parcel.term"))
        if any(stated.values()) or origin:
            made.append(PurposeClaim(stated, (origin,) if origin else ()))
    return tuple(made)


def _plain_holder(values: Mapping[str, Any], words: CodeWords) -> Iterable[PersonClaim]:
    name = values.get("party.name")
    if not name:
        return
    citizen, documents = _numbers(values.get("party.identity_number"))
    yield PersonClaim(
        {
            "name": name,
            "born": values.get("party.born"),
            "sex": words.code_or_word("sex", values.get("party.sex")),
            "identity_number": citizen,
            "address": values.get("party.address"),
            "phone": values.get("party.phone"),
            "kind": words.code_or_word("party_kind", values.get("party.kind")),
            "tax_code": values.get("party.tax_code"),
        },
        documents,
    )


GROUP_OF_KEY: Final[Mapping[str, str]] = {
    "parcel.sheet": "key",
    "parcel.number": "key",
    "parcel.address": "address",
    "parcel.legal_area_m2": "area",
    "parcel.land_use": "purpose",
    "parcel.origin": "origin",
    "parcel.form": "form",
    "parcel.term": "term",
    "parcel.code": "code",
    "party.name": "user",
    "party.born": "identity",
    "party.sex": "identity",
    "party.identity_number": "identity",
    "party.address": "user_address",
    "certificate.serial": "certificate",
    "certificate.register_number": "certificate",
    "certificate.issued": "certificate",
}
"""Field group that a column of a plain list holds."""
