"""Every corner of recorded boundaries with the corners before and after it on its ring, in arrays.

Invalid boundaries are taken as they are recorded: their faults are what is looked for. Coordinates are metres.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers, Objects


@dataclass(frozen=True, slots=True, eq=False)
class Corners:
    """Corners in arrays; a ring's closing point is left out, since it is its first one.

    Args:
        before: The corner before on the ring, n × 2.
        at: The corner itself.
        after: The corner after.
        owner: Position of the parcel.
    """

    before: Floats
    at: Floats
    after: Floats
    owner: Integers

    @classmethod
    def of(cls, shapes: Objects, *, once: bool) -> "Corners":
        """Return the corners of shapes.

        Args:
            shapes: MultiPolygons, or None.
            once: Leave out corners that are equal to the one before.
        """
        drawn = np.flatnonzero(~shapely.is_missing(shapes))
        if not len(drawn):
            nothing = np.empty((0, 2))
            return cls(nothing, nothing, nothing, np.empty(0, dtype=np.int64))
        _, coords, offsets = shapely.to_ragged_array(shapes[drawn], include_z=False)
        ring_starts, part_starts, parcel_starts = (np.asarray(one, dtype=np.int64) for one in offsets)
        rings = np.repeat(np.arange(len(ring_starts) - 1), np.diff(ring_starts))
        owners = np.repeat(drawn, np.diff(ring_starts[part_starts[parcel_starts]]))
        kept = np.ones(len(coords), dtype=bool)
        kept[ring_starts[1:] - 1] = False
        if once:
            # Compared with the vertex after, the closing point too: the last of several equal ones stays.
            kept[:-1] &= (coords[:-1] != coords[1:]).any(axis=1)
        at, ring = np.flatnonzero(kept), rings[kept]
        is_last = np.append(ring[1:] != ring[:-1], True)
        ends = np.flatnonzero(is_last)
        starts = np.append(0, ends[:-1] + 1)
        before, after = np.arange(len(ring)) - 1, np.arange(len(ring)) + 1
        before[starts], after[ends] = ends, starts
        return cls(coords[at[before]], coords[at], coords[at[after]], owners[at])

    def taken(self, kept: Integers | Flags) -> "Corners":
        """Return some of the corners."""
        return Corners(self.before[kept], self.at[kept], self.after[kept], self.owner[kept])

    def by_parcel(self) -> list[tuple[int, Floats]]:
        """Return the position of each parcel that has corners here, ascending, with its corners."""
        owners, starts = np.unique(self.owner, return_index=True)
        bounds = pairwise([*starts.tolist(), len(self.owner)])
        return [
            (owner, self.at[start:end]) for owner, (start, end) in zip(owners.tolist(), bounds, strict=True)
        ]
