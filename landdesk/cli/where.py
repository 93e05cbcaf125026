"""``landdesk where``: a written place or a parcel on the plane of the store, in degrees, and what lies there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from landdesk.cli.output import number, print_document, print_facts, print_table, say
from landdesk.cli.parameters import FILE, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, _, translate

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.domain.parcels_here import ParcelHere
    from landdesk.services.coordinates import Coordinates, Place, Zone


@verb(
    "where",
    N_(
        "Say where PLACE is and what lies there. PLACE is X (north) and Y (east) in metres, latitude and longitude of"
        " WGS 84 (of VN-2000 with that word before them) in degrees, degrees and minutes, or degrees, minutes and"
        " seconds, or a parcel, of which a point inside is taken."
    ),
    'landdesk where commune.landdesk "12°14\'42.4\\"N 109°11\'39.5\\"E"',
)
@argument("store", N_("The store."), FILE)
@argument(
    "place",
    N_("Coordinates, or a parcel; signs of minutes and seconds between quotation marks."),
    WORDS,
    many=True,
)
@option(
    "--meridian",
    help_text=N_(
        "Central meridian that metres are counted from, such as 108°30', or a province as before July 2025; the"
        " store's unless given."
    ),
    kind=WORDS,
    metavar="DEGREES",
)
@option(
    "--zone",
    help_text=N_("Width of the zone of that meridian, degrees; 3 unless given."),
    kind=OneOf(("3", "6")),
)
@json_option
@pass_session
def where(
    session: Session,
    store: Path,
    place: tuple[str, ...],
    meridian: str | None,
    zone: str | None,
    as_json: bool,
) -> None:
    """Print the place in every notation, its commune and the parcels there."""
    from landdesk.domain.parcels_here import parcels_here
    from landdesk.services.coordinates import Coordinates, read_zone

    chosen = None if meridian is None else read_zone(meridian, int(zone or "3"))
    if chosen is None and zone is not None:
        raise InvalidInputError(
            "coordinates.no-meridian",
            Text(N_("A width of the zone has a meaning with a central meridian only.")),
            remedy=Text(N_("Name the meridian too, such as 108°30'.")),
        )
    # Terminals part a text at its blanks where nobody puts it between quotation marks.
    written = " ".join(place)
    with session.reading(store) as app:
        coordinates = Coordinates(app.info.epsg)
        found = _found(app, coordinates, written, chosen)
        parcels = parcels_here(app.coverage, found.easting, found.northing)
        at = _commune(coordinates, found)
        communes = app.info.communes
    strange = found.in_metres and (at is None or at[0] not in communes)
    fitting = coordinates.fitting_zone(written, communes) if strange else None
    if as_json:
        print_document("where", _document(coordinates, found, at, fitting, parcels))
    else:
        _print(coordinates, found, at, fitting, parcels)


def _found(app: "Application", coordinates: "Coordinates", text: str, zone: "Zone | None") -> "Place":
    """Return the place of coordinates, or of the parcel that is called so.

    Raises:
        InvalidInputError: It is neither.
        RefusedError: The parcel is not on the map.
    """
    try:
        return coordinates.place(text, zone)
    except InvalidInputError as error:
        # What has blanks in it was meant for coordinates: no parcel is called so.
        if error.code != "coordinates.unreadable" or len(text.split()) != 1:
            raise
    parcel = app.read(lambda reader: reader.find_parcel(text))
    shape = app.coverage.shape(parcel)
    if shape is None or shape.is_empty:
        raise RefusedError(
            "coordinates.no-boundary",
            Text(N_("Parcel {key} has no boundary, so it lies nowhere on the map."), {"key": text}),
            remedy=Text(N_("Link the record with its boundary first.")),
        )
    return coordinates.inside(shape, Text(N_("A point inside parcel {key}"), {"key": text}))


def _print(
    coordinates: "Coordinates",
    place: "Place",
    commune: tuple[str, str] | None,
    fitting: "Zone | None",
    parcels: "list[ParcelHere]",
) -> None:
    from landdesk.services.coordinates import NOTATION_TITLES, Notation, fitting_words, system_words

    print_facts(
        [
            (_("Understood as"), translate(place.understood)),
            (_("Note"), "" if place.note is None else translate(place.note)),
            (_("Perhaps"), "" if fitting is None else translate(fitting_words(fitting))),
            *(
                (_(NOTATION_TITLES[one]), coordinates.written(place.easting, place.northing, one))
                for one in Notation
            ),
            (
                _("System of the store"),
                f"{translate(system_words(coordinates.epsg))} (EPSG:{coordinates.epsg})",
            ),
            (
                _("Commune"),
                _("none that is known here") if commune is None else f"{commune[1]} ({commune[0]})",
            ),
        ]
    )
    if not parcels:
        say(Text(N_("No parcel lies there.")))
        return
    click.echo()
    titles = (_("Parcel"), _("Id"), _("Land use"), _("Map area, m²"), _("Legal area, m²"))
    rows = [
        (one.key, short_id(one.id), one.land_use or "", number(one.map_area_m2), number(one.legal_area_m2))
        for one in parcels
    ]
    print_table(titles, rows, "<<<>>")


def _document(
    coordinates: "Coordinates",
    place: "Place",
    commune: tuple[str, str] | None,
    fitting: "Zone | None",
    parcels: "list[ParcelHere]",
) -> dict[str, Any]:
    from landdesk.services.coordinates import Notation

    latitude, longitude = coordinates.latitude_longitude(place.easting, place.northing)
    return {
        "understood": str(place.understood),
        "note": None if place.note is None else str(place.note),
        "x_north_m": round(place.northing, 3),
        "y_east_m": round(place.easting, 3),
        "epsg": coordinates.epsg,
        "latitude": round(latitude, 9),
        "longitude": round(longitude, 9),
        "written": {str(one): coordinates.written(place.easting, place.northing, one) for one in Notation},
        "commune": None if commune is None else {"code": commune[0], "name": commune[1]},
        "fitting_zone": (
            None
            if fitting is None
            else {"meridian_deg": fitting.meridian_deg, "width_deg": fitting.width_deg}
        ),
        "parcels": [
            {
                "id": id_text(one.id),
                "key": one.key,
                "land_use": one.land_use,
                "map_area_m2": round(one.map_area_m2, 3),
                "legal_area_m2": one.legal_area_m2,
            }
            for one in parcels
        ],
    }


def _commune(coordinates: "Coordinates", place: "Place") -> tuple[str, str] | None:
    """Return code and name of the commune; its boundaries are for orientation, so it is near them by some metres."""
    from landdesk.app.communes import commune
    from landdesk.services.boundaries import commune_boundaries

    code = commune_boundaries(coordinates.epsg).code_at(place.easting, place.northing)
    return None if code is None else (code, commune(code).title)
