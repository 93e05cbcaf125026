"""Faults of boundaries: overlaps, gaps, strips, corners, what is no polygon, what lies elsewhere."""

import math
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Final

import numpy as np
import shapely
import shapely.affinity
from pyproj import Transformer
from shapely import MultiPolygon, Point, Polygon

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.records import Parcel
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.training.fits import (
    between,
    bow_tie,
    lot_inside,
    moved_side,
    one_sided_node,
    shared_sides,
    shifted,
    with_nodes,
)
from landdesk.services.training.places import EPSG
from landdesk.services.training.planted.cause import Cause, cause
from landdesk.services.training.planted.completing import LOADED, SCALE
from landdesk.services.training.planted.planter import MAP_ONLY, RecordPlanter
from landdesk.services.training.planter import Ring
from landdesk.services.training.register import legal_area

_OUTSIDE_M: Final = 400.0
_UTM: Final = 3406
_HAIR_M: Final = 0.16
"""How long the hair between two near corners is: its land is below what an overlap is told from."""
_NO_CODE: Final = " ".join(one for one in LOADED.split() if one != "code")
ALLOWED: Final = 0.0004 * SCALE
"""Times the root of the area: what areas may differ by on a map of that scale."""


def _say(planter: RecordPlanter, one: Cause, *parcels: Parcel, place: shapely.Geometry | None = None) -> None:
    planter.answer(one.rules[0], one.code, place if place is not None else parcels[0].shape, *parcels)


# --- sides that two parcels share ---------------------------------------------------------------------------


def _moved(planter: RecordPlanter, one: Cause, nearest_m: float, farthest_m: float) -> None:
    side = planter.choose(partial(moved_side, planter, planter.rng.uniform(nearest_m, farthest_m)))
    if side is not None:
        planter.reshape(side.at, canonical_shape(Polygon(side.outline)))
        planter.set_outline(side.other, side.other_outline)
        _say(planter, one, planter.parcel(side.at), planter.parcel(side.other), place=side.strip)


def _sliver(planter: RecordPlanter, one: Cause) -> None:
    side = planter.choose(partial(moved_side, planter, -0.15))
    if side is not None:
        planter.reshape(side.at, canonical_shape(Polygon(side.outline)))
        planter.set_outline(side.other, side.other_outline)
        strip = canonical_shape(side.strip)
        _say(planter, one, planter.add_parcel(planter.parcel(side.at), strip), place=strip)


def _one_sided(planter: RecordPlanter, one: Cause) -> None:
    found = planter.choose(partial(one_sided_node, planter))
    if found is not None:
        at, other, outline, node = found
        planter.set_outline(at, outline)
        _say(planter, one, planter.parcel(at), planter.parcel(other), place=Point(node))


def _near_node(planter: RecordPlanter, one: Cause) -> None:
    """Give each of two parcels a corner of its own, 5 mm apart, between two new ones that they have in common."""

    def fit(at: int) -> tuple[int, int, Ring, Ring, Point] | None:
        outline = planter.outline(at)
        if outline is None or not planter.is_private(at):
            return None
        # Towards the inside: the hair that is left over belongs to both, not to nobody.
        inward = -1.0 if shapely.is_ccw(shapely.linearrings(outline)) else 1.0
        for other, start, end in shared_sides(planter, at):
            beside, length_m = planter.outline(other), math.dist(start, end)
            if beside is None or not planter.is_private(other) or length_m < 6.0:
                continue
            across = (inward * (end[1] - start[1]) / length_m, -inward * (end[0] - start[0]) / length_m)
            half = _HAIR_M / 2 / length_m
            first, own, last = (between(start, end, 0.5 + step) for step in (-half, 0.0, half))
            its = shifted(own, across, 0.005)
            return (
                at,
                other,
                with_nodes(outline, start, end, [first, own, last]),
                with_nodes(beside, end, start, [last, its, first]),
                Point(own),
            )
        return None

    found = planter.choose(fit)
    if found is not None:
        at, other, outline, beside, node = found
        planter.set_outline(at, outline)
        planter.set_outline(other, beside)
        _say(planter, one, planter.parcel(at), planter.parcel(other), place=node)


# --- corners of one parcel ----------------------------------------------------------------------------------


def _bow_tie(planter: RecordPlanter, one: Cause) -> None:
    found = planter.choose(partial(bow_tie, planter))
    if found is not None:
        planter.set_outline(found.at, found.outline)
        # Whether the code's point still lies in what crosses itself is nobody's question.
        planter.change(found.at, parcel_code=None, loaded=_NO_CODE, collection_state=None)
        for rule in one.rules:
            planter.answer(rule, one.code, Point(found.crossing), planter.parcel(found.at))


def _unread(planter: RecordPlanter, one: Cause) -> None:
    at = planter.choose(partial(_roomy, planter))
    if at is not None:
        planter.change(at, shape=None, source_shape=b"POLYGON ((")
        _say(planter, one, planter.parcel(at))


def _spike(planter: RecordPlanter, one: Cause) -> None:
    """Run a side past a corner, into the land of a third parcel but not near its boundary, and come back."""
    boundaries = np.array([None if p.shape is None else p.shape.boundary for p in planter.register.parcels])
    tree = shapely.STRtree(boundaries)

    def fit(at: int) -> tuple[int, Ring, Point] | None:
        outline = planter.outline(at)
        if outline is None or not planter.is_private(at):
            return None
        for _, start, end in shared_sides(planter, at):
            length_m = math.dist(start, end)
            along = ((start[0] - end[0]) / length_m, (start[1] - end[1]) / length_m)
            tip, well_past = Point(shifted(start, along, 1.5)), shifted(start, along, 0.3)
            is_free = len(tree.query(tip, predicate="dwithin", distance=0.3)) == 0
            is_free &= len(tree.query(Point(well_past), predicate="dwithin", distance=0.02)) == 0
            spiked = with_nodes(outline, start, end, [(tip.x, tip.y)])
            if length_m > 6.0 and is_free and Polygon(spiked).is_valid:
                return at, spiked, tip
        return None

    found = planter.choose(fit)
    if found is not None:
        at, outline, tip = found
        planter.set_outline(at, outline)
        _say(planter, one, planter.parcel(at), place=tip)


def _duplicate_vertex(planter: RecordPlanter, one: Cause) -> None:
    at = planter.choose(lambda at: at if planter.is_private(at) and planter.outline(at) else None)
    if at is not None:
        outline = planter.outline(at) or []
        place = planter.rng.randrange(len(outline))
        planter.set_outline(at, [*outline[:place], outline[place], *outline[place:]])
        _say(planter, one, planter.parcel(at), place=Point(outline[place]))


# --- whole boundaries ---------------------------------------------------------------------------------------


def _lot(planter: RecordPlanter, one: Cause) -> None:
    found = planter.choose(partial(lot_inside, planter))
    if found is not None:
        host, lot = planter.parcel(found[0]), canonical_shape(found[1])
        _say(planter, one, host, planter.add_parcel(host, lot, planter.residential_use), place=lot)


def _hole(planter: RecordPlanter, one: Cause) -> None:
    found = planter.choose(partial(lot_inside, planter))
    if found is not None:
        at, lot = found
        hole = canonical_shape(lot)
        planter.reshape(at, canonical_shape(Polygon(planter.outline(at), [hole.geoms[0].exterior.coords])))
        _say(planter, one, planter.parcel(at), place=hole)


def _twin(planter: RecordPlanter, one: Cause) -> None:
    at = planter.choose(partial(_roomy, planter))
    if at is not None:
        twin = planter.parcel(at)
        assert twin.shape is not None
        _say(planter, one, twin, planter.add_parcel(twin, twin.shape))


def _two_parts(planter: RecordPlanter, one: Cause) -> None:
    at = planter.choose(partial(_roomy, planter))
    other = planter.choose(lambda at: _roomy(planter, at) if _is_alone(planter, at) else None)
    if at is None or other is None:
        return
    shapes = [planter.parcel(one).shape for one in (at, other)]
    planter.strip(other)
    planter.removed.add(planter.parcel(other).id)
    planter.reshape(
        at, canonical_shape(MultiPolygon([part for shape in shapes if shape for part in shape.geoms]))
    )
    _say(planter, one, planter.parcel(at))


def _no_boundary(planter: RecordPlanter, one: Cause) -> None:
    at = planter.choose(partial(_roomy, planter))
    if at is not None:
        planter.change(at, shape=None, map_area_m2=None)
        _say(planter, one, planter.parcel(at))


def _bare(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone()
    if at is not None:
        was = planter.parcel(at)
        planter.strip(at)
        planter.put(
            at,
            Parcel(
                was.id,
                was.commune,
                was.sheet,
                was.number,
                source_id=was.source_id,
                loaded=MAP_ONLY,
                shape=was.shape,
            ),
        )
        _say(planter, one, planter.parcel(at))


def cut_in_two(planter: RecordPlanter, at: int) -> tuple[int, Polygon, Polygon] | None:
    """Cut a private lot from corner to corner into two that are land of their own."""
    outline = planter.outline(at)
    if outline is None or not planter.is_private(at):
        return None
    whole = Polygon(outline)
    for first in range(len(outline)):
        for last in range(first + 2, len(outline)):
            ring, rest = outline[first : last + 1], outline[last:] + outline[: first + 1]
            if len(rest) < 3:
                continue
            parts = Polygon(ring), Polygon(rest)
            if all(
                part.is_valid and whole.covers(part) and part.area > 40.0 and not part.buffer(-2.0).is_empty
                for part in parts
            ):
                return at, *parts
    return None


def _halves(planter: RecordPlanter, one: Cause) -> None:
    """A lot cut in two, whose parts came in beside it."""
    found = planter.choose(partial(cut_in_two, planter))
    if found is not None:
        at, *parts = found
        parent = planter.parcel(at)
        children = [planter.add_parcel(parent, canonical_shape(part)) for part in parts]
        planter.lineage += [(parent.id, child.id) for child in children]
        planter.answer(one.rules[0], one.code, parent.shape, parent)
        for child in children:
            planter.answer(one.rules[1], one.code, child.shape, parent, child)


# --- places -------------------------------------------------------------------------------------------------


def _outside(planter: RecordPlanter, one: Cause) -> None:
    like = planter.alone()
    if like is None:
        return
    known = commune_boundaries(EPSG)
    boundary = known.shapes[known.codes.index(planter.place.code)]
    others = [p.shape for p in planter.register.parcels if p.shape is not None and _reaches(p.shape)]
    while True:
        turn, reach_m = planter.rng.uniform(0, 2 * math.pi), planter.rng.uniform(500.0, 20_000.0)
        middle = Point(
            planter.place.easting_m + reach_m * math.cos(turn),
            planter.place.northing_m + reach_m * math.sin(turn),
        )
        lot = shapely.box(middle.x - 10, middle.y - 12, middle.x + 10, middle.y + 12)
        is_out = _OUTSIDE_M < boundary.distance(lot) < 4 * _OUTSIDE_M
        if is_out and all(lot.distance(other) > 100.0 for other in others):
            break
    made = planter.add_parcel(planter.parcel(like), canonical_shape(shapely.affinity.rotate(lot, 20.0)))
    _say(planter, one, made)


def _reaches(shape: MultiPolygon) -> bool:
    """Tell whether a parcel lies in the province."""
    west, south, east, north = shape.bounds
    return bool(west > 500_000 and east < 660_000 and south > 1_240_000 and north < 1_440_000)


def _elsewhere(planter: RecordPlanter, one: Cause, epsg: int | None) -> None:
    """Take the coordinates of another system, or (None) the two of each point in the wrong order."""
    at = planter.choose(partial(_roomy, planter))
    if at is None:
        return
    shape = planter.parcel(at).shape
    if epsg is None:
        moved = shapely.transform(shape, lambda points: points[:, ::-1])
    else:
        way = Transformer.from_crs(EPSG, epsg, always_xy=True)
        moved = shapely.transform(shape, lambda points: np.column_stack(way.transform(*points.T)))
    planter.change(at, shape=canonical_shape(moved), parcel_code=None, loaded=_NO_CODE, collection_state=None)
    for rule in one.rules:
        planter.answer(rule, one.code, planter.parcel(at).shape, planter.parcel(at))


# --- areas --------------------------------------------------------------------------------------------------


def _other_area(planter: RecordPlanter, one: Cause) -> None:
    factor = planter.rng.choice((planter.rng.uniform(1.15, 1.3), planter.rng.uniform(0.7, 0.85)))
    _stated(planter, one, lambda area: area * factor)


def _just_above(planter: RecordPlanter, one: Cause) -> None:
    _stated(planter, one, lambda area: area + 1.12 * ALLOWED * math.sqrt(area))


def _stated(planter: RecordPlanter, one: Cause, of: Callable[[float], float]) -> None:
    """Let the documents state another area than the map."""
    at = planter.alone()
    if at is not None:
        area = of(float(shapely.area(planter.parcel(at).shape)))
        planter.state_area(at, Decimal(area).quantize(Decimal("0.1")))
        _say(planter, one, planter.parcel(at))


def _label(planter: RecordPlanter, one: Cause) -> None:
    at = planter.alone()
    if at is not None:
        factor = Decimal(planter.rng.choice((1.1, 1.2, 0.85)))
        planter.change(
            at, map_area_m2=(legal_area(planter.parcel(at).shape) * factor).quantize(Decimal("0.1"))
        )
        _say(planter, one, planter.parcel(at))


def _is_alone(planter: RecordPlanter, at: int) -> bool:
    return planter.is_plain(at) and planter.is_alone(at)


def _roomy(planter: RecordPlanter, at: int) -> int | None:
    """Return a parcel that leaves more than a gap where it goes."""
    shape = planter.parcel(at).shape
    is_roomy = planter.is_private(at) and planter.outline(at) is not None and shape is not None
    return at if is_roomy and shape is not None and not shape.buffer(-2.0).is_empty else None


_WRONG: Final = "parcel.wrong-system parcel.outside-commune"

CAUSES: Final = (
    cause("retired-active/split", "parcel.retired-active parcel.contained", _halves),
    cause("invalid/bow-tie", "geometry.invalid parcel.area-mismatch", _bow_tie),
    cause("overlap/moved", "parcel.overlap", partial(_moved, nearest_m=0.4, farthest_m=0.8)),
    cause("overlap/thin", "parcel.overlap", partial(_moved, nearest_m=0.02, farthest_m=0.05)),
    cause("gap/strip", "parcel.gap", partial(_moved, nearest_m=-0.2, farthest_m=-0.08)),
    cause("sliver/strip", "parcel.sliver", _sliver),
    cause("spike/corner", "geometry.spike", _spike),
    cause("contained/lot", "parcel.contained", _lot),
    cause("hole-empty/lot", "geometry.hole-empty", _hole),
    cause("missing-node/one-sided", "parcel.missing-node", _one_sided),
    cause("near-node/5-mm", "parcel.near-node", _near_node),
    cause("identical/twin", "parcel.identical", _twin),
    cause("multipart/two", "geometry.multipart", _two_parts),
    cause("duplicate-vertex/same", "geometry.duplicate-vertex", _duplicate_vertex),
    cause("invalid/unread", "geometry.invalid", _unread),
    cause("missing/none", "geometry.missing", _no_boundary),
    cause("wrong-system/swapped", _WRONG, partial(_elsewhere, epsg=None)),
    cause("wrong-system/utm", _WRONG, partial(_elsewhere, epsg=_UTM)),
    cause("outside-commune/far", "parcel.outside-commune", _outside),
    cause("no-record/bare", "parcel.no-record", _bare),
    cause("area-mismatch/document", "parcel.area-mismatch", _other_area),
    cause("area-mismatch/just", "parcel.area-mismatch", _just_above),
    cause("label-differs/area", "parcel.label-differs", _label),
)
"""What needs most room comes first."""
