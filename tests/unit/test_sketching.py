"""New parcels beside others: they take free land only, and all boundaries fit."""

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.errors import RefusedError
from landdesk.domain.sketching import drawn_parcel


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return canonical_shape(shapely.box(west, south, east, north))


def refusal(sketch: Polygon, *around: MultiPolygon) -> str:
    with pytest.raises(RefusedError) as caught:
        drawn_parcel(sketch, list(around))
    return caught.value.code


def test_what_others_cover_is_left_out_and_they_take_nodes() -> None:
    drawn = drawn_parcel(shapely.box(8, 2, 20, 8), [box(0, 0, 10, 10)])
    assert drawn.shape.equals(shapely.box(10, 2, 20, 8))
    assert drawn.cut_off_m2 == pytest.approx(12)
    points = shapely.get_coordinates(drawn.neighbours[0]).tolist()
    assert [10.0, 2.0] in points
    assert [10.0, 8.0] in points


def test_alone_it_is_as_drawn() -> None:
    drawn = drawn_parcel(Polygon([(0.00049, 0), (9, 0), (9, 9)]), [])
    assert drawn.shape.equals(Polygon([(0, 0), (9, 0), (9, 9)]))
    assert (drawn.neighbours, drawn.cut_off_m2) == ({}, 0)


def test_a_parcel_within_the_outline_becomes_a_hole() -> None:
    drawn = drawn_parcel(shapely.box(0, 0, 10, 10), [box(4, 4, 6, 6)])
    assert drawn.shape.area == pytest.approx(96)
    assert drawn.neighbours == {}


@given(st.floats(0, 6.3), st.floats(3, 14), st.floats(-6, 6), st.floats(-6, 6), st.integers(3, 9))
@settings(max_examples=150, deadline=None)
def test_any_outline_fits_its_neighbours(turn: float, radius: float, x: float, y: float, count: int) -> None:
    block = [box(at, 0, at + 10, 9) for at in (-20, -10, 0, 10)] + [box(0.5, 12, 12, 20)]
    block[4] = canonical_shape(Polygon([(-3, 12.5), (5, 9), (11, 15), (4, 22)]))
    block[2] = canonical_shape(Polygon([(0, 0), (10, 0), (10, 9), (5, 9), (0, 9)]))
    angles = [turn + 2 * math.pi * at / count for at in range(count)]
    sketch = Polygon([(x + radius * math.cos(one), 11 + y + radius * math.sin(one)) for one in angles])
    free = sketch.difference(shapely.union_all(block))
    is_one = free.geom_type == "Polygon" and free.area > 0.05
    try:
        drawn = drawn_parcel(sketch, block)
    except RefusedError as error:
        if is_one and error.code != "draw.breaks":
            raise
        return
    after = [drawn.neighbours.get(at, shape) for at, shape in enumerate(block)]
    assert shapely.is_empty(shapely.coverage_invalid_edges([*after, drawn.shape], 0.0)).all()
    assert drawn.shape.area == pytest.approx(free.area, abs=0.1)


@pytest.mark.parametrize(
    ("sketch", "around", "code"),
    [
        (shapely.box(1, 1, 2, 2), [box(0, 0, 10, 10)], "draw.nothing-left"),
        (shapely.box(-5, 4, 15, 6), [box(0, 0, 10, 10)], "draw.falls-apart"),
        (Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]), [], "draw.crosses-itself"),
        (Polygon([(0, 0), (0.0001, 0), (5, 5)]), [], "draw.too-small"),
        (Polygon([(0, 0), (1e12, 0), (5, 5)]), [], "draw.too-small"),
        (
            shapely.box(1, 1, 2, 2),
            [MultiPolygon([Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])])],
            "draw.invalid-neighbour",
        ),
    ],
)
def test_what_cannot_be_is_refused(sketch: Polygon, around: list[MultiPolygon], code: str) -> None:
    assert refusal(sketch, *around) == code
