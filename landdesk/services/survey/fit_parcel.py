"""A drawn parcel laid on measured points: which corners they are, how it would move, how far each is off."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

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
        RefusedError: ``survey.fit-no-shape``: it has none; ``survey.fit-far``: a point is near no corner;
            ``survey.fit-same-corner``: two are nearest to the same.
        InvalidInputError: Too few points.
    """
    parcel = reader.get_many(Parcel, [parcel_id])[parcel_id]
    if parcel.shape is None:
        raise RefusedError(
            "survey.fit-no-shape",
            Text(N_("Parcel {key} has no drawn boundary that could be fitted."), {"key": parcel.key}),
            remedy=Text(N_("Choose a parcel that is on the map.")),
        )
    rings = [ring for part in parcel.shape.geoms for ring in (part.exterior, *part.interiors)]
    corners: list[Pair] = list(dict.fromkeys((x, y) for ring in rings for x, y in ring.coords[:-1]))
    matched = [Matched(one, min(corners, key=partial(math.dist, one.at))) for one in points]
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


def _to_mm(at: Pair) -> Pair:
    return round(at[0], 3), round(at[1], 3)
