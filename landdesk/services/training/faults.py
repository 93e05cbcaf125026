"""Faults planted into the records of a demo commune, with the answers that a check must give.

What is planted is what offices meet: a boundary measured twice, a strip left between two surveys, a parcel
entered twice, corners typed in the wrong order, fields left empty. Coordinates are metres on the 1 mm grid.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from random import Random
from typing import Final

from shapely import Point

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.ids import IdSource
from landdesk.domain.records import Parcel
from landdesk.services.training.answers import AnswerKey
from landdesk.services.training.fits import bow_tie, lot_inside, moved_side, one_sided_node
from landdesk.services.training.planter import Planter
from landdesk.services.training.register import Register, legal_area

_PARCELS_PER_ROUND: Final = 400


def plant_faults(register: Register, rng: Random, ids: IdSource) -> AnswerKey:
    """Plant faults of every kind, more of them in a larger commune, and return the answers.

    Records in the register are replaced; parcels entered twice come on top. Where a small commune has no room
    left for a fault it is left out.
    """
    planter = Planter(register, rng, ids)
    for _ in range(max(1, len(register.parcels) // _PARCELS_PER_ROUND)):
        for plant in _ROUND:
            plant(planter)
    return AnswerKey(tuple(sorted(planter.answers, key=lambda answer: answer.claim)))


def _overlap(planter: Planter) -> None:
    """A boundary measured twice: the parcel reaches over the middle of a side it shares."""
    _plant_moved_side(planter, planter.rng.uniform(0.4, 0.8), "parcel.overlap", "overlap.moved")


def _gap(planter: Planter) -> None:
    """A strip left between two surveys: the parcel draws back from the middle of the side."""
    _plant_moved_side(planter, -planter.rng.uniform(0.08, 0.2), "parcel.gap", "gap.strip")


def _plant_moved_side(planter: Planter, outward_m: float, rule: str, cause: str) -> None:
    side = planter.choose(partial(moved_side, planter, outward_m))
    if side is None:
        return
    planter.set_outline(side.at, side.outline)
    planter.set_outline(side.other, side.other_outline)
    moved = planter.parcel(side.at)
    if moved.shape is not None:
        moved = replace(moved, legal_area_m2=legal_area(moved.shape))
        planter.put(side.at, moved)
    planter.answer(rule, cause, side.strip, moved, planter.parcel(side.other))


def _contained(planter: Planter) -> None:
    """A house lot entered without cutting it out of the garden or field around it."""
    found = planter.choose(partial(lot_inside, planter))
    if found is not None:
        host = planter.parcel(found[0])
        lot = canonical_shape(found[1])
        made = planter.add_parcel(host, lot, planter.residential_use)
        planter.answer("parcel.contained", "overlap.contained", lot, host, made)


def _identical(planter: Planter) -> None:
    """A parcel entered a second time under another number."""
    at = planter.choose(lambda at: at if planter.is_private(at) and planter.outline(at) is not None else None)
    if at is not None:
        twin = planter.parcel(at)
        if twin.shape is not None:
            made = planter.add_parcel(twin, twin.shape)
            planter.answer("parcel.identical", "overlap.identical", twin.shape, twin, made)


def _plant_bow_tie(planter: Planter) -> None:
    """Two corners typed in the wrong order, so that the outline crosses itself and loses half its area."""
    found = planter.choose(partial(bow_tie, planter))
    if found is None:
        return
    planter.set_outline(found.at, found.outline)
    parcel, place = planter.parcel(found.at), Point(found.crossing)
    planter.answer("geometry.invalid", "geometry.bow-tie", place, parcel)
    planter.answer("parcel.area-mismatch", "geometry.bow-tie", place, parcel)


def _any_lot(planter: Planter, condition: Callable[[Parcel], bool] = lambda _: True) -> int | None:
    """Choose a parcel whose records are to be changed, not its shape."""
    return planter.choose(
        lambda at: at if planter.is_private(at) and condition(planter.parcel(at)) else None,
        with_neighbours=False,
    )


def _duplicate_key(planter: Planter) -> None:
    """Two parcels of a sheet with one number."""
    first = _any_lot(planter)
    if first is None:
        return
    kept = planter.parcel(first)
    second = _any_lot(planter, lambda parcel: parcel.sheet == kept.sheet)
    if second is not None:
        planter.put(second, replace(planter.parcel(second), number=kept.number))
        changed = planter.parcel(second)
        planter.answer("parcel.duplicate-key", "key.duplicate", changed.shape, kept, changed)


def _missing_value(planter: Planter, name: str) -> None:
    """An attribute of the parcel left empty."""
    at = _any_lot(planter)
    if at is not None:
        planter.put(at, _EMPTIED[name](planter.parcel(at)))
        _answer_missing(planter, at, name)


def _missing_purpose(planter: Planter) -> None:
    at = _any_lot(planter)
    if at is not None:
        gone = planter.parcel(at).id
        planter.register.purposes = [one for one in planter.register.purposes if one.parcel_id != gone]
        _answer_missing(planter, at, "land_use")


def _missing_user(planter: Planter) -> None:
    """Nobody noted as land user; whoever it was still has other parcels."""
    parcels_of = Counter(right.party_id for right in planter.register.rights)
    sole = {right.parcel_id for right in planter.register.rights if parcels_of[right.party_id] == 1}
    at = _any_lot(planter, lambda parcel: parcel.id not in sole)
    if at is not None:
        gone = planter.parcel(at).id
        planter.register.rights = [one for one in planter.register.rights if one.parcel_id != gone]
        parcel = planter.parcel(at)
        planter.answer("parcel.no-user", "field.land_user", parcel.shape, parcel)


def _answer_missing(planter: Planter, at: int, name: str) -> None:
    parcel = planter.parcel(at)
    planter.answer("parcel.missing-field", f"field.{name}", parcel.shape, parcel)


def _area_mismatch(planter: Planter) -> None:
    """The area of the document is far from that of the map."""
    at = _any_lot(planter)
    if at is None:
        return
    parcel = planter.parcel(at)
    factor = planter.rng.uniform(1.15, 1.3) if planter.rng.random() < 0.5 else planter.rng.uniform(0.7, 0.85)
    wrong = (legal_area(parcel.shape) * Decimal(factor)).quantize(Decimal("0.1"))
    planter.put(at, replace(parcel, legal_area_m2=wrong))
    planter.answer("parcel.area-mismatch", "area.document", parcel.shape, parcel)


def _missing_node(planter: Planter) -> None:
    """A new corner on a shared side that the neighbour did not get."""
    found = planter.choose(partial(one_sided_node, planter))
    if found is not None:
        at, other, outline, node = found
        planter.set_outline(at, outline)
        planter.answer(
            "parcel.missing-node", "node.one-sided", Point(node), planter.parcel(at), planter.parcel(other)
        )


_EMPTIED: Final[dict[str, Callable[[Parcel], Parcel]]] = {
    "address": lambda parcel: replace(parcel, address=None),
    "number": lambda parcel: replace(parcel, number=None),
    "legal_area_m2": lambda parcel: replace(parcel, legal_area_m2=None),
}

_ROUND: Final[tuple[Callable[[Planter], None], ...]] = (
    *(_overlap, _gap, _contained, _identical, _plant_bow_tie, _missing_node, _overlap, _gap, _plant_bow_tie),
    *(_missing_purpose, _missing_user),
    *(partial(_missing_value, name=name) for name in _EMPTIED),
    *(_duplicate_key, _area_mismatch, _duplicate_key, _area_mismatch),
)
"""What is planted for every 400 parcels; what needs most room comes first."""
