"""A drawn parcel laid on measured points: which corners they are, how it would move, how far each is off."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.i18n import N_, Text
from landdesk.services.survey.fitting import Fit, Pair, helmert
from landdesk.store.queries.surveys import SurveyPoint
from landdesk.store.reader import Reader

WITHIN_M = 5.0
"""A point further from every corner than this belongs to none."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A measured point and the drawn corner nearest to it."""

    point: SurveyPoint
    corner: Pair

    @property
    def apart_m(self) -> float:
        """How far the two are from each other now."""
        return math.dist(self.point.at, self.corner)


@dataclass(frozen=True, slots=True)
class FitPlan:
    """What a fit would do.

    Args:
        parcel_id: The parcel.
        key: Its sheet and number.
        matched: Points and their corners, in the order of the fit's residuals.
        fit: The transformation.
        moves: Each corner of the parcel that moves, and where to.
    """

    parcel_id: ObjectId
    key: str
    matched: tuple[Matched, ...]
    fit: Fit
    moves: tuple[tuple[Pair, Pair], ...]

    def left_m(self, one: Matched) -> Pair:
        """Return how far a point lies from its moved corner, east and north, be it one of the fit or not."""
        east, north = self.fit.moved(one.corner)
        return one.point.at[0] - east, one.point.at[1] - north

    @property
    def rms_m(self) -> float:
        """Root of the mean square of what is left at the points."""
        return math.sqrt(math.fsum(math.hypot(*one) ** 2 for one in self.fit.residuals) / len(self.matched))

    @property
    def worst(self) -> tuple[Matched, float]:
        """The point where most is left, and how much, in metres."""
        pairs = zip(self.matched, (math.hypot(*one) for one in self.fit.residuals), strict=True)
        return max(pairs, key=lambda pair: pair[1])


def plan_fit(
    reader: Reader,
    parcel_id: ObjectId,
    points: Sequence[SurveyPoint],
    *,
    with_scale: bool,
    within_m: float = WITHIN_M,
) -> FitPlan:
    """Return how a parcel would come to lie on points; nothing is changed.

    Raises:
        RefusedError: ``survey.fit-gone``, ``survey.fit-no-shape``: it or its boundary is not there;
            ``survey.fit-far``: a point is near no corner;
            ``survey.fit-same-corner``: two are nearest to the same.
        InvalidInputError: Too few points.
    """
    parcel, shape = _shaped(reader, parcel_id)
    corners = _corners(shape)
    matched = [_matched(one, corners) for one in points]
    for one in matched:
        if one.apart_m > within_m:
            raise RefusedError(
                "survey.fit-far",
                Text(
                    N_("Point {number} lies {distance:.2f} m from the nearest corner of parcel {key}."),
                    {"number": one.point.number, "distance": one.apart_m, "key": parcel.key},
                ),
                remedy=Text(
                    N_("Check the order of the coordinates and the number, or allow a larger distance.")
                ),
            )
    if len({one.corner for one in matched}) < len(matched):
        raise RefusedError(
            "survey.fit-same-corner",
            Text(
                N_("Two of the points lie nearest to the same corner of parcel {key}."), {"key": parcel.key}
            ),
            remedy=Text(N_("Name one point for each corner.")),
        )
    fit = helmert([one.corner for one in matched], [one.point.at for one in matched], with_scale=with_scale)
    moves = [(corner, _to_mm(fit.moved(corner))) for corner in corners]
    return FitPlan(
        parcel_id, parcel.key, tuple(matched), fit, tuple((at, to) for at, to in moves if _to_mm(at) != to)
    )


def near_corners(
    reader: Reader, parcel_id: ObjectId, points: Sequence[SurveyPoint], within_m: float
) -> list[Matched]:
    """Return the point nearest to each corner of a parcel, in the order of corners; none for those without one near.

    Raises:
        RefusedError: ``survey.fit-gone``, ``survey.fit-no-shape``: the parcel or its boundary is not there.
    """
    shape = _shaped(reader, parcel_id)[1]
    corners = _corners(shape)
    west, south, east, north = shape.buffer(within_m).bounds
    near = (one for one in points if west <= one.at[0] <= east and south <= one.at[1] <= north)
    nearest: dict[Pair, Matched] = {}
    for one in (_matched(point, corners) for point in near):
        known = nearest.get(one.corner)
        if one.apart_m <= within_m and (known is None or one.apart_m < known.apart_m):
            nearest[one.corner] = one
    return [nearest[corner] for corner in corners if corner in nearest]


def moved_shape(shape: MultiPolygon, moves: Sequence[tuple[Pair, Pair]]) -> MultiPolygon:
    """Return a shape with its corners moved, as it will look; whether it may be so is not looked at."""
    where = dict(moves)
    return shapely.transform(
        shape, lambda places: np.array([where.get((x, y), (x, y)) for x, y in places.tolist()])
    )


def _shaped(reader: Reader, parcel_id: ObjectId) -> tuple[Parcel, MultiPolygon]:
    parcel = reader.get_many(Parcel, [parcel_id]).get(parcel_id)
    if parcel is None:
        # Somebody else was faster.
        raise RefusedError(
            "survey.fit-gone",
            Text(N_("The parcel is not in the record any more.")),
            remedy=Text(N_("Choose a parcel that is on the map.")),
        )
    if parcel.shape is None:
        raise RefusedError(
            "survey.fit-no-shape",
            Text(N_("Parcel {key} has no drawn boundary that could be fitted."), {"key": parcel.key}),
            remedy=Text(N_("Choose a parcel that is on the map.")),
        )
    return parcel, parcel.shape


def _corners(shape: MultiPolygon) -> list[Pair]:
    rings = [ring for part in shape.geoms for ring in (part.exterior, *part.interiors)]
    return list(dict.fromkeys((x, y) for ring in rings for x, y in ring.coords[:-1]))


def _matched(point: SurveyPoint, corners: Sequence[Pair]) -> Matched:
    return Matched(point, min(corners, key=partial(math.dist, point.at)))


def _to_mm(at: Pair) -> Pair:
    return round(at[0], 3), round(at[1], 3)
