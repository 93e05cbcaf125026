"""Answer to ``MergeParcels``.

The largest parcel keeps identifier, number, address and purposes; land users, certificates, assets, restrictions, scans
and registrations of all are joined, what both have once; legal areas are added up, and unknown when one is. The
parcels that went are parents of the one that stays.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from landdesk.domain.bonds import pointed_at
from landdesk.domain.canonical import canonical_fields
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import MergeParcels
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.geometry import merge_polygons
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Purpose
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.split_parcel import shape_to_edit


def merge_parcels(command: MergeParcels, context: EditContext) -> ChangeSet:
    """Return the deltas of a merge.

    Raises:
        InvalidInputError: Fewer than two different parcels.
        RefusedError: They are of different communes or sheets, or do not touch along an edge.
    """
    work = context.work
    wanted = list(dict.fromkeys(command.parcel_ids))
    if len(wanted) < 2:
        raise InvalidInputError(
            "merge.too-few",
            Text(N_("A merge needs two different parcels.")),
            remedy=Text(N_("Choose a second parcel beside the first.")),
        )
    parcels = sorted((work.get(Parcel, one) for one in wanted), key=lambda one: -shape_to_edit(one).area)
    kept, *others = parcels
    if any(one.commune != kept.commune or one.sheet != kept.sheet for one in others):
        raise RefusedError(
            "merge.other-sheet",
            Text(N_("The parcels lie on different map sheets.")),
            where=Text(", ".join(one.key for one in parcels)),
            remedy=Text(N_("Bring them onto one sheet first.")),
        )
    shapes = [shape_to_edit(one) for one in parcels]
    areas = [one.legal_area_m2 for one in parcels]
    known = [area for area in areas if area is not None]
    merged = replace(
        kept,
        shape=merge_polygons(shapes),
        map_area_m2=None,
        parcel_code=None,
        legal_area_m2=sum(known, Decimal(0)) if len(known) == len(areas) else None,
    )
    deltas = [Delta(kept, merged), *_joined(context, kept, others)]
    kept_purposes = work.purposes_of([kept.id])
    if len(kept_purposes) == 1 and kept_purposes[0].area_m2 is not None:
        # The single purpose of the larger parcel now covers all of it, so its own area says nothing more.
        deltas.append(Delta(kept_purposes[0], replace(kept_purposes[0], area_m2=None)))
    subject = f"{', '.join(one.key for one in parcels)} → {merged.key}"
    return ChangeSet(command.name, tuple(deltas), subject, tuple((one.id, kept.id) for one in others))


MOVED = ("land_right", "certificate_parcel", "asset", "restriction", "document_link", "registration_parcel")
"""Classes of what goes over to the parcel that stays."""


def _joined(context: EditContext, kept: Parcel, others: Sequence[Parcel]) -> list[Delta]:
    """Return the deltas that bring what belongs to the parcels that go over to the one that stays, once each."""
    work = context.work
    to_kept = {one.id: kept.id for one in others}
    there = {_content(one) for one in work.parts_of([kept])}
    parts = work.parts_of(others)
    purposes = {one.id for one in parts if isinstance(one, Purpose)}
    deltas: list[Delta] = []
    going: list[AnyRecord] = [*others]
    for part in parts:
        moved = pointed_at(part, to_kept)
        if part.CLASS not in MOVED or moved == part:
            continue
        if isinstance(moved, LandRight) and moved.purpose_id in purposes:
            moved = replace(moved, purpose_id=None)
        if _content(moved) in there:
            going.append(part)
            continue
        there.add(_content(moved))
        deltas.append(Delta(part, moved))
    return deltas + context.removal(going, staying={delta.id for delta in deltas})


def _content(record: AnyRecord) -> tuple[str, frozenset[tuple[str, str]]]:
    return record.CLASS, frozenset(canonical_fields(record).items())
