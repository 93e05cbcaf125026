"""Corners that accepted records make on a boundary, put into the neighbours too, as every edit does.

The author's own edit has put them into the neighbours the author had. Missing are parcels that the author deleted and
whose deletion is not taken, and parcels of other communes.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from shapely import MultiPolygon

from landdesk.domain.change import Delta
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
    for deltas in records:
        reshaped = {one.id: one for one in deltas if _shape(one.old) != _shape(one.new)}
        before = [shape for one in reshaped.values() if (shape := _shape(one.old)) is not None]
        after = [shape for one in reshaped.values() if (shape := _shape(one.new)) is not None]
        if not after:
            continue
        beside = _beside(context, [*before, *after], reshaped, made)
        shapes = {one: shape for one, delta in beside.items() if (shape := _shape(delta.new)) is not None}
        with suppress(RefusedError):
            for one, shape in insert_shared_nodes(shapes, after, before).items():
                parcel = beside[one].new
                if isinstance(parcel, Parcel):
                    made[one] = Delta(beside[one].old, replace(parcel, shape=shape))
    return tuple(made.values())


def _beside(
    context: EditContext,
    shapes: Sequence[MultiPolygon],
    reshaped: Mapping[ObjectId, Delta],
    made: Mapping[ObjectId, Delta],
) -> dict[ObjectId, Delta]:
    """Return the other parcels near shapes, each as it will be."""
    found: set[ObjectId] = set()
    for shape in shapes:
        west, south, east, north = shape.bounds
        near = context.coverage.box_query(
            (west - _BESIDE_M, south - _BESIDE_M, east + _BESIDE_M, north + _BESIDE_M)
        )
        found |= {context.coverage.id_at(int(at)) for at in near}
    found -= reshaped.keys()
    kept = context.work.get_many(Parcel, found - made.keys())
    return {one: made[one] for one in found & made.keys()} | {
        one: Delta(parcel, parcel) for one, parcel in kept.items()
    }


def _shape(record: AnyRecord | None) -> MultiPolygon | None:
    return record.shape if isinstance(record, Parcel) else None
