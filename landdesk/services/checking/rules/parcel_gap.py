"""parcel.gap: narrow land between parcels that belongs to none."""

from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.strips import facing_strips
from landdesk.services.checking.view import CheckView

# Parcels this close to a hole lie around it.
_BESIDE_M: Final = 1e-6


class ParcelGap(MapRule):
    """Report small closed holes between parcels, and narrow strips between two parcels outside of those holes.

    A block ringed by roads is no gap: it is longer and wider than any limit.
    """

    code: ClassVar[str] = "parcel.gap"
    title: ClassVar[str] = N_("Gap between parcels")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M05"
    scope: ClassVar[Scope] = Scope.NEIGHBOURS

    def reach_m(self, limits: Limits) -> float:
        """A hole may open or close at its far end, and a strip reaches across its width."""
        return limits.hole_length_m + limits.gap_width_m

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Look for holes, then for strips that no hole accounts for; gaps of the same parcels are one finding."""
        holes, around = _small_holes(view, limits)
        gaps: dict[tuple[int, ...], list[shapely.Polygon]] = {}
        for hole, members in zip(holes, around, strict=True):
            if subset is None or np.isin(members, subset).any():
                gaps.setdefault(members, []).append(hole)
        for members, strip in _strips_outside(view, holes, limits, subset):
            gaps.setdefault(members, []).append(strip)
        return [self._gap(view, members, shapely.MultiPolygon(places)) for members, places in gaps.items()]

    def _gap(self, view: CheckView, members: tuple[int, ...], place: shapely.MultiPolygon) -> Finding:
        return self.finding(
            view.ids(members),
            place,
            Text(
                N_("{area_m2:.3f} m² between the parcels belong to none, {width_m:.3f} m wide on average."),
                {"area_m2": float(place.area), "width_m": float(_mean_width_m(place))},
            ),
            Text(N_("Join the nodes, or move the corners of one parcel onto the boundary of the other.")),
            amount=place.area,
            unit="m2",
        )


def _small_holes(view: CheckView, limits: Limits) -> tuple[Objects, list[tuple[int, ...]]]:
    """Return holes that no parcel can be, and the parcels around each, two at least."""
    holes = view.holes
    boxes = shapely.bounds(holes).reshape(-1, 4)
    longest_m = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0.0)
    small = (longest_m <= limits.hole_length_m) & (shapely.area(holes) <= limits.hole_area_m2)
    holes = holes[small & (_mean_width_m(holes) >= limits.sliver_width_m)]
    # No circle as wide as the limit fits in.
    holes = holes[shapely.is_empty(shapely.buffer(holes, -limits.hole_width_m / 2))]
    hole, parcel = view.tree.query(holes, predicate="dwithin", distance=_BESIDE_M)
    around = [tuple(np.sort(parcel[hole == at]).tolist()) for at in range(len(holes))]
    between = np.array([len(members) > 1 for members in around], dtype=bool)
    return holes[between], [members for members in around if len(members) > 1]


def _strips_outside(
    view: CheckView, holes: Objects, limits: Limits, subset: Integers | None
) -> list[tuple[tuple[int, ...], shapely.Polygon]]:
    """Return the strips between two parcels of which one is in the subset, without the holes reported already."""
    strips = facing_strips(view.frontier, limits.gap_width_m)
    wanted = np.ones(len(strips.areas), dtype=bool)
    if subset is not None:
        wanted = np.isin(strips.first, subset) | np.isin(strips.second, subset)
    codes = strips.first[wanted] * len(view) + strips.second[wanted]
    pairs, group = np.unique(codes, return_inverse=True)
    # One area for each pair of parcels; buffering by nothing joins the areas of their edges.
    joined = shapely.buffer(_grouped(strips.areas[wanted], group), 0)
    joined = _without(_without(joined, view.shapes), holes)
    parts, owner = shapely.get_parts(joined, return_index=True)
    slender = _is_strip(parts, limits)
    return [
        (divmod(int(pairs[at]), len(view)), part)
        for part, at in zip(parts[slender], owner[slender], strict=True)
    ]


def _grouped(areas: Objects, group: Integers) -> Objects:
    """Return the areas of each group as one MultiPolygon."""
    order = np.argsort(group, kind="stable")
    made: Objects = shapely.multipolygons(areas[order], indices=group[order])
    return made


def _without(areas: Objects, cutters: Objects) -> Objects:
    """Return each area without the cutters that reach into it."""
    left = areas.copy()
    # One after the other: joining the cutters first would join whole roads and rivers.
    for area, cutter in shapely.STRtree(cutters).query(areas, predicate="intersects").T:
        left[area] = shapely.difference(left[area], cutters[cutter])
    return left


def _is_strip(parts: Objects, limits: Limits) -> Flags:
    """Return which parts are slender, and wider than what rounding to the grid makes."""
    area_m2, perimeter_m = shapely.area(parts), shapely.length(parts)
    is_slender = perimeter_m**2 >= 4 * limits.gap_slenderness * area_m2
    wanted: Flags = (area_m2 > 0) & is_slender & (_mean_width_m(parts) >= limits.sliver_width_m)
    return wanted


def _mean_width_m(areas: Objects | shapely.Geometry) -> Floats:
    """Return twice the area by the perimeter, the width of a long strip; 0 for what has no perimeter."""
    perimeter_m = shapely.length(areas)
    made: Floats = 2 * shapely.area(areas) / np.where(perimeter_m > 0, perimeter_m, 1.0)
    return made
