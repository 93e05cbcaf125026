"""Corners that accepted records make on a boundary, put into the neighbours too, as every edit does.

The author's own edit has put them into the neighbours the author had. Missing are parcels that the author deleted and
whose deletion is not taken, and parcels of other communes.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from shapely import MultiPolygon

from landdesk.domain.change import Delta
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import insert_shared_nodes
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.services.commands.context import EditContext

_BESIDE_M = 0.01


def with_shared_nodes(context: EditContext, records: Sequence[Sequence[Delta]]) -> tuple[Delta, ...]:
    """Return the changes of all records, and those of neighbours that get corners.

    A neighbour whose boundary could not take a corner stays as it is; the check of the map reports it.

    Args:
        context: The office's open unit of work.
        records: The changes of each record that is taken.
    """
    made = {delta.id: delta for deltas in records for delta in deltas}
    reshaped = [
        some
        for deltas in records
        if (some := [one for one in deltas if _shape(one.old) != _shape(one.new)])
        and any(_shape(one.new) is not None for one in some)
    ]
    beside = [_beside(context.coverage, some) for some in reshaped]
    kept = context.work.get_many(Parcel, {one for near in beside for one in near} - made.keys())
    for some, near in zip(reshaped, beside, strict=True):
        before = [shape for one in some if (shape := _shape(one.old)) is not None]
        after = [shape for one in some if (shape := _shape(one.new)) is not None]
        # What an earlier record has done to a neighbour counts for the next one.
        changes = {
            one: made[one] if one in made else Delta(kept[one], kept[one])
            for one in near
            if one in made or one in kept
        }
        shapes = {one: shape for one, delta in changes.items() if (shape := _shape(delta.new)) is not None}
        with suppress(RefusedError):
            for one, shape in insert_shared_nodes(shapes, after, before).items():
                parcel = changes[one].new
                if isinstance(parcel, Parcel):
                    made[one] = Delta(changes[one].old, replace(parcel, shape=shape))
    return tuple(made.values())


def _beside(coverage: Coverage, reshaped: Sequence[Delta]) -> list[ObjectId]:
    """Return the other parcels near boundaries that change, in order."""
    found: set[ObjectId] = set()
    for delta in reshaped:
        for shape in (_shape(delta.old), _shape(delta.new)):
            if shape is not None:
                west, south, east, north = shape.bounds
                box = (west - _BESIDE_M, south - _BESIDE_M, east + _BESIDE_M, north + _BESIDE_M)
                found |= {coverage.id_at(int(at)) for at in coverage.box_query(box)}
    return sorted(found - {one.id for one in reshaped})


def _shape(record: AnyRecord | None) -> MultiPolygon | None:
    return record.shape if isinstance(record, Parcel) else None
