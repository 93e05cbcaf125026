"""``landdesk request``: what a commune asks of the office, and what the office answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from landdesk.cli.list_file import list_file_option, write_list_file
from landdesk.cli.output import print_document, print_entry, print_table, say
from landdesk.cli.parameters import FILE, WORDS, OneOf
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb_group
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.domain.requests import ANSWERS, ASKED, STATES
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.app.application import Application
    from landdesk.app.lists import ListColumn
    from landdesk.app.requests import RequestLine
    from landdesk.domain.commands import AskOffice

_STORE = argument("store", N_("The store."), FILE)
_REQUEST = argument("name", N_("Identifier of the request, or its 8 digits."), WORDS)


@verb_group(
    "request",
    N_("Requests to the office: what only the branch or the police can mend."),
    "landdesk request list commune.landdesk",
)
def request() -> None:
    """Hold the verbs."""


@request.verb(
    "ask",
    N_(
        "Ask the office about PARCELS, or make the request of a finding or of an error. It goes with the next change"
        " package."
    ),
    'landdesk request ask commune.landdesk 12/345 --kind sign_scan --words "Ký số GCN" --as "Nguyễn Văn A"',
)
@_STORE
@argument("parcels", N_("The parcels, such as 12/57."), WORDS, many=True, required=False)
@option(
    "--kind",
    help_text=N_("Code of the list request_kind; see: landdesk codes request_kind"),
    kind=WORDS,
    metavar="KIND",
)
@option("--words", help_text=N_("What is asked, one sentence."), kind=WORDS, metavar="TEXT")
@option("--finding", help_text=N_("Key of a finding, as check --json has it."), kind=WORDS, metavar="KEY")
@option("--error", help_text=N_("Identifier of a line of: landdesk errors STORE"), kind=WORDS, metavar="ID")
@json_option
@pass_session
def ask(
    session: Session,
    store: Path,
    parcels: tuple[str, ...],
    kind: str | None,
    words: str | None,
    finding: str | None,
    error: str | None,
    as_json: bool,
) -> None:
    """Print the act."""
    from dataclasses import replace

    from landdesk.app.requests import OTHER
    from landdesk.domain.commands import AskOffice

    if (bool(parcels), finding is not None, error is not None).count(True) != 1:
        raise InvalidInputError(
            "request.of-what",
            Text(N_("A request is about parcels, of a finding, or of an error: exactly one of these.")),
            remedy=Text(N_("Give parcels, --finding or --error.")),
        )
    with session.working(store) as app:
        if finding is not None:
            command = _of_finding(app, finding, words)
        elif error is not None:
            command = _of_error(app, error, words)
        else:
            found = app.read(lambda reader: tuple(reader.find_parcel(one) for one in parcels))
            command = AskOffice(found, OTHER, words or "")
        entry = app.execute(command if kind is None else replace(command, kind=kind))
    print_entry(entry, as_json=as_json, verb="request.ask")


def _of_finding(app: "Application", key: str, words: str | None) -> "AskOffice":
    from landdesk.app.finding_states import finding_called
    from landdesk.app.requests import asking_for_finding

    return asking_for_finding(app.codelists, finding_called(app, key), words)


def _of_error(app: "Application", name: str, words: str | None) -> "AskOffice":
    from landdesk.app.requests import asking_for_failure, failed

    found = [one for one in failed(app) if _fits(name, one.item.id)]
    if len(found) != 1:
        _refuse_name(name, len(found))
    return asking_for_failure(app.codelists, found[0], words)


@request.verb(
    "list",
    N_("List the requests of STORE that wait for the office, with their age."),
    "landdesk request list commune.landdesk",
)
@_STORE
@option("--all", "everything", help_text=N_("Those that are settled too, with the answer."), is_flag=True)
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
def list_requests(
    session: Session,
    store: Path,
    everything: bool,
    parcels: tuple[str, ...],
    output: Path | None,
    as_json: bool,
) -> None:
    """Print a line for each request, or write the lines into a file."""
    from landdesk.app.requests import requests
    from landdesk.domain.requests import OPEN

    with session.reading(store) as app:
        about = app.read(lambda reader: [reader.find_parcel(one) for one in parcels])
        found = requests(app, None if everything else OPEN, about or None)
    if output is not None:
        write_list_file(output, _columns(), found, verb="request.list", as_json=as_json)
    elif as_json:
        print_document("request.list", {"requests": [_document(one) for one in found]})
    elif not found:
        say(Text(N_("No request waits for the office.")))
    else:
        columns = _columns()
        rows = [
            ["" if (value := one.value(line)) is None else str(value) for one in columns] for line in found
        ]
        print_table([one.title for one in columns], rows)


@request.verb(
    "answer",
    N_("Answer a request, at the office: it is taken, done, or refused with words."),
    'landdesk request answer office.landdesk 1f3a9c02 done --words "Đã sửa ranh giới" --as "Lê Thị B"',
)
@_STORE
@_REQUEST
@argument(
    "state",
    N_("The answer: taken, done or refused."),
    OneOf([one for one in STATES if one in ANSWERS[ASKED]]),
)
@option("--words", help_text=N_("What the commune is told."), kind=WORDS, metavar="TEXT")
@json_option
@pass_session
def answer(session: Session, store: Path, name: str, state: str, words: str | None, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import AnswerRequest

    with session.working(store) as app:
        entry = app.execute(AnswerRequest(_find(app, name), state, words))
    print_entry(entry, as_json=as_json, verb="request.answer")


@request.verb(
    "withdraw",
    N_("Withdraw a request that the office has not settled."),
    'landdesk request withdraw commune.landdesk 1f3a9c02 --as "Nguyễn Văn A"',
)
@_STORE
@_REQUEST
@json_option
@pass_session
def withdraw(session: Session, store: Path, name: str, as_json: bool) -> None:
    """Print the act."""
    from landdesk.domain.commands import WithdrawRequest

    with session.working(store) as app:
        entry = app.execute(WithdrawRequest(_find(app, name)))
    print_entry(entry, as_json=as_json, verb="request.withdraw")


def _find(app: "Application", name: str) -> ObjectId:
    found = [one.id for one in app.read(lambda reader: reader.failures.requests()) if _fits(name, one.id)]
    if len(found) != 1:
        _refuse_name(name, len(found))
    return found[0]


def _fits(name: str, identifier: ObjectId) -> bool:
    return name.lower() in (short_id(identifier), id_text(identifier))


def _refuse_name(name: str, count: int) -> NoReturn:
    raise InvalidInputError(
        "request.ambiguous" if count else "request.not-found",
        Text(N_("“{name}” fits {count} lines."), {"name": name, "count": count}),
        remedy=Text(N_("Give the whole identifier, as the list has it.")),
    )


def _columns() -> "list[ListColumn[RequestLine]]":
    """Return the columns of the list, on the terminal and in files."""
    from landdesk.app.lists import ListColumn
    from landdesk.domain.finding import FIXER_TITLES, Fixer

    return [
        ListColumn(_("Id"), lambda one: short_id(one.request.id)),
        ListColumn(_("State"), lambda one: one.state),
        ListColumn(_("Parcels"), lambda one: one.keys),
        ListColumn(_("Kind"), lambda one: one.kind),
        ListColumn(_("What the office is asked"), lambda one: one.request.words),
        ListColumn(_("Who mends it"), lambda one: _(FIXER_TITLES[Fixer(one.fixer)])),
        ListColumn(_("Asked on"), lambda one: one.request.asked_on),
        ListColumn(_("Days"), lambda one: one.age),
        ListColumn(_("Asked by"), lambda one: one.request.asked_by),
        ListColumn(_("Answer"), lambda one: one.request.answer),
        ListColumn(_("Answered on"), lambda one: one.request.answered_on),
        ListColumn(_("Answered by"), lambda one: one.request.answered_by),
    ]


def _document(line: "RequestLine") -> dict[str, Any]:
    asked = line.request
    return {
        "id": id_text(asked.id),
        "commune": asked.commune,
        "kind": asked.kind,
        "state": asked.state,
        "parcels": [id_text(one) for one in asked.parcels],
        "keys": line.keys,
        "about": [id_text(one) for one in asked.about or ()],
        "rule": asked.rule,
        "place": line.place,
        "words": asked.words,
        "fixer": line.fixer,
        "asked_on": asked.asked_on,
        "asked_by": asked.asked_by,
        "days": line.age,
        "answer": asked.answer,
        "answered_on": asked.answered_on,
        "answered_by": asked.answered_by,
    }
