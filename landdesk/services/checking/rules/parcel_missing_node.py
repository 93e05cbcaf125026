"""parcel.missing-node: a corner on a neighbour's edge that the neighbour does not have."""

from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.frontier import Frontier
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView

# Metres have some 1e-10 of noise in their last bits; what is exactly at the limit counts as within it.
_NOISE_M: Final = 1e-6


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
        return limits.node_distance_m + _NOISE_M

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Look for corners of frontier edges within the limit of another parcel's frontier edge."""
        frontier = view.frontier
        corner_at, number, has, lacks = _corners_on_edges(frontier, limits.node_distance_m)
        wanted = ~frontier.has_corner(number, lacks) & _is_on_grid(corner_at)
        if subset is not None:
            wanted &= np.isin(has, subset) | np.isin(lacks, subset)
        corner_at, has, lacks = corner_at[wanted], has[wanted], lacks[wanted]
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


def _corners_on_edges(frontier: Frontier, distance_m: float) -> tuple[Floats, Integers, Integers, Integers]:
    """Return corners near another parcel's edge: coordinates, number, the parcel that has it, the other one."""
    points, number, owner = frontier.ends()
    corner, edge = shapely.STRtree(frontier.lines()).query(
        shapely.points(points), predicate="dwithin", distance=distance_m + _NOISE_M
    )
    other = owner[corner] != frontier.owner[edge]
    corner, edge = corner[other], edge[other]
    return points[corner], number[corner], owner[corner], frontier.owner[edge]


def _is_on_grid(points: Floats) -> Flags:
    """Return which points are on the 1 mm grid; others are crossings that a repair for the check has made."""
    off = np.abs(points * 1000 - np.rint(points * 1000))
    flags: Flags = (off < 1e-3).all(axis=1)
    return flags
