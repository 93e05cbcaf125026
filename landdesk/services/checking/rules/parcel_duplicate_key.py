"""parcel.duplicate-key: several parcels of a commune with the same sheet and number."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelDuplicateKey(MapRule):
    """Report every commune, sheet and number that several parcels have, unless all of these are provisional."""

    code: ClassVar[str] = "parcel.duplicate-key"
    title: ClassVar[str] = N_("Sheet and number used twice")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "T02"
    scope: ClassVar[Scope] = Scope.KEYS

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Look the keys up in the index of the whole coverage."""
        del limits  # keys are equal or not
        groups = view.keys.shared() if subset is None else _groups_of(view, subset)
        findings = []
        for group in groups:
            indices = np.array(group, dtype=np.int64)
            if view.coverage.column("provisional", indices).all():
                continue
            findings.append(self._finding(view, indices))
        return findings

    def _finding(self, view: CheckView, indices: Integers) -> Finding:
        coverage = view.coverage
        inside = shapely.point_on_surface(coverage.shapes(indices))
        points = [point for point in inside if point is not None]
        return self.finding(
            tuple(sorted(coverage.id_at(int(at)) for at in indices)),
            shapely.MultiPoint(points) if points else None,
            Text(
                N_("{count} parcels have sheet {sheet} and number {number}."),
                {
                    "count": len(indices),
                    "sheet": coverage.column("sheet", indices[:1])[0],
                    "number": coverage.column("number", indices[:1])[0],
                },
            ),
            Text(N_("Find out which parcel has the number and give the others theirs.")),
            amount=len(indices),
            unit="count",
        )


def _groups_of(view: CheckView, subset: Integers) -> Iterator[list[int]]:
    """Return the parcels of each key in the subset that more than one has."""
    for key in {view.keys.key(at) for at in view.indices[subset].tolist()}:
        members = [] if key is None else view.keys.members(key)
        if len(members) > 1:
            yield members
