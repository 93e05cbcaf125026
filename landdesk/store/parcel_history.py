"""What happened to a parcel and to everything that belongs, or once belonged, to it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from landdesk.domain.bonds import references_of
from landdesk.domain.canonical import Image, record_from_image
from landdesk.domain.change import Delta, Entry
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord
from landdesk.store import journal

if TYPE_CHECKING:
    from landdesk.store.reader import Reader

_PLACES = {name: place for place, name in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True)
class ParcelEvent:
    """A journal entry and what it did to the parcel and its objects."""

    entry: Entry
    deltas: tuple[Delta, ...]


def read_parcel_history(
    reader: "Reader", conn: Connection, parcel_id: ObjectId, limit: int
) -> list[ParcelEvent]:
    """Return the newest events on a parcel, newest first.

    Args:
        reader: The record of now, in the same transaction.
        conn: Of that transaction.
        parcel_id: The parcel; it need not exist any more.
        limit: How many events at the most.
    """
    dossier = reader.dossiers([parcel_id]).get(parcel_id)
    present: dict[ObjectId, AnyRecord] = {}
    if dossier is not None:
        present = {dossier.parcel.id: dossier.parcel, **dossier.objects}
    concerned = {parcel_id, *present} | _gone(reader, conn, parcel_id, present)
    rows = journal.deltas_on(conn, concerned)
    numbers = sorted({row.entry for row in rows}, reverse=True)[:limit]
    entries = journal.entries_of(conn, numbers)
    deltas: dict[int, list[Delta]] = {number: [] for number in numbers}
    after: dict[ObjectId, AnyRecord | None] = dict(present)
    for row in reversed(rows):
        identifier = ObjectId(bytes(row.id))
        old = _record(row._mapping["class"], identifier, row.image_old)
        if row.entry in deltas:
            deltas[row.entry].append(Delta(old, after.get(identifier)))
        after[identifier] = old
    return [
        ParcelEvent(entries[number], tuple(sorted(deltas[number], key=lambda one: _PLACES[one.class_name])))
        for number in numbers
    ]


def _gone(
    reader: "Reader", conn: Connection, parcel_id: ObjectId, present: dict[ObjectId, AnyRecord]
) -> set[ObjectId]:
    """Return objects that belonged to the parcel and exist no more, with what they alone led to."""
    found: dict[ObjectId, AnyRecord] = {}
    waiting = [parcel_id]
    while waiting:
        for identifier, (class_name, image) in journal.images_naming(conn, waiting.pop()).items():
            if identifier in found or identifier in present or class_name == "parcel":
                continue
            record = record_from_image(class_name, identifier, image)
            found[identifier] = record
            waiting.append(identifier)
    led_to: dict[str, set[ObjectId]] = {}
    for record in found.values():
        for field, target in references_of(record):
            if field.target in CLASSES and field.target != "parcel":
                led_to.setdefault(field.target, set()).add(target)
    still_there = reader.records(led_to)
    lost = {target for targets in led_to.values() for target in targets} - still_there.keys()
    # Objects that were moved to another parcel exist; what happened to them there is no business of this one.
    moved = reader.records(_by_class(found))
    return (found.keys() - moved.keys()) | lost


def _by_class(records: dict[ObjectId, AnyRecord]) -> dict[str, list[ObjectId]]:
    found: dict[str, list[ObjectId]] = {}
    for record in records.values():
        found.setdefault(record.CLASS, []).append(record.id)
    return found


def _record(class_name: str, identifier: ObjectId, image: Image | None) -> AnyRecord | None:
    return None if image is None else record_from_image(class_name, identifier, image)
