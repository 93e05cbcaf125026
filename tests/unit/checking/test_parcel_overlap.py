"""parcel.overlap: pairs of parcels with land in common."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, affinity, box

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding, Severity
from landdesk.services.checking.view import CheckView
from tests.rows import Shape, build_coverage, row_id
from tests.unit.checking.running import findings_of, square

CODE = "parcel.overlap"


def common_land(shapes: Sequence[Shape]) -> list[Finding]:
    """Return what the three rules for land in common find."""
    return [
        finding
        for code in (CODE, "parcel.contained", "parcel.identical")
        for finding in findings_of(code, shapes)
    ]


def test_parcels_that_touch_do_not_overlap() -> None:
    assert findings_of(CODE, [square(0, 0), square(10, 0), square(0, 10), square(10, 10)]) == []


def test_a_strip_in_common_is_reported_with_its_place_and_area() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), square(8, 0), square(30, 0)])
    assert finding.objects == (row_id(0), row_id(1))
    assert finding.place is not None
    assert finding.place.bounds == (8, 0, 10, 10)
    assert (finding.amount, finding.unit, finding.severity) == (20.0, "m2", Severity.ERROR)


@pytest.mark.parametrize(
    ("inner", "rule"),
    [
        (square(2, 2, 3), "parcel.contained"),
        (box(0, 0, 10, 4), "parcel.contained"),
        (square(0, 0), "parcel.identical"),
        (square(8, 8), CODE),
        (box(-1, 4, 11, 6), CODE),
    ],
    ids="inside edge equal corner across".split(),
)
def test_a_pair_is_found_by_one_of_three_rules(inner: Polygon, rule: str) -> None:
    (finding,) = common_land([square(0, 0), inner])
    assert (finding.rule, finding.amount) == (rule, square(0, 0).intersection(inner).area)


def test_a_parcel_in_the_hole_of_another_does_not_overlap() -> None:
    ring = Polygon(square(0, 0).exterior, [square(3, 3, 3).exterior])
    assert findings_of(CODE, [ring, square(3, 3, 3)]) == []


@pytest.mark.parametrize(("side", "count"), [(0.031, 0), (0.032, 1)])
def test_area_limit(side: float, count: int) -> None:
    """The limit is 0.001 m²: a square of 31 mm has 0.00096 m², one of 32 mm 0.00102 m²."""
    assert len(findings_of(CODE, [square(0, 0), square(10 - side, 10 - side)])) == count


@pytest.mark.parametrize(("width", "count"), [(0.001, 0), (0.002, 1)])
def test_width_limit(width: float, count: int) -> None:
    """What is thinner than the grid comes from rounding a corner; 1 mm over 10 m are 0.01 m² all the same."""
    assert len(findings_of(CODE, [square(0, 0), square(10 - width, 0)])) == count


def test_a_long_shared_boundary_does_not_hide_a_small_overlap() -> None:
    left = Polygon([(0, 0), (10, 0), (10, 50), (11, 50), (11, 51), (10, 51), (10, 100), (0, 100)])
    (finding,) = findings_of(
        CODE, [left, Polygon([(10, 0), (20, 0), (20, 100), (10, 100), (10, 51), (10, 50)])]
    )
    assert finding.amount == pytest.approx(1.0)


def test_two_places_of_one_pair_are_one_finding() -> None:
    comb = Polygon(
        [
            (0, 0),
            (10, 0),
            (10, 2),
            (12, 2),
            (12, 4),
            (10, 4),
            (10, 6),
            (12, 6),
            (12, 8),
            (10, 8),
            (10, 10),
            (0, 10),
        ]
    )
    (finding,) = findings_of(CODE, [comb, square(10, 0)])
    assert finding.amount == pytest.approx(8.0)
    assert finding.place is not None
    assert len(finding.place.geoms) == 2


def test_an_invalid_parcel_is_compared_by_its_repaired_copy() -> None:
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    (finding,) = findings_of(CODE, [bow_tie, square(5, 0)])
    assert finding.amount == pytest.approx(25.0)


def layers(shift: float) -> Coverage:
    """Two whole coverages over each other, the second shifted: inside, every edge has its partner."""
    grid = [square(10 * column, 10 * row) for column in range(4) for row in range(4)]
    return build_coverage([*grid, *(affinity.translate(shape, shift, shift) for shape in grid)])


@pytest.mark.parametrize("shift", [0.0, 3.0, 10.0])
def test_two_layers_over_each_other_overlap_everywhere(shift: float) -> None:
    coverage = layers(shift)
    view = CheckView(coverage)
    shapes = view.shapes
    count = sum(
        shapes[one].intersection(shapes[other]).area > 1 for one in range(len(view)) for other in range(one)
    )
    found = common_land([MultiPolygon(shape) for shape in shapes])
    assert len(found) == count > 0


sides = st.integers(1, 6)
boxes = st.builds(
    lambda west, south, width, height: box(west, south, west + width, south + height),
    st.integers(0, 8),
    st.integers(0, 8),
    sides,
    sides,
)


@given(st.lists(boxes, min_size=2, max_size=12))
def test_every_overlapping_pair_is_found_whatever_the_others_do(shapes: list[Polygon]) -> None:
    expected = {
        (row_id(one), row_id(other)): shapes[one].intersection(shapes[other]).area
        for other in range(len(shapes))
        for one in range(other)
        if shapes[one].intersection(shapes[other]).area > 0
    }
    found = common_land(shapes)
    assert {finding.objects: finding.amount for finding in found} == expected
    assert len(found) == len(expected)
