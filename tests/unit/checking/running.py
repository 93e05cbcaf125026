"""Running rules in tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, box

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.progress import SilentProgress
from landdesk.services.checking.profiles import rules_in_force, shipped_rule_set
from landdesk.services.checking.runner import CheckResult, check
from tests.rows import Shape, build_coverage

ROOT = Path(__file__).resolve().parents[3]


def findings_of(
    code: str, shapes: Sequence[Shape], system: int | None = None, **columns: Any
) -> list[Finding]:
    """Return what one rule finds, in order; the rule must not fail."""
    result = check(
        build_coverage(shapes, system=system, **columns),
        shipped_rule_set(),
        SilentProgress(),
        rules_in_force(shipped_rule_set(), codes=[code]),
    )
    assert result.failures == ()
    return list(result.findings)


def checked(coverage: Coverage) -> CheckResult:
    """Return what all rules find with the shipped limits."""
    result = check(coverage, shipped_rule_set(), SilentProgress())
    assert result.failures == ()
    return result


def square(west: float, south: float, size: float = 10.0) -> Polygon:
    """Return a square parcel."""
    return box(west, south, west + size, south + size)


def frame(width: float, height: float) -> list[Polygon]:
    """Return two parcels around a hole of this size, one to the west and south, one to the east and north."""
    return [
        Polygon([(-10, -10), (width, -10), (width, 0), (0, 0), (0, height), (-10, height)]),
        Polygon(
            [
                (width, -10),
                (width + 10, -10),
                (width + 10, height + 10),
                (-10, height + 10),
                (-10, height),
                (0, height),
                (width, height),
                (width, 0),
            ]
        ),
    ]


def decany() -> list[MultiPolygon]:
    """Return the 3,172 parcels of Děčany on the 1 mm grid."""
    with fiona.open(ROOT / "tests" / "data" / "decany" / "decany_parcels.gpkg") as source:
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in source]
    rounded = shapely.transform(np.array(shapes, dtype=object), lambda points: np.rint(points * 1000) / 1000)
    return [MultiPolygon([shape]) for shape in rounded]
