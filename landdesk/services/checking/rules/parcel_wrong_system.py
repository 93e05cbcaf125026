"""parcel.wrong-system: coordinates that are not of the store's reference system."""

from functools import cache
from typing import ClassVar

import numpy as np
import shapely
from pyproj import CRS, Transformer

from landdesk.domain.arrays import Flags, Floats, Integers
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.view import CheckView
from landdesk.services.importing.systems import outside_area, transformed
from landdesk.services.importing.vn2000 import zones

_UNKNOWN = N_("The parcel lies outside the area that EPSG:{system} is made for.")
_SWAPPED = N_("The parcel lies outside the area of EPSG:{system}: easting and northing are swapped.")
_DEGREES = N_("The parcel lies outside the area of EPSG:{system}: its coordinates look like degrees.")
_OTHER_ZONE = N_("The parcel lies outside its commune; taken as EPSG:{zone} it would lie in it.")


class ParcelWrongSystem(MapRule):
    """Report every parcel outside the area of the store's system, and every one that only another zone puts right.

    A map whose plane is not known is not checked.
    """

    code: ClassVar[str] = "parcel.wrong-system"
    title: ClassVar[str] = N_("Wrong reference system")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M08"
    scope: ClassVar[Scope] = Scope.PARCEL

    def check(self, view: CheckView, limits: Limits, subset: Integers | None) -> list[Finding]:
        """Compare the middle of each parcel's box with the area, then see what else the numbers may be."""
        system = view.coverage.system
        if system is None:
            return []
        chosen = view.chosen(subset)
        chosen = chosen[view.has_shape[chosen]]
        boxes = view.coverage.boxes(view.indices[chosen])
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        plane = CRS.from_epsg(system)
        outside = outside_area(plane, middles)
        zone = _fitting_zones(view, chosen, middles, system, limits.commune_buffer_m)
        faulty = np.flatnonzero(outside | (zone > 0))
        looks_like_degrees = (np.abs(middles[faulty]) <= (180, 90)).all(axis=1)
        is_swapped = ~outside_area(plane, middles[faulty, ::-1])
        findings = []
        for row, degrees, swapped in zip(faulty, looks_like_degrees, is_swapped, strict=True):
            if zone[row]:
                what = Text(_OTHER_ZONE, {"zone": int(zone[row])})
            else:
                words = _DEGREES if degrees else _SWAPPED if swapped else _UNKNOWN
                what = Text(words, {"system": system})
            findings.append(
                self.finding(
                    view.ids([chosen[row]]),
                    shapely.Point(middles[row]),
                    what,
                    Text(
                        N_(
                            "Import the parcel again and name the system of its file; moving corners does not mend it."
                        )
                    ),
                )
            )
        return findings


@cache
def _way(zone: int, system: int) -> Transformer:
    """Return the way from one system to another; making one takes fifty milliseconds."""
    return Transformer.from_crs(zone, system, always_xy=True)


def _fitting_zones(
    view: CheckView, parcels: Integers, middles: Floats, system: int, buffer_m: float
) -> Integers:
    """Return for each parcel far outside its commune the one zone that puts it inside; 0 for none or several."""
    found = np.zeros(len(parcels), dtype=np.int64)
    communes = view.column("commune")[parcels]
    for code in {one for one in communes.tolist() if one is not None}:
        commune = commune_boundaries(system).of(code)
        if commune is None:
            continue
        rows = np.flatnonzero(communes == code)
        rows = rows[_is_far(commune[1], middles[rows], buffer_m)]
        if not len(rows):
            continue
        fits = np.zeros(len(rows), dtype=np.int64)
        for zone in set(zones().values()) - {system}:
            way = _way(zone, system)
            inside = shapely.contains_xy(commune[1], transformed(way, middles[rows]))
            found[rows[inside]] = zone
            fits += inside
        found[rows[fits > 1]] = 0
    return found


def _is_far(outline: shapely.Geometry, points: Floats, buffer_m: float) -> Flags:
    """Return which points lie farther from an area than the buffer."""
    west, south, east, north = outline.bounds
    far = (points < (west - buffer_m, south - buffer_m)).any(axis=1)
    far |= (points > (east + buffer_m, north + buffer_m)).any(axis=1)
    flags: Flags = far
    return flags
