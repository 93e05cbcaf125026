"""geometry.multipart: parcels of several parts."""

from shapely import MultiPolygon, Polygon

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "geometry.multipart"


def test_one_part_is_clean_with_a_hole_and_without() -> None:
    holed = Polygon(square(20, 0).exterior, [square(23, 3, 3).exterior])
    assert findings_of(CODE, [square(0, 0), holed, None]) == []


def test_parts_are_counted_and_all_but_the_largest_are_the_place() -> None:
    parts = MultiPolygon([square(0, 0, 3), square(20, 0), square(40, 0, 2)])
    (finding,) = findings_of(CODE, [square(60, 0), parts])
    assert (finding.objects, finding.severity) == ((row_id(1),), Severity.WARNING)
    assert (finding.amount, finding.unit) == (3, "count")
    assert finding.place is not None
    assert finding.place.equals(MultiPolygon([square(0, 0, 3), square(40, 0, 2)]))


def test_parts_that_touch_in_a_corner_are_two() -> None:
    assert len(findings_of(CODE, [MultiPolygon([square(0, 0), square(10, 10)])])) == 1


def test_how_many_parts_an_invalid_boundary_really_has_is_not_asked() -> None:
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert findings_of(CODE, [bow_tie]) == []
