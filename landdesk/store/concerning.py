"""Which parcels an object concerns: its own, those of its land user's rights, those that its certificate covers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from landdesk.domain.bonds import HOLDING_FIELDS, parcels_named, references_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord

if TYPE_CHECKING:
    from landdesk.store.reader import Reader


def parcels_concerned(reader: "Reader", records: Iterable[AnyRecord]) -> dict[ObjectId, set[ObjectId]]:
    """Return the parcels that each object concerns, by the object's identifier.

    One walks from the object to what it is a part of and to what holds it to a parcel (rights, certificate's parcels,
    links of scans, membership in a household), all objects of a step together.
    """
    found: dict[ObjectId, set[ObjectId]] = {}
    sources: dict[ObjectId, set[ObjectId]] = {}
    level: dict[ObjectId, AnyRecord] = {}
    for record in records:
        found[record.id] = set()
        sources[record.id] = {record.id}
        level[record.id] = record
    while level:
        step: list[tuple[AnyRecord, set[ObjectId]]] = []
        above: dict[str, dict[ObjectId, set[ObjectId]]] = {}
        held: dict[str, list[ObjectId]] = {}
        for record in level.values():
            parcels = parcels_named([record])
            if parcels:
                for one in sources[record.id]:
                    found[one] |= parcels
                continue
            held.setdefault(record.CLASS, []).append(record.id)
            for field, target in references_of(record):
                if field.part_of and field.target in CLASSES:
                    above.setdefault(field.target, {}).setdefault(target, set()).update(sources[record.id])
        for class_name, targets in above.items():
            step += [(one, targets[one.id]) for one in reader.records({class_name: targets}).values()]
        for class_name, identifiers in held.items():
            holding = reader.pointing_at(HOLDING_FIELDS[class_name], identifiers)
            step += [(holder, sources[getattr(holder, field.name)]) for field, holder in holding]
        level = {}
        for record, reached in step:
            known = sources.setdefault(record.id, set())
            if not reached <= known:
                known |= reached
                level[record.id] = record
    return found
