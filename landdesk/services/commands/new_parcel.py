"""Answer to ``NewParcel``.

The parcel gets sheet and number, provisional until the office gives one, and nothing else. The act's subject says how
much of the outline other parcels have, and which of them got new boundary points.
"""

import numpy as np
import shapely

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import NewParcel, Unset
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.records import PROVISIONAL, Parcel
from landdesk.domain.shape_refusals import any_point, refused
from landdesk.domain.sketching import drawn_parcel, parcels_beside
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext

_NAMED_M2 = 0.005


def new_parcel(command: NewParcel, context: EditContext) -> ChangeSet:
    """Return the deltas of a new parcel, the neighbours' new nodes included.

    Raises:
        RefusedError: The outline gives no parcel, or lies outside the zone of the store's system.
        InvalidInputError: It is not clear on which sheet or in which commune it lies.
    """
    _require_within_zone(command, context)
    around = parcels_beside(command.outline, context.coverage)
    drawn = drawn_parcel(command.outline, list(around.values()))
    beside = sorted(
        context.work.get_many(Parcel, around).values(),
        key=lambda one: -shapely.length(shapely.intersection(around[one.id].boundary, drawn.shape.boundary)),
    )
    commune, sheet = _place(command, context, beside)
    identifiers = list(around)
    noded = context.reshaped({identifiers[at]: shape for at, shape in drawn.neighbours.items()})
    made = Parcel(
        id=context.work.new_id(),
        commune=commune,
        sheet=sheet,
        number=str(context.work.highest_number(commune, sheet) + 1),
        number_state=PROVISIONAL,
        shape=drawn.shape,
    )
    subject = made.key
    if drawn.cut_off_m2 >= _NAMED_M2:
        subject += f" (−{drawn.cut_off_m2:.2f} m²)"
    if noded:
        subject += "; " + ", ".join(delta.either.key for delta in noded if isinstance(delta.either, Parcel))
    return ChangeSet(command.name, (Delta(None, made), *noded), subject)


def _require_within_zone(command: NewParcel, context: EditContext) -> None:
    # Read when it is needed: the library of systems takes a while to load.
    from landdesk.services.importing.systems import lies_outside

    points = shapely.get_coordinates(command.outline)
    if not np.isfinite(points).all() or lies_outside(context.work.info.epsg, points):
        raise refused("draw.outside", any_point(command.outline))


def _place(command: NewParcel, context: EditContext, beside: list[Parcel]) -> tuple[str, str]:
    """Return commune and sheet of a new parcel: as told, else those of the parcel it has the longest boundary with."""
    communes = context.work.info.communes
    commune = beside[0].commune if beside else communes[0] if len(communes) == 1 else None
    sheet = None if isinstance(command.sheet, Unset) else clean_text(command.sheet)
    sheet = sheet or next((one.sheet for one in beside if one.sheet), None)
    if commune is None or sheet is None:
        raise InvalidInputError(
            "draw.no-sheet",
            Text(N_("It is not clear on which map sheet the new parcel lies.")),
            remedy=Text(
                N_("Name the map sheet, and draw beside a parcel of the commune where there are several.")
            ),
        )
    return commune, sheet
