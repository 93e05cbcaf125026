"""Changes as values: a delta has an old and a new side, a change set is one act.

No old side is a creation, no new side a deletion. Undo, audit trail, package and merge are made of these.
"""

from dataclasses import dataclass
from enum import StrEnum

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Parcel


class EntryKind(StrEnum):
    """What a journal entry is; it decides whether undo may take it back."""

    ACT = "act"
    IMPORT = "import"
    BASE = "base"
    UPDATE = "update"
    RECEIPT = "receipt"
    DECISION = "decision"
    HOUSEKEEPING = "housekeeping"


@dataclass(frozen=True, slots=True)
class Delta:
    """One object before and after; at least one side is there and both have the same id and class."""

    old: AnyRecord | None
    new: AnyRecord | None

    @property
    def either(self) -> AnyRecord:
        """The new side, or the old one of a deletion."""
        record = self.new if self.new is not None else self.old
        if record is None:
            raise ValueError("a delta needs a side")
        return record

    @property
    def id(self) -> ObjectId:
        """The object's identifier."""
        return self.either.id

    @property
    def class_name(self) -> str:
        """The object's class."""
        return self.either.CLASS

    def inverted(self) -> "Delta":
        """Return the delta that takes this one back."""
        return Delta(self.new, self.old)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One act.

    Args:
        command: Code of the command, ``parcel.split``.
        deltas: Each object at most once.
        subject: The parcels as people call them, ``12/57``; language-free, no personal data.
        lineage: Pairs of parent and child parcel that the act makes.
        resend: Objects that are to go to the office again as they are.
    """

    command: str
    deltas: tuple[Delta, ...]
    subject: str = ""
    lineage: tuple[tuple[ObjectId, ObjectId], ...] = ()
    resend: tuple[ObjectId, ...] = ()

    def inverted(self, command: str = "undo") -> "ChangeSet":
        """Return the change set that takes this one back; lineage goes with the entry it belongs to."""
        deltas = tuple(delta.inverted() for delta in reversed(self.deltas))
        return ChangeSet(f"{command}:{self.command}", deltas, self.subject)

    def parcels(self) -> tuple[Parcel, ...]:
        """Return the parcels touched, new side where there is one."""
        return tuple(delta.either for delta in self.deltas if isinstance(delta.either, Parcel))


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: the name stands in the journal and in packages.

    ``role`` is ``technician``, ``clerk`` (of the office) or ``trainer``.
    """

    id: ObjectId
    name: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    Args:
        number: 1, 2, 3 … within the store.
        kind: What it is.
        command: Code of the command.
        subject: Parcels as people call them.
        record: Registration it belongs to, an identifier as text.
        person: Who.
        workspace: Where, the workspace's identifier as text.
        at_ms: When, never before the entry before.
        undoes: Number of the entry it takes back.
        undone_by: Number of the entry that took it back.
        delta_count: Number of objects.
        hash: SHA-256 over it and its predecessor's.
    """

    number: int
    kind: EntryKind
    command: str
    subject: str
    record: str
    person: Person
    workspace: str
    at_ms: int
    undoes: int | None
    undone_by: int | None
    delta_count: int
    hash: bytes
