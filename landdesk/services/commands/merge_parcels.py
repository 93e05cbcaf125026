"""Answer to ``MergeParcels``.

The largest parcel keeps identifier, number, address and purposes; the land users of all are joined; legal areas are
added up, and unknown when one is. The parcels that went are parents of the one that stays.
"""

from dataclasses import replace
from decimal import Decimal

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import MergeParcels
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.geometry import merge_polygons
from landdesk.domain.records import LandRight, Parcel
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
        legal_area_m2=sum(known, Decimal(0)) if len(known) == len(areas) else None,
    )
    purposes, rights = context.dependants([one.id for one in others])
    kept_rights = work.rights_of([kept.id])
    parties = {right.party_id for right in kept_rights}
    deltas = [Delta(kept, merged)]
    for right in rights:
        deltas.append(Delta(right, None))
        if right.party_id not in parties:
            parties.add(right.party_id)
            deltas.append(Delta(None, LandRight(work.new_id(), kept.id, right.party_id)))
    deltas += [Delta(one, None) for one in purposes]
    kept_purposes = work.purposes_of([kept.id])
    if len(kept_purposes) == 1 and kept_purposes[0].area_m2 is not None:
        # The single purpose of the larger parcel now covers all of it, so its own area says nothing more.
        deltas.append(Delta(kept_purposes[0], replace(kept_purposes[0], area_m2=None)))
    deltas += [Delta(one, None) for one in others]
    subject = f"{', '.join(one.key for one in parcels)} → {merged.key}"
    return ChangeSet(command.name, tuple(deltas), subject, tuple((one.id, kept.id) for one in others))
