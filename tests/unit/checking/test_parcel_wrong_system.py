"""parcel.wrong-system: coordinates of another system than the store's."""

import numpy as np
import pytest
from pyproj import Transformer
from shapely import Polygon, box, transform

from landdesk.domain.finding import Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of

CODE = "parcel.wrong-system"
SYSTEM = 9217
RIGHT = box(591_000, 1_360_000, 591_020, 1_360_020)
"""In xã Diên Điền."""


def sentence(shape: Polygon, **columns: list[str]) -> str:
    """Return what is said of a parcel that is the only one at fault."""
    (finding,) = findings_of(CODE, [RIGHT, shape], system=SYSTEM, **columns)
    assert (finding.objects, finding.severity, finding.amount) == ((row_id(1),), Severity.ERROR, None)
    assert finding.place is not None
    assert finding.place.within(shape)
    return finding.what.source


def test_parcels_of_the_province_are_clean() -> None:
    assert findings_of(CODE, [RIGHT, None], system=SYSTEM) == []


def test_swapped_axes_are_named() -> None:
    assert "swapped" in sentence(transform(RIGHT, lambda points: points[:, ::-1]))


def test_degrees_are_named() -> None:
    assert "degrees" in sentence(box(109.08, 12.30, 109.081, 12.301))


def test_what_is_far_away_is_outside_whatever_it_is() -> None:
    assert sentence(box(0, 0, 20, 20)).startswith("The parcel lies outside the area")


@pytest.mark.parametrize("zone", [5898, 9218])
def test_the_zone_that_puts_a_parcel_into_its_commune_is_named(zone: int) -> None:
    """The neighbouring zones are 27 km away, which is still in the area of the system."""
    way = Transformer.from_crs(SYSTEM, zone, always_xy=True)
    other = transform(RIGHT, lambda points: np.column_stack(way.transform(*points.T)))
    (finding,) = findings_of(CODE, [other], system=SYSTEM)
    assert finding.what.values == {"zone": zone}


def test_a_parcel_beyond_its_commune_in_no_other_zone_is_not_of_another_system() -> None:
    assert findings_of(CODE, [box(610_000, 1_380_000, 610_020, 1_380_020)], system=SYSTEM) == []


@pytest.mark.parametrize(("north_deg", "count"), [(14.80, 0), (14.82, 1)])
def test_a_tenth_of_a_degree_beyond_the_area_still_counts_as_within(north_deg: float, count: int) -> None:
    """The area of EPSG:9217 ends at 14.71° north; a commune elsewhere is used, that no boundary is known of."""
    way = Transformer.from_crs(4756, SYSTEM, always_xy=True)
    easting, northing = way.transform(109.0, north_deg)
    shape = box(easting, northing, easting + 20, northing + 20)
    assert len(findings_of(CODE, [shape], system=SYSTEM, commune=["99999"])) == count


def test_a_map_whose_plane_is_not_known_is_not_checked() -> None:
    assert findings_of(CODE, [box(0, 0, 20, 20)]) == []
