"""parcel.outside-commune: parcels beyond the boundary of their commune."""

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from landdesk.domain.finding import Severity
from landdesk.domain.progress import SilentProgress
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.checking.profiles import shipped_rule_set
from landdesk.services.checking.runner import check
from tests.rows import build_coverage, row_id
from tests.unit.checking.running import findings_of

CODE = "parcel.outside-commune"
SYSTEM = 9217
DIEN_DIEN = "22657"


def tip() -> tuple[float, float]:
    """Return the southernmost corner of xã Diên Điền: what lies straight south of it is beside nothing else of it."""
    found = commune_boundaries(SYSTEM).of(DIEN_DIEN)
    assert found is not None
    points = shapely.get_coordinates(found[1])
    easting, northing = points[points[:, 1].argmin()].tolist()
    return float(easting), float(northing)


def south_of_it(reach_m: float) -> Polygon:
    """Return a narrow parcel whose southern end reaches so far beyond the boundary."""
    easting, northing = tip()
    return box(easting - 0.01, northing - reach_m, easting + 0.01, northing + 20)


def test_parcels_within_are_clean() -> None:
    found = commune_boundaries(SYSTEM).of(DIEN_DIEN)
    assert found is not None
    inside = shapely.point_on_surface(found[1]).buffer(30, quad_segs=2)
    assert findings_of(CODE, [inside, None], system=SYSTEM) == []


def test_a_parcel_beyond_is_reported_with_the_part_beyond_and_how_far() -> None:
    (finding,) = findings_of(CODE, [south_of_it(10), south_of_it(300)], system=SYSTEM)
    assert (finding.objects, finding.severity, finding.unit) == ((row_id(1),), Severity.WARNING, "m")
    assert finding.amount == pytest.approx(300, abs=0.1)
    assert finding.what.values["commune"] == "Diên Điền"
    assert finding.place is not None
    assert finding.place.bounds[3] == pytest.approx(tip()[1], abs=0.1)


@pytest.mark.parametrize(("reach", "count"), [(109.9, 0), (110.1, 1)])
def test_distance_limit(reach: float, count: int) -> None:
    assert len(findings_of(CODE, [south_of_it(reach)], system=SYSTEM)) == count


@pytest.mark.parametrize("commune", ["99999", None])
def test_a_commune_without_a_boundary_is_not_checked(commune: str | None) -> None:
    assert findings_of(CODE, [south_of_it(900)], system=SYSTEM, commune=[commune]) == []


def test_a_map_whose_plane_is_not_known_is_not_checked() -> None:
    assert findings_of(CODE, [south_of_it(900)]) == []


def test_each_parcel_is_compared_with_its_own_commune() -> None:
    (finding,) = findings_of(CODE, [south_of_it(5)] * 2, system=SYSTEM, commune=[DIEN_DIEN, "22366"])
    assert finding.objects == (row_id(1),)
    assert finding.what.values["commune"] == "Nha Trang"


def test_two_threads_may_check_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """One prepared shape that two threads use at the same time would crash."""
    monkeypatch.setattr("landdesk.services.checking.runner._BLOCK_PARCELS", 40)
    rng = np.random.default_rng(3)
    shapes = [
        shapely.affinity.translate(south_of_it(5), float(east), float(north))
        for east, north in rng.uniform(-400, 400, (400, 2))
    ]
    coverage = build_coverage(shapes, system=SYSTEM)
    result = check(coverage, shipped_rule_set(), SilentProgress())
    assert result.failures == ()
    assert result.counts[CODE] == len(findings_of(CODE, shapes, system=SYSTEM)) > 50
