"""geometry.missing: a parcel that is on no map."""

from typing import ClassVar

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class GeometryMissing(MapRule):
    """Report every parcel that has no boundary at all; one that could not be read is ``geometry.invalid``."""

    code: ClassVar[str] = "geometry.missing"
    title: ClassVar[str] = N_("No boundary")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M01"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Look for records without a shape."""
        del limits  # nothing is measured
        chosen = view.chosen(subset)
        missing = chosen[~view.has_shape[chosen] & ~view.column("has_source_shape")[chosen]]
        return [
            self.finding(
                view.ids([at]),
                None,
                Text(N_("The parcel has no boundary on the map.")),
                Text(
                    N_(
                        "Link a boundary without a record, or import the parcel with one; delete what does not exist."
                    )
                ),
            )
            for at in missing
        ]
