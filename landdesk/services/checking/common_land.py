"""Land that two parcels have in common, and how the two lie: it tells three rules apart that share one computation."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.domain.limits import Limits
from landdesk.services.checking.view import CheckView

_INSIDES_MEET = "T********"


class Lie(IntEnum):
    """How two parcels with land in common lie."""

    PARTLY = 0
    """Each has land of its own."""
    FIRST_WITHIN = 1
    """The first has no land of its own."""
    SECOND_WITHIN = 2
    """The second has no land of its own."""
    IDENTICAL = 3
    """Neither has land of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class CommonLand:
    """Pairs of parcels with land in common above the limits, in arrays.

    Args:
        left: The parcel with the lower position.
        right: The other one.
        parts: Polygons in common.
        pair: Which pair each of the polygons belongs to, ascending.
        area_m2: All common land of each pair.
        lie: ``Lie`` of each pair.
    """

    left: Integers
    right: Integers
    parts: Objects
    pair: Integers
    area_m2: Floats
    lie: Integers

    def where(self, *lies: Lie) -> list[int]:
        """Return the pairs that lie in one of these ways."""
        found: list[int] = np.flatnonzero(np.isin(self.lie, lies)).tolist()
        return found

    def place(self, pair: int) -> shapely.MultiPolygon:
        """Return the common land of a pair."""
        first, last = np.searchsorted(self.pair, [pair, pair + 1])
        return shapely.MultiPolygon(list(self.parts[first:last]))


def common_land(view: CheckView, limits: Limits, subset: Integers | None) -> CommonLand:
    """Return the pairs of parcels, at least one of them in the subset, that have land in common.

    What was found last is kept with the view, since three rules ask for it one after the other.
    """
    asked = (None if subset is None else subset.tobytes(), limits.sliver_width_m, limits.overlap_area_m2)
    kept = view.kept.get("common land")
    if kept is None or kept[0] != asked:
        kept = view.kept["common land"] = (asked, _found(view, limits, subset))
    found: CommonLand = kept[1]
    return found


def _found(view: CheckView, limits: Limits, subset: Integers | None) -> CommonLand:
    """Compare pairs in arrays; areas are computed only where inside meets inside."""
    left, right = view.touching_pairs(subset)
    possible = view.may_overlap[left] & view.may_overlap[right]
    left, right = left[possible], right[possible]
    is_larger = view.corner_counts[left] < view.corner_counts[right]
    larger, smaller = np.where(is_larger, right, left), np.where(is_larger, left, right)
    shapely.prepare(view.shapes[larger])
    meets = shapely.relate_pattern(view.shapes[larger], view.shapes[smaller], _INSIDES_MEET)
    left, right = left[meets], right[meets]
    common = shapely.intersection(view.shapes[left], view.shapes[right])
    parts, pair = shapely.get_parts(common, return_index=True)
    area_m2, perimeter_m = shapely.area(parts), shapely.length(parts)
    # Lines where the two only touch have no area. What is thinner than the grid on average comes from a
    # corner that was rounded onto a slanting edge: parcel.missing-node finds that.
    is_land = (area_m2 > 0) & (2 * area_m2 >= limits.sliver_width_m * perimeter_m)
    pair, parts = pair[is_land], parts[is_land]
    total_m2: Floats = np.bincount(pair, weights=area_m2[is_land], minlength=len(left))
    counts = np.flatnonzero(total_m2 > limits.overlap_area_m2)
    is_kept = np.isin(pair, counts)
    left, right, total_m2 = left[counts], right[counts], total_m2[counts]
    first_within, second_within = (
        _is_used_up(view, side, total_m2, limits.sliver_width_m) for side in (left, right)
    )
    return CommonLand(
        left,
        right,
        parts[is_kept],
        np.searchsorted(counts, pair[is_kept]),
        total_m2,
        np.where(first_within, Lie.FIRST_WITHIN, 0) + np.where(second_within, Lie.SECOND_WITHIN, 0),
    )


def _is_used_up(view: CheckView, parcels: Integers, common_m2: Floats, width_m: float) -> Flags:
    """Return which parcels have no land besides the common one, but for a seam along its outline."""
    perimeter_m = shapely.length(view.shapes[parcels])
    # Areas of hectares hold noise in the seventh digit.
    used_up: Flags = np.round(view.areas_m2[parcels] - common_m2, 6) <= np.round(width_m * perimeter_m, 6)
    return used_up
