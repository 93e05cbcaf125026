"""Rounding, nodes in neighbours, moved vertices and new overlaps."""

from collections.abc import Iterable

import pytest
import shapely
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape, grid_parts, is_canonical_text, shape_text
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import (
    Point,
    area_m2,
    check_no_new_overlap,
    insert_nodes,
    insert_shared_nodes,
    move_shared_vertex,
    move_vertex,
    new_nodes,
    round_to_grid,
    split_polygon,
)


def shape(*shell: Point, holes: list[list[Point]] | None = None) -> MultiPolygon:
    return canonical_shape(Polygon(shell, holes))


def box(e: float, n: float, width: float = 10, height: float = 10) -> MultiPolygon:
    return shape((e, n), (e + width, n), (e + width, n + height), (e, n + height))


def sound(shapes: Iterable[MultiPolygon]) -> bool:
    """Return whether all boundaries that meet are the same."""
    return bool(shapely.is_empty(shapely.coverage_invalid_edges(list(shapes), 0.0)).all())


def test_round_to_grid() -> None:
    assert shape_text(round_to_grid(Polygon([(0.0004, 0), (1, 0.0006), (1, 1)]))) == "0 0 1000 1 1000 1000"


def test_area() -> None:
    assert area_m2(box(0, 0)) == 100.0
    assert area_m2(None) == 0.0


# --- nodes -------------------------------------------------------------------------------------------------


def test_points_are_put_into_the_edges_in_order() -> None:
    noded = insert_nodes(box(0, 0), [(7, 0), (3, 0), (10, 5), (3, 3)])
    assert shape_text(noded) == "0 0 3000 0 7000 0 10000 0 10000 5000 10000 10000 0 10000"


def test_point_beside_the_edge_by_half_a_diagonal_at_most() -> None:
    triangle = shape((0, 0), (10, 10.001), (0, 10))
    assert insert_nodes(triangle, [(5, 5)]) is not triangle  # 0.35 mm beside
    assert insert_nodes(triangle, [(5.002, 5.001)]) is triangle  # 1.06 mm beside
    level = box(0, 0)
    assert insert_nodes(level, [(5, 0.001), (5, -0.001)]) is level


def test_nothing_to_put_in_gives_the_same_object() -> None:
    square = box(0, 0)
    assert insert_nodes(square, []) is square
    assert insert_nodes(square, [(0, 0), (10, 10)]) is square
    assert insert_nodes(square, [(0.001, 0), (9.999, 0), (5, 5), (50, 50), (5, -3)]) is square


def test_point_goes_into_the_nearest_edge_only() -> None:
    spike = shape((0, 0), (20, 0.010), (20, 5), (0, 0.001))
    noded = insert_nodes(spike, [(1, 0.001)])  # 0.5 mm from the lower edge, 250 mm from the upper
    assert shape_text(noded) == "0 0 1000 1 20000 10 20000 5000 0 1"


def test_points_in_holes_in_parts_and_in_invalid_shapes() -> None:
    two = canonical_shape(
        MultiPolygon(
            [Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (3, 6), (6, 6), (6, 3)]]), *box(20, 0).geoms]
        )
    )
    noded = insert_nodes(two, [(3, 4), (20, 7)])
    assert new_nodes([two], [noded]) == [(3.0, 4.0), (20.0, 7.0)]
    assert is_canonical_text(shape_text(noded))
    bow_tie = shape((0, 0), (4, 4), (4, 0), (0, 2))
    assert new_nodes([bow_tie], [insert_nodes(bow_tie, [(4, 1)])]) == [(4.0, 1.0)]


def test_many_points_at_once() -> None:
    points = [(e / 10, 0.0) for e in range(100)] + [(e / 10, 3.3) for e in range(1, 99)]
    noded = insert_nodes(box(0, 0), points)
    assert len(grid_parts(noded)[0][0]) == 4 + 99


def test_new_nodes() -> None:
    assert new_nodes([box(0, 0), box(10, 0)], [box(0, 0, 20)]) == []
    assert new_nodes([box(0, 0)], [box(0, 0), box(10, 0, 5)]) == [(15.0, 0.0), (15.0, 10.0)]
    assert new_nodes([], []) == []


# --- nodes in neighbours -----------------------------------------------------------------------------------


def cut(whole: MultiPolygon, *points: Point) -> list[MultiPolygon]:
    return list(split_polygon(whole, shapely.LineString(points)))


def test_only_neighbours_across_the_cut_edges_change() -> None:
    whole = shape((0, 0), (10, 0), (10, 10), (5, 10), (0, 10))
    below, left, above = box(0, -10), box(-10, 0), shape((5, 10), (10, 10), (10, 20), (5, 20))
    parts = cut(whole, (3.3333, -1), (3.7777, 11))
    changed = insert_shared_nodes(
        {"below": below, "left": left, "above": above, "far": box(90, 0)}, parts, [whole]
    )
    assert list(changed) == ["below"]
    assert new_nodes([below], changed.values()) == [(3.37, 0.0)]
    assert len(new_nodes([whole], parts)) == 2


def test_neighbour_in_a_hole_and_around() -> None:
    hole = [(4.0, 4.0), (4.0, 6.0), (6.0, 6.1), (6.0, 4.1)]
    whole = shape((0, 0), (10, 0), (10, 10), (0, 10), holes=[hole])
    inner, outer = (
        shape(*hole),
        shape((-9, -9), (19, -9), (19, 19), (-9, 19), holes=[[(0, 0), (0, 10), (10, 10), (10, 0)]]),
    )
    parts = cut(whole, (5.1, -1), (5.4, 11))
    changed = insert_shared_nodes({1: inner, 2: outer}, parts, [whole])
    assert sorted(new_nodes([inner, outer], changed.values())) == new_nodes([whole], parts)
    shapes = [*parts, changed[1], changed[2]]
    assert sound(shapes)


def test_node_beside_the_edge_makes_both_sides_equal_again() -> None:
    whole = shape((0, 0), (10, 3.337), (10, 10), (0, 10))
    below = shape((0, 0), (10, 3.337), (10, -5), (0, -5))
    parts = cut(whole, (4.001, -1), (4.001, 11))
    assert not sound([*parts, below])
    changed = insert_shared_nodes({1: below}, parts, [whole])
    assert sound([*parts, changed[1]])


def test_neighbours_that_lack_a_node_take_the_new_one() -> None:
    whole = shape((0, 0), (10, 0.003), (10, 10), (0, 10))
    left, right = (
        shape((0, 0), (6, 0.002), (6, -5), (0, -5)),
        shape((6, 0.002), (10, 0.003), (10, -5), (6, -5)),
    )
    parts = cut(whole, (3, -1), (3, 11))
    changed = insert_shared_nodes({"left": left, "right": right}, parts, [whole])
    assert {key: new_nodes([left, right], [noded]) for key, noded in changed.items()} == {
        "left": [(3.0, 0.001)]
    }


def test_sharp_corner_gives_no_node_to_the_parcel_beyond() -> None:
    # Three boundaries fan out from the origin; 3 mm from there the lower two are 0.3 mm apart.
    whole = shape((0, 0), (70, 22), (110, 50), (90, 70))
    between = shape((0, 0), (70, 22), (77, 33.5))
    beyond = shape((0, 0), (77, 33.5), (30, 90))
    parts = cut(shape((0, 0), (70, 22), (110, -50)), (0.003, -9), (0.003, 9))
    assert whole.is_valid
    changed = insert_shared_nodes(
        {"between": between, "beyond": beyond}, parts, [shape((0, 0), (70, 22), (110, -50))]
    )
    assert list(changed) == ["between"]


def test_short_edge_gives_no_node_to_the_parcel_that_it_nearly_touches() -> None:
    # The short edge that is cut lies within 0.6 mm of an edge of the parcel beyond, all along.
    whole = shape((0, 0), (0, -9), (0.2, -9), (0.2, 0))
    between = shape((0, 0), (0.2, 0), (60, -1), (100, 0.3))
    beyond = shape((0, 0), (100, 0.3), (50, 40))
    parts = cut(whole, (0.1, 1), (0.1, -10))
    assert insert_nodes(beyond, [(0.1, 0)]) is not beyond
    changed = insert_shared_nodes({"between": between, "beyond": beyond}, parts, [whole])
    assert list(changed) == ["between"]
    assert sound([*parts, changed["between"], beyond])


def test_neighbour_whose_own_notch_is_too_near_is_not_broken() -> None:
    # The notch ends 0.2 mm behind the cut edge; the new node would bend the edge beyond its end.
    whole = shape((0, 0), (12, 0), (12.007, 20), (0, 20))
    east = shape((12, 0), (20, 2), (12.003, 8), (20, 9), (20, 20), (12.007, 20))
    parts = cut(whole, (-1, 10), (13, 10))
    assert (12.004, 10.0) in new_nodes([whole], parts)
    with pytest.raises(RefusedError) as caught:
        insert_shared_nodes({1: east}, parts, [whole])
    assert caught.value.code == "split.breaks-neighbour"


def test_touching_corner_of_a_hole_becomes_a_node_of_the_neighbour() -> None:
    whole = shape((0, 0), (10, 0), (10, 10), (0, 10), holes=[[(0, 5), (3, 7), (3, 3)]])
    left, in_hole = box(-10, 0), shape((0, 5), (3, 3), (3, 7))
    parts = cut(whole, (-1, 5), (11, 5))
    changed = insert_shared_nodes({1: left, 2: in_hole}, parts, [whole])
    assert new_nodes([left], [changed[1]]) == [(0.0, 5.0)]
    assert new_nodes([in_hole], [changed[2]]) == [(3.0, 5.0)]
    assert sound([*parts, *changed.values()])


def test_neighbour_thinner_than_the_grid_is_not_broken() -> None:
    whole = shape((0, 0), (20, 0.009), (20, 5), (0, 5))
    sliver = shape((0, 0), (9, 0.004), (20, 0.009))
    parts = cut(whole, (9, -1), (9, 6))
    with pytest.raises(RefusedError) as caught:
        insert_shared_nodes({1: sliver}, parts, [whole])
    assert caught.value.code == "split.breaks-neighbour"
    assert caught.value.where is not None


def test_parcel_across_a_gap_thinner_than_the_grid_is_not_overlapped() -> None:
    whole = shape((0, 0), (20, 0.009), (20, 5), (0, 5))
    across = shape((9, 0.004), (20, -5), (0, -5))
    assert not whole.intersects(across)
    parts = cut(whole, (9.6, -1), (9.6, 6))
    with pytest.raises(RefusedError) as caught:
        insert_shared_nodes({1: across}, parts, [whole])
    assert caught.value.code == "split.breaks-neighbour"


def test_overlap_that_was_there_is_no_reason_to_refuse() -> None:
    whole, other = box(0, 0), box(9, 0)
    parts = cut(whole, (4, -1), (4, 11))
    assert insert_shared_nodes({1: other, 2: box(0, -10)}, parts, [whole]).keys() == {2}


# --- moved vertices ----------------------------------------------------------------------------------------


def move_refusal(moving: MultiPolygon, at: Point, to: Point) -> str:
    with pytest.raises(RefusedError) as caught:
        move_vertex(moving, at, to)
    return caught.value.code


def test_move() -> None:
    assert shape_text(move_vertex(box(0, 0), (10, 10), (12.00049, 9))) == "0 0 10000 0 12000 9000 0 10000"


def test_move_takes_every_occurrence() -> None:
    touching = shape((0, 0), (10, 0), (10, 10), (0, 10), holes=[[(0, 0), (3, 6), (6, 3)]])
    assert touching.is_valid
    assert shape_text(move_vertex(touching, (0, 0), (-1, -2))) == (
        "-1000 -2000 10000 0 10000 10000 0 10000;-1000 -2000 3000 6000 6000 3000"
    )


def test_moved_start_is_canonical_again() -> None:
    assert shape_text(move_vertex(box(0, 0), (0, 0), (3, 3))) == "0 10000 3000 3000 10000 0 10000 10000"


def test_move_to_the_same_place_gives_the_same_object() -> None:
    square = box(0, 0)
    assert move_vertex(square, (10, 10), (10.0004, 9.9996)) is square


@pytest.mark.parametrize(
    ("code", "at", "to"),
    [
        ("move.no-vertex", (5, 0), (5, 5)),
        ("move.no-vertex", (10, 10.001), (5, 5)),
        ("move.no-vertex", (float("nan"), 10), (5, 5)),
        ("move.breaks-polygon", (10, 10), (-5, 5)),
        ("move.breaks-polygon", (10, 10), (5, 5)),
        ("move.breaks-polygon", (10, 10), (4, 4)),
        ("move.breaks-polygon", (10, 10), (float("inf"), 5)),
        ("move.onto-neighbour", (10, 10), (10, 0)),
        ("move.onto-neighbour", (10, 10), (10.001, 0)),
        ("move.onto-neighbour", (10, 10), (0, 9.999)),
    ],
)
def test_move_refused(code: str, at: Point, to: Point) -> None:
    kite = shape((0, 0), (10, 0), (10, 10), (0, 10), holes=[[(5, 4), (5, 5), (6, 5), (6, 4)]])
    assert move_refusal(kite, at, to) == code


def test_triangle_is_not_turned_inside_out() -> None:
    triangle = shape((0, 0), (10, 0), (5, 5))
    assert move_refusal(triangle, (5, 5), (5, -5)) == "move.breaks-polygon"
    assert move_refusal(triangle, (5, 5), (5, 0)) == "move.breaks-polygon"


def test_invalid_shape_may_be_mended_by_moves() -> None:
    bow_tie = shape((0, 0), (4, 4), (4, 0), (0, 2))
    assert move_vertex(bow_tie, (4, 4), (2, -4)).is_valid
    assert not move_vertex(bow_tie, (4, 4), (5, 5)).is_valid
    assert move_refusal(bow_tie, (0, 2), (0, 4)) == "move.breaks-polygon"  # no area is left


def test_hole_may_not_come_to_touch_its_shell_without_a_common_node() -> None:
    holed = shape((0, 0), (10, 0), (10, 10), (0, 10), holes=[[(4, 4), (4, 6), (6, 5)]])
    assert move_refusal(holed, (6, 5), (10, 5)) == "move.breaks-polygon"
    assert move_refusal(holed, (10, 10), (12, 0)) == "move.breaks-polygon"
    assert move_vertex(holed, (6, 5), (10, 10)).is_valid


# --- vertices of several parcels ---------------------------------------------------------------------------


def test_all_parcels_at_a_vertex_move_together() -> None:
    shapes = {"sw": box(0, 0), "se": box(10, 0), "nw": box(0, 10), "ne": box(10, 10), "far": box(50, 0)}
    changed = move_shared_vertex(shapes, (10, 10), (11.5, 9.25))
    assert sorted(changed) == ["ne", "nw", "se", "sw"]
    assert all((11.5, 9.25) in new_nodes([shapes[key]], [changed[key]]) for key in changed)
    assert sound((shapes | changed).values())


def test_edge_on_which_a_vertex_lands_takes_it() -> None:
    shapes = {1: box(0, 0), 2: shape((12, 0), (20, 0), (20, 10), (12.003, 10))}
    changed = move_shared_vertex(shapes, (10, 10), (12.001, 5))  # 0.5 mm short of the edge
    assert sorted(changed) == [1, 2]
    assert new_nodes([shapes[2]], [changed[2]]) == [(12.001, 5.0)]
    assert sound((shapes | changed).values())


def test_edge_that_comes_to_run_along_another_takes_its_nodes() -> None:
    west = shape((0, 0), (12, 0), (10, 10), (0, 10))
    east = shape((12, 0), (20, 0), (20, 10), (12, 10), (12, 7), (12, 4))
    changed = move_shared_vertex({"west": west, "east": east}, (10, 10), (12, 10))
    assert list(changed) == ["west"]
    assert new_nodes([west], [changed["west"]]) == [(12.0, 4.0), (12.0, 7.0), (12.0, 10.0)]
    assert sound([changed["west"], east])


@pytest.mark.parametrize(
    ("code", "at", "to"),
    [
        ("move.no-vertex", (5, 0), (5, 5)),
        ("move.no-vertex", (float("nan"), 0), (5, 5)),
        ("move.breaks-polygon", (10, 0), (-5, 5)),
        ("move.overlaps-neighbour", (10, 0), (14, 5)),
    ],
)
def test_shared_move_refused(code: str, at: Point, to: Point) -> None:
    with pytest.raises(RefusedError) as caught:
        move_shared_vertex({1: box(0, 0), 2: box(12, 0)}, at, to)
    assert caught.value.code == code


def test_overlap_may_be_let_pass() -> None:
    shapes = {1: box(0, 0), 2: box(12, 0)}
    assert list(move_shared_vertex(shapes, (10, 0), (14, 5), limit_m2=100)) == [1]


def test_shared_move_to_the_same_place_changes_nothing() -> None:
    assert move_shared_vertex({1: box(0, 0)}, (10, 10), (10.0001, 10)) == {}


def test_parcel_that_a_landing_vertex_would_break() -> None:
    # A notch of the eastern parcel ends 0.2 mm behind its western edge.
    east = shape((12, 0), (20, 2), (12.003, 8), (20, 9), (20, 20), (12.007, 20))
    assert east.is_valid
    with pytest.raises(RefusedError) as caught:
        move_shared_vertex({1: box(0, 0), 2: east}, (10, 10), (12.004, 10))
    assert caught.value.code == "move.breaks-neighbour"


# --- overlaps ----------------------------------------------------------------------------------------------


def test_new_overlaps_among_moved_and_with_others() -> None:
    moved = [box(0, 0, 12), box(10, 0)]
    others = [box(-5, 0, 5), box(11, 5, 3, 3), box(50, 0)]
    assert check_no_new_overlap(moved, others, 1e-6) == [(0, 1), (0, 3), (1, 3)]
    before = [box(0, 0), box(10, 0)]
    assert check_no_new_overlap(moved, others, 1e-6, before) == [(0, 1), (0, 3)]
    assert check_no_new_overlap(moved, others, 5.0, before) == [(0, 1)]
    assert check_no_new_overlap([], others, 1e-6) == []


def test_touching_is_no_overlap_and_invalid_shapes_do_not_stop_the_check() -> None:
    bow_tie = shape((9, 0), (14, 4), (14, 0), (9, 2))
    assert check_no_new_overlap([box(0, 0)], [box(10, 0), bow_tie], 1e-6) == [(0, 2)]
