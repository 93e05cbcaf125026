"""Everything that the record holds of one parcel, as one value: forms show it, completeness and outputs read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Asset,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    Evidence,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    Purpose,
    PurposeOrigin,
    Restriction,
    SyncStatus,
)

RecordT = TypeVar("RecordT", bound=AnyRecord)


@dataclass(frozen=True, slots=True)
class Dossier:
    """One parcel with what belongs to it.

    Args:
        parcel: The parcel.
        objects: All other objects by identifier, in order of class and entry.
    """

    parcel: Parcel
    objects: Mapping[ObjectId, AnyRecord]

    def of(self, kind: type[RecordT]) -> list[RecordT]:
        """Return the objects of a class, in order of entry."""
        return [one for one in self.objects.values() if isinstance(one, kind)]

    @property
    def purposes(self) -> list[Purpose]:
        """Purposes in the order the certificate lists them, those without a place last."""
        return sorted(self.of(Purpose), key=lambda one: (one.place is None, one.place or 0))

    def origins_of(self, purpose: Purpose) -> list[PurposeOrigin]:
        """Return the origins of a purpose."""
        return [one for one in self.of(PurposeOrigin) if one.purpose_id == purpose.id]

    @property
    def rights(self) -> list[LandRight]:
        """Rights on the parcel."""
        return [one for one in self.of(LandRight) if one.parcel_id == self.parcel.id]

    @property
    def holders(self) -> list[Party]:
        """Parties that hold a right, each once, in order of their rights."""
        found = dict.fromkeys(one.party_id for one in self.rights)
        return [one for party in found if isinstance(one := self.objects.get(party), Party)]

    @property
    def persons(self) -> list[Party]:
        """Holders, each followed by its members, each once."""
        found: dict[ObjectId, Party] = {}
        waiting = self.holders[::-1]
        while waiting:
            party = waiting.pop()
            if party.id not in found:
                found[party.id] = party
                waiting += [member for _, member in reversed(self.members_of(party))]
        return list(found.values())

    def members_of(self, party: Party) -> list[tuple[PartyMember, Party]]:
        """Return the members of a couple, household or group with how they belong to it."""
        links = sorted(
            (one for one in self.of(PartyMember) if one.party_id == party.id),
            key=lambda one: (one.place is None, one.place or 0),
        )
        return [
            (one, member) for one in links if isinstance(member := self.objects.get(one.member_id), Party)
        ]

    def documents_of(self, party: Party) -> list[IdentityDocument]:
        """Return the identity documents of a person, the main one first."""
        found = [one for one in self.of(IdentityDocument) if one.party_id == party.id]
        return sorted(found, key=lambda one: not one.is_main)

    @property
    def certificates(self) -> list[tuple[CertificateParcel, Certificate]]:
        """Certificates that cover the parcel, with how they name it."""
        links = [one for one in self.of(CertificateParcel) if one.parcel_id == self.parcel.id]
        return [
            (one, found)
            for one in links
            if isinstance(found := self.objects.get(one.certificate_id), Certificate)
        ]

    @property
    def assets(self) -> list[Asset]:
        """Assets on the parcel."""
        return self.of(Asset)

    @property
    def restrictions(self) -> list[Restriction]:
        """Restrictions on the parcel, its land users, certificates and assets."""
        return self.of(Restriction)

    @property
    def scans(self) -> list[tuple[DocumentLink, Document]]:
        """Scans bound to the parcel, its certificates, land users and rights."""
        return [
            (one, found)
            for one in self.of(DocumentLink)
            if isinstance(found := self.objects.get(one.document_id), Document)
        ]

    @property
    def status(self) -> SyncStatus | None:
        """The newest that the branch's status files say of the parcel."""
        found = self.of(SyncStatus)
        return max(found, key=lambda one: one.as_of or "") if found else None

    def evidence_of(self, subject: ObjectId, field_id: str) -> Evidence | None:
        """Return what proves the present value of a field; None where nothing was said."""
        found = [one for one in self.of(Evidence) if (one.subject, one.field) == (subject, field_id)]
        return found[-1] if found else None


def ordered(records: Iterable[AnyRecord], places: Mapping[str, int]) -> dict[ObjectId, AnyRecord]:
    """Return objects by identifier, in order of class; within a class as they come."""
    return {one.id: one for one in sorted(records, key=lambda one: places[one.CLASS])}
