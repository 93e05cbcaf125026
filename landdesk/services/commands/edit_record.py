"""Answer to ``EditRecord``: objects of any class changed, added and removed in one act.

What a field may hold is the registry's and ``field_checks.py``'s business; what objects may be together is said here:
compulsory fields stay, references lead somewhere, nobody uses a parcel twice by the same right, one identity number is
one person. A value that changes without a basis loses what proved the former one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from landdesk.domain.bonds import references_of
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import AddObject, Basis, Edit, EditRecord, New, RemoveObject, SetFields, Value
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.fields import ANY_CLASS, FIELD_BY_ID, Field, Kind, field_of, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    CLASSES,
    AnyRecord,
    CertificateParcel,
    Evidence,
    LandRight,
    Parcel,
    Party,
    PartyMember,
)
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.field_checks import checked, is_compulsory, missing

KEYS_IN_SUBJECT = 5


def edit_record(command: EditRecord, context: EditContext) -> ChangeSet:
    """Return the deltas of the edits, what was removed with its parts, and the evidence of each value.

    Raises:
        InvalidInputError: A value is not one of its field, a compulsory one is missing, a field is not of the class.
        RefusedError: An object does not exist, or the objects do not go together.
    """
    made = _Act(context)
    for edit in command.edits:
        made.take(edit)
    made.refuse_unsound()
    made.bind_evidence(command.basis)
    return ChangeSet(command.name, tuple(made.deltas()), made.subject())


class _Act:
    """Objects before and after, by identifier; the edits change the after side one by one."""

    def __init__(self, context: EditContext) -> None:
        self._context = context
        self._work = context.work
        self._before: dict[ObjectId, AnyRecord | None] = {}
        self._after: dict[ObjectId, AnyRecord | None] = {}
        self._new: dict[str, ObjectId] = {}
        self._typed: dict[ObjectId, set[str]] = {}

    def take(self, edit: Edit) -> None:
        """Do one edit."""
        if isinstance(edit, AddObject):
            self._add(edit)
        elif isinstance(edit, SetFields):
            self._set(edit)
        else:
            self._remove(edit)

    def _add(self, edit: AddObject) -> None:
        values = self._values(edit.class_name, edit.values)
        for field in fields_of(edit.class_name):
            if field.name not in values and is_compulsory(field):
                if field.name == "number_state":
                    continue
                raise missing(field)
        identifier = self._work.new_id()
        if edit.key:
            if edit.key in self._new:
                raise ValueError(f"two objects called {edit.key}")
            self._new[edit.key] = identifier
        self._before[identifier] = None
        self._after[identifier] = CLASSES[edit.class_name](id=identifier, **values)
        self._typed[identifier] = {name for name, value in values.items() if value is not None}

    def _set(self, edit: SetFields) -> None:
        record = self._present(edit.class_name, edit.object_id)
        values = self._values(edit.class_name, edit.values)
        for name, value in values.items():
            field = field_of(edit.class_name, name)
            if value is None and is_compulsory(field):
                raise missing(field)
        self._after[record.id] = replace(record, **values)
        changed = {name for name, value in values.items() if value != getattr(record, name)}
        self._typed.setdefault(record.id, set()).update(changed)

    def _remove(self, edit: RemoveObject) -> None:
        record = self._present(edit.class_name, edit.object_id)
        for delta in self._context.removal([record]):
            if delta.new is None or self._after.get(delta.id, delta.old) is not None:
                self._before.setdefault(delta.id, delta.old)
                self._after[delta.id] = delta.new

    def _present(self, class_name: str, identifier: ObjectId) -> AnyRecord:
        """Return an object as the edits so far leave it."""
        if identifier not in self._after:
            record = self._work.get(CLASSES[class_name], identifier)
            self._before[identifier] = self._after[identifier] = record
        present = self._after[identifier]
        if present is None:
            raise ValueError("an object that the same act removes")
        return present

    def _values(self, class_name: str, values: Mapping[str, Value]) -> dict[str, Any]:
        try:
            fields = {name: field_of(class_name, name) for name in values}
        except KeyError as error:
            raise InvalidInputError(
                "record.no-field",
                Text(
                    N_("{kind} has no field “{name}”."), {"kind": class_name, "name": str(error.args[0][1])}
                ),
                remedy=Text(
                    N_("It has: {names}"), {"names": ", ".join(one.name for one in fields_of(class_name))}
                ),
            ) from error
        return {name: checked(fields[name], self._resolved(value)) for name, value in values.items()}

    def _resolved(self, value: Value) -> Any:
        return self._new[value.key] if isinstance(value, New) else value

    def refuse_unsound(self) -> None:
        """Refuse what cannot be together.

        Raises:
            RefusedError: A reference leads nowhere, the same thing would be recorded twice.
        """
        there = [one for one in self._after.values() if one is not None]
        self._refuse_dangling(there)
        self._refuse_twice(there)
        for one in there:
            if isinstance(one, PartyMember) and one.member_id == one.party_id:
                raise RefusedError(
                    "record.member-of-itself",
                    Text(N_("A land user cannot be a member of itself.")),
                    remedy=Text(N_("Choose another person as the member.")),
                )

    def _refuse_dangling(self, there: Iterable[AnyRecord]) -> None:
        wanted: dict[str, set[ObjectId]] = {}
        for record in there:
            for field, target in references_of(record):
                if field.target == ANY_CLASS:
                    continue
                if target in self._after:
                    other = self._after[target]
                    if other is None or field.target != other.CLASS:
                        raise _leads_nowhere(field)
                else:
                    wanted.setdefault(field.target, set()).add(target)
        known = self._work.records(wanted)
        for class_name, targets in wanted.items():
            if targets - known.keys():
                raise _leads_nowhere(next(one for one in FIELD_BY_ID.values() if one.target == class_name))

    def _refuse_twice(self, there: Iterable[AnyRecord]) -> None:
        rights = [one for one in there if isinstance(one, LandRight)]
        covered = [one for one in there if isinstance(one, CertificateParcel)]
        if rights or covered:
            self._refuse_twice_on_a_parcel(rights, covered)
        numbers: dict[str, ObjectId] = {}
        for party in there:
            # A number that others have already is for the check; nothing else of the person waits for it.
            if not isinstance(party, Party) or "identity_number" not in self._typed.get(party.id, ()):
                continue
            if party.identity_number is None:
                continue
            others = self._work.parties_by_identity(party.identity_number)
            taken = any(one.id != party.id and one.id not in self._after for one in others)
            if taken or numbers.setdefault(party.identity_number, party.id) != party.id:
                raise RefusedError(
                    "user.number-taken",
                    Text(N_("Another person is recorded with this identity number.")),
                    remedy=Text(N_("Check the number on the card.")),
                )

    def _refuse_twice_on_a_parcel(
        self, rights: Iterable[LandRight], covered: Iterable[CertificateParcel]
    ) -> None:
        of_rights = {one.parcel_id for one in rights}
        known = [one for one in self._work.rights_of(of_rights) if one.id not in self._after]
        seen: set[tuple[Any, ...]] = {_right_key(one) for one in known}
        for right in rights:
            if _right_key(right) in seen:
                raise RefusedError(
                    "user.there-already",
                    Text(N_("This person is recorded as a user of the parcel already.")),
                    self._where(right.parcel_id),
                    Text(N_("There is nothing to add.")),
                )
            seen.add(_right_key(right))
        field = field_of("certificate_parcel", "parcel_id")
        parcels = {one.parcel_id for one in covered}
        links = [one for _, one in self._work.pointing_at([field], parcels) if one.id not in self._after]
        pairs = {(one.certificate_id, one.parcel_id) for one in links if isinstance(one, CertificateParcel)}
        for link in covered:
            pair = (link.certificate_id, link.parcel_id)
            if pair in pairs:
                raise RefusedError(
                    "certificate.there-already",
                    Text(N_("The certificate covers this parcel already.")),
                    self._where(link.parcel_id),
                    Text(N_("There is nothing to add.")),
                )
            pairs.add(pair)

    def _where(self, parcel_id: ObjectId) -> Text | None:
        parcel = self._after.get(parcel_id) or self._work.get_many(Parcel, [parcel_id]).get(parcel_id)
        return Text(N_("Parcel {key}"), {"key": parcel.key}) if isinstance(parcel, Parcel) else None

    def bind_evidence(self, basis: Basis | None) -> None:
        """Bind the basis to each value that was given; one that changed without is proved by nothing any more."""
        typed = {one: names for one, names in self._typed.items() if self._after.get(one) is not None}
        if not any(typed.values()):
            return
        field = field_of("evidence", "subject")
        known = [one for _, one in self._work.pointing_at([field], list(typed)) if isinstance(one, Evidence)]
        for one in known:
            record = self._after[one.subject]
            names = {field_of(record.CLASS, name).id for name in typed[one.subject]} if record else set()
            if one.field in names and one.id not in self._after:
                self._before[one.id], self._after[one.id] = one, None
        if basis is None:
            return
        for subject, names in typed.items():
            record = self._after[subject]
            for name in sorted(names):
                if record is None or getattr(record, name) is None or record.CLASS in _PROVING:
                    continue
                proved = field_of(record.CLASS, name)
                if proved.kind is Kind.REFERENCE:
                    continue
                identifier = self._work.new_id()
                self._before[identifier] = None
                self._after[identifier] = Evidence(
                    identifier,
                    subject,
                    proved.id,
                    basis.kind,
                    self._resolved(basis.document_id),
                    basis.page,
                    self._resolved(basis.registration_id),
                    basis.words,
                )

    def deltas(self) -> list[Delta]:
        """Return what differs; an object that the act added and removed again is left out."""
        return [
            Delta(before, after)
            for identifier, before in self._before.items()
            if (after := self._after[identifier]) != before
        ]

    def subject(self) -> str:
        """Return the parcels concerned as people call them, the first few."""
        sides = [self._after[one] or self._before[one] for one in self._before]
        records = [one for one in sides if one is not None and one.CLASS != "evidence"]
        fresh = {one.id: one for one in records if isinstance(one, Parcel)}
        named = {one for record in records for one in _parcels_of(record)}
        if not named:
            concerned = self._work.parcels_concerned(
                one for one in records if self._before[one.id] is not None
            )
            named = set().union(*concerned.values())
        keys = {one: fresh[one].key for one in named if one in fresh}
        keys |= self._work.keys_of(named - keys.keys())
        words = sorted(keys.values())
        return ", ".join(words[:KEYS_IN_SUBJECT]) + (", …" if len(words) > KEYS_IN_SUBJECT else "")


_PROVING = frozenset({"evidence", "document", "document_link", "registration", "registration_parcel"})
"""Classes whose values are evidence themselves."""


def _parcels_of(record: AnyRecord) -> list[ObjectId]:
    found = record.id if isinstance(record, Parcel) else getattr(record, "parcel_id", None)
    return [] if found is None else [found]


def _right_key(right: LandRight) -> tuple[Any, ...]:
    return (
        right.parcel_id,
        right.party_id,
        right.kind,
        right.purpose_id,
        right.certificate_id,
        right.asset_id,
    )


def _leads_nowhere(field: Field) -> RefusedError:
    return RefusedError(
        "record.no-target",
        Text(N_("“{field}” refers to something that is not in the record."), {"field": Text(field.title)}),
        remedy=Text(N_("Refresh the list and try again.")),
    )
