"""Worklists: a filter with a title, the place in it, and what was done, left, skipped and put off, day by day."""

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import fetched

DONE: Final = "done"
"""Saved and checked, and no longer meant by the filter."""
LEFT: Final = "left"
"""Saved and checked, and something is still to do."""
SKIPPED: Final = "skipped"
"""Put off, to come at the end."""
POSTPONED: Final = "postponed"
"""Put off to another day."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """A queue of one person.

    Args:
        id: Identifier.
        person_id: Whose it is.
        title: What the person calls it.
        filter: JSON of the filter.
        goal: Parcels a day.
        position: The parcel that the person has before him; None at the beginning.
        changed_ms: When something was done with it last.
    """

    id: ObjectId
    person_id: ObjectId
    title: str
    filter: str
    goal: int
    position: ObjectId | None
    changed_ms: int


@dataclass(frozen=True, slots=True)
class WorklistItem:
    """What somebody said of a parcel of a worklist on a day.

    Args:
        parcel: The parcel.
        day: ISO date in Vietnam.
        state: ``done``, ``left``, ``skipped`` or ``postponed``.
        reason: Why it was put off.
        at_ms: When.
    """

    parcel: ObjectId
    day: str
    state: str
    reason: str | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many parcels a person has done, left, and put off on a day."""

    person_id: ObjectId
    day: str
    done: int
    left: int
    put_off: int


class Worklists:
    """Reads of one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def of(self, person: ObjectId | None = None) -> list[Worklist]:
        """Return the worklists of a person, or of all; the one worked in last comes first."""
        one = t.worklist.c
        query = select(t.worklist).where(one.closed.is_(False)).order_by(one.changed_ms.desc(), one.id.desc())
        if person is not None:
            query = query.where(one.person_id == person)
        return [_worklist(row) for row in self._conn.execute(query)]

    def get(self, identifier: ObjectId) -> Worklist | None:
        """Return a worklist; None where there is none, or none any more."""
        query = select(t.worklist).where(t.worklist.c.id == identifier, t.worklist.c.closed.is_(False))
        row = self._conn.execute(query).one_or_none()
        return None if row is None else _worklist(row)

    def newest_items(self, worklist: ObjectId) -> dict[ObjectId, WorklistItem]:
        """Return the last thing said of each parcel of a worklist."""
        one = t.worklist_item.c
        query = (
            select(one.parcel, one.day, one.state, one.reason, one.at_ms)
            .where(one.worklist == worklist)
            .order_by(one.day, one.at_ms)
        )
        return {row[0]: WorklistItem(*row) for row in fetched(self._conn, query)}

    def done_on(self, person: ObjectId, day: str) -> int:
        """Return how many parcels a person has done on a day, in all worklists, each once."""
        one, item = t.worklist.c, t.worklist_item.c
        query = (
            select(func.count(item.parcel.distinct()))
            .join(t.worklist, one.id == item.worklist)
            .where(one.person_id == person, item.day == day, item.state == DONE)
        )
        return int(self._conn.execute(query).scalar() or 0)

    def statistics(self, since: str, person: ObjectId | None = None) -> list[DayCount]:
        """Return what was done by person and day since a day, newest day first."""
        one, item = t.worklist.c, t.worklist_item.c
        query = (
            select(one.person_id, item.day, item.state, func.count(item.parcel.distinct()))
            .join(t.worklist, one.id == item.worklist)
            .where(item.day >= since)
            .group_by(one.person_id, item.day, item.state)
            .order_by(item.day.desc(), one.person_id)
        )
        if person is not None:
            query = query.where(one.person_id == person)
        counts: dict[tuple[bytes, str], dict[str, int]] = {}
        for who, day, state, count in fetched(self._conn, query):
            counts.setdefault((who, day), {})[state] = count
        return [
            DayCount(
                ObjectId(who),
                day,
                found.get(DONE, 0),
                found.get(LEFT, 0),
                found.get(SKIPPED, 0) + found.get(POSTPONED, 0),
            )
            for (who, day), found in counts.items()
        ]

    def looked_at(self) -> set[ObjectId]:
        """Return the parcels that somebody has worked through in a worklist: done, or left open."""
        one = t.worklist_item.c
        query = select(one.parcel).where(one.state.in_((DONE, LEFT))).distinct()
        return {ObjectId(row[0]) for row in fetched(self._conn, query)}

    def begun(self) -> set[ObjectId]:
        """Return the parcels that stand before somebody in a worklist, or were in one."""
        position = t.worklist.c.position
        held = select(position).where(position.is_not(None), t.worklist.c.closed.is_(False))
        query = held.union(select(t.worklist_item.c.parcel))
        return {ObjectId(bytes(row[0])) for row in self._conn.execute(query)}


def add_worklist(conn: Connection, made: Worklist) -> None:
    """Add a worklist."""
    conn.execute(insert(t.worklist), [_values(made) | {"closed": False}])


def change_worklist(conn: Connection, changed: Worklist) -> None:
    """Write a worklist as it is now."""
    conn.execute(update(t.worklist).where(t.worklist.c.id == changed.id).values(_values(changed)))


def close_worklist(conn: Connection, identifier: ObjectId) -> None:
    """Take a worklist out of the lists; what was done in it still counts."""
    conn.execute(update(t.worklist).where(t.worklist.c.id == identifier).values(closed=True))


def set_goal(conn: Connection, person: ObjectId, goal: int) -> None:
    """Set how many parcels a day a person means to do, in all worklists."""
    one = t.worklist.c
    conn.execute(update(t.worklist).where(one.person_id == person).values(goal=goal))


def say(conn: Connection, worklist: Worklist, item: WorklistItem, position: ObjectId | None) -> Worklist:
    """Note what is said of a parcel on a day, in place of what was said of it that day, and the new place.

    Returns:
        The worklist as it is then.
    """
    one = t.worklist_item.c
    conn.execute(
        delete(t.worklist_item).where(
            one.worklist == worklist.id, one.parcel == item.parcel, one.day == item.day
        )
    )
    row = {
        "worklist": worklist.id,
        "parcel": item.parcel,
        "day": item.day,
        "state": item.state,
        "reason": item.reason,
        "at_ms": item.at_ms,
    }
    conn.execute(insert(t.worklist_item), [row])
    moved = replace(worklist, position=position, changed_ms=item.at_ms)
    change_worklist(conn, moved)
    return moved


def _values(one: Worklist) -> dict[str, Any]:
    return {
        "id": one.id,
        "person_id": one.person_id,
        "title": one.title,
        "filter": one.filter,
        "goal": one.goal,
        "position": one.position,
        "changed_ms": one.changed_ms,
    }


def _worklist(row: Row[Any]) -> Worklist:
    position = None if row.position is None else ObjectId(bytes(row.position))
    return Worklist(
        ObjectId(bytes(row.id)),
        ObjectId(bytes(row.person_id)),
        row.title,
        row.filter,
        row.goal,
        position,
        row.changed_ms,
    )
