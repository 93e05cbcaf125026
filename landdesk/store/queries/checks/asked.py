"""One transaction that record rules ask, and about which objects."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, func, select, union

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import BATCH, fetched, restricted

Row = tuple[Any, ...]

_MANY: Final = 10 * BATCH
"""Of more objects all rows are read and those of others left out, which is faster than asking lot by lot."""


@dataclass(frozen=True, slots=True)
class Within:
    """Objects that are asked about, by class; a class that is left out has none."""

    ids: Mapping[str, frozenset[ObjectId]]

    def of(self, class_name: str) -> frozenset[ObjectId]:
        """Return the objects of a class."""
        return self.ids.get(class_name, frozenset())


@dataclass(frozen=True, slots=True)
class Asked:
    """One consistent state, and the objects that are asked about.

    Args:
        conn: Open for reading.
        within: The objects; None asks about everything.
    """

    conn: Connection = field(repr=False)
    within: Within | None = None
    _of_all: dict[str, dict[ObjectId, list[ObjectId]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def rows(
        self, query: Select[Any], class_name: str, column: ColumnElement[Any] | None = None
    ) -> list[Row]:
        """Return the rows of a query about objects of one class, only those asked about.

        Args:
            query: Selects from the table of the class.
            class_name: Class of what may be at fault.
            column: Column with the identifier of what may be at fault; None for the ``id`` of the class.
        """
        if self.within is None:
            return fetched(self.conn, query)
        at = t.RECORD_TABLES[class_name].c.id if column is None else column
        rows: list[Row] = []
        for batch in _batches(self.within.of(class_name)):
            rows += fetched(self.conn, restricted(query, at), wanted=batch)
        return rows

    def of(
        self, query: Select[Any], column: ColumnElement[Any], identifiers: Iterable[ObjectId]
    ) -> list[Row]:
        """Return the rows of a query that belong to these objects, whether or not they are asked about.

        Args:
            query: Its first column is the one of the objects.
            column: The same.
            identifiers: The objects.
        """
        return self._among(identifiers, query, restricted(query, column))

    def _among(self, identifiers: Iterable[ObjectId], every: Select[Any], some: Select[Any]) -> list[Row]:
        """Return the rows of these objects: few are asked for, of many all are read."""
        wanted = set(identifiers)
        if len(wanted) > _MANY:
            return [row for row in fetched(self.conn, every) if row[0] in wanted]
        return [row for batch in _batches(wanted) for row in fetched(self.conn, some, wanted=batch)]

    def sharing(
        self, class_name: str, column: ColumnElement[Any], *wanted: ColumnElement[bool]
    ) -> dict[Any, list[ObjectId]]:
        """Return the objects of each value that several objects of a class have, at least one of them asked about.

        Args:
            class_name: Class of the objects.
            column: Column of its table; empty values are left out.
            wanted: Conditions on the objects that count.
        """
        table = t.RECORD_TABLES[class_name]
        sharing = _sharing(table, column, wanted)
        if self.within is None:
            rows = fetched(self.conn, sharing.every)
        else:
            rows = self.rows_of(
                sharing.own, column, (row[0] for row in self.rows(sharing.values, class_name))
            )
        found: dict[Any, list[ObjectId]] = {}
        for value, identifier in rows:
            found.setdefault(value, []).append(ObjectId(identifier))
        return {value: objects for value, objects in found.items() if len(objects) > 1}

    def values(
        self, class_name: str, column: ColumnElement[Any], identifiers: Iterable[ObjectId]
    ) -> dict[ObjectId, Any]:
        """Return a value of each of these objects."""
        table = t.RECORD_TABLES[class_name]
        found: dict[ObjectId, Any] = {}
        for batch in _batches(set(identifiers)):
            for identifier, value in fetched(self.conn, _value(table, column), wanted=batch):
                found[ObjectId(identifier)] = value
        return found

    def rows_of(self, query: Select[Any], column: ColumnElement[Any], values: Iterable[Any]) -> list[Row]:
        """Return the rows of a query in which a column has one of these values, asked about or not."""
        rows: list[Row] = []
        for batch in _batches(set(values)):
            rows += fetched(self.conn, restricted(query, column), wanted=batch)
        return rows

    def parcels_of(self, class_name: str, identifiers: Iterable[ObjectId]) -> dict[ObjectId, list[ObjectId]]:
        """Return the parcels that objects concern, each once.

        Persons concern those of their rights and of the couples, households and groups they belong to; certificates
        those that they cover and whose rights they prove; scans those of what they are bound to.

        Args:
            class_name: ``party``, ``certificate`` or ``document``.
            identifiers: The objects; those that concern no parcel are not in the answer.
        """
        wanted = set(identifiers)
        if class_name == t.party.name and len(wanted) > _MANY:
            if class_name not in self._of_all:
                self._of_all[class_name] = _of_all_parties(self.conn)
            return {one: held for one, held in self._of_all[class_name].items() if one in wanted}
        found: dict[ObjectId, list[ObjectId]] = {}
        for identifier, parcel in self._among(identifiers, *_ways(class_name)):
            found.setdefault(ObjectId(identifier), []).append(ObjectId(parcel))
        return found


class _Sharing(NamedTuple):
    """What is asked for to find the objects with one value: all with one of several, values, and objects with these."""

    every: Select[Any]
    values: Select[Any]
    own: Select[Any]


@cache
def _value(table: Table, column: ColumnElement[Any]) -> Select[Any]:
    return restricted(select(table.c.id, column), table.c.id)


@cache
def _sharing(table: Table, column: ColumnElement[Any], wanted: tuple[ColumnElement[bool], ...]) -> _Sharing:
    base = (column.is_not(None), *wanted)
    several = select(column).where(*base).group_by(column).having(func.count() > 1)
    objects = select(column, table.c.id).where(*base).order_by(table.c.fid)
    return _Sharing(objects.where(column.in_(several)), select(column).where(*base).distinct(), objects)


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    # In one order, so that the same question is the same statement.
    unique = sorted(values)
    for start in range(0, len(unique), BATCH):
        yield unique[start : start + BATCH]


def _in(column: ColumnElement[Any], is_every: bool) -> ColumnElement[bool]:
    return column.is_not(None) if is_every else column.in_(bindparam("wanted", expanding=True))


def _of_parties(is_every: bool) -> Any:
    """Select party and parcel, upwards through the couples, households and groups that it belongs to."""
    right, member = t.land_right.c, t.party_member.c
    own = select(t.party.c.id.label("person"), t.party.c.id.label("holder")).where(
        _in(t.party.c.id, is_every)
    )
    walk = own.cte("holders", recursive=True)
    walk = walk.union(select(walk.c.person, member.party_id).where(member.member_id == walk.c.holder))
    return (
        select(walk.c.person, right.parcel_id).join(t.land_right, right.party_id == walk.c.holder).distinct()
    )


def _of_all_parties(conn: Connection) -> dict[ObjectId, list[ObjectId]]:
    """Return the parcels of every party; one look at all rights takes less than thousands of walks."""
    right, member = t.land_right.c, t.party_member.c
    held: dict[ObjectId, set[ObjectId]] = {}
    for party, parcel in fetched(conn, select(right.party_id, right.parcel_id)):
        held.setdefault(party, set()).add(parcel)
    above: dict[ObjectId, list[ObjectId]] = {}
    for one, party in fetched(conn, select(member.member_id, member.party_id)):
        above.setdefault(one, []).append(party)
    for one in above:
        holders, level = {one}, [one]
        while level:
            level = [up for party in level for up in above.get(party, ()) if up not in holders]
            holders.update(level)
        held[one] = set().union(*(held.get(party, ()) for party in holders))
    return {one: list(parcels) for one, parcels in held.items() if parcels}


def _of_certificates(is_every: bool) -> Any:
    covered, right = t.certificate_parcel.c, t.land_right.c
    return union(
        select(covered.certificate_id, covered.parcel_id).where(_in(covered.certificate_id, is_every)),
        select(right.certificate_id, right.parcel_id).where(_in(right.certificate_id, is_every)),
    )


def _of_documents(is_every: bool) -> Any:
    link, covered, right, member = t.document_link.c, t.certificate_parcel.c, t.land_right.c, t.party_member.c
    wanted = _in(link.document_id, is_every)
    persons = select(link.document_id, link.party_id).where(wanted, link.party_id.is_not(None))
    walk = persons.cte("holders", recursive=True)
    walk = walk.union(select(walk.c.document_id, member.party_id).where(member.member_id == walk.c.party_id))
    return union(
        select(link.document_id, link.parcel_id).where(wanted, link.parcel_id.is_not(None)),
        select(link.document_id, covered.parcel_id).where(
            wanted, covered.certificate_id == link.certificate_id
        ),
        select(link.document_id, right.parcel_id).where(wanted, right.certificate_id == link.certificate_id),
        select(link.document_id, right.parcel_id).where(wanted, right.id == link.right_id),
        select(walk.c.document_id, right.parcel_id).where(right.party_id == walk.c.party_id),
    )


_WAYS: Mapping[str, Callable[[bool], Any]] = {
    "party": _of_parties,
    "certificate": _of_certificates,
    "document": _of_documents,
}


@cache
def _ways(class_name: str) -> tuple[Any, Any]:
    """Select the parcels of all objects of a class, and of those that are ``wanted``."""
    return _WAYS[class_name](True), _WAYS[class_name](False)
