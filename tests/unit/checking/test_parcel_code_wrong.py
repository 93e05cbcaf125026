"""parcel.code-wrong: identification codes that are none, that several parcels have, or that lie elsewhere."""

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, box

from landdesk.domain.finding import Severity
from landdesk.domain.records import Parcel
from landdesk.services.checking.code_places import code_letters, distances_m, places
from landdesk.services.parcel_codes import codes_at, places_of
from tests.rows import build_coverage, row_id
from tests.stores import EPSG, SOUTH, WEST
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.code-wrong"


def code_at(easting: float, northing: float) -> str:
    (code,) = codes_at(np.array([[easting, northing]]), EPSG)
    return code


def coded(made: Made, easting: float = 10.0, northing: float = 15.0) -> Parcel:
    """Make a parcel of 20 × 30 m with the code of a place counted from its south-western corner."""
    number = 1 + sum(isinstance(one, Parcel) for one in made.records)
    return made.parcel(parcel_code=code_at(WEST + 20.0 * number + easting, SOUTH + northing))


def test_codes_inside_of_their_parcels_are_clean() -> None:
    made = Made()
    for northing in (1.0, 15.0, 29.0):
        coded(made, 10.0, northing)
    made.parcel()
    made.parcel(shape=None, parcel_code=code_at(WEST, SOUTH))
    assert asked(made, CODE) == []


@pytest.mark.parametrize(("outside_m", "is_found"), [(0.9, False), (1.1, True)])
def test_a_code_may_lie_a_little_outside(outside_m: float, is_found: bool) -> None:
    made = Made()
    parcel = coded(made, 20.0 + outside_m)
    findings = asked(made, CODE)
    assert [one.objects for one in findings] == [(parcel.id,)] * is_found
    if is_found:
        assert findings[0].amount == pytest.approx(outside_m, abs=0.05)
        assert findings[0].unit == "m"


def test_a_code_of_another_place() -> None:
    made = Made()
    far = coded(made, 500.0)
    abroad = made.parcel(parcel_code="u2ed2v1k0000")
    found = {one.objects: one for one in asked(made, CODE)}
    assert set(found) == {(far.id,), (abroad.id,)}
    assert found[far.id,].amount == pytest.approx(480.0, abs=0.1)
    assert found[far.id,].severity is Severity.ERROR


@pytest.mark.parametrize(
    "code", ["w6jxup1d284", "w6jxup1d28466", "w6jxup1d284a", "W6JXUP1D2846", "w6jxup1d284ệ"]
)
def test_what_is_no_code(code: str) -> None:
    made = Made()
    parcel = made.parcel(parcel_code=code)
    (finding,) = asked(made, CODE)
    assert finding.objects == (parcel.id,)
    assert code in str(finding.what)


def test_one_code_of_two_parcels_is_one_finding_though_it_lies_in_one_of_them() -> None:
    made = Made()
    first = coded(made)
    second = made.parcel(parcel_code=first.parcel_code)
    coded(made)
    (finding,) = asked(made, CODE)
    assert finding.objects == tuple(sorted((first.id, second.id)))
    assert (finding.amount, finding.unit) == (2, "count")


def test_many_codes_are_read_as_one_is() -> None:
    points = np.random.default_rng(1).uniform((WEST, SOUTH), (WEST + 30_000, SOUTH + 30_000), (200, 2))
    codes = codes_at(points, EPSG)
    well_formed, letters = code_letters([*codes, "", "no code"])
    assert well_formed.tolist() == [True] * 200 + [False] * 2
    assert places(letters, EPSG) == pytest.approx(places_of(codes, EPSG), abs=1e-6)
    assert places(code_letters([])[1], EPSG).shape == (0, 2)


def test_points_are_inside_where_shapely_says_so() -> None:
    ring = box(0, 0, 40, 40).difference(box(10, 10, 30, 30))
    two = MultiPolygon([box(100, 0, 110, 40), box(120, 0, 130, 40)])
    shapes = [ring, two, box(200, 0, 240, 40)]
    coverage = build_coverage(shapes)
    random = np.random.default_rng(2)
    for _ in range(100):
        points = random.uniform(-5, 45, (3, 2)) + np.array([[0, 0], [100, 0], [200, 0]])
        expected = shapely.distance(np.array(shapes, dtype=object), shapely.points(points))
        found = distances_m(coverage, [row_id(at) for at in range(3)], points)
        assert found == pytest.approx(expected)
