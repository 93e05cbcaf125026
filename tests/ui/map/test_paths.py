"""Paths made from arrays fill the same land as the shapes, and have each boundary line once."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainterPath

from landdesk.domain.coverage import Coverage
from landdesk.ui.map.land_use import by_land_use
from landdesk.ui.map.paths import BlockPaths, geometry_path, ground_transform
from landdesk.ui.map.view import MapView
from tests.rows import build_coverage

RING = shapely.Polygon([(0, 0), (30, 0), (30, 30), (0, 30)], [[(10, 10), (20, 10), (20, 20), (10, 20)]])


def covers(path: QPainterPath, origin: tuple[float, float], easting: float, northing: float) -> bool:
    return path.contains(QPointF(easting - origin[0], northing - origin[1]))


def line_length(path: QPainterPath) -> float:
    """Return the length of all lines of a path."""
    return sum(QLineF(a, b).length() for line in path.toSubpathPolygons() for a, b in pairwise(line.toList()))


@pytest.mark.parametrize("turned", [False, True])
def test_holes_stay_open_whichever_way_the_rings_go(turned: bool) -> None:
    shape = shapely.Polygon(RING.exterior.coords[::-1], [RING.interiors[0].coords]) if turned else RING
    paths = BlockPaths(build_coverage([shape]).base, by_land_use())
    outline = paths.outline(np.array([0]))
    assert covers(outline, paths.origin, 5, 5)
    assert not covers(outline, paths.origin, 15, 15)


def test_land_in_two_parcels_stays_filled() -> None:
    paths = BlockPaths(
        build_coverage([shapely.box(0, 0, 10, 10), shapely.box(0, 0, 10, 10).reverse()]).base, by_land_use()
    )
    assert covers(paths.outline(np.array([0, 1])), paths.origin, 5, 5)


def test_a_shared_line_comes_once() -> None:
    paths = BlockPaths(
        build_coverage([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]).base, by_land_use()
    )
    lines = paths.chunk(0, np.ones(2, dtype=bool)).lines
    assert line_length(lines) == pytest.approx(70)


@pytest.mark.parametrize("size", [(36, 20), (10, 10), (7, 3)])
def test_a_rectangle_in_the_middle_of_its_block_has_all_its_sides(size: tuple[int, int]) -> None:
    """Seen from there opposite sides mirror each other, and must not be taken for one."""
    shape = shapely.box(0, 0, *size)
    block = build_coverage([shape]).base
    drawn = BlockPaths(block, by_land_use()).chunk(0, np.ones(1, dtype=bool)).lines
    assert line_length(drawn) == pytest.approx(shape.length)


def test_lines_of_real_chunks_are_their_boundaries(decany: Coverage) -> None:
    paths = BlockPaths(decany.base, by_land_use())
    for number in (0, 5):
        begin, end = decany.base.chunk_starts[number : number + 2]
        shapes = decany.shapes(np.arange(begin, end))
        boundary = shapely.union_all(shapely.boundary(shapes))
        lines = paths.chunk(number, np.ones(end - begin, dtype=bool)).lines
        assert line_length(lines) == pytest.approx(boundary.length, rel=1e-9)


def test_fills_of_a_real_chunk_cover_their_parcels_only(decany: Coverage) -> None:
    paths = BlockPaths(decany.base, by_land_use())
    begin, end = decany.base.chunk_starts[3:5]
    chunk = paths.chunk(3, np.ones(end - begin, dtype=bool))
    by_group = dict(chunk.fills)
    for index in range(begin, end, 7):
        point = decany.shapes(np.array([index]))[0].point_on_surface()
        own = int(paths.classes[index])
        inside = {group for group, path in by_group.items() if covers(path, paths.origin, point.x, point.y)}
        assert inside == {own}


def test_parcels_that_are_not_shown_are_left_out() -> None:
    paths = BlockPaths(
        build_coverage([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]).base, by_land_use()
    )
    left = int(np.argmin(paths.block.boxes[:, 0]))
    shown = np.arange(2) == left
    chunk = paths.chunk(0, shown)
    assert line_length(chunk.lines) == pytest.approx(40)
    assert not covers(chunk.fills[0][1], paths.origin, 15, 5)


def test_what_is_kept_is_limited(decany: Coverage) -> None:
    paths = BlockPaths(decany.base, by_land_use(), kept_elements=20_000)
    counts = np.diff(decany.base.chunk_starts)
    made = [paths.chunk(number, np.ones(count, dtype=bool)) for number, count in enumerate(counts)]
    assert sum(one.element_count for one in made) > 20_000
    assert sum(one.element_count for one in paths._kept.values()) <= 20_000
    again = paths.chunk(len(counts) - 1, np.ones(counts[-1], dtype=bool))
    assert again is made[-1]


def test_geometry_of_every_kind_has_a_path() -> None:
    line = shapely.LineString([(0, 0), (3, 4)])
    several = shapely.GeometryCollection([RING, line, shapely.Point(1, 1), shapely.Polygon()])
    path = geometry_path([several, None, shapely.MultiPolygon()], (0.0, 0.0))
    assert line_length(path) == pytest.approx(RING.length + 5)
    assert covers(path, (0, 0), 5, 5)
    assert not covers(path, (0, 0), 15, 15)


def test_transform_agrees_with_the_view() -> None:
    view = MapView(598_895.0, 1_399_259.0, 0.25, 640, 480)
    origin = (598_000.0, 1_399_000.0)
    mapped = ground_transform(view, origin).map(QPointF(900.5, 260.25))
    assert (mapped.x(), mapped.y()) == pytest.approx(view.to_screen(598_900.5, 1_399_260.25))


def test_block_without_parcels_has_no_chunks() -> None:
    paths = BlockPaths(build_coverage([]).base, by_land_use())
    assert len(paths.chunk_lengths) == 0
