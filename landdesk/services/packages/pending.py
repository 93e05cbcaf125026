"""What waits to be sent: objects that differ from the office's state, grouped into records.

Acts that touched the same object, or objects that refer to each other, are one record: the office can only take
them together. An act that was taken back, and its undo, bind nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from landdesk.domain.change import Entry
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, LandRight, Purpose
from landdesk.store.objects import ObjectState
from landdesk.store.queries.exchange import Step
from landdesk.store.reader import Reader


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
    states = reader.exchange.unsent()
    steps: dict[ObjectId, list[Step]] = {}
    for step in reader.exchange.steps_of(state.id for state in states):
        steps.setdefault(step.id, []).append(step)
    by_class: dict[str, list[ObjectId]] = {}
    for state in states:
        by_class.setdefault(state.class_name, []).append(state.id)
    now = reader.records(by_class)
    members = [_pending(reader, state, now.get(state.id), steps.get(state.id, [])) for state in states]
    holding = _entries_that_hold(reader, {number for one in members for number in one.entries})
    return sorted(
        (_group(group, holding) for group in _connected(members, holding)),
        key=lambda group: (group.entries[0].number if group.entries else 0, group.members[0].state.id),
    )


def _pending(reader: Reader, state: ObjectState, now: AnyRecord | None, steps: Sequence[Step]) -> Pending:
    """Return one object's sides; ``steps`` are its deltas, newest first."""
    start = state.sent_rev if state.sent_package is not None else state.trunk_rev
    entries: list[int] = []
    for step in steps:
        entries.append(step.entry)
        if step.rev_old == start:
            break
    trunk = None if state.trunk_rev is None else reader.image_at(state.id, state.class_name, state.trunk_rev)
    sent = None if state.sent_rev is None else reader.image_at(state.id, state.class_name, state.sent_rev)
    return Pending(state, now, trunk, sent, tuple(reversed(entries)))


def _entries_that_hold(reader: Reader, numbers: Iterable[int]) -> dict[int, Entry]:
    """Return the entries but those that were taken back and those that take back."""
    entries = {number: reader.entry(number) for number in numbers}
    return {
        number: entry
        for number, entry in entries.items()
        if entry.undone_by is None and not entry.command.startswith("undo:")
    }


def _connected(members: Sequence[Pending], holding: dict[int, Entry]) -> list[list[Pending]]:
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
            for target in _references(side):
                if target in place:
                    parent[root(at)] = root(place[target])
    groups: dict[int, list[Pending]] = {}
    for at, one in enumerate(members):
        groups.setdefault(root(at), []).append(one)
    return list(groups.values())


def _references(side: AnyRecord | None) -> tuple[ObjectId, ...]:
    if isinstance(side, Purpose):
        return (side.parcel_id,)
    if isinstance(side, LandRight):
        return (side.parcel_id, side.party_id)
    return ()


def _group(members: list[Pending], holding: dict[int, Entry]) -> Group:
    numbers = sorted({number for one in members for number in one.entries if number in holding})
    return Group(tuple(members), tuple(holding[number] for number in numbers))
