"""Corners of one parcel on an edge of another one that has no corner there: found once for two rules."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers
from landdesk.domain.limits import Limits
from landdesk.services.checking.view import CheckView

NOISE_M: Final = 1e-6
"""Metres have some 1e-10 of noise in their last bits; what is exactly at a limit counts as within it."""


@dataclass(frozen=True, slots=True, eq=False)
class CornersOnEdges:
    """Corners in arrays; one that lies on edges of several parcels comes several times.

    Args:
        at: The corner, n × 2.
        number: Its number in the frontier.
        has: Position of the parcel that has it.
        lacks: Position of the parcel that lacks it.
    """

    at: Floats
    number: Integers
    has: Integers
    lacks: Integers


def corners_on_edges(view: CheckView, limits: Limits) -> CornersOnEdges:
    """Return the corners of frontier edges within the limit of another parcel's frontier edge."""
    kept = view.kept.get("corners on edges")
    if kept is None or kept[0] != limits.node_distance_m:
        kept = view.kept["corners on edges"] = (limits.node_distance_m, _found(view, limits))
    found: CornersOnEdges = kept[1]
    return found


def _found(view: CheckView, limits: Limits) -> CornersOnEdges:
    frontier = view.frontier
    points, number, owner = frontier.ends()
    corner, edge = shapely.STRtree(frontier.lines()).query(
        shapely.points(points), predicate="dwithin", distance=limits.node_distance_m + NOISE_M
    )
    has, lacks = owner[corner], frontier.owner[edge]
    points, number = points[corner], number[corner]
    wanted = (has != lacks) & ~frontier.has_corner(number, lacks) & is_on_grid(points)
    return CornersOnEdges(points[wanted], number[wanted], has[wanted], lacks[wanted])


def is_on_grid(points: Floats) -> Flags:
    """Return which points are on the 1 mm grid; others are crossings that a repair for the check has made."""
    off = np.abs(points * 1000 - np.rint(points * 1000))
    flags: Flags = (off < 1e-3).all(axis=1)
    return flags
