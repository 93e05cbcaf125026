"""geometry.hole-empty: holes in which no parcel lies."""

import pytest
from shapely import MultiPolygon, Polygon, box

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Severity
from landdesk.domain.progress import SilentProgress
from landdesk.services.checking.profiles import shipped_rule_set
from landdesk.services.checking.runner import check, recheck
from landdesk.services.checking.touched import Touched
from tests.rows import build_coverage, build_rows, row_id
from tests.unit.checking.running import decany, findings_of, square

CODE = "geometry.hole-empty"

HOLED = Polygon(square(0, 0).exterior, [square(2, 2, 3).exterior])
TWO_HOLES = Polygon(square(0, 0).exterior, [square(2, 2, 3).exterior, square(6, 6, 2).exterior])


def test_a_parcel_without_holes_is_clean() -> None:
    assert findings_of(CODE, [square(0, 0), None]) == []


def test_an_empty_hole_is_reported_with_its_land() -> None:
    (finding,) = findings_of(CODE, [square(20, 0), HOLED])
    assert (finding.objects, finding.severity) == ((row_id(1),), Severity.WARNING)
    assert (finding.amount, finding.unit) == (9.0, "m2")
    assert finding.place is not None
    assert finding.place.equals(square(2, 2, 3))


@pytest.mark.parametrize(
    "inside",
    [[square(2, 2, 3)], [square(3, 3, 0.01)], [box(2, 2, 3, 5), box(3, 2, 5, 5)], [square(4, 4, 4)]],
    ids=["filled", "a grain", "two parcels", "reaching in"],
)
def test_a_parcel_in_it_is_enough(inside: list[Polygon]) -> None:
    assert findings_of(CODE, [HOLED, *inside]) == []


def test_a_parcel_that_only_touches_it_is_not_in_it() -> None:
    assert len(findings_of(CODE, [HOLED, square(0, 2, 2)])) == 1


def test_holes_of_one_parcel_are_one_finding() -> None:
    (finding,) = findings_of(CODE, [TWO_HOLES])
    assert finding.amount == 13.0
    (finding,) = findings_of(CODE, [TWO_HOLES, square(6, 6, 2)])
    assert finding.amount == 9.0


def test_holes_in_the_second_part_and_many_parcels_around_them() -> None:
    parts = MultiPolygon([square(100, 0), HOLED])
    beside = [square(west, south, 1) for west in (0, 1) for south in range(10)]
    assert len(findings_of(CODE, [*beside, parts])) == 1
    assert findings_of(CODE, [*beside, parts, square(4, 4, 1)]) == []


def test_a_parcel_whose_shell_lies_in_an_invalid_one_is_looked_at_by_its_repair() -> None:
    bow_tie = Polygon([(2, 2), (5, 5), (5, 2), (2, 5)])
    assert findings_of(CODE, [HOLED, bow_tie]) == []


def test_a_real_commune_has_a_parcel_in_each_hole() -> None:
    shapes = decany()
    assert findings_of(CODE, shapes) == []
    holed = [at for at, shape in enumerate(shapes) if any(len(part.interiors) for part in shape.geoms)]
    assert len(findings_of(CODE, [shapes[at] for at in holed])) > 30


def world() -> Coverage:
    """Return a long parcel around a yard of 600 m, with a small parcel far from its boundary."""
    road = Polygon(box(0, 0, 700, 700).exterior, [box(50, 50, 650, 650).exterior])
    return build_coverage([road, square(340, 340)])


def test_what_happens_far_from_the_parcel_in_the_middle_of_its_hole_is_seen() -> None:
    """A recheck has to look again at a parcel that is nowhere near the edit."""
    coverage = world()
    result = check(coverage, shipped_rule_set(), SilentProgress())
    assert CODE not in result.counts
    emptied = coverage.patched(build_rows([]), [row_id(1)], 2)
    touched = Touched(frozenset({row_id(1)}), ((340.0, 340.0, 350.0, 350.0),))
    result = recheck(emptied, shipped_rule_set(), touched, result)
    assert result.counts[CODE] == 1
    filled = emptied.patched(build_rows([square(100, 100)], first=7), [], 3)
    touched = Touched(frozenset({row_id(7)}), ((100.0, 100.0, 110.0, 110.0),))
    result = recheck(filled, shipped_rule_set(), touched, result)
    assert CODE not in result.counts
