"""Near nodes made one by the stated rule, missing ones put in, nothing else moved."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape, shape_text
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import Point
from landdesk.domain.joining import Joined, join_nodes
from tests.rows import build_coverage, row_id

HERE = (-100.0, -100.0, 100.0, 100.0)


def shape(*shell: Point, holes: list[list[Point]] | None = None) -> MultiPolygon:
    return canonical_shape(Polygon(shell, holes))


def box(e: float, n: float, width: float = 10, height: float = 10) -> MultiPolygon:
    return shape((e, n), (e + width, n), (e + width, n + height), (e, n + height))


def joined(
    *shapes: MultiPolygon, tolerance_m: float = 0.05, parcel: int | None = None
) -> tuple[dict[int, MultiPolygon], Joined]:
    """Join on a coverage of these shapes; parcels by their place."""
    coverage = build_coverage(list(shapes))
    key = None if parcel is None else row_id(parcel)
    changed, done = join_nodes(coverage, tolerance_m, key, None if parcel is not None else HERE)
    places = {row_id(at): at for at in range(len(shapes))}
    return {places[one]: each for one, each in changed.items()}, done


def refusal(*shapes: MultiPolygon, tolerance_m: float = 0.05) -> str:
    with pytest.raises(RefusedError) as caught:
        joined(*shapes, tolerance_m=tolerance_m)
    return caught.value.code


# The eastern parcel begins 3 cm farther to the east.
GAP = box(0, 0), shape((10.03, 0), (20, 0), (20, 10), (10.03, 10))


def test_two_sides_of_a_gap_become_one_boundary() -> None:
    changed, done = joined(*GAP)
    # Both nodes have one parcel each: the western ones stay.
    assert list(changed) == [1]
    assert shape_text(changed[1]) == shape_text(box(10, 0))
    assert [(one.at, one.to) for one in done.joins] == [((10.03, 0.0), (10, 0)), ((10.03, 10.0), (10, 10))]
    assert done.joins[0].distance_m == pytest.approx(0.03)
    assert done.added == []


def test_the_node_that_more_parcels_have_stays() -> None:
    # Two parcels in the east have the node (10.02, 0), the western one has (10, 0) for itself.
    changed, done = joined(box(0, 0), box(10.02, 0), box(10.02, -9, 5, 9))
    assert [(one.at, one.to) for one in done.joins] == [((10.0, 0.0), (10.02, 0)), ((10.02, 10.0), (10, 10))]
    assert shape_text(changed[0]) == "0 0 10020 0 10000 10000 0 10000"
    assert sorted(changed) == [0, 1]


def test_no_node_moves_farther_than_the_tolerance_by_a_chain() -> None:
    # Corners 4 cm apart in a row: the second goes to the first, the third stays and takes the fourth.
    row = [
        shape((e, 0), (9 * at - 9, side), (9 * at - 5, side))
        for at, (e, side) in enumerate(((0.0, 9), (0.04, -9), (0.08, 9), (0.12, -9)))
    ]
    _, done = joined(*row)
    assert [(one.at, one.to) for one in done.joins] == [((0.04, 0.0), (0.0, 0.0)), ((0.12, 0.0), (0.08, 0.0))]


def test_missing_nodes_are_put_in() -> None:
    changed, done = joined(box(0, 0), box(10, 0, 5, 4), box(10, 4, 5, 6))
    assert list(changed) == [0]
    assert done.added == [(10.0, 4.0)]
    assert done.joins == []
    after = [changed[0], box(10, 0, 5, 4), box(10, 4, 5, 6)]
    assert shapely.is_empty(shapely.coverage_invalid_edges(after)).all()


def test_only_nodes_of_the_parcel_named() -> None:
    third = shape((20.03, 0), (30, 0), (30, 10), (20.03, 10))
    changed, _ = joined(*GAP, third, parcel=0)
    assert list(changed) == [1]
    changed, _ = joined(*GAP, third, parcel=2)
    assert list(changed) == [2]


def test_exactly_the_tolerance_counts() -> None:
    assert joined(box(0, 0), box(10.05, 0))[1].joins
    assert refusal(box(0, 0), box(10.051, 0)) == "join.nothing"


@pytest.mark.parametrize("tolerance_m", [0.0, -1.0, 1.5, float("nan"), float("inf")])
def test_a_tolerance_that_makes_no_sense(tolerance_m: float) -> None:
    assert refusal(*GAP, tolerance_m=tolerance_m) == "join.tolerance"


def test_what_cannot_be_joined() -> None:
    assert refusal(box(0, 0), box(30, 0)) == "join.nothing"
    # A parcel 4 cm wide would be no more.
    assert refusal(box(0, 0), box(10, 0, 0.04), box(10.04, 0)) == "join.breaks-shape"
    with pytest.raises(RefusedError) as caught:
        join_nodes(build_coverage(list(GAP)), 0.05, None, (0.0, 0.0, float("nan"), 1.0))
    assert caught.value.code == "join.nothing"


def test_joining_twice_finds_nothing_more() -> None:
    first, second = GAP
    changed, _ = joined(first, second)
    assert refusal(first, changed[1]) == "join.nothing"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-12, 12), st.integers(-12, 12)), min_size=36, max_size=36))
def test_a_block_whose_corners_were_measured_apart_is_sound_again(shifts: list[tuple[int, int]]) -> None:
    # Nine parcels, each corner up to 17 mm from its place: two of one place are never 50 mm apart.
    shapes = []
    for at in range(9):
        i, j = at % 3, at // 3
        corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
        shapes.append(
            shape(
                *(
                    (20 * e + shifts[4 * at + k][0] / 1000, 20 * n + shifts[4 * at + k][1] / 1000)
                    for k, (e, n) in enumerate(corners)
                )
            )
        )
    coverage: Coverage = build_coverage(shapes)
    try:
        changed, done = join_nodes(coverage, 0.05, None, HERE)
    except RefusedError:
        # All corners came to lie in their places.
        changed, done = {}, Joined([], [])
    after = [changed.get(row_id(at), one) for at, one in enumerate(shapes)]
    assert shapely.is_empty(shapely.coverage_invalid_edges(after, 0.0)).all()
    assert shapely.is_valid(after).all()
    assert len({tuple(point) for one in after for point in shapely.get_coordinates(one).tolist()}) == 16
    assert all(one.distance_m <= 0.05 for one in done.joins)
