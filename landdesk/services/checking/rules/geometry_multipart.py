"""geometry.multipart: a parcel of several pieces of land that do not hang together."""

from typing import ClassVar

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class GeometryMultipart(MapRule):
    """Report every parcel whose recorded boundary has more than one part."""

    code: ClassVar[str] = "geometry.multipart"
    title: ClassVar[str] = N_("Parcel in several parts")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Count parts."""
        del limits  # one part or more
        chosen = view.chosen(subset)
        counts = shapely.get_num_geometries(view.recorded[chosen])
        return [
            self.finding(
                view.ids([chosen[row]]),
                _all_but_the_largest(view.recorded[chosen[row]]),
                Text(
                    N_("The parcel has {count} parts that do not hang together."), {"count": int(counts[row])}
                ),
                Text(N_("Make each part a parcel of its own; a part that was drawn by mistake goes.")),
                amount=counts[row],
                unit="count",
            )
            for row in np.flatnonzero(counts > 1)
        ]


def _all_but_the_largest(shape: shapely.MultiPolygon) -> shapely.MultiPolygon:
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon(list(np.delete(parts, np.argmax(shapely.area(parts)))))
