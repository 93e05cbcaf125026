"""Answer to ``UnlinkShape``: the boundary becomes a parcel without a record, the record has none any more.

Where the journal knows the act that linked them, the parcel is as it was before it, and what the record took from it
goes back, unless somebody changed it since. Else it gets the numbers of the record, which keeps them too.
"""

from dataclasses import replace
from typing import Any

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import UnlinkShape
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import fields_of
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext


def unlink_shape(command: UnlinkShape, context: EditContext) -> ChangeSet:
    """Return the deltas that take a boundary off its record.

    Raises:
        RefusedError: The record has no boundary, or there is nothing else recorded of the parcel.
    """
    work = context.work
    record = work.get(Parcel, command.parcel_id)
    where = Text(N_("Parcel {key}"), {"key": record.key})
    if record.shape is None:
        raise RefusedError(
            "link.no-shape-here",
            Text(N_("The record has no boundary.")),
            where,
            Text(N_("There is nothing to take off.")),
        )
    identifier = work.new_id()
    made = _linking_act(record, context)
    if made is None and record.id not in work.linking.with_record([record.id]):
        raise RefusedError(
            "link.only-shape",
            Text(N_("Nothing but the boundary is recorded of this parcel.")),
            where,
            Text(N_("It is a boundary without a record already; give it to the record that it belongs to.")),
        )
    if made is None:
        polygon = Parcel(
            id=identifier,
            commune=record.commune,
            sheet=record.sheet,
            number=record.number,
            number_state=record.number_state,
            map_sheet_id=record.map_sheet_id,
            loaded="boundary key",
            shape=record.shape,
        )
        deltas = [Delta(record, replace(record, shape=None)), Delta(None, polygon)]
    else:
        before, after, former, act = made
        polygon = replace(former, id=identifier, shape=record.shape)
        given: dict[str, Any] = {
            one.name: getattr(before, one.name)
            for one in fields_of("parcel")
            if getattr(after, one.name) == getattr(record, one.name)
        }
        deltas = [Delta(record, replace(record, **given | {"shape": None})), Delta(None, polygon)]
        deltas += _parts_back(former, record, polygon, act, context)
    return ChangeSet(command.name, tuple(deltas), f"{record.key} → {polygon.key}", ((record.id, identifier),))


def _linking_act(record: Parcel, context: EditContext) -> tuple[Parcel, Parcel, Parcel, ChangeSet] | None:
    """Return the record before and after the act that linked it last, the parcel that went, and the act; or None."""
    after = record
    for step in context.work.import_steps(record):
        before = step.before
        if not isinstance(before, Parcel):
            return None
        if before.shape is None:
            act = context.work.change_of(step.entry)
            for delta in act.deltas:
                old = delta.old
                if delta.new is None and isinstance(old, Parcel) and old.shape == after.shape:
                    return before, after, old, act
            return None
        after = before
    return None


def _parts_back(
    former: Parcel, record: Parcel, polygon: Parcel, act: ChangeSet, context: EditContext
) -> list[Delta]:
    """Return the deltas that give the parcel back what the map said of use and users."""
    work = context.work
    deltas: list[Delta] = []
    ours = [
        one
        for one in act.deltas
        if isinstance(one.old, Purpose | LandRight) and one.old.parcel_id == former.id
    ]
    there: dict[Any, Purpose | LandRight] = {}
    there |= work.get_many(Purpose, [one.id for one in ours])
    there |= work.get_many(LandRight, [one.id for one in ours])
    parties = work.get_many(Party, [one.old.party_id for one in ours if isinstance(one.old, LandRight)])
    for delta in ours:
        old, present = delta.old, there.get(delta.id)
        if present is not None and present == delta.new and present.parcel_id == record.id:
            deltas.append(Delta(present, replace(present, parcel_id=polygon.id)))
        elif isinstance(old, Purpose) or (isinstance(old, LandRight) and old.party_id in parties):
            deltas.append(Delta(None, replace(old, id=work.new_id(), parcel_id=polygon.id)))
    return deltas
