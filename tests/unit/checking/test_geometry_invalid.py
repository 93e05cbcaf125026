"""geometry.invalid: shapes that offend the rules for polygons, with reason and point."""

import csv

import pytest
import shapely

from landdesk.domain.finding import Finding, Severity
from landdesk.i18n import Text
from tests.rows import row_id
from tests.unit.checking.running import ROOT, findings_of, square

CODE = "geometry.invalid"

with (ROOT / "tests" / "data" / "checking" / "shapes.csv").open(encoding="utf-8", newline="") as file:
    SHAPES = list(csv.DictReader(file))


def reason(finding: Finding) -> str:
    said = finding.what.values["reason"]
    assert isinstance(said, Text)
    return said.source


def test_valid_parcels_are_clean() -> None:
    assert findings_of(CODE, [square(0, 0), None]) == []


@pytest.mark.parametrize("row", SHAPES, ids=lambda row: str(row["name"]))
def test_each_kind_of_fault(row: dict[str, str]) -> None:
    found = findings_of(CODE, [square(1000, 1000), shapely.from_wkt(row["wkt"])])
    if not row["reason"]:
        assert found == []
        return
    (finding,) = found
    assert finding.objects == (row_id(1),)
    assert finding.severity is Severity.ERROR
    assert reason(finding) == row["reason"]
    assert finding.place is not None
    assert shapely.dwithin(finding.place, shapely.from_wkt(row["wkt"]).boundary, 1e-6)


def test_the_place_is_the_point_of_the_fault() -> None:
    (finding,) = findings_of(CODE, [shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])])
    assert shapely.equals(finding.place, shapely.Point(5, 5))


def test_a_source_that_no_polygon_can_hold_is_invalid_without_a_place() -> None:
    (finding,) = findings_of(CODE, [None, None], has_source_shape=[False, True])
    assert finding.objects == (row_id(1),)
    assert finding.place is None
    assert finding.cell is None


def test_one_bad_shape_does_not_hide_another() -> None:
    shapes = [shapely.from_wkt(row["wkt"]) for row in SHAPES]
    bad = sum(bool(row["reason"]) for row in SHAPES)
    assert len(findings_of(CODE, shapes)) == bad > 5
