"""Splits, merges and moved vertices on whole coverages: no parcel gets an edge that fits no neighbour."""

import math
import random
from itertools import pairwise
from pathlib import Path

import fiona
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon

from landdesk.domain.canonical_shape import (
    canonical_shapes,
    is_canonical_text,
    parse_shape,
    shape_of_parts,
    shape_texts,
)
from landdesk.domain.errors import RefusedError
from landdesk.domain.geometry import (
    Point,
    insert_shared_nodes,
    merge_polygons,
    move_shared_vertex,
    new_nodes,
    split_polygon,
)
from landdesk.domain.grid import GridPoint, Ring

DECANY = Path(__file__).parents[1] / "data" / "decany" / "decany_parcels.gpkg"


class Coverage:
    """Parcels by number, changed by the acts as a command's handler would do it."""

    def __init__(self, shapes: list[MultiPolygon]) -> None:
        self.shapes = dict(enumerate(shapes))

    def near(self, shape: shapely.Geometry) -> dict[int, MultiPolygon]:
        """Return the parcels whose boxes come within 2 mm of the shape's."""
        west, south, east, north = shapely.bounds(shape)
        boxes = shapely.bounds(np.array(list(self.shapes.values())))
        hit = (boxes[:, 0] < east + 0.002) & (boxes[:, 1] < north + 0.002)
        hit &= (boxes[:, 2] > west - 0.002) & (boxes[:, 3] > south - 0.002)
        return {key: shape for (key, shape), is_near in zip(self.shapes.items(), hit, strict=True) if is_near}

    def split(self, key: int, line: LineString) -> None:
        whole = self.shapes[key]
        first, *rest = split_polygon(whole, line)
        neighbours = {k: shape for k, shape in self.near(whole).items() if k != key}
        changed = insert_shared_nodes(neighbours, [first, *rest], [whole])
        cut_m = (sum(piece.length for piece in (first, *rest)) - whole.length) / 2
        limit_m2 = 0.001 * cut_m + 1e-7
        assert sum(piece.area for piece in (first, *rest)) == pytest.approx(whole.area, abs=limit_m2)
        self.shapes |= {key: first, **changed}
        self.shapes |= enumerate(rest, start=max(self.shapes) + 1)

    def merge(self, key: int, other: int) -> None:
        both = [self.shapes[key], self.shapes[other]]
        merged = merge_polygons(both)
        assert not new_nodes(both, [merged])
        assert merged.area == pytest.approx(sum(shape.area for shape in both), abs=1e-6)
        del self.shapes[other]
        self.shapes[key] = merged

    def move(self, at: Point, to: Point) -> None:
        owners = [shape for shape in self.near(shapely.Point(at)).values() if at in vertices(shape)]
        near = self.near(shapely.MultiPoint([to, *(point for shape in owners for point in vertices(shape))]))
        self.shapes |= move_shared_vertex(near, at, to, limit_m2=0.0)

    def act(self, chance: random.Random) -> None:
        """Try one act of any kind; one that is refused changes nothing."""
        key = chance.choice(list(self.shapes))
        shape = self.shapes[key]
        kind = chance.choice(["split", "split", "merge", "move"])
        try:
            if kind == "split":
                self.split(key, random_line(chance, shape))
            elif kind == "merge":
                self.merge(key, chance.choice(list(self.near(shape))))
            else:
                e, n = at = chance.choice(vertices(shape))
                reach_m = chance.choice([0.002, 0.05, 0.5, 5.0])
                self.move(at, (e + chance.uniform(-reach_m, reach_m), n + chance.uniform(-reach_m, reach_m)))
        except RefusedError:
            pass

    def assert_sound(self) -> None:
        shapes = np.array(list(self.shapes.values()))
        assert shapely.is_empty(shapely.coverage_invalid_edges(shapes, 0.0)).all()
        assert shapely.is_valid(shapes).all()
        assert all(text is not None and is_canonical_text(text) for text in shape_texts(shapes))


def vertices(shape: MultiPolygon) -> list[Point]:
    return [(e, n) for e, n in shapely.get_coordinates(shape).tolist()]


def random_line(chance: random.Random, shape: MultiPolygon) -> LineString:
    """Return a line through the inside at any angle, or from one vertex to another and a little beyond."""
    if chance.random() < 0.6:
        inside = shape.representative_point()
        length_m, angle = shape.length, chance.uniform(0, math.pi)
        de, dn = length_m * math.cos(angle), length_m * math.sin(angle)
        corner = [(inside.x + chance.uniform(-1, 1), inside.y)] if chance.random() < 0.3 else []
        return LineString([(inside.x - de, inside.y - dn), *corner, (inside.x + de, inside.y + dn)])
    one, other = chance.sample(vertices(shape)[1:], 2)
    beyond = chance.choice([0.0, 0.0001, 0.01, 0.5])
    de, dn = beyond * (other[0] - one[0]), beyond * (other[1] - one[1])
    return LineString([(one[0] - de, one[1] - dn), (other[0] + de, other[1] + dn)])


def blocks_with_streets(chance: random.Random) -> list[MultiPolygon]:
    """Return blocks of lots in two rows, back to back, within one street parcel; turned by any angle.

    The lots of the two rows meet anywhere along the middle of a block, so that most nodes are T-junctions.
    """
    angle, corner = chance.uniform(0, math.pi), (chance.uniform(-1e6, 1e6), chance.uniform(-2e6, 2e6))

    def place(u: float, v: float) -> GridPoint:
        e = corner[0] + u * math.cos(angle) - v * math.sin(angle)
        n = corner[1] + u * math.sin(angle) + v * math.cos(angle)
        return round(e * 1000), round(n * 1000)

    shapes: list[MultiPolygon] = []
    holes: list[Ring] = []
    columns, rows = chance.randint(1, 3), chance.randint(1, 2)
    for column in range(columns):
        for row in range(rows):
            west, south, width = 60.0 * column, 45.0 * row, chance.uniform(30, 52)
            # Half metres: corners of the two rows may meet, but never nearly.
            steps = range(2, int(2 * width) - 1)
            cuts = [
                [0.0, *(u / 2 for u in sorted(chance.sample(steps, chance.randint(1, 5)))), width]
                for _ in "ab"
            ]
            back = sorted({*cuts[0], *cuts[1]})
            fronts: list[Ring] = []
            for cut, v, depth in ((cuts[0], south, 15.0), (cuts[1], south + 30, -15.0)):
                for start, end in pairwise(cut):
                    shared = [place(west + u, v + depth) for u in reversed(back) if start <= u <= end]
                    shapes.append(shape_of_parts([[[place(west + start, v), place(west + end, v), *shared]]]))
                fronts.append([place(west + u, v) for u in cut])
            ends = [place(west + width, south + 15)], [place(west, south + 15)]
            holes.append([*fronts[0], *ends[0], *reversed(fronts[1]), *ends[1]])
    width, height = 60.0 * columns, 45.0 * rows
    around = [place(-8, -8), place(width, -8), place(width, height), place(-8, height)]
    return [*shapes, shape_of_parts([[around, *holes]])]


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_acts_on_blocks_leave_a_sound_coverage(seed: int) -> None:
    chance = random.Random(seed)
    coverage = Coverage(blocks_with_streets(chance))
    coverage.assert_sound()
    for _ in range(25):
        coverage.act(chance)
        coverage.assert_sound()


@pytest.fixture(scope="module")
def commune() -> list[MultiPolygon]:
    with fiona.open(DECANY) as source:
        return list(canonical_shapes([shapely.geometry.shape(row.geometry) for row in source]))


def test_a_whole_commune_survives_text_and_back(commune: list[MultiPolygon]) -> None:
    assert len(commune) == 3172
    back = [parse_shape(text) for text in shape_texts(commune) if text is not None]
    assert list(shapely.to_wkb(back)) == list(shapely.to_wkb(commune))


@pytest.mark.parametrize("seed", range(3))
def test_acts_on_a_real_commune_leave_a_sound_coverage(commune: list[MultiPolygon], seed: int) -> None:
    chance = random.Random(seed)
    coverage = Coverage(commune)
    for _ in range(100):
        coverage.act(chance)
    coverage.assert_sound()
    assert coverage.shapes != dict(enumerate(commune))


def test_a_split_without_shared_nodes_would_be_noticed(commune: list[MultiPolygon]) -> None:
    chance = random.Random(1)
    coverage = Coverage(commune)
    for key in chance.sample(range(len(commune)), 40):
        try:
            first, *rest = split_polygon(commune[key], random_line(chance, commune[key]))
        except RefusedError:
            continue
        coverage.shapes[key] = first
        coverage.shapes |= enumerate(rest, start=max(coverage.shapes) + 1)
    with pytest.raises(AssertionError):
        coverage.assert_sound()
