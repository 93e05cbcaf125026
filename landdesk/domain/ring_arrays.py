"""Rings of many shapes as flat arrays of whole millimetres, and their canonical order in arrays.

The result is that of ``ring_order.py``, ring for ring; this form of it is for tens of thousands of shapes at
once. Rings for which arrays cannot decide (several smallest points, no area) and shapes with several holes or
parts are few and are ordered one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.grid import Ring, to_metres, to_millimetres
from landdesk.domain.ring_order import canonical_start

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RingArrays:
    """Rings of shapes, one after the other.

    Attributes:
        points: (n, 2) millimetres, easting first, without closing points.
        first: Index of each ring's first point; at the end the number of points.
        part_first: Index of each part's first ring, its shell; at the end the number of rings.
        shape_first: Index of each shape's first part; at the end the number of parts.
    """

    points: Indices
    first: Indices
    part_first: Indices
    shape_first: Indices

    @classmethod
    def of(cls, shapes: NDArray[Any], *, rounded: bool = True) -> "RingArrays":
        """Take the rings out of polygons and multipolygons, none of them None or empty.

        Args:
            shapes: The shapes.
            rounded: Round to the grid; if not, every coordinate must lie on it already.

        Raises:
            ValueError: A ring has fewer than three points, or a coordinate cannot be held.
            TypeError: A shape is neither polygon nor multipolygon.
        """
        if not np.isin(shapely.get_type_id(shapes), (3, 6)).all():
            raise TypeError("a shape is neither polygon nor multipolygon")
        parts, part_shape = shapely.get_parts(shapes, return_index=True)
        filled = ~shapely.is_empty(parts)
        rings, ring_part = shapely.get_rings(parts[filled], return_index=True)
        coordinates, point_ring = shapely.get_coordinates(rings, return_index=True)
        closed_counts = np.bincount(point_ring, minlength=len(rings))
        if closed_counts.min() < 4:
            raise ValueError("a ring has fewer than three points")
        points = to_millimetres(coordinates)
        if not rounded and not np.array_equal(to_metres(points), coordinates):
            raise ValueError("a coordinate is not on the grid")
        opened = np.ones(len(points), dtype=np.bool_)
        opened[np.cumsum(closed_counts) - 1] = False
        return cls(
            points[opened],
            _offsets(closed_counts - 1),
            _offsets(np.bincount(ring_part, minlength=np.count_nonzero(filled))),
            _offsets(np.bincount(part_shape[filled], minlength=len(shapes))),
        )

    def shapes(self) -> NDArray[Any]:
        """Return the MultiPolygons with these rings, in this order."""
        counts = np.diff(self.first)
        closed_first = _offsets(counts + 1)
        index = np.arange(closed_first[-1]) - np.repeat(np.arange(len(counts)), counts + 1)
        index[closed_first[1:] - 1] = self.first[:-1]
        made: NDArray[Any] = shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON,
            to_metres(self.points[index]),
            (closed_first, self.part_first, self.shape_first),
        )
        return made

    def texts(self) -> Iterator[str]:
        """Return the text form of each shape."""
        numbers = list(map(str, self.points.ravel().tolist()))
        ends = (2 * self.first).tolist()
        rings = [" ".join(numbers[ends[ring] : ends[ring + 1]]) for ring in range(len(ends) - 1)]
        ends = self.part_first.tolist()
        parts = [";".join(rings[ends[part] : ends[part + 1]]) for part in range(len(ends) - 1)]
        ends = self.shape_first.tolist()
        return ("|".join(parts[ends[shape] : ends[shape + 1]]) for shape in range(len(ends) - 1))

    def canonical(self) -> "RingArrays":
        """Return the same shapes in canonical order."""
        start, step = self._canonical_starts()
        counts = np.diff(self.first)
        turned = RingArrays(self._turned(start, step, counts), self.first, self.part_first, self.shape_first)
        return turned._with_sorted_parts()

    def _canonical_starts(self) -> tuple[Indices, Indices]:
        """Return for each ring the place of its canonical first point in the ring, and the step 1 or -1."""
        counts, begin = np.diff(self.first), self.first[:-1]
        is_hole = np.ones(len(counts), dtype=np.bool_)
        is_hole[self.part_first[:-1]] = False
        area, is_exact = self._twice_areas()
        step = np.where((area > 0) != is_hole, 1, -1)

        x, y = self.points[:, 0], self.points[:, 1]
        lowest = x == np.repeat(np.minimum.reduceat(x, begin), counts)
        y_lowest = np.where(lowest, y, np.iinfo(np.int64).max)
        lowest &= y == np.repeat(np.minimum.reduceat(y_lowest, begin), counts)
        start = np.empty(len(counts), dtype=np.int64)
        found = np.flatnonzero(lowest)
        owner = np.repeat(np.arange(len(counts)), counts)[found]
        start[owner] = found - begin[owner]

        undecided = ~is_exact | (area == 0) | (np.bincount(owner, minlength=len(counts)) > 1)
        for ring in np.flatnonzero(undecided).tolist():
            start[ring], step[ring] = canonical_start(self._ring(ring), is_hole=bool(is_hole[ring]))
        return start, step

    def _twice_areas(self) -> tuple[Indices, NDArray[np.bool_]]:
        """Return each ring's doubled signed area and whether it is exact.

        Differences to the ring's own first point keep the numbers small: a ring of n points within a box of
        side d has a doubled area, and every partial sum, below 2 n d². Where that is less than 2**63 nothing
        overflows, which holds for a ring of 1,000 points up to 48 km (2**62 leaves room for the
        roundings of the estimate itself); greater ones are left to Python's integers.
        """
        counts, begin = np.diff(self.first), self.first[:-1]
        local = self.points - np.repeat(self.points[begin], counts, axis=0)
        reach = np.maximum.reduceat(np.abs(local).max(axis=1), begin).astype(np.float64)
        dx, dy = local[:, 0], local[:, 1]
        # The first point of every ring is (0, 0) here, so products across the border of two rings vanish.
        cross = np.zeros(len(local), dtype=np.int64)
        cross[:-1] = dx[:-1] * dy[1:] - dx[1:] * dy[:-1]
        return np.add.reduceat(cross, begin), 2 * counts * reach * reach < 2.0**62

    def _turned(self, start: Indices, step: Indices, counts: Indices) -> Indices:
        """Return the points with each ring begun at its start and read in its direction."""
        begin = np.repeat(self.first[:-1], counts)
        within = np.arange(len(self.points)) - begin
        place = (np.repeat(start, counts) + np.repeat(step, counts) * within) % np.repeat(counts, counts)
        turned: Indices = self.points[begin + place]
        return turned

    def _with_sorted_parts(self) -> "RingArrays":
        """Sort holes within parts and parts within shapes; all rings have their canonical order."""
        ring_counts, part_counts = np.diff(self.part_first), np.diff(self.shape_first)
        rings = np.arange(len(self.first) - 1)
        for part in np.flatnonzero(ring_counts > 2).tolist():
            holes = rings[self.part_first[part] + 1 : self.part_first[part + 1]]
            holes[:] = sorted(holes.tolist(), key=self._ring)
        parts = np.arange(len(ring_counts))
        for shape in np.flatnonzero(part_counts > 1).tolist():
            own = parts[self.shape_first[shape] : self.shape_first[shape + 1]]
            own[:] = sorted(own.tolist(), key=lambda part: self._part_key(rings, part))
        rings = rings[_runs(self.part_first, parts)]
        return RingArrays(
            self.points[_runs(self.first, rings)],
            _offsets(np.diff(self.first)[rings]),
            _offsets(ring_counts[parts]),
            self.shape_first,
        )

    def _part_key(self, rings: Indices, part: int) -> list[Ring]:
        return [self._ring(ring) for ring in rings[self.part_first[part] : self.part_first[part + 1]]]

    def _ring(self, ring: int) -> Ring:
        points = self.points[self.first[ring] : self.first[ring + 1]].tolist()
        return [(x, y) for x, y in points]


def _offsets(counts: Indices) -> Indices:
    """Return where each of consecutive runs begins, and the end of the last."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def _runs(first: Indices, order: Indices) -> Indices:
    """Return the indices of whole runs, the runs taken in this order."""
    counts = np.diff(first)[order]
    new_first = _offsets(counts)
    index: Indices = np.arange(new_first[-1]) + np.repeat(first[order] - new_first[:-1], counts)
    return index
