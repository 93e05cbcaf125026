"""Where a file lies: as it says, under the other systems of Viet Nam, and what is suspected of its system.

What the first page of an import shows of it; the refusals of the import itself are in ``recognition.py``.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from pyproj import CRS

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text
from landdesk.services.importing.cells import text_of
from landdesk.services.importing.importer import Desk
from landdesk.services.importing.layer import Features, SourceLayer
from landdesk.services.importing.recognition import (
    Guess,
    ParcelKey,
    candidate_systems,
    compare_with_known,
    distance_km,
    guess_unnamed,
    guessed_system,
    known_middles,
    once,
    refuse_elsewhere,
)
from landdesk.services.importing.seen import (
    NO_PARAMETERS,
    OTHER_AXES,
    OTHER_DATUM,
    OTHER_UNITS,
    OTHER_ZONE,
    UNNAMED,
    MapPlace,
    OtherSystem,
)
from landdesk.services.importing.shapes import read_shapes
from landdesk.services.importing.systems import NO_CRS, Placement, Points, placement
from landdesk.services.importing.vn2000 import system_name, zones
from landdesk.store.info import StoreInfo

_LOOKED_AT = 200
_WORDS = Text(N_("Looking where the parcels lie"))


def place_of_layer(
    layer: SourceLayer, first: Features | None, fields: Mapping[str, str], desk: Desk, progress: Progress
) -> MapPlace:
    """Return where a layer lies, as it says and under the systems of Viet Nam.

    Args:
        first: Its first features, with the values of all columns.
        fields: Column by target.
        desk: The application with the store that it would go into.

    Raises:
        CancelledError: The person stopped it.
    """
    info = desk.info
    on_plane = placement("", info.epsg, info.epsg)
    corners = np.empty((0, 2)) if first is None else read_shapes(first.geometries, on_plane).source_points
    points = corners[np.isfinite(corners).all(axis=1)]
    system, way, guess, reason = _suspected(layer, points, info)
    sample = points[:: -(-len(points) // _LOOKED_AT) or 1]
    places: list[OtherSystem] = []
    choices = systems_of_vietnam()
    for at, (epsg, name) in enumerate(choices):
        progress.step(at, len(choices), _WORDS)
        for swap_axes in (False, True):
            tried = placement("", epsg, info.epsg, swap_axes=swap_axes)
            away_km = distance_km(tried, tried.placed(sample), info.communes)
            places.append(OtherSystem(epsg, name, swap_axes, away_km))
    shift = None
    if way is not None and first is not None and not reason:
        boxes = shapely.bounds(np.array(read_shapes(first.geometries, way).shapes, dtype=object))
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        keys = once(_keys(layer, first, fields, info))
        known = desk.read(lambda reader: known_middles(reader) if reader.parcel_count() else {})
        shift = compare_with_known(way, corners, middles, keys, known)
        reason = NO_PARAMETERS if shift is not None and shift.is_datum else ""
    wanted = None if guess is None else (guess.epsg, guess.swap_axes)
    fitting = next((one for one in places if (one.epsg, one.swap_axes) == wanted), None)
    return MapPlace(
        system=system,
        away_km=None if way is None else distance_km(way, way.placed(sample), info.communes),
        fitting=fitting,
        reason=reason,
        shift_m=0.0 if shift is None else shift.length_m,
        systems=tuple(places),
    )


def _keys(layer: SourceLayer, first: Features, fields: Mapping[str, str], info: StoreInfo) -> list[ParcelKey]:
    """Return the number of each feature, empty where its columns do not say it."""
    places = [
        layer.columns.index(fields[one]) if one in fields else None
        for one in ("commune", "sheet", "parcel_no")
    ]
    only = info.communes[0] if len(info.communes) == 1 else ""
    keys: list[ParcelKey] = []
    for row in first.values:
        commune, sheet, number = (None if place is None else text_of(row[place]) for place in places)
        keys.append((commune or only, sheet or "", number or ""))
    return keys


def systems_of_vietnam() -> list[tuple[int, str]]:
    """Return code and name of the systems that maps of Viet Nam are found in, those of the province first."""
    likely = list(candidate_systems())
    known = {epsg for epsg, _name in likely}
    return likely + [
        (epsg, f"VN-2000 {_in_minutes(meridian)}") for meridian, epsg in zones().items() if epsg not in known
    ]


def _in_minutes(meridian: float) -> str:
    minutes = round(60 * (meridian % 1))
    return f"{int(meridian)}°{minutes:02d}'" if minutes else f"{int(meridian)}°"


def _suspected(
    layer: SourceLayer, points: Points, info: StoreInfo
) -> tuple[str, Placement | None, Guess | None, str]:
    """Return the system that a layer says, the way from there, the system that fits better, and what is suspected."""
    try:
        way = placement(layer.crs_wkt, None, info.epsg)
    except InvalidInputError as error:
        guess = guess_unnamed(points, info.epsg, info.communes)
        if error.code == NO_CRS:
            return "", None, guess, UNNAMED
        # A system that cannot be used as it stands is named, with what it is mistaken for.
        return system_name(CRS.from_wkt(layer.crs_wkt)), None, guess, OTHER_DATUM
    try:
        refuse_elsewhere(way, points, way.placed(points), info.communes)
    except InvalidInputError:
        guess = guessed_system(points, way, info.communes)
        return way.source_name, way, guess, _reason(way, guess)
    return way.source_name, way, None, ""


def _reason(way: Placement, guess: Guess | None) -> str:
    if guess is None:
        return ""
    if guess.swap_axes:
        return OTHER_AXES
    is_in_degrees: Sequence[bool] = (way.source.is_geographic, CRS.from_epsg(guess.epsg).is_geographic)
    return OTHER_ZONE if len(set(is_in_degrees)) == 1 else OTHER_UNITS
