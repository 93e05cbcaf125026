"""Source geometry as shapes: what is held, what is kept as bytes, what is named."""

import json
import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.services.importing import shapes
from landdesk.services.importing.shapes import read_shapes, source_bytes
from landdesk.services.importing.systems import placement
from tests.sources import SOUTH, WEST, bow_tie, square

SAME = placement("", 9217, 9217)


def geometry(document: dict[str, Any]) -> tuple[str, Any]:
    """Return a GeoJSON geometry as the reader of files hands it out, with tuples as points."""
    parts = document["coordinates"]
    nested = parts if document["type"] == "MultiPolygon" else [parts]
    points = [[[tuple(point) for point in ring] for ring in part] for part in nested]
    return document["type"], points if document["type"] == "MultiPolygon" else points[0]


def test_polygons_become_canonical() -> None:
    hole = [[WEST + 5, SOUTH + 5], [WEST + 6, SOUTH + 5], [WEST + 6, SOUTH + 6], [WEST + 5, SOUTH + 5]]
    with_hole = {"type": "Polygon", "coordinates": [*square(0)["coordinates"], hole]}
    two = {
        "type": "MultiPolygon",
        "coordinates": [square(3)["coordinates"], [], [[]], square(5)["coordinates"]],
    }
    batch = read_shapes([geometry(with_hole), None, geometry(two)], SAME)
    assert batch.faults == [None, shapes.EMPTY, None]
    assert batch.shapes[1] is None
    assert batch.shapes[0].equals_exact(canonical_shape(shapely.from_geojson(json.dumps(with_hole))))
    assert [part.area for part in shapely.get_parts(batch.shapes[2])] == [400.0, 400.0]
    assert (batch.rounded, batch.largest_shift_m) == (0, 0.0)
    assert batch.points[0].tolist() == [WEST, SOUTH]
    assert np.isnan(batch.points[1]).all()


def changed(**points: list[float]) -> tuple[str, Any]:
    """Return the first square with some of its five points replaced, ``p0`` to ``p4``."""
    ring = [list(point) for point in square(0)["coordinates"][0]]
    for name, point in points.items():
        ring[int(name[1])] = point
    return geometry({"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (geometry({"type": "Polygon", "coordinates": [square(0)["coordinates"][0][:-1]]}), shapes.UNCLOSED),
        (geometry({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}), shapes.FEW_POINTS),
        (changed(p2=[math.nan, 5.0]), shapes.NOT_FINITE),
        (changed(p0=[math.nan, 5.0], p4=[math.nan, 5.0]), shapes.NOT_FINITE),
        (changed(p2=[5.0, math.inf]), shapes.NOT_FINITE),
        (changed(p2=[5e12, 5.0]), shapes.NOT_PLACED),
    ],
)
def test_what_no_polygon_can_hold_is_kept(source: tuple[str, Any], fault: str) -> None:
    batch = read_shapes([geometry(square(1)), source, geometry(square(2))], SAME)
    assert batch.faults == [None, fault, None]
    assert fault in shapes.KEPT_AS_SOURCE
    assert batch.shapes[1] is None
    assert batch.shapes[0].area == batch.shapes[2].area == 400.0


def test_source_bytes_are_those_of_the_file() -> None:
    kept = source_bytes(("Polygon", [[(0.1, 2.0), (3.0, 4.000000000000001), (5.5, 6.0)]]))
    assert kept == b'{"type":"Polygon","coordinates":[[[0.1,2.0],[3.0,4.000000000000001],[5.5,6.0]]]}'


def test_invalid_shapes_come_in_and_are_named() -> None:
    batch = read_shapes([geometry(bow_tie(0)), geometry(square(1))], SAME)
    assert batch.faults == [shapes.INVALID, None]
    assert batch.details[0] is not None
    assert batch.details[0].startswith("Self-intersection")
    assert not batch.shapes[0].is_valid


def test_a_shape_that_breaks_or_heals_on_the_grid_is_told_from_one_that_was_broken() -> None:
    # A spike of less than a millimetre collapses onto its own edge.
    thin = [[0, 0], [10, 0], [10, 10], [5.0002, 10], [5.0001, 15], [5, 10], [0, 10], [0, 0]]
    # Edges that cross by some tenths of a millimetre end in one point.
    crossed = [[0, 0], [10, 0], [10, 10], [5.0001, 10], [5.0003, 10.0002], [5.0003, 9.9998], [0, 10], [0, 0]]
    sources = [geometry({"type": "Polygon", "coordinates": [ring]}) for ring in (thin, crossed)]
    batch = read_shapes(sources, SAME)
    assert shapely.is_valid(shapely.polygons([thin])).all()
    assert not shapely.is_valid(shapely.polygons([crossed])).any()
    assert batch.faults == [shapes.BROKEN_ON_THE_WAY, shapes.HEALED_ON_THE_WAY]
    assert batch.details[1] is None


def test_other_types_and_heights() -> None:
    high = {"type": "Polygon", "coordinates": [[[*point, 7.5] for point in square(0)["coordinates"][0]]]}
    batch = read_shapes([("LineString", [(0.0, 0.0)]), ("GeometryCollection", None), geometry(high)], SAME)
    assert batch.faults == [shapes.NOT_POLYGON, shapes.NOT_POLYGON, None]
    assert batch.details[:2] == ["LineString", "GeometryCollection"]
    assert batch.has_z.tolist() == [False, False, True]
    assert not batch.shapes[2].has_z


def test_shapes_are_placed_and_rounded() -> None:
    way = placement("", 4326, 9217)
    degrees = [(109.19, 12.24), (109.191, 12.24), (109.191, 12.241), (109.19, 12.24)]
    batch = read_shapes([("Polygon", [degrees])], way)
    assert batch.rounded == 1
    assert 0 < batch.largest_shift_m < 0.00071
    assert batch.source_points[0].tolist() == [109.19, 12.24]
    assert 600_000 < batch.points[0][0] < 604_000
    assert batch.shapes[0].equals_exact(canonical_shape(batch.shapes[0]))


def test_no_features() -> None:
    batch = read_shapes([], SAME)
    assert (len(batch.shapes), batch.faults, batch.rounded) == (0, [], 0)


ring_strategy = st.lists(
    st.tuples(st.floats(-1e6, 1e6, width=32), st.floats(-1e6, 1e6, width=32)), min_size=0, max_size=7
)


@given(st.lists(st.tuples(st.booleans(), st.lists(ring_strategy, max_size=3)), max_size=6))
def test_every_feature_is_held_or_named(drawn: list[tuple[bool, list[list[tuple[float, float]]]]]) -> None:
    parts = [[[*ring, ring[0]] if close and ring else ring for ring in rings] for close, rings in drawn]
    batch = read_shapes([("Polygon", rings) for rings in parts], SAME)
    for rings, shape, fault in zip(parts, batch.shapes, batch.faults, strict=True):
        filled = [ring for ring in rings if ring]
        if not filled:
            assert (shape, fault) == (None, shapes.EMPTY)
        elif all(len(ring) >= 4 and ring[0] == ring[-1] for ring in filled):
            assert shape.equals_exact(canonical_shape(shapely.Polygon(filled[0], filled[1:])))
            assert (fault in (None, shapes.HEALED_ON_THE_WAY)) == shape.is_valid
        else:
            assert shape is None
            assert fault in shapes.KEPT_AS_SOURCE
