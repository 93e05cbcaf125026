"""Written places come to the same point of the plane as pyproj says, and back within what the notation shows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.written_place import Datum
from landdesk.i18n import fold
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.coordinates import (
    Coordinates,
    Notation,
    Zone,
    meridian_text,
    projection,
    province_meridians,
    read_zone,
    system_words,
    zone_of_system,
)
from landdesk.services.importing.vn2000 import zones

EAST, NORTH = 602_542.084, 1_354_356.063
"""Nha Trang, 12.2451° N 109.1943° E of WGS 84, on EPSG:9217."""
PRECISION_M = {
    Notation.PLANE: 0.000_51,
    Notation.DEGREES: 0.01,
    Notation.MINUTES: 0.015,
    Notation.SECONDS: 0.025,
}
SYSTEMS = (9217, 9218, 5899, 5897, 3405, 3406, 32649)


@pytest.mark.parametrize(
    "text",
    [
        "1354356.063 602542.084",
        "12.2451 109.1943",
        "12°14.706'N 109°11.658'E",
        "12°14'42.36\"N 109°11'39.48\"E",
        "WGS84 12°14'42,36\"B 109°11'39,48\"Đ",
    ],
)
def test_a_known_point_is_found_in_every_notation(text: str) -> None:
    place = Coordinates(9217).place(text)
    assert (place.easting, place.northing) == pytest.approx((EAST, NORTH), abs=0.002)


def test_degrees_of_vn2000_lie_some_200_m_from_those_of_wgs84() -> None:
    place = Coordinates(9217).place("VN2000 12.2451 109.1943")
    expected = Transformer.from_crs(4756, 9217, always_xy=True).transform(109.1943, 12.2451)
    assert (place.easting, place.northing) == pytest.approx(expected, abs=1e-4)
    assert 200 < ((place.easting - EAST) ** 2 + (place.northing - NORTH) ** 2) ** 0.5 < 250


@pytest.mark.parametrize(("zone", "epsg"), [(Zone(108.5), 9218), (Zone(107.75), 5899), (Zone(111, 6), 3406)])
def test_metres_of_another_zone_come_to_the_plane_of_the_store(zone: Zone, epsg: int) -> None:
    there = Transformer.from_crs(9217, epsg, always_xy=True).transform(EAST, NORTH)
    place = Coordinates(9217).place(f"{there[1]:.3f} {there[0]:.3f}", zone)
    assert (place.easting, place.northing) == pytest.approx((EAST, NORTH), abs=0.002)
    assert meridian_text(zone.meridian_deg) in str(place.understood)


@pytest.mark.parametrize(
    ("zone", "epsg"),
    [
        *((Zone(meridian), epsg) for meridian, epsg in zones().items()),
        (Zone(105, 6), 3405),
        (Zone(111, 6), 3406),
    ],
)
def test_zones_are_those_of_the_registry(zone: Zone, epsg: int) -> None:
    way = Transformer.from_crs(4756, epsg, always_xy=True)
    for beside_deg, latitude in ((-1.4, 8.6), (0.0, 12.2), (1.2, 23.3)):
        longitude = zone.meridian_deg + beside_deg
        assert projection(zone)(longitude, latitude) == pytest.approx(
            way.transform(longitude, latitude), abs=1e-4
        )
    assert zone_of_system(epsg) == zone


def test_a_zone_that_the_registry_has_no_code_for_is_made_alike() -> None:
    """One degree beside the meridian lies where it does beside any other."""
    for zone, known in ((Zone(117, 6), Zone(111, 6)), (Zone(114), Zone(108))):
        there, here = (projection(one)(one.meridian_deg + 1, 12.2) for one in (zone, known))
        assert there == pytest.approx(here, abs=1e-6)


def test_the_zone_that_fits_is_found_for_metres_only() -> None:
    coordinates = Coordinates(9217)
    latitude, longitude = coordinates.latitude_longitude(EAST, NORTH, Datum.VN2000)
    there = projection(Zone(107.75))(longitude, latitude)
    written = f"{there[1]:.3f} {there[0]:.3f}"
    assert coordinates.fitting_zone(written, ("22366",)) == Zone(107.75)
    assert coordinates.fitting_zone(written, ("22657",)) is None
    assert coordinates.fitting_zone("12.2451 109.1943", ("22366",)) is None


@given(
    st.sampled_from(SYSTEMS),
    st.floats(-0.9, 0.9),
    st.floats(8.6, 23.3),
    st.sampled_from(list(Notation)),
)
def test_what_is_written_reads_the_same(
    epsg: int, beside_deg: float, latitude: float, notation: Notation
) -> None:
    operation = CRS.from_epsg(epsg).coordinate_operation
    assert operation is not None
    meridian = next(float(one.value) for one in operation.params if one.name == "Longitude of natural origin")
    coordinates = Coordinates(epsg)
    way = Transformer.from_crs(4326, epsg, always_xy=True)
    east, north = way.transform(meridian + beside_deg, latitude)
    place = coordinates.place(coordinates.written(east, north, notation))
    assert place.note is None
    assert (place.easting, place.northing) == pytest.approx((east, north), abs=PRECISION_M[notation])


def test_a_place_in_the_south_and_west_is_written_so() -> None:
    way = Transformer.from_crs(4326, 9217, always_xy=True)
    assert (
        Coordinates(9217).written(*way.transform(108.25, -1.5), Notation.MINUTES).startswith("1°30.00000'S")
    )
    assert Coordinates(9217).written(float("inf"), 0, Notation.SECONDS) == ""


def test_metres_that_lie_outside_on_their_plane_are_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"coordinates\.outside") as caught:
        Coordinates(9217).place("1354356 899999", Zone(117))
    assert "117°00'" in str(caught.value.where)


@pytest.mark.parametrize(
    ("text", "meridian"),
    [("108°15'", 108.25), ("108 15", 108.25), ("108,25", 108.25), ("Khánh Hòa", 108.25), ("lam dong", 107.75),
     ("Hồ Chí Minh", 105.75), ("Bà Rịa - Vũng Tàu", 107.75)],
)  # fmt: skip
def test_a_zone_is_read(text: str, meridian: float) -> None:
    assert read_zone(text) == Zone(meridian)


@pytest.mark.parametrize("text", ["", "Paris", "50", "108°75'"])
def test_what_is_no_meridian_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"coordinates\.meridian"):
        read_zone(text)


def test_provinces_have_the_meridians_that_the_registry_says() -> None:
    """EPSG names the provinces of a zone where the zone is made for some only."""
    meridians = province_meridians()
    assert len(meridians) == 63
    known: set[str] = set()
    for meridian, epsg in zones().items():
        area = CRS.from_epsg(epsg).area_of_use
        assert area is not None
        said = fold(area.name.replace("-", " "))
        here = {name for name, one in meridians.items() if one == meridian}
        if "between" in said or "onshore" in said:
            continue
        for name in here:
            assert re.search(rf"\b{re.sub('thanh pho ', '', fold(name).replace(' – ', ' '))}\b", said), name
        # As many as the registry names: the list there is separated by commas and "and".
        assert len(here) == len(
            re.findall(r"[A-Z]\w+(?:[ -][A-Z]\w+)*", area.name.removeprefix("Vietnam"))
        ), epsg
        known |= here
    assert len(known) == 53


def test_the_system_of_a_store_has_words() -> None:
    assert str(system_words(9217)) == "VN-2000, central meridian 108°15', zone of 3°"
    assert str(system_words(3406)) == "VN-2000, central meridian 111°00', zone of 6°"
    assert str(system_words(32649)) == "EPSG:32649"


def test_the_datum_can_be_asked_for() -> None:
    coordinates = Coordinates(9217)
    assert coordinates.latitude_longitude(EAST, NORTH) == pytest.approx((12.2451, 109.1943), abs=1e-8)
    back = Transformer.from_crs(9217, 4756, always_xy=True).transform(EAST, NORTH)
    assert coordinates.latitude_longitude(EAST, NORTH, Datum.VN2000) == pytest.approx(back[::-1], abs=1e-9)


def test_the_commune_of_a_place_is_known() -> None:
    found = commune_boundaries(9217)
    inside = found.shapes[3].representative_point()
    assert found.code_at(inside.x, inside.y) == found.codes[3]
    assert found.code_at(0.0, 0.0) is None
