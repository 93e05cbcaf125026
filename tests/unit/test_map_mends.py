"""Faults of boundaries mended at a place, on parcels that one draws in a few lines."""

from contextlib import suppress

import pytest
import shapely
from shapely import MultiPoint, MultiPolygon, Polygon, box

from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import area_m2
from landdesk.domain.ids import ObjectId
from landdesk.domain.map_mends import MapFault, with_gap_given
from landdesk.services.checking.profiles import shipped_limits
from landdesk.services.mending.map_menders import MAP_MENDER_OF
from tests.rows import build_coverage, row_id
from tests.stores import refused
from tests.unit.checking import outside
from tests.unit.checking.running import checked

LIMITS = shipped_limits()


def mended(coverage: Coverage, rule: str) -> tuple[dict[ObjectId, MultiPolygon], Coverage]:
    """Return what mends the only finding of a rule, and the map afterwards; no rule then finds anything new."""
    before = {one.key for one in checked(coverage).findings}
    (finding,) = [one for one in checked(coverage).findings if one.rule == rule]
    assert finding.place is not None
    shapes = MAP_MENDER_OF[rule].shapes(coverage, LIMITS, MapFault(rule, finding.objects, finding.place))
    after = coverage.reshaped(shapes)
    found = checked(after).findings
    assert [one for one in found if one.rule == rule or one.key not in before] == []
    return shapes, after


def all_fit(coverage: Coverage) -> bool:
    return bool(shapely.coverage_is_valid(coverage.shapes(coverage.live())))


def test_the_neighbour_gets_the_corner() -> None:
    west = Polygon([(0, 0), (10, 0), (10, 4), (10, 10), (0, 10)])
    coverage = build_coverage([west, box(10, 0, 20, 10)])
    assert not all_fit(coverage)
    shapes, after = mended(coverage, "parcel.missing-node")
    assert list(shapes) == [row_id(1)]
    assert shapely.get_coordinates(shapes[row_id(1)]).tolist().count([10.0, 4.0]) == 1
    assert all_fit(after)


def test_a_corner_that_touches_an_edge_alone_is_given_too() -> None:
    # The two run along each other nowhere.
    tip = Polygon([(10, 5), (16, 2), (16, 8)])
    shapes, _ = mended(build_coverage([box(0, 0, 10, 10), tip]), "parcel.missing-node")
    assert list(shapes) == [row_id(0)]


def test_near_corners_become_one_for_all_who_have_them() -> None:
    north = Polygon([(0, 10), (10.008, 10), (20, 10), (20, 20), (0, 20)])
    south = Polygon([(0, 0), (20, 0), (20, 10), (10, 10.004), (0, 10)])
    coverage = build_coverage([north, south])
    shapes, after = mended(coverage, "parcel.near-node")
    assert all_fit(after)
    corners = [
        set(map(tuple, shapely.get_coordinates(shape).tolist())) for shape in after.shapes(after.live())
    ]
    assert len(corners[0] & corners[1]) == 3
    assert len(shapes) == 1


@pytest.mark.parametrize("apart_m", [0.0, 0.001])
def test_a_repeated_corner_stands_once(apart_m: float) -> None:
    west = Polygon([(0, 0), (10, 0), (10, 5), (10, 5 + apart_m), (10, 10), (0, 10)])
    east = Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 5)])
    coverage = build_coverage([west, east])
    _, after = mended(coverage, "geometry.duplicate-vertex")
    assert all_fit(after)
    assert [len(shapely.get_coordinates(shape)) - 1 for shape in after.shapes(after.live())] == [5, 5]


def test_a_spike_goes_tip_by_tip() -> None:
    # Out over free land by two corners, back on nearly the same line.
    spiked = Polygon(
        [(0, 0), (10, 0), (10, 5), (14, 5), (18, 5.001), (14, 5.001), (10, 5.004), (10, 10), (0, 10)]
    )
    shapes, after = mended(build_coverage([spiked]), "geometry.spike")
    assert shapes[row_id(0)].bounds == (0, 0, 10, 10)
    assert area_m2(after.shape(row_id(0))) == pytest.approx(100, abs=1e-6)


def test_a_spike_without_width_leaves_its_foot_once() -> None:
    spiked = Polygon([(0, 0), (10, 0), (10, 5), (18, 5), (10, 5), (10, 10), (0, 10)])
    shapes, _ = mended(build_coverage([spiked]), "geometry.spike")
    assert shapely.get_coordinates(shapes[row_id(0)]).tolist().count([10.0, 5.0]) == 1


def test_a_gap_goes_to_the_parcel_with_the_longest_boundary_along_it() -> None:
    # 0.2 m of nobody's land between two parcels in the west and one in the east.
    parts = [box(0, 0, 10, 4), box(0, 4, 10, 10), box(10.2, 0, 20, 10), box(0, -5, 20, 0), box(0, 10, 20, 15)]
    coverage = build_coverage(parts)
    (finding,) = [one for one in checked(coverage).findings if one.rule == "parcel.gap"]
    assert finding.place is not None
    fault = MapFault(finding.rule, finding.objects, finding.place)
    after = coverage.reshaped(MAP_MENDER_OF["parcel.gap"].shapes(coverage, LIMITS, fault))
    assert area_m2(after.shape(row_id(2))) == pytest.approx(100)
    assert [area_m2(after.shape(row_id(at))) for at in (0, 1, 3, 4)] == [40, 60, 100, 100]
    # All corners around are those of both sides, and what was nobody's is somebody's.
    shapes = after.shapes(after.live())
    assert shapely.union_all(shapes).area == pytest.approx(400)
    assert [one.rule for one in checked(after).findings if one.rule == "parcel.gap"] == []


def test_corners_of_all_around_a_gap_are_shared() -> None:
    # The gap ends on corners that some around lack.
    west = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    east = Polygon([(10.1, 0), (20, 0), (20, 10), (10.1, 10)])
    north = Polygon([(0, 10), (10, 10), (10.1, 10), (20, 10), (20, 20), (0, 20)])
    south = Polygon([(0, 0), (0, -10), (20, -10), (20, 0), (10.1, 0), (10, 0)])
    coverage = build_coverage([west, east, north, south])
    shapes, after = mended(coverage, "parcel.gap")
    assert len(shapes) == 1
    assert all_fit(after)
    assert sum(area_m2(one) for one in after.shapes(after.live())) == pytest.approx(600)


def test_an_open_strip_is_closed() -> None:
    coverage = build_coverage([box(0, 0, 10, 10), box(10.1, 0, 20, 10)])
    _, after = mended(coverage, "parcel.gap")
    assert all_fit(after)
    assert sum(area_m2(one) for one in after.shapes(after.live())) == pytest.approx(200)


@pytest.mark.parametrize("rule", sorted(MAP_MENDER_OF))
def test_what_is_not_there_any_more_is_refused(rule: str) -> None:
    coverage = build_coverage([box(0, 0, 10, 10), box(10, 0, 20, 10)])
    parcels = (row_id(0),) if rule.startswith("geometry") else (row_id(0), row_id(1))
    place = box(10, 2, 10.1, 8) if rule == "parcel.gap" else MultiPoint([(10, 5)])
    with refused("mend.gone"):
        MAP_MENDER_OF[rule].shapes(coverage, LIMITS, MapFault(rule, parcels, place))


def test_a_spike_where_boundaries_of_several_meet_is_left() -> None:
    spiked = Polygon([(0, 0), (10, 0), (10, 5), (18, 5.002), (10, 5.01), (10, 10), (0, 10)])
    above, below = Polygon([(18, 5.002), (24, 6), (24, 9)]), Polygon([(18, 5.002), (24, 1), (24, 4)])
    coverage = build_coverage([spiked, above, below])
    fault = MapFault("geometry.spike", (row_id(0),), MultiPoint([(18, 5.002)]))
    with refused("vertex.junction"):
        MAP_MENDER_OF["geometry.spike"].shapes(coverage, LIMITS, fault)


def test_what_is_left_of_a_gap_is_said() -> None:
    coverage = build_coverage([box(0, 0, 10, 10), box(10.1, 0, 20, 10)])
    fault = MapFault("parcel.gap", (row_id(0), row_id(1)), box(10, 0, 10.1, 10))
    with refused("mend.gap-left"):
        with_gap_given(coverage, fault, lambda _now, _changed: [fault.place])


def test_all_gaps_of_new_zealand_are_given_away() -> None:
    # Strips there end beside third parcels, where filling them leaves a hair.
    coverage = outside.coverage_of(outside.new_zealand())
    findings = [one for one in checked(coverage).findings if one.rule == "parcel.gap"]
    assert len(findings) > 10
    for one in findings:
        assert one.place is not None
        with suppress(RefusedError):
            fault = MapFault(one.rule, one.objects, one.place)
            coverage = coverage.reshaped(MAP_MENDER_OF[one.rule].shapes(coverage, LIMITS, fault))
    assert [one for one in checked(coverage).findings if one.rule == "parcel.gap"] == []
