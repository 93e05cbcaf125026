"""parcel.missing-node: a corner on a neighbour's edge that the neighbour does not have."""

from typing import ClassVar

import numpy as np
import shapely

from landdesk.domain.arrays import Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.corners_on_edges import NOISE_M, corners_on_edges
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelMissingNode(MapRule):
    """Report every pair of parcels of which one has a corner on an edge of the other that has none there.

    Only edges and corners on the frontier are looked at: an edge that two parcels share whole needs no corner.
    """

    code: ClassVar[str] = "parcel.missing-node"
    title: ClassVar[str] = N_("Corner missing in the neighbour")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.NEIGHBOURS

    def reach_m(self, limits: Limits) -> float:
        """A corner counts a little beside the edge."""
        return limits.node_distance_m + NOISE_M

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Look for corners of frontier edges within the limit of another parcel's frontier edge."""
        found = corners_on_edges(view, limits)
        wanted = np.ones(len(found.at), dtype=bool)
        if subset is not None:
            wanted = np.isin(found.has, subset) | np.isin(found.lacks, subset)
        corner_at, has, lacks = found.at[wanted], found.has[wanted], found.lacks[wanted]
        code = np.minimum(has, lacks) * len(view) + np.maximum(has, lacks)
        findings = []
        for pair in np.unique(code):
            nodes = np.unique(corner_at[code == pair], axis=0)
            findings.append(
                self.finding(
                    view.ids(divmod(int(pair), len(view))),
                    shapely.multipoints(nodes),
                    Text(
                        N_(
                            "Corners of one parcel on an edge of the other, which has no corner there: {count}."
                        ),
                        {"count": len(nodes)},
                    ),
                    Text(
                        N_("Join the nodes of the parcel: the neighbour gets the corner at the same place.")
                    ),
                    amount=len(nodes),
                    unit="count",
                )
            )
        return findings
