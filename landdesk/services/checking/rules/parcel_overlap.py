"""parcel.overlap: land that belongs to two parcels."""

from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView

_INSIDES_MEET: Final = "T********"


class ParcelOverlap(MapRule):
    """Report every pair of parcels whose common area is above the limit, contained and identical ones too."""

    code: ClassVar[str] = "parcel.overlap"
    title: ClassVar[str] = N_("Parcels overlap")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M04"
    scope: ClassVar[Scope] = Scope.NEIGHBOURS

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Compare pairs in arrays; areas are computed only where inside meets inside."""
        left, right = view.touching_pairs(subset)
        possible = view.may_overlap[left] & view.may_overlap[right]
        left, right = left[possible], right[possible]
        is_larger = view.corner_counts[left] < view.corner_counts[right]
        larger, smaller = np.where(is_larger, right, left), np.where(is_larger, left, right)
        shapely.prepare(view.shapes[larger])
        meets = shapely.relate_pattern(view.shapes[larger], view.shapes[smaller], _INSIDES_MEET)
        left, right = left[meets], right[meets]
        common = shapely.intersection(view.shapes[left], view.shapes[right])
        parts, pair = shapely.get_parts(common, return_index=True)
        area_m2, perimeter_m = shapely.area(parts), shapely.length(parts)
        # Lines where the two only touch have no area. What is thinner than the grid on average comes from a
        # corner that was rounded onto a slanting edge: parcel.missing-node finds that.
        is_land = (area_m2 > 0) & (2 * area_m2 >= limits.sliver_width_m * perimeter_m)
        pair, parts = pair[is_land], parts[is_land]
        total_m2 = np.bincount(pair, weights=area_m2[is_land], minlength=len(left))
        return [
            self.finding(
                view.ids((left[at], right[at])),
                shapely.MultiPolygon(list(parts[pair == at])),
                Text(N_("The two parcels overlap by {area_m2:.3f} m²."), {"area_m2": float(total_m2[at])}),
                Text(N_("Mend the shared boundary so that the parcels only touch.")),
                amount=total_m2[at],
                unit="m2",
            )
            for at in np.flatnonzero(total_m2 > limits.overlap_area_m2)
        ]
