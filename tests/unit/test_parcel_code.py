"""Codes of parcels; vectors of the domain notes, computed with EPSG:9217 to 4326, and the well-known one of geohash."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.parcel_code import is_parcel_code, parcel_code, parcel_code_point
from landdesk.services.parcel_codes import codes_at, deep_points, places_of

L_SHAPED = shapely.Polygon(
    [
        (598895, 1399259),
        (598915, 1399259),
        (598915, 1399267),
        (598903, 1399267),
        (598903, 1399284),
        (598895, 1399284),
    ]
)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (12.651143503, 109.162240885, "w6jxup1d2846"),
        (12.2451, 109.1943, "w6jtsv0ugs56"),
        (11.565, 108.988, "w6j9b16eh2qb"),
        (57.64911, 10.40744, "u4pruydqqvj8"),
    ],
)
def test_vectors(latitude: float, longitude: float, code: str) -> None:
    assert parcel_code(latitude, longitude) == code
    back = parcel_code_point(code)
    assert abs(back[0] - latitude) < 1e-6
    assert abs(back[1] - longitude) < 1e-6


@given(
    st.floats(-90, 90, exclude_max=True, allow_nan=False),
    st.floats(-180, 180, exclude_max=True, allow_nan=False),
)
def test_the_middle_of_a_cell_has_the_code_of_the_cell(latitude: float, longitude: float) -> None:
    code = parcel_code(latitude, longitude)
    assert is_parcel_code(code)
    assert parcel_code(*parcel_code_point(code)) == code


@pytest.mark.parametrize(
    "text", ["", "w6jxup1d284", "w6jxup1d28466", "W6JXUP1D2846", "w6jxup1d284a", "w6jxup1d284\n"]
)
def test_what_is_no_code(text: str) -> None:
    assert not is_parcel_code(text)
    with pytest.raises(ValueError, match=f"^{text}$"):
        parcel_code_point(text)


@pytest.mark.parametrize("place", [(90.0, 0.0), (0.0, 180.0), (-90.1, 0.0), (float("nan"), 0.0)])
def test_no_place_of_the_globe(place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"-?\d|nan"):
        parcel_code(*place)


def test_a_boundary_gets_the_code_of_its_deepest_point() -> None:
    (point,) = deep_points(np.array([L_SHAPED], dtype=object))
    assert abs(point - (598899.684, 1399263.694)).max() < 0.02
    (code,) = codes_at(np.array([point]), 9217)
    assert code.startswith("w6jxup1d28")
    (place,) = places_of([code], 9217)
    assert abs(place - point).max() < 0.03
    assert L_SHAPED.contains(shapely.Point(place))
