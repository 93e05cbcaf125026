"""parcel.contained: parcels wholly on the land of another one."""

import pytest
from shapely import MultiPolygon, Polygon, box

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "parcel.contained"


def test_parcels_that_touch_are_clean() -> None:
    assert findings_of(CODE, [square(0, 0), square(10, 0)]) == []


def test_a_parcel_in_the_hole_of_another_is_not_inside_it() -> None:
    ring = Polygon(square(0, 0).exterior, [square(3, 3, 3).exterior])
    assert findings_of(CODE, [ring, square(3, 3, 3)]) == []


@pytest.mark.parametrize("inner", [square(2, 2, 3), box(0, 0, 10, 4)], ids=["inside", "at the edge"])
@pytest.mark.parametrize("first", [True, False])
def test_the_smaller_parcel_is_the_place(inner: Polygon, first: bool) -> None:
    shapes = [inner, square(0, 0)] if first else [square(0, 0), inner]
    (finding,) = findings_of(CODE, [*shapes, square(30, 0)])
    assert finding.objects == (row_id(0), row_id(1))
    assert (finding.amount, finding.unit, finding.severity) == (inner.area, "m2", Severity.ERROR)
    assert finding.place is not None
    assert finding.place.equals(inner)


@pytest.mark.parametrize(("beyond", "rule"), [(0.002, CODE), (0.003, "parcel.overlap")])
def test_a_seam_as_wide_as_the_grid_all_around_is_rounding(beyond: float, rule: str) -> None:
    """The outline is 8 m long, so 0.008 m² are its seam: 3 m by 2 mm are within, 3 m by 3 mm are not."""
    inner = box(9 + beyond, 2, 10 + beyond, 5)
    assert len(findings_of(rule, [square(0, 0), inner])) == 1


def test_a_parcel_of_two_parts_is_inside_when_both_are() -> None:
    parts = MultiPolygon([square(1, 1, 2), square(6, 6, 2)])
    assert len(findings_of(CODE, [square(0, 0), parts])) == 1
    assert findings_of(CODE, [square(0, 0), MultiPolygon([square(1, 1, 2), square(20, 6, 2)])]) == []


def test_a_layer_inside_one_parcel_is_found_parcel_by_parcel() -> None:
    grid = [square(10 * column, 10 * row) for column in range(3) for row in range(3)]
    found = findings_of(CODE, [*grid, box(0, 0, 30, 30)])
    assert [finding.amount for finding in found] == [100.0] * 9
