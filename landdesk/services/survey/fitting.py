"""Helmert transformation in the plane: the drawn corners of a parcel laid on measured points.

With centroids ``c`` (drawn) and ``C`` (measured) and reduced coordinates: ``a = sum(e E + n N) / sum(e² + n²)``,
``b = sum(n E - e N) / sum(e² + n²)``, ``E' = C_E + a e + b n``, ``N' = C_N - b e + a n``; without scale ``a`` and
``b`` are divided by ``sqrt(a² + b²)``. Source: C. Ghilani, P. Wolf, "Adjustment Computations", chapter 18,
"Two-dimensional conformal coordinate transformation".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """How drawn places come onto measured ones.

    Args:
        scale: Of lengths.
        turn: Clockwise, in radians.
        shift: Of the centroid, east and north in metres.
        residuals: Measured less transformed, east and north in metres, for each pair.
        sigma_m: Of a coordinate; None where nothing is left over to tell it.
    """

    scale: float
    turn: float
    shift: Pair
    residuals: tuple[Pair, ...]
    sigma_m: float | None
    _from: Pair
    _to: Pair
    _a: float
    _b: float

    def moved(self, at: Pair) -> Pair:
        """Return where a drawn place comes to lie."""
        east, north = at[0] - self._from[0], at[1] - self._from[1]
        return (
            self._to[0] + self._a * east + self._b * north,
            self._to[1] - self._b * east + self._a * north,
        )


def helmert(drawn: Sequence[Pair], measured: Sequence[Pair], *, with_scale: bool) -> Fit:
    """Return the transformation that leaves the smallest squares of residuals.

    Raises:
        InvalidInputError: ``survey.fit-too-few``: fewer than two different pairs.
    """
    count = len(drawn)
    if count < 2 or len(set(drawn)) < 2 or len(set(measured)) < 2:
        raise InvalidInputError(
            "survey.fit-too-few",
            Text(N_("A fit needs two different corners and their points at least.")),
            remedy=Text(N_("Name more points that were measured on corners of the parcel.")),
        )
    source, target = _centroid(drawn), _centroid(measured)
    a = b = squares = 0.0
    for (e, n), (east, north) in zip(drawn, measured, strict=True):
        x, y, u, v = e - source[0], n - source[1], east - target[0], north - target[1]
        a += x * u + y * v
        b += y * u - x * v
        squares += x * x + y * y
    size = math.hypot(a, b)
    divisor = squares if with_scale else size
    if not divisor or not size:
        raise InvalidInputError(
            "survey.fit-too-few",
            Text(N_("The points do not lie as the corners do, so that no turn fits them.")),
            remedy=Text(N_("Name more points that were measured on corners of the parcel.")),
        )
    a, b = a / divisor, b / divisor
    bare = Fit(
        math.hypot(a, b),
        math.atan2(b, a),
        (target[0] - source[0], target[1] - source[1]),
        (),
        None,
        source,
        target,
        a,
        b,
    )
    residuals = tuple(
        (to[0] - at[0], to[1] - at[1]) for at, to in zip(map(bare.moved, drawn), measured, strict=True)
    )
    left_over = 2 * count - (4 if with_scale else 3)
    total = sum(east * east + north * north for east, north in residuals)
    sigma = math.sqrt(total / left_over) if left_over > 0 else None
    return Fit(bare.scale, bare.turn, bare.shift, residuals, sigma, source, target, a, b)


def _centroid(places: Sequence[Pair]) -> Pair:
    return sum(e for e, _n in places) / len(places), sum(n for _e, n in places) / len(places)
