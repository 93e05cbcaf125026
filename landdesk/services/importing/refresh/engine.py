"""Claims against the store: what is new, what changed in the source, what is the same, what is kept as edited here.

Field by field over three sides: the last import, the store, the source. The source's value goes in where the store has
none, or still has what the last import brought. Where somebody edited it here the edit stays; that is said when the
source has changed too. Where nobody edited it and another file brought the present value, the two files disagree: the
file that came in last wins, and each such field is named. Nothing is emptied and nothing is deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from landdesk.domain.canonical import format_value
from landdesk.domain.change import Delta
from landdesk.domain.collection import is_reached
from landdesk.domain.completeness import loaded_groups
from landdesk.domain.fields import Field, field_of, fields_of
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.person_names import name_key
from landdesk.domain.records import (
    CLASSES,
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
from landdesk.services.importing.refresh import tally
from landdesk.services.importing.refresh.alike import (
    agrees,
    canonical_or_none,
    is_better_name,
    is_same_party,
    may_be_one,
    parcel_key,
)
from landdesk.services.importing.refresh.claims import (
    CertificateClaim,
    ParcelClaim,
    PersonClaim,
    PurposeClaim,
    SourceFile,
    Values,
)
from landdesk.services.importing.refresh.known import Known, LastImports, ParcelKey
from landdesk.services.importing.refresh.sources import Sources
from landdesk.services.importing.refresh.tally import RefreshNote, Sides, Tally
from landdesk.store.reader import Reader

RecordT = TypeVar("RecordT", bound=AnyRecord)


class Refresh:
    """Brings claims into the record, in memory; ``deltas`` is the change they make.

    Args:
        reader: The store, not yet changed.
        new_id: Source of identifiers.
        source: The file that the claims are of.
    """

    def __init__(self, reader: Reader, new_id: IdSource, source: SourceFile) -> None:
        self._known = Known(reader)
        self._last = LastImports(reader)
        self._sources = Sources(reader, source)
        self._new_id = new_id
        self._matched: set[ObjectId] = set()
        self._touched: dict[ObjectId, None] = {}
        self._removed: dict[ObjectId, None] = {}
        self._stated: dict[ObjectId, frozenset[str]] = {}
        self._same_names: dict[frozenset[str], frozenset[str]] = {}
        self._rows: tuple[int, ...] = ()
        self._label = ""
        self.tally = Tally()

    # --- claims --------------------------------------------------------------------------------------------

    def parcel(self, claim: ParcelClaim, certificate: Certificate | None = None) -> Parcel | None:
        """Bring a parcel with its purposes, land users and assets; None where it is not taken.

        Args:
            certificate: One that is known to cover it, by which it is found where it has no number.
        """
        self._rows, self._label = claim.rows, claim.label
        source_id, key = claim.values.get("source_id"), parcel_key(claim.values)
        found = self._known.parcels(source_id, key)
        if claim.is_own:
            found = [one for one in found if one.id in self._known.first and one.id not in self._matched][:1]
        if not found and key is None and certificate is not None:
            found = self._covered(certificate, claim.named)
        if len(found) > 1:
            self._note(tally.AMBIGUOUS)
            return None
        if not found and self._last.is_removed_parcel(source_id, key):
            self._note(tally.REMOVED)
            return None
        if not found and not claim.may_be_new:
            self._note(tally.NO_PARCEL)
            return None
        before = len(self._touched)
        values = dict(claim.values) | self._loaded(found[0] if found else None, claim.groups)
        state = values.get("collection_state")
        if found and state is not None and is_reached(state, found[0].collection_state):
            del values["collection_state"]  # what stands on a form is not less far for that
        parcel = self._upsert(Parcel, found[0] if found else None, values)
        self._matched.add(parcel.id)
        self._purposes(parcel, claim.purposes)
        for holder in claim.holders:
            self._holder(parcel, holder)
        self._assets(parcel, claim.assets)
        changed = len(self._touched) > before
        self.tally.parcels[tally.NEW if not found else tally.CHANGED if changed else tally.SAME] += 1
        return parcel

    def certificate(self, claim: CertificateClaim) -> Certificate | None:
        """Bring a certificate with its parcels, land users and scans; None where it says nothing of itself."""
        self._rows, self._label = claim.rows, str(claim.values.get("serial") or "")
        certificate = self._certificate(claim)
        under = [] if certificate is None else self._known.holders_under(certificate)
        parcels: list[Parcel] = []
        for each in claim.parcels:
            parcel = self.parcel(each, certificate)
            self._rows = claim.rows
            if parcel is None:
                continue
            parcels.append(parcel)
            if certificate is not None:
                self._cover(certificate, parcel, each.named)
            for holder in claim.holders:
                self._holder(parcel, holder, certificate, under)
        for scan in claim.scans:
            self._scan(scan, certificate, parcels)
        return certificate

    def gone(self, source_ids: Iterable[str]) -> list[Parcel]:
        """Return the parcels that came from a source which does not name them any more; they stay.

        Args:
            source_ids: All identifiers that the source holds now.
        """
        present = set(source_ids)
        return [
            one
            for one in self._known.first.values()
            if isinstance(one, Parcel)
            and one.id not in self._matched
            and one.source_id is not None
            and one.source_id not in present
        ]

    def deltas(self) -> tuple[Delta, ...]:
        """Return what the claims change, objects in the order of their classes."""
        places = {name: place for place, name in enumerate(CLASSES)}
        changed = [self._known.objects[one] for one in self._touched if one not in self._removed]
        ordered = sorted(changed, key=lambda one: places[one.CLASS])
        gone = [self._known.first[one] for one in self._removed if one in self._known.first]
        return (
            *(Delta(self._known.first.get(one.id), one) for one in ordered),
            *(Delta(one, None) for one in gone),
        )

    def parcels_called(self, key: ParcelKey) -> list[Parcel]:
        """Return the parcels with a commune, sheet and number, else with these as their old ones."""
        return self._known.parcels(None, key)

    def parcels_of_serial(self, serial: str) -> list[Parcel]:
        """Return the parcels that a certificate covers, by its serial."""
        certificate = self._known.certificate(serial)
        return [] if certificate is None else self._covered(certificate, {})

    def statement(self, known: RecordT | None, kind: type[RecordT], values: Values) -> RecordT:
        """Return an object as somebody states it now, in place of what was stated before; None states nothing.

        The same statement from another file is the same.
        """
        stated = {name: value for name, value in values.items() if value is not None}
        told = [name for name in stated if name != "source"]
        if known is not None and all(getattr(known, name) == stated[name] for name in told):
            return known
        record = kind(id=self._new_id(), **stated) if known is None else replace(known, **dict(stated))
        if known is not None and known.id not in self._touched:
            self._known.first.setdefault(known.id, known)
        self.tally.objects[kind.CLASS, tally.NEW if known is None else tally.CHANGED] += 1
        self._known.put(record)
        self._touched[record.id] = None
        return record

    def note(self, rows: tuple[int, ...], label: str, code: str) -> None:
        """Say something about rows."""
        self.tally.notes.append(RefreshNote(rows, label, code))

    # --- objects -------------------------------------------------------------------------------------------

    def _loaded(self, known: Parcel | None, groups: frozenset[str]) -> dict[str, Any]:
        """Return the groups that a loaded source holds, those of earlier sources among them."""
        before = frozenset() if known is None else loaded_groups(known.loaded)
        return {"loaded": " ".join(sorted(before | groups))} if groups else {}

    def _certificate(self, claim: CertificateClaim) -> Certificate | None:
        if not any(value is not None for value in claim.values.values()):
            return None
        serial = claim.values.get("serial")
        known = self._known.certificate(serial) if serial else None
        if known is None:
            keys = [(one.values.get("source_id"), parcel_key(one.values)) for one in claim.parcels]
            known = self._known.certificate_without_serial(keys, claim.values)
        return self._upsert(Certificate, known, claim.values)

    def _covered(self, certificate: Certificate, named: Values) -> list[Parcel]:
        """Return the parcels that a certificate covers under a name, without one all of them."""
        links: list[CertificateParcel] = self._known.under(CertificateParcel, certificate.id)
        wanted = (named.get("sheet"), named.get("number"))
        fitting = [one for one in links if (one.sheet, one.number) == wanted] or (
            [] if any(wanted) else links
        )
        return [one for each in fitting if isinstance(one := self._known.objects[each.parcel_id], Parcel)]

    def _cover(self, certificate: Certificate, parcel: Parcel, named: Values) -> None:
        links = self._known.under(CertificateParcel, certificate.id)
        known = next((one for one in links if one.parcel_id == parcel.id), None)
        ends = {"certificate_id": certificate.id, "parcel_id": parcel.id}
        self._upsert(CertificateParcel, known, ends | dict(named))

    def _purposes(self, parcel: Parcel, claims: Sequence[PurposeClaim]) -> None:
        """Pair claimed purposes with those there: first by land use, then in order; the rest is new."""
        free: list[Purpose] = list(self._known.under(Purpose, parcel.id))
        pairs: list[tuple[PurposeClaim, Purpose | None]] = []
        for claim in claims:
            same = next((one for one in free if one.land_use == claim.values.get("land_use")), None)
            if same is not None:
                free.remove(same)
            pairs.append((claim, same))
        for claim, same in pairs:
            known = same if same is not None else (free.pop(0) if free else None)
            if known is None and claim.values.get("land_use") is None:
                continue
            if known is None and ("purpose", parcel.id) in self._last.removed:
                self._note(tally.REMOVED, "F021")
                continue
            purpose = self._upsert(Purpose, known, {"parcel_id": parcel.id} | dict(claim.values))
            self._origins(purpose, claim.origins)

    def _origins(self, purpose: Purpose, claims: Sequence[Values]) -> None:
        free: list[PurposeOrigin] = list(self._known.under(PurposeOrigin, purpose.id))
        for claim in claims:
            known = next((one for one in free if agrees(one, claim)), None) or (free[0] if free else None)
            if known is not None:
                free.remove(known)
            self._upsert(PurposeOrigin, known, {"purpose_id": purpose.id} | dict(claim))

    def _assets(self, parcel: Parcel, claims: Sequence[Values]) -> None:
        free: list[Asset] = list(self._known.under(Asset, parcel.id))
        for claim in claims:
            same = [one for one in free if (one.kind, one.number) == (claim.get("kind"), claim.get("number"))]
            known = same[0] if same else None
            if known is not None:
                free.remove(known)
            self._upsert(Asset, known, {"parcel_id": parcel.id} | dict(claim))

    def _holder(
        self,
        parcel: Parcel,
        claim: PersonClaim,
        certificate: Certificate | None = None,
        under: list[Party] | None = None,
    ) -> None:
        """Bring a land user of a parcel.

        Args:
            certificate: By which the parcel is held.
            under: Who holds other parcels by it, where a name is enough to be known again; whoever is brought is added.
        """
        rights: list[LandRight] = self._known.under(LandRight, parcel.id)
        holders = [one for each in rights if isinstance(one := self._known.objects[each.party_id], Party)]
        known = self._person(claim, [*holders, *self._known.now(under or ())])
        right = None if known is None else next((one for one in rights if one.party_id == known.id), None)
        is_of_own = any(value is not None for value in claim.right.values())
        if right is None and not claim.members and not is_of_own and self._as_member(claim, holders):
            return
        if right is None and ("land_right", parcel.id) in self._last.removed:
            self._note(tally.REMOVED, "F041")
            return
        party = self._party(claim, known, holders)
        if under is not None and party.id not in {one.id for one in under}:
            under.append(party)
        values = {"parcel_id": parcel.id, "party_id": party.id} | dict(claim.right)
        if certificate is not None:
            values["certificate_id"] = certificate.id
        right = self._in_place_of(party, rights, right)
        self._upsert(LandRight, right, values)

    def _as_member(self, claim: PersonClaim, holders: Sequence[Party]) -> bool:
        """Bring along a person who is there as a member of a couple, household or group; tell whether there is one."""
        for holder in holders:
            members = self._known.members_of(holder)
            known = self._person(claim, members)
            if known is not None and known.id in {one.id for one in members}:
                self._party(claim, known, ())
                return True
        return False

    def _in_place_of(
        self, party: Party, rights: Sequence[LandRight], own: LandRight | None
    ) -> LandRight | None:
        """Return the right of a land user who stood on the parcel in another way until now.

        Members of a couple, household or group stood there one by one, a person known by a number by name alone. The
        first of those rights becomes the one of the land user, the others go, and so does a person whom nothing else
        holds: what was known of them is known of the one they are. What was edited here stays.
        """
        members = self._known.members_of(party)
        # Who took land over holds it beside those on the certificate, though one of them.
        stated = [one for one in rights if one.party_id != party.id and one.acquired_by is None]
        for right in filter(self._is_untouched, stated):
            stood = self._known.objects[right.party_id]
            same = next((one for one in (*members, party) if is_same_party(one, stood)), None)
            if same is None:
                continue
            if own is None:
                own = replace(right, party_id=party.id)
                self._known.put(own)
                self._touched[own.id] = None
            else:
                self._known.remove(right)
                self._removed[right.id] = None
            if same.id != stood.id and isinstance(stood, Party):
                self._absorb(stood, same)
            if members:
                self._note(tally.JOINED, "F041")
        return own

    def _absorb(self, stood: Party, same: Party) -> None:
        """Give a person what was known of another who is the same, and let that one go where nothing holds it."""
        present = self._known.objects[same.id]
        known = {one.name: getattr(stood, one.name) for one in fields_of("party")}
        gained = {name: value for name, value in known.items() if value and getattr(present, name) is None}
        if gained:
            self._known.put(replace(present, **gained))
            self._touched[same.id] = None
        is_alone = not self._known.rights_of(stood.id) and not self._known.memberships_of(stood.id)
        if is_alone and self._is_untouched(stood) and not self._known.under(IdentityDocument, stood.id):
            self._removed[stood.id] = None

    def _is_untouched(self, record: AnyRecord) -> bool:
        return record.id not in self._known.first or self._last.is_as_imported(record.id)

    def _person(self, claim: PersonClaim, around: Sequence[Party]) -> Party | None:
        """Return the party that a claim means: by identity number; else by name or members among those around it."""
        number, name = claim.values.get("identity_number"), name_key(claim.values["name"])
        if number:
            same = self._known.person(claim.values)
            if same is not None:
                return same
            if self._known.parties(number):
                self._note(tally.OTHER_NAME, "F031")
        named = [one for one in around if name_key(one.name) == name]
        fitting = [one for one in named if not number or one.identity_number in (None, number)]
        same = next(
            (one for one in fitting if may_be_one(claim, one, is_several=bool(self._known.members_of(one)))),
            None,
        )
        return self._known.joint(claim, around) if same is None and claim.is_made else same

    def _party(self, claim: PersonClaim, known: Party | None, beside: Sequence[Party]) -> Party:
        """Bring a party with its documents and members.

        Args:
            beside: Land users of the same parcel, among whom members may be.
        """
        values = claim.values
        if known is not None and claim.is_made:
            values = {name: value for name, value in values.items() if name not in ("name", "address")}
        follows = known is not None and claim.is_made and known.name == self._known.made_name(known)
        party = self._upsert(Party, known, values)
        free: list[IdentityDocument] = list(self._known.under(IdentityDocument, party.id))
        for document in claim.documents:
            same = next((one for one in free if one.number == document.get("number")), None)
            self._upsert(IdentityDocument, same, {"party_id": party.id} | dict(document))
        members: list[PartyMember] = self._known.under(PartyMember, party.id)
        for member in claim.members:
            around = [
                *self._known.members_of(party),
                *self._known.now(one for one in beside if one.id != party.id),
            ]
            person = self._party(member, self._person(member, around), ())
            link = next((one for one in members if one.member_id == person.id), None)
            ends = {"party_id": party.id, "member_id": person.id}
            place = {} if link is not None else {"place": len(members) + 1}
            self._upsert(PartyMember, link, ends | place | dict(member.link))
            members = self._known.under(PartyMember, party.id)
        # A name that was made of the members is that of all who are members by now.
        return self._upsert(Party, party, {"name": self._known.made_name(party)}) if follows else party

    def _scan(self, values: Values, certificate: Certificate | None, parcels: Sequence[Parcel]) -> None:
        document = self._upsert(Document, self._known.document(values["file_name"]), values)
        links: list[DocumentLink] = self._known.under(DocumentLink, document.id)
        if certificate is not None:
            bound = any(one.certificate_id == certificate.id for one in links)
            ends: list[dict[str, Any]] = [] if bound else [{"certificate_id": certificate.id}]
        else:
            there = {one.parcel_id for one in links}
            ends = [{"parcel_id": one.id} for one in parcels if one.id not in there]
        for end in ends:
            self._upsert(DocumentLink, None, {"document_id": document.id} | end)

    # --- one object ----------------------------------------------------------------------------------------

    def _upsert(self, kind: type[RecordT], known: RecordT | None, values: Values) -> RecordT:
        """Return an object with what a source states of it, new or brought along."""
        stated = {name: value for name, value in values.items() if value is not None}
        if known is None:
            record = kind(id=self._new_id(), **stated)
            self._say_stated(record.id, stated)
            self.tally.objects[kind.CLASS, tally.NEW] += 1
        else:
            record = self._merged(known, stated)
            if record is known:
                return known
            if known.id in self._known.first and known.id not in self._touched:
                self.tally.objects[kind.CLASS, tally.CHANGED] += 1
        self._known.put(record)
        self._touched[record.id] = None
        return record

    def _merged(self, known: RecordT, stated: Mapping[str, Any]) -> RecordT:
        taken: dict[str, Any] = {}
        said = self._stated.get(known.id, frozenset())
        passed = set()
        for name, value in stated.items():
            now = getattr(known, name)
            if (
                now != value
                and name == "name"
                and isinstance(known, Party)
                and not is_better_name(value, now)
            ):
                passed.add(name)
            elif now == value:
                continue
            elif now is None or name == "loaded":
                taken[name] = value
            elif name in said:
                self._note(tally.DIFFERS, field_of(known.CLASS, name).id)
            elif self._may_replace(known, name, value):
                taken[name] = value
        self._say_stated(known.id, said.union(stated.keys() - passed))
        return replace(known, **taken) if taken else known

    def _say_stated(self, identifier: ObjectId, names: Iterable[str]) -> None:
        """Note which fields of an object the source states; most objects of a class share the few sets there are."""
        found = frozenset(names)
        self._stated[identifier] = self._same_names.setdefault(found, found)

    def _may_replace(self, known: AnyRecord, name: str, value: Any) -> bool:
        """Tell whether a source's value takes the place of the present one; note it where an edit stands against it."""
        field = field_of(known.CLASS, name)
        own = self._is_untouched(known)
        against = self._last.kept.get((known.id, field.id))
        text = format_value(field, value)
        if against is None:
            base = None if own else self._last.base(known.id)
            if own or (base is not None and getattr(base, name) == getattr(known, name)):
                return self._may_replace_source(known, field, value)
            against = None if base is None else canonical_or_none(field, getattr(base, name))
        if against != text:
            self._note(tally.KEPT, field.id)
        self.tally.kept[known.id, field.id] = text
        return False

    def _may_replace_source(self, known: AnyRecord, field: Field, value: Any) -> bool:
        """Tell whether the value takes the place of what another file brought; that is noted either way."""
        before = self._known.first.get(known.id)
        found = None if before is None else self._sources.disagreement(before, field, value)
        if found is None:
            return True
        sides, stays = found
        self._note(tally.OLDER if stays else tally.REPLACED, field.id, sides)
        return not stays

    def _note(self, code: str, field_id: str = "", sides: Sides | None = None) -> None:
        self.tally.notes.append(RefreshNote(self._rows, self._label, code, field_id, sides))
