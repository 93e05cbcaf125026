"""Strips between two edges: no wider than asked for, whichever edge is looked at first."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.arrays import Floats
from landdesk.services.checking.frontier import Frontier
from landdesk.services.checking.strips import Strips, facing_strips

Edge = tuple[tuple[float, float], tuple[float, float]]

WIDTH_M = 0.5
METRES = st.integers(-20_000, 20_000).map(lambda number: number / 1000)
POINTS = st.tuples(METRES, METRES)
EDGES = st.tuples(POINTS, POINTS).filter(lambda edge: math.dist(*edge) > 0.01)


def strips_of(*edges: Edge) -> Strips:
    """Return the strips between edges that belong to a parcel each."""
    ends: Floats = np.array(edges)
    corners = np.arange(2 * len(edges))
    frontier = Frontier(
        begin=ends[:, 0],
        end=ends[:, 1],
        owner=np.arange(len(edges)),
        begin_corner=corners[::2],
        end_corner=corners[1::2],
        corners=corners,
        parcel_count=len(edges),
    )
    return facing_strips(frontier, WIDTH_M)


def test_a_strip_lies_between_two_edges() -> None:
    (area,) = strips_of(((0, 0), (0, 10)), ((0.2, 8), (0.2, -3))).areas
    assert area.normalize().equals_exact(shapely.box(0, 0, 0.2, 8).normalize(), 1e-9)


@pytest.mark.parametrize("turned", [False, True])
def test_edges_that_pass_each_other_have_none(*, turned: bool) -> None:
    # Two edges of Děčany, one beyond the end of the other: they were taken for a strip of 233 m².
    edges: list[Edge] = [((-36.85, -67.79), (-38.5, -47.38)), ((-27.32, -68.27), (-39.19, -179.01))]
    assert len(strips_of(*(edges[::-1] if turned else edges)).areas) == 0


@given(EDGES, EDGES)
def test_no_strip_is_wider_than_asked_for(one: Edge, other: Edge) -> None:
    both = [strips_of(one, other), strips_of(other, one)]
    assert len(both[0].areas) == len(both[1].areas)
    for strips in both:
        for area in strips.areas:
            lines = [shapely.LineString(one), shapely.LineString(other)]
            reach = shapely.union_all(shapely.buffer(lines, WIDTH_M * 1.5))
            assert shapely.area(shapely.difference(area, reach)) < 1e-6
    areas = [float(shapely.area(strips.areas).sum()) for strips in both]
    assert areas[0] == pytest.approx(areas[1], abs=1e-6)
