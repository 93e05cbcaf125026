"""parcel.outside-commune: a parcel that reaches far beyond the boundary of its commune."""

from functools import lru_cache
from typing import ClassVar

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView


class ParcelOutsideCommune(MapRule):
    """Report every parcel that reaches farther beyond its commune than the boundaries that are shipped are exact.

    Parcels of a commune without a boundary, and maps whose plane is not known, are not checked.
    """

    code: ClassVar[str] = "parcel.outside-commune"
    title: ClassVar[str] = N_("Outside the commune")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M06"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Compare the parcels of each commune with its boundary."""
        system = view.coverage.system
        if system is None:
            return []
        chosen = view.chosen(subset)
        chosen = chosen[view.has_shape[chosen]]
        communes = view.column("commune")[chosen]
        findings = []
        for code in sorted({one for one in communes.tolist() if one is not None}):
            commune = commune_boundaries(system).of(code)
            if commune is None:
                continue
            name, outline = commune
            parcels = chosen[communes == code]
            near = shapely.from_wkb(_near_outline(system, code, limits.commune_buffer_m))
            parcels = parcels[~_is_covered(near, view.shapes[parcels])]
            far_m = _farthest_m(outline, view.shapes[parcels])
            parcels, far_m = parcels[far_m > limits.commune_buffer_m], far_m[far_m > limits.commune_buffer_m]
            findings += [
                self.finding(
                    view.ids([at]),
                    place,
                    Text(
                        N_("The parcel reaches {beyond_m:,.0f} m beyond the boundary of {commune}."),
                        {"beyond_m": beyond_m, "commune": name},
                    ),
                    Text(
                        N_(
                            "Look whether commune and place are right; at the boundary itself, ask the office."
                        )
                    ),
                    amount=beyond_m,
                    unit="m",
                )
                for at, place, beyond_m in zip(
                    parcels, shapely.difference(view.shapes[parcels], outline), far_m.tolist(), strict=True
                )
            ]
        return findings


# Bytes are kept and not shapes: two threads that use one prepared shape at the same time crash.
@lru_cache(maxsize=128)
def _near_outline(system: int, code: str, buffer_m: float) -> bytes:
    commune = commune_boundaries(system).of(code)
    assert commune is not None  # asked for above
    near: bytes = shapely.to_wkb(shapely.buffer(commune[1], buffer_m))
    return near


def _is_covered(area: shapely.Geometry, shapes: Objects) -> Flags:
    """Return which shapes lie within an area; most do, and so do their boxes, which is quicker to tell."""
    shapely.prepare(area)
    covered: Flags = shapely.covers(area, shapely.box(*shapely.bounds(shapes).reshape(-1, 4).T))
    rest = np.flatnonzero(~covered)
    covered[rest] = shapely.covers(area, shapes[rest])
    return covered


def _farthest_m(outline: shapely.Geometry, shapes: Objects) -> Floats:
    """Return how far the farthest corner of each shape lies from an outline; 0 where all lie within it."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    if not len(points):
        return np.empty(0)
    distance_m = shapely.distance(outline, shapely.points(points))
    starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    farthest: Floats = np.round(np.maximum.reduceat(distance_m, starts), 3)
    return farthest
