"""Bearings and points by distance and bearing: read as people type them, and back; the pointer decides the rest."""

from math import isclose

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.bearings import (
    along,
    bearing,
    by_polar,
    distance_m,
    distance_on_edge,
    normal,
    ray_on_edge,
)

metres = st.floats(-5_000, 5_000, allow_nan=False)
points = st.tuples(metres, metres)
angles = st.floats(-360, 360, allow_nan=False)


@pytest.mark.parametrize(
    ("end", "expected"),
    [((0, 1), 0), ((1, 1), 45), ((1, 0), 90), ((0, -1), 180), ((-1, 0), 270), ((-1e-20, 1), 0), ((0, 0), 0)],
)
def test_bearings_count_clockwise_from_north(end: tuple[float, float], expected: float) -> None:
    assert bearing((0, 0), end) == pytest.approx(expected)
    assert 0 <= bearing((0, 0), end) < 360


@given(points, st.floats(0, 360, exclude_max=True), st.floats(0.01, 5_000))
def test_distance_and_bearing_of_a_point_by_distance_and_bearing(
    start: tuple[float, float], direction: float, length: float
) -> None:
    end = by_polar(start, direction, length)
    assert isclose(distance_m(start, end), length, abs_tol=1e-6)
    off = normal(bearing(start, end) - direction)
    assert min(off, 360 - off) * length < 1e-3


@given(points, st.floats(0, 360), points)
def test_the_foot_on_a_ray_lies_ahead_and_square(
    start: tuple[float, float], direction: float, to: tuple[float, float]
) -> None:
    foot = along(start, direction, to)
    far = by_polar(start, direction, 50_000)
    expected = shapely.Point(to).distance(shapely.LineString([start, far]))
    if foot is None:
        assert isclose(distance_m(start, to), expected, abs_tol=1e-5)
    else:
        assert isclose(distance_m(foot, to), expected, abs_tol=1e-5)


@given(points, st.floats(0, 360), points, points)
def test_a_ray_meets_an_edge_where_the_lines_cross(
    start: tuple[float, float], direction: float, one: tuple[float, float], other: tuple[float, float]
) -> None:
    found = ray_on_edge(start, direction, (one, other))
    if found is not None:
        assert shapely.Point(found).distance(shapely.LineString([one, other])) < 1e-5
        off = normal(bearing(start, found) - direction)
        assert min(off, 360 - off) * distance_m(start, found) < 0.1


def test_a_ray_that_runs_beside_or_away_meets_nothing() -> None:
    assert ray_on_edge((0, 0), 90, ((5, -5), (5, 5))) == pytest.approx((5, 0))
    assert ray_on_edge((0, 0), 270, ((5, -5), (5, 5))) is None
    assert ray_on_edge((0, 0), 90, ((5, 1), (5, 5))) is None
    assert ray_on_edge((0, 0), 90, ((5, 1), (9, 1))) is None
    assert ray_on_edge((0, 0), 90, ((5, 0), (5, 0))) is None


@given(points, st.floats(0.01, 5_000), points, points, points)
def test_a_distance_on_an_edge_is_that_distance(
    start: tuple[float, float],
    length: float,
    one: tuple[float, float],
    other: tuple[float, float],
    near: tuple[float, float],
) -> None:
    found = distance_on_edge(start, length, (one, other), near)
    if found is not None:
        assert isclose(distance_m(start, found), length, abs_tol=1e-2)
        assert shapely.Point(found).distance(shapely.LineString([one, other])) < 1e-5


def test_of_two_points_at_a_distance_the_nearer_is_meant() -> None:
    edge = ((-10.0, 3.0), (10.0, 3.0))
    assert distance_on_edge((0, 0), 5, edge, (9, 0)) == pytest.approx((4, 3))
    assert distance_on_edge((0, 0), 5, edge, (-9, 0)) == pytest.approx((-4, 3))
    assert distance_on_edge((0, 0), 2, edge, (9, 0)) is None
    assert distance_on_edge((0, 0), 50, edge, (9, 0)) is None
    assert distance_on_edge((0, 0), 5, (edge[0], edge[0]), (9, 0)) is None
