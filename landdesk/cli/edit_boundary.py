"""``landdesk edit``: boundaries, with every parcel that shares them."""

from pathlib import Path


from landdesk.cli.edit import edit
from landdesk.cli.output import print_entry
from landdesk.cli.parameters import DISTANCE, FILE, POINT
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

Point = tuple[float, float]

_STORE = argument("store", N_("The store."), FILE)


@edit.verb(
    "add-vertex",
    N_("Put a point into a boundary, for all parcels that have the boundary."),
    'landdesk edit add-vertex commune.landdesk --at 600150,1317980 --to 600150,1317979.5 --as "Nguyễn Văn A"',
)
@_STORE
@option(
    "--at",
    help_text=N_("Where on the boundary; 0.7 mm beside it at most."),
    kind=POINT,
    metavar="EASTING,NORTHING",
    required=True,
)
@option(
    "--to", help_text=N_("Where the new point goes at once."), kind=POINT, metavar="EASTING,NORTHING"
)
@json_option
@pass_session
def add_vertex(session: Session, store: Path, at: Point, to: Point | None, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import AddVertex

    with session.working(store) as app:
        print_entry(app.execute(AddVertex(at, to)), as_json=as_json, verb="edit")


@edit.verb(
    "delete-vertex",
    N_("Take a boundary point out, for all parcels that share it."),
    'landdesk edit delete-vertex commune.landdesk --at 600100.25,1318000.5 --as "Nguyễn Văn A"',
)
@_STORE
@option("--at", help_text=N_("The point as it is."), kind=POINT, metavar="EASTING,NORTHING", required=True)
@json_option
@pass_session
def delete_vertex(session: Session, store: Path, at: Point, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import DeleteVertex

    with session.working(store) as app:
        print_entry(app.execute(DeleteVertex(at)), as_json=as_json, verb="edit")


@edit.verb(
    "move-edge",
    N_("Move an edge with all parcels that share it: by a vector, or parallel to itself."),
    "landdesk edit move-edge commune.landdesk --from 600180,1317980 --to 600180,1318020 "
    '--parallel 0.5 --as "Nguyễn Văn A"',
)
@_STORE
@option(
    "--from",
    "start",
    help_text=N_("The point the edge begins at, as it is."),
    kind=POINT,
    metavar="EASTING,NORTHING",
    required=True,
)
@option(
    "--to",
    "end",
    help_text=N_("The next point of the boundary, as it is."),
    kind=POINT,
    metavar="EASTING,NORTHING",
    required=True,
)
@option("--by", "vector", help_text=N_("Metres to the east and north."), kind=POINT, metavar="EAST,NORTH")
@option(
    "--parallel",
    "distance",
    help_text=N_("Metres to the left, seen from the first point to the second; to the right if negative."),
    kind=DISTANCE,
    metavar="M",
)
@json_option
@pass_session
def move_edge(
    session: Session,
    store: Path,
    start: Point,
    end: Point,
    vector: Point | None,
    distance: float | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.boundary_points import parallel
    from landdesk.domain.commands import MoveEdge

    if vector is not None and distance is None:
        by = vector
    elif distance is not None and vector is None:
        by = parallel((start, end), distance)
    else:
        raise InvalidInputError(
            "usage.edge-move",
            Text(N_("Where the edge goes is said once: by a vector or by a distance.")),
            remedy=Text(N_("Give --by EAST,NORTH or --parallel M; see: landdesk edit move-edge --help")),
        )
    with session.working(store) as app:
        print_entry(app.execute(MoveEdge(start, end, by)), as_json=as_json, verb="edit")
