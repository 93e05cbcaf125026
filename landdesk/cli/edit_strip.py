"""``landdesk edit strip``: a road along a line, taken out of every parcel it crosses."""

from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.cli.edit import edit
from landdesk.cli.output import print_entry
from landdesk.cli.parameters import FILE, LENGTH, LINE, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session
from landdesk.i18n import N_

if TYPE_CHECKING:
    from shapely import LineString


@edit.verb(
    "strip",
    N_("Take a strip along a line out of every parcel it crosses; it becomes one parcel, such as a road."),
    "landdesk edit strip commune.landdesk --width 4 "
    '--line "LINESTRING (600100 1317995, 600200 1317995)" --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@option(
    "--line",
    help_text=N_("Middle or edge of the strip as WKT, metres, in the system of the store."),
    kind=LINE,
    metavar="WKT",
    required=True,
)
@option(
    "--width", help_text=N_("Width of the strip, in metres."), kind=LENGTH, metavar="METRES", required=True
)
@option(
    "--side",
    help_text=N_("Where the strip lies, seen along the line."),
    kind=OneOf(("left", "centre", "right")),
    default="centre",
)
@option(
    "--land-use",
    help_text=N_("Land use of the strip; else the code of roads in the code list."),
    kind=WORDS,
    metavar="CODE",
)
@option(
    "--whole",
    is_flag=True,
    help_text=N_("Parcels that lie wholly in the strip go into it, with their record."),
)
@json_option
@pass_session
def strip(
    session: Session,
    store: Path,
    line: "LineString",
    width: float,
    side: str,
    land_use: str | None,
    whole: bool,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.domain.commands import UNSET, CutStrip
    from landdesk.domain.strips import Side

    command = CutStrip(line, width, Side(side), UNSET if land_use is None else land_use, whole)
    with session.working(store) as app:
        print_entry(app.execute(command), as_json=as_json, verb="edit")
