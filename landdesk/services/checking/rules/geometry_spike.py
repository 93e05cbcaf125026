"""geometry.spike: a boundary that runs out to a corner and back on the same line."""

from typing import ClassVar

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.corners import Corners, corners_of, tips
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class GeometrySpike(MapRule):
    """Report every parcel with corners at which the boundary turns back on itself, once for all of them."""

    code: ClassVar[str] = "geometry.spike"
    title: ClassVar[str] = N_("Spike in the boundary")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Measure the angle at all corners of the recorded boundaries, and the width of what lies between its sides."""
        chosen = view.chosen(subset)
        corners = corners_of(view, chosen)
        found = tips(corners, limits.spike_angle_deg, limits.spike_width_m)
        if not np.abs(corners.forth).any(axis=1).all():
            # Beside a corner that stands twice there is no angle.
            found = tips(
                Corners.of(view.recorded[chosen], once=True), limits.spike_angle_deg, limits.spike_width_m
            )
        return [
            self.finding(
                view.ids([chosen[row]]),
                shapely.multipoints(np.unique(points, axis=0)),
                Text(N_("Corners at which the boundary runs out and back: {count}."), {"count": len(points)}),
                Text(N_("Delete the corner at the tip, in the neighbours too where they have it.")),
                amount=len(points),
                unit="count",
            )
            for row, points in found.by_parcel()
        ]
