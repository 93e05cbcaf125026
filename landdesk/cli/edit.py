"""``landdesk edit``: every change to parcels and land users, one verb for each command."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.cli.output import print_entry
from landdesk.cli.parameters import AREA, FILE, LINE, POINT, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import id_text, short_id
from landdesk.i18n import N_, Text, fold

if TYPE_CHECKING:
    from shapely import LineString

    from landdesk.app.application import Application
    from landdesk.domain.commands import Command
    from landdesk.domain.ids import ObjectId
    from landdesk.domain.records import Party

STORE = argument("store", N_("The store."), FILE)
PARCEL = argument(
    "parcel", N_("Sheet/number where only one is called so, a full identifier, or 8 digits of one."), WORDS
)
KEEP = option(
    "--keep",
    help_text=N_("A point in the part that keeps the number, where the office's rules leave it to a person."),
    kind=POINT,
    metavar="EASTING,NORTHING",
)
_USER = argument("user", N_("Name of a land user of the parcel, or 8 digits of the identifier."), WORDS)


@verb_group(
    "edit",
    N_("Change parcels and their land users; each change is one act that can be taken back."),
    'landdesk edit set commune.landdesk 12/345 --land-use ONT --as "Nguyễn Văn A"',
)
def edit() -> None:
    """Hold the verbs."""


@edit.verb(
    "set",
    N_("Change values of PARCEL; an empty text empties a value, what is not named stays."),
    'landdesk edit set commune.landdesk 12/345 --legal-area 120.5 --address "Thôn Phú Điền" --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@option("--sheet", help_text=N_("Map sheet."), kind=WORDS, metavar="TEXT")
@option("--number", help_text=N_("Parcel number."), kind=WORDS, metavar="TEXT")
@option("--land-use", help_text=N_("Code of the land use."), kind=WORDS, metavar="CODE")
@option("--legal-area", "legal_area", help_text=N_("Legal area in square metres."), kind=AREA, metavar="M2")
@option("--address", help_text=N_("Address of the parcel."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def set_values(session: Session, /, store: Path, parcel: str, *, as_json: bool, **values: Any) -> None:
    """Print the act."""
    from click import get_current_context
    from click.core import ParameterSource

    from landdesk.domain.commands import SetParcel

    context = get_current_context()
    given = {
        {"legal_area": "legal_area_m2"}.get(name, name): None if value == "" else value
        for name, value in values.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    if not given:
        raise InvalidInputError(
            "usage.nothing-given",
            Text(N_("No value is named that is to change.")),
            remedy=Text(N_("Name at least one, such as --land-use ONT; see: landdesk edit set --help")),
        )
    with session.working(store) as app:
        _done(app, SetParcel(_find(app, parcel), **given), as_json=as_json)


@edit.verb(
    "move-vertex",
    N_("Move a boundary point with all parcels that share it."),
    'landdesk edit move-vertex commune.landdesk --at 600100.25,1318000.5 --to 600100.4,1318000.5 --as "Nguyễn Văn A"',
)
@STORE
@option("--at", help_text=N_("The point as it is."), kind=POINT, metavar="EASTING,NORTHING", required=True)
@option("--to", help_text=N_("Where it goes."), kind=POINT, metavar="EASTING,NORTHING", required=True)
@json_option
@pass_session
def move_vertex(
    session: Session, store: Path, at: tuple[float, float], to: tuple[float, float], as_json: bool
) -> None:
    """Print the act."""
    from landdesk.domain.commands import MoveVertex

    with session.working(store) as app:
        _done(app, MoveVertex(at, to), as_json=as_json)


@edit.verb(
    "split",
    N_("Split PARCEL along a line; the office's rules say what each part gets."),
    "landdesk edit split commune.landdesk 12/345 "
    '--line "LINESTRING (600100 1318000, 600200 1318000)" --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@option(
    "--line",
    help_text=N_("Cutting line as WKT, metres, in the system of the store; both ends outside the parcel."),
    kind=LINE,
    metavar="WKT",
    required=True,
)
@KEEP
@json_option
@pass_session
def split(
    session: Session,
    store: Path,
    parcel: str,
    line: "LineString",
    keep: tuple[float, float] | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.commands import SplitParcel

    with session.working(store) as app:
        _done(app, SplitParcel(_find(app, parcel), line, keep), as_json=as_json)


@edit.verb(
    "merge",
    N_("Merge neighbouring parcels; the office's rules say what becomes of what differs."),
    'landdesk edit merge commune.landdesk 12/345 12/346 --as "Nguyễn Văn A"',
)
@STORE
@argument("parcels", N_("Two or more parcels."), WORDS, many=True)
@option(
    "--keep",
    help_text=N_("The parcel that keeps its number, where the office's rules leave it to a person."),
    kind=WORDS,
    metavar="PARCEL",
)
@json_option
@pass_session
def merge(session: Session, store: Path, parcels: tuple[str, ...], keep: str | None, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import MergeParcels

    with session.working(store) as app:
        kept = None if keep is None else _find(app, keep)
        _done(app, MergeParcels(tuple(_find(app, one) for one in parcels), kept), as_json=as_json)


@edit.verb(
    "delete",
    N_("Take PARCEL with its land uses and rights out of the record."),
    'landdesk edit delete commune.landdesk 12/345 --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@json_option
@pass_session
def delete(session: Session, store: Path, parcel: str, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import DeleteParcel

    with session.working(store) as app:
        _done(app, DeleteParcel(_find(app, parcel)), as_json=as_json)


@edit.verb(
    "add-user",
    N_("Record that a person uses PARCEL; the same identity number is the same person."),
    'landdesk edit add-user commune.landdesk 12/345 "Trần Thị Hường" --identity 999000000123 --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@argument("name", N_("Full name."), WORDS)
@option("--identity", help_text=N_("Personal ID number."), kind=WORDS, metavar="NUMBER")
@option("--address", help_text=N_("Permanent address."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def add_user(
    session: Session,
    store: Path,
    parcel: str,
    name: str,
    identity: str | None,
    address: str | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.commands import AddLandUser

    with session.working(store) as app:
        _done(app, AddLandUser(_find(app, parcel), name, identity, address), as_json=as_json)


@edit.verb(
    "set-user",
    N_("Change a land user of PARCEL, for all parcels of that person; an empty text empties a value."),
    'landdesk edit set-user commune.landdesk 12/345 "tran thi huong" --name "Trần Thị Hưởng" --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@_USER
@option("--name", help_text=N_("Full name."), kind=WORDS, metavar="TEXT")
@option("--identity", help_text=N_("Personal ID number."), kind=WORDS, metavar="NUMBER")
@option("--address", help_text=N_("Permanent address."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def set_user(
    session: Session,
    store: Path,
    parcel: str,
    user: str,
    name: str | None,
    identity: str | None,
    address: str | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.commands import UNSET, SetLandUser

    with session.working(store) as app:
        party_id = _find_user(app, _find(app, parcel), user).id
        command = SetLandUser(
            party_id,
            UNSET if name is None else name,
            UNSET if identity is None else identity or None,
            UNSET if address is None else address or None,
        )
        _done(app, command, as_json=as_json)


@edit.verb(
    "remove-user",
    N_("Record that a person does not use PARCEL any more."),
    'landdesk edit remove-user commune.landdesk 12/345 "Trần Thị Hường" --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@_USER
@json_option
@pass_session
def remove_user(session: Session, store: Path, parcel: str, user: str, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import RemoveLandUser

    with session.working(store) as app:
        parcel_id = _find(app, parcel)
        _done(app, RemoveLandUser(parcel_id, _find_user(app, parcel_id, user).id), as_json=as_json)


def _done(app: "Application", command: "Command", *, as_json: bool) -> None:
    print_entry(app.execute(command), as_json=as_json, verb="edit")


def _find(app: "Application", name: str) -> "ObjectId":
    return app.read(lambda reader: reader.find_parcel(name))


def _find_user(app: "Application", parcel_id: "ObjectId", name: str) -> "Party":
    """Return the land user of a parcel who is called so.

    Raises:
        InvalidInputError: Nobody, or more than one, is called so.
    """
    from landdesk.domain.records import Party

    def users(reader: Any) -> list[Party]:
        rights = reader.rights_of([parcel_id])
        parties = reader.get_many(Party, [right.party_id for right in rights])
        return [parties[right.party_id] for right in rights]

    known = app.read(users)
    found = [one for one in known if name in (short_id(one.id), id_text(one.id))]
    found = found or [one for one in known if one.name == name]
    found = found or [one for one in known if fold(one.name) == fold(name)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{one.name} ({short_id(one.id)})" for one in found or known)
    if not found:
        raise InvalidInputError(
            "user.unknown",
            Text(N_("The parcel has no land user “{name}”."), {"name": name}),
            Text(N_("It has: {listed}"), {"listed": listed or "–"}),
            Text(N_("Give the name as it is recorded, accents optional, or the identifier's 8 digits.")),
        )
    raise InvalidInputError(
        "user.ambiguous",
        Text(N_("“{name}” fits {count} land users of the parcel."), {"name": name, "count": len(found)}),
        Text(N_("It has: {listed}"), {"listed": listed}),
        Text(N_("Give the identifier's 8 digits.")),
    )
