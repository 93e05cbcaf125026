"""Points put in, taken out and edges moved, for all parcels that share them."""

from collections.abc import Iterable

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from landdesk.domain.boundary_points import (
    add_shared_vertex,
    delete_shared_vertex,
    move_shared_edge,
    parallel,
    shifted,
)
from landdesk.domain.canonical_shape import canonical_shape, shape_text
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import Point, new_nodes

NAN = float("nan")


def shape(*shell: Point, holes: list[list[Point]] | None = None) -> MultiPolygon:
    return canonical_shape(Polygon(shell, holes))


def box(e: float, n: float, width: float = 10, height: float = 10) -> MultiPolygon:
    return shape((e, n), (e + width, n), (e + width, n + height), (e, n + height))


def sound(shapes: Iterable[MultiPolygon]) -> bool:
    """Return whether all shapes are valid and all boundaries that meet are the same."""
    every = list(shapes)
    return bool(
        shapely.is_valid(every).all() and shapely.is_empty(shapely.coverage_invalid_edges(every, 0.0)).all()
    )


# Two parcels side by side, a third over both of them.
ROW = {"west": box(0, 0), "east": box(10, 0), "north": shape((0, 10), (10, 10), (20, 10), (20, 20), (0, 20))}


# --- points put in -----------------------------------------------------------------------------------------


def test_a_new_point_is_every_parcels() -> None:
    changed = add_shared_vertex(ROW, (10, 4))
    assert sorted(changed) == ["east", "west"]
    assert all(new_nodes([ROW[key]], [changed[key]]) == [(10.0, 4.0)] for key in changed)
    assert sound((ROW | changed).values())


def test_a_new_point_bends_the_boundary_for_all() -> None:
    changed = add_shared_vertex(ROW, (10, 4), (11.5, 4))
    assert changed["west"].area == pytest.approx(107.5)
    assert changed["east"].area == pytest.approx(92.5)
    assert sound((ROW | changed).values())


def test_a_point_that_one_parcel_lacks_is_put_in() -> None:
    lacking = ROW | {"north": box(0, 10, 20)}
    changed = add_shared_vertex(lacking, (10, 10))
    assert list(changed) == ["north"]
    assert sound((lacking | changed).values())


@pytest.mark.parametrize(
    ("code", "at", "to"),
    [
        ("vertex.off-boundary", (5, 5), None),
        ("vertex.off-boundary", (500, 500), None),
        ("vertex.off-boundary", (NAN, 5), None),
        ("vertex.off-boundary", (1e12, 5), None),
        ("vertex.exists", (10, 10), None),
        ("vertex.exists", (10, 0.001), None),
        ("move.overlaps-neighbour", (20, 5), (32, 5)),
        ("move.breaks-polygon", (10, 4), (10, 25)),
        ("move.breaks-polygon", (10, 4), (NAN, 5)),
    ],
)
def test_a_point_refused(code: str, at: Point, to: Point | None) -> None:
    with pytest.raises(RefusedError) as caught:
        add_shared_vertex(ROW | {"far": box(30, 0)}, at, to)
    assert caught.value.code == code


def test_a_sharp_corner_gives_its_point_to_the_two_parcels_of_the_edge_only() -> None:
    # 0.05 m from the corner the two edges of the thin parcel are 0.5 mm apart.
    thin = shape((0, 0), (10, 0), (10, 0.1))
    below = box(0, -10)
    above = shape((0, 0), (10, 0.1), (10, 10), (0, 10))
    shapes = {"thin": thin, "below": below, "above": above}
    changed = add_shared_vertex(shapes, (0.05, 0))
    assert sorted(changed) == ["below", "thin"]
    assert sound((shapes | changed).values())


def test_where_overlapping_parcels_cross_both_get_the_point() -> None:
    shapes = {"west": box(0, 0), "over": box(6, 4, 14, 10), "far": box(30, 0)}
    changed = add_shared_vertex(shapes, (10, 4))
    assert {key: new_nodes([shapes[key]], [one]) for key, one in changed.items()} == {
        "west": [(10.0, 4.0)],
        "over": [(10.0, 4.0)],
    }
    # Beside the crossing the point is one parcel's alone.
    assert list(add_shared_vertex(shapes, (10, 4.01))) == ["west"]


millimetres = st.integers(-900, 900).map(lambda value: value / 1000)


@given(st.tuples(*[millimetres] * 8))
def test_slanted_boundaries_that_cross_get_the_point_though_the_grid_bends_them(
    by: tuple[float, ...],
) -> None:
    shapes = {
        "one": shape((by[0], 0), (20, by[1]), (20 + by[2], 10), (0, 10 + by[3])),
        "over": shape((6 + by[4], -4), (11 + by[5], 5), (30, by[6] + by[7])),
    }
    outlines = [one.boundary for one in shapes.values()]
    crossings = shapely.get_coordinates(shapely.intersection(*outlines)).round(3).tolist()
    # One that runs through a corner of the other has its point there already.
    assume(len(crossings) == 2)
    for east, north in crossings:
        changed = add_shared_vertex(shapes, (east, north))
        assert sorted(changed) == ["one", "over"]
        for key, after in changed.items():
            assert new_nodes([shapes[key]], [after]) == [(east, north)]
            assert abs(after.area - shapes[key].area) < 0.00072 * 35 / 2


def test_an_invalid_parcel_gets_the_point_too() -> None:
    bow_tie = shape((10, 0), (14, 4), (14, 0), (10, 4))
    changed = add_shared_vertex({1: box(0, 0), 2: bow_tie}, (10, 3))
    assert sorted(changed) == [1, 2]


# --- points taken out --------------------------------------------------------------------------------------


def test_a_point_taken_out_is_nobodys() -> None:
    bent = ROW | add_shared_vertex(ROW, (10, 4), (11.5, 4))
    changed = delete_shared_vertex(bent, (11.5, 4))
    assert sorted(changed) == ["east", "west"]
    assert {key: shape_text(one) for key, one in changed.items()} == {
        key: shape_text(ROW[key]) for key in changed
    }


def test_an_outer_corner_goes() -> None:
    changed = delete_shared_vertex({1: box(0, 0), 2: box(30, 0)}, (0, 0))
    assert changed[1].area == pytest.approx(50)


@pytest.mark.parametrize(
    ("code", "shapes", "at"),
    [
        ("vertex.none", ROW, (10, 4)),
        ("vertex.none", ROW, (NAN, 4)),
        ("vertex.junction", ROW, (10, 10)),
        ("vertex.junction", ROW, (10, 0)),
        ("vertex.too-few", {1: shape((0, 0), (9, 0), (0, 9))}, (9, 0)),
        ("vertex.too-few", {1: shape((0, 0), (30, 0), (0, 30), holes=[[(2, 2), (2, 5), (5, 2)]])}, (2, 2)),
        # The shell would cut off the hole.
        (
            "vertex.breaks-parcel",
            {1: shape((0, 0), (9, 0), (9, 9), (4, 9), holes=[[(7, 1), (7, 2), (8, 2)]])},
            (9, 0),
        ),
        # The neighbour's boundary runs along one of the edges without having the point.
        (
            "vertex.opens-gap",
            {1: shape((0, 0), (10, 0), (11, 5), (0, 5)), 2: shape((10.2, 1), (14, 1), (14, 4), (10.8, 4))},
            (11, 5),
        ),
        ("vertex.overlaps", {1: shape((0, 0), (5, 3), (9, 0), (9, 9), (0, 9)), 2: box(4, 0, 2, 2)}, (5, 3)),
    ],
)
def test_a_point_stays(code: str, shapes: dict[str, MultiPolygon], at: Point) -> None:
    with pytest.raises(RefusedError) as caught:
        delete_shared_vertex(shapes, at)
    assert caught.value.code == code


# --- edges moved -------------------------------------------------------------------------------------------


def test_an_edge_moves_for_both_sides() -> None:
    changed = move_shared_edge(ROW, ((10, 0), (10, 10)), (1.5, 0))
    assert sorted(changed) == ["east", "north", "west"]
    assert [changed[key].area for key in ("west", "east", "north")] == pytest.approx([115, 85, 200])
    assert sound((ROW | changed).values())


@pytest.mark.parametrize(
    ("code", "edge", "by"),
    [
        ("edge.none", ((10, 0), (20, 10)), (1, 0)),
        ("edge.none", ((10, 0), (10, 5)), (1, 0)),
        ("edge.none", ((10, 0), (10, 0)), (1, 0)),
        ("edge.none", ((NAN, 0), (10, 10)), (1, 0)),
        ("edge.too-far", ((10, 0), (10, 10)), (NAN, 0)),
        ("move.breaks-polygon", ((10, 0), (10, 10)), (-15, 0)),
        ("move.onto-neighbour", ((10, 0), (10, 10)), (10, 0)),
        ("move.overlaps-neighbour", ((20, 0), (20, 10)), (11, 0)),
    ],
)
def test_an_edge_refused(code: str, edge: tuple[Point, Point], by: Point) -> None:
    with pytest.raises(RefusedError) as caught:
        move_shared_edge(ROW | {"far": box(30, 0)}, edge, by)
    assert caught.value.code == code


def test_an_edge_put_back_changes_nothing() -> None:
    assert move_shared_edge(ROW, ((10, 0), (10, 10)), (0.0003, 0)) == {}


def test_parallel_is_to_the_left() -> None:
    assert parallel(((0, 0), (0, 5)), 0.5) == (-0.5, 0.0)
    assert parallel(((0, 0), (3, 4)), -1) == (0.8, -0.6)
    assert parallel(((1, 1), (1, 1)), 3) == (0.0, 0.0)


@pytest.mark.parametrize("by", [(800.0, 800.0), (NAN, 0.0), (float("inf"), 0.0)])
def test_an_edge_does_not_go_far(by: Point) -> None:
    with pytest.raises(RefusedError) as caught:
        shifted(((10, 0), (10, 10)), by)
    assert caught.value.code == "edge.too-far"


# --- any block ---------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-0.3, 0.3),
    st.lists(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), min_size=16, max_size=16),
    st.sampled_from(["add", "move", "delete"]),
    st.integers(0, 11),
    st.tuples(st.integers(-4000, 4000), st.integers(-4000, 4000)),
)
def test_a_block_keeps_its_area_and_its_boundaries(
    turn: float, jitter: list[tuple[int, int]], kind: str, which: int, step: tuple[int, int]
) -> None:
    # Nine parcels of 20 m between 4 × 4 nodes anywhere; edits of inner edges leave the outline as it is.
    nodes = {
        (i, j): (
            round((20 * i - 20 * turn * j) * 1000 + jitter[4 * i + j][0]) / 1000,
            round((20 * j + 20 * turn * i) * 1000 + jitter[4 * i + j][1]) / 1000,
        )
        for i in range(4)
        for j in range(4)
    }
    block = {
        (i, j): shape(nodes[i, j], nodes[i + 1, j], nodes[i + 1, j + 1], nodes[i, j + 1])
        for i in range(3)
        for j in range(3)
    }
    assert sound(block.values())
    inner = [((i, j), (i, j + 1)) for i in (1, 2) for j in range(3)]
    inner += [((i, j), (i + 1, j)) for j in (1, 2) for i in range(3)]
    start, end = (nodes[key] for key in inner[which])
    by = step[0] / 1000, step[1] / 1000
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    try:
        if kind == "move":
            changed = move_shared_edge(block, (start, end), by)
        else:
            changed = add_shared_vertex(block, middle, (middle[0] + by[0], middle[1] + by[1]))
            if kind == "delete":
                bent = block | changed
                [node, *_] = new_nodes(block.values(), bent.values())
                changed = delete_shared_vertex(bent, node)
                assert all(shape_text(one) == shape_text(block[key]) for key, one in changed.items())
    except RefusedError:
        return
    after = block | changed
    assert sound(after.values())
    ends = {inner[which][0], inner[which][1]}
    if kind != "move" or all(0 < i < 3 and 0 < j < 3 for i, j in ends):
        assert sum(one.area for one in after.values()) == pytest.approx(
            sum(one.area for one in block.values()), abs=1e-6
        )
