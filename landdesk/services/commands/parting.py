"""A parcel becomes several pieces: what each of them gets.

The code list ``parcel_policy`` says which piece keeps identifier and number, and what goes to every piece or stays with
the one that is kept. The others get the sheet's next free numbers, provisional until the office gives them. The legal
area, and the area of each purpose that has one, is shared out by map area in steps of 0.1 m² and adds up to the whole,
unless the areas of the map are to count. What proves a value goes where the value goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import shapely
from shapely import MultiPolygon, Point

from landdesk.domain.bonds import pointed_at
from landdesk.domain.canonical import scaled
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_policy import CHOSEN, MAP, NONE
from landdesk.domain.records import PROVISIONAL, AnyRecord, LandRight, Parcel, Purpose
from landdesk.domain.shape_refusals import refused
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext

_STEP_M2 = Decimal("0.1")
_MOVED = frozenset({"sync_status"})
"""Classes that say something of one identifier, and go with it."""


@dataclass(frozen=True, slots=True)
class Parted:
    """What became of a parcel.

    Args:
        deltas: All of them, without those of neighbours.
        parcels: The pieces, the one first that keeps what others do not get.
        taken_legal_m2: Share of the legal area in land that went elsewhere.
    """

    deltas: list[Delta]
    parcels: list[Parcel]
    taken_legal_m2: Decimal | None

    def lineage(self, whole: ObjectId) -> list[tuple[ObjectId, ObjectId]]:
        """Return the pairs of parent and child."""
        return [(whole, one.id) for one in self.parcels if one.id != whole]


def in_pieces(
    command: str,
    whole: Parcel,
    shapes: Sequence[MultiPolygon],
    context: EditContext,
    kept: tuple[float, float] | None = None,
) -> ChangeSet:
    """Return the deltas that divide a parcel into pieces, largest first, which together are its land.

    Args:
        command: Name of the command.
        whole: The parcel.
        shapes: The pieces.
        context: The store and the coverage.
        kept: A place in the piece that keeps identifier and number, where a person chooses.

    Raises:
        RefusedError: ``split.choose``, ``split.not-chosen``, ``split.not-in-a-part``: the choice of a person is needed,
            not allowed, or none.
    """
    policy = context.parcel_policy
    if policy.part_kept == CHOSEN:
        shapes = _chosen_first(shapes, kept)
    elif kept is not None:
        raise refused("split.not-chosen", kept)
    return divided(command, whole, shapes, context, renumber=policy.part_kept == NONE)


def divided(
    command: str,
    whole: Parcel,
    shapes: Sequence[MultiPolygon],
    context: EditContext,
    *,
    renumber: bool = False,
) -> ChangeSet:
    """Return the deltas that divide a parcel into pieces, of which the first keeps the number or what stays with it."""
    first_free = context.work.highest_number(whole.commune, whole.sheet) + 1
    parted = parted_parcel(whole, shapes, first_free, context, renumber=renumber)
    neighbours = context.neighbours_with_nodes([shape_to_edit(whole)], shapes, but=[whole.id])
    subject = f"{whole.key} → {', '.join(one.key for one in parted.parcels)}"
    return ChangeSet(command, (*parted.deltas, *neighbours), subject, tuple(parted.lineage(whole.id)))


def _chosen_first(shapes: Sequence[MultiPolygon], kept: tuple[float, float] | None) -> Sequence[MultiPolygon]:
    """Return the pieces, the one first that a person chose."""
    if kept is None:
        raise RefusedError(
            "split.choose",
            Text(N_("A person has to say which part keeps the number.")),
            remedy=Text(N_("Choose the part; the office's rules of split and merge ask for it.")),
        )
    at = Point(kept)
    chosen = next((one for one in shapes if shapely.contains(one, at)), None)
    if chosen is None:
        raise refused("split.not-in-a-part", kept)
    return [chosen, *(one for one in shapes if one is not chosen)]


def parted_parcel(
    whole: Parcel,
    shapes: Sequence[MultiPolygon],
    first_free: int,
    context: EditContext,
    *,
    taken_m2: float = 0.0,
    renumber: bool = False,
) -> Parted:
    """Return what becomes of a parcel.

    Args:
        whole: The parcel.
        shapes: Its pieces; the first keeps identifier and number.
        first_free: Number of the first piece that gets one.
        context: The store and the coverage.
        taken_m2: Of its land, what goes elsewhere.
        renumber: The first piece is a new parcel as well, and all that stays with the kept one goes over to it.
    """
    work, policy = context.work, context.parcel_policy
    areas = [one.area for one in shapes] + ([taken_m2] if taken_m2 else [])
    parts = work.parts_of([whole])
    legal = _legal_areas(whole.legal_area_m2, areas, by_map=policy.legal_area == MAP)
    # Where the areas of the map count, those of the purposes keep their shares.
    whole_m2 = sum((one or Decimal(0) for one in legal), Decimal(0)) or None
    shares = {
        one.id: shared_out(_rescaled(one.area_m2, whole.legal_area_m2, whole_m2), areas)
        for one in parts
        if isinstance(one, Purpose)
    }
    number = first_free
    children: list[Parcel] = []
    for place, shape in enumerate(shapes):
        if place == 0 and not renumber:
            children.append(replace(whole, shape=shape, legal_area_m2=legal[0]))
            continue
        child = replace(
            whole,
            id=work.new_id(),
            number=str(number),
            number_state=PROVISIONAL,
            legal_area_m2=legal[place],
            map_area_m2=None,
            parcel_code=None,
            source_id=None,
            shape=shape,
        )
        children.append(child)
        number += 1
    first, *others = children
    deltas = [Delta(None if renumber else whole, first)]
    deltas += _of_first(whole, first, parts, {key: share[0] for key, share in shares.items()})
    for place, child in enumerate(others, start=1):
        own = {key: share[place] for key, share in shares.items()}
        deltas += [Delta(None, child), *_copied(whole, child, parts, own, context)]
    if renumber:
        deltas += context.removal([whole], staying={one.id for one in parts if one.CLASS not in _MOVED})
    return Parted(deltas, children, legal[len(shapes)] if taken_m2 else Decimal(0))


def _of_first(
    whole: Parcel,
    first: Parcel,
    parts: Sequence[AnyRecord],
    areas: dict[ObjectId, Decimal | None],
) -> list[Delta]:
    """Return the deltas of what belongs to the piece that is kept."""
    deltas = []
    for one in parts:
        if one.CLASS in _MOVED:
            continue
        now = pointed_at(one, {whole.id: first.id})
        if isinstance(now, Purpose):
            now = replace(now, area_m2=areas[one.id])
        if now != one:
            deltas.append(Delta(one, now))
    return deltas


def _copied(
    whole: Parcel,
    child: Parcel,
    parts: Sequence[AnyRecord],
    areas: dict[ObjectId, Decimal | None],
    context: EditContext,
) -> list[Delta]:
    """Return the deltas of what another piece gets."""
    others = {whole.id: child.id}
    deltas = []
    # Parts come after what they are parts of, so a new identifier is known when it is pointed at.
    for one in parts:
        copy = pointed_at(one, others)
        if one.CLASS not in context.parcel_policy.to_every or copy == one:
            continue
        others[one.id] = context.work.new_id()
        if isinstance(copy, Purpose):
            copy = replace(copy, area_m2=areas[one.id], paid_area_m2=None, free_area_m2=None)
        elif isinstance(copy, LandRight) and copy.purpose_id in areas:
            # The purpose stays with the other piece.
            copy = replace(copy, purpose_id=None)
        deltas.append(Delta(None, replace(copy, id=others[one.id])))
    return deltas


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


def _legal_areas(total: Decimal | None, areas: Sequence[float], *, by_map: bool) -> Sequence[Decimal | None]:
    if by_map and total is not None:
        return [scaled(Decimal(area).quantize(_STEP_M2), 2) for area in areas]
    return shared_out(total, areas)


def _rescaled(area: Decimal | None, before: Decimal | None, now: Decimal | None) -> Decimal | None:
    if area is None or not before or now is None or now == before:
        return area
    return scaled((area * now / before).quantize(_STEP_M2), 2)


def shared_out(total: Decimal | None, areas: Sequence[float]) -> list[Decimal | None]:
    """Return the share of each area in a total, in steps of 0.1 m²; the first takes what is left over."""
    if total is None:
        return [None] * len(areas)
    whole = sum(areas)
    shares = [scaled((total * Decimal(area / whole)).quantize(_STEP_M2), 2) for area in areas[1:]]
    return [total - sum(shares, Decimal(0)), *shares]
