"""parcel.overlap: land that belongs to two parcels, each of which has land of its own too."""

from typing import ClassVar

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.common_land import Lie, common_land
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelOverlap(MapRule):
    """Report every pair of parcels whose common area is above the limit; contained and identical ones aside."""

    code: ClassVar[str] = "parcel.overlap"
    title: ClassVar[str] = N_("Parcels overlap")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M04"
    scope: ClassVar[Scope] = Scope.NEIGHBOURS

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Report the pairs that overlap partly."""
        land = common_land(view, limits, subset)
        return [
            self.finding(
                view.ids((land.left[at], land.right[at])),
                land.place(at),
                Text(
                    N_("The two parcels overlap by {area_m2:.3f} m²."), {"area_m2": float(land.area_m2[at])}
                ),
                Text(N_("Mend the shared boundary so that the parcels only touch.")),
                amount=land.area_m2[at],
                unit="m2",
            )
            for at in land.where(Lie.PARTLY)
        ]
