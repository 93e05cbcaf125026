"""Delivered shapes come onto what stays: nodes, boundaries, missing points; what breaks and overlaps is named."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.delivering import Fitted, blocks, fit_delivered, gaps, overlaps
from landdesk.domain.geometry import Point

REACH = 0.05


def shape(*shell: Point) -> MultiPolygon:
    return canonical_shape(Polygon(shell))


def box(e: float, n: float, width: float = 10, height: float = 10) -> MultiPolygon:
    return shape((e, n), (e + width, n), (e + width, n + height), (e, n + height))


def fit(delivered: dict[str, MultiPolygon], fixed: dict[str, MultiPolygon]) -> Fitted[str]:
    return fit_delivered(delivered, fixed, REACH)


def corners(one: MultiPolygon) -> set[Point]:
    return {(float(x), float(y)) for x, y in shapely.get_coordinates(one).tolist()}


def test_a_corner_goes_onto_the_nearest_fixed_node() -> None:
    crooked = shape((10.03, 0.01), (20, 0), (20, 10), (9.99, 9.98))
    fitted = fit({"new": crooked}, {"old": box(0, 0)})
    assert fitted.shapes["new"] == box(10, 0)
    assert fitted.noded == {}
    assert [(one.at, one.to) for one in fitted.joins] == [
        ((10.03, 0.01), (10.0, 0.0)),
        ((9.99, 9.98), (10.0, 10.0)),
    ]
    assert fitted.joins[0].distance_m == pytest.approx(0.0316, abs=1e-4)


def test_a_corner_farther_off_stays_and_overlaps() -> None:
    fitted = fit({"new": shape((9.9, 0), (20, 0), (20, 10), (9.9, 10))}, {"old": box(0, 0)})
    assert fitted.joins == []
    [(one, other, area, (easting, _northing))] = overlaps(fitted, {"old": box(0, 0)}, {})
    assert (one, other) == ("new", "old")
    assert area == pytest.approx(1.0)
    assert 9.9 <= easting <= 10


def test_an_overlap_that_was_there_is_none_of_the_delivery() -> None:
    over = shape((9.9, 0), (20, 0), (20, 10), (9.9, 10))
    fitted = fit({"new": over}, {"old": box(0, 0)})
    assert overlaps(fitted, {"old": box(0, 0)}, {"new": over}) == []


def test_a_corner_beside_a_fixed_boundary_comes_onto_it_and_the_boundary_gets_the_point() -> None:
    small = shape((10.02, 3), (20, 3), (20, 7), (9.97, 7))
    fitted = fit({"new": small}, {"old": box(0, 0)})
    assert corners(fitted.shapes["new"]) == {(10, 3), (20, 3), (20, 7), (10, 7)}
    assert corners(fitted.noded["old"]) == corners(box(0, 0)) | {(10, 3), (10, 7)}
    assert fitted.added == [(10.0, 3.0), (10.0, 7.0)]


def test_a_delivered_boundary_is_led_through_the_fixed_node_beside_it() -> None:
    fixed = {"south": box(0, 0, 10, 5), "north": shape((0, 5), (10.02, 5), (10, 10), (0, 10))}
    fixed["south"] = shape((0, 0), (10, 0), (10.02, 5), (0, 5))
    fitted = fit({"new": box(10, 0)}, fixed)
    assert (10.02, 5) in corners(fitted.shapes["new"])
    assert overlaps(fitted, fixed, {}) == []
    assert fitted.noded == {}


def test_delivered_corners_near_each_other_become_one() -> None:
    fitted = fit({"west": box(0, 0), "east": shape((10.02, 0), (20, 0), (20, 10), (10.01, 9.99))}, {})
    assert fitted.shapes["east"] == box(10, 0)
    assert overlaps(fitted, {}, {}) == []


def test_a_parcel_narrower_than_the_tolerance_is_not_pressed_flat() -> None:
    strip = shape((10, 0), (10.04, 0), (10.04, 10), (10, 10))
    fitted = fit({"new": strip}, {"old": box(0, 0)})
    assert fitted.shapes["new"] == strip
    assert fitted.joins == []
    assert fitted.broken == {}


def test_what_would_become_invalid_is_named() -> None:
    # The spike ends 2 cm beside the parcel's own edge; the fixed node there would make it touch itself.
    spike = shape((0, 0), (10, 0), (10, 10), (5, 0.02), (0, 10))
    fitted = fit({"new": spike}, {"old": shape((5, 0), (8, -5), (2, -5))})
    assert set(fitted.broken) == {"new"}


def test_land_that_nobody_has_any_more_is_told() -> None:
    fitted = fit({"new": shape((10.2, 0), (20, 0), (20, 10), (10.2, 10))}, {"old": box(0, 0)})
    [gap] = gaps(fitted, {"old": box(0, 0)}, [box(10, 0)])
    assert gap.area == pytest.approx(2.0)
    assert gaps(fitted, {"old": box(0, 0)}, []) == []


def test_blocks_hang_together_by_old_or_new_shapes() -> None:
    shapes = {"a": [box(0, 0)], "b": [box(30, 0), box(10, 0)], "c": [box(60, 0)], "d": [box(70, 10)]}
    assert blocks(shapes, 0.06) == [["a", "b"], ["c", "d"]]
    assert blocks({}, 0.06) == []


GRID = [(column, row) for row in range(3) for column in range(3)]


@settings(deadline=None, max_examples=60)
@given(
    st.sets(st.sampled_from(GRID), min_size=1, max_size=5),
    st.lists(st.tuples(*[st.integers(-14, 14)] * 2), min_size=16 * 9, max_size=16 * 9),
)
def test_corners_measured_a_little_off_never_overlap_nor_leave_a_gap(
    chosen: set[tuple[int, int]], shifts: list[tuple[int, int]]
) -> None:
    """Each delivered parcel has every corner up to 2 cm off, another way than its neighbour."""
    cells = {cell: box(10 * cell[0], 10 * cell[1]) for cell in GRID}
    fixed = {cell: one for cell, one in cells.items() if cell not in chosen}
    steps = iter(shifts)
    delivered = {}
    for cell in sorted(chosen):
        shell = shapely.get_coordinates(cells[cell]).tolist()[:-1]
        moved = [(x + dx / 1000, y + dy / 1000) for (x, y), (dx, dy) in zip(shell, steps, strict=False)]
        delivered[cell] = shape(*moved)
    fitted = fit_delivered(delivered, fixed, REACH)
    assert fitted.broken == {}
    assert overlaps(fitted, fixed, {cell: cells[cell] for cell in chosen}) == []
    inside = [
        gap
        for gap in gaps(fitted, fixed, [cells[cell] for cell in chosen])
        if gap.within(shapely.box(1, 1, 29, 29))
    ]
    assert inside == []
    every = [*fitted.shapes.values(), *{**fixed, **fitted.noded}.values()]
    assert shapely.is_empty(shapely.coverage_invalid_edges(every)).all()
    assert all(one.distance_m <= REACH + 1e-9 for one in fitted.joins)
