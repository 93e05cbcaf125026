"""geometry.invalid: a boundary that offends the rules for polygons, or that no polygon can hold."""

import re
from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView

# What GEOS says, and what people read.
_REASONS: Final = {
    "Self-intersection": N_("the boundary crosses itself"),
    "Ring Self-intersection": N_("the boundary touches itself in a corner"),
    "Hole lies outside shell": N_("a hole lies outside the parcel"),
    "Holes are nested": N_("a hole lies inside another hole"),
    "Nested shells": N_("a part lies inside another part"),
    "Interior is disconnected": N_("holes cut the parcel in two"),
    "Too few points in geometry component": N_("a ring has too few corners"),
    "Duplicate Rings": N_("a ring is there twice"),
}
_OTHER: Final = N_("the boundary is no polygon")

_PLACE: Final = re.compile(r"(?P<reason>[^\[]*)\[(?P<easting>\S+) (?P<northing>\S+)\]")


class GeometryInvalid(MapRule):
    """Report every parcel whose boundary is invalid, with the reason and the point, and every one unread."""

    code: ClassVar[str] = "geometry.invalid"
    title: ClassVar[str] = N_("Invalid boundary")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M03"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Report the recorded shapes; other rules work on repaired copies."""
        del limits  # a polygon is valid or not
        chosen = view.chosen(subset)
        invalid = chosen[view.is_invalid[chosen]]
        unread = chosen[~view.has_shape[chosen] & view.column("has_source_shape")[chosen]]
        return [self._invalid(view, at) for at in invalid] + [self._unread(view, at) for at in unread]

    def _invalid(self, view: CheckView, at: int) -> Finding:
        shape = view.recorded[at]
        said = _PLACE.fullmatch(shapely.is_valid_reason(shape))
        reason = said["reason"].strip() if said else ""
        place = shapely.Point(float(said["easting"]), float(said["northing"])) if said else None
        if place is None or not np.isfinite(shapely.get_coordinates(place)).all():
            place = shapely.box(*shape.bounds)
        return self.finding(
            view.ids([at]),
            place,
            Text(N_("The boundary is invalid: {reason}."), {"reason": Text(_REASONS.get(reason, _OTHER))}),
            Text(
                N_("Move the corner at this place; what no move mends has to be surveyed and imported again.")
            ),
        )

    def _unread(self, view: CheckView, at: int) -> Finding:
        return self.finding(
            view.ids([at]),
            None,
            Text(N_("The boundary in the source is no polygon; its bytes are kept as they came.")),
            Text(N_("Import the parcel again from a mended source.")),
        )
