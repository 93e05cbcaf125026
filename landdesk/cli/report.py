"""``landdesk report``: what the province asks for, counted from the record."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import DAY, FILE
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.services.reporting.weekly import WeeklyReport


@verb_group(
    "report",
    N_("Count what the province asks for. Nobody is named in a report."),
    "landdesk report weekly commune.landdesk -o bao-cao-tuan.xlsx",
)
def report() -> None:
    """Hold the verbs."""


@report.verb(
    "weekly",
    N_(
        "Write the indicators of seven days beside those of the seven before, the parcels by hamlet and map sheet and"
        " the commonest faults of STORE into a workbook, in Vietnamese. What was never checked is checked now."
    ),
    "landdesk report weekly commune.landdesk -o bao-cao-tuan.xlsx",
)
@argument("store", N_("The store."), FILE)
@option(
    "-o", "--output", help_text=N_("The workbook to write (.xlsx)."), kind=FILE, metavar="FILE", required=True
)
@option(
    "--until",
    help_text=N_("The last of the seven days, such as 31/12/2026; today unless given."),
    kind=DAY,
    metavar="DAY",
)
@json_option
@pass_session
def weekly(session: Session, store: Path, output: Path, until: date | None, as_json: bool) -> None:
    """Print the indicators and say what was written."""
    from landdesk.app.reporting import Reporting
    from landdesk.app.worklists import Worklists
    from landdesk.services.reporting.indicators import UNIT_TITLES

    with session.reading(store) as app, TerminalProgress() as progress:
        made = Reporting(app, Worklists(app)).write_weekly(output, until, progress)
    if as_json:
        indicators = [
            {
                "number": now.row.number,
                "unit": now.row.unit,
                "value": now.value,
                "before": before.value,
                "because": None if now.because is None else str(now.because),
            }
            for now, before in made.indicators
        ]
        print_document(
            "report.weekly",
            {
                "file": str(output),
                "first": made.period.first.isoformat(),
                "last": made.period.last.isoformat(),
                "indicators": indicators,
            },
        )
        return
    print_table(
        (_("No."), _("Indicator"), _("Unit"), _("This week"), _("Week before")),
        [
            (
                now.row.number,
                _(now.row.title),
                _(UNIT_TITLES[now.row.unit]),
                "–" if now.value is None else number(now.value, 0),
                "–" if before.value is None else number(before.value, 0),
            )
            for now, before in made.indicators
        ],
        "<<<>>",
    )
    for why, numbers in _uncounted(made).items():
        say(Text(N_("Not counted, because {why}: {numbers}"), {"numbers": numbers, "why": why}))
    say(Text(N_("{path} is written."), {"path": str(output)}))


def _uncounted(made: "WeeklyReport") -> dict[Text, str]:
    """Return the numbers of the indicators that could not be counted, by the reason."""
    found: dict[Text, list[str]] = {}
    for now, _before in made.indicators:
        if now.because is not None:
            found.setdefault(now.because, []).append(now.row.number)
    return {why: ", ".join(numbers) for why, numbers in found.items()}
