"""Placing one plane on another by control points: similarity and affine fits with the residual of each point.

Sources: least squares of the four and six parameters, as in any textbook of surveying (Wolf and Ghilani, Adjustment
Computations, chapter "Coordinate Transformations").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np

from landdesk.domain.arrays import Floats
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

_SPREAD: Final = 1e-6
"""Points nearer to one line than this part of their extent do not fix a plane."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Where one plane lies on the other.

    Args:
        matrix: 2 × 3; takes (x, y, 1) of the source to easting and northing.
        residuals: Of each control point, n × 2 metres: where it should be less where it comes to lie.
    """

    matrix: Floats
    residuals: Floats

    @property
    def distances(self) -> Floats:
        """How far each control point is off, metres."""
        found: Floats = np.hypot(self.residuals[:, 0], self.residuals[:, 1])
        return found

    @property
    def mean_error_m(self) -> float | None:
        """Root mean square of what is off by the points that are more than needed; None where none is."""
        spare = 2 * len(self.residuals) - (4 if len(self.residuals) == 2 else 6)
        return float(np.sqrt((self.residuals**2).sum() / spare)) if spare > 0 else None


def fit_plane(source: Sequence[tuple[float, float]], target: Sequence[tuple[float, float]]) -> Fit:
    """Fit pixels of a picture (x to the right, y down) to the ground by control points.

    Two points turn, scale and shift; three and more also let it shrink differently along both sides, as paper does.

    Raises:
        InvalidInputError: ``placing.too-few``, or ``placing.in-line``: the points lie in one line or on each other.
    """
    pixels, ground = np.array(source, dtype=np.float64), np.array(target, dtype=np.float64)
    if len(pixels) < 2:
        raise InvalidInputError(
            "placing.too-few",
            Text(N_("Fewer than two control points do not say where the picture lies.")),
            remedy=Text(N_("Give at least two, better four near the corners.")),
        )
    middle = pixels.mean(axis=0)
    extent = float(np.abs(pixels - middle).max())
    spread = np.linalg.svd(pixels - middle, compute_uv=False)
    base = ground.mean(axis=0)
    if extent == 0 or (len(pixels) > 2 and spread[-1] < _SPREAD * extent):
        raise InvalidInputError(
            "placing.in-line",
            Text(N_("The control points lie in one line or on each other.")),
            remedy=Text(N_("Give points that are far apart in both directions.")),
        )
    x, y = (pixels - middle).T
    if len(pixels) == 2:
        # y points down in a picture: easting = a x + b y + c, northing = b x − a y + d.
        rows = np.vstack([np.column_stack([x, y]), np.column_stack([-y, x])])
        (a, b), *_ = np.linalg.lstsq(rows, np.concatenate((ground - base).T), rcond=None)
        linear = np.array([[a, b], [b, -a]])
    else:
        linear = np.linalg.lstsq(np.column_stack([x, y]), ground - base, rcond=None)[0].T
    matrix = np.column_stack([linear, base - linear @ middle])
    return Fit(matrix, ground - (pixels @ matrix[:, :2].T + matrix[:, 2]))


def read_metres(text: str) -> float | None:
    """Return a coordinate as people type it, ``1 354 356,06``, ``1.354.356,06`` or ``1354356.06``; None for none.

    Of comma and point the one that comes last begins the decimals, unless it comes more than once.
    """
    plain = "".join(text.split())
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0:
        mark = plain[last]
        whole, decimals = plain[:last], plain[last + 1 :]
        if mark in whole:
            whole, decimals = whole + decimals, ""
        plain = whole.replace(",", "").replace(".", "") + "." + decimals
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if isfinite(value) else None
