"""``landdesk print-map``: a map sheet, or all parcels, on one paper."""

from pathlib import Path

from landdesk.cli.output import print_document, say
from landdesk.cli.parameters import FILE, NUMBER, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.i18n import N_, Text

FORMAT = OneOf(("pdf", "svg"))
PAPER = OneOf(("A4", "A3", "A2", "A1", "A0"))


@verb(
    "print-map",
    N_(
        "Write a map sheet of STORE, or all its parcels, as a map on one paper: PDF, or SVG for the drawing alone. Each"
        " parcel has its number over its area, and its land type; nothing is said of land users."
    ),
    "landdesk print-map commune.landdesk --sheet 12 -o sheet-12.pdf --scale 1000",
)
@argument("store", N_("The store."), FILE)
@option(
    "-o",
    "--output",
    help_text=N_("The file to write: .pdf or .svg."),
    kind=FILE,
    metavar="FILE",
    required=True,
)
@option("--format", "ending", help_text=N_("By the ending of FILE unless said."), kind=FORMAT)
@option("--sheet", help_text=N_("The map sheet; all parcels unless said."), kind=WORDS, metavar="SHEET")
@option("--commune", help_text=N_("Code of the commune of the sheet."), kind=WORDS, metavar="CODE")
@option(
    "--scale",
    help_text=N_("Denominator of the scale, 200 to 100000; the largest that fits unless said."),
    kind=NUMBER,
    metavar="NUMBER",
)
@option("--paper", help_text=N_("The paper; A3, or the smallest for the scale, unless said."), kind=PAPER)
@json_option
@pass_session
def print_map(
    session: Session,
    store: Path,
    output: Path,
    ending: str | None,
    sheet: str | None,
    commune: str | None,
    scale: int | None,
    paper: str | None,
    as_json: bool,
) -> None:
    """Say what was written."""
    from landdesk.app import map_printing
    from landdesk.services.printing.map_page import MapWanted

    with session.reading(store) as app:
        part = None if sheet is None else map_printing.find_sheet(app.coverage, sheet, commune)
        made = map_printing.print_map(app, part, output, MapWanted(scale, paper), ending=ending)
    if as_json:
        print_document(
            "print-map",
            {
                "file": str(output),
                "sheet": sheet,
                "scale": made.choice.scale,
                "paper": made.choice.paper,
                "width_mm": made.choice.width,
                "height_mm": made.choice.height,
                "parcels": made.parcels,
                "without_number": made.unnumbered,
            },
        )
        return
    say(
        Text(
            N_(
                "{path} is written: {parcels} parcels, 1:{scale}, {paper}; without room for their number: {left_out}."
            ),
            {
                "path": str(output),
                "parcels": made.parcels,
                "scale": str(made.choice.scale),
                "paper": made.choice.paper,
                "left_out": made.unnumbered,
            },
        )
    )
