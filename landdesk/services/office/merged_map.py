"""The office's map with a package laid over it, in memory; the store is not touched."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.coverage import COLUMNS, Coverage, ParcelRows
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.domain.records import PROVISIONAL, Parcel
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.profiles import MERGED_MAP
from landdesk.services.checking.runner import CheckResult, recheck
from landdesk.services.checking.touched import Touched


class MergedMap:
    """A coverage to which records are added one after the other.

    Args:
        coverage: The office's parcels.
        limits: Tolerances of the check.
    """

    def __init__(self, coverage: Coverage, limits: Limits) -> None:
        self.coverage = coverage
        self._limits = limits

    def lay_over(self, deltas: Iterable[Delta]) -> list[Finding]:
        """Change the map and return the errors that it did not have before."""
        change = ChangeSet("review", tuple(delta for delta in deltas if isinstance(delta.either, Parcel)))
        if not change.deltas:
            return []
        touched = Touched.by([change])
        before = self._check(self.coverage, touched)
        present = [delta.new for delta in change.deltas if isinstance(delta.new, Parcel)]
        gone = [delta.id for delta in change.deltas if delta.new is None]
        self.coverage = self.coverage.patched(_rows(self.coverage, present), gone, self.coverage.version)
        after = self._check(self.coverage, touched)
        return [after[key] for key in after.keys() - before.keys()]

    def _check(self, coverage: Coverage, touched: Touched) -> Mapping[str, Finding]:
        nothing = CheckResult(coverage.version, Findings(), (), 0.0)
        result = recheck(coverage, self._limits, touched, nothing, MERGED_MAP)
        return {one.key: one for one in result.findings if one.severity is Severity.ERROR}


def _rows(coverage: Coverage, parcels: list[Parcel]) -> ParcelRows:
    """Return rows for parcels; what the package does not say of them is as the office has it."""
    known = [coverage.index_of(one.id) for one in parcels]
    columns: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        columns[name] = np.array(
            [default if at is None else coverage.column(name, np.array([at]))[0] for at in known],
            dtype=object if default is None else type(default),
        )
    shapes = np.empty(len(parcels), dtype=object)
    shapes[:] = [one.shape for one in parcels]
    columns |= {
        "commune": _texts(one.commune for one in parcels),
        "sheet": _texts(one.sheet for one in parcels),
        "number": _texts(one.number for one in parcels),
        "provisional": np.array([one.number_state == PROVISIONAL for one in parcels], dtype=bool),
        "legal_area_m2": np.array(
            [np.nan if one.legal_area_m2 is None else float(one.legal_area_m2) for one in parcels]
        ),
        "has_address": np.array([one.address is not None for one in parcels], dtype=bool),
        "has_source_shape": np.array([one.source_shape is not None for one in parcels], dtype=bool),
    }
    ids: list[ObjectId] = [one.id for one in parcels]
    return ParcelRows(ids=ids, shapes=shapes, **{name: columns[name] for name in COLUMNS})


_DEFAULTS: dict[str, Any] = {"land_use": None, "user_count": 0}


def _texts(values: Iterable[str | None]) -> Any:
    listed = list(values)
    made = np.empty(len(listed), dtype=object)
    made[:] = listed
    return made
