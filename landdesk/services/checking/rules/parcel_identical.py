"""parcel.identical: two parcels with the same land."""

from typing import ClassVar

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.common_land import Lie, common_land
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelIdentical(MapRule):
    """Report every pair of parcels of which neither has land besides that of the other."""

    code: ClassVar[str] = "parcel.identical"
    title: ClassVar[str] = N_("Parcel drawn twice")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.NEIGHBOURS

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Report the pairs that cover each other."""
        land = common_land(view, limits, subset)
        return [
            self.finding(
                view.ids((land.left[at], land.right[at])),
                land.place(at),
                Text(
                    N_("The two parcels are the same {area_m2:.3f} m² of land."),
                    {"area_m2": float(land.area_m2[at])},
                ),
                Text(
                    N_(
                        "Find out which record holds, move what is right in the other to it, and delete the other."
                    )
                ),
                amount=land.area_m2[at],
                unit="m2",
            )
            for at in land.where(Lie.IDENTICAL)
        ]
