"""parcel.gap: narrow strips and small holes between parcels."""

import pytest
from shapely import Polygon, affinity, box

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, frame, square

CODE = "parcel.gap"


def test_parcels_that_touch_leave_no_gap() -> None:
    assert findings_of(CODE, [square(0, 0), square(10, 0), square(0, 10), square(10, 10)]) == []


def test_an_open_strip_between_two_parcels_is_a_gap() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), square(10.05, 0)])
    assert finding.objects == (row_id(0), row_id(1))
    assert finding.place is not None
    assert finding.place.bounds == pytest.approx((10, 0, 10.05, 10))
    assert finding.amount == pytest.approx(0.5)
    assert (finding.unit, finding.severity) == ("m2", Severity.WARNING)


@pytest.mark.parametrize("angle", [0, 30, 90, 200])
def test_direction_does_not_matter(angle: float) -> None:
    shapes = [affinity.rotate(shape, angle, origin=(500, 500)) for shape in (square(0, 0), square(10.2, 0))]
    assert [finding.amount for finding in findings_of(CODE, shapes)] == [pytest.approx(2.0)]


@pytest.mark.parametrize(("width", "count"), [(0.001, 0), (0.002, 1), (0.5, 1), (0.501, 0), (3.0, 0)])
def test_width_limits_of_a_strip(width: float, count: int) -> None:
    assert len(findings_of(CODE, [square(0, 0), square(10 + width, 0)])) == count


def test_the_narrow_part_of_a_wedge_is_a_gap() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), Polygon([(10, 0), (20, 0), (20, 10), (11, 10)])])
    assert finding.amount == pytest.approx(0.5 * 5 / 2, rel=0.01)


@pytest.mark.parametrize(("degrees", "count"), [(10, 1), (25, 0), (60, 0), (90, 0), (150, 0)])
def test_the_corner_between_two_frontages_is_no_gap(degrees: float, count: int) -> None:
    """Edges that part at a corner they share come as near as one likes; only a sharp wedge is a strip."""
    upper = affinity.rotate(box(0, 0, 20, 10), degrees, origin=(0, 0))
    assert len(findings_of(CODE, [box(0, -10, 20, 0), upper])) == count


def test_a_strip_that_belongs_to_a_third_parcel_is_no_gap() -> None:
    """The third parcel lacks the corners of the others: its edges match none of theirs."""
    path = box(10, -5, 10.3, 15)
    assert findings_of(CODE, [square(0, 0), square(10.3, 0), path]) == []


def test_a_strip_partly_filled_is_a_gap_for_the_rest() -> None:
    found = findings_of(CODE, [square(0, 0), square(10.3, 0), box(10, 0, 10.3, 6)])
    assert sum(finding.amount or 0 for finding in found) == pytest.approx(0.3 * 4)


def test_a_slot_in_one_parcel_is_not_between_parcels() -> None:
    slotted = Polygon([(0, 0), (5, 0), (5, 8), (5.2, 8), (5.2, 0), (10, 0), (10, 10), (0, 10)])
    assert findings_of(CODE, [slotted, square(10, 0)]) == []


def test_a_small_closed_hole_is_one_gap_of_all_around_it() -> None:
    shapes = [box(0, 0, 10, 9.9), box(10, 0, 20, 9.8), box(20, 0, 30, 9.9), box(0, 10, 30, 20)]
    closing = [box(-1, 0, 0, 20), box(30, 0, 31, 20)]
    (finding,) = findings_of(CODE, shapes + closing)
    assert len(finding.objects) == 6
    assert finding.amount == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("width", "height", "count"),
    [
        (1.9, 10.5, 1),  # 19.95 m²
        (1.9, 10.6, 0),  # 20.14 m²: large enough to be a parcel
        (1.99, 9.0, 1),
        (2.01, 9.0, 0),  # a circle of 2 m fits in
        (0.6, 29.9, 1),
        (0.6, 30.1, 0),  # a path
        (0.4, 100.0, 1),  # a strip, however long
    ],
)
def test_limits_of_a_hole(width: float, height: float, count: int) -> None:
    assert len(findings_of(CODE, frame(width, height))) == count


def test_a_block_ringed_by_roads_is_no_gap() -> None:
    roads = [box(-5, -5, 60, 0), box(-5, 55, 60, 60), box(-5, 0, 0, 55), box(55, 0, 60, 55)]
    assert findings_of(CODE, roads) == []


def test_a_hole_within_one_parcel_is_not_between_parcels() -> None:
    ring = Polygon(square(0, 0).exterior, [square(3, 3, 1).exterior])
    assert findings_of(CODE, [ring, square(10, 0)]) == []


def test_the_ring_around_an_island_is_a_gap() -> None:
    ring = Polygon(square(0, 0).exterior, [square(3, 3, 3).exterior])
    (finding,) = findings_of(CODE, [ring, square(3.1, 3.1, 2.8)])
    assert finding.amount == pytest.approx(9 - 2.8**2)


def test_two_gaps_between_the_same_parcels_are_one_finding() -> None:
    tooth = Polygon([(10.1, 0), (20, 0), (20, 21), (10.1, 21), (10.1, 11), (10, 11), (10, 10), (10.1, 10)])
    (finding,) = findings_of(CODE, [box(0, 0, 10, 21), tooth])
    assert finding.amount == pytest.approx(2.0)


def test_an_overlap_is_no_gap() -> None:
    assert findings_of(CODE, [square(0, 0), square(9.9, 0)]) == []


def test_repeated_points_do_no_harm() -> None:
    doubled = Polygon([(10.1, 0), (10.1, 0), (20, 0), (20, 10), (20, 10), (10.1, 10), (10.1, 0)])
    assert len(findings_of(CODE, [square(0, 0), doubled])) == 1
