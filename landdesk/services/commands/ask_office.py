"""Answer to ``AskOffice``: a request about parcels, which goes with the next change package."""

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time
from landdesk.domain.commands import AskOffice
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Request
from landdesk.domain.requests import ASKED, OPEN, written_place
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext

KEYS_NAMED = 5


def ask_office(command: AskOffice, context: EditContext) -> ChangeSet:
    """Return the delta of the new request.

    Raises:
        InvalidInputError: There is no such kind, no word says what is asked, or no parcel is named.
        RefusedError: A parcel does not exist, they are of several communes, or the same is asked for already.
    """
    work = context.work
    words = clean_text(command.words)
    kinds = context.codelists["request_kind"]
    if command.kind not in kinds:
        raise InvalidInputError(
            "request.kind",
            Text(N_("There is no kind of request “{name}”."), {"name": command.kind}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(one.code for one in kinds)}),
        )
    if words is None:
        raise InvalidInputError(
            "request.words",
            Text(N_("Nothing says what is asked.")),
            remedy=Text(N_("Write one sentence for the person who answers.")),
        )
    wanted = tuple(sorted(set(command.parcel_ids)))
    if not wanted:
        raise InvalidInputError(
            "request.parcels",
            Text(N_("The request names no parcel.")),
            remedy=Text(N_("Choose the parcels it is about.")),
        )
    parcels = [work.get(Parcel, one) for one in wanted]
    communes = sorted({one.commune for one in parcels})
    if len(communes) > 1:
        raise RefusedError(
            "request.communes",
            Text(N_("The parcels are of several communes: {communes}"), {"communes": ", ".join(communes)}),
            remedy=Text(N_("Make one request for each commune.")),
        )
    about = tuple(sorted(set(command.about))) or None
    _refuse_twice(context, command, wanted, about)
    keys = ", ".join(one.key for one in parcels)
    person = work.acting()
    made = Request(
        id=work.new_id(),
        commune=communes[0],
        kind=command.kind,
        state=ASKED,
        parcels=wanted,
        asked_on=local_time(work.clock()).date().isoformat(),
        parcel_keys=keys,
        about=about,
        rule=clean_text(command.rule),
        place=written_place(command.place),
        words=words,
        asked_by=clean_text(", ".join(filter(None, (person.name, person.unit)))),
    )
    subject = ", ".join(one.key for one in parcels[:KEYS_NAMED])
    return ChangeSet(command.name, (Delta(None, made),), subject)


def _refuse_twice(
    context: EditContext,
    command: AskOffice,
    parcels: tuple[ObjectId, ...],
    about: tuple[ObjectId, ...] | None,
) -> None:
    """Refuse what the office is asked for already and has not settled."""
    for one in context.work.failures.requests(OPEN, parcels):
        if (one.kind, one.rule, one.parcels, one.about) == (
            command.kind,
            clean_text(command.rule),
            parcels,
            about,
        ):
            raise RefusedError(
                "request.again",
                Text(N_("The office is asked for this already, since {day}."), {"day": one.asked_on}),
                Text(N_("Parcels {keys}"), {"keys": one.parcel_keys or ""}),
                Text(N_("Wait for the answer, or withdraw the request and ask anew.")),
            )
