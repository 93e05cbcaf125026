"""Answer to ``MergeParcels``.

The code list ``parcel_policy`` says which parcel keeps identifier, number and address, and what becomes of land users
and purposes that differ. Certificates, assets, restrictions, scans and registrations of all are joined, what both have
once; legal areas are added up, and unknown when one is. The parcels that went are parents of the one that stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from landdesk.domain.bonds import pointed_at
from landdesk.domain.canonical import canonical_fields
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import MergeParcels
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.geometry import merge_polygons
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_policy import CHOSEN, REFUSE
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Purpose
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.parting import shape_to_edit
from landdesk.services.commands.purposes_merged import MergedPurposes, merged_purposes


def merge_parcels(command: MergeParcels, context: EditContext) -> ChangeSet:
    """Return the deltas of a merge.

    Raises:
        InvalidInputError: Fewer than two different parcels.
        RefusedError: They are of different communes or sheets, or do not touch along an edge; their land users or
            purposes differ and the rules do not let them be joined; or it is not clear which parcel is kept.
    """
    work = context.work
    wanted = list(dict.fromkeys(command.parcel_ids))
    if len(wanted) < 2:
        raise InvalidInputError(
            "merge.too-few",
            Text(N_("A merge needs two different parcels.")),
            remedy=Text(N_("Choose a second parcel beside the first.")),
        )
    by_size = sorted((work.get(Parcel, one) for one in wanted), key=lambda one: -shape_to_edit(one).area)
    parcels = _kept_first(by_size, command.kept, context)
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
    _refuse_differing(context, parcels)
    purposes = merged_purposes(context, parcels)
    deltas = [Delta(kept, merged), *purposes.deltas, *_joined(context, kept, others, purposes)]
    subject = f"{', '.join(one.key for one in parcels)} → {merged.key}"
    return ChangeSet(command.name, tuple(deltas), subject, tuple((one.id, kept.id) for one in others))


def _kept_first(parcels: Sequence[Parcel], chosen: ObjectId | None, context: EditContext) -> Sequence[Parcel]:
    """Return the parcels, the one first that keeps identifier and number."""
    by_person = context.parcel_policy.parcel_kept == CHOSEN
    keys = Text(", ".join(one.key for one in parcels))
    if not by_person and chosen is not None:
        raise RefusedError(
            "merge.not-chosen",
            Text(N_("The office's rules say which parcel keeps its number; it cannot be chosen.")),
            where=keys,
            remedy=Text(N_("Leave the choice out, or let the office change its rules of split and merge.")),
        )
    if not by_person:
        return parcels
    if chosen not in {one.id for one in parcels}:
        raise RefusedError(
            "merge.choose",
            Text(N_("A person has to say which of the parcels keeps its number.")),
            where=keys,
            remedy=Text(N_("Choose one of them; the office's rules of split and merge ask for it.")),
        )
    return sorted(parcels, key=lambda one: one.id != chosen)


def _refuse_differing(context: EditContext, parcels: Sequence[Parcel]) -> None:
    """Refuse parcels with different land users or purposes where the rules ask for it."""
    work, policy = context.work, context.parcel_policy
    identifiers = [one.id for one in parcels]
    if policy.users == REFUSE and _differ(
        identifiers, ((one.parcel_id, one.party_id) for one in work.rights_of(identifiers))
    ):
        code, what = "merge.users-differ", N_("The parcels have different land users.")
    elif policy.purposes == REFUSE and _differ(
        identifiers, ((one.parcel_id, one.land_use) for one in work.purposes_of(identifiers))
    ):
        code, what = "merge.purposes-differ", N_("The parcels have different purposes.")
    else:
        return
    raise RefusedError(
        code,
        Text(what),
        where=Text(", ".join(one.key for one in parcels)),
        remedy=Text(N_("Make them the same first; the office's rules of split and merge ask for it.")),
    )


def _differ(parcels: Sequence[ObjectId], pairs: Iterable[tuple[ObjectId, object]]) -> bool:
    by_parcel: dict[ObjectId, set[object]] = {one: set() for one in parcels}
    for parcel, value in pairs:
        by_parcel[parcel].add(value)
    return len({frozenset(one) for one in by_parcel.values()}) > 1


MOVED = ("land_right", "certificate_parcel", "asset", "restriction", "document_link", "registration_parcel")
"""Classes of what goes over to the parcel that stays."""


def _joined(
    context: EditContext, kept: Parcel, others: Sequence[Parcel], merged: MergedPurposes
) -> list[Delta]:
    """Return the deltas that bring what belongs to the parcels that go over to the one that stays, once each."""
    work = context.work
    to_kept = {one.id: kept.id for one in others} | merged.to_kept
    staying = {delta.either.id for delta in merged.deltas}
    there = {_content(one) for one in work.parts_of([kept])}
    parts = work.parts_of(others)
    purposes = {one.id for one in parts if isinstance(one, Purpose)} - staying
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
    return deltas + context.removal(going, staying=staying | {delta.id for delta in deltas})


def _content(record: AnyRecord) -> tuple[str, frozenset[tuple[str, str]]]:
    return record.CLASS, frozenset(canonical_fields(record).items())
