"""Cutting parcels: pieces, nodes, areas and everything that is refused."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape, is_canonical_text, shape_text
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import Point, insert_shared_nodes, merge_polygons, new_nodes, split_polygon

SQUARE = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
HOLED = Polygon(SQUARE.exterior, [[(4, 4), (4, 6), (6, 6), (6, 4)]])
U_SHAPE = Polygon([(0, 0), (9, 0), (9, 5), (6, 5), (6, 2), (3, 2), (3, 4), (0, 4)])
TWO_PARTS = MultiPolygon([SQUARE, Polygon([(20, 0), (26, 0), (26, 10), (20, 10)])])


def texts(shapes: list[MultiPolygon]) -> list[str]:
    return [shape_text(shape) for shape in shapes]


def split(shape: Polygon, *points: Point) -> list[MultiPolygon]:
    """Cut, and check what holds for every cut."""
    line = LineString(points)
    pieces = list(split_polygon(shape, line))
    areas_m2 = [piece.area for piece in pieces]
    assert areas_m2 == sorted(areas_m2, reverse=True)
    cut_m = (sum(piece.length for piece in pieces) - shape.length) / 2
    assert sum(areas_m2) == pytest.approx(shape.area, abs=0.001 * cut_m + 1e-9)
    assert all(piece.is_valid and is_canonical_text(shape_text(piece)) for piece in pieces)
    assert not new_nodes(pieces, [shape])
    return pieces


def refusal(shape: Polygon, *points: Point) -> str:
    with pytest.raises(RefusedError) as caught:
        split_polygon(shape, LineString(points))
    return caught.value.code


def test_cut_from_side_to_side() -> None:
    pieces = split(SQUARE, (4, -1), (4, 11))
    assert texts(pieces) == ["4000 0 10000 0 10000 10000 4000 10000", "0 0 4000 0 4000 10000 0 10000"]
    assert new_nodes([SQUARE], pieces) == [(4.0, 0.0), (4.0, 10.0)]


def test_line_with_corners_keeps_them() -> None:
    pieces = split(SQUARE, (4, -1), (4, 5), (5.0004, 5), (5, 11))
    assert new_nodes([SQUARE], pieces) == [(4.0, 0.0), (4.0, 5.0), (5.0, 5.0), (5.0, 10.0)]


def test_direction_of_line_and_of_shape_do_not_matter() -> None:
    line = [(3.3, -1), (5.1, 4.4447), (6.6, 11.3)]
    assert texts(split(SQUARE, *line)) == texts(split(SQUARE.reverse(), *line[::-1]))


def test_line_may_carry_heights() -> None:
    assert len(split_polygon(SQUARE, LineString([(4, -1, 7), (4, 11, 8)]))) == 2


def test_nodes_lie_on_the_grid() -> None:
    slanted = Polygon([(0, 0), (9.777, 0.333), (10, 8), (0.5, 9.4)])
    pieces = split(slanted, (3.14159, -1), (2.71828, 11))
    assert len(new_nodes([slanted], pieces)) == 2


def test_concave_shape_falls_into_three() -> None:
    pieces = split(U_SHAPE, (-1, 3), (10, 3))
    assert [round(piece.area, 6) for piece in pieces] == [24.0, 6.0, 3.0]
    assert [len(piece.geoms) for piece in pieces] == [1, 1, 1]


def test_hole_beside_the_cut_is_kept() -> None:
    first, second = split(HOLED, (2, -1), (2, 11))
    assert len(first.geoms[0].interiors) == 1
    assert len(second.geoms[0].interiors) == 0


def test_cut_through_a_hole_opens_it() -> None:
    first, second = split(HOLED, (5, -1), (5, 11))
    assert (first.area, second.area) == (48.0, 48.0)
    assert len(first.geoms[0].interiors) == len(second.geoms[0].interiors) == 0
    assert new_nodes([HOLED], [first, second]) == [(5.0, 0.0), (5.0, 4.0), (5.0, 6.0), (5.0, 10.0)]


def test_cut_past_a_hole_that_touches_the_shell() -> None:
    shape = Polygon(SQUARE.exterior, [[(0, 5), (3, 7), (3, 3)]])
    first, second = split(shape, (-1, 5), (11, 5))
    assert first.area == second.area == pytest.approx(47)
    assert new_nodes([shape], [first, second]) == [(3.0, 5.0), (10.0, 5.0)]
    left, right = split(shape, (8, -1), (8, 11))
    assert (left.area, right.area) == (74.0, 20.0)
    assert len(left.geoms[0].interiors) == 1


# --- nodes that are there already --------------------------------------------------------------------------


def test_cut_from_corner_to_corner_makes_no_node() -> None:
    assert new_nodes([SQUARE], split(SQUARE, (0, 0), (10, 10))) == []


@pytest.mark.parametrize("beside_m", [0.0, 0.0004, -0.0009, 0.001])
def test_vertex_within_a_millimetre_is_taken(beside_m: float) -> None:
    pieces = split(SQUARE, (-1, -1 + beside_m), (11, 11 + beside_m))
    assert new_nodes([SQUARE], pieces) == []


def test_end_or_corner_within_a_millimetre_of_a_vertex_becomes_the_vertex() -> None:
    assert new_nodes([SQUARE], split(SQUARE, (0, 0), (9.999, 10))) == []
    pieces = split(U_SHAPE, (-1, 1), (6, 2.001), (6, -1))
    assert new_nodes([U_SHAPE], pieces) == [(0.0, 1.143), (6.0, 0.0)]


def test_corner_of_the_line_within_a_millimetre_of_a_new_node_becomes_the_node() -> None:
    pieces = split(SQUARE, (4, -1), (4, 0.001), (4.5, 11))
    assert new_nodes([SQUARE], pieces) == [(4.0, 0.0), (4.455, 10.0)]


def test_vertex_farther_off_is_not_taken() -> None:
    assert new_nodes([SQUARE], split(SQUARE, (0.003, -1), (0.003, 11))) == [(0.003, 0.0), (0.003, 10.0)]


def test_ends_on_the_boundary() -> None:
    assert new_nodes([SQUARE], split(SQUARE, (4, 0), (10, 7))) == [(4.0, 0.0), (10.0, 7.0)]


def test_end_snapped_to_a_slanted_edge_lies_on_it_although_the_grid_lies_beside() -> None:
    triangle = Polygon([(0, 0), (10, 0), (0, 7)])
    on_edge = (5.001, 3.499)  # 0.25 mm within
    assert triangle.contains(shapely.Point(on_edge))
    pieces = split(triangle, (5.001, 0), on_edge)
    assert on_edge in new_nodes([triangle], pieces)


def test_line_that_begins_along_an_edge() -> None:
    pieces = split(U_SHAPE, (3, 5), (3, -1))
    assert [round(piece.area, 6) for piece in pieces] == [21.0, 12.0]
    assert new_nodes([U_SHAPE], pieces) == [(3.0, 0.0)]


# --- several parts -----------------------------------------------------------------------------------------


def test_every_part_on_the_line_is_cut() -> None:
    pieces = split(TWO_PARTS, (-1, 4), (30, 4))
    assert [round(piece.area, 6) for piece in pieces] == [60.0, 40.0, 36.0, 24.0]


def test_part_beside_the_line_stays_with_the_largest_piece() -> None:
    first, second = split(TWO_PARTS, (4, -1), (4, 11))
    assert [round(part.area, 6) for part in first.geoms] == [60.0, 60.0]
    assert second.area == pytest.approx(40)


def test_line_between_parts_divides_none() -> None:
    assert refusal(TWO_PARTS, (15, -1), (15, 11)) == "split.line-misses"


# --- refusals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "points",
    [
        [(20, 0), (30, 0)],
        [(-1, 1), (1, -1)],
        [(0, -5), (0, 15)],
        [(0.0008, -5), (0.0008, 15)],
        [(5, -1), (5, 5)],
        [(5, 2), (5, 8)],
        [(5, -1), (5, 11), (6, 11), (6, 5)],
        [(3, 3), (3, 3)],
        [(3, 3), (3.0001, 3)],
        [(-1e300, 3), (1e300, 3)],
    ],
    ids=[
        "beside", "corner", "along an edge", "1 mm along an edge", "ends within", "both ends within",
        "ends within after a cut", "a point", "a point on the grid", "too far",
    ],
)  # fmt: skip
def test_line_that_misses(points: list[Point]) -> None:
    assert refusal(SQUARE, *points) == "split.line-misses"


def test_empty_line_misses() -> None:
    assert refusal(SQUARE) == "split.line-misses"


def test_line_that_ends_in_a_hole_misses() -> None:
    assert refusal(HOLED, (5, -1), (5, 5)) == "split.line-misses"


def test_line_that_ends_in_a_hole_of_the_second_part_misses() -> None:
    shapes = MultiPolygon([Polygon([(-20, 0), (-10, 0), (-10, 10), (-20, 10)]), HOLED])
    assert refusal(shapes, (-30, 5), (5, 5)) == "split.line-misses"


def test_line_that_crosses_itself() -> None:
    assert refusal(SQUARE, (2, -1), (2, 11), (8, 11), (1, 5), (-1, 5)) == "split.line-crosses-itself"


def test_invalid_shape_is_not_cut() -> None:
    assert refusal(Polygon([(0, 0), (4, 4), (4, 0), (0, 2)]), (1, -1), (1, 5)) == "split.invalid-shape"


def test_piece_narrower_than_the_grid() -> None:
    assert refusal(Polygon([(0, 0), (10, 0), (10, 0.005)]), (2, -1), (2, 1)) == "split.piece-too-narrow"


def test_boundaries_nearer_than_the_grid() -> None:
    shape = Polygon([(0, 0), (20, 0.009), (20, 5), (0, 5)], [[(9, 0.005), (12, 2), (6, 2)]])
    assert shape.is_valid
    assert refusal(shape, (9, -1), (9, 6)) == "split.breaks-polygon"


def test_area_that_no_grid_points_keep() -> None:
    strip = Polygon([(0, 0.672), (30, 0.548), (30, 2.403), (0, 2.682)])
    assert refusal(strip, (21, -5), (21, 10)) == "split.area-off"


def test_short_cut_between_long_edges_keeps_the_area() -> None:
    strip = Polygon([(0, 0), (60, 35.123), (59, 38.456), (-1, 3.002)])
    for step in range(40):
        e = 10 + step
        split(strip, (e, 0.55 * e - 4), (e - 2, 0.55 * e + 7))


# --- property ----------------------------------------------------------------------------------------------

COORDINATES = st.integers(-200, 200).map(lambda step: step * 0.0713)
POINTS = st.tuples(COORDINATES, COORDINATES)


@given(st.lists(POINTS, min_size=3, max_size=9), st.lists(POINTS, min_size=2, max_size=4))
def test_any_cut_is_sound_or_refused(around: list[Point], way: list[Point]) -> None:
    hull = shapely.concave_hull(shapely.MultiPoint(around), ratio=0.3)
    if not isinstance(hull, Polygon):
        return
    shape = canonical_shape(hull)
    far = [(way[0][0] - 60, way[0][1] - 13), *way, (way[-1][0] + 60, way[-1][1] + 17)]
    try:
        pieces = split(shape, *far)
    except RefusedError:
        return
    assert len(pieces) >= 2
    assert insert_shared_nodes({}, pieces, [shape]) == {}
    whole = merge_polygons(pieces)
    assert new_nodes([whole], [shape]) == []
    assert shapely.symmetric_difference(whole, shape).area < 0.001 * shape.length
