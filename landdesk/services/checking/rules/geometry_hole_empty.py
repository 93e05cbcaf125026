"""geometry.hole-empty: a hole in a parcel in which no other parcel lies."""

from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Integers, Objects
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView, repaired

_INSIDES_MEET: Final = "T********"
# A hole with a parcel in it has mostly neighbours in it alone: the first few tell.
_FIRST: Final = 3


class GeometryHoleEmpty(MapRule):
    """Report every parcel with holes that no other parcel reaches into, once for all of these holes."""

    code: ClassVar[str] = "geometry.hole-empty"
    title: ClassVar[str] = N_("Hole without a parcel")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "practice"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Ask the whole coverage what lies in the holes: of a long parcel the view does not hold all of it."""
        del limits  # there is a parcel or none
        chosen = view.chosen(subset)
        parts, part_of = shapely.get_parts(view.shapes[chosen], return_index=True)
        pierced = shapely.get_num_interior_rings(parts) > 0
        rings, ring_of = shapely.get_rings(parts[pierced], return_index=True)
        is_hole = np.append(False, ring_of[1:] == ring_of[:-1]) if len(rings) else np.empty(0, dtype=bool)
        holes = shapely.polygons(rings[is_hole])
        owner = chosen[part_of[pierced][ring_of[is_hole]]]
        empty = _is_empty(view.coverage, holes, view.indices[owner])
        holes, owner = holes[empty], owner[empty]
        findings = []
        for at in np.unique(owner):
            place = shapely.MultiPolygon(list(holes[owner == at]))
            findings.append(
                self.finding(
                    view.ids([at]),
                    place,
                    Text(
                        N_("Holes in the parcel in which no parcel lies: {count}, {area_m2:.1f} m² in all."),
                        {"count": len(place.geoms), "area_m2": float(place.area)},
                    ),
                    Text(
                        N_(
                            "Fill the hole if it was drawn by mistake, or draw or import the parcel that lies there."
                        )
                    ),
                    amount=place.area,
                    unit="m2",
                )
            )
        return findings


def _is_empty(coverage: Coverage, holes: Objects, owners: Integers) -> Flags:
    """Return which holes no parcel but the owner reaches into."""
    boxes = shapely.bounds(holes).reshape(-1, 4).tolist()
    around = [coverage.box_query((west, south, east, north)) for west, south, east, north in boxes]
    around = [near[near != owner] for near, owner in zip(around, owners, strict=True)]
    empty = np.ones(len(holes), dtype=bool)
    shapely.prepare(holes)
    for first, last in ((0, _FIRST), (_FIRST, None)):
        asked = np.flatnonzero(empty)
        near = [around[at][first:last] for at in asked]
        hole = np.repeat(asked, [len(one) for one in near])
        if len(hole):
            parcels = coverage.shapes(np.concatenate(near))
            parcels = repaired(parcels, ~shapely.is_valid(parcels))
            empty[hole[shapely.relate_pattern(holes[hole], parcels, _INSIDES_MEET)]] = False
    return empty
