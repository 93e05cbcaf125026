"""Edges that are not shared by exactly two parcels."""

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from landdesk.services.checking.frontier import Frontier
from tests.rows import Shape, build_rows
from tests.unit.checking.running import decany, square


def frontier(*shapes: Shape) -> Frontier:
    return Frontier.of(build_rows(shapes).outlines.shapes())


def test_a_shared_edge_is_not_on_the_frontier() -> None:
    made = frontier(square(0, 0), square(10, 0))
    assert len(made) == 6
    assert not ((made.begin[:, 0] == 10) & (made.end[:, 0] == 10)).any()


def test_land_lies_on_the_left_whichever_way_a_ring_was_drawn() -> None:
    ring = Polygon(square(0, 0).exterior, [square(3, 3, 3).exterior])
    for shape in (ring, shapely.reverse(ring), shapely.normalize(ring)):
        made = frontier(shape)
        step = made.end - made.begin
        middle = (made.begin + made.end) / 2
        left = middle + np.column_stack([-step[:, 1], step[:, 0]]) / 100
        assert shapely.contains_xy(ring, left[:, 0], left[:, 1]).all()


def test_an_edge_of_three_parcels_stays_on_the_frontier() -> None:
    assert len(frontier(square(0, 0), square(10, 0), square(10, 0))) == 12


def test_an_edge_shared_in_part_stays_on_the_frontier() -> None:
    assert len(frontier(square(0, 0), box(10, 0, 20, 5))) == 8


def test_points_that_are_there_twice_make_no_edge() -> None:
    assert len(frontier(Polygon([(0, 0), (10, 0), (10, 0), (10, 10)]))) == 3


def test_only_edges_that_meet_a_box_are_near_it() -> None:
    made = frontier(square(0, 0), square(50, 50))
    assert set(made.near(np.array([[9.0, 4.0, 11.0, 6.0]])).owner) == {0}
    assert len(made.near(np.array([[9.0, 4.0, 11.0, 6.0]]))) == 1
    assert len(made.near(np.empty((0, 4)))) == 0


def test_corners_are_known_for_all_parcels() -> None:
    made = frontier(square(0, 0), square(10, 0))
    points, number, owner = made.ends()
    assert made.has_corner(number, owner).all()
    far = (points == (0, 0)).all(axis=1)
    assert not made.has_corner(number[far], np.ones(far.sum(), dtype=np.int64)).any()


def test_nothing_has_no_frontier() -> None:
    none = np.empty(0, dtype=object)
    assert len(Frontier.of(none)) == len(Frontier.of(np.array([shapely.MultiPolygon()], dtype=object))) == 0


def test_the_frontier_of_a_whole_commune_is_its_outline() -> None:
    shapes = build_rows(decany()).outlines.shapes()
    made = Frontier.of(shapes)
    outline = shapely.coverage_union_all(shapes).boundary
    assert shapely.length(made.lines()).sum() == pytest.approx(outline.length)
