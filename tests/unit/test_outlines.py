"""Ragged arrays of boundaries: what is taken, joined and measured is what shapely says."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from landdesk.domain.outlines import Outlines

corner = st.tuples(st.integers(0, 50), st.integers(0, 50))
polygons = st.builds(
    Polygon,
    st.lists(corner, min_size=3, max_size=6),
    st.lists(st.lists(corner, min_size=3, max_size=4), max_size=2),
)
shapes = st.none() | st.lists(polygons, min_size=1, max_size=3).map(MultiPolygon)


def identical(one: list[MultiPolygon | None], other: list[MultiPolygon | None]) -> bool:
    return [part and part.wkt for part in one] == [part and part.wkt for part in other]


@given(st.lists(shapes, max_size=6), st.lists(shapes, max_size=4), st.data())
def test_taken_and_joined(
    first: list[MultiPolygon | None], more: list[MultiPolygon | None], data: st.DataObject
) -> None:
    joined = Outlines.of(first).joined(Outlines.of(more))
    every = [*first, *more]
    assert len(joined) == len(every)
    assert identical(joined.shapes().tolist(), every)
    order = data.draw(st.lists(st.integers(0, len(every) - 1), max_size=8)) if every else []
    taken = joined.taken(np.array(order, dtype=np.int64))
    assert identical(taken.shapes().tolist(), [every[at] for at in order])


@given(st.lists(shapes, max_size=6))
def test_boxes(given_shapes: list[MultiPolygon | None]) -> None:
    boxes = Outlines.of(given_shapes).boxes()
    assert len(boxes) == len(given_shapes)
    for box, shape in zip(boxes, given_shapes, strict=True):
        # Of every vertex: a hole outside its shell is wrong, but it is drawn and must be found.
        expected = shapely.bounds(shapely.multipoints(shapely.get_coordinates(shape)))
        assert np.array_equal(box, expected, equal_nan=True)


def test_empty_polygons_are_left_out() -> None:
    # Another program may leave them; shapely crashes when it makes shapes with them from arrays.
    triangle = Polygon([(0, 0), (1, 0), (0, 1)])
    hollow = MultiPolygon([triangle, Polygon()])
    made = Outlines.of([hollow, MultiPolygon(), None])
    assert identical(made.shapes().tolist(), [MultiPolygon([triangle]), None, None])
