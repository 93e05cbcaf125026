"""One operation on one object, and the record (hồ sơ) that groups those which are decided together.

An operation names the object, the revision it started from (``trunk``: last received from the office; ``base``: last
sent), the revision it ends with, and the changed fields with old and new values in canonical form; where a package
that may be undecided said something else of a field, that value too. Values of ``GEOM`` are integer millimetres as in
``docs/formats/canonical.md``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args, get_type_hints

from landdesk.domain.canonical import (
    Revision,
    canonical_fields,
    image_of_fields,
    parse_revision,
    parse_value,
    record_from_fields,
    revision_of,
    revision_text,
)
from landdesk.domain.fields import FIELD_BY_ID, FIELDS, Kind, fields_of
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import CLASSES, OFFICIAL, PROVISIONAL, TRAVELLING, AnyRecord, Parcel
from landdesk.i18n import N_, Text
from landdesk.services.packages.container import damaged, whole_number

COMPULSORY = frozenset(
    one.id
    for one in FIELDS
    if one.owner in TRAVELLING and type(None) not in get_args(get_type_hints(CLASSES[one.owner])[one.name])
)
"""Fields that every object of their class has."""
_COMPULSORY_OF = {
    name: frozenset(one.id for one in fields_of(name) if one.id in COMPULSORY) for name in TRAVELLING
}

CREATE = "create"
UPDATE = "update"
DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Stand:
    """A revision with the counter people read."""

    no: int
    rev: Revision


@dataclass(frozen=True, slots=True)
class Operation:
    """One object's change.

    Args:
        changes: Field to its old and new canonical value, None for empty.
        sent: Field to the value it had when last sent, where that is neither the old nor the new one.
    """

    op_id: ObjectId
    record: ObjectId
    seq: int
    class_name: str
    oid: ObjectId
    op: str
    trunk: Stand | None
    base: Stand | None
    new: Stand | None
    changes: Mapping[str, tuple[str | None, str | None]]
    cause: str
    sent: Mapping[str, str | None] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the line of ``ops.jsonl``."""
        return {
            "op_id": id_text(self.op_id),
            "record": id_text(self.record),
            "seq": self.seq,
            "class": self.class_name,
            "oid": id_text(self.oid),
            "op": self.op,
            "trunk": _stand_json(self.trunk),
            "base": _stand_json(self.base),
            "new": _stand_json(self.new),
            "set": {
                name: {key: value for key, value in (("old", old), ("new", new)) if value is not None}
                | ({"sent": self.sent[name]} if name in self.sent else {})
                for name, (old, new) in self.changes.items()
            },
            "cause": self.cause,
        }

    def applied_to(self, present: AnyRecord | None) -> AnyRecord | None:
        """Return the object with the changed fields set, other fields as they are; None for a deletion.

        Raises:
            ValueError: The result lacks a compulsory field.
        """
        if self.op == DELETE:
            return None
        fields = {} if present is None else canonical_fields(present)
        for name, (_, new) in self.changes.items():
            if new is None:
                fields.pop(name, None)
            else:
                fields[name] = new
        return record_from_fields(self.class_name, self.oid, fields)

    def fields_differing_from(self, present: AnyRecord) -> list[str]:
        """Return the fields of the operation whose present value is none that its author started from or left."""
        fields = canonical_fields(present)
        return [
            name
            for name, (old, new) in self.changes.items()
            if fields.get(name) not in (old, new, self.sent.get(name, old))
        ]

    def keeping_number_of(self, present: AnyRecord) -> "Operation":
        """Return the operation without its provisional number where the office has given the parcel one."""
        given = isinstance(present, Parcel) and present.number_state == OFFICIAL
        if not given or self.changes.get("F004", (None, None))[1] != PROVISIONAL:
            return self
        changes = {name: pair for name, pair in self.changes.items() if name not in ("F003", "F004")}
        return replace(self, changes=changes)


def operation_between(
    old: AnyRecord | None, new: AnyRecord | None, sent: AnyRecord | None = None
) -> tuple[str, dict[str, tuple[str | None, str | None]], dict[str, str | None]]:
    """Return the kind of operation, the changed fields with old and new values, and what was sent of these before.

    Args:
        old: The object as the office knows it.
        new: As it is.
        sent: As a package said that the office may not have decided yet; its fields are named even where old and new
            are the same.
    """
    before = {} if old is None else canonical_fields(old)
    after = {} if new is None else canonical_fields(new)
    between = before if sent is None or new is None else canonical_fields(sent)
    kind = CREATE if old is None else DELETE if new is None else UPDATE
    names = sorted(before.keys() | after.keys() | between.keys())
    changes = {
        name: (before.get(name), after.get(name))
        for name in names
        if not before.get(name) == after.get(name) == between.get(name)
    }
    said = {
        name: between.get(name)
        for name in changes
        if sent is not None and new is not None and between.get(name) not in changes[name]
    }
    return kind, changes, said


def full_operation(
    record: ObjectId,
    seq: int,
    class_name: str,
    oid: ObjectId,
    image: Mapping[str, str],
    stand: Stand,
    op_id: ObjectId,
) -> Operation:
    """Return the operation that creates an object whole, as base packages hold it."""
    changes: dict[str, tuple[str | None, str | None]] = {name: (None, value) for name, value in image.items()}
    return Operation(op_id, record, seq, class_name, oid, CREATE, None, None, stand, changes, "office")


def read_operation(line: Mapping[str, Any], name: str) -> Operation:
    """Return the operation of a line of ``ops.jsonl``; every value must be in canonical form.

    Raises:
        InvalidInputError: A field is missing, unknown or not in canonical form.
    """
    try:
        changes: dict[str, tuple[str | None, str | None]] = {}
        sent: dict[str, str | None] = {}
        for field_id, values in line["set"].items():
            old, new = values.get("old"), values.get("new")
            texts = [values[key] for key in values if key != "sent" or values[key] is not None]
            unfit = (
                FIELD_BY_ID[field_id].owner != line["class"]
                or not values.keys() <= {"old", "new", "sent"}
                or not all(isinstance(text, str) for text in texts)
                or ("sent" in values and values["sent"] in (old, new))
            )
            if unfit:
                raise ValueError(field_id)
            changes[field_id] = (old, new)
            if "sent" in values:
                sent[field_id] = values["sent"]
        operation = Operation(
            op_id=parse_id(line["op_id"]),
            record=parse_id(line["record"]),
            seq=whole_number(line["seq"]),
            class_name=line["class"],
            oid=parse_id(line["oid"]),
            op=line["op"],
            trunk=_read_stand(line["trunk"]),
            base=_read_stand(line["base"]),
            new=_read_stand(line["new"]),
            changes=changes,
            cause=str(line["cause"]),
            sent=sent,
        )
        fits = (
            operation.class_name in TRAVELLING
            and operation.op in (CREATE, UPDATE, DELETE)
            and (operation.new is None) == (operation.op == DELETE)
            and (operation.op == CREATE or operation.trunk is not None)
        )
        if not fits:
            raise ValueError(operation.op)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        detail = Text(N_("operation {seq}"), {"seq": str(line.get("seq", "?"))[:20]})
        raise damaged("package.inconsistent", detail, name) from error
    return operation


def sound_creation(operation: Operation, name: str) -> AnyRecord | None:
    """Return the object that a creation makes, None for other operations, after looking at every value.

    Whether shapes are in canonical form is for the caller to compare, for all of them in one pass.

    Raises:
        InvalidInputError: A value is not in canonical form, or a creation does not lead to the revision it names.
    """
    try:
        for field_id, (old, new) in operation.changes.items():
            if operation.op == UPDATE and new is None and field_id in COMPULSORY:
                raise ValueError(field_id)
            if field_id == "F004" and new not in (OFFICIAL, PROVISIONAL) and operation.op != DELETE:
                raise ValueError(field_id)
            for text in (old, new, operation.sent.get(field_id)):
                # The new values of a creation are looked at as a whole below.
                if text is not None and (operation.op != CREATE or text is not new):
                    parse_value(FIELD_BY_ID[field_id], text)
        if operation.op == CREATE:
            fields = {name: new for name, (_, new) in operation.changes.items() if new is not None}
            lacking = _COMPULSORY_OF[operation.class_name] - fields.keys()
            if lacking or operation.new is None or revision_of(image_of_fields(fields)) != operation.new.rev:
                raise ValueError("revision")
            return record_from_fields(
                operation.class_name, operation.oid, fields, known_good=frozenset({Kind.SHAPE})
            )
    except ValueError as error:
        detail = Text(N_("operation {seq}"), {"seq": operation.seq})
        raise damaged("package.inconsistent", detail, name) from error
    return None


def renumbered(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations counted from 1."""
    return [replace(one, seq=seq) for seq, one in enumerate(operations, start=1)]


def _stand_json(stand: Stand | None) -> dict[str, Any] | None:
    return None if stand is None else {"no": stand.no, "rev": revision_text(stand.rev)}


def _read_stand(value: Mapping[str, Any] | None) -> Stand | None:
    return None if value is None else Stand(whole_number(value["no"]), parse_revision(value["rev"]))


@dataclass(frozen=True, slots=True)
class Act:
    """A journal entry as a package tells of it."""

    entry: int
    command: str
    subject: str
    person: str
    unit: str
    at: str


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """Acts that are decided together, since they touch the same objects.

    ``lineage`` holds pairs of parent and child parcel.
    """

    id: ObjectId
    acts: tuple[Act, ...]
    lineage: tuple[tuple[ObjectId, ObjectId], ...]

    @property
    def subject(self) -> str:
        """The parcels the acts name, each once, in order."""
        return "; ".join(dict.fromkeys(act.subject for act in self.acts if act.subject))

    def to_json(self) -> dict[str, Any]:
        """Return the line of ``records.jsonl``."""
        return {
            "record": id_text(self.id),
            "acts": [
                {
                    "entry": act.entry,
                    "command": act.command,
                    "subject": act.subject,
                    "person": act.person,
                    "unit": act.unit,
                    "at": act.at,
                }
                for act in self.acts
            ],
            "lineage": [[id_text(parent), id_text(child)] for parent, child in self.lineage],
            "documents": [],
            "depends_on": [],
        }


def read_record(line: Mapping[str, Any], name: str) -> PackageRecord:
    """Return the record of a line of ``records.jsonl``.

    Raises:
        InvalidInputError: A field is missing or of the wrong kind.
    """
    try:
        return PackageRecord(
            id=parse_id(line["record"]),
            acts=tuple(
                Act(
                    whole_number(act["entry"]),
                    str(act["command"]),
                    str(act["subject"]),
                    str(act["person"]),
                    str(act["unit"]),
                    str(act["at"]),
                )
                for act in line["acts"]
            ),
            lineage=tuple((parse_id(parent), parse_id(child)) for parent, child in line["lineage"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise damaged("package.inconsistent", Text(N_("a record")), name) from error
