"""Answer to ``TakeDelivery``: delivered boundaries in place of those that are, neighbours' nodes in the same act.

Neighbours that were not delivered never move. The subject says how many delivered corners went onto their nodes and
boundaries and how far at most, and which neighbours got new points.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import TakeDelivery
from landdesk.domain.coverage import Coverage
from landdesk.domain.delivering import Fitted, fit_delivered, overlaps
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.geometry import round_to_grid
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.domain.shape_refusals import refused
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext

_NAMED = 5


def take_delivery(command: TakeDelivery, context: EditContext) -> ChangeSet:
    """Return the deltas of the parcels delivered and of neighbours that get a node.

    Raises:
        RefusedError: ``delivery.overlaps``: parcels would overlap more than they do; a shape would break.
        InvalidInputError: There is no parcel, or one stands twice.
    """
    delivered = {one: round_to_grid(shape) for one, shape in command.shapes}
    if not delivered or len(delivered) < len(command.shapes):
        raise InvalidInputError(
            "delivery.parcels",
            Text(N_("No parcel is to be taken, or one stands there twice.")),
            remedy=Text(N_("Name each parcel once.")),
        )
    parcels = {one: context.work.get(Parcel, one) for one in delivered}
    before = {one: parcel.shape for one, parcel in parcels.items() if parcel.shape is not None}
    fitted = fit_or_refuse(delivered, before, context.coverage, command.tolerance_m, context.work.keys_of)
    deltas = [
        Delta(parcel, replace(parcel, shape=fitted.shapes[one], source_shape=None))
        for one, parcel in parcels.items()
        if fitted.shapes[one] != parcel.shape
    ]
    keys = sorted(delta.either.key for delta in deltas if isinstance(delta.either, Parcel))
    subject = ", ".join(keys[:_NAMED]) + (f" +{len(keys) - _NAMED}" if len(keys) > _NAMED else "")
    if fitted.joins:
        subject += f" ({len(fitted.joins)} → {fitted.joins[0].distance_m:.3f} m)"
    noded = context.reshaped(fitted.noded)
    if noded:
        others = sorted(delta.either.key for delta in noded if isinstance(delta.either, Parcel))
        subject += "; " + ", ".join(others[:_NAMED])
        subject += f" +{len(others) - _NAMED}" if len(others) > _NAMED else ""
    return ChangeSet(command.name, (*deltas, *noded), subject)


def fit_or_refuse(
    delivered: Mapping[ObjectId, MultiPolygon],
    before: Mapping[ObjectId, MultiPolygon],
    coverage: Coverage,
    tolerance_m: float,
    keys_of: Callable[[Iterable[ObjectId]], Mapping[ObjectId, str]],
) -> Fitted[ObjectId]:
    """Return the shapes of a block as they would be taken.

    Args:
        delivered: As measured, on the grid.
        before: Shapes of those that have one.
        coverage: All parcels.
        tolerance_m: How far a corner may go.
        keys_of: What people call parcels.

    Raises:
        RefusedError: A shape would break, or parcels would overlap more than they do.
    """
    fixed = shapes_beside(coverage, delivered, before, tolerance_m)
    fitted = fit_delivered(delivered, fixed, tolerance_m)
    for one, place in fitted.broken.items():
        raise refused("delivery.breaks-shape" if one in delivered else "delivery.breaks-neighbour", place)
    found = overlaps(fitted, fixed, before)
    if found:
        one, other, area_m2, place = found[0]
        keys = keys_of([one, other])
        raise overlapping(keys[one], keys[other], area_m2, place)
    return fitted


def shapes_beside(
    coverage: Coverage,
    delivered: Mapping[ObjectId, MultiPolygon],
    before: Mapping[ObjectId, MultiPolygon],
    tolerance_m: float,
) -> dict[ObjectId, MultiPolygon]:
    """Return the shapes of all parcels but the delivered ones that come near their old or new shapes."""
    shapes = [*delivered.values(), *before.values()]
    margin = tolerance_m + 0.01
    west, south, east, north = shapely.total_bounds(shapes)
    near = coverage.box_query((west - margin, south - margin, east + margin, north + margin))
    found = coverage.shapes(near)
    held = ~shapely.is_missing(found)
    tree = shapely.STRtree(shapes)
    at = np.unique(tree.query(found[held], predicate="dwithin", distance=margin)[0])
    identifiers = [coverage.id_at(int(one)) for one in near[held][at]]
    return {
        one: shape for one, shape in zip(identifiers, found[held][at], strict=True) if one not in delivered
    }


def overlapping(key: str, other: str, area_m2: float, place: tuple[float, float]) -> RefusedError:
    """Return the refusal of a delivered parcel that would lie on another."""
    return RefusedError(
        "delivery.overlaps",
        Text(
            N_("Parcel {key} as delivered would overlap parcel {other} by {area:,.3f} m²."),
            {"key": key, "other": other, "area": area_m2},
        ),
        Text(
            N_("Near easting {easting_m:.3f} m, northing {northing_m:.3f} m"),
            {"easting_m": place[0], "northing_m": place[1]},
        ),
        Text(N_("Take both parcels together where both were delivered, or return the parcel.")),
    )
