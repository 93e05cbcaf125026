"""The view is pure: what is computed here is what the mouse and the pictures rely on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.ui.map.view import COARSEST_M_PER_PX, FINEST_M_PER_PX, MapView, joined

metres = st.floats(-2_000_000, 2_000_000)
pixels = st.floats(0, 2_000)
views = st.builds(
    MapView, metres, metres, st.floats(0.001, 100), st.integers(1, 3_000), st.integers(1, 3_000)
)


@given(views, pixels, pixels)
def test_pixel_and_ground_are_inverse(view: MapView, x: float, y: float) -> None:
    assert view.to_screen(*view.to_map(x, y)) == pytest.approx((x, y), abs=1e-3)


@given(views, pixels, pixels, st.floats(0.2, 5))
def test_zoom_keeps_the_ground_under_the_pointer(view: MapView, x: float, y: float, factor: float) -> None:
    zoomed = view.zoomed(x, y, factor)
    assert zoomed.to_map(x, y) == pytest.approx(view.to_map(x, y), abs=1e-6)
    assert zoomed.m_per_px == pytest.approx(max(view.m_per_px / factor, FINEST_M_PER_PX))


def test_zoom_ends_at_the_limits_and_still_keeps_the_ground() -> None:
    view = MapView(100.0, 200.0, 1.0, 800, 600)
    near, far = view.zoomed(10, 20, 1e9), view.zoomed(10, 20, 1e-9)
    assert (near.m_per_px, far.m_per_px) == (FINEST_M_PER_PX, COARSEST_M_PER_PX)
    assert near.to_map(10, 20) == pytest.approx(view.to_map(10, 20))


@given(views, st.integers(-500, 500), st.integers(-500, 500))
def test_pan_moves_the_ground_by_pixels(view: MapView, dx: int, dy: int) -> None:
    x, y = view.to_screen(view.easting, view.northing)
    moved = view.panned(dx, dy).to_screen(view.easting, view.northing)
    assert moved == pytest.approx((x + dx, y + dy), abs=1e-3)


@given(views, metres, metres, st.floats(0, 5_000), st.floats(0, 5_000))
def test_fit_shows_all_of_a_box(view: MapView, west: float, south: float, wide: float, high: float) -> None:
    box = (west, south, west + wide, south + high)
    fitted = view.fitted(box)
    if fitted.m_per_px < COARSEST_M_PER_PX:
        assert fitted.covers(box)
    assert (fitted.easting, fitted.northing) == pytest.approx((west + wide / 2, south + high / 2))


def test_a_cut_is_the_same_pixels() -> None:
    view = MapView(500.0, 900.0, 0.4, 801, 600)
    cut = view.cut(120, 40, 61, 30)
    assert cut.to_map(0, 0) == pytest.approx(view.to_map(120, 40))
    assert cut.to_map(61, 30) == pytest.approx(view.to_map(181, 70))


def test_widened_keeps_centre_and_pixels() -> None:
    view = MapView(0.0, 0.0, 1.0, 801, 600)
    wide = view.widened(0.25)
    assert (wide.width_px, wide.height_px) == (1_201, 900)
    x, y = view.to_screen(3, 4)
    assert wide.to_screen(3, 4) == (x + 200, y + 150)


def test_resize_keeps_the_upper_left_corner() -> None:
    view = MapView(0.0, 0.0, 2.0, 800, 600)
    assert view.resized(300, 200).to_map(0, 0) == view.to_map(0, 0)


def test_north_is_up_and_east_is_right() -> None:
    view = MapView(0.0, 0.0, 1.0, 100, 100)
    assert view.to_screen(10, 10) == (60, 40)


def test_scale_follows_the_resolution_of_the_screen() -> None:
    assert MapView(0, 0, 0.5, 1, 1).scale_denominator(96) == pytest.approx(1_889.76, abs=0.01)


def test_joined_box() -> None:
    assert joined([(0, 1, 2, 3), (-1, 2, 1, 9)]) == (-1, 1, 2, 9)
