"""Answer to ``CutHole``: the parcel around keeps its number; the land within becomes a part, or is no parcel's."""

from dataclasses import replace

from landdesk.domain import sketching
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import CutHole
from landdesk.domain.records import Parcel
from landdesk.domain.shape_refusals import any_point, refused
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.parting import divided, shape_to_edit, shared_out


def cut_hole(command: CutHole, context: EditContext) -> ChangeSet:
    """Return the deltas of a hole; areas are shared out as in a split.

    Raises:
        RefusedError: The outline is none, or does not lie within one parcel.
    """
    place = any_point(command.outline)
    here = context.coverage.parcels_at(*place)
    if not len(here):
        raise refused("hole.not-inside", place)
    whole = context.work.get(Parcel, context.coverage.id_at(int(here[0])))
    pieces = sketching.cut_hole(command.outline, shape_to_edit(whole))
    if command.as_parcel:
        return divided(command.name, whole, pieces, context)
    areas = [one.area for one in pieces]
    left = shared_out(whole.legal_area_m2, areas)[0]
    deltas = [Delta(whole, replace(whole, shape=pieces[0], legal_area_m2=left))]
    for one in context.work.purposes_of([whole.id]):
        share = shared_out(one.area_m2, areas)[0]
        if share != one.area_m2:
            deltas.append(Delta(one, replace(one, area_m2=share)))
    return ChangeSet(command.name, tuple(deltas), f"{whole.key} (−{pieces[1].area:.2f} m²)")
