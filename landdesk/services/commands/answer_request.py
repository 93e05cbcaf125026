"""Answer to ``AnswerRequest``: what the office says of a request; it goes back with the next receipt or update."""

from dataclasses import replace

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time
from landdesk.domain.commands import AnswerRequest
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.records import Request
from landdesk.domain.requests import ANSWERS, ASKED, REFUSED
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.store.info import COMMUNE


def answer_request(command: AnswerRequest, context: EditContext) -> ChangeSet:
    """Return the delta of the request.

    Raises:
        InvalidInputError: There is no such answer, or a refusal says not why.
        RefusedError: The store is a commune's that an office answers, or the request is settled.
    """
    work = context.work
    if work.info.role == COMMUNE and work.info.base is not None:
        raise RefusedError(
            "request.for-office",
            Text(N_("The office answers requests; this is a commune's store.")),
            remedy=Text(N_("Take the office's receipt or update: its answer comes with it.")),
        )
    request = work.get(Request, command.request_id)
    answers = ANSWERS[ASKED]
    if command.state not in answers:
        raise InvalidInputError(
            "request.answer",
            Text(N_("“{name}” is no answer to a request."), {"name": command.state}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(sorted(answers))}),
        )
    if command.state not in ANSWERS.get(request.state, frozenset()):
        raise settled(request)
    words = clean_text(command.words)
    if command.state == REFUSED and words is None:
        raise InvalidInputError(
            "request.why",
            Text(N_("A request is refused with a reason; the reason is missing.")),
            remedy=Text(N_("Say why, for the commune.")),
        )
    person = work.acting()
    new = replace(
        request,
        state=command.state,
        answer=words,
        answered_on=local_time(work.clock()).date().isoformat(),
        answered_by=clean_text(", ".join(filter(None, (person.name, person.unit)))),
    )
    return ChangeSet(command.name, (Delta(request, new),), request.parcel_keys or "")


def settled(request: Request) -> RefusedError:
    """Return the error that a request is not one to be answered or withdrawn any more."""
    return RefusedError(
        "request.settled",
        Text(N_("The request is not open any more: {state}."), {"state": request.state}),
        Text(N_("Parcels {keys}"), {"keys": request.parcel_keys or ""}),
        Text(N_("Look at its answer; a new request can be made where something is left to do.")),
    )
