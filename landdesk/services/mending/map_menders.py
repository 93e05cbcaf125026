"""Menders of the map: corners and boundaries that follow from those beside them, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Severity
from landdesk.domain.geometry import Point
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.domain.map_mends import (
    MapFault,
    with_corners_joined,
    with_gap_given,
    with_missing_corners,
    without_repeated_corners,
    without_spikes,
)
from landdesk.i18n import N_
from landdesk.services.checking.corners import Corners, tips
from landdesk.services.checking.rules.parcel_gap import ParcelGap
from landdesk.services.checking.surroundings import with_surroundings
from landdesk.services.checking.view import CheckView
from landdesk.services.mending.mender import MapMender


class AddMissingCorner(MapMender):
    """Gives a parcel the corners that its neighbour has on the boundary of both."""

    rule: ClassVar[str] = "parcel.missing-node"
    title: ClassVar[str] = N_("Give the neighbour the corner")

    def shapes(self, coverage: Coverage, limits: Limits, fault: MapFault) -> dict[ObjectId, MultiPolygon]:
        """Put the corners into the edges on which they lie."""
        return with_missing_corners(coverage, fault, limits.node_distance_m)


class JoinNearCorners(MapMender):
    """Makes corners of two parcels one where they nearly meet."""

    rule: ClassVar[str] = "parcel.near-node"
    title: ClassVar[str] = N_("Join the corners that nearly meet")

    def shapes(self, coverage: Coverage, limits: Limits, fault: MapFault) -> dict[ObjectId, MultiPolygon]:
        """Join the corners found, for all parcels that have one of them."""
        return with_corners_joined(coverage, fault, limits.near_node_m)


class CornerOnce(MapMender):
    """Takes out the second of two corners that are the same."""

    rule: ClassVar[str] = "geometry.duplicate-vertex"
    title: ClassVar[str] = N_("Delete the repeated corner")

    def shapes(self, coverage: Coverage, limits: Limits, fault: MapFault) -> dict[ObjectId, MultiPolygon]:
        """Let each corner found stand once, in all parcels that have it."""
        return without_repeated_corners(coverage, fault, limits.vertex_distance_m)


class CutSpike(MapMender):
    """Takes out the corners at which a boundary runs out and back."""

    rule: ClassVar[str] = "geometry.spike"
    title: ClassVar[str] = N_("Delete the corner at the tip")

    def shapes(self, coverage: Coverage, limits: Limits, fault: MapFault) -> dict[ObjectId, MultiPolygon]:
        """Delete the tips, in all parcels that have them, until no spike is left."""

        def left(shape: MultiPolygon) -> Sequence[Point]:
            found = tips(
                Corners.of(np.array([shape], dtype=object), once=True),
                limits.spike_angle_deg,
                limits.spike_width_m,
            )
            return [(float(e), float(n)) for e, n in found.at.tolist()]

        return without_spikes(coverage, fault, limits.spike_width_m, left)


class GiveGap(MapMender):
    """Gives the land of a gap to the parcel with the longest boundary along it."""

    rule: ClassVar[str] = "parcel.gap"
    title: ClassVar[str] = N_("Give the gap to the parcel with the longest boundary along it")

    def shapes(self, coverage: Coverage, limits: Limits, fault: MapFault) -> dict[ObjectId, MultiPolygon]:
        """Give each piece of the gap away, and what the check would find at its ends then."""
        rule = ParcelGap(Severity.WARNING)

        def left(now: Coverage, changed: Mapping[ObjectId, MultiPolygon]) -> list[shapely.Geometry]:
            core = now.indices_of(changed)
            view = CheckView(now, with_surroundings(now, core, rule.reach_m(limits)))
            found = rule.check(view, limits, view.positions(core))
            return [one.place for one in found if one.place is not None]

        return with_gap_given(coverage, fault, left)


MAP_MENDERS: Final[tuple[MapMender, ...]] = (
    AddMissingCorner(),
    JoinNearCorners(),
    CornerOnce(),
    CutSpike(),
    GiveGap(),
)
MAP_MENDER_OF: Final = {one.rule: one for one in MAP_MENDERS}
