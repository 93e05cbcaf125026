"""Entering: a form is completed, compared with the record, refused in words or written as one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from landdesk.domain.change import Entry, EntryKind
from landdesk.domain.clock import local_time
from landdesk.domain.collection import COLLECTED, ENTERED, OPERATING, SENT, STATES
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import parcel_key
from landdesk.i18n import N_, Text, translate
from landdesk.services.commands.context import EditContext
from landdesk.services.commands.edit_record import edit_record
from landdesk.services.entry.check import Surroundings, check, collected_problems
from landdesk.services.entry.defaults import completed
from landdesk.services.entry.edits import command_of
from landdesk.services.entry.form import CertificateForm
from landdesk.services.entry.known import Known, look_up
from landdesk.services.entry.problem import Problem
from landdesk.store.queries.entry import EnteredRow
from landdesk.store.reader import Reader

_NEWEST = 1_000
_COMMAND = "certificate.enter"


@dataclass(frozen=True, slots=True)
class Looked:
    """A completed form beside the record."""

    form: CertificateForm
    known: Known
    problems: tuple[Problem, ...]

    @property
    def in_the_way(self) -> tuple[Problem, ...]:
        """What has to be mended or accepted before it can be saved."""
        return tuple(one for one in self.problems if one.stands_in_the_way(self.form.accepted))


def look(form: CertificateForm, reader: Reader, around: Surroundings, state: str = ENTERED) -> Looked:
    """Return a form completed and compared with the record; nothing is written."""
    whole = completed(form, around.lists)
    known = look_up(whole, reader)
    found = collected_problems(whole, known, around) if state == COLLECTED else check(whole, known, around)
    return Looked(whole, known, found)


def enter(
    form: CertificateForm,
    context: EditContext,
    around: Surroundings,
    state: str = ENTERED,
    unread: Sequence[Problem] = (),
) -> Entry:
    """Write a form as one act; what is recorded is looked at in the same transaction.

    Args:
        form: As it was typed.
        context: The open unit of work.
        around: Lists, day and needs.
        state: ``entered``, or ``collected`` for a paper that is typed later.
        unread: What could not be read of the form.

    Raises:
        FormRefusedError: Something of the form is wrong, or nobody has decided about a doubt.
        RefusedError: There is nothing to write.
    """
    looked = look(form, context.work, around, state)
    # What cannot be read is not missing.
    places = {one.place for one in unread}
    refuse([*unread, *(one for one in looked.in_the_way if one.place not in places)])
    change = edit_record(command_of(looked.form, looked.known, state), context)
    if not change.deltas:
        raise RefusedError(
            "entry.nothing-new",
            Text(N_("All of this is recorded already.")),
            remedy=Text(N_("There is nothing to save; go on with the next certificate.")),
        )
    return context.work.apply(change, EntryKind.ACT)


class FormRefusedError(InvalidInputError):
    """A form cannot be saved; ``problems`` stand in its way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        places = ", ".join(dict.fromkeys(one.place for one in problems))
        super().__init__(
            first.code,
            first.what,
            Text(N_("Field {places}"), {"places": places}),
            first.remedy or Text(N_("Mend the field and save again.")),
        )
        self.problems = tuple(problems)


def refuse(problems: Sequence[Problem]) -> None:
    """Refuse a form with problems that stand in its way.

    Raises:
        FormRefusedError: There are some; it tells of the first and names the places of all.
    """
    if problems:
        raise FormRefusedError(problems)


@dataclass(frozen=True, slots=True)
class Entered:
    """A certificate in the list of those that are collected or entered.

    Args:
        certificate: Identifier.
        serial: Its serial; empty for none.
        issued_on: Its date.
        parcels: Sheets and numbers.
        state: The least of ``STATES`` that all its parcels have reached.
        entry: Number of the newest act on it.
    """

    certificate: ObjectId
    serial: str
    issued_on: str | None
    parcels: tuple[str, ...]
    state: str
    entry: int


@dataclass(frozen=True, slots=True)
class EnteredList:
    """The certificates that are collected or entered, the newest first, and how many this person entered today."""

    certificates: tuple[Entered, ...]
    today: int

    def count(self, state: str) -> int:
        """Return how many certificates have a state."""
        return sum(1 for one in self.certificates if one.state == state)


def entered_list(reader: Reader, day: date, person: ObjectId | None = None) -> EnteredList:
    """Return the certificates with their states.

    Sent is one that went out in a change package as it is now; operating is one whose parcels the branch's status file
    says so of. Neither is written down: both follow from what the store knows.

    Args:
        reader: The store.
        day: Today, in Vietnam.
        person: Whose certificates of today are counted; None for everybody's.
    """
    rows: dict[ObjectId, list[EnteredRow]] = {}
    for row in reader.entering.entered():
        rows.setdefault(row.certificate, []).append(row)
    history = reader.history(_NEWEST)
    today = [
        one
        for one in history
        if one.command == _COMMAND
        and reader.holds(one)
        and local_time(one.at_ms).date() == day
        and person in (None, one.person.id)
    ]
    return EnteredList(tuple(_entered(one) for one in rows.values()), len(today))


def _entered(rows: Sequence[EnteredRow]) -> Entered:
    states = [_state(one) for one in rows]
    first = rows[0]
    return Entered(
        certificate=first.certificate,
        serial=first.serial or "",
        issued_on=first.issued_on,
        parcels=tuple(parcel_key(one.key[1], one.key[2], "") for one in rows if one.key),
        state=min(states, key=STATES.index),
        entry=max(one.entry for one in rows),
    )


def _state(row: EnteredRow) -> str:
    if row.operating:
        return OPERATING
    if row.collection_state in (None, COLLECTED):
        return COLLECTED
    return SENT if row.sent else ENTERED


def problem_words(problem: Problem) -> str:
    """Return what is wrong and what to do, in the language of the reader."""
    parts = [problem.what] if problem.remedy is None else [problem.what, problem.remedy]
    return " ".join(translate(one) for one in parts)
