"""What the store holds already, by the ways in which sources name it; and what was edited since the last import."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import NameLikeness, likeness
from landdesk.domain.records import (
    AnyRecord,
    Asset,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    Purpose,
    PurposeOrigin,
)
from landdesk.domain.serials import serial_key
from landdesk.services.campaign.joint_names import joint_name
from landdesk.services.importing.refresh.alike import is_same_joint
from landdesk.services.importing.refresh.claims import PersonClaim, Values
from landdesk.store.reader import Reader

ParcelKey = tuple[str, str, str]
"""Commune, map sheet, number."""

_INDEXED = (
    Parcel,
    Party,
    Certificate,
    Document,
    Purpose,
    PurposeOrigin,
    Asset,
    LandRight,
    PartyMember,
    IdentityDocument,
    CertificateParcel,
    DocumentLink,
)

_PARENT = {
    Purpose: "parcel_id",
    Asset: "parcel_id",
    LandRight: "parcel_id",
    PurposeOrigin: "purpose_id",
    PartyMember: "party_id",
    IdentityDocument: "party_id",
    CertificateParcel: "certificate_id",
    DocumentLink: "document_id",
}
"""What each class is listed under."""


class Known:
    """The store's objects and those that the import has made so far.

    Args:
        reader: The store; read once, whole.
    """

    def __init__(self, reader: Reader) -> None:
        self.objects: dict[ObjectId, AnyRecord] = {}
        self._by_source: dict[str, list[ObjectId]] = {}
        self._by_key: dict[ParcelKey, list[ObjectId]] = {}
        self._by_old_key: dict[ParcelKey, list[ObjectId]] = {}
        self._by_identity: dict[str, list[ObjectId]] = {}
        self._by_serial: dict[str, ObjectId] = {}
        self._by_file_name: dict[str, ObjectId] = {}
        self._covering: dict[ObjectId, list[ObjectId]] = {}
        self._rights: dict[ObjectId, list[ObjectId]] = {}
        self._memberships: dict[ObjectId, list[ObjectId]] = {}
        self._under: dict[type[AnyRecord], dict[ObjectId, list[ObjectId]]] = {kind: {} for kind in _PARENT}
        for kind in _INDEXED:
            for record in reader.all(kind).values():
                self.put(record)
        self.first: dict[ObjectId, AnyRecord] = dict(self.objects)
        """The store's objects as they were before this import."""

    def put(self, record: AnyRecord) -> None:
        """Take an object in, new or changed."""
        fresh = record.id not in self.objects
        self.objects[record.id] = record
        self._index(record)
        parent = _PARENT.get(type(record))
        if fresh and parent is not None:
            self._under[type(record)].setdefault(getattr(record, parent), []).append(record.id)

    def _index(self, record: AnyRecord) -> None:
        if isinstance(record, Parcel):
            if record.source_id:
                _add(self._by_source, record.source_id, record.id)
            if record.sheet and record.number:
                _add(self._by_key, (record.commune, record.sheet, record.number), record.id)
            if record.old_sheet and record.old_number:
                _add(self._by_old_key, (record.commune, record.old_sheet, record.old_number), record.id)
        elif isinstance(record, LandRight):
            _add(self._rights, record.party_id, record.id)
        elif isinstance(record, PartyMember):
            _add(self._memberships, record.member_id, record.id)
        elif isinstance(record, Party) and record.identity_number:
            _add(self._by_identity, record.identity_number, record.id)
        elif isinstance(record, Certificate) and record.serial:
            self._by_serial.setdefault(serial_key(record.serial), record.id)
        elif isinstance(record, CertificateParcel):
            _add(self._covering, record.parcel_id, record.certificate_id)
        elif isinstance(record, Document) and record.file_name:
            self._by_file_name.setdefault(record.file_name, record.id)

    def now(self, parties: Iterable[Party]) -> list[Party]:
        """Return parties as they are by now: one got a number since, and another of its name is not meant by it."""
        return [one for each in parties if isinstance(one := self.objects[each.id], Party)]

    def members_of(self, party: Party) -> list[Party]:
        """Return the members of a couple, household, group or organisation."""
        links = self.under(PartyMember, party.id)
        return [one for each in links if isinstance(one := self.objects[each.member_id], Party)]

    def rights_of(self, party: ObjectId) -> list[LandRight]:
        """Return the rights that a party holds."""
        found = (self.objects[one] for one in self._rights.get(party, ()))
        return [one for one in found if isinstance(one, LandRight) and one.party_id == party]

    def holders_under(self, certificate: Certificate) -> list[Party]:
        """Return who holds a parcel by a certificate."""
        links = self.under(CertificateParcel, certificate.id)
        rights = (right for link in links for right in self.under(LandRight, link.parcel_id))
        found = dict.fromkeys(one.party_id for one in rights if one.certificate_id == certificate.id)
        return [one for each in found if isinstance(one := self.objects[each], Party)]

    def memberships_of(self, party: ObjectId) -> list[PartyMember]:
        """Return how a party belongs to couples, households and groups."""
        found = (self.objects[one] for one in self._memberships.get(party, ()))
        return [one for one in found if isinstance(one, PartyMember)]

    def remove(self, record: AnyRecord) -> None:
        """Let an object that is listed under another be there no more."""
        parent = getattr(record, _PARENT[type(record)])
        self._under[type(record)][parent].remove(record.id)
        if isinstance(record, LandRight):
            self._rights[record.party_id].remove(record.id)

    def under(self, kind: type[Any], parent: ObjectId) -> list[Any]:
        """Return the objects of a class that belong to another, in order of entry."""
        return [self.objects[one] for one in self._under[kind].get(parent, ())]

    def parcels(self, source_id: str | None, key: ParcelKey | None) -> list[Parcel]:
        """Return the parcels a source may mean: by source identifier, sheet and number, else old sheet and number."""
        found: list[ObjectId] = []
        if source_id:
            found = self._by_source.get(source_id, [])
        if not found and key is not None:
            found = self._by_key.get(key) or self._by_old_key.get(key, [])
        return [one for each in found if isinstance(one := self.objects[each], Parcel)]

    def parties(self, identity_number: str) -> list[Party]:
        """Return the parties with an identity number; several where it was recorded for several names."""
        found = (self.objects[one] for one in self._by_identity.get(identity_number, ()))
        return [one for one in found if isinstance(one, Party)]

    def person(self, values: Values) -> Party | None:
        """Return the party with the identity number and name that are stated; None without a number."""
        number = values.get("identity_number")
        alike = (NameLikeness.SAME, NameLikeness.WITHOUT_MARKS)
        known = self.parties(number) if number else []
        return next((one for one in known if likeness(one.name, values["name"]) in alike), None)

    def made_name(self, party: Party) -> str:
        """Return how a couple, household or group is called after its members."""
        links = sorted(self.under(PartyMember, party.id), key=lambda one: (one.place is None, one.place or 0))
        people = ((link, self.objects[link.member_id]) for link in links)
        named = [(one.name, link.role, one.sex) for link, one in people if isinstance(one, Party)]
        return joint_name(party.kind, named) if named else party.name

    def joint(self, claim: PersonClaim, around: Sequence[Party]) -> Party | None:
        """Return the couple, household or group that a claim means, whatever it is called.

        Among those around it a member in common is enough; anywhere else it has the very same members, known by number.
        """
        kind = claim.values.get("kind")
        for one in around:
            if one.kind == kind and is_same_joint(claim, self.members_of(one)):
                return one
        persons = [self.person(one.values) for one in claim.members]
        members = frozenset(one.id for one in persons if one is not None)
        if None in persons:
            return None
        for link in self.memberships_of(next(iter(members))):
            party = self.objects[link.party_id]
            if isinstance(party, Party) and party.kind == kind:
                own = frozenset(one.member_id for one in self.under(PartyMember, party.id))
                if own == members:
                    return party
        return None

    def certificate(self, serial: str) -> Certificate | None:
        """Return the certificate with a serial, blanks and case aside."""
        found = self.objects.get(self._by_serial.get(serial_key(serial), ObjectId(b"")))
        return found if isinstance(found, Certificate) else None

    def certificate_without_serial(
        self, parcels: Iterable[tuple[str | None, ParcelKey | None]], values: Values
    ) -> Certificate | None:
        """Return the certificate without a serial over one of the parcels that has a register number and date.

        Args:
            parcels: As for :meth:`parcels`.
            values: What is stated of the certificate; None where neither number nor date are.
        """
        told = [name for name in ("register_number", "issued_on") if values.get(name) is not None]
        for source_id, key in parcels if told else ():
            for parcel in self.parcels(source_id, key):
                for each in self._covering.get(parcel.id, ()):
                    one = self.objects[each]
                    is_without = isinstance(one, Certificate) and one.serial is None
                    if is_without and all(getattr(one, name) == values[name] for name in told):
                        return cast("Certificate", one)
        return None

    def document(self, file_name: str) -> Document | None:
        """Return the scan whose file has a name."""
        found = self.objects.get(self._by_file_name.get(file_name, ObjectId(b"")))
        return found if isinstance(found, Document) else None


def _add(index: dict[Any, list[ObjectId]], key: Any, identifier: ObjectId) -> None:
    known = index.setdefault(key, [])
    if identifier not in known:
        known.append(identifier)


class LastImports:
    """What each object was after the last import that touched it.

    Args:
        reader: The store.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._imported, self._edited = reader.as_imported()
        self._base: dict[ObjectId, AnyRecord | None] = {}
        self.kept: dict[tuple[ObjectId, str], str] = reader.kept_values()
        """By object and field, what the last source said where an edit stood against it."""
        self.removed: set[tuple[str, ObjectId]] = {
            (one.CLASS, getattr(one, _PARENT[type(one)])) for one in reader.removed(("purpose", "land_right"))
        }
        """Class and parcel of what was removed here: it does not come again with the next file."""
        gone = [one for one in reader.removed(("parcel",)) if isinstance(one, Parcel)]
        self._removed_sources = {one.source_id for one in gone if one.source_id}
        self._removed_keys = {(one.commune, one.sheet, one.number) for one in gone}

    def is_removed_parcel(self, source_id: str | None, key: ParcelKey | None) -> bool:
        """Tell whether the parcel that a source means was removed or merged here."""
        return source_id in self._removed_sources if source_id else key in self._removed_keys

    def is_as_imported(self, identifier: ObjectId) -> bool:
        """Tell whether nothing but imports has touched an object since the last import."""
        return identifier in self._imported

    def base(self, identifier: ObjectId) -> AnyRecord | None:
        """Return an edited object as the last import left it; None where no import touched it."""
        if identifier not in self._base:
            class_name, revision = self._edited.get(identifier, ("", None))
            found = None if revision is None else self._reader.image_at(identifier, class_name, revision)
            self._base[identifier] = found
        return self._base[identifier]
