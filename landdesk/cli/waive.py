"""``landdesk waive``: a finding let pass with a reason, or made to stand again."""

from pathlib import Path

from landdesk.cli.output import print_entry
from landdesk.cli.parameters import FILE, WORDS
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text


@verb(
    "waive",
    N_(
        "Let the finding with KEY pass, for as long as what it is about stays as it is; or let it stand again. A"
        " reason is needed, and for some rules a scanned paper."
    ),
    'landdesk waive commune.landdesk 1f3a9c02 --reason "Ranh giới đúng hiện trạng" --as "Nguyễn Văn A"',
)
@argument("store", N_("The store."), FILE)
@argument("key", N_("Key of the finding, as check --json has it."), WORDS)
@option("--reason", help_text=N_("Why it may pass, one sentence."), kind=WORDS, metavar="TEXT")
@option(
    "--document",
    help_text=N_("The scan it rests on: identifier of the object, or its 8 digits."),
    kind=WORDS,
    metavar="OBJECT",
)
@option("--withdraw", help_text=N_("Let it stand again."), is_flag=True)
@json_option
@pass_session
def waive(
    session: Session,
    store: Path,
    key: str,
    reason: str | None,
    document: str | None,
    withdraw: bool,
    as_json: bool,
) -> None:
    """Print the act."""
    from landdesk.app import finding_states

    if withdraw == (reason is not None) or (withdraw and document is not None):
        raise InvalidInputError(
            "waiver.which",
            Text(N_("A finding is let pass with a reason, or stands again: exactly one of these.")),
            remedy=Text(N_("Give --reason, or --withdraw alone.")),
        )
    with session.working(store) as app:
        finding = finding_states.finding_called(app, key)
        if reason is None:
            entry = finding_states.withdraw(app, finding)
        else:
            paper = None if document is None else app.read(lambda reader: reader.find_object(document)[1])
            entry = finding_states.waive(app, finding, reason, paper)
    print_entry(entry, as_json=as_json, verb="waive")
