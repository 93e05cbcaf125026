"""Data of others by which the rules are judged: where they lie, and how they are read.

Most of them are not part of the repository; what needs them is skipped where they are missing. The page
``docs/checking.md`` holds the figures, and ``counted`` reads them from there.
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import fiona
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from landdesk.domain.arrays import Objects
from landdesk.domain.coverage import Coverage
from landdesk.domain.progress import SilentProgress
from landdesk.services.checking.profiles import GEOMETRY, rules_in_force, shipped_rule_set
from landdesk.services.checking.runner import CheckResult, check
from tests.rows import Shape, build_coverage
from tests.unit.checking.running import ROOT

REAL: Final = Path(os.environ.get("LANDDESK_REAL_DATA", ROOT.parent / "shared" / "data" / "real"))
PAGE: Final = ROOT / "docs" / "checking.md"


def needed(*parts: str) -> Path:
    """Return the place of a file or folder of others; the test is skipped without it."""
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not here")
    return path


def shapes_of(path: Path, *, system: int = 0, to: int = 0, scale: float = 1.0) -> Objects:
    """Return the geometries of a file on the grid, projected or enlarged where that is asked for."""
    with fiona.open(path) as source:
        found = [one["geometry"] and shapely.geometry.shape(one["geometry"]) for one in source]
    shapes = np.empty(len(found), dtype=object)
    shapes[:] = found
    way = Transformer.from_crs(system, to, always_xy=True) if to else None

    def placed(points: Any) -> Any:
        if way is not None:
            points = np.column_stack(way.transform(*points.T))
        return np.round(points * scale, 3)

    moved: Objects = shapely.transform(shapes, placed)
    return moved


def cambridge() -> Objects:
    """Return the 13,116 parcels of 2014 in metres."""
    path = needed("cambridge", "cambridge_parcels_fy2014.topojson")
    return shapes_of(path, system=4326, to=26986)


def new_zealand() -> Objects:
    """Return the 228 survey adjustments in metres."""
    return shapes_of(needed("nz_waca", "nz-waca-adjustments.gpkg"), system=4167, to=2193)


def coverage_of(shapes: Objects | list[Any]) -> Coverage:
    """Return parcels made from polygons; what has no land has no shape."""
    return build_coverage([_polygonal(one) for one in shapes])


def _polygonal(shape: Any) -> Shape:
    if shape is None:
        return None
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon" and not one.is_empty]
    return shapely.MultiPolygon(parts) if parts else None


def found_in(shapes: Objects | list[Any]) -> CheckResult:
    """Return what the rules of the map find."""
    result = check(
        coverage_of(shapes),
        shipped_rule_set(),
        SilentProgress(),
        rules_in_force(shipped_rule_set(), codes=GEOMETRY),
    )
    assert result.failures == ()
    return result


def members(objects: tuple[bytes, ...]) -> tuple[int, ...]:
    """Return the numbers of parcels of `coverage_of`."""
    return tuple(int.from_bytes(one, "big") for one in objects)


@cache
def counted(data: str) -> dict[str, int]:
    """Return what the page says of one set of data: findings of each rule; rules without any are left out."""
    text = PAGE.read_text("utf-8")
    rows = re.findall(r"^\| `([a-z.-]+)` \| (.+) \|$", text, flags=re.MULTILINE)
    head = re.search(r"^\| rule \| (.+) \|$", text, flags=re.MULTILINE)
    assert head is not None
    at = [one.strip() for one in head[1].split("|")].index(data)
    made = {rule: int(cells.split("|")[at]) for rule, cells in rows}
    return {rule: count for rule, count in made.items() if count}


def overlapping_pairs(shapes: Objects) -> int:
    """Count pairs with more than 0.001 m² in common without the program."""
    valid = _valid(shapes)
    left, right = shapely.STRtree(valid).query(valid)
    left, right = left[left < right], right[left < right]
    return int((shapely.area(shapely.intersection(valid[left], valid[right])) > 0.001).sum())


def holes_of_union(shapes: Objects) -> Objects:
    """Return the holes in the union of all shapes, without the program."""
    parts = shapely.get_parts(shapely.union_all(_valid(shapes)))
    rings = [ring for part in parts if part.geom_type == "Polygon" for ring in part.interiors]
    holes: Objects = shapely.polygons(np.array(rings, dtype=object))
    return holes


def _valid(shapes: Objects) -> Objects:
    present = shapes[~shapely.is_missing(shapes)]
    made: Objects = shapely.make_valid(present[~shapely.is_empty(present)])
    return made
