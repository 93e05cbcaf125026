"""The canonical form of shapes: published vectors, a second implementation, promised properties."""

import json
import math
import random
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.canonical_shape import (
    Polygonal,
    canonical_shape,
    canonical_shapes,
    grid_parts,
    has_canonical_form,
    is_canonical_text,
    parse_shape,
    rounding_report,
    shape_of_parts,
    shape_text,
    shape_texts,
)
from landdesk.domain.grid import GridPoint, Part

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "canonical" / "shapes.json").read_text("utf-8"))
SHAPES = {vector["name"]: vector for vector in VECTORS["shapes"]}
UNHELD = {vector["name"]: vector for vector in VECTORS["unheld"]}


# --- a second implementation, as somebody with the standard library alone would write it --------------------


class Wkb:
    """Reads ISO well-known binary of polygons and multipolygons of any dimension and byte order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def parts(self) -> list[list[list[tuple[float, float]]]]:
        order = "<" if self.take("B")[0] == 1 else ">"
        (code,) = self.take(order + "I")
        dimensions, kind = {0: 2, 1: 3, 2: 3, 3: 4}[code // 1000], code % 1000
        (count,) = self.take(order + "I")
        if kind == 6:
            return [part for _ in range(count) for part in self.parts()]
        assert kind == 3
        rings = []
        for _ in range(count):
            (length,) = self.take(order + "I")
            points = [self.take(f"{order}{dimensions}d")[:2] for _ in range(length)]
            rings.append([(float(x), float(y)) for x, y in points[:-1]])
        return [rings] if rings else []


def text_by_standard_library(data: bytes) -> str:
    """Follow the words of the format naively: try every rotation and direction, sort, join."""

    def nearest(coordinate: float) -> int:
        return round(Fraction(coordinate * 1000.0))  # the product in double precision, then half to even

    def ordered(points: list[tuple[float, float]], sign: int) -> list[GridPoint]:
        ring = [(nearest(x), nearest(y)) for x, y in points]
        following = [*ring[1:], ring[0]]
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))
        ways = [ring] if area * sign > 0 else [ring[::-1]] if area * sign < 0 else [ring, ring[::-1]]
        return min(way[k:] + way[:k] for way in ways for k in range(len(way)))

    parts = []
    for shell, *holes in Wkb(data).parts():
        parts.append([ordered(shell, 1), *sorted(ordered(hole, -1) for hole in holes)])
    rings = [[" ".join(f"{x} {y}" for x, y in ring) for ring in part] for part in sorted(parts)]
    return "|".join(";".join(part) for part in rings)


# --- published vectors --------------------------------------------------------------------------------------


def shape_of(vector: dict[str, Any]) -> Polygonal:
    with np.errstate(invalid="ignore"):  # shapely warns of what is not a number
        return shapely.from_wkb(bytes.fromhex(vector["wkb"]))


@pytest.mark.parametrize("name", SHAPES)
def test_vector(name: str) -> None:
    vector = SHAPES[name]
    canonical = canonical_shape(shape_of(vector))
    assert shape_text(canonical) == vector["text"]
    assert text_by_standard_library(bytes.fromhex(vector["wkb"])) == vector["text"]
    assert canonical.is_valid == vector["valid"]
    assert is_canonical_text(vector["text"])
    assert same(parse_shape(vector["text"]), canonical)


def test_vectors_at_once() -> None:
    shapes = [shape_of(vector) for vector in SHAPES.values()]
    assert shape_texts(canonical_shapes(shapes)) == [vector["text"] for vector in SHAPES.values()]


@pytest.mark.parametrize("name", UNHELD)
def test_shape_without_canonical_form(name: str) -> None:
    shape = shape_of(UNHELD[name])
    good = shape_of(SHAPES["square"])
    assert has_canonical_form([good, shape, None]).tolist() == [True, False, True]
    with pytest.raises(ValueError, match=r"a ring has|a coordinate is"):
        canonical_shape(shape)
    with pytest.raises(ValueError, match=r"a ring has|a coordinate is"):
        canonical_shapes([good, shape])


@pytest.mark.parametrize("text", VECTORS["malformed"])
def test_malformed_text_is_refused(text: str) -> None:
    assert not is_canonical_text(text)
    with pytest.raises(ValueError, match=r"not the text form|too large"):
        parse_shape(text)


@pytest.mark.parametrize("vector", VECTORS["not_canonical"], ids=lambda vector: vector["about"])
def test_text_out_of_order_is_read_and_noticed(vector: dict[str, str]) -> None:
    assert not is_canonical_text(vector["text"])
    assert shape_text(parse_shape(vector["text"])) == vector["text"]
    assert shape_text(canonical_shape(parse_shape(vector["text"]))) != vector["text"]


def test_malformed_text_is_refused_in_linear_time() -> None:
    assert not is_canonical_text("0 0 " * 200_000 + "x")


# --- what is held, empty and missing ------------------------------------------------------------------------


def test_missing_and_empty_shapes_become_none() -> None:
    square = shape_of(SHAPES["square"])
    result = canonical_shapes([None, shapely.MultiPolygon(), square, shapely.Polygon()])
    assert [shape is None for shape in result] == [True, True, False, True]
    assert shape_texts(result) == [None, None, SHAPES["square"]["text"], None]
    assert len(canonical_shapes([])) == 0
    assert shape_texts([]) == []
    assert has_canonical_form([None, shapely.MultiPolygon()]).tolist() == [True, True]


def test_empty_shape_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        canonical_shape(shapely.MultiPolygon())


def test_other_kinds_of_shape_are_refused() -> None:
    line = shapely.LineString([(0, 0), (1, 0), (1, 1), (0, 0)])
    assert not has_canonical_form([line])[0]
    with pytest.raises(TypeError):
        canonical_shape(line)
    with pytest.raises(TypeError):
        canonical_shapes([line])


def test_text_of_a_shape_off_the_grid_is_refused() -> None:
    off = shapely.MultiPolygon([shapely.Polygon([(0, 0), (1, 0), (1, 1.0001)])])
    with pytest.raises(ValueError, match="grid"):
        shape_text(off)
    with pytest.raises(ValueError, match="grid"):
        shape_texts([off])


def test_no_negative_zero_is_left() -> None:
    shape = shapely.Polygon([(-0.0004, -0.0), (1, -0.0), (1, 1)])
    for canonical in (canonical_shape(shape), canonical_shapes([shape])[0]):
        assert not np.signbit(shapely.get_coordinates(canonical)).any()


def test_rounding_report_counts_shapes_and_measures_vertices() -> None:
    square = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
    noisy = shapely.Polygon([(0.1 + 0.2, 0), (1, 0), (1, 1), (0, 1)])
    moved = shapely.Polygon([(0.0003, 0.0004), (1, 0), (1, 1), (0.0001, 1)])
    dropped = shapely.Polygon([(0.0005, 0.0005), (1, 0), (1, 1)])
    before = [square, noisy, None, moved, dropped]
    after = [*canonical_shapes(before)[:4], None]
    count, largest_m = rounding_report(before, after)
    assert count == 1
    assert largest_m == pytest.approx(0.0005)
    assert rounding_report([None], [None]) == (0, 0.0)


# --- properties ---------------------------------------------------------------------------------------------


def same(one: Polygonal, other: Polygonal) -> bool:
    """Return whether two shapes are the same bit for bit, order of vertices included."""
    return bool(shapely.to_wkb(one) == shapely.to_wkb(other))


def rings(least: int, size: int) -> st.SearchStrategy[list[GridPoint]]:
    """Return rings on few places, so that ties, repeated points and rings without area are common."""
    numbers = st.integers(least, least + size)
    return st.lists(st.tuples(numbers, numbers), min_size=3, max_size=9)


# A few places near zero; places far apart, where doubled areas need more than 64 bits.
SCALES = st.sampled_from([(-1, 2), (-3, 40), (-(10**12), 2 * 10**12), (1_354_001_234, 50_000)])
PARTS: st.SearchStrategy[list[Part]] = SCALES.flatmap(
    lambda scale: st.lists(st.lists(rings(*scale), min_size=1, max_size=4), min_size=1, max_size=4)
)


def drawn(parts: list[Part]) -> shapely.MultiPolygon:
    """Return the shape with these rings in this order, in metres."""
    # Closed here: shapely would take a first point that is repeated at the end for the closing one.
    in_metres = [[[(x / 1000, y / 1000) for x, y in (*ring, ring[0])] for ring in part] for part in parts]
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, *holes in in_metres])


def redrawn(parts: list[Part], chance: random.Random) -> list[Part]:
    """Return the same rings begun elsewhere, turned round and in another order."""
    result = []
    for shell, *holes in parts:
        chance.shuffle(holes)
        turned = []
        for ring in (shell, *holes):
            start = chance.randrange(len(ring))
            moved = ring[start:] + ring[:start]
            turned.append(moved[::-1] if chance.random() < 0.5 else moved)
        result.append(turned)
    chance.shuffle(result)
    return result


@given(PARTS)
def test_canonical_form_agrees_with_the_second_implementation(parts: list[Part]) -> None:
    shape = drawn(parts)
    assert shape_text(canonical_shape(shape)) == text_by_standard_library(shapely.to_wkb(shape, flavor="iso"))


@given(st.lists(st.none() | PARTS, max_size=6))
def test_many_at_once_are_as_one_by_one(many: list[list[Part] | None]) -> None:
    shapes = [None if parts is None else drawn(parts) for parts in many]
    alone = [None if shape is None else canonical_shape(shape) for shape in shapes]
    together = canonical_shapes(shapes)
    for one, other in zip(alone, together, strict=True):
        assert (one is None and other is None) or same(one, other)
    assert shape_texts(together) == [None if shape is None else shape_text(shape) for shape in alone]


@given(PARTS)
def test_round_trip_and_idempotence(parts: list[Part]) -> None:
    canonical = canonical_shape(drawn(parts))
    text = shape_text(canonical)
    assert same(parse_shape(text), canonical)
    assert same(canonical_shape(canonical), canonical)
    assert same(canonical_shapes([canonical])[0], canonical)
    assert same(shape_of_parts(grid_parts(canonical)), canonical)
    assert is_canonical_text(text)


@given(PARTS, st.randoms(use_true_random=False))
def test_start_direction_and_order_do_not_matter(parts: list[Part], chance: random.Random) -> None:
    again = redrawn(parts, chance)
    assert same(canonical_shape(drawn(again)), canonical_shape(drawn(parts)))
    assert is_canonical_text(text_of(again)) == (text_of(again) == shape_text(canonical_shape(drawn(parts))))


def text_of(parts: list[Part]) -> str:
    return "|".join(";".join(" ".join(f"{x} {y}" for x, y in ring) for ring in part) for part in parts)


@given(PARTS)
def test_no_vertex_is_dropped(parts: list[Part]) -> None:
    count = sum(len(ring) for part in parts for ring in part)
    canonical = canonical_shape(drawn(parts))
    assert sum(len(ring) for part in grid_parts(canonical) for ring in part) == count


COORDINATES = st.floats(-1e9, 1e9) | st.floats(-5, 5) | st.integers(-20, 20).map(lambda half: half / 2000)


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=3, max_size=8))
def test_coordinates_are_those_of_rint(points: list[tuple[float, float]]) -> None:
    expected = np.rint(np.array(points) * 1000) / 1000 + 0.0
    shape = shapely.Polygon([*points, points[0]])
    for canonical in (canonical_shape(shape), canonical_shapes([shape])[0]):
        kept = shapely.get_coordinates(canonical)[:-1]
        assert sorted(kept.tolist()) == sorted(expected.tolist())
        assert same(canonical_shape(canonical), canonical)


@given(PARTS, st.data())
def test_a_changed_text_is_refused_or_another_shape(parts: list[Part], data: st.DataObject) -> None:
    text = shape_text(canonical_shape(drawn(parts)))
    at = data.draw(st.integers(0, len(text) - 1))
    changed = (
        text[:at] + data.draw(st.sampled_from(["", " ", "-", "0", "7", ";", "|", ".", "x"])) + text[at + 1 :]
    )
    try:
        shape = parse_shape(changed)
    except ValueError:
        assert not is_canonical_text(changed)
    else:
        assert shape_text(shape) == changed


def test_a_ring_of_equal_points_takes_linear_time() -> None:
    many = [(0, 0)] * 40_000 + [(1, 0), (1, 1)]
    canonical = canonical_shapes([drawn([[many]])])[0]
    assert shape_text(canonical).startswith("0 0 0 0 0 0")
    assert math.isclose(canonical.area, 0.5e-6)


def test_every_rotation_and_direction_of_a_ring_that_passes_its_start_twice() -> None:
    ring = [(0, 0), (3, 3), (1, 3), (0, 0), (2, -1), (3, 1)]
    ways = [way[k:] + way[:k] for way in (ring, ring[::-1]) for k in range(len(ring))]
    forms = [shape_text(shape) for shape in canonical_shapes([drawn([[way]]) for way in ways])]
    assert set(forms) == {"0 0 2 -1 3 1 0 0 3 3 1 3"}
