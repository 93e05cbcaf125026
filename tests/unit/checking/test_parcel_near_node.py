"""parcel.near-node: corners of neighbours that nearly meet."""

import pytest
from shapely import Polygon, box

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import decany, findings_of, square

CODE = "parcel.near-node"


def bent(east: float, north: float) -> list[Polygon]:
    """Return two parcels whose boundary has a corner in the middle, which the second has a little elsewhere."""
    return [
        Polygon([(0, 0), (10, 0), (10.3, 5), (10, 10), (0, 10)]),
        Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10.3 + east, 5 + north)]),
    ]


def test_corners_that_are_equal_are_clean() -> None:
    assert findings_of(CODE, bent(0, 0)) == []
    assert findings_of(CODE, [square(0, 0), square(10, 0), square(0, 10), square(10, 10), None]) == []


def test_near_corners_are_reported_both_with_their_number() -> None:
    (finding,) = findings_of(CODE, [*bent(0.012, 0.009), square(40, 0)])
    assert (finding.objects, finding.severity) == ((row_id(0), row_id(1)), Severity.WARNING)
    assert (finding.amount, finding.unit) == (1, "count")
    assert finding.what.values["apart_mm"] == pytest.approx(15.0)
    assert finding.place is not None
    assert finding.place.bounds == pytest.approx((10.3, 5, 10.312, 5.009))


@pytest.mark.parametrize(("apart", "count"), [(0.02, 1), (0.021, 0)])
def test_distance_limit(apart: float, count: int) -> None:
    assert len(findings_of(CODE, bent(apart, 0))) == count


def test_a_corner_on_the_edge_of_the_other_is_a_missing_node_and_not_both() -> None:
    """The corner of the second lies 1 cm beside that of the first, but on its edge."""
    shapes = [
        Polygon([(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]),
        Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 5.01)]),
    ]
    assert findings_of(CODE, shapes) == []
    assert len(findings_of("parcel.missing-node", shapes)) == 1


def test_near_corners_of_one_parcel_are_its_own_affair() -> None:
    stepped = Polygon([(0, 0), (10, 0), (10, 5), (10.01, 5), (10.01, 10), (0, 10)])
    fitting = Polygon([(10, 0), (20, 0), (20, 10), (10.01, 10), (10.01, 5), (10, 5)])
    assert findings_of(CODE, [stepped, fitting]) == []


def test_a_gap_of_a_centimetre_has_two_pairs_of_corners() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), box(10.01, 0, 20, 10)])
    assert finding.amount == 2


def test_a_corner_of_the_repair_of_an_invalid_parcel_is_none() -> None:
    bow_tie = Polygon([(0, 0), (10, 9.999), (10, 0), (0, 10)])
    crossing = Polygon([(5, 5.01), (6, 8), (4, 8)])
    assert findings_of(CODE, [bow_tie, crossing]) == []


def test_a_real_commune_has_none() -> None:
    assert findings_of(CODE, decany()) == []
