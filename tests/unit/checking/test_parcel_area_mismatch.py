"""parcel.area-mismatch: the area on the map against the legal area."""

import math

import pytest
from shapely import Polygon

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "parcel.area-mismatch"


def test_equal_areas_are_clean() -> None:
    assert findings_of(CODE, [square(0, 0)], legal_area_m2=[100.0]) == []


def test_a_difference_is_reported_with_its_amount() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), square(10, 0)], legal_area_m2=[100.0, 80.0])
    assert finding.objects == (row_id(1),)
    assert (finding.amount, finding.unit, finding.severity) == (20.0, "m2", Severity.WARNING)
    assert finding.what.values["map_m2"] == 100.0
    assert finding.what.values["allowed_m2"] == pytest.approx(0.4 * math.sqrt(80))


@pytest.mark.parametrize(("width", "count"), [(10.4, 0), (10.401, 1), (9.6, 0), (9.599, 1)])
def test_limit_at_scale_1000(width: float, count: int) -> None:
    """100 m² may differ by 0.0004 × 1000 × √100 = 4 m², either way."""
    shape = Polygon([(0, 0), (width, 0), (width, 10), (0, 10)])
    assert len(findings_of(CODE, [shape], legal_area_m2=[100.0])) == count


@pytest.mark.parametrize(("height", "count"), [(0.1, 0), (0.11, 1)])
def test_smallest_difference_that_counts(height: float, count: int) -> None:
    shape = Polygon([(0, 0), (1, 0), (1, height), (0, height)])
    assert len(findings_of(CODE, [shape], legal_area_m2=[0.0])) == count


def test_parcels_that_lack_one_of_the_areas_are_left_to_other_rules() -> None:
    assert findings_of(CODE, [square(0, 0), None], legal_area_m2=[math.nan, 50.0]) == []


def test_an_invalid_shape_counts_with_its_repaired_area() -> None:
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert findings_of(CODE, [bow_tie], legal_area_m2=[50.0]) == []
