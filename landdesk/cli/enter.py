"""``landdesk enter``: one certificate from a file that describes it, as it is typed in the window."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.cli.output import print_document, print_entry, print_facts, print_table
from landdesk.cli.parameters import FILE
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from landdesk.services.entry.entering import Looked
    from landdesk.services.entry.problem import Problem


@verb(
    "enter",
    N_(
        "Enter the certificate that FILE describes (.toml or .json, fields as in the window) with its parcels,"
        " persons and scans, as one act. What is recorded already is completed; a value that differs is refused unless"
        " its field stands under “accept”."
    ),
    'landdesk enter commune.landdesk certificate.toml --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@argument("file", N_("The description of the certificate."), FILE)
@option(
    "--dry-run", "dry_run", help_text=N_("Say what would be refused or doubted; write nothing."), is_flag=True
)
@option(
    "--collected",
    help_text=N_("Only note that the paper was collected; what it says may be incomplete."),
    is_flag=True,
)
@json_option
@pass_session
def enter(session: Session, store: Path, file: Path, dry_run: bool, collected: bool, as_json: bool) -> None:
    """Print the act, or what stands in its way."""
    from landdesk.app.entering import (
        described_scans,
        enter_form,
        form_texts,
        look_at_form,
        read_description,
        surroundings,
    )
    from landdesk.domain.collection import COLLECTED, ENTERED

    state = COLLECTED if collected else ENTERED
    with session.reading(store) if dry_run else session.working(store) as app:
        texts = read_description(file)
        around = surroundings(app)
        scans = described_scans(texts, file.parent)
        read = form_texts(around).read(texts, scans.values())
        if dry_run:
            _print_looked(look_at_form(app, read, around, state), read.problems, as_json=as_json)
        else:
            print_entry(enter_form(app, read, around, state, scans), as_json=as_json, verb="enter")


def _print_looked(looked: "Looked", unread: "Sequence[Problem]", *, as_json: bool) -> None:
    from landdesk.services.entry.entering import problem_words
    from landdesk.services.entry.lacking import lacking

    problems = [*unread, *looked.problems]
    blocking = [one.stands_in_the_way(looked.form.accepted) for one in problems]
    missing = lacking(looked.form)
    if as_json:
        listed: list[dict[str, Any]] = [
            {
                "place": one.place,
                "code": one.code,
                "what": problem_words(one),
                "weight": one.weight.name.lower(),
                "in_the_way": stands,
            }
            for one, stands in zip(problems, blocking, strict=True)
        ]
        content = {"would_be_entered": not any(blocking), "problems": listed, "lacking": list(missing)}
        print_document("enter.dry-run", content)
        return
    print_facts(
        [
            (_("Would be entered"), _("No") if any(blocking) else _("Yes")),
            (_("Still lacking"), ", ".join(missing)),
        ]
    )
    if problems:
        rows = [
            (one.place, "!" if stands else "", problem_words(one))
            for one, stands in zip(problems, blocking, strict=True)
        ]
        print_table((_("Field"), "", _("What")), rows)
