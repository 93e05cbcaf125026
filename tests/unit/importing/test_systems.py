"""From one system to another: the right transformation, and a word where systems do not fit."""

import numpy as np
import pytest
from pyproj import CRS

from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.systems import (
    outside_area,
    placement,
    refuse_unfit,
    scale_change,
)
from landdesk.services.importing.vn2000 import system_name

# Nha Trang, as published: longitude and latitude (WGS 84), easting and northing (EPSG:9217).
DEGREES = np.array([[109.1943, 12.2451]])
METRES = np.array([[602_542.084, 1_354_356.063]])
CUSTOM = (
    'PROJCS["KhanhHoa",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def refusal(*words: object, **options: object) -> str:
    with pytest.raises(InvalidInputError) as caught:
        placement(*words, **options)  # type: ignore[arg-type]  # any wrong call is as good
    return caught.value.code


def test_the_published_transformation_is_taken() -> None:
    way = placement(CRS.from_epsg(4326).to_wkt(), None, 9217)
    assert way.placed(DEGREES) == pytest.approx(METRES, abs=0.001)
    assert "VN-2000 to WGS 84 (2)" in way.operation
    assert way.accuracy_m == 1.0
    assert way.source_name == "EPSG:4326"


def test_the_same_system_moves_nothing() -> None:
    for written in (CRS.from_epsg(9217).to_wkt(), CUSTOM.format(meridian=108.25)):
        way = placement(written, None, 9217)
        assert way.transformer is None
        assert way.placed(METRES) is METRES
        assert scale_change(way, METRES[0]) == 0.0


def test_a_system_without_code_is_named_and_placed() -> None:
    # The zone of the neighbours: 108°30' instead of 108°15', some 27 km to the west.
    way = placement(CUSTOM.format(meridian=108.5), None, 9217)
    assert way.source_name in ("EPSG:9218", "KhanhHoa")
    assert way.placed(METRES - np.array([27_000.0, 0.0]))[0] == pytest.approx(METRES[0], abs=500)


def test_systems_that_are_not_known() -> None:
    assert refusal("", None, 9217) == "import.no-crs"
    assert refusal("nonsense", None, 9217) == "import.no-crs"
    assert refusal("", 99999, 9217) == "import.unknown-epsg"
    assert refusal("", 5514, 9217) == "import.no-transformation"
    assert placement("", 5514, 9217, force=True).accuracy_m is None
    assert system_name(placement("", 5514, 9217, force=True).target) == "EPSG:9217"


def test_the_person_goes_before_the_file() -> None:
    way = placement(CRS.from_epsg(4326).to_wkt(), 9217, 9217)
    assert way.transformer is None


@pytest.mark.parametrize(
    ("source", "points", "hint"),
    [
        (9217, DEGREES, "4326"),
        (4326, METRES, "9217"),
        (9217, METRES + np.array([0.0, 4_000_000.0]), "another system"),
    ],
)
def test_places_outside_the_area_are_refused(source: int, points: np.ndarray, hint: str) -> None:  # type: ignore[type-arg]
    way = placement("", source, 9217)
    with pytest.raises(InvalidInputError) as caught:
        refuse_unfit(way, points, way.placed(points))
    assert caught.value.code == "import.crs-outside"
    assert hint in str(caught.value.remedy)


def test_a_few_strays_are_named_only() -> None:
    way = placement("", 9217, 9217)
    points = np.repeat(METRES, 100, axis=0)
    points[7] = [0.0, 0.0]
    assert np.flatnonzero(refuse_unfit(way, points, points)).tolist() == [7]
    points[:6] = [0.0, 0.0]
    with pytest.raises(InvalidInputError):
        refuse_unfit(way, points, points)


def test_no_geometry_at_all_fits() -> None:
    way = placement("", 9217, 9217)
    nothing = np.full((3, 2), np.nan)
    assert refuse_unfit(way, nothing, nothing).all()


def test_a_change_of_scale_is_refused() -> None:
    # On the plane of web maps a metre of the ground is longer, the more so the farther from the equator.
    way = placement("", 3857, 9217)
    there = np.array([[12_155_450.0, 1_374_000.0]])
    assert scale_change(way, way.placed(there)[0]) == pytest.approx(-0.0288, abs=0.001)
    with pytest.raises(InvalidInputError) as caught:
        refuse_unfit(way, there, way.placed(there))
    assert caught.value.code == "import.crs-scale"
    # Degrees have no scale; feet are metres of their own; zones of one country differ by less than 0.5 %.
    assert abs(scale_change(placement("", 4326, 9217), METRES[0])) < 0.0005
    feet = placement("", 2249, 26986)
    assert abs(scale_change(feet, np.array([232_000.0, 901_000.0]))) < 0.0001
    assert abs(scale_change(placement("", 3406, 9217), METRES[0])) < 0.001


def test_areas_of_systems() -> None:
    inside = outside_area(CRS.from_epsg(9217), np.vstack([METRES, [[0, 0]], [[np.inf, np.inf]]]))
    assert inside.tolist() == [False, True, True]
