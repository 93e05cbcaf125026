"""A run of a boundary replaced by a line: land given and taken in one act, nothing lost between."""

from collections.abc import Iterable

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape, grid_parts, is_canonical_text, shape_text
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import Point
from landdesk.domain.reshaping import reshape_shared, trimmed
from landdesk.domain.ring_order import twice_area_of


def shape(*shell: Point, holes: list[list[Point]] | None = None) -> MultiPolygon:
    return canonical_shape(Polygon(shell, holes))


def box(e: float, n: float, width: float = 10, height: float = 10) -> MultiPolygon:
    return shape((e, n), (e + width, n), (e + width, n + height), (e, n + height))


def sound(shapes: Iterable[MultiPolygon]) -> bool:
    """Return whether all shapes are valid and canonical and all boundaries that meet are the same."""
    every = list(shapes)
    return bool(
        shapely.is_valid(every).all()
        and shapely.is_empty(shapely.coverage_invalid_edges(every, 0.0)).all()
        and all(is_canonical_text(shape_text(one)) for one in every)
    )


def areas(shapes: dict[str, MultiPolygon]) -> dict[str, float]:
    return {key: round(one.area, 3) for key, one in shapes.items()}


ROW = {"west": box(0, 0), "east": box(10, 0)}
# The northern neighbours of "south" meet in (5, 10).
THREE = {
    "south": shape((0, 0), (10, 0), (10, 10), (5, 10), (0, 10)),
    "nw": box(0, 10, 5),
    "ne": box(5, 10, 5),
}


@pytest.mark.parametrize(
    ("line", "west"),
    [
        # From the one side over the boundary and back: the parcel takes land, gives it, does both.
        ([(9, 2), (12, 5), (9, 8)], 100 + 6.0 - 2.0),
        ([(11, 2), (8, 5), (11, 8)], 100 - 4.0),
        ([(10, 2), (12, 5), (10, 8)], 106.0),
        ([(10, 1), (12, 3), (8, 7), (10, 9)], 100.0),
        # From corner to corner, and along the boundary for a stretch.
        ([(10, 0), (11, 5), (10, 10)], 105.0),
        ([(10, 0), (10, 4), (11, 5), (10, 6), (10, 10)], 101.0),
    ],
)
def test_land_changes_hands_between_two_neighbours(line: list[Point], west: float) -> None:
    changed = reshape_shared(ROW, "west", LineString(line))
    assert areas(changed) == {"west": pytest.approx(west), "east": pytest.approx(200 - west)}
    assert sound((ROW | changed).values())
    # The other parcel, asked for the same line, gives the same map.
    other = reshape_shared(ROW, "east", LineString(line[::-1]))
    assert {key: shape_text(one) for key, one in other.items()} == {
        key: shape_text(one) for key, one in changed.items()
    }


def test_an_outer_boundary_gives_to_nobody() -> None:
    changed = reshape_shared(ROW, "west", LineString([(2, -1), (3, 2), (7, 2), (8, -1)]))
    assert list(changed) == ["west"]
    assert changed["west"].area < 100
    changed = reshape_shared(ROW, "west", LineString([(2, 1), (3, -2), (7, -2), (8, 1)]))
    assert changed["west"].area > 100
    assert list(changed) == ["west"]


def test_land_is_taken_from_several_neighbours_at_once() -> None:
    changed = reshape_shared(THREE, "south", LineString([(1, 9), (2, 12), (8, 12), (9, 9)]))
    after = THREE | changed
    assert sorted(changed) == ["ne", "nw", "south"]
    assert sum(one.area for one in after.values()) == pytest.approx(200)
    assert areas(after)["nw"] == areas(after)["ne"]
    assert sound(after.values())


def test_a_crossed_corner_point_of_a_third_parcel_is_kept() -> None:
    # The line ends in the point where three parcels meet.
    changed = reshape_shared(THREE, "south", LineString([(5, 10), (8, 8), (10, 10)]))
    assert sorted(changed) == ["ne", "south"]
    assert sound((THREE | changed).values())


def test_the_end_of_a_boundary_slides_along_a_third_parcel() -> None:
    shapes = ROW | {"north": shape((0, 10), (10, 10), (20, 10), (20, 20), (0, 20))}
    for end, west in (((8, 10), 92.0), ((12, 10), 108.0)):
        key = "west" if west < 100 else "east"
        changed = reshape_shared(shapes, key, LineString([(10, 2), end]))
        assert areas(changed) == {"west": west, "east": 200 - west, "north": 200}
        assert sound((shapes | changed).values())


def test_a_hole_is_reshaped_with_the_parcel_in_it() -> None:
    island = box(4, 4, 4, 4)
    around = shape((0, 0), (12, 0), (12, 12), (0, 12), holes=[[(4, 4), (4, 8), (8, 8), (8, 4)]])
    shapes = {"around": around, "island": island}
    changed = reshape_shared(shapes, "around", LineString([(7, 5), (10, 6), (7, 7)]))
    assert sorted(changed) == ["around", "island"]
    assert changed["island"].area > 16
    assert sum(one.area for one in changed.values()) == pytest.approx(144)
    assert sound(changed.values())


@pytest.mark.parametrize(
    ("code", "shapes", "line"),
    [
        ("reshape.line-misses", ROW, [(3, 3), (7, 7)]),
        ("reshape.line-misses", ROW, [(8, 5), (13, 5)]),
        ("reshape.line-misses", ROW, [(50, 50), (60, 50)]),
        ("reshape.line-misses", ROW, [(1e13, 5), (13, 5)]),
        ("reshape.line-misses", ROW, [(10, 5), (10.0001, 5)]),
        ("reshape.line-crosses-itself", ROW, [(9, 2), (12, 5), (12, 2), (9, 5)]),
        ("reshape.line-crosses-itself", ROW, [(9, 2), (12, 5), (9, 8), (9, 2)]),
        ("reshape.invalid-shape", {"west": shape((0, 0), (4, 4), (4, 0), (0, 4))}, [(0, 1), (2, 9), (0, 3)]),
        (
            "reshape.invalid-shape",
            {"west": box(0, 0), "east": shape((10, 0), (14, 4), (14, 0), (10, 10))},
            [(9, 1), (12, 3), (9, 6)],
        ),
        (
            "reshape.swallows",
            {"west": box(0, 0), "east": box(10, 0, 2)},
            [(9, 1), (9, -1), (13, -1), (13, 11), (9, 11), (9, 9)],
        ),
        # The neighbour would fall apart.
        ("reshape.breaks-shape", ROW, [(9, 4), (25, 4), (25, 6), (9, 6)]),
        # Through a hole.
        (
            "reshape.breaks-shape",
            {"west": shape((0, 0), (10, 0), (10, 10), (0, 10), holes=[[(7, 4), (7, 6), (9, 6), (9, 4)]])},
            [(11, 1), (8, 5), (11, 9)],
        ),
        # From the hole to the shell.
        (
            "reshape.line-misses",
            {"west": shape((0, 0), (10, 0), (10, 10), (0, 10), holes=[[(3, 4), (3, 6), (5, 6), (5, 4)]])},
            [(4, 5), (11, 5)],
        ),
    ],
)
def test_a_line_refused(code: str, shapes: dict[str, MultiPolygon], line: list[Point]) -> None:
    with pytest.raises(RefusedError) as caught:
        reshape_shared(shapes, "west", LineString(line))
    assert caught.value.code == code


def test_lost_land_goes_to_who_has_most_of_the_run() -> None:
    # 3 m beside the western neighbour, 4 m beside the eastern one.
    changed = reshape_shared(THREE, "south", LineString([(2, 11), (2, 8), (9, 8), (9, 11)]))
    assert areas(THREE | changed) == {"south": 86, "nw": 50, "ne": 64}
    assert sound((THREE | changed).values())
    # Most of it is nobody's: a strip along the road.
    shapes = {"west": shape((0, 0), (10, 0), (10, 8), (10, 10), (0, 10)), "east": box(10, 8, 5, 2)}
    changed = reshape_shared(shapes, "west", LineString([(10, 1), (9, 2), (9, 9), (10, 9)]))
    assert areas(changed) == {"west": 92.5, "east": 10}  # the eastern one only gets the new point
    assert sound((shapes | changed).values())


def test_a_neighbour_without_the_points_is_refused() -> None:
    shapes = {"west": shape((0, 0), (10, 0), (10, 5), (10, 10), (0, 10)), "east": box(10, 0)}
    with pytest.raises(RefusedError) as caught:
        reshape_shared(shapes, "west", LineString([(10, 1), (8, 5), (10, 9)]))
    assert caught.value.code == "reshape.unshared"


def test_a_line_is_trimmed_to_what_counts() -> None:
    line = trimmed(box(0, 0), LineString([(9, -500), (9, 2), (12, 5), (9, 8), (9, 900)]))
    assert line.bounds == (9.0, 0.0, 12.0, 10.0)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-0.4, 0.4),
    st.lists(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), min_size=16, max_size=16),
    st.lists(st.tuples(st.integers(-9000, 9000), st.integers(-9000, 9000)), min_size=3, max_size=6),
    st.integers(0, 8),
)
def test_a_block_keeps_its_land_to_the_grid(
    turn: float, jitter: list[tuple[int, int]], bends: list[tuple[int, int]], which: int
) -> None:
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
    # The middle parcel of nine; the line winds about one of its edges or corners and stays in the block.
    (e, n), size = nodes[1 + which % 2, 1 + which // 2 % 2], len(bends)
    line = LineString([(e + x / 1000, n + y / 1000 + (at - size / 2) * 3) for at, (x, y) in enumerate(bends)])
    try:
        changed = reshape_shared(block, (1, 1), line)
    except RefusedError:
        return
    after = block | changed
    assert sound(after.values())
    assert sum(twice_area_of(grid_parts(one)) for one in after.values()) == sum(
        twice_area_of(grid_parts(one)) for one in block.values()
    )
