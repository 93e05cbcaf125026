"""geometry.spike: boundaries that run out to a corner and back."""

import numpy as np
import pytest
from shapely import MultiPolygon, Polygon

from landdesk.domain.finding import Severity
from landdesk.services.checking.corners import Corners
from tests.rows import row_id
from tests.unit.checking.running import decany, findings_of, square

CODE = "geometry.spike"


def spiked(width: float, length: float = 13.0) -> Polygon:
    """Return a square with a spike of a width at its root, half-way up its eastern side."""
    return Polygon([(0, 0), (10, 0), (10, 5), (10 + length, 5), (10, 5 + width), (10, 10), (0, 10)])


def test_right_and_sharp_corners_are_clean() -> None:
    wedge = Polygon([(20, 0), (60, 0), (60, 2)])
    assert findings_of(CODE, [square(0, 0), wedge, None]) == []


def test_a_spike_is_reported_at_its_tip() -> None:
    (finding,) = findings_of(CODE, [square(40, 0), spiked(0.005)])
    assert (finding.objects, finding.severity) == ((row_id(1),), Severity.WARNING)
    assert (finding.amount, finding.unit) == (1, "count")
    assert finding.place is not None
    assert finding.place.bounds == (23, 5, 23, 5)


def test_a_spike_into_the_land_is_one_too() -> None:
    assert len(findings_of(CODE, [spiked(0.005, length=-6.0)])) == 1


def test_running_back_on_the_very_same_line_is_a_spike() -> None:
    """Such a boundary is invalid as well; this rule says how to mend it."""
    shape = Polygon([(0, 0), (10, 0), (10, 5), (23, 5), (15, 5), (10, 5), (10, 10), (0, 10)])
    for code in (CODE, "geometry.invalid"):
        assert len(findings_of(code, [shape])) == 1


def test_a_tip_that_stands_twice_is_one_tip() -> None:
    shape = Polygon([(0, 0), (10, 0), (10, 5), (23, 5), (23, 5), (10, 5.005), (10, 10), (0, 10)])
    (finding,) = findings_of(CODE, [shape])
    assert finding.amount == 1


@pytest.mark.parametrize(("width", "count"), [(0.01, 1), (0.012, 0)])
def test_width_limit(width: float, count: int) -> None:
    assert len(findings_of(CODE, [spiked(width)])) == count


@pytest.mark.parametrize(("length", "count"), [(0.29, 1), (0.28, 0)])
def test_angle_limit(length: float, count: int) -> None:
    """1 cm at 29 cm are 1.975°, at 28 cm 2.045°."""
    assert len(findings_of(CODE, [spiked(0.01, length)])) == count


def test_a_real_commune_has_none() -> None:
    assert findings_of(CODE, decany()) == []


def test_corners_know_those_beside_them_on_their_ring() -> None:
    holed = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(3, 3), (6, 3), (6, 3), (6, 6), (3, 3)]])
    shapes = np.array([None, MultiPolygon([holed, square(20, 0)])], dtype=object)
    corners = Corners.of(shapes, once=True)
    assert len(corners.at) == 4 + 3 + 4
    assert set(corners.owner.tolist()) == {1}
    rows = zip(corners.at.tolist(), corners.back.tolist(), corners.forth.tolist(), strict=True)
    around = {tuple(at): (tuple(back), tuple(forth)) for at, back, forth in rows}
    assert around[0, 0] == ((9, 0), (0, 9))
    assert around[9, 0] == ((0, 9), (-9, 0))
    assert around[3, 3] == ((3, 3), (3, 0))
    assert around[6, 3] == ((-3, 0), (0, 3))
    assert len(Corners.of(shapes).at) == 4 + 4 + 4
    assert len(Corners.of(shapes[:1], once=True).at) == 0
