"""parcel.near-node: corners of two parcels that should be one and the same corner."""

from typing import ClassVar

import numpy as np
import shapely

from landdesk.domain.arrays import Floats, Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.corners_on_edges import NOISE_M, corners_on_edges, is_on_grid
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelNearNode(MapRule):
    """Report every pair of parcels with corners nearer than the limit, of which neither parcel has that of the other.

    Where the corner of one lies on an edge of the other, it is a missing node and not reported again.
    """

    code: ClassVar[str] = "parcel.near-node"
    title: ClassVar[str] = N_("Corners nearly meet")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.NEIGHBOURS

    def reach_m(self, limits: Limits) -> float:
        """The corners of a pair are that far apart at most."""
        return limits.near_node_m + NOISE_M

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Look for near corners on the frontier: an edge that two parcels share whole has common corners."""
        ends, one, other = _near_corners(view, limits)
        if subset is not None:
            wanted = np.isin(one, subset) | np.isin(other, subset)
            ends, one, other = ends[wanted], one[wanted], other[wanted]
        codes = np.minimum(one, other) * len(view) + np.maximum(one, other)
        findings = []
        for code in np.unique(codes):
            near = ends[codes == code]
            findings.append(
                self.finding(
                    view.ids(divmod(int(code), len(view))),
                    shapely.multipoints(np.unique(near.reshape(-1, 2), axis=0)),
                    Text(
                        N_(
                            "Corners of the two parcels that lie up to {apart_mm:.0f} mm beside each other: {count}."
                        ),
                        {
                            "apart_mm": 1000 * float(np.hypot(*(near[:, 0] - near[:, 1]).T).max()),
                            "count": len(near),
                        },
                    ),
                    Text(
                        N_(
                            "Join the nodes of one of the two parcels, so that its corner comes onto the other one."
                        )
                    ),
                    amount=len(near),
                    unit="count",
                )
            )
        return findings


def _near_corners(view: CheckView, limits: Limits) -> tuple[Floats, Integers, Integers]:
    """Return pairs of corners, n × 2 × 2, and the parcel of each of the two."""
    frontier = view.frontier
    points, number, owner = frontier.ends()
    _, first = np.unique(number * len(view) + owner, return_index=True)
    first = first[is_on_grid(points[first])]
    points, number, owner = points[first], number[first], owner[first]
    corners = shapely.points(points)
    one, other = shapely.STRtree(corners).query(
        corners, predicate="dwithin", distance=limits.near_node_m + NOISE_M
    )
    apart = (one < other) & (owner[one] != owner[other]) & (number[one] != number[other])
    one, other = one[apart], other[apart]
    on_edge = corners_on_edges(view, limits)
    found_already = on_edge.number * len(view) + on_edge.lacks
    kept = np.ones(len(one), dtype=bool)
    for mine, its in ((one, other), (other, one)):
        kept &= ~frontier.has_corner(number[mine], owner[its])
        kept &= ~np.isin(number[mine] * len(view) + owner[its], found_already)
    one, other = one[kept], other[kept]
    return np.stack([points[one], points[other]], axis=1), owner[one], owner[other]
