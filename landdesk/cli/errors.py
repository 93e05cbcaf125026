"""``landdesk errors``: everything that failed or waits on parcels, in one list."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.app.titles import reason_title
from landdesk.cli.list_file import list_file_option, write_list_file
from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import FILE, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.ids import id_text, short_id
from landdesk.domain.sync_errors import ERROR_STATES, UNSETTLED, ErrorState
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.app.lists import ListColumn
    from landdesk.services.campaign.failures import Failure

LINES_SHOWN: Final = 200
_FIXERS: Final = ("commune", "office", "police")
_ALL: Final = "all"


@verb(
    "errors",
    N_(
        "List what failed or waits in STORE: errors of the national system, what the office returned, conflicts. Each"
        " line says who mends it, what to do next and since when it stands."
    ),
    "landdesk errors commune.landdesk --fixer commune\n"
    "landdesk errors commune.landdesk --code NOSIGN --state all -o loi.xlsx",
)
@argument("store", N_("The store."), FILE)
@option("--fixer", help_text=N_("Only what these mend."), kind=OneOf(_FIXERS))
@option(
    "--code",
    "codes",
    help_text=N_("Only this code, as the list shows it; may be given again."),
    kind=WORDS,
    metavar="CODE",
    multiple=True,
)
@option(
    "--state",
    "states",
    help_text=N_(
        "Only this state; may be given again. Settled lines are left out unless they are asked for."
    ),
    kind=OneOf([*map(str, ErrorState), _ALL]),
    multiple=True,
)
@option(
    "--parcel",
    "parcels",
    help_text=N_("Only of this parcel; may be given again."),
    kind=WORDS,
    metavar="PARCEL",
    multiple=True,
)
@list_file_option
@json_option
@pass_session
def errors(
    session: Session,
    store: Path,
    fixer: str | None,
    codes: tuple[str, ...],
    states: tuple[str, ...],
    parcels: tuple[str, ...],
    output: Path | None,
    as_json: bool,
) -> None:
    """Print the lines with a sum, or write them into a file."""
    from landdesk.app.requests import failed
    from landdesk.services.campaign.failures import FailureFilter

    wanted = frozenset(ErrorState) if _ALL in states else frozenset(map(ErrorState, states)) or UNSETTLED
    with session.reading(store) as app:
        about = app.read(lambda reader: frozenset(reader.find_parcel(one) for one in parcels))
        found = failed(app, FailureFilter(fixer, frozenset(codes) or None, wanted, about or None))
    if output is not None:
        write_list_file(output, _columns(), found, verb="errors", as_json=as_json)
    elif as_json:
        print_document("errors", {"errors": [_document(one) for one in found]})
    else:
        _print(found)


def _print(found: "list[Failure]") -> None:
    if not found:
        say(Text(N_("Nothing failed or waits.")))
        return
    columns = _columns()
    rows = [
        ["" if (value := one.value(line)) is None else str(value) for one in columns]
        for line in found[:LINES_SHOWN]
    ]
    print_table([one.title for one in columns], rows)
    left = len(found) - len(rows)
    if left > 0:
        say(Text(N_("… and {count:,} more lines; --json prints all."), {"count": left}))
    click.echo()
    counts: dict[tuple[str, str, str], int] = {}
    for one in found:
        key = (one.title, one.code, _fixer(one))
        counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    print_table(
        (_("What"), _("Code"), _("Who mends it"), _("Count")),
        [(*key, number(count, 0)) for key, count in ordered],
        "<<<>",
    )


def _fixer(line: "Failure") -> str:
    from landdesk.domain.finding import FIXER_TITLES

    return _(FIXER_TITLES[line.fixer])


def _columns() -> "list[ListColumn[Failure]]":
    """Return the columns of the list, on the terminal and in files."""
    from landdesk.app.lists import ListColumn

    return [
        ListColumn(_("Id"), lambda one: short_id(one.item.id)),
        ListColumn(_("State"), lambda one: _(ERROR_STATES[one.state])),
        ListColumn(_("Parcels"), lambda one: one.keys),
        ListColumn(_("What"), lambda one: one.title),
        ListColumn(_("Code"), lambda one: one.code),
        ListColumn(_("Words"), _words),
        ListColumn(_("Who mends it"), _fixer),
        ListColumn(_("What to do"), lambda one: one.next_step),
        ListColumn(_("Since"), lambda one: one.since),
        ListColumn(_("Days"), lambda one: one.age),
        ListColumn(_("Ended on"), lambda one: one.item.ended_on),
        ListColumn(_("Request"), lambda one: "" if one.request is None else short_id(one.request.id)),
    ]


def _words(line: "Failure") -> str:
    """Return what was said word for word; of a returned record the reason before the note."""
    reason = reason_title(line.item.reason) if line.item.reason and line.item.code is None else ""
    return " · ".join(filter(None, (reason if reason != line.code else "", line.item.words)))


def _document(line: "Failure") -> dict[str, Any]:
    item = line.item
    return {
        "id": id_text(item.id),
        "kind": item.kind,
        "state": str(line.state),
        "code": line.code,
        "title": line.title,
        "words": item.words,
        "place": item.place,
        "reason": item.reason,
        "fixer": line.fixer,
        "next": line.next_step,
        "parcels": [id_text(one) for one in line.parcels],
        "keys": line.keys,
        "since": line.since,
        "days": line.age,
        "source": item.source,
        "ended": item.ended,
        "ended_on": item.ended_on,
        "request": None
        if line.request is None
        else {"id": id_text(line.request.id), "state": line.request.state},
    }
