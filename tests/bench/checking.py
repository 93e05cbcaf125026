"""Figures of checking, on the real mosaic: the parcels of Děčany tiled 4 × 4."""

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import fiona
import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.coverage import COLUMNS, Coverage, Objects
from landdesk.domain.progress import SilentProgress
from landdesk.services.checking.profiles import EVERYTHING, GEOMETRY, shipped_limits
from landdesk.services.checking.runner import CheckResult, check, recheck
from landdesk.services.checking.touched import Touched, changed_box
from tests.rows import build_coverage, build_rows

Figures = dict[str, tuple[float, str]]

SOURCE = Path(__file__).resolve().parents[1] / "data" / "decany" / "decany_parcels.gpkg"
TILES = 4
RUNS = 5
EDITS = 300


def mosaic(tiles: int = TILES) -> Objects:
    """Return the parcels of Děčany beside and above each other, on the 1 mm grid."""
    with fiona.open(SOURCE) as source:
        polygons = [shapely.geometry.shape(feature["geometry"]) for feature in source]
    shapes = shapely.multipolygons(np.array(polygons, dtype=object)[:, None])
    west, south, east, north = shapely.total_bounds(shapes)
    width, height = np.ceil(east - west) + 100, np.ceil(north - south) + 100
    return np.concatenate(
        [
            shapely.transform(
                shapes, lambda points, step=step: np.rint((points + np.array(step)) * 1000) / 1000
            )
            for step in ((column * width, row * height) for column in range(tiles) for row in range(tiles))
        ]
    )


def check_geometry() -> Figures:
    """Return the whole check of the map and of everything, and bare GEOS on the same shapes."""
    shapes = mosaic()
    coverage = build_coverage(list(shapes))
    limits = shipped_limits()
    ours = [check(coverage, limits, SilentProgress(), GEOMETRY).seconds for _ in range(RUNS)]
    everything = [check(coverage, limits, SilentProgress(), EVERYTHING).seconds for _ in range(RUNS)]
    bare = [_seconds_of_coverage_validation(shapes) for _ in range(RUNS)]
    return {
        "check.geometry": (median(ours), "s"),
        "check.geometry.yardstick": (median(bare), "s"),
        "check.geometry.ratio": (median(ours) / median(bare), ""),
        "check.all": (median(everything), "s"),
    }


def check_recheck() -> Figures:
    """Return the 95th percentile of a recheck after moving a shared corner, and bare shapely on one parcel."""
    coverage = build_coverage(list(mosaic()))
    limits = shipped_limits()
    result = check(coverage, limits, SilentProgress())
    rng = np.random.default_rng(20260601)
    ours, bare = [], []
    for _ in range(EDITS):
        coverage, touched = _with_moved_corner(coverage, rng)
        started = perf_counter()
        result = recheck(coverage, limits, touched, result)
        ours.append(perf_counter() - started)
        bare.append(_seconds_of_bare_recheck(coverage, touched))
    _refuse_a_wrong_result(coverage, result)
    return {
        "check.recheck": (float(np.percentile(ours, 95)) * 1000, "ms"),
        "check.recheck.median": (median(ours) * 1000, "ms"),
        "check.recheck.yardstick": (float(np.percentile(bare, 95)) * 1000, "ms"),
        "check.recheck.ratio": (float(np.percentile(ours, 95) / np.percentile(bare, 95)), ""),
    }


def run() -> Figures:
    """Return all figures of this file."""
    return check_geometry() | check_recheck()


def _seconds_of_coverage_validation(shapes: Objects) -> float:
    started = perf_counter()
    shapely.coverage_invalid_edges(shapes)
    return perf_counter() - started


def _with_moved_corner(coverage: Coverage, rng: np.random.Generator) -> tuple[Coverage, Touched]:
    """Move a corner by up to 0.5 m in all parcels that have it."""
    at = int(rng.choice(coverage.live()))
    points = shapely.get_coordinates(coverage.shapes(np.array([at])))
    old = points[rng.integers(len(points))]
    new = np.round(old + rng.uniform(-0.5, 0.5, 2), 3)
    owners = coverage.owners_of_vertex(float(old[0]), float(old[1]))
    before = coverage.shapes(owners)
    after: list[MultiPolygon] = [
        shapely.transform(one, lambda given: np.where((given == old).all(axis=1)[:, None], new, given))
        for one in before
    ]
    ids = [coverage.id_at(int(one)) for one in owners]
    columns: dict[str, Any] = {name: coverage.column(name, owners) for name in COLUMNS}
    rows = build_rows(after, ids=ids, **columns)
    boxes = [changed_box(*sides) for sides in zip(before, after, strict=True)]
    touched = Touched(frozenset(ids), tuple(box for box in boxes if box is not None))
    return coverage.patched(rows, (), coverage.version + 1), touched


def _seconds_of_bare_recheck(coverage: Coverage, touched: Touched) -> float:
    """Validity, areas in common and coverage edges of the touched parcels and their neighbours, nothing else."""
    indices = coverage.indices_of(touched.ids)
    around = np.unique(np.concatenate([coverage.touching(coverage.id_at(int(at))) for at in indices]))
    shapes = coverage.shapes(np.union1d(indices, around))
    own = coverage.shapes(indices)
    started = perf_counter()
    shapely.is_valid(own)
    own_at, other_at = shapely.STRtree(shapes).query(own, predicate="intersects")
    shapely.area(shapely.intersection(own[own_at], shapes[other_at]))
    for width_m in (0.05, 0.2, 0.5):
        shapely.coverage_invalid_edges(shapes, gap_width=width_m)
    return perf_counter() - started


def _refuse_a_wrong_result(coverage: Coverage, result: CheckResult) -> None:
    """A figure of a recheck that finds something else is worth nothing."""
    whole = check(coverage, shipped_limits(), SilentProgress())
    if [finding.key for finding in whole.findings] != [finding.key for finding in result.findings]:
        raise AssertionError("the recheck differs from a whole check")
