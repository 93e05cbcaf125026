"""The record as it was when the journal had a number, for reading only.

An object was then what its first later delta says it was before; one without a later delta is as it is now. Objects
that pointed at others then, and do no more, are found among those later deltas, which are read once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from landdesk.domain.bonds import references_of
from landdesk.domain.canonical import record_from_image
from landdesk.domain.fields import Field
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord
from landdesk.store import journal

if TYPE_CHECKING:
    from landdesk.store.reader import Reader

_Pointing = dict[tuple[str, ObjectId], list[AnyRecord]]


class PastRecords:
    """Objects as they were after a journal entry.

    Args:
        reader: The record of now, in the same transaction.
        conn: Of that transaction.
        number: Of the entry; 0 for before the first.
    """

    def __init__(self, reader: "Reader", conn: Connection, number: int) -> None:
        self._reader = reader
        self._conn = conn
        self._number = number

    def records(self, wanted: Mapping[str, Iterable[ObjectId]]) -> dict[ObjectId, AnyRecord]:
        """Return those of the objects that existed, by identifier."""
        found: dict[ObjectId, AnyRecord] = {}
        for class_name, identifiers in wanted.items():
            asked = list(identifiers)
            changed = journal.first_images_after(self._conn, self._number, asked)
            same = [one for one in asked if one not in changed]
            present = self._reader.records({class_name: same})
            for identifier in asked:
                if identifier not in changed:
                    if identifier in present:
                        found[identifier] = present[identifier]
                elif (image := changed[identifier]) is not None:
                    found[identifier] = record_from_image(class_name, identifier, image)
        return found

    def pointing_at(
        self, fields: Iterable[Field], targets: Collection[ObjectId]
    ) -> Iterator[tuple[Field, AnyRecord]]:
        """Yield the objects that pointed at one of the targets by one of the fields, with that field."""
        for field in fields if targets else ():
            present = [record for _, record in self._reader.pointing_at([field], targets)]
            changed = journal.first_images_after(self._conn, self._number, [one.id for one in present])
            found = {one.id: one for one in present if one.id not in changed}
            for target in targets:
                for record in self._pointed_then.get((field.id, target), ()):
                    found[record.id] = record
            # Identifiers rise with time: the order of entry.
            for identifier in sorted(found):
                yield field, found[identifier]

    @cached_property
    def _pointed_then(self) -> _Pointing:
        """By field and target, the objects that were changed or deleted since."""
        found: _Pointing = {}
        for class_name, identifier, image in journal.images_left_since(self._conn, self._number):
            record = record_from_image(class_name, identifier, image)
            for field, target in references_of(record):
                found.setdefault((field.id, target), []).append(record)
        return found
