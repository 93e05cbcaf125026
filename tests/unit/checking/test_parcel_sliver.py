"""parcel.sliver: parcels that are too small and too narrow to be any."""

import pytest
from shapely import Polygon, box

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "parcel.sliver"


def test_parcels_as_usual_are_clean() -> None:
    assert findings_of(CODE, [square(0, 0), box(20, 0, 21, 100), square(40, 0, 0.4), None]) == []


def test_a_sliver_is_reported_with_its_land() -> None:
    sliver = Polygon([(10, 0), (10.2, 0), (10.1, 10), (10, 10)])
    (finding,) = findings_of(CODE, [square(0, 0), sliver])
    assert (finding.objects, finding.severity) == ((row_id(1),), Severity.WARNING)
    assert (finding.amount, finding.unit) == (sliver.area.__round__(6), "m2")
    assert finding.place is not None
    assert finding.place.equals(sliver)


@pytest.mark.parametrize(("width", "count"), [(0.51, 1), (0.52, 0)])
def test_width_limit(width: float, count: int) -> None:
    """The width is twice the area by the perimeter: 0.498 m for 0.51 m by 20 m, 0.507 m for 0.52 m."""
    assert len(findings_of(CODE, [box(0, 0, width, 20)])) == count


@pytest.mark.parametrize(("length", "count"), [(50.0, 1), (50.01, 0)])
def test_area_limit(length: float, count: int) -> None:
    """0.4 m by 50 m are 20 m²."""
    assert len(findings_of(CODE, [box(0, 0, 0.4, length)])) == count


@pytest.mark.parametrize(("length", "count"), [(2.33, 0), (2.34, 1)])
def test_what_is_as_long_as_six_times_its_width_is_slender(length: float, count: int) -> None:
    """(0.4 + 2.33)² is below 8 × 0.4 × 2.33, (0.4 + 2.34)² above 8 × 0.4 × 2.34."""
    assert len(findings_of(CODE, [box(0, 0, 0.4, length)])) == count
