"""Answers to ``LinkShape`` and ``LinkMany``: records without a boundary take those of parcels without a record.

What the record lacks it takes from the other parcel, whatever a map said; what both have stays as the record has it.
Sheet and number are those of the map unless they are to stay; former ones of another sheet become the old ones.
The parcel that had the boundary is a parent of the record.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import LinkMany, LinkShape
from landdesk.domain.completeness import loaded_groups
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.fields import fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import NameLikeness, likeness
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Purpose
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext

KEYS_IN_SUBJECT: Final = 3
_NUMBERS: Final = ("sheet", "number", "number_state")
_APART: Final = frozenset({*_NUMBERS, "shape", "source_shape", "loaded"})
"""Fields that are not simply filled in where the record lacks them."""


def link_shape(command: LinkShape, context: EditContext) -> ChangeSet:
    """Return the deltas that give one record its boundary.

    Raises:
        RefusedError: The record has a boundary, the other parcel has none or a record of its own, they are of
            different communes, or their land users are others.
        InvalidInputError: They are one parcel.
    """
    pairs = [(command.record_id, command.polygon_id)]
    return _linked(command.name, pairs, context, keep_numbers=command.keep_numbers)


def link_many(command: LinkMany, context: EditContext) -> ChangeSet:
    """Return the deltas that give many records their boundaries; where one pair is refused, nothing is done.

    Raises:
        RefusedError: As for one pair.
        InvalidInputError: A parcel occurs twice, or there is no pair.
    """
    return _linked(command.name, command.pairs, context, keep_numbers=False)


def _linked(
    name: str, pairs: Sequence[tuple[ObjectId, ObjectId]], context: EditContext, *, keep_numbers: bool
) -> ChangeSet:
    _refuse_twice(pairs)
    work = context.work
    parcels = work.get_many(Parcel, [one for pair in pairs for one in pair])
    sides = [(_present(one, parcels, context), _present(other, parcels, context)) for one, other in pairs]
    polygons = [polygon for _, polygon in sides]
    _refuse_unfit(sides, work.linking.with_record([one.id for one in polygons]))
    _refuse_other_users(sides, work.linking.users(list(parcels)))
    deltas: list[Delta] = [
        Delta(record, _with_shape(record, polygon, keep_numbers=keep_numbers)) for record, polygon in sides
    ]
    moved = _moved(sides, [*work.purposes_of(parcels), *work.rights_of(parcels)])
    deltas += moved
    deltas += context.removal(polygons, staying={one.id for one in moved})
    words = [f"{polygon.key} → {record.key}" for record, polygon in sides[:KEYS_IN_SUBJECT]]
    more = len(sides) - len(words)
    subject = ", ".join(words) + (f" (+{more})" if more else "")
    return ChangeSet(
        name, tuple(deltas), subject, tuple((polygon.id, record.id) for record, polygon in sides)
    )


def _present(identifier: ObjectId, parcels: dict[ObjectId, Parcel], context: EditContext) -> Parcel:
    found = parcels.get(identifier)
    return found if found is not None else context.work.get(Parcel, identifier)


def _with_shape(record: Parcel, polygon: Parcel, *, keep_numbers: bool) -> Parcel:
    values: dict[str, Any] = {
        field.name: getattr(polygon, field.name)
        for field in fields_of("parcel")
        if field.name not in _APART and getattr(record, field.name) is None
    }
    has_other = (
        polygon.sheet and polygon.number and (record.sheet, record.number) != (polygon.sheet, polygon.number)
    )
    if has_other and not (keep_numbers and record.sheet and record.number):
        values |= {one: getattr(polygon, one) for one in _NUMBERS}
        # On the same sheet it was a slip; numbers of another sheet are those of an older map.
        if record.sheet and record.number and record.sheet != polygon.sheet and not record.old_number:
            values |= {"old_sheet": record.sheet, "old_number": record.number}
    if record.loaded is not None or polygon.loaded is not None:
        values["loaded"] = " ".join(sorted(loaded_groups(record.loaded) | loaded_groups(polygon.loaded)))
    return replace(record, **values, shape=polygon.shape, source_shape=None)


def _moved(sides: Iterable[tuple[Parcel, Parcel]], parts: Iterable[Purpose | LandRight]) -> list[Delta]:
    """Return the deltas that bring what a map says of use and users to records that have nothing of the kind."""
    of_parcel: defaultdict[tuple[type[AnyRecord], ObjectId], list[Purpose | LandRight]] = defaultdict(list)
    for part in parts:
        of_parcel[type(part), part.parcel_id].append(part)
    return [
        Delta(part, replace(part, parcel_id=record.id))
        for record, polygon in sides
        for kind in (Purpose, LandRight)
        if not of_parcel.get((kind, record.id))
        for part in of_parcel.get((kind, polygon.id), ())
    ]


def _refuse_twice(pairs: Sequence[tuple[ObjectId, ObjectId]]) -> None:
    named = [one for pair in pairs for one in pair]
    if not named:
        raise InvalidInputError(
            "link.nothing",
            Text(N_("There is no pair to link.")),
            remedy=Text(N_("Look at the candidates of each record.")),
        )
    if len(set(named)) < len(named):
        raise InvalidInputError(
            "link.twice",
            Text(N_("A parcel stands twice among the pairs.")),
            remedy=Text(N_("Give each record one boundary, and each boundary to one record.")),
        )


def _refuse_unfit(sides: Iterable[tuple[Parcel, Parcel]], with_record: Collection[ObjectId]) -> None:
    for record, polygon in sides:
        where = Text(
            N_("Record {record}, boundary {polygon}"), {"record": record.key, "polygon": polygon.key}
        )
        if record.shape is not None:
            raise RefusedError(
                "link.has-shape",
                Text(N_("The record has a boundary already.")),
                where,
                Text(N_("Take that one off first, if it is the wrong one.")),
            )
        if polygon.shape is None:
            raise RefusedError(
                "link.no-shape",
                Text(N_("The other parcel has no boundary.")),
                where,
                Text(N_("Choose a parcel that is on the map.")),
            )
        if polygon.id in with_record:
            raise RefusedError(
                "link.has-record",
                Text(N_("The boundary has a record of its own.")),
                where,
                Text(N_("Compare the two records; delete the one that is there twice.")),
            )
        if record.commune != polygon.commune:
            raise RefusedError(
                "link.other-commune",
                Text(N_("Record and boundary are of different communes.")),
                where,
                Text(N_("Choose a boundary of the record's commune.")),
            )


def _refuse_other_users(
    sides: Iterable[tuple[Parcel, Parcel]], users: Iterable[tuple[ObjectId, str]]
) -> None:
    names: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for parcel, name in users:
        names[parcel].append(name)
    for record, polygon in sides:
        own, said = names.get(record.id, ()), names.get(polygon.id, ())
        if not own or not said:
            continue
        if all(likeness(one, other) is NameLikeness.DIFFERENT for one in own for other in said):
            raise RefusedError(
                "link.other-users",
                Text(N_("The map names another land user than the record.")),
                Text(
                    N_("Record {record}, boundary {polygon}"), {"record": record.key, "polygon": polygon.key}
                ),
                Text(N_("If the map is out of date, take its land user off the boundary first.")),
            )
