"""Decisions: records are accepted whole or returned with a reason; one transaction, one journal entry a call.

Accepted parcels with a provisional number get an official one. What is accepted together must leave the map sound
together, whoever asks: it is laid over the office's map once more before anything is written, without the records
that are returned or left undecided.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId, short_id
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import Parcel
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.office.inbox import waits_for
from landdesk.services.office.merged_map import MergedMap
from landdesk.services.office.numbering import OfficialNumbers
from landdesk.services.office.reasons import DECISIONS, REASONS
from landdesk.services.office.review import Outcome, RecordReview, review
from landdesk.services.office.shared_nodes import with_shared_nodes
from landdesk.services.packages.reading import Package
from landdesk.store.queries.decisions import ACCEPTED, RETURNED, UNDECIDED, Decision
from landdesk.store.queries.exchange import PackageLine
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Return:
    """A record to be returned, with a reason code of ``REASONS`` and a note, both compulsory."""

    record: ObjectId
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a call decided; ``entry`` is None when nothing was left to decide."""

    entry: Entry | None
    accepted: tuple[ObjectId, ...]
    returned: tuple[ObjectId, ...]
    renumbered: tuple[tuple[str, str], ...]


def decide(
    context: EditContext,
    package: Package,
    parameters: RuleSet,
    *,
    accept: Collection[ObjectId] = (),
    accept_clean: bool = False,
    returns: Sequence[Return] = (),
    seen: Mapping[ObjectId, Outcome] | None = None,
) -> Decided:
    """Decide on records of a package.

    Args:
        context: The office's open unit of work.
        accept: Records to take although they may conflict: the author's values win there.
        accept_clean: Take every undecided record whose outcome is clean or same.
        returns: Records to return; a record named here is not taken by ``accept_clean``.
        seen: Outcomes as the person saw them; a record that became a conflict since is refused.

    Raises:
        RefusedError: An earlier package has to be decided first, a record is decided already, cannot be taken, or
            would break the merged map.
        InvalidInputError: There is no such record, or a reason or note is missing.
    """
    work = context.work
    line = work.exchange.package(package.manifest.package_id)
    if line is not None:
        refuse_waiting(work, line)
    going_back = {one.record for one in returns}
    # What is taken by name is looked at on the map together, below.
    on_the_map = {one.id for one in package.records} - going_back if accept_clean else set()
    merged = MergedMap(context.coverage, parameters)
    reviewed = review(work, package, merged, only=on_the_map)
    reviews = {one.record.id: one for one in reviewed}
    for wanted in returns:
        _refuse_bad_return(reviews, wanted)
    taken = [_named(reviews, one) for one in dict.fromkeys(accept)]
    if accept_clean:
        chosen = {one.record.id for one in taken}
        taken += [
            one
            for one in reviews.values()
            if one.decision.decision == UNDECIDED
            and one.outcome in (Outcome.CLEAN, Outcome.SAME)
            and one.record.id not in going_back | chosen
        ]
    for one in taken:
        _refuse_both(one, going_back)
        refuse_to_take(one)
        _refuse_unseen(one, seen or {})
    if not taken and not returns:
        return Decided(None, (), (), ())
    numbers = OfficialNumbers(work)
    numbered = [(one, numbers.given(one.deltas)) for one in taken]
    laid = [(one.record.id, _words_of(one), tuple(deltas)) for one, deltas in numbered]
    refuse_broken_map(merged, laid)
    deltas = with_shared_nodes(context, [several for _, several in numbered])
    lineage = tuple(dict.fromkeys(pair for one in taken for pair in one.record.lineage))
    decided = [*(one.record for one in taken), *(reviews[one.record].record for one in returns)]
    subject = "; ".join(one.subject for one in decided[:5] if one.subject)
    change = ChangeSet("office.decide", deltas, subject, lineage)
    entry = work.apply(change, EntryKind.DECISION, allow_empty=True)
    work.decide(package.manifest.package_id, _decisions(work, entry, taken, returns))
    return Decided(
        entry=entry,
        accepted=tuple(one.record.id for one in taken),
        returned=tuple(one.record for one in returns),
        renumbered=tuple(_renumbered(numbered)),
    )


def _named(reviews: Mapping[ObjectId, RecordReview], record: ObjectId) -> RecordReview:
    found = reviews.get(record)
    if found is None:
        raise InvalidInputError(
            "office.no-record",
            Text(N_("The package has no record {record}."), {"record": short_id(record)}),
            remedy=Text(N_("Choose one of the package's records.")),
        )
    return found


def refuse_waiting(reader: Reader, line: PackageLine) -> None:
    """Refuse to decide on a package before those that the same computer sent earlier.

    Raises:
        RefusedError: An earlier one has not come or is not decided.
    """
    before = waits_for(reader, line)
    if before is not None:
        raise RefusedError(
            "office.waits",
            Text(N_("Package number {number} of the same computer comes first."), {"number": before}),
            remedy=Text(N_("Receive and decide that one, then this one.")),
        )


def _refuse_bad_return(reviews: Mapping[ObjectId, RecordReview], wanted: Return) -> None:
    one = _named(reviews, wanted.record)
    _refuse_decided(one)
    if wanted.reason not in REASONS:
        codes = Text(
            ", ".join(f"{code} ({{{code}}})" for code in REASONS),
            {code: Text(words) for code, words in REASONS.items()},
        )
        raise InvalidInputError(
            "office.no-reason",
            Text(N_("There is no reason “{reason}”."), {"reason": wanted.reason})
            if wanted.reason
            else Text(N_("A record is returned with a reason and a note; the reason is missing.")),
            _where(_words_of(one)),
            Text(N_("Reasons: {reasons}"), {"reasons": codes}),
        )
    if clean_text(wanted.note) is None:
        raise InvalidInputError(
            "office.no-note",
            Text(N_("A record is returned with a reason and a note; the note is missing.")),
            _where(_words_of(one)),
            Text(N_("Write what the commune should do.")),
        )


def _refuse_decided(one: RecordReview) -> None:
    if one.decision.decision != UNDECIDED:
        raise RefusedError(
            "office.decided",
            Text(
                N_("The record is decided already: {decision}."),
                {"decision": Text(DECISIONS[one.decision.decision])},
            ),
            _where(_words_of(one)),
            Text(
                N_("The receipt is written; the commune can send the record again.")
                if one.decision.receipt is not None
                else N_("Who decided can undo it until the receipt is written.")
            ),
        )


def _refuse_both(one: RecordReview, going_back: Collection[ObjectId]) -> None:
    if one.record.id in going_back:
        raise InvalidInputError(
            "office.both",
            Text(N_("A record cannot be accepted and returned.")),
            _where(_words_of(one)),
            Text(N_("Choose one.")),
        )


def refuse_to_take(one: RecordReview) -> None:
    """Refuse to accept a record.

    Raises:
        RefusedError: It is decided already, or contradicts what the office holds.
    """
    _refuse_decided(one)
    if not one.can_be_taken:
        raise RefusedError(
            "office.cannot-take",
            Text(N_("The record cannot be taken: it contradicts what the office holds.")),
            _where(_words_of(one)),
            Text(N_("Return it with a reason.")),
        )


def refuse_broken_map(merged: MergedMap, taken: Sequence[tuple[ObjectId, str, tuple[Delta, ...]]]) -> None:
    """Refuse to take records that bring an error onto the map, seen as they are written: all together.

    Args:
        merged: The office's map.
        taken: Identifier, words and changes of each record.

    Raises:
        RefusedError: The map would have an error that it has not now.
    """
    laid = [(record, deltas) for record, _, deltas in taken]
    errors = merged.errors_of(laid, SilentProgress())
    for record, words, _ in taken:
        if record in errors:
            raise RefusedError(
                "office.breaks-map",
                Text(
                    N_("Taking the record would break the map: {what}"),
                    {"what": errors[record][0].what},
                ),
                _where(words),
                Text(N_("Return it with a reason, or mend the office's parcels first.")),
            )


def _words_of(one: RecordReview) -> str:
    return one.record.subject or short_id(one.record.id)


def _where(record: str) -> Text:
    return Text(N_("Record {record}"), {"record": record})


def _refuse_unseen(one: RecordReview, seen: Mapping[ObjectId, Outcome]) -> None:
    """Refuse a record that turned into a conflict after the person looked at it."""
    if one.outcome is Outcome.CONFLICT and seen.get(one.record.id, Outcome.CONFLICT) is not Outcome.CONFLICT:
        raise RefusedError(
            "office.changed-since",
            Text(N_("The office's data changed meanwhile: the record is a conflict now.")),
            _where(_words_of(one)),
            Text(N_("Look at it again and decide anew.")),
        )


def _renumbered(taken: Sequence[tuple[RecordReview, Sequence[Delta]]]) -> list[tuple[str, str]]:
    """Return the key each parcel with a provisional number came with, and the one it got."""
    return [
        (came.new.key, given.new.key)
        for one, deltas in taken
        for came, given in zip(one.deltas, deltas, strict=True)
        if isinstance(came.new, Parcel)
        and isinstance(given.new, Parcel)
        and came.new.number_state != given.new.number_state
    ]


def _decisions(
    work: UnitOfWork, entry: Entry, taken: Sequence[RecordReview], returns: Sequence[Return]
) -> list[Decision]:
    person, now = work.acting(), work.clock()
    made = [Decision(one.record.id, ACCEPTED, None, None, person.name, now, entry.number) for one in taken]
    made += [
        Decision(one.record, RETURNED, one.reason, clean_text(one.note), person.name, now, entry.number)
        for one in returns
    ]
    return made
