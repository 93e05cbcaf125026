"""Worklists as queues: made from a filter, worked through from what lacks least, the place and every outcome kept.

What is put off comes at the end, or on another day. Nothing of it is journaled: it is no part of the record, and what
was done is seen from the acts. All writing goes through one unit of work, so several programs may have a list open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from landdesk.domain.canonical import clean_text
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.domain.numbering import natural
from landdesk.domain.parcel_filter import ParcelFilter, can_be_worked_off, from_json, to_json
from landdesk.domain.records import parcel_key
from landdesk.i18n import N_, Text
from landdesk.services.worklist.columns import Columns, Surroundings
from landdesk.services.worklist.presets import shipped_presets
from landdesk.services.worklist.states import Mask
from landdesk.store.queries.completeness import MISSING, UNKNOWN
from landdesk.store.queries.worklists import DONE, LEFT, POSTPONED, SKIPPED, Worklist, WorklistItem
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

LONGEST_TITLE = 120
LONGEST_REASON = 300
GOAL_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One parcel of a queue.

    Args:
        parcel: The parcel.
        key: Sheet and number.
        missing: Number of fields that are missing.
        lacking: Field groups that are missing.
        unknown: Field groups that nobody has looked for.
        state: What was said of it last where it was left, skipped or put off; empty for one that is new.
        reason: Why.
    """

    parcel: ObjectId
    key: str
    missing: int
    lacking: tuple[str, ...]
    unknown: tuple[str, ...]
    state: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class Queue:
    """A worklist with its parcels in the order in which they are worked through.

    Args:
        worklist: The list.
        rows: Its parcels.
        postponed: Number of parcels that come on another day.
        done_today: Parcels that the person has done today, in all lists.
    """

    worklist: Worklist
    rows: tuple[QueueRow, ...]
    postponed: int
    done_today: int

    @cached_property
    def _places(self) -> dict[ObjectId, int]:
        return {row.parcel: at for at, row in enumerate(self.rows)}

    def place_of(self, parcel: ObjectId | None) -> int | None:
        """Return the place of a parcel, from 0; None where it is not, or no longer, in the queue."""
        return None if parcel is None else self._places.get(parcel)

    @property
    def current(self) -> QueueRow | None:
        """The parcel that the person has before him: the kept place, else the first."""
        at = self.place_of(self.worklist.position)
        return self.rows[at or 0] if self.rows else None

    def step(self, parcel: ObjectId | None, by: int) -> QueueRow | None:
        """Return the parcel so many places on, round the ends; the first where the parcel is not in the queue."""
        if not self.rows:
            return None
        at = self.place_of(parcel)
        return self.rows[0 if at is None else (at + by) % len(self.rows)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a parcel that somebody is through with.

    Args:
        parcel: The parcel.
        state: ``done`` or ``left``; ``skipped`` or ``postponed``.
        next: The parcel that comes now; None where the queue is empty.
        done_today: Parcels that the person has done today.
    """

    parcel: ObjectId
    state: str
    next: ObjectId | None
    done_today: int


def make_worklist(work: UnitOfWork, wanted: ParcelFilter, title: str, goal: int | None = None) -> Worklist:
    """Make a worklist for the person who acts.

    Args:
        work: Where it is written.
        wanted: Which parcels it means.
        title: What the person calls it.
        goal: Parcels a day; None takes that of the person's other lists, else the shipped one.

    Raises:
        InvalidInputError: The title or the goal is not what it should be.
        RefusedError: Nobody acts, or the person has a list of this title.
    """
    person = work.acting()
    name = _free_title(work, title)
    others = work.worklists.of(person.id)
    if goal is None:
        goal = others[0].goal if others else shipped_presets().goal
    made = Worklist(work.new_id(), person.id, name, to_json(wanted), _goal(goal), None, work.clock())
    work.add_worklist(made)
    if others and goal != others[0].goal:
        work.set_goal(person.id, goal)
    return made


def set_goal(work: UnitOfWork, goal: int) -> None:
    """Set how many parcels a day the person who acts means to do.

    Raises:
        InvalidInputError: It is no such number.
    """
    work.set_goal(work.acting().id, _goal(goal))


def find_worklist(reader: Reader, person: ObjectId | None, name: str) -> Worklist:
    """Return a worklist by its title, its identifier, or 8 digits of one.

    Args:
        reader: Where it stands.
        person: Whose lists are looked at; None for all.
        name: As typed.

    Raises:
        InvalidInputError: None, or more than one, is called so.
    """
    lists = reader.worklists.of(person)
    digits = name.strip().lower()
    found = [one for one in lists if one.title == name.strip()] or [
        one for one in lists if digits in (short_id(one.id), id_text(one.id))
    ]
    if len(found) == 1:
        return found[0]
    raise InvalidInputError(
        "worklist.ambiguous" if found else "worklist.not-found",
        Text(N_("“{name}” fits {count} worklists."), {"name": name, "count": len(found)}),
        remedy=Text(N_("Give the title or the identifier that the list of worklists shows.")),
    )


def read_queue(reader: Reader, worklist: Worklist, around: Surroundings) -> Queue:
    """Return the parcels of a worklist: those that lack least first, by sheet and number; what was put off last."""
    columns = Columns(reader, around)
    return _queue(reader, worklist, columns, columns.mask(from_json(worklist.filter)), around)


def _queue(reader: Reader, worklist: Worklist, columns: Columns, meant: Mask, around: Surroundings) -> Queue:
    today = around.today.isoformat()
    said = reader.worklists.newest_items(worklist.id)
    by_place = not can_be_worked_off(from_json(worklist.filter))
    gaps, keys = columns.gaps, columns.keys()
    lacking, unknown = _groups(columns, MISSING), _groups(columns, UNKNOWN)
    missing = gaps.missing.tolist()
    first: list[tuple[tuple[object, ...], QueueRow]] = []
    last: list[tuple[tuple[object, ...], QueueRow]] = []
    postponed = 0
    for at in np.flatnonzero(meant).tolist():
        parcel = columns.ids[at]
        sheet, number, number_state = keys[at]
        key = parcel_key(sheet, number, number_state or "")
        row = QueueRow(parcel, key, missing[at], lacking[at], unknown[at])
        item = said.get(parcel)
        if item is None or (item.state == DONE and not by_place):
            order = (row.missing, len(row.unknown), natural(sheet), natural(number), at)
            first.append((order, row))
        elif item.state == DONE:
            continue
        elif item.state == POSTPONED and item.day >= today:
            postponed += 1
        else:
            last.append(((item.at_ms, at), replace(row, state=item.state, reason=item.reason)))
    rows = tuple(row for group in (first, last) for _, row in sorted(group, key=lambda one: one[0]))
    return Queue(worklist, rows, postponed, reader.worklists.done_on(worklist.person_id, today))


def _groups(columns: Columns, code: int) -> Sequence[tuple[str, ...]]:
    """Return the field groups of each parcel that are in one state; few different ones, each made once."""
    states = columns.gaps.states
    names = list(states)
    if not names:
        return [()] * len(columns.ids)
    bits = np.zeros(len(columns.ids), dtype=np.int64)
    for at, name in enumerate(names):
        bits |= (states[name] == code).astype(np.int64) << at
    made = {
        value: tuple(name for at, name in enumerate(names) if value >> at & 1)
        for value in np.unique(bits).tolist()
    }
    return [made[value] for value in bits.tolist()]


def change_worklist(work: UnitOfWork, worklist: Worklist, wanted: ParcelFilter, title: str) -> Worklist:
    """Give a worklist another filter and title; what was said of its parcels stays.

    Raises:
        InvalidInputError: The title is not what it should be.
        RefusedError: It is somebody else's, or the person has another list of this title.
    """
    _refuse_other(work, worklist)
    name = _free_title(work, title, but=worklist.id)
    changed = replace(_present(work, worklist), filter=to_json(wanted), title=name, changed_ms=work.clock())
    work.change_worklist(changed)
    return changed


def close_worklist(work: UnitOfWork, worklist: Worklist) -> None:
    """Take a worklist out of the lists; what was done in it still counts.

    Raises:
        RefusedError: It is somebody else's.
    """
    _refuse_other(work, worklist)
    work.close_worklist(worklist.id)


def go_to(work: UnitOfWork, worklist: Worklist, parcel: ObjectId) -> Worklist:
    """Keep the place in a worklist.

    Raises:
        RefusedError: It is somebody else's.
    """
    _refuse_other(work, worklist)
    moved = replace(_present(work, worklist), position=parcel, changed_ms=work.clock())
    work.change_worklist(moved)
    return moved


def finish(
    work: UnitOfWork,
    worklist: Worklist,
    parcel: ObjectId,
    around: Surroundings,
    following: ObjectId | None = None,
) -> Outcome:
    """Note that the person is through with a parcel: it is saved and checked.

    It is done, and counted for today, when the filter does not mean it any more; where the filter only says where, the
    person's word is enough. What is still meant stays and comes at the end.

    Args:
        work: Where it is written.
        worklist: The list.
        parcel: The parcel.
        around: What filters need beside the store, of the state after saving.
        following: The parcel that stood behind it; None for the first of the queue.

    Raises:
        RefusedError: The list is somebody else's.
    """
    wanted = from_json(worklist.filter)
    columns = Columns(work, around)
    meant = columns.mask(wanted)
    at = columns.place(parcel)
    still = at is not None and bool(meant[at]) and can_be_worked_off(wanted)
    item = WorklistItem(parcel, around.today.isoformat(), LEFT if still else DONE, None, work.clock())
    return _said(work, worklist, item, (columns, meant, around), following)


def skip(
    work: UnitOfWork,
    worklist: Worklist,
    parcel: ObjectId,
    reason: str,
    around: Surroundings,
    *,
    another_day: bool = False,
    following: ObjectId | None = None,
) -> Outcome:
    """Put a parcel off, with the reason; it comes at the end, or on another day.

    Raises:
        InvalidInputError: No reason is given, or a very long one.
        RefusedError: The list is somebody else's.
    """
    words = clean_text(reason)
    if words is None or len(words) > LONGEST_REASON:
        raise InvalidInputError(
            "worklist.reason",
            Text(N_("Say why the parcel is put off, in at most {count} letters."), {"count": LONGEST_REASON}),
        )
    columns = Columns(work, around)
    meant = columns.mask(from_json(worklist.filter))
    state = POSTPONED if another_day else SKIPPED
    item = WorklistItem(parcel, around.today.isoformat(), state, words, work.clock())
    return _said(work, worklist, item, (columns, meant, around), following)


def _said(
    work: UnitOfWork,
    worklist: Worklist,
    item: WorklistItem,
    looked: tuple[Columns, Mask, Surroundings],
    following: ObjectId | None,
) -> Outcome:
    _refuse_other(work, worklist)
    present = work.say_of_worklist(_present(work, worklist), item, None)
    columns, meant, around = looked
    at = None if following in (None, item.parcel) else columns.place(following or item.parcel)
    if at is not None and meant[at]:
        # What the person saw behind it comes now; no need to put the others in order.
        found = following
    else:
        queue = _queue(work, present, columns, meant, around)
        rows = [row for row in queue.rows if row.parcel != item.parcel] or list(queue.rows)
        found = rows[0].parcel if rows else None
    work.change_worklist(replace(present, position=found))
    done = work.worklists.done_on(present.person_id, around.today.isoformat())
    return Outcome(item.parcel, item.state, found, done)


def _free_title(work: UnitOfWork, title: str, but: ObjectId | None = None) -> str:
    name = clean_text(title)
    if name is None or len(name) > LONGEST_TITLE:
        raise InvalidInputError(
            "worklist.title",
            Text(N_("A worklist needs a title of at most {count} letters."), {"count": LONGEST_TITLE}),
        )
    if any(one.title == name and one.id != but for one in work.worklists.of(work.acting().id)):
        raise RefusedError(
            "worklist.exists",
            Text(N_("You have a worklist “{title}” already."), {"title": name}),
            remedy=Text(N_("Open it, or choose another title.")),
        )
    return name


def _present(work: UnitOfWork, worklist: Worklist) -> Worklist:
    """Return a worklist as it is now: another program may have gone on with it."""
    found = work.worklists.get(worklist.id)
    if found is None:
        raise RefusedError(
            "worklist.gone",
            Text(N_("The worklist “{title}” does not exist any more."), {"title": worklist.title}),
            remedy=Text(N_("Choose another one.")),
        )
    return found


def _refuse_other(work: UnitOfWork, worklist: Worklist) -> None:
    if worklist.person_id != work.acting().id:
        raise RefusedError(
            "worklist.other-person",
            Text(N_("The worklist “{title}” is somebody else's."), {"title": worklist.title}),
            remedy=Text(N_("Make one of your own with the same filter.")),
        )


def _goal(goal: int) -> int:
    if not 1 <= goal <= GOAL_AT_MOST:
        raise InvalidInputError(
            "worklist.goal",
            Text(N_("Give a number of parcels a day between 1 and {most}."), {"most": GOAL_AT_MOST}),
        )
    return goal
