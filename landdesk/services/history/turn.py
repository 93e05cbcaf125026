"""Undo and redo as new entries: the inverse of the newest own entry, where nothing stands against it.

Acts, imports and the office's decisions can be taken back. An object that a later entry changed is refused by the
unit of work; what is refused here is what no old side tells: the office has accepted it, somebody was told of it, or
something that came later belongs to what would go.
"""

from collections.abc import Iterable

from landdesk.domain.bonds import LINK_FIELDS, PART_FIELDS, parcels_named, references_of
from landdesk.domain.canonical import image_of, revision_of
from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, Parcel
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import N_, Text
from landdesk.services.commands.context import EditContext
from landdesk.services.office.take_back import refuse_to_repeat, refuse_to_take_back
from landdesk.services.packages.pending import FROM_OFFICE
from landdesk.store.unit_of_work import UnitOfWork, changed_since


def take_back(context: EditContext) -> Entry:
    """Take back the newest act, import or decision of this person that still holds.

    Raises:
        RefusedError: There is none, a later entry stands in the way, or others know of it.
    """
    work = context.work
    last = work.undo_target()
    if last is None:
        raise _nothing("undo.nothing", N_("There is nothing to take back."))
    change = work.change_of(last.number)
    _refuse_accepted(work, change, last)
    if last.kind is EntryKind.DECISION:
        refuse_to_take_back(work, last, change)
        work.take_back_decision(work.origin_of(last).number)
    return _turned(work, "undo", last, change)


def do_again(context: EditContext, parameters: RuleSet) -> Entry:
    """Do again what this person took back last.

    Args:
        parameters: Of the check of the office's map, for decisions.

    Raises:
        RefusedError: There is nothing, a later entry stands in the way, or a decision is not possible any more.
    """
    work = context.work
    last = work.redo_target()
    if last is None:
        raise _nothing("redo.nothing", N_("There is nothing to do again."))
    change = work.change_of(last.number)
    if last.kind is EntryKind.DECISION:
        refuse_to_repeat(context, last, change.inverted(), parameters)
        work.repeat_decision(work.origin_of(last).number)
    return _turned(work, "redo", last, change)


def _turned(work: UnitOfWork, word: str, last: Entry, change: ChangeSet) -> Entry:
    _refuse_answered_by_office(work, change, last)
    command = change.command.split(":")[-1]
    back = ChangeSet(f"{word}:{command}", change.inverted().deltas, change.subject)
    # Taking back changes nothing of the office's; doing again is an act like the first.
    entry = work.apply(back, last.kind, undoes=last.number, allow_empty=True, judged=word == "redo")
    _refuse_dangling(work, back.deltas)
    return entry


def _nothing(code: str, what: str) -> RefusedError:
    return RefusedError(code, Text(what), remedy=Text(N_("The history says what was done.")))


def _refuse_accepted(work: UnitOfWork, change: ChangeSet, entry: Entry) -> None:
    """Refuse to take back what the office has accepted: it holds there, so going back is a new act.

    Raises:
        RefusedError: The office holds one of the objects as the act left it, because it was sent.
    """
    states = work.states(delta.id for delta in change.deltas)
    if any(one.sent_package and one.sent_rev == one.rev == one.trunk_rev for one in states.values()):
        raise RefusedError(
            "undo.accepted",
            Text(N_("The office has accepted this act; it cannot be taken back.")),
            Text(
                N_("Entry {number}: {command} {subject}"),
                {"number": entry.number, "command": entry.command, "subject": entry.subject},
            ),
            Text(N_("Change the parcels anew; the new act goes to the office with the next package.")),
        )


def _refuse_answered_by_office(work: UnitOfWork, change: ChangeSet, entry: Entry) -> None:
    """Refuse where the office has brought another state of an object since, also where the own edit was kept on top.

    The object is then as the act left it, but what was before the act is no longer what office and commune share:
    going back there would take the office's change back too, unless it is the office's state that one goes back to.

    Raises:
        RefusedError: An update, base or receipt changed one of the objects after the entry.
    """
    before = {delta.id: delta.old for delta in change.deltas}
    states = work.states(before)
    steps = [step for step in work.exchange.steps_of(before) if step.entry > entry.number]
    later = {number: work.entry(number) for number in {step.entry for step in steps}}
    for step in steps:
        side = before[step.id]
        revision = None if side is None else revision_of(image_of(side))
        if later[step.entry].kind in FROM_OFFICE and revision != states[step.id].trunk_rev:
            raise changed_since(later[step.entry])


def _refuse_dangling(work: UnitOfWork, deltas: Iterable[Delta]) -> None:
    """Refuse where somebody's later entry refers to what went, or what came back refers to what has gone since.

    Raises:
        RefusedError: A purpose or right would be left without its parcel or land user.
    """
    gone: dict[str, list[ObjectId]] = {}
    for delta in deltas:
        if delta.new is None:
            gone.setdefault(delta.class_name, []).append(delta.id)
    left = [
        record
        for class_name, identifiers in gone.items()
        for _, record in work.pointing_at(PART_FIELDS[class_name] + LINK_FIELDS[class_name], identifiers)
    ]
    if left:
        raise RefusedError(
            "turn.needed",
            Text(
                N_("Something was added later to a parcel or land user that would go; nothing was written.")
            ),
            _parcels(work, parcels_named(left), deltas),
            Text(N_("Remove first what was added, or have it taken back by who added it.")),
        )
    back = [delta.new for delta in deltas if delta.new is not None]
    wanted: dict[str, set[ObjectId]] = {}
    for record in back:
        for field, target in references_of(record):
            if field.target in CLASSES:
                wanted.setdefault(field.target, set()).add(target)
    there = work.records(wanted)
    missing = set().union(*wanted.values()) - there.keys() if wanted else set()
    if missing:
        raise RefusedError(
            "turn.missing",
            Text(
                N_("A parcel or land user that this belongs to has been deleted since; nothing was written.")
            ),
            _parcels(work, parcels_named(back) - missing, deltas),
            Text(N_("The history says who deleted it.")),
        )


def _parcels(work: UnitOfWork, parcels: Iterable[ObjectId], deltas: Iterable[Delta]) -> Text | None:
    """Name parcels by their keys, also those that would go."""
    going = {delta.id: delta.old.key for delta in deltas if isinstance(delta.old, Parcel)}
    wanted = set(parcels)
    keys = {one: key for one, key in going.items() if one in wanted} | work.keys_of(wanted)
    if not keys:
        return None
    return Text(N_("Parcels {keys}"), {"keys": ", ".join(sorted(keys.values()))})
