"""parcel.contained: a parcel that lies wholly on the land of another one."""

from typing import ClassVar

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.common_land import Lie, common_land
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelContained(MapRule):
    """Report every pair of parcels of which one has no land besides that of the other, which has."""

    code: ClassVar[str] = "parcel.contained"
    title: ClassVar[str] = N_("Parcel inside another")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.NEIGHBOURS

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Report the pairs of which one lies within the other."""
        land = common_land(view, limits, subset)
        return [
            self.finding(
                view.ids((land.left[at], land.right[at])),
                land.place(at),
                Text(
                    N_("A parcel of {area_m2:.3f} m² lies wholly on the land of another one."),
                    {"area_m2": float(land.area_m2[at])},
                ),
                Text(N_("Cut it out of the larger parcel, or delete it where it was made by mistake.")),
                amount=land.area_m2[at],
                unit="m2",
            )
            for at in land.where(Lie.FIRST_WITHIN, Lie.SECOND_WITHIN)
        ]
