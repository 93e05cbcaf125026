"""geometry.missing: parcels that are on no map."""

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "geometry.missing"


def test_parcels_with_a_shape_are_clean() -> None:
    assert findings_of(CODE, [square(0, 0)]) == []


def test_a_parcel_without_a_shape_is_reported_without_a_place() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), None])
    assert (finding.objects, finding.place, finding.severity) == ((row_id(1),), None, Severity.ERROR)


def test_a_source_that_could_not_be_read_is_not_missing() -> None:
    assert findings_of(CODE, [None], has_source_shape=[True]) == []


def test_only_parcels_without_a_shape() -> None:
    assert len(findings_of(CODE, [None, None, None])) == 3
