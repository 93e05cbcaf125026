"""What rules look at: some parcels of a coverage as arrays, each derived array made once and only when asked for.

Rules name parcels by their position in the view. Shapes that are invalid are repaired for the check only: the
rule for invalid shapes reports them, all others work on the repaired copies, so that one bad shape never stops
a run. A view and its shapes belong to one thread; it writes nothing. Coordinates are metres, easting first.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.services.checking.frontier import Frontier
from landdesk.services.checking.key_index import KeyIndex, key_index

Pairs = tuple[Integers, Integers]


class CheckView:
    """Some parcels of one coverage.

    Args:
        coverage: The read model.
        indices: The parcels to look at, as indices of the coverage, ascending; None takes all. Findings are
            right only for parcels whose neighbours are in the view as well: the runner sees to that.
        focus: Boxes, n × 4, outside of which nothing is wanted; None has no bounds.
    """

    def __init__(
        self, coverage: Coverage, indices: Integers | None = None, focus: Floats | None = None
    ) -> None:
        self.coverage = coverage
        self.indices = coverage.live() if indices is None else indices
        self._focus = focus
        self._columns: dict[str, NDArray[Any]] = {}
        self.kept: dict[str, Any] = {}
        """What several rules share and one of them has computed, see ``common_land``."""

    def __len__(self) -> int:
        return len(self.indices)

    def id_at(self, position: int) -> ObjectId:
        """Return the identifier of a parcel."""
        return self.coverage.id_at(int(self.indices[position]))

    def ids(self, positions: Iterable[int]) -> tuple[ObjectId, ...]:
        """Return identifiers, sorted, each once."""
        return tuple(sorted({self.id_at(at) for at in positions}))

    def positions(self, indices: Integers) -> Integers:
        """Return the positions of those indices of the coverage that are in the view, ascending."""
        return np.flatnonzero(np.isin(self.indices, indices))

    def chosen(self, subset: Integers | None) -> Integers:
        """Return the positions of a subset; None stands for all."""
        return np.arange(len(self), dtype=np.int64) if subset is None else subset

    def column(self, name: str) -> NDArray[Any]:
        """Return an attribute of all parcels, see ``ParcelRows``."""
        if name not in self._columns:
            self._columns[name] = self.coverage.column(name, self.indices)
        return self._columns[name]

    @cached_property
    def recorded(self) -> Objects:
        """Shapes as they are in the record; None without one."""
        return self.coverage.shapes(self.indices)

    @cached_property
    def has_shape(self) -> Flags:
        """Which parcels have a shape."""
        found: Flags = ~shapely.is_missing(self.recorded)
        return found

    @cached_property
    def is_invalid(self) -> Flags:
        """Which parcels have a shape that offends the rules for polygons."""
        valid: Flags = shapely.is_valid(self.recorded)
        return self.has_shape & ~valid

    @cached_property
    def shapes(self) -> Objects:
        """Valid MultiPolygons: the recorded shape, its repaired copy, or an empty one."""
        return repaired(np.where(self.has_shape, self.recorded, _EMPTY), self.is_invalid)

    @cached_property
    def corner_counts(self) -> Integers:
        """Number of vertices of each of ``shapes``."""
        counts: Integers = shapely.get_num_coordinates(self.shapes)
        return counts

    @cached_property
    def areas_m2(self) -> Floats:
        """Areas on the map; 0 without a shape."""
        areas: Floats = shapely.area(self.shapes)
        return areas

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index of ``shapes``."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def frontier(self) -> Frontier:
        """Edges that are not shared by exactly two parcels."""
        frontier = Frontier.of(self.shapes)
        return frontier if self._focus is None else frontier.near(self._focus)

    @cached_property
    def holes(self) -> Objects:
        """Polygons that lie between parcels and belong to none, of whatever size."""
        faces, owners = self._faces
        holes = faces[owners == 0]
        # What reaches the outline of the focus is open or goes on beyond it.
        closed: Objects = holes[~shapely.intersects(holes, shapely.boundary(self._focus_area))]
        return closed

    @cached_property
    def may_overlap(self) -> Flags:
        """Which parcels may have land in common with another one: no pair outside of these has."""
        faces, owners = self._faces
        _, meeting = self.tree.query(faces[owners > 1], predicate="intersects")
        found = np.zeros(len(self), dtype=bool)
        found[meeting] = True
        return found

    @cached_property
    def _focus_area(self) -> shapely.Geometry | None:
        return None if self._focus is None else shapely.union_all(shapely.box(*self._focus.T))

    @cached_property
    def _faces(self) -> tuple[Objects, Integers]:
        """The areas that the frontier cuts the plane into, and how many parcels each belongs to.

        That number changes only across the frontier: where two parcels share an edge whole, one ends where the
        other begins. So one point of a face tells of all of it. In a view with a focus the frontier is known in
        the focus only; its outline is a line like any other, and faces beyond it are left out.
        """
        lines = np.append(self.frontier.lines(), shapely.boundary(self._focus_area))
        faces: Objects = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))
        points = shapely.point_on_surface(faces)
        if self._focus_area is not None:
            shapely.prepare(self._focus_area)
            in_focus = shapely.intersects(self._focus_area, points)
            faces, points = faces[in_focus], points[in_focus]
        inside, _ = self.tree.query(points, predicate="intersects")
        return faces, np.bincount(inside, minlength=len(faces))

    def anchors(self, positions: Integers) -> Objects:
        """Return a point inside each parcel; None without a shape."""
        points: Objects = shapely.point_on_surface(self.shapes[positions])
        points[shapely.is_empty(points)] = None
        return points

    def touching_pairs(self, subset: Integers | None) -> Pairs:
        """Return each pair of parcels whose boxes meet once, at least one of them in the subset."""
        chosen = self.chosen(subset)
        asked, other = self.tree.query(self.shapes[chosen])
        one, other = chosen[asked], other.astype(np.int64, copy=False)
        left, right = np.minimum(one, other), np.maximum(one, other)
        if subset is None:
            kept = one < other
            return left[kept], right[kept]
        # A pair within the subset is met from both sides.
        codes = np.unique((left * len(self) + right)[left < right])
        return codes // len(self), codes % len(self)

    @cached_property
    def keys(self) -> KeyIndex:
        """Parcels of the whole coverage by commune, sheet and number."""
        return key_index(self.coverage)


_EMPTY = shapely.MultiPolygon()


def repaired(shapes: Objects, is_invalid: Flags) -> Objects:
    """Put the land that invalid shapes most likely mean in their place, lines and points left out."""
    if is_invalid.any():
        shapes[is_invalid] = [
            shapely.from_wkb(_repaired_bytes(one)) for one in shapely.to_wkb(shapes[is_invalid])
        ]
    return shapes


# Large shapes take a tenth of a second, and the parcels around an invalid road are checked again and again. Bytes
# are kept and not shapes: two threads that use one prepared shape at the same time crash.
@lru_cache(maxsize=64)
def _repaired_bytes(shape: bytes) -> bytes:
    made = shapely.make_valid(shapely.from_wkb(shape), method="structure", keep_collapsed=False)
    parts = shapely.get_parts(shapely.get_parts(made))
    repaired: bytes = shapely.to_wkb(
        shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
    )
    return repaired
