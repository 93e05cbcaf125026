"""Cutting regions: nothing is lost, nothing gets too narrow."""

import math
from random import Random

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.services.training.lots import (
    ACROSS,
    ALONG,
    Region,
    Use,
    cut_convex,
    cut_from,
    cut_share,
    dig_pond,
    divide,
    lay_out,
    natural_count,
)
from landdesk.services.training.plan import Block, Setting

STRIP = Region(0, ((0.0, 0.0), (90.0, 0.0), (90.0, 25.0), (0.0, 25.0)), Use.HOUSE, want_m2=150.0)

coordinate = st.floats(-100, 100, allow_nan=False)
points = st.tuples(coordinate, coordinate)


@given(st.lists(points, min_size=3, max_size=12), points, points)
def test_the_parts_of_a_cut_add_up(
    corners: list[tuple[float, float]], at: tuple[float, float], to: tuple[float, float]
) -> None:
    hull = shapely.convex_hull(shapely.multipoints(corners))
    if hull.geom_type != "Polygon" or hull.area < 1.0 or math.dist(at, to) < 0.1:
        return
    ring = list(shapely.orient_polygons(hull).exterior.coords)[:-1]
    parts = [shapely.Polygon(part) for part in cut_convex(ring, at, to) if part]
    assert sum(part.area for part in parts) == pytest.approx(hull.area, rel=1e-9)
    run = (to[0] - at[0], to[1] - at[1])
    for part, sign in zip(cut_convex(ring, at, to), (1, -1), strict=True):
        for x, y in part:
            assert sign * (run[0] * (y - at[1]) - run[1] * (x - at[0])) >= -1e-6


def test_a_cut_by_share_and_by_distance() -> None:
    west, east = cut_share(STRIP, ALONG, 0.25)
    assert (west.area_m2, east.area_m2) == pytest.approx((562.5, 1687.5))
    south, north = cut_from(STRIP, ACROSS, 5.0)
    assert (south.area_m2, north.area_m2) == pytest.approx((450.0, 1800.0))
    south, north = cut_from(STRIP, ACROSS, -5.0)
    assert (south.area_m2, north.area_m2) == pytest.approx((1800.0, 450.0))


@pytest.mark.parametrize("seed", range(12))
def test_regions_are_divided_to_the_number(seed: int) -> None:
    made = divide([STRIP], 12, Random(seed))
    assert len(made) == 12
    assert sum(region.area_m2 for region in made) == pytest.approx(STRIP.area_m2)
    assert min(region.length(ALONG) for region in made) > 3.5
    assert natural_count([STRIP]) == 15.0


def test_what_has_become_too_narrow_stays() -> None:
    made = divide([STRIP], 1000, Random(1))
    assert 10 < len(made) < 30
    assert sum(region.area_m2 for region in made) == pytest.approx(STRIP.area_m2)


def test_public_land_is_not_divided() -> None:
    school = Region(0, STRIP.points, Use.PUBLIC, "DGD")
    assert divide([school], 5, Random(1)) == [school]


@pytest.mark.parametrize("setting", list(Setting))
@pytest.mark.parametrize("public_use", [None, "DGD"])
def test_a_layout_fills_its_block(setting: Setting, public_use: str | None) -> None:
    for seed in range(10):
        block = Block(0, setting, (0.0, 0.0), (120.0, 120.0), 120.0, 90.0)
        made = lay_out(3, block, public_use, Random(seed))
        outlines = [shapely.Polygon(region.points) for region in made]
        chamfers = 4 * 0.5 * 2.6**2
        total = sum(outline.area for outline in outlines)
        assert 120.0 * 90.0 - chamfers <= total <= 120.0 * 90.0 + 1e-6
        assert shapely.union_all(outlines, grid_size=1e-6).area == pytest.approx(total, abs=0.01)
        assert all(region.block == 3 for region in made)
        assert (public_use in {region.land_use for region in made}) == (public_use is not None)


def test_a_pond_keeps_away_from_the_edge() -> None:
    garden = Region(0, ((0.0, 0.0), (30.0, 0.0), (32.0, 28.0), (0.0, 25.0)), Use.GARDEN, want_m2=800.0)
    pond = dig_pond(garden, Random(1))
    assert pond is not None
    assert shapely.Polygon(garden.points).buffer(-2.5).contains(shapely.Polygon(pond.points))
    assert (pond.use, pond.land_use) == (Use.POND, "NTS")


def test_a_narrow_garden_has_no_pond() -> None:
    narrow = Region(0, ((0.0, 0.0), (60.0, 0.0), (60.0, 9.0), (0.0, 9.0)), Use.GARDEN, want_m2=800.0)
    assert dig_pond(narrow, Random(1)) is None
