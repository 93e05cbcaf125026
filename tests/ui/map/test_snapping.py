"""The pointer is drawn to what commands will find: exact vertices, points of edges on the grid."""

import random
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landdesk.domain.boundary_points import add_shared_vertex
from landdesk.domain.coverage import Coverage
from landdesk.ui.map.snapping import Snap, SnapKind, on_grid, snap
from tests.rows import build_coverage, build_rows, row_id

VERTEX_AND_EDGE = frozenset({SnapKind.VERTEX, SnapKind.EDGE})
TWO = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)


@pytest.fixture
def pair() -> Coverage:
    return build_coverage(TWO)


def test_a_vertex_wins_over_a_nearer_edge(pair: Coverage) -> None:
    assert snap(pair, (9.9, 9.2), 1.0) == Snap(SnapKind.VERTEX, 10, 10)


def test_an_edge_attracts_where_no_vertex_is(pair: Coverage) -> None:
    assert snap(pair, (10.4, 7.12345), 1.0) == Snap(SnapKind.EDGE, 10, 7.123)


def test_nothing_within_reach(pair: Coverage) -> None:
    assert snap(pair, (5, 5), 1.0) is None
    assert snap(build_coverage([]), (5, 5), 1.0) is None


def test_a_vertex_that_moves_does_not_attract_itself_nor_do_its_edges(pair: Coverage) -> None:
    assert snap(pair, (10.1, 9.9), 1.0, but=(10.0, 10.0)) is None
    assert snap(pair, (19.9, 9.9), 1.0, but=(10.0, 10.0)) == Snap(SnapKind.VERTEX, 20, 10)


def test_changed_parcels_attract_with_their_new_shape_only(pair: Coverage) -> None:
    new = pair.patched(build_rows([shapely.box(10, 0, 20, 14)], first=1), [], 2)
    assert snap(new, (19.8, 13.9), 1.0) == Snap(SnapKind.VERTEX, 20, 14)
    assert snap(new.patched(build_rows([]), [row_id(1)], 3), (19.8, 13.9), 1.0) is None


def test_answers_equal_those_of_a_plain_search(decany: Coverage) -> None:
    random.seed(7)
    coords = decany.base.outlines.coords
    edges, _ = decany.segments(decany.live())
    lines = shapely.linestrings(edges.reshape(-1, 2, 2))
    for _ in range(60):
        start = coords[random.randrange(len(coords))]
        pointer = np.array([start[0] + random.uniform(-3, 3), start[1] + random.uniform(-3, 3)])
        found = snap(decany, (float(pointer[0]), float(pointer[1])), 2.0, VERTEX_AND_EDGE)
        nearest_vertex = np.hypot(*(coords - pointer).T).min()
        nearest_edge = shapely.distance(lines, shapely.Point(pointer)).min()
        if nearest_vertex <= 2.0:
            assert found is not None
            assert found.kind is SnapKind.VERTEX
            assert np.hypot(*(np.array(found.point) - pointer)) == pytest.approx(nearest_vertex)
            assert len(decany.owners_of_vertex(*found.point)) > 0
        elif nearest_edge <= 2.0 - 1e-6:
            assert found is not None
            assert found.kind is SnapKind.EDGE
            assert np.hypot(*(np.array(found.point) - pointer)) == pytest.approx(nearest_edge, abs=1e-3)
            assert found.point == on_grid(*found.point)
        elif nearest_edge > 2.0 + 1e-6:
            assert found is None


# --- the kinds of places -----------------------------------------------------------------------------------

OVER_EACH_OTHER = build_coverage([shapely.box(0, 0, 10, 10), shapely.box(6, 4, 20, 14)])
"""They cross at (10, 4) and (6, 10)."""


@pytest.mark.parametrize(
    ("pointer", "kind", "place"),
    [
        ((9.9, 9.2), SnapKind.VERTEX, (10, 10)),
        ((9.8, 4.3), SnapKind.INTERSECTION, (10, 4)),
        ((6.3, 10.2), SnapKind.INTERSECTION, (6, 10)),
        ((0.2, 5.4), SnapKind.MIDPOINT, (0, 5)),
        ((19.8, 9.3), SnapKind.MIDPOINT, (20, 9)),
        ((0.3, 2.9), SnapKind.PERPENDICULAR, (0, 3)),
        ((0.3, 7.25), SnapKind.EDGE, (0, 7.25)),
    ],
)
def test_each_kind_of_place(pointer: tuple[float, float], kind: SnapKind, place: tuple[float, float]) -> None:
    assert snap(OVER_EACH_OTHER, pointer, 1.0, line=[(-5, 8), (-4, 3)]) == Snap(kind, *place)


def test_places_are_preferred_in_their_order_and_only_where_wanted() -> None:
    # Within a metre of all of them: a corner, a crossing, a middle, a foot and an edge.
    parcels = build_coverage([shapely.box(0, 0, 1, 10), shapely.box(0.6, -1, 5, 0.6)])
    wanted, found = set(SnapKind), []
    while wanted:
        one = snap(parcels, (0.5, 0.1), 2.0, frozenset(wanted), line=[(0.7, -4.0)])
        assert one is not None
        found.append(one.kind)
        wanted.remove(one.kind)
    assert found == list(SnapKind)
    assert snap(parcels, (0.5, 0.1), 2.0, frozenset()) is None


def test_a_perpendicular_needs_a_line_in_progress_and_a_foot_between_the_ends(pair: Coverage) -> None:
    only = frozenset({SnapKind.PERPENDICULAR})
    assert snap(pair, (0.1, 3), 1.0, only) is None
    assert snap(pair, (0.1, 3), 1.0, only, line=[(-5, 3)]) == Snap(SnapKind.PERPENDICULAR, 0, 3)
    assert snap(pair, (0.1, 0.1), 1.0, only, line=[(-5, -0.5)]) is None
    # From a point of the edge itself there is none.
    assert snap(pair, (0.1, 3), 1.0, only, line=[(0, 3)]) is None


def test_the_line_that_is_drawn_crosses_boundaries_too(pair: Coverage) -> None:
    line = [(5.0, -5.0), (5.0, 20.0), (30.0, 7.0)]
    assert snap(pair, (5.2, 0.3), 1.0, line=line) == Snap(SnapKind.INTERSECTION, 5, 0)
    assert snap(pair, (20.2, 12.5), 1.0, line=line) is None
    # Along a boundary it crosses nothing.
    only = frozenset({SnapKind.INTERSECTION})
    assert snap(pair, (10.1, 3), 1.0, only, line=[(10, -5), (10, 30)]) is None


def test_corners_that_touch_an_edge_are_no_crossings() -> None:
    parcels = build_coverage([shapely.box(0, 0, 10, 10), shapely.box(10, 3, 20, 7)])
    only = frozenset({SnapKind.INTERSECTION})
    assert snap(parcels, (10.1, 3), 1.0, only) is None


def test_an_edge_is_told_and_answers_lie_on_the_grid() -> None:
    slanted = build_coverage([shapely.Polygon([(0, 0), (10, 0.003), (7.001, 9)])])
    found = snap(slanted, (5, 0.1), 1.0)
    assert found == Snap(SnapKind.MIDPOINT, 5, 0.002)
    assert found is not None
    assert found.edge is not None
    assert set(found.edge) == {(0, 0), (10, 0.003)}


def test_many_edges_under_the_pointer_are_no_burden(decany: Coverage) -> None:
    middle = decany.base.outlines.coords[1000]
    found = snap(
        decany, (float(middle[0]) + 0.3, float(middle[1])), 400.0, frozenset({SnapKind.INTERSECTION})
    )
    assert found is None or found.kind is SnapKind.INTERSECTION


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 30)] * 2), min_size=3, max_size=6, unique=True),
    st.tuples(*[st.floats(0, 30)] * 2),
    st.tuples(*[st.floats(0, 30)] * 2),
)
def test_what_is_found_is_what_it_says(
    corners: list[tuple[int, int]], pointer: tuple[float, float], last: tuple[float, float]
) -> None:
    shape = shapely.MultiPoint(corners).convex_hull
    assume(isinstance(shape, shapely.Polygon))
    shapes = [shapely.box(3, 4, 21, 17), shape]
    edges = [shapely.LineString(pair) for one in shapes for pair in pairwise(shapely.get_coordinates(one))]
    for kind in SnapKind:
        found = snap(build_coverage(shapes), pointer, 2.0, frozenset({kind}), line=[last])
        if found is None:
            continue
        place = shapely.Point(found.point)
        assert np.hypot(*np.subtract(found.point, pointer)) <= 2.0 + 1e-3
        on = [edge for edge in edges if edge.distance(place) < 1e-3]
        ends = np.vstack([shapely.get_coordinates(edge) for edge in on])
        if kind is SnapKind.VERTEX:
            assert (ends == found.point).all(axis=1).any()
        elif kind is SnapKind.INTERSECTION:
            assert len(on) > 1
            assert np.hypot(*(ends - found.point).T).min() > 5e-4
        elif kind is SnapKind.MIDPOINT:
            assert any(edge.centroid.distance(place) < 1e-3 for edge in on)
        elif kind is SnapKind.PERPENDICULAR:
            gaps = [edge.distance(shapely.Point(last)) - place.distance(shapely.Point(last)) for edge in on]
            assert min(np.abs(gaps)) < 2e-3
        assert found.point == on_grid(*found.point)


@given(
    st.tuples(*[st.integers(-4_000, 4_000)] * 2),
    st.tuples(st.integers(-4_000, 4_000), st.integers(16_000, 24_000)),
    st.floats(0, 1),
    st.sampled_from([SnapKind.MIDPOINT, SnapKind.PERPENDICULAR, SnapKind.EDGE]),
)
def test_a_place_on_a_boundary_becomes_a_node_of_both_neighbours(
    south: tuple[int, int], north: tuple[int, int], share: float, kind: SnapKind
) -> None:
    # Two parcels with a common boundary from any millimetre to any other.
    (x0, y0), (x1, y1) = (south[0] / 1000, south[1] / 1000), (north[0] / 1000, north[1] / 1000)
    west = shapely.Polygon([(x0, y0), (x1, y1), (-30, 12)])
    east = shapely.Polygon([(x0, y0), (30, 11), (x1, y1)])
    parcels = build_coverage([west, east])
    pointer = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
    found = snap(parcels, pointer, 9.0, frozenset({kind}), line=[(-12.5, 9.25)])
    assume(found is not None)
    assert found is not None
    assume(min(np.hypot(*np.subtract(end, found.point)) for end in ((x0, y0), (x1, y1))) > 0.01)
    # The foot may lie on one of the other edges.
    assume(found.edge in (((x0, y0), (x1, y1)), ((x1, y1), (x0, y0))))
    changed = add_shared_vertex(parcels.shapes_around(found.point), found.point)
    assert set(changed) == {row_id(0), row_id(1)}
    assert all((shapely.get_coordinates(one) == found.point).all(axis=1).any() for one in changed.values())


@given(
    st.tuples(st.integers(2_000, 6_000), st.integers(-9_000, -1_000)),
    st.tuples(st.integers(14_000, 19_000), st.integers(11_000, 19_000)),
)
def test_a_crossing_becomes_a_node_of_both_parcels(south: tuple[int, int], north: tuple[int, int]) -> None:
    # The western side of the second parcel crosses the southern side of the first.
    side = [(x / 1000, y / 1000) for x, y in (south, north)]
    parcels = build_coverage([shapely.box(0, 0, 20, 10), shapely.Polygon([*side, (40, 5)])])
    crossing = shapely.LineString(side).intersection(shapely.LineString([(0, 0), (20, 0)]))
    found = snap(parcels, (crossing.x + 0.2, crossing.y - 0.1), 1.0, frozenset({SnapKind.INTERSECTION}))
    assert found is not None
    assert np.hypot(*np.subtract(found.point, (crossing.x, 0))) <= 0.00071
    changed = add_shared_vertex(parcels.shapes_around(found.point), found.point)
    assert set(changed) == {row_id(0), row_id(1)}
    assert all((shapely.get_coordinates(one) == found.point).all(axis=1).any() for one in changed.values())
