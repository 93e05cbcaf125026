"""Findings as flat rows, which map files of them are written from. Nothing in them tells of people.

A row has the names of ``FINDING_COLUMNS`` and ``geometry``: the place in metres, easting first; where the record is at
fault a point in each of the parcels; None where there is neither.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely

from landdesk.domain.arrays import Objects
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding, keys
from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, translate
from landdesk.services.checking.registry import RULE_BY_CODE

FINDING_LAYER: Final = "findings"
FINDING_COLUMNS: Final = {
    "key": "str",
    "rule": "str",
    "title": "str",
    "criterion": "str",
    "severity": "str",
    "state": "str",
    "fixers": "str",
    "parcels": "str",
    "amount": "float",
    "unit": "str",
    "what": "str",
    "remedy": "str",
}
"""Kind of each column."""


def finding_rows(
    findings: Sequence[Finding],
    names: Mapping[ObjectId, str],
    coverage: Coverage,
    state_of: Callable[[Finding], str],
) -> Iterator[dict[str, Any]]:
    """Yield a row for each finding, in their order.

    Args:
        findings: Of a check.
        names: Sheet and number of the parcels.
        coverage: Where they lie.
        state_of: Says where a finding stands.
    """
    for finding, key in zip(findings, keys(findings), strict=True):
        rule = RULE_BY_CODE.get(finding.rule)
        yield {
            "key": key,
            "rule": finding.rule,
            "title": finding.rule if rule is None else _(rule.title),
            "criterion": "" if rule is None else str(rule.criterion),
            "severity": str(finding.severity),
            "state": state_of(finding),
            "fixers": "" if rule is None else " ".join(map(str, rule.fixers)),
            "parcels": " ".join(names.get(one, "?") for one in finding.objects),
            "amount": finding.amount,
            "unit": finding.unit,
            "what": translate(finding.what),
            "remedy": translate(finding.remedy),
            "geometry": finding.place if finding.place is not None else _points(finding.objects, coverage),
        }


def shapes_of(rows: Iterable[Mapping[str, Any]]) -> Objects:
    """Return the geometries of rows."""
    listed = [row["geometry"] for row in rows]
    found: Objects = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found


def _points(parcels: Iterable[ObjectId], coverage: Coverage) -> shapely.Geometry | None:
    """Return a point within each of the parcels that have a boundary."""
    points = shapely.point_on_surface(coverage.shapes(coverage.indices_of(parcels)))
    found = [one for one in points.tolist() if one is not None and not one.is_empty]
    if len(found) < 2:
        return found[0] if found else None
    return shapely.MultiPoint(found)
