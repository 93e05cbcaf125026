"""Parts of an area, at a distance and equally large: met on the grid, fitting each other, or refused in words."""

import math

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape, is_canonical_text, shape_text
from landdesk.domain.dividing import (
    AREA_WITHIN_M2,
    ByArea,
    ByDistance,
    ByTurn,
    Division,
    Equally,
    divide_polygon,
    edge_at,
)
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import insert_shared_nodes, merge_polygons, new_nodes

SQUARE = canonical_shape(Polygon([(0, 0), (10, 0), (10, 10), (0, 10)]))
SOUTH = (0.0, 0.0), (10.0, 0.0)
HOLED = canonical_shape(Polygon(SQUARE.geoms[0].exterior, [[(4, 4), (4, 6), (6, 6), (6, 4)]]))
U_SHAPE = canonical_shape(Polygon([(0, 0), (9, 0), (9, 5), (6, 5), (6, 2), (3, 2), (3, 4), (0, 4)]))
TWO_PARTS = MultiPolygon([SQUARE.geoms[0], Polygon([(20, 0), (26, 0), (26, 10), (20, 10)])])


def refusal(shape: MultiPolygon, division: Division) -> str:
    with pytest.raises(RefusedError) as caught:
        divide_polygon(shape, division)
    return caught.value.code


def assert_sound(shape: MultiPolygon, pieces: list[MultiPolygon]) -> None:
    """Check what holds for every division: largest first, on the grid, no land lost, edges that fit."""
    areas = [piece.area for piece in pieces]
    assert areas == sorted(areas, reverse=True)
    assert all(piece.is_valid and is_canonical_text(shape_text(piece)) for piece in pieces)
    cut_m = (sum(piece.length for piece in pieces) - shape.length) / 2
    assert sum(areas) == pytest.approx(shape.area, abs=0.001 * cut_m + 1e-6)
    around = canonical_shape(shape.envelope.buffer(20).difference(shape))
    around = insert_shared_nodes({0: around}, pieces, [shape]).get(0, around)
    assert shapely.is_empty(shapely.coverage_invalid_edges([around, *pieces], 0.0)).all()
    # Put together again it is the parcel, with the new nodes that its neighbours have now too.
    assert not new_nodes(pieces, [merge_polygons(pieces)])


@st.composite
def land(draw: st.DrawFn) -> MultiPolygon:
    """Return a convex parcel of 4 to 9 corners at real coordinates."""
    count = draw(st.integers(4, 9))
    turn, radius = draw(st.floats(0, 6)), draw(st.floats(4, 90))
    corners = [
        (
            600_000 + radius * math.cos(turn + 2 * math.pi * (at + draw(st.floats(-0.3, 0.3))) / count),
            1_318_000
            + radius * 0.7 * math.sin(turn + 2 * math.pi * (at + draw(st.floats(-0.3, 0.3))) / count),
        )
        for at in range(count)
    ]
    shape = Polygon(corners)
    assume(shape.is_valid and shape.area > 20)
    return canonical_shape(shape.convex_hull)


@given(land(), st.floats(0.05, 0.95), st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_a_part_along_an_edge_has_the_area(shape: MultiPolygon, share: float, at: int) -> None:
    corners = shapely.get_coordinates(shape).tolist()
    at %= len(corners) - 1
    wanted = shape.area * share
    pieces = divide_polygon(shape, ByArea((tuple(corners[at]), tuple(corners[at + 1])), wanted))
    assert_sound(shape, pieces)
    assert len(pieces) == 2
    middle = shapely.Point([(corners[at][axis] + corners[at + 1][axis]) / 2 for axis in (0, 1)])
    near = min(pieces, key=lambda piece: piece.distance(middle))
    assert near.area == pytest.approx(wanted, abs=AREA_WITHIN_M2)


@given(land(), st.floats(0.05, 0.95), st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_a_part_that_turns_about_a_point_has_the_area(shape: MultiPolygon, share: float, at: int) -> None:
    corners = shapely.get_coordinates(shape).tolist()
    about = tuple(corners[at % (len(corners) - 1)])
    wanted = shape.area * share
    pieces = divide_polygon(shape, ByTurn(about, wanted))
    assert_sound(shape, pieces)
    assert min(abs(piece.area - wanted) for piece in pieces) <= AREA_WITHIN_M2
    assert all(list(about) in shapely.get_coordinates(piece).tolist() for piece in pieces)


@given(land(), st.integers(2, 7), st.integers(0, 20))
@settings(max_examples=100, deadline=None)
def test_equal_parts_are_equal(shape: MultiPolygon, count: int, at: int) -> None:
    corners = shapely.get_coordinates(shape).tolist()
    at %= len(corners) - 1
    pieces = divide_polygon(shape, Equally((tuple(corners[at]), tuple(corners[at + 1])), count))
    assert_sound(shape, pieces)
    assert [piece.area for piece in pieces] == pytest.approx([shape.area / count] * count, abs=AREA_WITHIN_M2)


def test_a_parallel_runs_at_the_distance() -> None:
    pieces = divide_polygon(SQUARE, ByDistance(SOUTH, 3.0))
    assert [piece.bounds for piece in pieces] == [(0, 3, 10, 10), (0, 0, 10, 3)]
    # The edge may be named from either end.
    assert divide_polygon(SQUARE, ByDistance(SOUTH[::-1], 3.0)) == pieces


def test_a_parallel_may_make_several_parts_at_once() -> None:
    pieces = divide_polygon(U_SHAPE, ByDistance(((0, 0), (9, 0)), 3.0))
    assert [piece.area for piece in pieces] == pytest.approx([24, 6, 3])


def test_a_cut_may_go_through_a_hole() -> None:
    pieces = divide_polygon(HOLED, ByArea(SOUTH, 48.0))
    assert [piece.area for piece in pieces] == pytest.approx([48, 48], abs=AREA_WITHIN_M2)
    pieces = divide_polygon(HOLED, ByTurn((0.0, 0.0), 48.0))
    assert [piece.area for piece in pieces] == pytest.approx([48, 48], abs=AREA_WITHIN_M2)


def test_a_cut_longer_than_200_m_is_as_near_as_the_grid_allows() -> None:
    field = canonical_shape(shapely.box(0, 0, 1000, 200))
    pieces = divide_polygon(field, ByArea(((0, 0), (1000, 0)), 77_777.123))
    assert pieces[1].area == pytest.approx(77_777.123, abs=0.25)


def test_a_concave_parcel_turns_about_its_corner() -> None:
    pieces = divide_polygon(U_SHAPE, ByTurn((3.0, 2.0), 8.0))
    assert min(abs(piece.area - 8) for piece in pieces) <= AREA_WITHIN_M2
    assert_sound(U_SHAPE, pieces)


@pytest.mark.parametrize(
    ("shape", "division", "code"),
    [
        (SQUARE, ByArea(SOUTH, 100.0), "divide.area"),
        (SQUARE, ByArea(SOUTH, 1e9), "divide.area"),
        (SQUARE, ByArea(SOUTH, 0.0), "divide.area"),
        (SQUARE, ByArea(SOUTH, -5.0), "divide.area"),
        (SQUARE, ByArea(SOUTH, math.nan), "divide.area"),
        (SQUARE, ByArea(((1, 1), (1, 1)), 5.0), "divide.no-direction"),
        (SQUARE, ByArea(((1, 1), (math.nan, 1)), 5.0), "divide.no-direction"),
        (SQUARE, ByDistance(SOUTH, 10.0), "divide.distance"),
        (SQUARE, ByDistance(SOUTH, 0.0), "divide.distance"),
        (SQUARE, ByDistance(SOUTH, math.nan), "divide.distance"),
        (SQUARE, ByDistance(SOUTH, 0.0004), "split.line-misses"),
        (SQUARE, Equally(SOUTH, 1), "divide.count"),
        (SQUARE, Equally(SOUTH, 101), "divide.count"),
        (canonical_shape(shapely.box(0, 0, 2, 2)), Equally(SOUTH, 5), "divide.count"),
        (SQUARE, ByTurn((5.0, 5.0), 5.0), "divide.not-on-boundary"),
        (SQUARE, ByTurn((math.inf, 5.0), 5.0), "divide.not-on-boundary"),
        (HOLED, ByTurn((4.0, 4.0), 5.0), "divide.not-on-boundary"),
        (U_SHAPE, ByArea(((0, 0), (9, 0)), 23.0), "divide.falls-apart"),
        (U_SHAPE, ByTurn((0.0, 0.0), 16.0), "divide.out-of-reach"),
        (TWO_PARTS, Equally(SOUTH, 2), "divide.several-parts"),
        (MultiPolygon([Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])]), Equally(SOUTH, 2), "split.invalid-shape"),
    ],
)
def test_what_cannot_be_is_refused(shape: MultiPolygon, division: Division, code: str) -> None:
    assert refusal(shape, division) == code


def test_the_edge_nearest_to_a_click() -> None:
    assert set(edge_at(SQUARE, (5.0, 0.4))) == set(SOUTH)
    assert set(edge_at(HOLED, (5.0, 4.2))) == {(4.0, 4.0), (6.0, 4.0)}
