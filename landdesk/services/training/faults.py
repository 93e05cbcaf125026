"""Faults planted into the records of a demo commune, with the answers that a check must give.

What is planted is what offices meet: a boundary measured twice, a strip left between two surveys, a parcel
entered twice, corners typed in the wrong order, fields left empty. Coordinates are metres on the 1 mm grid.
"""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from random import Random
from typing import Final

import shapely
import shapely.affinity
from shapely import LineString, Point, Polygon

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.grid import millimetre
from landdesk.domain.ids import IdSource
from landdesk.domain.records import Parcel
from landdesk.services.training.answers import AnswerKey
from landdesk.services.training.planter import Place, Planter, Ring
from landdesk.services.training.register import Register, legal_area

_PARCELS_PER_ROUND: Final = 400
_BLUNT_RAD: Final = math.radians(27)


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


@dataclass(frozen=True, slots=True)
class _MovedSide:
    """A side that two parcels share, given two outlines; ``strip`` lies between them."""

    at: int
    other: int
    outline: Ring
    other_outline: Ring
    strip: Polygon


def _overlap(planter: Planter) -> None:
    """A boundary measured twice: the parcel reaches over the middle of a side it shares."""
    _plant_moved_side(planter, planter.rng.uniform(0.4, 0.8), "parcel.overlap", "overlap.moved")


def _gap(planter: Planter) -> None:
    """A strip left between two surveys: the parcel draws back from the middle of the side."""
    _plant_moved_side(planter, -planter.rng.uniform(0.08, 0.2), "parcel.gap", "gap.strip")


def _plant_moved_side(planter: Planter, outward_m: float, rule: str, cause: str) -> None:
    side = planter.choose(partial(_moved_side, planter, outward_m))
    if side is None:
        return
    planter.set_outline(side.at, side.outline)
    planter.set_outline(side.other, side.other_outline)
    moved = planter.parcel(side.at)
    if moved.shape is not None:
        moved = replace(moved, legal_area_m2=legal_area(moved.shape))
        planter.put(side.at, moved)
    planter.answer(rule, cause, side.strip, moved, planter.parcel(side.other))


def _moved_side(planter: Planter, outward_m: float, at: int) -> _MovedSide | None:
    """Move the middle of the longest side that a parcel shares with one other."""
    if not planter.is_private(at):
        return None
    shared = _longest_shared_side(planter, at, shortest_m=8.0)
    if shared is None:
        return None
    other, start, end = shared
    outline, other_outline = planter.outline(at), planter.outline(other)
    if outline is None or other_outline is None:
        return None
    # Shells run counter-clockwise or clockwise; outward is away from the parcel's own inside.
    turn = 1.0 if shapely.is_ccw(shapely.linearrings(outline)) else -1.0
    length = math.dist(start, end)
    across = (turn * (end[1] - start[1]) / length, -turn * (end[0] - start[0]) / length)
    # Both parcels get the nodes where the strip begins and ends, so that no third parcel touches it.
    first, last = _between(start, end, 0.12), _between(start, end, 0.88)
    moved = [_shifted(_between(start, end, share), across, outward_m) for share in (0.2, 0.8)]
    side = _MovedSide(
        at,
        other,
        _with_nodes(outline, start, end, [first, *moved, last]),
        _with_nodes(other_outline, end, start, [last, first]),
        Polygon([first, *moved, last]),
    )
    reached = shapely.MultiPolygon([Polygon(side.outline)])
    neighbours = [one for one in planter.neighbours(at) if one != other]
    fits = (
        reached.is_valid
        and Polygon(other_outline).buffer(0.5).contains(side.strip)
        and not any(shapely.intersection(reached, planter.parcel(one).shape).area for one in neighbours)
    )
    return side if fits else None


def _contained(planter: Planter) -> None:
    """A house lot entered without cutting it out of the garden or field around it."""

    def fit(at: int) -> tuple[int, Polygon] | None:
        if not planter.is_private(at) or planter.outline(at) is None:
            return None
        shape = planter.parcel(at).shape
        middle = shapely.point_on_surface(shape)
        lot = shapely.box(middle.x - 3.5, middle.y - 5.0, middle.x + 3.5, middle.y + 5.0)
        lot = shapely.affinity.rotate(lot, planter.rng.uniform(0, 90))
        return (at, lot) if shapely.contains(shape, shapely.buffer(lot, 1.0)) else None

    found = planter.choose(fit)
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


@dataclass(frozen=True, slots=True)
class _BowTie:
    at: int
    outline: Ring
    crossing: Place


def _bow_tie(planter: Planter) -> None:
    """Two corners typed in the wrong order, so that the outline crosses itself and loses half its area."""
    found = planter.choose(partial(_fit_bow_tie, planter))
    if found is None:
        return
    planter.set_outline(found.at, found.outline)
    parcel, place = planter.parcel(found.at), Point(found.crossing)
    planter.answer("geometry.invalid", "geometry.bow-tie", place, parcel)
    planter.answer("parcel.area-mismatch", "geometry.bow-tie", place, parcel)


def _fit_bow_tie(planter: Planter, at: int) -> _BowTie | None:
    outline, area = planter.outline(at), planter.parcel(at).legal_area_m2
    if outline is None or len(outline) < 4 or area is None or not planter.is_private(at):
        return None
    found = []
    for number in range(len(outline)):
        before, first, second, after, *rest = outline[number:] + outline[:number]
        crossing = LineString([before, second]).intersection(LineString([first, after]))
        if not isinstance(crossing, Point):
            continue
        middle = (crossing.x, crossing.y)
        # The two corners that fall out must be land of their own, too large and too blunt to look like gaps.
        lost = (Polygon([before, first, middle]), Polygon([second, after, middle]))
        blunt = min(_narrowest_rad(corner) for corner in lost) > _BLUNT_RAD
        if (
            blunt
            and all(corner.buffer(-1.5).area > 1.0 for corner in lost)
            and lost[0].area + lost[1].area > 60.0
        ):
            found.append(_BowTie(at, [before, second, first, after, *rest], middle))
    return planter.rng.choice(found) if found else None


def _narrowest_rad(corner: Polygon) -> float:
    """Return the smallest angle of a triangle."""
    ring = list(corner.exterior.coords)[:-1]
    angles = []
    for number in range(3):
        at, left, right = ring[number], ring[number - 1], ring[number - 2]
        turn = math.atan2(left[1] - at[1], left[0] - at[0]) - math.atan2(right[1] - at[1], right[0] - at[0])
        angles.append(abs((turn + math.pi) % (2 * math.pi) - math.pi))
    return min(angles)


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

    def fit(at: int) -> tuple[int, int, Ring, Place] | None:
        outline = planter.outline(at)
        if outline is None or not planter.is_private(at):
            return None
        for other, start, end in _shared_sides(planter, at):
            node = _grid_point_on(start, end)
            if node is not None and math.dist(start, end) > 5.0 and planter.is_private(other):
                return at, other, _with_nodes(outline, start, end, [node]), node
        return None

    found = planter.choose(fit)
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
    *(_overlap, _gap, _contained, _identical, _bow_tie, _missing_node, _overlap, _gap, _bow_tie),
    *(_missing_purpose, _missing_user),
    *(partial(_missing_value, name=name) for name in _EMPTIED),
    *(_duplicate_key, _area_mismatch, _duplicate_key, _area_mismatch),
)
"""What is planted for every 400 parcels; what needs most room comes first."""


def _shared_sides(planter: Planter, at: int) -> list[tuple[int, Place, Place]]:
    """Return the sides a parcel shares with one other: the other one, and the ends as the parcel runs."""
    outline = planter.outline(at)
    if outline is None:
        return []
    own = set(pairwise([*outline, outline[0]]))
    made = []
    for other in planter.neighbours(at):
        ring = planter.outline(other)
        if ring is not None:
            made += [(other, end, start) for start, end in pairwise([*ring, ring[0]]) if (end, start) in own]
    return made


def _longest_shared_side(planter: Planter, at: int, shortest_m: float) -> tuple[int, Place, Place] | None:
    sides = [side for side in _shared_sides(planter, at) if math.dist(side[1], side[2]) >= shortest_m]
    return max(sides, key=lambda side: math.dist(side[1], side[2]), default=None)


def _between(start: Place, end: Place, share: float) -> Place:
    return _on_grid(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def _shifted(place: Place, direction: Place, distance_m: float) -> Place:
    return _on_grid(place[0] + distance_m * direction[0], place[1] + distance_m * direction[1])


def _on_grid(easting: float, northing: float) -> Place:
    return millimetre(easting) / 1000, millimetre(northing) / 1000


def _grid_point_on(start: Place, end: Place) -> Place | None:
    """Return a grid point exactly on a side, near its middle; None where there is none."""
    x, y = millimetre(start[0]), millimetre(start[1])
    run_x, run_y = millimetre(end[0]) - x, millimetre(end[1]) - y
    steps = math.gcd(run_x, run_y)
    if steps < 2:
        return None
    step = steps // 2
    return (x + run_x // steps * step) / 1000, (y + run_y // steps * step) / 1000


def _with_nodes(outline: Ring, start: Place, end: Place, nodes: Ring) -> Ring:
    """Return an outline with nodes put into the side from ``start`` to ``end``."""
    at = outline.index(start)
    assert outline[(at + 1) % len(outline)] == end, "not a side of the outline"
    return [*outline[: at + 1], *nodes, *outline[at + 1 :]]
