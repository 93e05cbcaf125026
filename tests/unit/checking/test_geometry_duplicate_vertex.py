"""geometry.duplicate-vertex: corners that stand twice in a row."""

import pytest
from shapely import MultiPolygon, Polygon

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import decany, findings_of, square

CODE = "geometry.duplicate-vertex"


def test_each_corner_once_is_clean() -> None:
    assert findings_of(CODE, [square(0, 0), None, MultiPolygon([square(20, 0), square(40, 0)])]) == []


def test_the_closing_point_is_no_second_corner() -> None:
    """It is the first corner again, in shells, holes and parts."""
    holed = Polygon(square(0, 0).exterior, [square(3, 3, 3).exterior])
    assert findings_of(CODE, [MultiPolygon([holed, square(20, 0)])]) == []


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_corner_twice_is_reported_at_its_place(at: int) -> None:
    points = [(0, 0), (10, 0), (10, 10), (0, 10)]
    (finding,) = findings_of(CODE, [square(40, 0), Polygon([*points[: at + 1], *points[at:]])])
    assert (finding.objects, finding.severity) == ((row_id(1),), Severity.WARNING)
    assert (finding.amount, finding.unit) == (1, "count")
    assert finding.place is not None
    assert finding.place.bounds == (*points[at], *points[at])


def test_a_corner_three_times_and_one_in_a_hole_are_one_finding() -> None:
    shell = [(0, 0), (10, 0), (10, 0), (10, 0), (10, 10), (0, 10)]
    (finding,) = findings_of(CODE, [Polygon(shell, [[(3, 3), (6, 3), (6, 3), (6, 6)]])])
    assert finding.amount == 3
    assert finding.place is not None
    assert len(finding.place.geoms) == 2


@pytest.mark.parametrize(("step", "count"), [(0.001, 1), (0.002, 0)])
def test_one_step_of_the_grid_is_the_same_corner(step: float, count: int) -> None:
    shape = Polygon([(0, 0), (10, 0), (10 + step, 0), (10, 10), (0, 10)])
    assert len(findings_of(CODE, [shape])) == count


def test_a_real_commune_has_none() -> None:
    assert findings_of(CODE, decany()) == []
