"""``landdesk survey parcel``: a new parcel whose corners are measured points."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from landdesk.cli.output import entry_document, number, print_document, print_entry, print_facts, say
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session
from landdesk.cli.survey import survey
from landdesk.cli.verb import argument, json_option, option, pass_session
from landdesk.domain.ids import id_text
from landdesk.i18n import N_, _

if TYPE_CHECKING:
    from landdesk.domain.change import Entry
    from landdesk.services.survey.outline import Outline


@survey.verb(
    "parcel",
    N_(
        "Add a parcel whose corners are points of the file NAME, in the order of POINTS; without them all points in "
        "the order of the file. What other parcels have of its land is left out and said."
    ),
    'landdesk survey parcel commune.landdesk points.csv 5-8 --sheet 12 --as "Nguyễn Văn A"\n'
    'landdesk survey parcel commune.landdesk points.csv 5 6 7 8 5 --sheet 12 --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@argument("name", N_("Name of a file of the field, or 8 digits of its identifier."), WORDS)
@argument(
    "points", N_("Numbers of points, and ranges such as 1-7 or M1-M7."), WORDS, many=True, required=False
)
@option("--sheet", help_text=N_("Map sheet; else that of the neighbours."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def parcel(
    session: Session, store: Path, name: str, points: tuple[str, ...], sheet: str | None, as_json: bool
) -> None:
    """Print the outline and the act."""
    from landdesk.app.surveys import Surveys

    with session.working(store) as app:
        surveys = Surveys(app)
        outline = surveys.outline(surveys.find(name), points)
        entry = surveys.add_parcel(outline, sheet)
    if as_json:
        print_document("survey.parcel", _document(outline, entry))
        return
    print_facts(
        [
            (_("Corners"), ", ".join(one.number for one in outline.corners)),
            (_("Area of the outline (m²)"), number(outline.polygon.area, 2)),
            (_("Around (m)"), number(outline.around_m, 2)),
        ]
    )
    say(outline.closure)
    click.echo()
    print_entry(entry, as_json=False, verb="survey.parcel")


def _document(outline: "Outline", entry: "Entry") -> dict[str, Any]:
    return {
        "corners": [
            {"number": one.number, "east": one.at[0], "north": one.at[1], "survey": id_text(one.survey)}
            for one in outline.corners
        ],
        "closed_by": None if outline.again is None else outline.again.number,
        "misclosure_m": outline.misclosure_m,
        "closing_m": outline.closing_m,
        "around_m": outline.around_m,
        "area_m2": outline.polygon.area,
        "entry": entry_document(entry),
    }
