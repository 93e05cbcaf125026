"""``landdesk edit``: boundaries, with every parcel that shares them."""

from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.cli.edit import PARCEL, STORE, edit
from landdesk.cli.output import RIGHT, number, print_document, print_entry, print_table, say
from landdesk.cli.parameters import BOX, DISTANCE, LINE, POINT, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import json_option, option, pass_session
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from shapely import LineString

    from landdesk.domain.joining import Joined

Point = tuple[float, float]


@edit.verb(
    "add-vertex",
    N_("Put a point into a boundary, for all parcels that have the boundary."),
    'landdesk edit add-vertex commune.landdesk --at 600150,1317980 --to 600150,1317979.5 --as "Nguyễn Văn A"',
)
@STORE
@option(
    "--at",
    help_text=N_("Where on the boundary; 0.7 mm beside it at most."),
    kind=POINT,
    metavar="EASTING,NORTHING",
    required=True,
)
@option("--to", help_text=N_("Where the new point goes at once."), kind=POINT, metavar="EASTING,NORTHING")
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
@STORE
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
@STORE
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


@edit.verb(
    "reshape",
    N_("Replace a run of PARCEL's boundary by a line, with the parcels on its other side."),
    "landdesk edit reshape commune.landdesk 12/345 "
    '--line "LINESTRING (600180 1317990, 600181.5 1318000, 600180 1318010)" --as "Nguyễn Văn A"',
)
@STORE
@PARCEL
@option(
    "--line",
    help_text=N_("The new boundary as WKT, metres, in the system of the store; it meets the old one twice."),
    kind=LINE,
    metavar="WKT",
    required=True,
)
@json_option
@pass_session
def reshape(session: Session, store: Path, parcel: str, line: "LineString", as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import ReshapeBoundary

    with session.working(store) as app:
        parcel_id = app.read(lambda reader: reader.find_parcel(parcel))
        print_entry(app.execute(ReshapeBoundary(parcel_id, line)), as_json=as_json, verb="edit")


@edit.verb(
    "join-nodes",
    N_("Join boundary points that lie near each other, and add those that a neighbour lacks."),
    'landdesk edit join-nodes commune.landdesk --parcel 12/345 --tolerance 0.05 --dry-run --as "Nguyễn Văn A"',
)
@STORE
@option(
    "--parcel",
    help_text=N_("Points of this parcel and those near them; sheet/number or an identifier."),
    kind=WORDS,
    metavar="PARCEL",
)
@option("--box", help_text=N_("Points in this box."), kind=BOX, metavar="WEST,SOUTH,EAST,NORTH")
@option(
    "--tolerance",
    "tolerance_m",
    help_text=N_("How far a point may move, in metres; 0.05 where nothing is said."),
    kind=DISTANCE,
    metavar="M",
)
@option("--dry-run", "dry_run", help_text=N_("List what would be joined; write nothing."), is_flag=True)
@json_option
@pass_session
def join_nodes(
    session: Session,
    store: Path,
    parcel: str | None,
    box: tuple[float, float, float, float] | None,
    tolerance_m: float | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print the act, or what would be joined."""
    from landdesk.domain.commands import JoinNodes
    from landdesk.domain.joining import DEFAULT_TOLERANCE_M
    from landdesk.domain.joining import join_nodes as joined

    if (parcel is None) == (box is None):
        raise InvalidInputError(
            "usage.join-where",
            Text(N_("Where points are joined is said once: at a parcel or in a box.")),
            remedy=Text(
                N_("Give --parcel or --box WEST,SOUTH,EAST,NORTH; see: landdesk edit join-nodes --help")
            ),
        )
    tolerance_m = DEFAULT_TOLERANCE_M if tolerance_m is None else tolerance_m
    with session.reading(store) if dry_run else session.working(store) as app:
        parcel_id = None if parcel is None else app.read(lambda reader: reader.find_parcel(parcel))
        if dry_run:
            changed, done = joined(app.coverage, tolerance_m, parcel_id, box)
            _print_joined(done, len(changed), as_json=as_json)
            return
        entry = app.execute(JoinNodes(tolerance_m, parcel_id, box))
        print_entry(entry, as_json=as_json, verb="edit")


def _print_joined(done: "Joined", parcels: int, *, as_json: bool) -> None:
    if as_json:
        content = {
            "joined": [{"at": one.at, "to": one.to, "distance_m": one.distance_m} for one in done.joins],
            "added": done.added,
            "parcels": parcels,
        }
        print_document("edit-join-nodes", content)
        return
    # Coordinates stand as they are typed.
    rows = [(*_typed(one.at), *_typed(one.to), number(one.distance_m, 3)) for one in done.joins]
    rows += [(*_typed(node), "", "", "") for node in done.added]
    titles = (_("Easting"), _("Northing"), _("To easting"), _("To northing"), _("Metres"))
    print_table(titles, rows, RIGHT * len(titles))
    say(
        Text(
            N_(
                "{joined} points would be joined and {added} added, in {parcels} parcels; nothing is written."
            ),
            {"joined": len(done.joins), "added": len(done.added), "parcels": parcels},
        )
    )


def _typed(point: Point) -> tuple[str, str]:
    return f"{point[0]:.3f}", f"{point[1]:.3f}"
