"""``landdesk print``: a parcel as an extract of the cadastral map."""

from pathlib import Path

from landdesk.cli.output import print_document, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.i18n import N_, Text

FORM = OneOf(("trich-luc", "trich-do"))
FORMAT = OneOf(("pdf", "svg", "dxf"))
PAPER = OneOf(("A4", "A3"))


@verb(
    "print",
    N_(
        "Write PARCEL of STORE as an extract of the cadastral map: PDF for paper, SVG for the drawing alone, DXF by"
        " level. Land users stand on the PDF only with --with-users, and it is noted then, see: landdesk outgoing."
    ),
    "landdesk print commune.landdesk 12/346 -o 12-346.pdf --scale 500",
)
@argument("store", N_("The store."), FILE)
@argument("parcel", N_("The parcel, such as 12/57, or the beginning of its identifier."), WORDS)
@option(
    "-o",
    "--output",
    help_text=N_("The file to write: .pdf, .svg or .dxf."),
    kind=FILE,
    metavar="FILE",
    required=True,
)
@option("--format", "ending", help_text=N_("By the ending of FILE unless said."), kind=FORMAT)
@option(
    "--form",
    help_text=N_("Which paper: trich-luc (extract) unless said, or trich-do (survey of one parcel)."),
    kind=FORM,
    default="trich-luc",
)
@option(
    "--scale",
    help_text=N_("Denominator of the scale, 200 to 100000; the largest that fits unless said."),
    kind=NUMBER,
    metavar="NUMBER",
)
@option("--paper", help_text=N_("The sheet; the smallest that serves unless said."), kind=PAPER)
@option("--with-users", help_text=N_("Names and addresses of land users too."), is_flag=True)
@option("--purpose", help_text=N_("What a file with names is for."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def print_extract(
    session: Session,
    store: Path,
    parcel: str,
    output: Path,
    ending: str | None,
    form: str,
    scale: int | None,
    paper: str | None,
    with_users: bool,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Say what was written."""
    from landdesk.app import printing
    from landdesk.services.printing.extract import Form, Wanted

    wanted = Wanted(Form(form), scale, paper, with_users)
    with session.working(store) if with_users else session.reading(store) as app:
        found = app.read(lambda reader: reader.find_parcel(parcel))
        made = printing.print_extract(app, found, output, wanted, purpose, ending=ending)
    points = sum(len(ring.corners) for ring in made.rings)
    if as_json:
        print_document(
            "print",
            {
                "file": str(output),
                "form": form,
                "parcel": made.parcel.key,
                "scale": made.choice.scale,
                "paper": made.choice.paper.name,
                "points": points,
                "map_area_m2": float(made.map_area_m2),
                "persons": len(made.users),
            },
        )
        return
    say(
        Text(
            N_("{path} is written: {parcel}, 1:{scale}, {paper}, {points} boundary points."),
            {
                "path": str(output),
                "parcel": made.parcel.key,
                "scale": str(made.choice.scale),
                "paper": made.choice.paper.name,
                "points": points,
            },
        )
    )
