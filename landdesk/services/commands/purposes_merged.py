"""What becomes of the purposes of parcels that are merged."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from landdesk.domain.canonical import scaled
from landdesk.domain.change import Delta
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_policy import JOIN
from landdesk.domain.records import Parcel, Purpose
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.parting import shape_to_edit

_STEP_M2 = Decimal("0.1")


class MergedPurposes(NamedTuple):
    """Purposes of the parcel that stays.

    Args:
        deltas: Of those that change or come over.
        to_kept: For a purpose that goes, the one that stands for it now.
    """

    deltas: list[Delta]
    to_kept: dict[ObjectId, ObjectId]


def merged_purposes(context: EditContext, parcels: Sequence[Parcel]) -> MergedPurposes:
    """Return what the rules make of the purposes of parcels, of which the first stays."""
    purposes = context.work.purposes_of([one.id for one in parcels])
    kept = [one for one in purposes if one.parcel_id == parcels[0].id]
    if context.parcel_policy.purposes != JOIN:
        if len(kept) == 1 and kept[0].area_m2 is not None:
            # The single purpose of the parcel that stays now covers all of it, so its own area says nothing more.
            return MergedPurposes([Delta(kept[0], replace(kept[0], area_m2=None))], {})
        return MergedPurposes([], {})
    groups: dict[Purpose, list[Purpose]] = {}
    for parcel in parcels:
        for one in purposes:
            if one.parcel_id == parcel.id:
                groups.setdefault(_what_counts(one), []).append(one)
    alone = [one for one in parcels if sum(each.parcel_id == one.id for each in purposes) == 1]
    covering = {one.id: _area(one) for one in alone}
    covers_all = len(groups) == 1 and len(alone) == len(parcels)
    deltas: list[Delta] = []
    to_kept: dict[ObjectId, ObjectId] = {}
    for first, *others in groups.values():
        areas = [one.area_m2 or covering.get(one.parcel_id) for one in (first, *others)]
        known = [area for area in areas if area is not None]
        area = sum(known, Decimal(0)) if len(known) == len(areas) and not covers_all else None
        now = replace(first, parcel_id=parcels[0].id, area_m2=area)
        if now != first:
            deltas.append(Delta(first, now))
        to_kept |= {one.id: first.id for one in others}
    return MergedPurposes(deltas, to_kept)


def _what_counts(purpose: Purpose) -> Purpose:
    """Return a purpose without what may differ between two that are the same."""
    nobody = ObjectId(bytes(16))
    return replace(
        purpose,
        id=nobody,
        parcel_id=nobody,
        area_m2=None,
        place=None,
        is_main=None,
        paid_area_m2=None,
        free_area_m2=None,
        as_written=None,
    )


def _area(parcel: Parcel) -> Decimal:
    """Return the area that a purpose without one covers: all of its parcel."""
    if parcel.legal_area_m2 is not None:
        return parcel.legal_area_m2
    return scaled(Decimal(shape_to_edit(parcel).area).quantize(_STEP_M2), 2)
