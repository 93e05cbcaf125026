"""The whole record of an invented commune while it is made: objects by identifier, and what hangs on each parcel."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from landdesk.domain.bonds import LINK_FIELDS, PART_FIELDS
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord

RecordT = TypeVar("RecordT", bound=AnyRecord)


@dataclass(slots=True)
class Holding:
    """What hangs on one parcel, by identifier.

    Args:
        holder: The party that uses it.
        persons: The people who are the holder or belong to it; none of an organisation.
        purposes: One at least.
        certificate: The valid one; None of public ways.
        covered: That the certificate covers the parcel.
        scan: Of the certificate.
        identity_scan: Of the people's papers; None where no people hold it.
        status: What the branch says.
    """

    holder: ObjectId
    persons: tuple[ObjectId, ...]
    purposes: list[ObjectId] = field(default_factory=list)
    certificate: ObjectId | None = None
    covered: ObjectId | None = None
    scan: ObjectId | None = None
    identity_scan: ObjectId | None = None
    status: ObjectId | None = None


class WholeRecord:
    """All objects but the parcels, whose places in the register count."""

    def __init__(self) -> None:
        self.holdings: dict[ObjectId, Holding] = {}
        """By parcel."""
        self._objects: dict[str, dict[ObjectId, AnyRecord]] = {name: {} for name in CLASSES}

    def __iter__(self) -> Iterator[AnyRecord]:
        """Yield the objects in the order in which they can be created."""
        return (one for objects in self._objects.values() for one in objects.values())

    def add(self, record: RecordT) -> RecordT:
        """Keep a new object and return it."""
        self._objects[record.CLASS][record.id] = record
        return record

    def get(self, kind: type[RecordT], identifier: ObjectId | None) -> RecordT:
        """Return the object of a class that has to be there."""
        assert identifier is not None, f"no {kind.CLASS}"
        return cast(RecordT, self._objects[kind.CLASS][identifier])

    def all_of(self, kind: type[RecordT]) -> list[RecordT]:
        """Return the objects of a class in the order in which they were made."""
        return cast(list[RecordT], list(self._objects[kind.CLASS].values()))

    def change(self, identifier: ObjectId | None, **values: Any) -> None:
        """Give fields of an object other values."""
        assert identifier is not None, "nothing to change"
        objects = next(one for one in self._objects.values() if identifier in one)
        objects[identifier] = replace(objects[identifier], **values)

    def remove(self, kind: str, identifiers: Iterable[ObjectId]) -> None:
        """Take objects of a class out with their parts; references to them are emptied.

        Parcels stand in the register: of these only what hangs on them goes.
        """
        gone = set(identifiers)
        for identifier in gone:
            self._objects[kind].pop(identifier, None)
        for link in LINK_FIELDS[kind]:
            for one in list(self._objects.get(link.owner, {}).values()):
                if getattr(one, link.name) in gone:
                    self.change(one.id, **{link.name: None})
        for part in PART_FIELDS[kind]:
            owners = self._objects.get(part.owner, {}).values()
            parts = [one.id for one in owners if getattr(one, part.name) in gone]
            if parts:
                self.remove(part.owner, parts)
