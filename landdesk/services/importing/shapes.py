"""Geometry of the source as shapes of the record: placed, rounded, in canonical order, faults named.

Works on batches in arrays, since a commune has tens of thousands of parcels. Nothing is repaired: what shapely can
hold comes in as it is and invalid shapes are named; what it cannot hold is kept as bytes of its GeoJSON form.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from landdesk.domain.canonical_shape import canonical_shapes, rounding_report
from landdesk.domain.grid import is_holdable
from landdesk.services.importing.layer import Geometry
from landdesk.services.importing.systems import Placement, Points

NOT_POLYGON: Final = "geometry.not-polygon"
EMPTY: Final = "geometry.empty"
FEW_POINTS: Final = "geometry.few-points"
UNCLOSED: Final = "geometry.unclosed"
NOT_FINITE: Final = "geometry.not-finite"
NOT_PLACED: Final = "geometry.not-placed"
INVALID: Final = "geometry.invalid"
BROKEN_ON_THE_WAY: Final = "geometry.broken-on-the-way"
HEALED_ON_THE_WAY: Final = "geometry.healed-on-the-way"

KEPT_AS_SOURCE: Final = frozenset({FEW_POINTS, UNCLOSED, NOT_FINITE, NOT_PLACED})
"""Faults that no polygon can have; the shape is None and the source's bytes are kept."""

_VALIDITY: Final = {
    (False, False): INVALID,
    (True, False): BROKEN_ON_THE_WAY,
    (False, True): HEALED_ON_THE_WAY,
}
"""What is said of a boundary that is or was invalid, by whether it is valid in the source and in the store."""

_Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class ShapeBatch:
    """Shapes of consecutive features.

    Args:
        shapes: MultiPolygons on the store's plane in canonical form, or None.
        faults: Code of the fault of each, or None.
        details: More about the fault: type, or why a shape is invalid, in the words of GEOS.
        has_z: Whether heights were left out.
        rounded: Number of shapes moved by rounding.
        largest_shift_m: Largest shift of a vertex by rounding.
        source_points: One point of each as in the file, not-a-number where there is none.
        points: The same points on the store's plane.
    """

    shapes: NDArray[Any]
    faults: list[str | None]
    details: list[str | None]
    has_z: NDArray[np.bool_]
    rounded: int
    largest_shift_m: float
    source_points: Points
    points: Points


def read_shapes(geometries: Sequence[Geometry | None], way: Placement) -> ShapeBatch:
    """Return the shapes of a batch of source geometries.

    Args:
        geometries: Type and coordinates as in GeoJSON, one for each feature.
        way: From the source's system to the store's.
    """
    count = len(geometries)
    rings = _Rings(count)
    for index, geometry in enumerate(geometries):
        rings.add(index, geometry)
    source, starts = rings.coordinates()
    placed = way.placed(source)
    ring_owner = np.array(rings.owner, dtype=np.int64)
    point_owner = np.repeat(ring_owner, np.diff(starts))
    faults = rings.faults
    for index in np.unique(point_owner[~is_holdable(placed).all(axis=1)]).tolist():
        faults[index] = NOT_PLACED
    for index in np.unique(point_owner[~np.isfinite(source).all(axis=1)]).tolist():
        faults[index] = NOT_FINITE
    details = rings.details
    good = np.array([fault is None for fault in faults], dtype=np.bool_)
    before = np.full(count, None, dtype=object)
    before[good] = _built(placed, starts, rings, good)
    after = canonical_shapes(before)
    rounded, largest_shift_m = rounding_report(before, after)
    # A boundary may break or heal by the last bits of a transformation: both are told from the source itself.
    in_source = before[good] if way.transformer is None else _built(source, starts, rings, good)
    states = zip(shapely.is_valid(in_source), shapely.is_valid(after[good]), strict=True)
    for index, (was_valid, is_valid) in zip(np.flatnonzero(good).tolist(), states, strict=True):
        if not (was_valid and is_valid):
            faults[index] = _VALIDITY[bool(was_valid), bool(is_valid)]
            details[index] = None if is_valid else str(shapely.is_valid_reason(after[index]))
    source_points, points = np.full((count, 2), np.nan), np.full((count, 2), np.nan)
    if len(ring_owner):
        owners, first_ring = np.unique(ring_owner, return_index=True)
        filled = np.diff(starts)[first_ring] > 0
        first = starts[first_ring[filled]]
        source_points[owners[filled]] = source[first]
        points[owners[filled]] = placed[first]
    return ShapeBatch(
        after, faults, details, np.array(rings.has_z), rounded, largest_shift_m, source_points, points
    )


def source_bytes(geometry: Geometry) -> bytes:
    """Return a source geometry as bytes of its GeoJSON form, exactly as it was read."""
    kind, coordinates = geometry
    return json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":")).encode()


class _Rings:
    """Rings of a batch laid one after the other, with what can be said of them without arithmetic."""

    def __init__(self, count: int) -> None:
        self.faults: list[str | None] = [None] * count
        self.details: list[str | None] = [None] * count
        self.has_z = [False] * count
        self.owner: list[int] = []
        self.part_sizes: list[int] = []
        self.part_owner: list[int] = []
        self._rings: list[_Ring] = []

    def add(self, index: int, geometry: Geometry | None) -> None:
        """Take in the geometry of one feature."""
        kind, coordinates = geometry if geometry is not None else ("Polygon", [])
        if kind == "Polygon":
            parts = [coordinates]
        elif kind == "MultiPolygon":
            parts = coordinates
        else:
            self.faults[index], self.details[index] = NOT_POLYGON, kind
            return
        parts = [part for part in ([ring for ring in part if ring] for part in parts) if part]
        if not parts:
            self.faults[index] = EMPTY
        for part in parts:
            self.part_sizes.append(len(part))
            self.part_owner.append(index)
            for ring in part:
                self._add_ring(index, ring)

    def _add_ring(self, index: int, ring: _Ring) -> None:
        if len(ring[0]) > 2:
            self.has_z[index] = True
            ring = [(point[0], point[1]) for point in ring]
        # NaN differs from itself: such a ring is named by its coordinates, not as unclosed.
        if len(ring) < 4:
            self.faults[index] = FEW_POINTS
        elif ring[0] != ring[-1]:
            self.faults[index] = UNCLOSED
        self.owner.append(index)
        self._rings.append(ring)

    def coordinates(self) -> tuple[Points, NDArray[np.int64]]:
        """Return all points (n, 2) and the index of each ring's first point, the number of points at the end."""
        numbers = chain.from_iterable(chain.from_iterable(self._rings))
        points = np.fromiter(numbers, dtype=np.float64).reshape(-1, 2)
        return points, _offsets(np.fromiter(map(len, self._rings), np.int64, len(self._rings)))


def _built(
    points: Points, starts: NDArray[np.int64], rings: _Rings, chosen: NDArray[np.bool_]
) -> NDArray[Any]:
    """Return the shapes of some features, none of which has a fault of its rings, in their order."""
    if not chosen.any():
        return np.empty(0, dtype=object)
    ring_chosen = chosen[np.array(rings.owner, dtype=np.int64)]
    part_owner = np.array(rings.part_owner, dtype=np.int64)
    part_chosen = chosen[part_owner]
    lengths = np.diff(starts)
    made: NDArray[Any] = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON,
        points[np.repeat(ring_chosen, lengths)],
        (
            _offsets(lengths[ring_chosen]),
            _offsets(np.array(rings.part_sizes, dtype=np.int64)[part_chosen]),
            _offsets(np.bincount(part_owner[part_chosen], minlength=len(chosen))[chosen]),
        ),
    )
    return made


def _offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)])
