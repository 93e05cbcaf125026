"""What rules look at."""

import numpy as np
import shapely
from shapely import Polygon

from landdesk.services.checking.view import CheckView
from tests.rows import build_coverage, row_id
from tests.unit.checking.running import frame, square

BOW_TIE = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


def test_invalid_shapes_are_repaired_for_the_check_only() -> None:
    view = CheckView(build_coverage([BOW_TIE, square(50, 0), None]))
    assert view.is_invalid.sum() == 1
    assert shapely.is_valid(view.shapes).all()
    (at,) = np.flatnonzero(view.is_invalid)
    assert view.recorded[at].equals_exact(shapely.MultiPolygon([BOW_TIE]))
    assert view.areas_m2[at] == 50.0
    (missing,) = np.flatnonzero(~view.has_shape)
    assert view.shapes[missing].is_empty
    assert view.anchors(np.array([missing])).tolist() == [None]


def test_views_share_no_shapes() -> None:
    """Two threads that use one prepared shape crash the program."""
    coverage = build_coverage([BOW_TIE, square(50, 0)])
    first, second = CheckView(coverage).shapes, CheckView(coverage).shapes
    assert all(one is not other and one == other for one, other in zip(first, second, strict=True))


def test_pairs_are_named_once_from_either_side() -> None:
    view = CheckView(build_coverage([square(0, 0), square(10, 0), square(50, 50)]))
    for subset in (None, np.array([0]), np.array([1]), np.array([0, 1, 2])):
        left, right = view.touching_pairs(subset)
        assert [view.ids(pair) for pair in zip(left, right, strict=True)] == [(row_id(0), row_id(1))]
    assert len(view.touching_pairs(np.array([2]))[0]) == 0


def test_positions_are_those_of_the_parcels_in_the_view() -> None:
    coverage = build_coverage([square(20 * at, 0) for at in range(5)])
    view = CheckView(coverage, np.array([1, 3, 4]))
    assert view.positions(np.array([0, 3, 4, 9])).tolist() == [1, 2]


def test_a_hole_is_found_with_and_without_a_focus() -> None:
    coverage = build_coverage(frame(2, 3))
    for focus in (None, np.array([[-20.0, -20.0, 20.0, 20.0]])):
        (hole,) = CheckView(coverage, focus=focus).holes
        assert hole.area == 6.0
    assert len(CheckView(coverage, focus=np.array([[5.0, 5.0, 6.0, 6.0]])).holes) == 0
