"""What failed or waits: work items by kind, and requests to the office.

A commune may have a hundred thousand errors of the national system: nothing is read that is not asked for.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.domain.records import AnyRecord, Request, WorkItem, parcel_key
from landdesk.domain.sync_errors import MESSAGE, SYNC_ERROR
from landdesk.store import tables as t
from landdesk.store.codec import records_of
from landdesk.store.objects import fetched

_CODE = case(
    (t.work_item.c.kind == SYNC_ERROR, func.coalesce(t.work_item.c.code, t.work_item.c.reason, MESSAGE)),
    else_=t.work_item.c.kind,
)
"""What ``sync_errors.code_of`` says, for the store."""

SUBJECTS_ASKED = 400
"""So many parcels are looked for by their identifiers; for more the rows are read through."""


class Failures:
    """Work items and requests of a store."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def work(
        self,
        kinds: Iterable[str] | None = None,
        states: Iterable[str] | None = None,
        about: Collection[ObjectId] | None = None,
        codes: Collection[str] | None = None,
    ) -> list[WorkItem]:
        """Return work items of some kinds and states, or of all, oldest first.

        Args:
            about: Objects, one of which is among their subjects.
            codes: Codes of errors; for other kinds than errors the kind itself.
        """
        c = t.work_item.c
        query = select(t.work_item).order_by(c.fid)
        if codes is not None:
            query = query.where(_CODE.in_(list(codes)))
        if kinds is not None:
            query = query.where(c.kind.in_(list(kinds)))
        if states is not None:
            query = query.where(c.state.in_(list(states)))
        found = self._typed(WorkItem, _about(query, c.subjects, about))
        return [one for one in found if about is None or not set(about).isdisjoint(one.subjects)]

    def counts(self, kinds: Iterable[str]) -> list[tuple[str, str, str | None, int]]:
        """Return how much work of some kinds there is by code, state and how it ended."""
        c = t.work_item.c
        query = (
            select(_CODE, c.state, c.ended, func.count())
            .where(c.kind.in_(list(kinds)))
            .group_by(_CODE, c.state, c.ended)
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._conn.execute(query)]

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
