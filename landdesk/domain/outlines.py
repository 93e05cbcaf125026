"""Boundaries of many parcels as ragged arrays: the form in which the read model holds them and the store gives them.

Coordinates are metres, easting first, on the 1 mm grid. A parcel without a shape has no polygon here. Whole boundaries
are gathered and joined without a shapely object for each; shapely values are made for those that are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from landdesk.domain.arrays import Floats, Integers, Objects, offsets, ranges


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Boundaries, one after the other.

    Args:
        coords: Vertices of all rings, closing points included, N × 2.
        ring_starts: First vertex of each ring, and the end.
        part_starts: First ring of each polygon, its shell, and the end.
        parcel_starts: First polygon of each parcel, and the end.
    """

    coords: Floats
    ring_starts: Integers
    part_starts: Integers
    parcel_starts: Integers

    @classmethod
    def of(cls, shapes: Sequence[Any] | Objects) -> "Outlines":
        """Take the boundaries of MultiPolygons; None and empty ones have none, empty polygons in them are left out."""
        held = np.empty(len(shapes), dtype=object)
        held[:] = shapes
        missing = shapely.is_missing(held)
        if missing.any():
            held[missing] = _EMPTY
        if not len(held):
            return cls.none(0)
        _, coords, offsets = shapely.to_ragged_array(_without_empty_parts(held), include_z=False)
        rings, parts, parcels = (np.asarray(one, dtype=np.int64) for one in offsets)
        return cls(coords, rings, parts, parcels)

    @classmethod
    def none(cls, count: int) -> "Outlines":
        """Return the boundaries of parcels that have none."""
        zero = np.zeros(1, dtype=np.int64)
        return cls(np.empty((0, 2)), zero, zero, np.zeros(count + 1, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.parcel_starts) - 1

    @property
    def vertex_starts(self) -> Integers:
        """First vertex of each parcel, and the end."""
        starts: Integers = self.ring_starts[self.part_starts[self.parcel_starts]]
        return starts

    def boxes(self) -> Floats:
        """Return west, south, east, north of each parcel, NaN without a shape."""
        starts = self.vertex_starts
        boxes = np.full((len(self), 4), np.nan)
        drawn = np.flatnonzero(np.diff(starts))
        if len(drawn):
            boxes[drawn, :2] = np.minimum.reduceat(self.coords, starts[drawn])
            boxes[drawn, 2:] = np.maximum.reduceat(self.coords, starts[drawn])
        return boxes

    def taken(self, indices: Integers) -> "Outlines":
        """Return the boundaries of some parcels, in this order."""
        parts = ranges(self.parcel_starts[indices], self.parcel_starts[indices + 1])
        rings = ranges(self.part_starts[parts], self.part_starts[parts + 1])
        vertices = ranges(self.ring_starts[rings], self.ring_starts[rings + 1])
        return Outlines(
            self.coords[vertices],
            offsets(self.ring_starts[rings + 1] - self.ring_starts[rings]),
            offsets(self.part_starts[parts + 1] - self.part_starts[parts]),
            offsets(self.parcel_starts[indices + 1] - self.parcel_starts[indices]),
        )

    def joined(self, other: "Outlines") -> "Outlines":
        """Return these boundaries followed by others."""
        return Outlines(
            np.concatenate([self.coords, other.coords]),
            np.concatenate([self.ring_starts, self.ring_starts[-1] + other.ring_starts[1:]]),
            np.concatenate([self.part_starts, self.part_starts[-1] + other.part_starts[1:]]),
            np.concatenate([self.parcel_starts, self.parcel_starts[-1] + other.parcel_starts[1:]]),
        )

    def shapes(self) -> Objects:
        """Return MultiPolygons, None for a parcel without a shape."""
        if not len(self.coords):
            return np.full(len(self), None, dtype=object)
        made: Objects = shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON,
            self.coords,
            (self.ring_starts, self.part_starts, self.parcel_starts),
        )
        made[np.diff(self.parcel_starts) == 0] = None
        return made

    def segments(self, indices: Integers) -> tuple[Floats, Integers]:
        """Return the edges of parcels as M × 4 (from, to) and, for each, the parcel's index."""
        first_part, last_part = self.parcel_starts[indices], self.parcel_starts[indices + 1]
        first_ring, last_ring = self.part_starts[first_part], self.part_starts[last_part]
        rings = ranges(first_ring, last_ring)
        # A ring's last vertex repeats its first and begins no edge.
        first, last = self.ring_starts[rings], self.ring_starts[rings + 1] - 1
        begin = ranges(first, last)
        owner = np.repeat(np.repeat(indices, last_ring - first_ring), last - first)
        return np.hstack([self.coords[begin], self.coords[begin + 1]]), owner


_EMPTY = shapely.MultiPolygon()


def _without_empty_parts(shapes: Objects) -> Objects:
    """Return the shapes without empty polygons in them, which another program may have written.

    Shapely crashes when it makes shapes with such parts from arrays.
    """
    parts, owners = shapely.get_parts(shapes, return_index=True)
    hollow = np.unique(owners[shapely.is_empty(parts)])
    if not len(hollow):
        return shapes
    mended = shapes.copy()
    for at in hollow:
        mended[at] = shapely.MultiPolygon([part for part in shapes[at].geoms if not part.is_empty])
    return mended
