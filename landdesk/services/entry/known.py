"""What the record holds already of what a form names: parcels, certificate, persons, scans; one read for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from landdesk.domain.completeness import INDIVIDUAL
from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import field_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import NameLikeness, likeness
from landdesk.domain.records import (
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    LandRight,
    Parcel,
    Party,
    PartyMember,
)
from landdesk.services.entry.form import CertificateForm, CurrentUserForm, PersonForm
from landdesk.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Known:
    """The record beside a form.

    Args:
        parcels: Dossiers by sheet and number; several where the record has the parcel twice.
        certificates: Certificates of the serial.
        covered: Parcels that each of these covers, as people call them.
        persons: Persons by identity number.
        organisations: Organisations of the tax code.
        namesakes: Persons of the same name by the name typed.
        joint: Couples, households and others by the persons who are all their members.
        documents: Scans by SHA-256.
        linked: Pairs of scan and certificate that are bound to each other.
        members: How persons belong to couples, households and others.
        on_certificate: Holders by the first of the certificates, and their members.
    """

    parcels: Mapping[tuple[str, str], tuple[Dossier, ...]] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    covered: Mapping[ObjectId, tuple[str, ...]] = field(default_factory=dict)
    persons: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    organisations: tuple[Party, ...] = ()
    namesakes: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    joint: Mapping[frozenset[ObjectId], tuple[Party, ...]] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    linked: frozenset[tuple[ObjectId, ObjectId]] = frozenset()
    members: tuple[PartyMember, ...] = ()
    on_certificate: tuple[Party, ...] = ()

    def person(self, identity_number: str | None) -> Party | None:
        """Return the person of an identity number; None for nobody, and for several."""
        found = self.persons.get(identity_number or "", ())
        return found[0] if len(found) == 1 else None

    def dossier(self, key: tuple[str, str] | None) -> Dossier | None:
        """Return what is recorded of a parcel; None for nothing, and where it is recorded twice."""
        found = self.parcels.get(key, ()) if key else ()
        return found[0] if len(found) == 1 else None

    def holder_called(self, name: str | None, number: str | None) -> Party | None:
        """Return the person whom a parcel of the form has as a land user of this name without an identity number.

        Name and parcel together say who it is; a number that is recorded for somebody goes before it.
        """
        if self.persons.get(number or ""):
            return None
        found = {
            one.id: one
            for dossiers in self.parcels.values()
            for dossier in dossiers
            for one in dossier.persons
            if one.kind in (None, INDIVIDUAL)
            and one.identity_number is None
            and likeness(one.name, name or "") is NameLikeness.SAME
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def certificate(self, form: CertificateForm) -> Certificate | None:
        """Return the recorded certificate that a person has chosen to go on with."""
        return self.certificates[0] if self.certificates and "serial" in form.accepted else None


def look_up(form: CertificateForm, reader: Reader) -> Known:
    """Return what the record holds of what a form names."""
    commune = form.commune or ""
    keys = [one.key for one in form.parcels if one.key]
    recorded: dict[tuple[str, str], list[Parcel]] = {}
    for parcel in reader.entering.parcels(commune, dict.fromkeys(keys)):
        recorded.setdefault((parcel.sheet or "", parcel.number or ""), []).append(parcel)
    dossiers = reader.dossiers([one.id for found in recorded.values() for one in found])
    certificates = reader.entering.certificates(form.serial) if form.serial else []
    people: list[PersonForm | CurrentUserForm] = list(form.persons)
    if form.current_user is not None:
        people.append(form.current_user)
    persons = reader.entering.parties_by_number(
        dict.fromkeys(one.identity_number for one in people if one.identity_number)
    )
    names = [one.name for one in people if one.name and not persons.get(one.identity_number or "")]
    organisations = (
        reader.entering.parties_by_tax_code(form.organisation_number) if form.organisation_number else []
    )
    holders = _holders(reader, certificates[:1])
    known = {one.id for found in persons.values() for one in found}
    known |= {one.id for one in [*organisations, *holders]}
    joint, members = _joint(reader, known)
    documents = {one.sha256: one for one in reader.entering.documents({one.sha256 for one in form.scans})}
    return Known(
        parcels={key: tuple(dossiers[one.id] for one in found) for key, found in recorded.items()},
        certificates=tuple(certificates),
        covered=_covered(reader, certificates),
        persons={number: tuple(found) for number, found in persons.items()},
        organisations=tuple(organisations),
        namesakes=_namesakes(reader, names),
        joint=joint,
        documents={key: one for key, one in documents.items() if key},
        linked=_linked(reader, documents.values()),
        members=members,
        on_certificate=tuple(holders),
    )


def _covered(reader: Reader, certificates: Iterable[Certificate]) -> dict[ObjectId, tuple[str, ...]]:
    fields = [field_of("certificate_parcel", "certificate_id")]
    links = [one for _, one in reader.pointing_at(fields, [one.id for one in certificates])]
    parcels = {one.parcel_id: one.certificate_id for one in links if isinstance(one, CertificateParcel)}
    keys = reader.keys_of(parcels)
    found: dict[ObjectId, list[str]] = {}
    for parcel, certificate in parcels.items():
        found.setdefault(certificate, []).append(keys[parcel])
    return {one: tuple(sorted(listed)) for one, listed in found.items()}


def _holders(reader: Reader, certificates: Iterable[Certificate]) -> list[Party]:
    by_certificate = [field_of("land_right", "certificate_id")]
    rights = [one for _, one in reader.pointing_at(by_certificate, [one.id for one in certificates])]
    holders = [one.party_id for one in rights if isinstance(one, LandRight)]
    of_party = [field_of("party_member", "party_id")]
    members = [
        one.member_id for _, one in reader.pointing_at(of_party, holders) if isinstance(one, PartyMember)
    ]
    return list(reader.get_many(Party, dict.fromkeys([*holders, *members])).values())


def _namesakes(reader: Reader, names: Iterable[str]) -> dict[str, tuple[Party, ...]]:
    wanted = list(dict.fromkeys(names))
    found = reader.entering.parties_called(wanted) if wanted else []
    return {
        name: alike
        for name in wanted
        if (alike := tuple(one for one in found if likeness(name, one.name) is NameLikeness.SAME))
    }


def _joint(
    reader: Reader, persons: Iterable[ObjectId]
) -> tuple[dict[frozenset[ObjectId], tuple[Party, ...]], tuple[PartyMember, ...]]:
    of_member = [field_of("party_member", "member_id")]
    of_party = [field_of("party_member", "party_id")]
    wanted = list(persons)
    owners = [
        one.party_id for _, one in reader.pointing_at(of_member, wanted) if isinstance(one, PartyMember)
    ]
    owners = list(dict.fromkeys([*owners, *wanted]))
    members = [one for _, one in reader.pointing_at(of_party, owners) if isinstance(one, PartyMember)]
    parties = reader.get_many(Party, {one.party_id for one in members})
    of: dict[ObjectId, set[ObjectId]] = {}
    for one in members:
        of.setdefault(one.party_id, set()).add(one.member_id)
    found: dict[frozenset[ObjectId], list[Party]] = {}
    for party, own in of.items():
        found.setdefault(frozenset(own), []).append(parties[party])
    return {key: tuple(listed) for key, listed in found.items()}, tuple(members)


def _linked(reader: Reader, documents: Iterable[Document]) -> frozenset[tuple[ObjectId, ObjectId]]:
    fields = [field_of("document_link", "document_id")]
    links = [one for _, one in reader.pointing_at(fields, [one.id for one in documents])]
    return frozenset(
        (one.document_id, one.certificate_id)
        for one in links
        if isinstance(one, DocumentLink) and one.certificate_id is not None
    )
