"""What reports ask of the journal: how statements of the branch changed, and what was added in a time.

An object was, at some entry, what its first later delta says it was before; one without a later delta is as it is now.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Cast, ColumnElement, Connection, Select, Text, and_, case, cast, func, or_, select

from landdesk.domain.change import EntryKind
from landdesk.domain.fields import field_of
from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import batches, fetched
from landdesk.store.queries.parcel_facts import leading_to_parcels

_T = t.RECORD_TABLES
_STATUS: Final = "sync_status"
_WORK: Final = (str(EntryKind.ACT), str(EntryKind.IMPORT))
"""Kinds of entries by which people here add something; what the office sent is not theirs."""


@dataclass(frozen=True, slots=True)
class StatusMove:
    """A value of the branch's statement on a parcel became another one.

    Args:
        status: The statement; each parcel has one.
        parcel: Its parcel; None where the statement is not there any more.
        at_ms: When it came into the store.
        before, after: The value; None where nothing was stated.
        as_of: Day that the new statement says it is of.
    """

    status: ObjectId
    parcel: ObjectId | None
    at_ms: int
    before: str | None
    after: str | None
    as_of: str | None


class Reporting:
    """Reads of one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def status_moves(self, name: str, only: str | None = None) -> list[StatusMove]:
        """Return the changes of a value of the branch's statements, in the order in which they came.

        Args:
            name: The field.
            only: Only changes to this value and away from it; all of them for None.
        """
        delta, live = t.delta.c, _T[_STATUS].c
        order: dict[str, Any] = {"partition_by": delta.id, "order_by": delta.entry}
        value, day = _in_image(name), _in_image("as_of")
        sides = (
            select(
                delta.id,
                delta.entry,
                value.label("before"),
                func.lead(delta.entry).over(**order).label("later"),
                func.lead(value).over(**order).label("next"),
                func.lead(day).over(**order).label("next_day"),
            )
            .where(delta["class"] == _STATUS)
            .subquery()
        )
        side = sides.c
        after = case((side.later.is_(None), cast(live[name], Text)), else_=side.next)
        as_of = case((side.later.is_(None), live.as_of), else_=side.next_day)
        query = (
            select(side.id, live.parcel_id, t.journal_entry.c.at_ms, side.before, after, as_of)
            .join(t.journal_entry, t.journal_entry.c.number == side.entry)
            .outerjoin(_T[_STATUS], live.id == side.id)
            .where(side.before.is_distinct_from(after))
            .order_by(side.entry)
        )
        if only is not None:
            query = query.where(or_(side.before == only, after == only))
        return [StatusMove(*row) for row in fetched(self._conn, query)]

    def given_boundaries(self, after: int, until: int) -> set[ObjectId]:
        """Return the records that had no boundary before some act or import and have one at the end.

        Args:
            after: Number of the last entry before the time.
            until: Number of its last entry.
        """
        without = and_(t.delta.c.image_old.is_not(None), ~_shaped())
        found = self._changed(after, until, without)
        return {one for one, has in self._at(found, until, _shaped(), t.parcel.c.shape.is_not(None)) if has}

    def newly_in(self, name: str, codes: Collection[str], after: int, until: int) -> set[ObjectId]:
        """Return the parcels of which a value was none of some codes before an act or import, and is one at the end."""
        old = _in_image(name, "parcel")
        found = self._changed(after, until, or_(old.is_(None), old.not_in(codes)))
        return {one for one, value in self._at(found, until, old, t.parcel.c[name]) if value in codes}

    def bound_scans(self, after: int, until: int) -> set[ObjectId]:
        """Return the parcels to which a scan was bound that is still bound, unless they came together with it."""
        link = "document_link"
        delta = t.delta.c
        wanted = (
            select(delta.id, delta.entry)
            .join(t.journal_entry, t.journal_entry.c.number == delta.entry)
            .where(delta["class"] == link, delta.rev_old.is_(None), _worked(after, until))
            .subquery("bound_then")
        )
        pairs: set[tuple[bytes, int]] = set()
        for ways in leading_to_parcels(link):
            query = select(ways.c.parcel, wanted.c.entry).join(wanted, wanted.c.id == ways.c.object)
            pairs.update((row[0], row[1]) for row in fetched(self._conn, query))
        entries = {entry for _, entry in pairs}
        created = select(delta.id, delta.entry).where(delta["class"] == "parcel", delta.rev_old.is_(None))
        for entry in sorted(entries):
            pairs.difference_update(fetched(self._conn, created.where(delta.entry == entry)))
        return {ObjectId(parcel) for parcel, _ in pairs}

    def with_certificate(self) -> set[ObjectId]:
        """Return the parcels that a certificate covers."""
        return {row[0] for row in fetched(self._conn, select(t.certificate_parcel.c.parcel_id).distinct())}

    def worked_off_on(self) -> dict[ObjectId, str]:
        """Return the last day on which somebody worked a parcel through in a worklist."""
        one = t.worklist_item.c
        query = (
            select(one.parcel, func.max(one.day)).where(one.state.in_(("done", "left"))).group_by(one.parcel)
        )
        return {ObjectId(row[0]): row[1] for row in fetched(self._conn, query)}

    def first_entry_ms(self) -> int | None:
        """Return when the journal begins; None where nothing stands in it."""
        return self._conn.execute(select(func.min(t.journal_entry.c.at_ms))).scalar()

    def _changed(self, after: int, until: int, condition: ColumnElement[bool]) -> set[ObjectId]:
        """Return the parcels that acts and imports changed which were in some condition before."""
        query = (
            select(t.delta.c.id)
            .join(t.journal_entry, t.journal_entry.c.number == t.delta.c.entry)
            .where(t.delta.c["class"] == "parcel", _worked(after, until), condition)
            .distinct()
        )
        return {ObjectId(row[0]) for row in fetched(self._conn, query)}

    def _at(
        self, parcels: Iterable[ObjectId], number: int, old: ColumnElement[Any], live: ColumnElement[Any]
    ) -> list[tuple[ObjectId, Any]]:
        """Return parcels with a value that they had after an entry; those that were not there are left out.

        Args:
            parcels: Which.
            number: Of the entry.
            old: The value in an old image.
            live: The value now.
        """
        found: dict[ObjectId, Any] = {}
        for some in batches(parcels):
            query: Select[Any] = select(t.parcel.c.id, live).where(t.parcel.c.id.in_(some))
            found |= {ObjectId(row[0]): row[1] for row in fetched(self._conn, query)}
            delta = t.delta.c
            first = (
                select(delta.id.label("id"), func.min(delta.entry).label("entry"))
                .where(delta.id.in_(some), delta.entry > number)
                .group_by(delta.id)
                .subquery()
            )
            later = select(delta.id, old, delta.image_old.is_(None)).join(
                first, and_(first.c.id == delta.id, first.c.entry == delta.entry)
            )
            for one, value, gone in fetched(self._conn, later):
                if gone:
                    found.pop(ObjectId(one), None)
                else:
                    found[ObjectId(one)] = value
        return list(found.items())


def _worked(after: int, until: int) -> ColumnElement[bool]:
    return and_(t.delta.c.entry > after, t.delta.c.entry <= until, t.journal_entry.c.kind.in_(_WORK))


def _text_of_image() -> Cast[str]:
    return cast(t.delta.c.image_old, Text)


def _in_image(name: str, class_name: str = _STATUS) -> ColumnElement[Any]:
    """Select the canonical value of a field in the old image of a delta."""
    return func.json_extract(_text_of_image(), f"$.{field_of(class_name, name).id}")


def _shaped() -> ColumnElement[bool]:
    """Say whether the old image of a delta has a boundary; the whole of it is not read as JSON for that."""
    mark = f'"{field_of("parcel", "shape").id}":'.encode()
    return func.instr(t.delta.c.image_old, mark) > 0
