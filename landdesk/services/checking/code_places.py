"""Where the codes of many parcels lie, all at once: a loop over the letters of 50,000 takes a second."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from landdesk.domain.arrays import Flags, Floats, Integers
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_code import ALPHABET, LENGTH

_BITS: Final = 5
_NO_LETTER: Final = 255
_VALUES: Final = np.full(128, _NO_LETTER, dtype=np.uint8)
_VALUES[[ord(letter) for letter in ALPHABET]] = np.arange(len(ALPHABET), dtype=np.uint8)


def code_letters(codes: Sequence[str]) -> tuple[Flags, NDArray[np.uint8]]:
    """Return which texts have the form of a code, and the values of the letters of those, n × 12."""
    well_formed = np.array([len(code) == LENGTH and code.isascii() for code in codes], dtype=bool)
    letters = "".join(code for code, is_so in zip(codes, well_formed.tolist(), strict=True) if is_so)
    values = _VALUES[np.frombuffer(letters.encode("ascii"), dtype=np.uint8)].reshape(-1, LENGTH)
    known = (values != _NO_LETTER).all(axis=1)
    well_formed[well_formed] = known
    return well_formed, values[known]


def places(letters: NDArray[np.uint8], system: int) -> Floats:
    """Return the middle of each code's cell on the plane of a system, n × 2; infinite where it has no place there.

    Args:
        letters: Values of the letters.
        system: EPSG code.
    """
    shifts = np.arange(_BITS - 1, -1, -1, dtype=np.uint8)
    bits = (letters[:, :, None] >> shifts & 1).reshape(len(letters), LENGTH * _BITS)
    steps = LENGTH * _BITS // 2
    weights = 0.5 ** np.arange(1, steps + 1)
    middle = 0.5 ** (steps + 1)
    longitude, latitude = (bits[:, axis::2] @ weights + middle for axis in (0, 1))
    # Lists, since pyproj takes an array of one number for a number.
    on_plane = _to_plane(system).transform((longitude * 360 - 180).tolist(), (latitude * 180 - 90).tolist())
    made: Floats = np.column_stack(on_plane)
    return made


def distances_m(coverage: Coverage, parcels: Sequence[ObjectId], points: Floats) -> Floats:
    """Return how far outside of its parcel each point lies; 0 inside, and for a parcel that has no boundary.

    Whether a point lies inside is counted for all at once, by the edges that a line to the east of it crosses; shapes
    are made for the others alone.
    """
    indices = np.array([coverage.index_of(one) for one in parcels], dtype=np.int64)
    has_shape = ~np.isnan(coverage.boxes(indices)[:, 0])
    is_somewhere = np.isfinite(points).all(axis=1)
    away_m = np.where(has_shape & ~is_somewhere, np.inf, 0.0)
    compared = np.flatnonzero(has_shape & is_somewhere)
    outside = compared[~_inside(coverage, indices[compared], points[compared])]
    away_m[outside] = shapely.distance(coverage.shapes(indices[outside]), shapely.points(points[outside]))
    return away_m


def _inside(coverage: Coverage, indices: Integers, points: Floats) -> Flags:
    """Tell which points lie in the parcels of these indices, by the number of edges to the east of them."""
    edges, owner = coverage.segments(indices)
    place = np.zeros(int(indices.max(initial=-1)) + 1, dtype=np.int64)
    place[indices] = np.arange(len(indices))
    at = place[owner]
    x, y = points[at].T
    from_x, from_y, to_x, to_y = edges.T
    crosses = (from_y > y) != (to_y > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        is_east = x < from_x + (y - from_y) / (to_y - from_y) * (to_x - from_x)
    inside: Flags = np.bincount(at[crosses & is_east], minlength=len(indices)) % 2 == 1
    return inside


@cache
def _to_plane(system: int) -> Transformer:
    return Transformer.from_crs(4326, system, always_xy=True)
