"""parcel.missing-node: a corner on an edge of a neighbour that has none there."""

import pytest
import shapely
from shapely import Polygon, box

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "parcel.missing-node"


def test_parcels_with_all_corners_in_common_are_clean() -> None:
    whole = Polygon([(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)])
    assert findings_of(CODE, [whole, box(10, 0, 20, 5), box(10, 5, 20, 10)]) == []


def test_a_split_without_the_neighbours_corner_is_reported_for_both_parts() -> None:
    found = findings_of(CODE, [square(0, 0), box(10, 0, 20, 5), box(10, 5, 20, 10)])
    assert [finding.objects for finding in found] == [(row_id(0), row_id(1)), (row_id(0), row_id(2))]
    for finding in found:
        assert shapely.equals(finding.place, shapely.MultiPoint([(10, 5)]))
        assert (finding.amount, finding.unit, finding.severity) == (1, "count", Severity.WARNING)


def test_a_corner_that_only_touches_an_edge_is_reported() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), Polygon([(10, 5), (20, 0), (20, 10)])])
    assert finding.amount == 1


@pytest.mark.parametrize(("beside", "count"), [(-0.001, 1), (0.0, 1), (0.001, 1), (0.002, 0)])
def test_distance_limit(beside: float, count: int) -> None:
    """A corner rounded onto a slanting edge lies up to 0.71 mm beside it."""
    upper = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    lower = Polygon([(0, 0), (4, beside), (10, 0), (10, -10), (0, -10)])
    assert len(findings_of(CODE, [upper, lower])) == count


def test_almost_the_same_corner_is_reported() -> None:
    left = square(0, 0)
    right = Polygon([(10, 0), (20, 0), (20, 10), (10.001, 10)])
    (finding,) = findings_of(CODE, [left, right])
    assert finding.amount == 2


def test_several_corners_of_a_pair_are_one_finding() -> None:
    wavy = Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 7), (10, 4), (10, 2)])
    (finding,) = findings_of(CODE, [square(0, 0), wavy])
    assert finding.amount == 3


def test_an_edge_that_two_parcels_share_whole_needs_no_corner() -> None:
    """The third parcel overlaps both; that is the fault to mend."""
    assert findings_of(CODE, [square(0, 0), square(10, 0), Polygon([(10, 5), (14, 2), (14, 8)])]) == []


def test_crossings_that_the_repair_makes_are_no_corners() -> None:
    crossing = Polygon([(10, 0), (20, 0), (9.999, 3.333), (20, 10), (10, 10), (10, 0)])
    assert not crossing.is_valid
    places = [finding.place for finding in findings_of(CODE, [square(0, 0), crossing])]
    assert all(point.x == round(point.x, 3) for place in places if place for point in place.geoms)
