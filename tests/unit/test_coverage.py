"""The read model against brute force: every question is asked of the shapes themselves as well."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from landdesk.domain.arrays import ranges
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.coverage import (
    CHUNK_PARCELS,
    CHUNK_VERTICES,
    COLUMNS,
    Block,
    Coverage,
    ParcelRows,
    bare_rows,
)
from landdesk.domain.ids import ObjectId
from tests.rows import Shape, build_coverage, build_rows, row_id

GRID = st.integers(0, 12)


@st.composite
def some_shapes(draw: st.DrawFn) -> Shape:
    """Draw what a store may hold: boxes, boxes with a hole, two boxes, triangles, a bow-tie, nothing.

    All stand on a coarse grid, so that parcels often share corners, edges and land.
    """
    west, south = draw(GRID), draw(GRID)
    east, north = west + draw(st.integers(1, 5)), south + draw(st.integers(1, 5))
    kind = draw(st.sampled_from(["box", "box", "box", "hole", "two", "triangle", "bow-tie", "none"]))
    if kind == "none":
        return None
    whole = shapely.box(west, south, east, north)
    made: shapely.Polygon | shapely.MultiPolygon = whole
    if kind == "hole":
        ring = [(west + 0.25, south + 0.25), (west + 0.25, south + 0.75), (west + 0.75, south + 0.5)]
        made = shapely.Polygon(whole.exterior.coords, [ring])
    elif kind == "two":
        made = shapely.MultiPolygon([whole, shapely.box(east + 2, south, east + 3, north)])
    elif kind == "triangle":
        made = shapely.Polygon([(west, south), (east, south), (west, north)])
    elif kind == "bow-tie":
        made = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    return canonical_shape(made)


@st.composite
def patched_coverages(draw: st.DrawFn) -> tuple[Coverage, dict[ObjectId, Shape]]:
    """Draw a coverage after some patches, and the parcels that it must hold."""
    shapes = draw(st.lists(some_shapes(), max_size=12))
    parcels: dict[ObjectId, Shape] = {row_id(at): shape for at, shape in enumerate(shapes)}
    coverage = build_coverage(shapes, version=1)
    for version in range(2, 2 + draw(st.integers(0, 3))):
        changed = draw(st.dictionaries(st.integers(0, 15).map(row_id), some_shapes(), max_size=4))
        gone = draw(st.sets(st.integers(0, 17).map(row_id), max_size=3)) - changed.keys()
        coverage = coverage.patched(rows_of(changed, version), gone, version)
        parcels |= changed
        for one in gone:
            parcels.pop(one, None)
    if draw(st.booleans()):
        coverage = coverage.compacted()
    return coverage, parcels


def rows_of(parcels: dict[ObjectId, Shape], version: int = 1) -> ParcelRows:
    """Return rows of parcels; the number tells the version that they were written with."""
    return build_rows(list(parcels.values()), ids=list(parcels), number=[f"v{version}"] * len(parcels))


def ids_at(coverage: Coverage, indices: NDArray[np.int64]) -> set[ObjectId]:
    """Return the parcels of indices, which must be live and each be named once."""
    assert len(set(indices.tolist())) == len(indices)
    assert set(indices.tolist()) <= set(coverage.live().tolist())
    return {coverage.id_at(int(at)) for at in indices}


def edges_of(shape: Shape) -> list[tuple[float, ...]]:
    """Return the edges of all rings, each in its direction."""
    rings = shapely.get_rings(shapely.get_parts([shape] if shape is not None else []))
    made: list[tuple[float, ...]] = []
    for ring in rings:
        points = shapely.get_coordinates(ring).tolist()
        made += [(*one, *other) for one, other in pairwise(points)]
    return sorted(made)


def meets(shape: Shape, box: tuple[float, float, float, float]) -> bool:
    if shape is None:
        return False
    west, south, east, north = shape.bounds
    return bool(west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1])


@given(patched_coverages())
def test_it_holds_exactly_the_parcels(drawn: tuple[Coverage, dict[ObjectId, Shape]]) -> None:
    coverage, parcels = drawn
    live = coverage.live()
    assert live.tolist() == sorted(live.tolist())
    assert len(coverage) == len(live) == len(parcels)
    assert ids_at(coverage, live) == parcels.keys()
    for at in live.tolist():
        identifier = coverage.id_at(at)
        assert coverage.index_of(identifier) == at
        assert same(coverage.shape(identifier), parcels[identifier])
        assert same(coverage.shapes(np.array([at]))[0], parcels[identifier])
    for number in range(20):
        if row_id(number) not in parcels:
            assert coverage.index_of(row_id(number)) is None
            assert coverage.shape(row_id(number)) is None
            assert coverage.touching(row_id(number)).tolist() == []
    wanted = [row_id(number) for number in range(20)]
    assert coverage.indices_of(wanted).tolist() == live.tolist()


def same(one: Shape, other: Shape) -> bool:
    """Say whether two shapes are the same to the last bit, order of points included."""
    if one is None or other is None:
        return one is other
    return bool(shapely.to_wkb(one) == shapely.to_wkb(other))


@given(patched_coverages(), GRID, GRID, st.integers(0, 8), st.integers(0, 8), st.sampled_from([0, 0.5]))
def test_box_queries(
    drawn: tuple[Coverage, dict[ObjectId, Shape]], west: int, south: int, width: int, depth: int, off: float
) -> None:
    coverage, parcels = drawn
    box = (west + off, south + off, west + off + width, south + off + depth)
    found = coverage.box_query(box)
    assert found.tolist() == sorted(found.tolist())
    assert ids_at(coverage, found) == {one for one, shape in parcels.items() if meets(shape, box)}


@given(patched_coverages(), st.sampled_from([0.0, 0.5, 1.0]))
def test_touching(drawn: tuple[Coverage, dict[ObjectId, Shape]], margin_m: float) -> None:
    coverage, parcels = drawn
    for identifier, shape in parcels.items():
        found = ids_at(coverage, coverage.touching(identifier, margin_m))
        if shape is None:
            assert found == set()
            continue
        west, south, east, north = shape.bounds
        box = (west - margin_m, south - margin_m, east + margin_m, north + margin_m)
        assert found == {one for one, other in parcels.items() if one != identifier and meets(other, box)}


@given(patched_coverages(), GRID, GRID, st.sampled_from([0.0, 0.25, 0.5]))
def test_parcels_at_a_point(
    drawn: tuple[Coverage, dict[ObjectId, Shape]], easting: int, northing: int, off: float
) -> None:
    coverage, parcels = drawn
    point = shapely.Point(easting + off, northing + off)
    found = coverage.parcels_at(point.x, point.y)
    covering = {one: shape for one, shape in parcels.items() if shape is not None and shape.intersects(point)}
    assert ids_at(coverage, found) == covering.keys()
    areas = [covering[coverage.id_at(int(at))].area for at in found]
    assert areas == sorted(areas)


@given(patched_coverages(), GRID, GRID)
def test_owners_of_a_vertex(
    drawn: tuple[Coverage, dict[ObjectId, Shape]], easting: int, northing: int
) -> None:
    coverage, parcels = drawn
    found = coverage.owners_of_vertex(easting, northing)
    assert found.tolist() == sorted(found.tolist())
    assert ids_at(coverage, found) == {
        one
        for one, shape in parcels.items()
        if shape is not None and [easting, northing] in shapely.get_coordinates(shape).tolist()
    }


@given(patched_coverages(), st.data())
def test_segments(drawn: tuple[Coverage, dict[ObjectId, Shape]], data: st.DataObject) -> None:
    coverage, parcels = drawn
    live = coverage.live().tolist()
    chosen = sorted(data.draw(st.sets(st.sampled_from(live)))) if live else []
    edges, owners = coverage.segments(np.array(chosen, dtype=np.int64))
    assert edges.shape == (len(owners), 4)
    assert set(owners.tolist()) <= set(chosen)
    for at in chosen:
        own = sorted(tuple(edge) for edge in edges[owners == at].tolist())
        assert own == edges_of(parcels[coverage.id_at(at)])


@given(patched_coverages())
def test_extent_and_boxes(drawn: tuple[Coverage, dict[ObjectId, Shape]]) -> None:
    coverage, parcels = drawn
    drawn_shapes = [shape for shape in parcels.values() if shape is not None]
    if drawn_shapes:
        assert coverage.extent() == tuple(shapely.total_bounds(drawn_shapes).tolist())
    else:
        assert coverage.extent() is None
    for at, box in zip(coverage.live().tolist(), coverage.boxes(coverage.live()).tolist(), strict=True):
        shape = parcels[coverage.id_at(at)]
        assert np.isnan(box).all() if shape is None else tuple(box) == shape.bounds


@given(patched_coverages(), st.data())
def test_a_patched_one_is_one_built_anew(
    drawn: tuple[Coverage, dict[ObjectId, Shape]], data: st.DataObject
) -> None:
    coverage, parcels = drawn
    compacted = coverage.compacted()
    assert compacted.version == coverage.version
    assert len(compacted.overlay) == 0
    mixed = data.draw(st.permutations(coverage.live().tolist()))
    for other in (compacted, Coverage.build(rows_of(parcels), coverage.version)):
        order = np.array([other.index_of(coverage.id_at(at)) for at in mixed], dtype=np.int64)
        chosen = np.array(mixed, dtype=np.int64)
        assert [same(*pair) for pair in zip(coverage.shapes(chosen), other.shapes(order), strict=True)] == [
            True
        ] * len(mixed)
        np.testing.assert_array_equal(coverage.boxes(chosen), other.boxes(order))
    # Attributes: the number tells which patch a parcel came with.
    for name in COLUMNS:
        np.testing.assert_array_equal(
            coverage.column(name, np.array(mixed, dtype=np.int64)),
            compacted.column(
                name,
                np.array([compacted.index_of(coverage.id_at(at)) for at in mixed], dtype=np.int64),
            ),
        )


def test_a_patch_leaves_the_coverage_before_it_alone() -> None:
    square = shapely.box(0, 0, 1, 1)
    before = build_coverage([square, shapely.box(1, 0, 2, 1)], version=1)
    first = before.shapes(before.live())
    after = before.patched(
        build_rows([shapely.box(5, 5, 6, 6)], ids=[row_id(0)], number=["new"]), [row_id(1)], 2
    )
    assert (before.version, after.version) == (1, 2)
    assert ids_at(before, before.live()) == {row_id(0), row_id(1)}
    assert ids_at(after, after.live()) == {row_id(0)}
    assert [same(*pair) for pair in zip(before.shapes(before.live()), first, strict=True)] == [True, True]
    assert before.column("number", before.live()).tolist() == ["1", "2"]
    assert after.column("number", after.live()).tolist() == ["new"]


def test_a_parcel_may_lose_and_regain_its_shape_and_come_back() -> None:
    square = shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])
    coverage = build_coverage([square], version=1)
    steps: list[tuple[Shape, bool]] = [(None, True), (square, True), (square, False), (square, True)]
    for version, (shape, there) in enumerate(steps, start=2):
        rows = rows_of({row_id(0): shape} if there else {}, version)
        coverage = coverage.patched(rows, [] if there else [row_id(0)], version)
        assert len(coverage) == int(there)
        assert same(coverage.shape(row_id(0)), shape if there else None)
        assert (coverage.extent() is not None) == (there and shape is not None)


@pytest.mark.parametrize(
    "stray",
    [
        shapely.box(1_358_000, 586_000, 1_358_020, 586_030),
        shapely.box(109.1, 12.3, 109.2, 12.4),
        shapely.box(293_000, 1_358_000, 293_020, 1_358_030),
        shapely.Polygon([(586_000, 1_358_000), (586_020, 1_358_000), (0, 0)]),
    ],
    ids=["axes swapped", "degrees", "another system", "one corner"],
)
def test_what_lies_absurdly_far_is_not_in_the_extent(stray: shapely.Polygon) -> None:
    near = [shapely.box(586_000 + at, 1_358_000, 586_020 + at, 1_358_030) for at in (0, 20, 40)]
    assert build_coverage([*near, stray]).extent() == (586_000.0, 1_358_000.0, 586_060.0, 1_358_030.0)


def test_parcels_from_one_end_of_a_province_to_the_other_are_in_the_extent() -> None:
    ends = [shapely.box(at, 1_250_000 + at, at + 20, 1_250_020 + at) for at in (0, 100_000, 300_000)]
    assert build_coverage(ends).extent() == (0.0, 1_250_000.0, 300_020.0, 1_550_020.0)


def test_where_nothing_is_most_of_it_all_is_in_the_extent() -> None:
    far = [shapely.box(at, 0, at + 20, 20) for at in (0, 900_000)]
    assert build_coverage(far).extent() == (0.0, 0.0, 900_020.0, 20.0)


def test_an_empty_one_answers_everything() -> None:
    for coverage in (Coverage.build(bare_rows({}), 7), build_coverage([None, None], version=7)):
        assert coverage.version == 7
        assert coverage.extent() is None
        assert coverage.box_query((-1e9, -1e9, 1e9, 1e9)).tolist() == []
        assert coverage.parcels_at(0.0, 0.0).tolist() == []
        assert coverage.owners_of_vertex(0.0, 0.0).tolist() == []
        assert coverage.shapes(coverage.live()).tolist() == [None] * len(coverage)
        edges, owners = coverage.segments(coverage.live())
        assert (edges.shape, owners.shape) == ((0, 4), (0,))
        assert len(coverage.compacted()) == len(coverage)


def squares(side: int) -> list[shapely.Polygon]:
    return [shapely.box(at % side, at // side, at % side + 1, at // side + 1) for at in range(side**2)]


def needles(vertices: int) -> list[shapely.Polygon]:
    """Return three parcels side by side with very many vertices each."""
    zigzag = [(x, 1 + x % 2) for x in range(vertices)]
    return [shapely.Polygon([(vertices, -3), (0, -3), *zigzag]) for _ in range(3)]


@pytest.mark.parametrize(
    "make",
    [lambda: squares(40), lambda: squares(1), lambda: needles(CHUNK_VERTICES + 10), lambda: needles(2_000)],
    ids=["many", "one", "large", "middling"],
)
def test_chunks_hold_every_drawn_parcel_once_and_are_small(make: Callable[[], list[Any]]) -> None:
    block = Block.build(build_rows([*make(), None]))
    starts = block.chunk_starts.tolist()
    assert (starts[0], starts[-1]) == (0, len(block) - 1)
    assert np.isnan(block.boxes[-1]).all()
    counts = np.diff(block.outlines.vertex_starts)
    for start, end, box in zip(starts[:-1], starts[1:], block.chunk_boxes.tolist(), strict=True):
        assert 1 <= end - start <= CHUNK_PARCELS
        assert end - start == 1 or counts[start:end].sum() <= CHUNK_VERTICES
        low, high = block.boxes[start:end, :2].min(axis=0), block.boxes[start:end, 2:].max(axis=0)
        assert box == [*low.tolist(), *high.tolist()]


@settings(max_examples=30)
@given(st.floats(0, 41), st.floats(0, 41), st.floats(0, 10), st.floats(0, 10))
def test_box_queries_through_many_chunks(west: float, south: float, width: float, depth: float) -> None:
    box = (west - 0.5, south - 0.5, west - 0.5 + width, south - 0.5 + depth)
    found = FORTY_BY_FORTY.box_query(box)
    every = FORTY_BY_FORTY.boxes(FORTY_BY_FORTY.live())
    hit = (
        (every[:, 0] <= box[2]) & (every[:, 2] >= box[0]) & (every[:, 1] <= box[3]) & (every[:, 3] >= box[1])
    )
    assert found.tolist() == np.flatnonzero(hit).tolist()


FORTY_BY_FORTY = build_coverage(squares(40))


def test_neighbours_in_the_plane_are_neighbours_in_the_block() -> None:
    # Chunks of a Morton curve are compact: their boxes hardly overlap.
    boxes = FORTY_BY_FORTY.base.chunk_boxes
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    assert len(boxes) >= 40**2 // CHUNK_PARCELS
    assert areas.sum() < 3 * 40**2


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 5)), max_size=20))
def test_ranges(pairs: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in pairs], dtype=np.int64)
    ends = np.array([start + length for start, length in pairs], dtype=np.int64)
    wanted = [number for start, length in pairs for number in range(start, start + length)]
    assert ranges(starts, ends).tolist() == wanted


def test_coordinates_come_out_bit_by_bit() -> None:
    # Metres on the 1 mm grid have no exact double; what goes in comes out.
    points = [(586_000.001, 1_358_000.003), (586_020.007, 1_358_000.009), (586_010.013, 1_358_030.029)]
    shape = canonical_shape(shapely.Polygon(points))
    coverage = build_coverage([shape])
    assert same(coverage.shape(row_id(0)), shape)
    for easting, northing in points:
        assert coverage.owners_of_vertex(easting, northing).tolist() == [0]
        assert coverage.owners_of_vertex(np.nextafter(easting, 0), northing).tolist() == []


def test_sheets_are_those_that_hold_in_the_order_people_count() -> None:
    coverage = build_coverage(squares(2), sheet=["10", "9", None, "9A"])
    assert coverage.sheets() == ["9", "9A", "10"]
    moved = coverage.patched(build_rows(squares(2)[:1], sheet=["C"]), [row_id(1)], 2)
    assert moved.sheets() == ["C", "9A"]


def test_parcels_without_a_shape_are_counted_through_changes() -> None:
    square, other = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    before = build_coverage([square, None, None, other], version=1)
    assert before.without_shape == 2
    # The first loses its shape, the second gets one, the third goes.
    after = before.patched(build_rows([None, square]), [row_id(2)], 2)
    assert after.without_shape == 1
    assert after.compacted().without_shape == 1
    assert Coverage.build(bare_rows({}), 1).without_shape == 0
