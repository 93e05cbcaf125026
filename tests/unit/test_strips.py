"""Strips taken out of parcels: nothing is lost, nothing overlaps, every boundary fits bit for bit."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import insert_nodes
from landdesk.domain.strips import NEAR_M, SLIVER_M2, Side, Strip, cut_strip, strip_outline

CENTRE = Side.CENTRE
REFUSALS = (
    "split.piece-too-narrow",
    "strip.bends",
    "strip.breaks",
    "strip.falls-apart",
    "strip.line-crosses-itself",
    "strip.line-too-short",
    "strip.meets-nothing",
)


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return canonical_shape(shapely.box(west, south, east, north))


def strip(
    line: list[tuple[float, float]], width_m: float, *parcels: MultiPolygon, side: Side = CENTRE
) -> Strip[int]:
    outline = strip_outline(LineString(line), width_m, side)
    return cut_strip(
        outline,
        {at: one for at, one in enumerate(parcels) if one.distance(outline) <= NEAR_M},
    )


def refusal(line: list[tuple[float, float]], width_m: float, *parcels: MultiPolygon) -> str:
    with pytest.raises(RefusedError) as caught:
        strip(line, width_m, *parcels)
    return caught.value.code


@pytest.mark.parametrize(
    ("side", "bounds"),
    [(Side.LEFT, (0, 0, 10, 4)), (Side.CENTRE, (0, -2, 10, 2)), (Side.RIGHT, (0, -4, 10, 0))],
)
def test_the_side_is_seen_along_the_line(side: Side, bounds: tuple[float, ...]) -> None:
    assert strip_outline(LineString([(0, 0), (10, 0)]), 4, side).bounds == bounds


def test_corners_are_mitred_and_ends_flat() -> None:
    outline = strip_outline(LineString([(0, 0), (10, 0), (10, 10)]), 2, Side.CENTRE)
    assert outline.equals(Polygon([(0, -1), (11, -1), (11, 10), (9, 10), (9, 1), (0, 1)]))


def test_it_goes_through_a_row_and_beyond() -> None:
    made = strip([(-3, 5), (23, 5)], 4, box(0, 0, 10, 10), box(10, 0, 20, 10), box(0, 10, 20, 20))
    assert made.shape.equals(shapely.box(-3, 3, 23, 7))
    assert made.free_m2 == pytest.approx(24)
    assert {key: (len(cut.left), cut.taken_m2) for key, cut in made.cuts.items()} == {0: (2, 40), 1: (2, 40)}
    assert (dict(made.noded), made.evened_m2, made.whole) == ({}, 0, [])


def test_a_neighbour_takes_the_corners() -> None:
    made = strip([(5, 0), (5, 10)], 2, box(0, 0, 10, 10), box(0, 10, 10, 20), box(0, -10, 10, 0))
    assert list(made.cuts) == [0]
    for key, north in ((1, 10.0), (2, 0.0)):
        assert {(4.0, north), (6.0, north)} <= set(made.noded[key].geoms[0].exterior.coords)


def test_a_parcel_within_is_told() -> None:
    made = strip([(0, 5), (20, 5)], 4, box(0, 0, 20, 3), box(5, 4, 6, 6), box(0, 7, 20, 9))
    assert made.whole == [1]
    assert made.cuts[1].taken_m2 == pytest.approx(2)
    assert made.free_m2 == pytest.approx(78)


def test_a_hole_in_a_parcel_is_free_land() -> None:
    around = canonical_shape(shapely.box(0, 0, 20, 20).difference(shapely.box(8, 8, 12, 12)))
    made = strip([(0, 10), (20, 10)], 2, around)
    assert made.free_m2 == pytest.approx(8)
    assert made.cuts[0].taken_m2 == pytest.approx(32)
    assert sum(one.area for one in made.cuts[0].left) == pytest.approx(400 - 16 - 32)


def test_within_one_parcel_it_leaves_a_hole() -> None:
    made = strip([(5, 5), (15, 5)], 2, box(0, 0, 20, 20))
    (left,) = made.cuts[0].left
    assert len(left.geoms[0].interiors) == 1
    assert left.area == pytest.approx(380)


def test_parts_that_it_does_not_meet_stay_with_the_largest() -> None:
    shape = canonical_shape(MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(30, 0, 31, 1)]))
    made = strip([(4, -1), (4, 11)], 2, shape)
    assert [len(one.geoms) for one in made.cuts[0].left] == [2, 1]


def test_slivers_move_the_edge_of_the_strip() -> None:
    # Of the lower parcel 3 mm would be left; of the upper one 4 mm would be taken.
    made = strip([(0, 5), (10, 5)], 4, box(0, 2.997, 10, 6.996), box(0, 6.996, 10, 20))
    assert made.whole == [0]
    assert list(made.noded) == []
    assert made.shape.bounds == (0, 2.997, 10, 6.996)
    assert made.evened_m2 == pytest.approx(0.07)


def test_what_is_no_strip_is_refused() -> None:
    parcel = box(0, 0, 10, 10)
    for width in (0, -3, 0.05, 201, math.nan, math.inf):
        assert refusal([(0, 5), (10, 5)], width, parcel) == "strip.width"
    assert refusal([(1, 1), (1, 1.0001)], 2, parcel) == "strip.line-too-short"
    assert refusal([(1, 1), (1e12, 1)], 2, parcel) == "strip.line-too-short"
    assert refusal([(0, 0), (1e6, 0)], 2, parcel) == "strip.line-too-short"
    assert refusal([(0, 0), (9, 9), (9, 0), (0, 9)], 1, parcel) == "strip.line-crosses-itself"
    assert refusal([(0, 0), (30, 0), (30, 5), (0, 5)], 6, parcel) == "strip.bends"
    assert refusal([(50, 50), (60, 60)], 2, parcel) == "strip.meets-nothing"
    bow_tie = MultiPolygon([Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])])
    assert refusal([(0, 5), (10, 5)], 2, bow_tie) == "strip.invalid-neighbour"


@given(
    st.lists(st.tuples(st.floats(-25, 25), st.floats(-15, 35)), min_size=2, max_size=5),
    st.floats(0.3, 9),
    st.sampled_from(Side),
)
@settings(max_examples=300, deadline=None)
def test_any_strip_fits(line: list[tuple[float, float]], width_m: float, side: Side) -> None:
    block = [box(at, 0, at + 10, 9) for at in (-20, -10, 0, 10)]
    block[2] = canonical_shape(Polygon([(0, 0), (10, 0), (10, 9), (5, 9), (0, 9)]))
    block.append(canonical_shape(Polygon([(-20, 9), (-10, 9), (0, 9), (3, 15), (11, 22), (-14.3, 18.7)])))
    block.append(canonical_shape(shapely.box(20, 0, 40, 20).difference(shapely.box(24, 4, 33, 12))))
    block[5] = insert_nodes(block[5], [(20, 9)])
    refused: str | None = None
    try:
        made = strip(line, width_m, *block, side=side)
    except RefusedError as error:
        # Lines of any kind are tried; the codes of what they may be are in the test above.
        refused = error.code
    else:
        holds_together(block, made)
    assert refused in (None, *REFUSALS)


def holds_together(block: list[MultiPolygon], made: Strip[int]) -> None:
    now = [made.shape]
    for key, shape in enumerate(block):
        if key in made.cuts:
            now += made.cuts[key].left
        else:
            now.append(made.noded.get(key, shape))
    assert all(one.is_valid and canonical_shape(one).equals_exact(one, 0) for one in now)
    assert all(piece.area >= SLIVER_M2 for cut in made.cuts.values() for piece in cut.left)
    perimeter_m = shapely.union_all(block).length + made.shape.length
    assert sum(one.area for one in now) == pytest.approx(
        sum(one.area for one in block) + made.free_m2, abs=0.001 * perimeter_m + SLIVER_M2
    )
    for cut in made.cuts.values():
        assert cut.taken_m2 > 0
    tree = shapely.STRtree(now)
    one, other = tree.query(now, predicate="intersects")
    for a, b in zip(one[one < other], other[one < other], strict=True):
        assert shapely.intersection(now[a], now[b]).area < 1e-6
    # What lies along a boundary has its points: no point of one lies within an edge of another.
    rims = [set(map(tuple, shapely.get_coordinates(each).tolist())) for each in now]
    for a, b in zip(one, other, strict=True):
        if a != b:
            loose = [
                point for point in rims[a] - rims[b] if now[b].boundary.distance(shapely.Point(point)) < 4e-4
            ]
            assert not loose, (a, b, loose)
