"""Every corner of recorded boundaries with the edges before and after it on its ring, in arrays.

Invalid boundaries are taken as they are recorded: their faults are what is looked for. Coordinates are metres.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.services.checking.view import CheckView


@dataclass(frozen=True, slots=True, eq=False)
class Corners:
    """Corners in arrays; a ring's closing point is left out, since it is its first one.

    Args:
        at: Coordinates, n × 2.
        owner: Position of the parcel.
        back: From the corner to the one before on the ring, n × 2.
        forth: From the corner to the one after.
    """

    at: Floats
    owner: Integers
    back: Floats
    forth: Floats

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def of(cls, shapes: Objects, *, once: bool = False) -> "Corners":
        """Return the corners of shapes.

        Args:
            shapes: MultiPolygons, or None.
            once: Leave out corners that are equal to the one after.
        """
        drawn = np.flatnonzero(~shapely.is_missing(shapes))
        if not len(drawn):
            none = np.empty((0, 2))
            return cls(none, np.empty(0, dtype=np.int64), none, none)
        _, coords, offsets = shapely.to_ragged_array(shapes[drawn], include_z=False)
        ring_starts, part_starts, parcel_starts = (np.asarray(one, dtype=np.int64) for one in offsets)
        kept = np.ones(len(coords), dtype=bool)
        kept[ring_starts[1:] - 1] = False
        if once:
            kept[:-1] &= (coords[:-1] != coords[1:]).any(axis=1)
        at = coords[kept]
        owner = np.repeat(drawn, np.diff(ring_starts[part_starts[parcel_starts]]))[kept]
        # Where each ring ends among the corners that are kept; a ring may have lost all of its corners.
        ends = np.unique(np.cumsum(kept)[ring_starts[1:] - 1]) - 1
        ends = ends[ends >= 0]
        starts = np.append(0, ends[:-1] + 1)
        forth = np.empty_like(at)
        forth[:-1] = at[1:] - at[:-1]
        forth[ends] = at[starts] - at[ends]
        back = np.empty_like(at)
        back[1:] = -forth[:-1]
        back[starts] = -forth[ends]
        return cls(at, owner, back, forth)

    def taken(self, kept: Integers | Flags) -> "Corners":
        """Return some of the corners."""
        return Corners(self.at[kept], self.owner[kept], self.back[kept], self.forth[kept])

    def by_parcel(self) -> list[tuple[int, Floats]]:
        """Return the position of each parcel that has corners here, ascending, with their coordinates."""
        owners, starts = np.unique(self.owner, return_index=True)
        bounds = pairwise([*starts.tolist(), len(self)])
        return [
            (owner, self.at[start:end]) for owner, (start, end) in zip(owners.tolist(), bounds, strict=True)
        ]


def corners_of(view: CheckView, chosen: Integers) -> Corners:
    """Return the corners of some parcels, with their numbers among these for owners; kept with the view."""
    asked = chosen.tobytes()
    kept = view.kept.get("corners")
    if kept is None or kept[0] != asked:
        kept = view.kept["corners"] = (asked, Corners.of(view.recorded[chosen]))
    found: Corners = kept[1]
    return found


def tips(corners: Corners, angle_deg: float, width_m: float) -> Corners:
    """Return the corners at which the two sides lie on each other: up to this angle, and no farther apart than this."""
    # Most boundaries go on in about their direction at most corners, or turn by a right angle.
    turning = corners.taken(np.einsum("ij,ij->i", corners.back, corners.forth) > 0)
    back, forth = turning.back, turning.forth
    dot = np.einsum("ij,ij->i", back, forth)
    cross = np.abs(back[:, 0] * forth[:, 1] - back[:, 1] * forth[:, 0])
    # How far the end of the shorter side lies from the longer one.
    apart_m = cross / np.sqrt(np.maximum((back**2).sum(axis=1), (forth**2).sum(axis=1)))
    return turning.taken((cross <= np.tan(np.radians(angle_deg)) * dot) & (np.round(apart_m, 6) <= width_m))
