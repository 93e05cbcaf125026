"""The frontier of a set of parcels: the edges that are not shared whole by exactly two parcels, one on either side.

Where parcels fit together, each edge stands twice, once in each direction, and drops out. What is left is the
outline of the set and every place where something may be wrong: gaps, overlaps, corners that a neighbour lacks.
A clean commune of 50,000 parcels has half a million edges and some 20,000 on the frontier.

Coordinates are metres, easting first, compared bit by bit. Edges run so that the parcel lies on their left.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.arrays import Flags, Floats, Integers, Objects


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Edges in arrays.

    Args:
        begin: First ends, n × 2.
        end: Second ends, n × 2.
        owner: Position of the parcel of each edge.
        begin_corner: Number of the corner at each first end; equal numbers are equal coordinates.
        end_corner: The same at each second end.
        corners: Sorted codes ``corner × parcel_count + parcel`` of all corners of all parcels.
        parcel_count: Number of parcels the frontier was made from.
    """

    begin: Floats
    end: Floats
    owner: Integers
    begin_corner: Integers
    end_corner: Integers
    corners: Integers
    parcel_count: int

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def of(cls, shapes: Objects) -> "Frontier":
        """Return the frontier of valid MultiPolygons, empty ones among them."""
        if not len(shapes):
            return cls._nothing()
        _, coords, offsets = shapely.to_ragged_array(shapes, include_z=False)
        ring_starts, part_starts, parcel_starts = (np.asarray(one, dtype=np.int64) for one in offsets)
        if not len(coords):
            return cls._nothing()
        corner = _numbers_of_points(coords)
        vertices_of_ring = np.diff(ring_starts)
        backwards = np.repeat(_runs_backwards(coords, ring_starts, part_starts), vertices_of_ring)
        # An edge leads from each vertex to the next, but not from a closing point, and not to an equal point.
        is_begin = np.append(corner[1:] != corner[:-1], False)
        is_begin[ring_starts[1:] - 1] = False
        begin = np.flatnonzero(is_begin)
        first = np.where(backwards[begin], begin + 1, begin)
        last = np.where(backwards[begin], begin, begin + 1)
        on_frontier = _is_unpaired(corner[first], corner[last])
        vertex_owner = np.repeat(
            np.arange(len(shapes), dtype=np.int64), np.diff(ring_starts[part_starts[parcel_starts]])
        )
        first, last = first[on_frontier], last[on_frontier]
        return cls(
            begin=coords[first],
            end=coords[last],
            owner=vertex_owner[first],
            begin_corner=corner[first],
            end_corner=corner[last],
            corners=np.sort(corner * len(shapes) + vertex_owner),
            parcel_count=len(shapes),
        )

    @classmethod
    def _nothing(cls) -> "Frontier":
        none = np.empty(0, dtype=np.int64)
        return cls(np.empty((0, 2)), np.empty((0, 2)), none, none, none, none, 0)

    def near(self, boxes: Floats) -> "Frontier":
        """Return the edges whose box meets one of the boxes, n × 4; corners are kept as they are."""
        low, high = np.minimum(self.begin, self.end), np.maximum(self.begin, self.end)
        # First the box around all: roads have thousands of edges far from here.
        south_west = boxes[:, :2].min(axis=0, initial=np.inf)
        north_east = boxes[:, 2:].max(axis=0, initial=-np.inf)
        around = self.taken(np.flatnonzero(((low <= north_east) & (high >= south_west)).all(axis=1)))
        _, met = shapely.STRtree(around.lines()).query(shapely.box(*boxes.T))
        return around.taken(np.unique(met))

    def taken(self, kept: Integers) -> "Frontier":
        """Return some of the edges; corners are kept as they are."""
        return Frontier(
            self.begin[kept],
            self.end[kept],
            self.owner[kept],
            self.begin_corner[kept],
            self.end_corner[kept],
            self.corners,
            self.parcel_count,
        )

    def lines(self) -> Objects:
        """Return the edges as LineStrings."""
        made: Objects = shapely.linestrings(np.stack([self.begin, self.end], axis=1))
        return made

    def ends(self) -> tuple[Floats, Integers, Integers]:
        """Return both ends of all edges: coordinates, number of the corner, parcel; a corner may come twice."""
        return (
            np.vstack([self.begin, self.end]),
            np.concatenate([self.begin_corner, self.end_corner]),
            np.concatenate([self.owner, self.owner]),
        )

    def has_corner(self, corner: Integers, parcel: Integers) -> Flags:
        """Return for each pair whether the parcel has a vertex exactly there."""
        code = corner * self.parcel_count + parcel
        at = np.searchsorted(self.corners, code)
        at[at == len(self.corners)] = 0
        found: Flags = self.corners[at] == code
        return found


def _numbers_of_points(coords: Floats) -> Integers:
    """Return a number for each point; equal points have equal numbers."""
    # A pair of doubles seen as one complex number is sorted by easting, then northing, without packing.
    points = np.ascontiguousarray(coords).view(np.complex128).ravel()
    _, numbers = np.unique(points, return_inverse=True)
    made: Integers = numbers.astype(np.int64, copy=False)
    return made


def _runs_backwards(coords: Floats, ring_starts: Integers, part_starts: Integers) -> NDArray[np.bool_]:
    """Return for each ring whether its land lies on the right: shells clockwise, holes counter-clockwise."""
    local = coords - coords[0]
    following = np.vstack([local[1:], local[:1]])
    cross = local[:, 0] * following[:, 1] - local[:, 1] * following[:, 0]
    # The step from a ring's closing point to the next ring is no edge.
    cross[ring_starts[1:] - 1] = 0.0
    doubled_area = np.add.reduceat(cross, ring_starts[:-1])
    is_shell = np.zeros(len(ring_starts) - 1, dtype=bool)
    is_shell[part_starts[:-1]] = True
    backwards: NDArray[np.bool_] = (doubled_area > 0) != is_shell
    return backwards


def _is_unpaired(first: Integers, last: Integers) -> Flags:
    """Return for each edge whether it is other than one of a pair that runs in opposite directions."""
    low, high = np.minimum(first, last), np.maximum(first, last)
    code = low * (high.max() + 1) + high
    order = np.argsort(code, kind="stable")
    ordered = code[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    direction = np.where(first < last, 1, -1)[order]
    count = np.diff(np.append(starts, len(ordered)))
    paired = (count == 2) & (np.add.reduceat(direction, starts) == 0)
    unpaired = np.empty(len(first), dtype=bool)
    unpaired[order] = np.repeat(~paired, count)
    return unpaired
