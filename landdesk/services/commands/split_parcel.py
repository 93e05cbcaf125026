"""Answer to ``SplitParcel``.

The largest part keeps identifier and number, the others get the sheet's next free numbers, provisional until the
office gives them. Address, land use, land users, certificates, restrictions and scans are the same for all parts;
assets and registrations stay with the largest, as nobody can tell on which part a house stands. The legal area, and
the area of each purpose that has one, is shared out by map area in steps of 0.1 m² and adds up to the whole.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from shapely import MultiPolygon

from landdesk.domain.bonds import pointed_at
from landdesk.domain.canonical import scaled
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import SplitParcel
from landdesk.domain.cutting import split_polygon
from landdesk.domain.errors import RefusedError
from landdesk.domain.records import PROVISIONAL, Parcel
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext

_STEP_M2 = Decimal("0.1")

COPIED = frozenset(
    {"purpose_origin", "land_right", "certificate_parcel", "restriction", "document_link", "evidence"}
)
"""Classes of what holds for every part of a parcel, beside its purposes."""


def split_parcel(command: SplitParcel, context: EditContext) -> ChangeSet:
    """Return the deltas of a split, the neighbours' new nodes included; nothing is written here.

    Raises:
        RefusedError: The parcel has no boundary, or the line does not divide it.
    """
    whole = context.work.get(Parcel, command.parcel_id)
    return in_pieces(command.name, whole, split_polygon(shape_to_edit(whole), command.line), context)


def in_pieces(command: str, whole: Parcel, shapes: Sequence[MultiPolygon], context: EditContext) -> ChangeSet:
    """Return the deltas that divide a parcel into pieces, largest first, which together are its land."""
    work = context.work
    shape = shape_to_edit(whole)
    legal = shared_out(whole.legal_area_m2, shapes)
    purposes = work.purposes_of([whole.id])
    shares = [shared_out(one.area_m2, shapes) for one in purposes]
    copied = [one for one in work.parts_of([whole]) if one.CLASS in COPIED]
    first_free = work.highest_number(whole.commune, whole.sheet) + 1

    kept = replace(whole, shape=shapes[0], legal_area_m2=legal[0])
    deltas = [Delta(whole, kept)]
    deltas += [
        Delta(one, replace(one, area_m2=share[0])) for one, share in zip(purposes, shares, strict=True)
    ]
    children: list[Parcel] = []
    for place, part in enumerate(shapes[1:], start=1):
        child = replace(
            whole,
            id=work.new_id(),
            number=str(first_free + place - 1),
            number_state=PROVISIONAL,
            legal_area_m2=legal[place],
            map_area_m2=None,
            parcel_code=None,
            source_id=None,
            shape=part,
        )
        children.append(child)
        deltas.append(Delta(None, child))
        others = {whole.id: child.id}
        for one, share in zip(purposes, shares, strict=True):
            others[one.id] = work.new_id()
            made = replace(one, id=others[one.id], parcel_id=child.id, area_m2=share[place])
            deltas.append(Delta(None, replace(made, paid_area_m2=None, free_area_m2=None)))
        # Parts come after what they are parts of, so a new identifier is known when it is pointed at.
        for each in copied:
            others[each.id] = work.new_id()
            deltas.append(Delta(None, replace(pointed_at(each, others), id=others[each.id])))
    deltas += context.neighbours_with_nodes([shape], shapes, but=[whole.id])
    subject = f"{whole.key} → {', '.join(one.key for one in [kept, *children])}"
    lineage = tuple((whole.id, one.id) for one in children)
    return ChangeSet(command, tuple(deltas), subject, lineage)


def shape_to_edit(parcel: Parcel) -> MultiPolygon:
    """Return the boundary of a parcel.

    Raises:
        RefusedError: It has none.
    """
    if parcel.shape is None:
        raise RefusedError(
            "parcel.no-shape",
            Text(N_("The parcel has no boundary on the map.")),
            where=Text(N_("Parcel {key}"), {"key": parcel.key}),
            remedy=Text(N_("Ask the office for its boundary, or import it.")),
        )
    return parcel.shape


def shared_out(total: Decimal | None, shapes: Sequence[MultiPolygon]) -> list[Decimal | None]:
    """Return the share of each shape in a total by its area, in steps of 0.1 m²; the first takes what is left over."""
    if total is None:
        return [None] * len(shapes)
    whole = sum(shape.area for shape in shapes)
    shares = [scaled((total * Decimal(shape.area / whole)).quantize(_STEP_M2), 2) for shape in shapes[1:]]
    return [total - sum(shares, Decimal(0)), *shares]
