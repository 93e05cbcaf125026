"""What failed or waits: work items by kind, and requests to the office.

A commune may have a hundred thousand errors of the national system: nothing is read that is not asked for.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import AnyRecord, Request, WorkItem, parcel_key
from landdesk.domain.sync_errors import CURED, MESSAGE, SYNC_ERROR, ErrorState
from landdesk.store import tables as t
from landdesk.store.codec import records_of
from landdesk.store.objects import fetched

_CODE = case(
    (t.work_item.c.kind == SYNC_ERROR, func.coalesce(t.work_item.c.code, t.work_item.c.reason, MESSAGE)),
    else_=t.work_item.c.kind,
)
"""What ``sync_errors.code_of`` says, for the store."""

_STAND = case(
    (t.work_item.c.state == "resent", ErrorState.RESENT),
    ((t.work_item.c.state == "open") & t.work_item.c.ended.is_not(None), ErrorState.CAME_BACK),
    (t.work_item.c.state == "open", ErrorState.OPEN),
    (t.work_item.c.ended == CURED, ErrorState.CURED),
    else_=ErrorState.CLOSED,
)
"""What ``sync_errors.state_of`` says, for the store."""

SUBJECTS_ASKED = 400
"""So many parcels are looked for by their identifiers; for more the rows are read through."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which work is asked for; what is None does not matter.

    Args:
        kinds: Kinds.
        stands: Where it stands.
        codes: Codes of errors; for other kinds than errors the kind itself.
        told_on: Day, ISO: a file of it said it anew, or not any more.
    """

    kinds: Collection[str]
    stands: Collection[ErrorState] | None = None
    codes: Collection[str] | None = None
    told_on: str | None = None

    def of(self, query: Select[Any]) -> Select[Any]:
        """Narrow a query to what is asked for."""
        c = t.work_item.c
        query = query.where(c.kind.in_(list(self.kinds)))
        if self.stands is not None:
            query = query.where(_STAND.in_(list(self.stands)))
        if self.codes is not None:
            query = query.where(_CODE.in_(list(self.codes)))
        if self.told_on is not None:
            query = query.where(or_(c.said_on == self.told_on, c.ended_on == self.told_on))
        return query


class Failures:
    """Work items and requests of a store."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def work(
        self,
        kinds: Iterable[str] | None = None,
        states: Iterable[str] | None = None,
        about: Collection[ObjectId] | None = None,
    ) -> list[WorkItem]:
        """Return work items of some kinds and states, or of all, oldest first.

        Args:
            about: Objects, one of which is among their subjects.
        """
        c = t.work_item.c
        query = select(t.work_item).order_by(c.fid)
        if kinds is not None:
            query = query.where(c.kind.in_(list(kinds)))
        if states is not None:
            query = query.where(c.state.in_(list(states)))
        found = self._typed(WorkItem, _about(query, c.subjects, about))
        return [one for one in found if about is None or not set(about).isdisjoint(one.subjects)]

    def asked(
        self, asked: Asked, about: Collection[ObjectId] | None = None, at_most: int | None = None
    ) -> list[WorkItem]:
        """Return the work that is asked for, oldest first.

        Args:
            about: Objects, one of which is among the subjects.
            at_most: So many of the first.
        """
        query = asked.of(select(t.work_item)).order_by(t.work_item.c.fid).limit(at_most)
        found = self._typed(WorkItem, _about(query, t.work_item.c.subjects, about))
        return [one for one in found if about is None or not set(about).isdisjoint(one.subjects)]

    def counts(self, asked: Asked) -> list[tuple[str, ErrorState, int]]:
        """Return how much of what is asked for there is by code and where it stands."""
        query = asked.of(select(_CODE, _STAND, func.count())).group_by(_CODE, _STAND)
        return [(row[0], ErrorState(row[1]), row[2]) for row in self._conn.execute(query)]

    def told_last(self) -> str | None:
        """Return the day of the newest file that said an error anew, or did not say one any more."""
        c = t.work_item.c
        query = select(func.max(c.said_on), func.max(case((c.ended == CURED, c.ended_on)))).where(
            c.kind == SYNC_ERROR
        )
        days = [one for one in self._conn.execute(query).one() if one is not None]
        return max(days, default=None)

    def keys(self, parcels: Collection[ObjectId]) -> dict[ObjectId, str]:
        """Return sheet and number of those parcels that exist."""
        c = t.parcel.c
        query = select(c.id, c.sheet, c.number, c.number_state)
        if len(parcels) <= SUBJECTS_ASKED:
            query = query.where(c.id.in_(list(parcels)))
        rows = fetched(self._conn, query)
        return {ObjectId(bytes(row[0])): parcel_key(row[1], row[2], row[3]) for row in rows}

    def open_subjects(self) -> Iterator[tuple[str, ObjectId]]:
        """Yield kind and each subject of all open work."""
        c = t.work_item.c
        for kind, subjects in self._conn.execute(select(c.kind, c.subjects).where(c.state == "open")):
            for one in subjects.split():
                yield kind, parse_id(one)

    def begun(self, kinds: Iterable[str]) -> dict[ObjectId, int]:
        """Return when work of some kinds that names no day was made, in milliseconds."""
        c, d, entry = t.work_item.c, t.delta.c, t.journal_entry.c
        query = (
            select(c.id, func.min(entry.at_ms))
            .select_from(
                t.work_item.join(t.delta, d.id == c.id).join(t.journal_entry, entry.number == d.entry)
            )
            .where(c.kind.in_(list(kinds)), c.said_on.is_(None))
            .group_by(c.id)
        )
        return {ObjectId(row[0]): row[1] for row in self._conn.execute(query)}

    def requests(
        self, states: Iterable[str] | None = None, about: Collection[ObjectId] | None = None
    ) -> list[Request]:
        """Return the requests in some states, or in all, oldest first.

        Args:
            about: Parcels, one of which they are about.
        """
        c = t.request.c
        query = select(t.request).order_by(c.asked_on, c.fid)
        if states is not None:
            query = query.where(c.state.in_(list(states)))
        found = self._typed(Request, _about(query, c.parcels, about))
        return [one for one in found if about is None or not set(about).isdisjoint(one.parcels)]

    def _typed(self, kind: Any, query: Select[Any]) -> list[Any]:
        rows: list[Any] = list(self._conn.execute(query).mappings())
        found: list[AnyRecord] = records_of(kind.CLASS, rows)
        return found


def _about(query: Select[Any], column: Any, about: Collection[ObjectId] | None) -> Select[Any]:
    """Narrow a query to rows whose list of identifiers has one of those asked for."""
    if about is None or len(about) > SUBJECTS_ASKED:
        return query
    return query.where(or_(False, *(func.instr(column, id_text(one)) > 0 for one in sorted(about))))
