"""Which objects of the record a form means: each with the values typed, the recorded one beside it where there is one.

Problems and edits are both made from it, so that what is asked about is exactly what would be written. Nothing that is
recorded is taken away: what a form does not name stays.

A right without a purpose holds for all purposes of its parcel: a holder has one right on each parcel, which names the
purpose only where there is one.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from landdesk.domain.collection import COLLECTED, ENTERED
from landdesk.domain.commands import New, Value
from landdesk.domain.completeness import INDIVIDUAL, loaded_groups
from landdesk.domain.dossier import Dossier
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import NameLikeness, likeness
from landdesk.domain.records import (
    AnyRecord,
    Asset,
    LandRight,
    Parcel,
    Party,
    Purpose,
    PurposeOrigin,
)
from landdesk.services.campaign.pl3 import (
    CO_USERS,
    COMMUNITY,
    COUPLE,
    HEAD,
    HOUSEHOLD,
    ORGANISATION,
)
from landdesk.services.entry.form import (
    AssetForm,
    CertificateForm,
    CurrentUserForm,
    ParcelForm,
    PersonForm,
    PurposeForm,
)
from landdesk.services.entry.known import Known
from landdesk.services.entry.target import Target, holder_name, paired

USE: Final = "use"
OLD_CARD_DIGITS: Final = 9
JOINT: Final = frozenset({COUPLE, HOUSEHOLD, CO_USERS})
BODIES: Final = frozenset({ORGANISATION, COMMUNITY})
FORM_GROUPS: Final = frozenset(
    "key code area address purpose form term origin user identity user_address certificate scan".split()
)
"""Field groups that the form asks about: what is not filled in is missing, not unknown."""


def plan(form: CertificateForm, known: Known, state: str = ENTERED) -> tuple[Target, ...]:
    """Return the objects that a form means, those that others refer to first.

    Args:
        form: Completed, see ``defaults.py``.
        known: What is recorded.
        state: State of collection that its parcels get.
    """
    return _Plan(form, known, state).made()


class _Plan:
    def __init__(self, form: CertificateForm, known: Known, state: str) -> None:
        self._form = form
        self._known = known
        self._state = state
        self._targets: list[Target] = []

    def made(self) -> tuple[Target, ...]:
        form = self._form
        holder = self._holder()
        certificate = self._certificate()
        self._scans(certificate)
        current = self._current_user(form.current_user)
        for at, parcel in enumerate(form.parcels):
            self._parcel(at, parcel, certificate, holder, current)
        return tuple(self._targets)

    def _add(
        self,
        class_name: str,
        key: str,
        recorded: AnyRecord | None,
        typed: Mapping[str, Value],
        place: str = "",
        places: Mapping[str, str] | None = None,
        **more: Mapping[str, Value],
    ) -> Target:
        given = {name: value for name, value in typed.items() if value is not None}
        said = {name: place + (places or {}).get(name, name) for name in given}
        target = Target(class_name, key, recorded, given, said, **more)
        self._targets.append(target)
        return target

    # --- persons -------------------------------------------------------------------------------------------

    def _holder(self) -> Target | None:
        form = self._form
        people = [self._person(at, one) for at, one in enumerate(form.persons)]
        kind = form.holder_kind or INDIVIDUAL
        if kind in BODIES:
            return self._with_members(self._body(kind), people)
        if kind in JOINT and people:
            return self._with_members(self._joint(kind, people), people)
        return people[0] if people else None

    def _person(self, at: int, person: PersonForm) -> Target:
        place = f"persons.{at}."
        return self._individual(f"person{at}", person, place, {"born": person.born, "sex": person.sex})

    def _individual(
        self, key: str, person: PersonForm | CurrentUserForm, place: str, more: Mapping[str, Value]
    ) -> Target:
        number = person.identity_number
        is_old = number is not None and len(number) == OLD_CARD_DIGITS
        typed: dict[str, Value] = {
            "name": person.name,
            "identity_number": None if is_old else number,
            "address": person.address,
            **more,
        }
        recorded = self._known.person(number) or self._on_certificate(person.name, INDIVIDUAL, number)
        if recorded is None:
            recorded = self._known.holder_called(person.name, number)
            if any(one.recorded == recorded for one in self._targets):
                recorded = None
        made = self._add("party", key, recorded, typed, place, silent={"kind": INDIVIDUAL})
        if is_old and recorded is None:
            values = {"party_id": made.ref, "kind": "CMND", "number": number, "on_certificate": True}
            self._add("identity_document", f"{key}.card", None, values, place, {"number": "identity_number"})
        return made

    def _on_certificate(self, name: str | None, kind: str, number: str | None = None) -> Party | None:
        """Return whom the certificate that is gone on with names so: there a name is enough, for once."""
        if self._known.certificate(self._form) is None:
            return None
        taken = {one.recorded.id for one in self._targets if one.recorded is not None}
        # Whom another row names by number is not who this row names by name.
        taken |= {one.id for found in self._known.persons.values() for one in found}
        return next(
            (
                one
                for one in self._known.on_certificate
                if one.id not in taken
                and one.kind == kind
                and likeness(one.name, name or "") is NameLikeness.SAME
                and (number is None or one.identity_number in (None, number))
            ),
            None,
        )

    def _body(self, kind: str) -> Target:
        form = self._form
        found = [one for one in self._known.organisations if (one.kind or kind) == kind]
        typed = {
            "name": form.organisation,
            "tax_code": form.organisation_number,
            "address": form.organisation_address,
        }
        places = {
            "name": "organisation",
            "tax_code": "organisation_number",
            "address": "organisation_address",
        }
        recorded = found[0] if len(found) == 1 else self._on_certificate(form.organisation, kind)
        return self._add("party", "holder", recorded, typed, places=places, silent={"kind": kind})

    def _joint(self, kind: str, people: Sequence[Target]) -> Target:
        ids = frozenset(one.recorded.id for one in people if one.recorded is not None)
        found = (
            [one for one in self._known.joint.get(ids, ()) if one.kind == kind]
            if len(ids) == len(people)
            else []
        )
        head = next((one for one in self._form.persons if one.role == HEAD), self._form.persons[0])
        silent: dict[str, Value] = {"name": holder_name(self._form), "kind": kind}
        if kind == HOUSEHOLD and head.address:
            silent["address"] = head.address
        return self._add("party", "holder", found[0] if found else None, {}, silent=silent)

    def _with_members(self, holder: Target, people: Sequence[Target]) -> Target:
        for at, (member, person) in enumerate(zip(people, self._form.persons, strict=True)):
            recorded = next(
                (
                    one
                    for one in self._known.members
                    if (one.party_id, one.member_id) == (holder.ref, member.ref)
                ),
                None,
            )
            typed = {"role": person.role}
            own: dict[str, Value] = {}
            if recorded is None:
                own = {"party_id": holder.ref, "member_id": member.ref, "place": at + 1}
            self._add("party_member", f"member{at}", recorded, typed, f"persons.{at}.", own=own)
        return holder

    def _current_user(self, user: CurrentUserForm | None) -> Target | None:
        return None if user is None else self._individual("current", user, "current_user.", {})

    # --- certificate ---------------------------------------------------------------------------------------

    def _certificate(self) -> Target:
        form = self._form
        names = ("serial", "issued_on", "register_number", "kind", "issuer", "holder_kind", "commune")
        typed = {name: getattr(form, name) for name in names}
        recorded = self._known.certificate(form)
        if recorded is not None:
            # How a serial is spaced is no other value.
            typed.pop("serial")
        return self._add("certificate", "certificate", recorded, typed)

    def _scans(self, certificate: Target) -> None:
        for at, scan in enumerate(self._form.scans):
            recorded = self._known.documents.get(scan.sha256)
            silent: dict[str, Value] = {
                "kind": scan.kind,
                "file_name": scan.file_name,
                "sha256": scan.sha256,
                "size_bytes": scan.size_bytes,
                "media_type": scan.media_type,
                "pages": scan.pages,
            }
            document = self._add("document", f"scan{at}", recorded, {}, silent=silent)
            if (document.ref, certificate.ref) not in self._known.linked:
                own = {"document_id": document.ref, "certificate_id": certificate.ref}
                self._add("document_link", f"link{at}", None, {}, own=own)

    # --- parcels -------------------------------------------------------------------------------------------

    def _parcel(
        self, at: int, parcel: ParcelForm, certificate: Target, holder: Target | None, current: Target | None
    ) -> None:
        place = f"parcels.{at}."
        dossier = self._known.dossier(parcel.key)
        recorded = None if dossier is None else dossier.parcel
        typed: dict[str, Value] = {
            "sheet": parcel.sheet,
            "number": parcel.number,
            "parcel_code": parcel.parcel_code,
            "address": parcel.address,
            "legal_area_m2": parcel.area_m2,
        }
        silent: dict[str, Value] = {"commune": self._form.commune}
        if parcel.key is None:
            silent |= {"old_sheet": parcel.certificate_sheet, "old_number": parcel.certificate_number}
        target = self._add(
            "parcel",
            f"parcel{at}",
            recorded,
            typed,
            place,
            {"legal_area_m2": "area_m2"},
            own=self._states(recorded),
            silent=silent,
        )
        purposes = self._purposes(target, parcel, dossier, place)
        if parcel.asset is not None:
            self._asset(target, parcel.asset, dossier, f"{place}asset.")
        self._cover(target, at, parcel, certificate, dossier)
        only = purposes[0].ref if len(purposes) == 1 else None
        for name, who, reason in (("right", holder, None), ("current_right", current, self._reason)):
            if who is not None:
                self._right(f"{name}{at}", target, who, certificate, only, dossier, reason)

    @property
    def _reason(self) -> str | None:
        return None if self._form.current_user is None else self._form.current_user.reason

    def _states(self, recorded: Parcel | None) -> dict[str, Value]:
        groups = FORM_GROUPS if self._state == ENTERED else frozenset({"certificate", "scan", "key"})
        if recorded is None:
            return {"collection_state": self._state, "loaded": " ".join(sorted(groups))}
        values: dict[str, Value] = {"loaded": " ".join(sorted(loaded_groups(recorded.loaded) | groups))}
        if recorded.collection_state in (None, COLLECTED):
            values["collection_state"] = self._state
        return values

    def _purposes(
        self, parcel: Target, form: ParcelForm, dossier: Dossier | None, place: str
    ) -> list[Target]:
        recorded = [] if dossier is None else dossier.purposes
        pairs = paired(form.purposes, recorded, lambda one, other: one.land_use == other.land_use)
        made = []
        for at, (one, other) in enumerate(pairs):
            own_place = f"{place}purposes.{at}."
            places = {"term_kind": "term", "term_until": "term"}
            own: dict[str, Value] = {} if other is not None else {"parcel_id": parcel.ref, "place": at + 1}
            target = self._add(
                "purpose",
                f"{parcel.key}.purpose{at}",
                other,
                _purpose_values(one),
                own_place,
                places,
                own=own,
            )
            self._origins(target, one, dossier, f"{own_place}origin")
            made.append(target)
        return made

    def _origins(self, purpose: Target, form: PurposeForm, dossier: Dossier | None, place: str) -> None:
        recorded: list[PurposeOrigin] = []
        if dossier is not None and isinstance(purpose.recorded, Purpose):
            recorded = dossier.origins_of(purpose.recorded)
        names = ("origin", "transfer_origin", "detail")
        pairs = paired(
            form.origins,
            recorded,
            lambda one, other: all(getattr(one, name) == getattr(other, name) for name in names),
        )
        for at, (one, other) in enumerate(pairs):
            typed = {name: getattr(one, name) for name in names}
            own: dict[str, Value] = {} if other is not None else {"purpose_id": purpose.ref}
            places = dict.fromkeys(names, place)
            self._add("purpose_origin", f"{purpose.key}.origin{at}", other, typed, "", places, own=own)

    def _asset(self, parcel: Target, form: AssetForm, dossier: Dossier | None, place: str) -> None:
        recorded = [] if dossier is None else dossier.assets
        within: Target | None = None
        for name, kind in (("complex", "apartment_complex"), ("block", "apartment_block")):
            title = getattr(form, name)
            if title is None:
                continue
            known = next((one for one in recorded if (one.kind, one.name) == (kind, title)), None)
            own = _asset_place(parcel, within, known)
            if known is None:
                own |= {"kind": kind}
            within = self._add(
                "asset", f"{parcel.key}.{name}", known, {"name": title}, place, {"name": name}, own=own
            )
        typed = {
            "kind": form.kind,
            "number": form.apartment,
            "built_area_m2": form.built_area_m2,
            "floor_area_m2": form.floor_area_m2,
            "ownership_form": form.ownership_form,
            "ownership_term": form.ownership_term,
            "grade": form.grade,
        }
        if any(value is not None for value in typed.values()):
            same = next(
                (one for one in recorded if (one.kind, one.number) == (form.kind, form.apartment)), None
            )
            own = _asset_place(parcel, within, same)
            self._add("asset", f"{parcel.key}.asset", same, typed, place, {"number": "apartment"}, own=own)

    def _cover(
        self, parcel: Target, at: int, form: ParcelForm, certificate: Target, dossier: Dossier | None
    ) -> None:
        links = (
            []
            if dossier is None
            else [link for link, one in dossier.certificates if one.id == certificate.ref]
        )
        own = {} if links else {"certificate_id": certificate.ref, "parcel_id": parcel.ref}
        typed: dict[str, Value] = {"sheet": form.certificate_sheet, "number": form.certificate_number}
        places = {"sheet": "certificate_sheet", "number": "certificate_number"}
        self._add(
            "certificate_parcel",
            f"cover{at}",
            links[0] if links else None,
            typed,
            f"parcels.{at}.",
            places,
            own=own,
        )

    def _right(
        self,
        key: str,
        parcel: Target,
        holder: Target,
        certificate: Target,
        purpose: ObjectId | New | None,
        dossier: Dossier | None,
        reason: str | None,
    ) -> None:
        recorded = [
            one
            for one in ([] if dossier is None else dossier.rights)
            if one.party_id == holder.ref
            and one.kind in (None, USE)
            and one.certificate_id in (None, certificate.ref)
            and bool(one.acquired_by) == bool(reason)
        ]
        own: dict[str, Value] = {} if recorded else {"parcel_id": parcel.ref, "party_id": holder.ref}
        silent: dict[str, Value] = {"kind": USE, "certificate_id": certificate.ref, "purpose_id": purpose}
        typed: dict[str, Value] = {"acquired_by": reason}
        right: LandRight | None = recorded[0] if recorded else None
        places = {"acquired_by": "current_user.reason"}
        self._add("land_right", key, right, typed, "", places, own=own, silent=silent)


def _purpose_values(form: PurposeForm) -> dict[str, Value]:
    values: dict[str, Value] = {
        name: getattr(form, name)
        for name in ("land_use", "area_m2", "form", "term_kind", "term", "term_until")
    }
    return values


def _asset_place(parcel: Target, within: Target | None, known: Asset | None) -> dict[str, Value]:
    if known is not None:
        return {}
    values: dict[str, Value] = {"parcel_id": parcel.ref}
    if within is not None:
        values["within_id"] = within.ref
    return values
