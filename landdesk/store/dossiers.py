"""Reading everything that belongs to parcels, level by level, all parcels of a call together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from landdesk.domain.bonds import PART_FIELDS, references_of
from landdesk.domain.dossier import Dossier, ordered
from landdesk.domain.fields import Field
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord, Parcel


class RecordSource(Protocol):
    """Where objects are read: the record of now, or that of an earlier day."""

    def records(self, wanted: Mapping[str, Iterable[ObjectId]]) -> dict[ObjectId, AnyRecord]:
        """Return existing objects of several classes, by identifier."""

    def pointing_at(
        self, fields: Iterable[Field], targets: Collection[ObjectId]
    ) -> Iterator[tuple[Field, AnyRecord]]:
        """Yield the objects that point at one of the targets by one of the fields, with that field."""


_PLACES = {name: place for place, name in enumerate(CLASSES)}


def read_dossiers(reader: RecordSource, parcel_ids: Iterable[ObjectId]) -> dict[ObjectId, Dossier]:
    """Return what the record holds of parcels, in the order asked for; parcels that are gone are left out."""
    wanted = list(dict.fromkeys(parcel_ids))
    found = reader.records({Parcel.CLASS: wanted})
    parcels = {one: record for one, record in found.items() if isinstance(record, Parcel)}
    objects: dict[ObjectId, AnyRecord] = dict(parcels)
    owners: dict[ObjectId, set[ObjectId]] = {one: {one} for one in parcels}
    fresh: Sequence[AnyRecord] = list(parcels.values())
    while fresh:
        fresh = _next_level(reader, fresh, objects, owners)
    by_parcel: dict[ObjectId, list[AnyRecord]] = {one: [] for one in parcels}
    for record in objects.values():
        if record.id not in parcels:
            for parcel in owners[record.id]:
                by_parcel[parcel].append(record)
    return {one: Dossier(parcels[one], ordered(by_parcel[one], _PLACES)) for one in wanted if one in parcels}


def read_belongings(reader: RecordSource, record: AnyRecord) -> list[AnyRecord]:
    """Return an object that parcels share and what belongs to it on the dossier of each of them."""
    objects: dict[ObjectId, AnyRecord] = {record.id: record}
    owners = {record.id: {record.id}}
    fresh: Sequence[AnyRecord] = [record]
    while fresh:
        fresh = _next_level(reader, fresh, objects, owners)
    return list(ordered(objects.values(), _PLACES).values())


def _next_level(
    reader: RecordSource,
    fresh: Sequence[AnyRecord],
    objects: dict[ObjectId, AnyRecord],
    owners: dict[ObjectId, set[ObjectId]],
) -> list[AnyRecord]:
    """Read what belongs to objects and return those whose owners grew: these lead on."""
    step: list[tuple[AnyRecord, set[ObjectId]]] = []
    by_class: dict[str, list[AnyRecord]] = {}
    for record in fresh:
        by_class.setdefault(record.CLASS, []).append(record)
    for class_name, records in by_class.items():
        fields = [
            one for one in PART_FIELDS[class_name] if (class_name, one.owner, one.name) not in _NOT_FOLLOWED
        ]
        pointing = reader.pointing_at(fields, [one.id for one in records])
        step += [(part, owners[getattr(part, field.name)]) for field, part in pointing]
    targets: dict[str, dict[ObjectId, set[ObjectId]]] = {}
    for record in fresh:
        for field, target in references_of(record):
            if (record.CLASS, field.name) in _LEADING:
                targets.setdefault(field.target, {}).setdefault(target, set()).update(owners[record.id])
    for class_name, wanted in targets.items():
        step += [(one, wanted[one.id]) for one in reader.records({class_name: wanted}).values()]
    grown: dict[ObjectId, AnyRecord] = {}
    for record, reached in step:
        known = owners.setdefault(record.id, set())
        if not reached <= known:
            known |= reached
            objects[record.id] = record
            grown[record.id] = record
    return list(grown.values())


_LEADING = frozenset(
    {
        ("parcel", "map_sheet_id"),
        ("land_right", "party_id"),
        ("land_right", "certificate_id"),
        ("certificate_parcel", "certificate_id"),
        ("certificate", "replaces_id"),
        ("party_member", "member_id"),
        ("document_link", "document_id"),
        ("registration_parcel", "registration_id"),
        ("evidence", "document_id"),
        ("evidence", "registration_id"),
    }
)
"""References that lead to what is shared with other parcels and belongs to the dossier too."""

_NOT_FOLLOWED = frozenset(
    {
        ("party", "land_right", "party_id"),
        ("party", "party_member", "member_id"),
        ("certificate", "certificate_parcel", "certificate_id"),
        ("document", "document_link", "document_id"),
        ("registration", "registration_parcel", "registration_id"),
    }
)
"""References by which other parcels hang on the same land user, certificate, scan or registration."""
