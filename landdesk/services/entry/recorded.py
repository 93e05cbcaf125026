"""A recorded certificate as a form again: to go on with it, and to see that what was typed is what is recorded."""

from collections.abc import Iterable, Sequence
from typing import Any

from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import field_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.domain.records import Asset, Certificate, CertificateParcel, LandRight, Party, Purpose
from landdesk.services.entry.fields import ASSET, CERTIFICATE, PARCEL, PURPOSE, fields_in
from landdesk.services.entry.form import (
    AssetForm,
    CertificateForm,
    CurrentUserForm,
    OriginForm,
    ParcelForm,
    PersonForm,
    PurposeForm,
    ScanForm,
)
from landdesk.services.entry.plan import BODIES
from landdesk.store.reader import Reader


def recorded_form(reader: Reader, certificate_id: ObjectId) -> CertificateForm:
    """Return what is recorded of a certificate as a form, its parcels by sheet and number.

    Raises:
        RefusedError: There is no such certificate (any more).
    """
    certificate = reader.get(Certificate, certificate_id)
    fields = [field_of("certificate_parcel", "certificate_id")]
    links = [one for _, one in reader.pointing_at(fields, [certificate_id])]
    dossiers = reader.dossiers(one.parcel_id for one in links if isinstance(one, CertificateParcel))
    return form_of(certificate, list(dossiers.values()))


def form_of(certificate: Certificate, dossiers: Sequence[Dossier]) -> CertificateForm:
    """Return a certificate as a form, from the dossiers of its parcels."""
    ordered = sorted(
        dossiers, key=lambda one: (natural(one.parcel.sheet), natural(one.parcel.number), one.parcel.id)
    )
    rights = [
        (one, right) for one in ordered for right in one.rights if right.certificate_id == certificate.id
    ]
    holder = next(((one, right) for one, right in rights if not right.acquired_by), None)
    current = next(((one, right) for one, right in rights if right.acquired_by), None)
    return CertificateForm(
        **{
            one.key: getattr(certificate, one.name)
            for one in fields_in(CERTIFICATE)
            if one.owner == "certificate"
        },
        **_holder(holder),
        parcels=tuple(_parcel(one, certificate) for one in ordered),
        current_user=None if current is None else _current(*current),
        scans=_scans(ordered, certificate),
    )


def _holder(found: tuple[Dossier, LandRight] | None) -> dict[str, Any]:
    if found is None:
        return {}
    dossier, right = found
    party = dossier.objects[right.party_id]
    assert isinstance(party, Party)
    members = dossier.members_of(party)
    values: dict[str, Any] = {}
    if party.kind in BODIES:
        values = {
            "organisation": party.name,
            "organisation_number": party.tax_code,
            "organisation_address": party.address,
        }
    people: Iterable[tuple[Party, str | None]] = [(member, link.role) for link, member in members]
    if not members and party.kind not in BODIES:
        people = [(party, "individual")]
    return {**values, "persons": tuple(_person(dossier, one, role) for one, role in people)}


def _person(dossier: Dossier, party: Party, role: str | None) -> PersonForm:
    return PersonForm(
        name=party.name,
        born=party.born,
        sex=party.sex,
        identity_number=_number(dossier, party),
        address=party.address,
        role=role,
    )


def _number(dossier: Dossier, party: Party) -> str | None:
    return party.identity_number or next((one.number for one in dossier.documents_of(party)), None)


def _current(dossier: Dossier, right: LandRight) -> CurrentUserForm:
    party = dossier.objects[right.party_id]
    assert isinstance(party, Party)
    return CurrentUserForm(
        name=party.name,
        identity_number=_number(dossier, party),
        address=party.address,
        reason=right.acquired_by,
    )


def _parcel(dossier: Dossier, certificate: Certificate) -> ParcelForm:
    link = next(one for one, found in dossier.certificates if found.id == certificate.id)
    of = {"parcel": dossier.parcel, "certificate_parcel": link}
    values = {one.key: getattr(of[one.owner], one.name) for one in fields_in(PARCEL)}
    return ParcelForm(
        **values,
        purposes=tuple(_purpose(dossier, one) for one in dossier.purposes),
        asset=_asset(dossier.assets),
    )


def _purpose(dossier: Dossier, purpose: Purpose) -> PurposeForm:
    names = [one.key for one in fields_in(PURPOSE) if one.key in ("land_use", "area_m2", "form")]
    return PurposeForm(
        **{name: getattr(purpose, name) for name in names},
        term_kind=purpose.term_kind,
        term=purpose.term,
        term_until=purpose.term_until,
        origins=tuple(
            OriginForm(origin=one.origin, transfer_origin=one.transfer_origin, detail=one.detail)
            for one in dossier.origins_of(purpose)
        ),
    )


def _asset(assets: Sequence[Asset]) -> AssetForm | None:
    if not assets:
        return None
    around = {one.kind: one.name for one in assets if one.kind in ("apartment_complex", "apartment_block")}
    own = next((one for one in assets if one.kind not in around), None)
    values: dict[str, Any] = {}
    if own is not None:
        values = {
            one.key: getattr(own, one.name) for one in fields_in(ASSET) if one.key not in ("complex", "block")
        }
    return AssetForm(complex=around.get("apartment_complex"), block=around.get("apartment_block"), **values)


def _scans(dossiers: Sequence[Dossier], certificate: Certificate) -> tuple[ScanForm, ...]:
    found = {
        scan.id: scan
        for dossier in dossiers
        for link, scan in dossier.scans
        if link.certificate_id == certificate.id and scan.sha256 is not None
    }
    return tuple(
        ScanForm(
            kind=one.kind or "0",
            file_name=one.file_name or "",
            sha256=one.sha256 or "",
            size_bytes=one.size_bytes or 0,
            media_type=one.media_type,
            pages=one.pages,
        )
        for one in found.values()
    )
