"""parcel.sliver: a parcel that is too small and too narrow to be one."""

from typing import ClassVar

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelSliver(MapRule):
    """Report every parcel that is slender, narrower on average than the limit and not above the limit of area."""

    code: ClassVar[str] = "parcel.sliver"
    title: ClassVar[str] = N_("Parcel is a sliver")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Compare area and perimeter."""
        chosen = view.chosen(subset)
        area_m2, perimeter_m = view.areas_m2[chosen], shapely.length(view.shapes[chosen])
        # Twice the area by the perimeter is the width of a long strip.
        width_m = np.round(2 * area_m2 / np.where(perimeter_m > 0, perimeter_m, 1.0), 6)
        is_sliver = (
            (area_m2 > 0)
            & (width_m < limits.parcel_width_m)
            & (np.round(area_m2, 6) <= limits.parcel_area_m2)
            & (perimeter_m**2 >= 4 * limits.gap_slenderness * area_m2)
        )
        return [
            self.finding(
                view.ids([chosen[row]]),
                view.shapes[chosen[row]],
                Text(
                    N_("The parcel has {area_m2:.2f} m² and is {width_m:.2f} m wide on average."),
                    {"area_m2": float(area_m2[row]), "width_m": float(width_m[row])},
                ),
                Text(
                    N_(
                        "Merge it with the neighbour it belongs to, or leave it where it really is land of its own."
                    )
                ),
                amount=area_m2[row],
                unit="m2",
            )
            for row in np.flatnonzero(is_sliver)
        ]
