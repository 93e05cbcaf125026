"""parcel.identical: parcels that are drawn twice."""

import pytest
from shapely import Polygon

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import decany, findings_of, square

CODE = "parcel.identical"


def test_parcels_of_the_same_size_beside_each_other_are_clean() -> None:
    assert findings_of(CODE, [square(0, 0), square(10, 0)]) == []


@pytest.mark.parametrize(
    "twin",
    [
        square(0, 0),
        Polygon([(10, 10), (10, 0), (0, 0), (0, 10)]),
        Polygon([(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)]),
    ],
    ids=["equal", "other way round", "one corner more"],
)
def test_the_same_land_is_reported_with_its_area(twin: Polygon) -> None:
    (finding,) = findings_of(CODE, [square(0, 0), square(10, 0), twin])
    assert finding.objects == (row_id(0), row_id(2))
    assert (finding.amount, finding.unit, finding.severity) == (100.0, "m2", Severity.ERROR)
    assert finding.place is not None
    assert finding.place.equals(square(0, 0))


@pytest.mark.parametrize(("shift", "rule"), [(0.004, CODE), (0.005, "parcel.overlap")])
def test_shifted_by_rounding_it_is_the_same_land(shift: float, rule: str) -> None:
    """The outline is 40 m long, so 0.04 m² are its seam: a side of 10 m may be 4 mm off."""
    assert len(findings_of(rule, [square(0, 0), square(shift, 0)])) == 1


def test_three_times_the_same_are_three_pairs() -> None:
    assert len(findings_of(CODE, [square(0, 0)] * 3)) == 3


def test_every_twin_among_real_parcels_is_found() -> None:
    shapes = decany()[:400]
    found = findings_of(CODE, [*shapes, *shapes[50:70]])
    assert {finding.objects for finding in found} == {(row_id(50 + at), row_id(400 + at)) for at in range(20)}
    for other in ("parcel.overlap", "parcel.contained"):
        assert findings_of(other, [*shapes, *shapes[50:70]]) == []
