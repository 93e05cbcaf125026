"""``landdesk edit``: parcels divided by what their parts are to be, and new ones."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.cli.edit import KEEP, PARCEL, STORE, edit
from landdesk.cli.output import print_entry
from landdesk.cli.parameters import AREA, DISTANCE, NUMBER, OUTLINE, POINT, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import json_option, option, pass_session
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

if TYPE_CHECKING:
    from shapely import Polygon

    from landdesk.app.application import Application
    from landdesk.domain.dividing import Division, Line
    from landdesk.domain.ids import ObjectId

Point = tuple[float, float]


@edit.verb(
    "divide",
    N_("Divide PARCEL by area, distance or number of parts; the office's rules say what each part gets."),
    'landdesk edit divide commune.landdesk 12/345 --parts 3 --edge 600100,1318000 --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@option(
    "--area", help_text=N_("Area of the part that is cut off, in square metres."), kind=AREA, metavar="M2"
)
@option(
    "--distance",
    help_text=N_("Distance of the cut from the edge, in metres."),
    kind=DISTANCE,
    metavar="METRES",
)
@option("--parts", help_text=N_("Number of parts of the same area."), kind=NUMBER, metavar="NUMBER")
@option(
    "--edge",
    help_text=N_("A point beside the edge that the cuts run parallel to."),
    kind=POINT,
    metavar="EASTING,NORTHING",
)
@option(
    "--about",
    help_text=N_(
        "With --area: the boundary point that the cut turns about; the part follows it anticlockwise."
    ),
    kind=POINT,
    metavar="EASTING,NORTHING",
)
@KEEP
@json_option
@pass_session
def divide(
    session: Session,
    store: Path,
    parcel: str,
    area: Decimal | None,
    distance: float | None,
    parts: int | None,
    edge: Point | None,
    about: Point | None,
    keep: Point | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.commands import DivideParcel
    from landdesk.domain.dividing import ByArea, ByDistance, ByTurn, Equally

    how_many = sum(value is not None for value in (area, distance, parts))
    if how_many != 1 or (edge is None) == (about is None) or (about is not None and area is None):
        raise InvalidInputError(
            "usage.divide",
            Text(N_("It is not clear how the parcel is to be divided.")),
            remedy=Text(
                N_(
                    "Give one of --area, --distance and --parts with --edge, or --area with --about; "
                    "see: landdesk edit divide --help"
                )
            ),
        )
    with session.working(store) as app:
        parcel_id = app.read(lambda reader: reader.find_parcel(parcel))
        division: Division
        if about is not None and area is not None:
            division = ByTurn(about, float(area))
        else:
            along = _edge(app, parcel_id, edge or (0.0, 0.0))
            if area is not None:
                division = ByArea(along, float(area))
            elif distance is not None:
                division = ByDistance(along, distance)
            else:
                division = Equally(along, parts or 0)
        entry = app.execute(DivideParcel(parcel_id, division, keep))
        print_entry(entry, as_json=as_json, verb="edit")


@edit.verb(
    "new-parcel",
    N_("Add a parcel on the free land of an outline; what other parcels have of it is left out and said."),
    "landdesk edit new-parcel commune.landdesk --outline "
    '"POLYGON ((600110 1318010, 600170 1318010, 600170 1318060, 600110 1318010))" --sheet 12 --as "Nguyễn Văn A"',
)
@STORE
@option(
    "--outline",
    help_text=N_("Outline as WKT, metres, in the system of the store."),
    kind=OUTLINE,
    metavar="WKT",
    required=True,
)
@option("--sheet", help_text=N_("Map sheet; else that of the neighbours."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def new_parcel(session: Session, store: Path, outline: "Polygon", sheet: str | None, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import UNSET, NewParcel

    with session.working(store) as app:
        command = NewParcel(outline, UNSET if sheet is None else sheet)
        print_entry(app.execute(command), as_json=as_json, verb="edit")


@edit.verb(
    "hole",
    N_("Take the land of an outline out of the parcel around it, as a parcel of its own or as none."),
    "landdesk edit hole commune.landdesk --outline "
    '"POLYGON ((600110 1318005, 600120 1318005, 600120 1318015, 600110 1318005))" --as "Nguyễn Văn A"',
)
@STORE
@option(
    "--outline",
    help_text=N_("Outline as WKT, metres, in the system of the store."),
    kind=OUTLINE,
    metavar="WKT",
    required=True,
)
@option("--no-parcel", is_flag=True, help_text=N_("Leave the land without a parcel."))
@json_option
@pass_session
def hole(session: Session, store: Path, outline: "Polygon", no_parcel: bool, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import CutHole

    with session.working(store) as app:
        print_entry(app.execute(CutHole(outline, as_parcel=not no_parcel)), as_json=as_json, verb="edit")


def _edge(app: "Application", parcel_id: "ObjectId", beside: Point) -> "Line":
    """Return the edge of the parcel that is nearest to a point."""
    from landdesk.domain.dividing import edge_at
    from landdesk.domain.records import Parcel
    from landdesk.services.commands.parting import shape_to_edit

    return edge_at(shape_to_edit(app.read(lambda reader: reader.get(Parcel, parcel_id))), beside)
