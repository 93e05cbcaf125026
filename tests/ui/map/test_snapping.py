"""The pointer is drawn to what commands will find: exact vertices, points of edges on the grid."""

import random

import numpy as np
import pytest
import shapely

from landdesk.domain.coverage import Coverage
from landdesk.ui.map.snapping import Snap, SnapKind, on_grid, snap
from tests.rows import build_coverage, build_rows, row_id


@pytest.fixture
def pair() -> Coverage:
    return build_coverage([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)])


def test_a_vertex_wins_over_a_nearer_edge(pair: Coverage) -> None:
    assert snap(pair, 9.9, 9.2, 1.0) == Snap(SnapKind.VERTEX, 10, 10)


def test_an_edge_attracts_where_no_vertex_is(pair: Coverage) -> None:
    assert snap(pair, 10.4, 5.12345, 1.0) == Snap(SnapKind.EDGE, 10, 5.123)


def test_nothing_within_reach(pair: Coverage) -> None:
    assert snap(pair, 5, 5, 1.0) is None
    assert snap(build_coverage([]), 5, 5, 1.0) is None


def test_a_vertex_that_moves_does_not_attract_itself_nor_do_its_edges(pair: Coverage) -> None:
    assert snap(pair, 10.1, 9.9, 1.0, but=(10.0, 10.0)) is None
    assert snap(pair, 19.9, 9.9, 1.0, but=(10.0, 10.0)) == Snap(SnapKind.VERTEX, 20, 10)


def test_changed_parcels_attract_with_their_new_shape_only(pair: Coverage) -> None:
    new = pair.patched(build_rows([shapely.box(10, 0, 20, 14)], first=1), [], 2)
    assert snap(new, 19.8, 13.9, 1.0) == Snap(SnapKind.VERTEX, 20, 14)
    assert snap(new.patched(build_rows([]), [row_id(1)], 3), 19.8, 13.9, 1.0) is None


def test_answers_equal_those_of_a_plain_search(decany: Coverage) -> None:
    random.seed(7)
    coords = decany.base.outlines.coords
    edges, _ = decany.segments(decany.live())
    lines = shapely.linestrings(edges.reshape(-1, 2, 2))
    for _ in range(60):
        start = coords[random.randrange(len(coords))]
        pointer = np.array([start[0] + random.uniform(-3, 3), start[1] + random.uniform(-3, 3)])
        found = snap(decany, float(pointer[0]), float(pointer[1]), 2.0)
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
