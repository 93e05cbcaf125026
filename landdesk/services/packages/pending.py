"""What waits to be sent: objects that differ from the office's state, grouped into records.

Acts that touched the same object, or objects that refer to each other, are one record: the office can only take
them together. An act that was taken back before it was sent, and its undo, bind nothing; entries that brought the
office's state bind nothing either, the acts before them do. A returned record goes again whole, with all that the acts
behind it touched: who mends one of two parcels that moved together sends both.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from landdesk.domain.bonds import targets_of
from landdesk.domain.canonical import Revision
from landdesk.domain.change import Entry, EntryKind
from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import AnyRecord, WorkItem
from landdesk.services.packages.common_start import SentOperations
from landdesk.store.objects import ObjectState
from landdesk.store.queries.exchange import Step
from landdesk.store.reader import Reader

MERGE_COMMAND = "receipt.merge"
"""Command of the entry that puts own edits on top of the office's state, right after the one that brought it."""

FROM_OFFICE = frozenset({EntryKind.BASE, EntryKind.UPDATE, EntryKind.RECEIPT})
"""Kinds of entries that bring the office's state."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One object that waits: present side, the office's side, the side that was sent last and is undecided.

    ``entries`` are the journal entries that brought it from there to here, oldest first.
    """

    state: ObjectState
    now: AnyRecord | None
    trunk: AnyRecord | None
    sent: AnyRecord | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Objects that are decided together, and the acts that made them so, oldest first."""

    members: tuple[Pending, ...]
    entries: tuple[Entry, ...]


def pending_groups(reader: Reader) -> list[Group]:
    """Return what waits to be sent, in the order of the first act of each group."""
    states = {state.id: state for state in reader.exchange.unsent()}
    waiting = {state.id: state for state in reader.exchange.pending()}
    returned = _known_returned(reader, waiting)
    whole = _whole(reader, states.keys(), waiting, returned)
    states |= {one: waiting[one] for one in whole}
    steps = _steps(reader, states)
    entries = _entries(reader, steps)
    by_class: dict[str, list[ObjectId]] = {}
    for state in states.values():
        by_class.setdefault(state.class_name, []).append(state.id)
    now = reader.records(by_class)
    left = [(state.id, rev) for state in states.values() for rev in (state.trunk_rev, state.sent_rev)]
    images = reader.images_at({one.id: one.class_name for one in states.values()}, left)
    pending = [
        _pending(
            images,
            state,
            now.get(one),
            _own_entries(state, steps.get(one, []), entries, one in whole),
            answered=one in returned,
        )
        for one, state in sorted(states.items())
    ]
    numbers = {number for one in pending for number in one.entries}
    holding = {number: entries[number] for number in numbers if _holds(entries[number], numbers)}
    return sorted(
        (_group(group, holding, entries) for group in _connected(pending, holding)),
        key=lambda group: (group.entries[0].number if group.entries else 0, group.members[0].state.id),
    )


def _whole(
    reader: Reader,
    changed: Collection[ObjectId],
    waiting: Mapping[ObjectId, ObjectState],
    returned: Mapping[ObjectId, str],
) -> set[ObjectId]:
    """Return the objects that go again since the office's state, because they or what they belong to came back.

    Args:
        changed: Objects that are to be sent anyhow.
        waiting: All that differ from the office's state.
        returned: Record of those that came back.
    """
    records = {returned[one] for one in changed if one in returned}
    whole = {one for one, record in returned.items() if record in records}
    for members in returned_members(reader).values():
        if members.keys() & set(changed):
            whole |= members.keys()
    fresh = set(whole)
    while fresh:
        # An act is sent whole or not at all: what else it touched may have been sent in another package.
        steps = _steps(reader, fresh)
        entries = _entries(reader, steps)
        own = {
            number
            for one in fresh
            for number in _own_entries(waiting[one], steps.get(one, []), entries, whole=True)
        }
        acts = [number for number in own if _holds(entries[number], own)]
        fresh = (reader.exchange.touched_by(acts) & waiting.keys()) - whole
        whole |= fresh
    return whole


def _known_returned(reader: Reader, waiting: Mapping[ObjectId, ObjectState]) -> dict[ObjectId, str]:
    """Return the waiting objects that were sent last in a record that came back, each with that record."""
    items = [item for item in reader.work_items(None) if item.kind == "returned" and item.package]
    records = {(parse_id(item.package or ""), item.record) for item in items}
    packages = {package for package, _ in records}
    sent = SentOperations(reader)
    found: dict[ObjectId, str] = {}
    for one, state in waiting.items():
        if state.sent_package in packages and state.sent_package is not None:
            operation = sent.of(state.sent_package).get(one)
            if operation is not None and (state.sent_package, id_text(operation.record)) in records:
                found[one] = id_text(operation.record)
    return found


def _steps(reader: Reader, identifiers: Iterable[ObjectId]) -> dict[ObjectId, list[Step]]:
    """Return the deltas of objects, newest first."""
    steps: dict[ObjectId, list[Step]] = {}
    for step in reader.exchange.steps_of(identifiers):
        steps.setdefault(step.id, []).append(step)
    return steps


def _entries(reader: Reader, steps: Mapping[ObjectId, Sequence[Step]]) -> dict[int, Entry]:
    return reader.entries_of({one.entry for own in steps.values() for one in own})


def returned_members(reader: Reader) -> dict[WorkItem, dict[ObjectId, ObjectState]]:
    """Return, for each open returned record, its objects that still wait.

    The subjects of the work also name parcels that show where a returned right belongs; these were not sent with it.
    """
    items = [item for item in reader.work_items("open") if item.kind == "returned" and item.package]
    if not items:
        return {}
    waiting = {state.id: state for state in reader.exchange.pending()}
    sequence = {line.id: line.sequence for line in reader.exchange.packages(kind="change")}
    found: dict[WorkItem, dict[ObjectId, ObjectState]] = {}
    for item in items:
        returned = sequence.get(parse_id(item.package or ""), 0)
        found[item] = {
            one: state
            for one in item.subjects
            if (state := waiting.get(one)) is not None
            and state.sent_package is not None
            and sequence.get(state.sent_package, 0) >= returned
        }
    return found


def _pending(
    images: Mapping[tuple[ObjectId, Revision], AnyRecord],
    state: ObjectState,
    now: AnyRecord | None,
    entries: tuple[int, ...],
    *,
    answered: bool,
) -> Pending:
    """Return one object's sides.

    Args:
        images: What objects were at revisions that they have left.
        answered: What was sent last came back: nothing that the office may still take.
    """
    trunk = None if state.trunk_rev is None else images.get((state.id, state.trunk_rev))
    if answered:
        return Pending(replace(state, sent_rev=None, sent_package=None), now, trunk, None, entries)
    sent = None if state.sent_rev is None else images.get((state.id, state.sent_rev))
    if sent is None and state.sent_rev is not None and state.sent_rev == state.rev:
        sent = now
    return Pending(state, now, trunk, sent, entries)


def _own_entries(
    state: ObjectState, steps: Sequence[Step], entries: Mapping[int, Entry], whole: bool
) -> tuple[int, ...]:
    """Return the entries that made an object what it is, since the side both ends know, oldest first.

    Args:
        steps: Its deltas, newest first.
        whole: Since the office's state, although it was sent since.
    """
    start = state.sent_rev if state.sent_package is not None and not whole else state.trunk_rev
    found: list[int] = []
    merged = False
    for step in steps:
        entry = entries[step.entry]
        if entry.command == MERGE_COMMAND:
            merged = True
        elif entry.kind in FROM_OFFICE:
            if not merged:
                # It followed the office here. Where nothing else explains it, this entry does (a store bound later).
                found = found or [step.entry]
                break
            merged = False
        else:
            found.append(step.entry)
            if step.rev_old == start:
                break
    return tuple(reversed(found))


def _holds(entry: Entry, numbers: set[int]) -> bool:
    """Tell whether an entry binds objects: it is an act that was not taken back.

    Args:
        numbers: All entries looked at; taking back an act that is not among them, since it was sent, is an act too.
    """
    if entry.undone_by is not None or entry.kind in FROM_OFFICE:
        return False
    return not entry.command.startswith("undo:") or entry.undoes not in numbers


def _connected(members: Sequence[Pending], holding: Mapping[int, Entry]) -> list[list[Pending]]:
    """Return the members in groups that share an entry or refer to each other."""
    parent = list(range(len(members)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    place = {one.state.id: at for at, one in enumerate(members)}
    first_of_entry: dict[int, int] = {}
    for at, one in enumerate(members):
        for number in one.entries:
            if number in holding:
                parent[root(at)] = root(first_of_entry.setdefault(number, at))
        for side in (one.now, one.trunk):
            for target in targets_of(side):
                if target in place:
                    parent[root(at)] = root(place[target])
    groups: dict[int, list[Pending]] = {}
    for at, one in enumerate(members):
        groups.setdefault(root(at), []).append(one)
    return list(groups.values())


def _group(members: list[Pending], holding: Mapping[int, Entry], entries: Mapping[int, Entry]) -> Group:
    numbers = sorted({number for one in members for number in one.entries})
    acts = [holding[number] for number in numbers if number in holding]
    bringing = [entries[number] for number in numbers if entries[number].kind in FROM_OFFICE]
    return Group(tuple(members), tuple(acts or bringing))
