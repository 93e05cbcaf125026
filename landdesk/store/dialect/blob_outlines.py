"""Boundaries straight from SpatiaLite's BLOBs, without a shapely object for each parcel.

What LandDesk writes is little-endian MultiPolygons of X and Y; the sizes in all of them are read side by side, one
polygon and one ring after the other. Where another program has left anything else, all are decoded by shapely.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from landdesk.domain.arrays import Integers, offsets
from landdesk.domain.outlines import Outlines
from landdesk.store.dialect.spatialite_blob import decode_blobs

_KIND_AT: Final = 39
_PARTS_AT: Final = 43
_FIRST_PART_AT: Final = 47
_MULTIPOLYGON, _POLYGON = 6, 3


def decode_outlines(blobs: Sequence[bytes | None]) -> Outlines:
    """Return the boundaries of the MultiPolygons in a column; None has none.

    Raises:
        UnreadableShapeError: Some are not shapes.
    """
    found = _side_by_side(blobs)
    return Outlines.of(decode_blobs(blobs)) if found is None else found


def _side_by_side(blobs: Sequence[bytes | None]) -> Outlines | None:
    """Return the boundaries, or None where a BLOB is not as LandDesk writes them."""
    # Nothing at all counts as shorter than empty bytes, which are damage.
    sizes = np.fromiter((-1 if one is None else len(one) for one in blobs), np.int64, len(blobs))
    lengths = np.maximum(sizes, 0)
    ends = np.cumsum(lengths)
    present = np.flatnonzero(sizes >= 0)
    if not len(present):
        return Outlines.none(len(blobs))
    content = np.frombuffer(b"".join(filter(None, blobs)), dtype=np.uint8)
    reading = _Reading(content, (ends - lengths)[present], ends[present])
    if not reading.read():
        return None
    ring_at, ring_sizes = np.concatenate(reading.ring_at), np.concatenate(reading.ring_sizes)
    # In the order in which they stand, parcel by parcel.
    order = np.argsort(ring_at)
    ring_at, ring_sizes = ring_at[order], ring_sizes[order]
    points, ring_starts = _points(content, ring_at, ring_sizes), offsets(ring_sizes)
    if not (points[ring_starts[:-1]] == points[ring_starts[1:] - 1]).all():
        # A ring that does not close is damage, and it is shapely that says so.
        return None
    part_order = np.argsort(np.concatenate(reading.part_at))
    part_counts = np.zeros(len(blobs), dtype=np.int64)
    part_counts[present] = reading.part_counts
    return Outlines(
        points,
        ring_starts,
        offsets(np.concatenate(reading.part_sizes)[part_order]),
        offsets(part_counts),
    )


def _points(content: NDArray[np.uint8], ring_at: Integers, sizes: Integers) -> NDArray[np.float64]:
    """Return the points of rings, each a run of bytes."""
    edges = np.column_stack([ring_at, ring_at + 16 * sizes]).ravel()
    runs = np.diff(edges, prepend=0, append=len(content))
    inside = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    points: NDArray[np.float64] = content[inside].view("<f8").reshape(-1, 2)
    return points


class _Reading:
    """Goes through all BLOBs at once; ``at`` says for each how far it has come."""

    def __init__(self, content: NDArray[np.uint8], starts: Integers, ends: Integers) -> None:
        self.content, self.starts, self.ends = content, starts, ends
        self.at = starts + _FIRST_PART_AT
        self.part_counts: Integers = np.empty(0, dtype=np.int64)
        self.part_at: list[Integers] = []
        self.part_sizes: list[Integers] = []
        self.ring_at: list[Integers] = []
        self.ring_sizes: list[Integers] = []

    def read(self) -> bool:
        """Find every ring; False where anything is out of the ordinary."""
        content, starts = self.content, self.starts
        if (self.at > self.ends).any():
            return False
        usual = (content[starts] == 0) & (content[starts + 1] == 1) & (content[starts + 38] == 0x7C)
        if not (usual & (self._number(starts + _KIND_AT) == _MULTIPOLYGON)).all():
            return False
        self.part_counts = self._number(starts + _PARTS_AT)
        part = 0
        while len(chosen := np.flatnonzero(self.part_counts > part)):
            if not self._part(chosen):
                return False
            part += 1
        at_end = self.at == self.ends - 1
        return bool(at_end.all() and (content[self.ends - 1] == 0xFE).all() and self.part_counts.all())

    def _part(self, chosen: Integers) -> bool:
        """Read one polygon in each of these BLOBs."""
        at = self.at[chosen]
        if (at + 9 > self.ends[chosen]).any():
            return False
        ring_counts = self._number(at + 5)
        marked = (self.content[at] == 0x69) & (self._number(at + 1) == _POLYGON) & (ring_counts > 0)
        if not marked.all():
            return False
        self.part_at.append(at)
        self.part_sizes.append(ring_counts)
        self.at[chosen] += 9
        ring = 0
        while len(having := chosen[ring_counts > ring]):
            at = self.at[having]
            if (at + 4 > self.ends[having]).any():
                return False
            sizes = self._number(at)
            self.at[having] = at + 4 + 16 * sizes
            if (sizes < 4).any() or (self.at[having] > self.ends[having]).any():
                return False
            self.ring_at.append(at + 4)
            self.ring_sizes.append(sizes)
            ring += 1
        return True

    def _number(self, at: Integers) -> Integers:
        """Return the unsigned 32-bit numbers at these places."""
        found = self.content[at[:, np.newaxis] + np.arange(4)].view("<u4")
        return found.ravel().astype(np.int64)
