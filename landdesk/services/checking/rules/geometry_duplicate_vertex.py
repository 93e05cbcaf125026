"""geometry.duplicate-vertex: a corner that stands twice in a row on a boundary."""

from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.corners import corners_of
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView

# Metres have some 1e-10 of noise in their last bits; what is exactly at the limit counts as within it.
_NOISE_M: Final = 1e-6


class GeometryDuplicateVertex(MapRule):
    """Report every parcel with corners in a row that are equal or as near as the limit, once for all of them."""

    code: ClassVar[str] = "geometry.duplicate-vertex"
    title: ClassVar[str] = N_("Corner there twice")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Measure all edges of the recorded boundaries."""
        chosen = view.chosen(subset)
        corners = corners_of(view, chosen)
        short = corners.taken(
            (np.abs(corners.forth) <= limits.vertex_distance_m + _NOISE_M).all(axis=1).nonzero()[0]
        )
        short = short.taken(np.hypot(*short.forth.T) <= limits.vertex_distance_m + _NOISE_M)
        return [
            self.finding(
                view.ids([chosen[row]]),
                shapely.multipoints(np.unique(points, axis=0)),
                Text(N_("Corners that are there twice in a row: {count}."), {"count": len(points)}),
                Text(N_("Delete one of the two; the boundary stays as it is.")),
                amount=len(points),
                unit="count",
            )
            for row, points in short.by_parcel()
        ]
