"""How objects of the record hang together, as the references of the field registry say.

A *part* goes when the object it is a part of goes (a purpose with its parcel, a right with its land user); a *link*
is emptied (the certificate that a right names).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from landdesk.domain.fields import ANY_CLASS, REFERENCE_FIELDS, Field, Kind, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, TRAVELLING, AnyRecord, Parcel, Request


def _pointing(*, part_of: bool) -> dict[str, tuple[Field, ...]]:
    return {
        target: tuple(
            field
            for fields in REFERENCE_FIELDS.values()
            for field in fields
            if field.part_of is part_of and field.target in (target, ANY_CLASS)
        )
        for target in CLASSES
    }


PART_FIELDS = _pointing(part_of=True)
"""By class, the references by which other objects are parts of its objects."""

TRAVELLING_PARTS = {
    target: tuple(one for one in fields if one.owner in TRAVELLING) for target, fields in PART_FIELDS.items()
}
"""Those of them that packages carry."""

LINK_FIELDS = _pointing(part_of=False)
"""By class, the references that are emptied when one of its objects goes."""

_NAMING_FIELDS = {name: [one for one in fields_of(name) if one.kind is Kind.REFERENCES] for name in CLASSES}
"""By class, the fields that name several objects, whether or not these are there."""


_NAMING_PARCELS = frozenset(
    owner for owner, fields in REFERENCE_FIELDS.items() if any(one.name == "parcel_id" for one in fields)
)

HOLDING_FIELDS = {
    target: tuple(
        one
        for one in fields
        if one.owner in _NAMING_PARCELS
        or (target, one.owner, one.name) == ("party", "party_member", "member_id")
    )
    for target, fields in PART_FIELDS.items()
}
"""By class, the references by which an object that names no parcel itself hangs on one: rights, links, membership."""


def references_of(record: AnyRecord) -> Iterator[tuple[Field, ObjectId]]:
    """Yield the references of an object to others, with the fields that hold them."""
    for field in REFERENCE_FIELDS[record.CLASS]:
        value = getattr(record, field.name)
        if value is not None:
            yield field, value


def targets_of(record: AnyRecord | None) -> set[ObjectId]:
    """Return the objects that an object refers to and cannot be without, or names."""
    return set() if record is None else {target for _, target in references_of(record)}


def needs_of(record: AnyRecord | None) -> set[ObjectId]:
    """Return the objects of known classes that have to be there for an object to be there."""
    if record is None:
        return set()
    return {target for field, target in references_of(record) if field.target != ANY_CLASS}


def pointed_at(record: AnyRecord, others: Mapping[ObjectId, ObjectId]) -> AnyRecord:
    """Return the object with its references changed to the other identifiers that a mapping gives."""
    changed: dict[str, Any] = {
        field.name: others[target] for field, target in references_of(record) if target in others
    }
    for field in _NAMING_FIELDS[record.CLASS]:
        named = getattr(record, field.name) or ()
        if others.keys() & set(named):
            changed[field.name] = tuple(sorted(others.get(one, one) for one in named))
    return replace(record, **changed) if changed else record


def parcel_of(record: AnyRecord | None) -> ObjectId | None:
    """Return the parcel that an object is or names itself; None where it is found through others only."""
    if isinstance(record, Parcel):
        return record.id
    return getattr(record, "parcel_id", None)


def parcels_named(records: Iterable[AnyRecord | None]) -> set[ObjectId]:
    """Return the parcels that objects are or name themselves."""
    found: set[ObjectId] = set()
    for record in records:
        parcel = parcel_of(record)
        if isinstance(record, Request):
            found.update(record.parcels)
        elif parcel is not None:
            found.add(parcel)
    return found
