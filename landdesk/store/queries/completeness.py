"""The completeness of all parcels at once: how many needs of each are not met, by a few queries and arrays.

Each query gives one number for an object, what it says to all needs of its class: making rows of Python is what costs.
The same answer as ``domain/completeness.py`` gives for one dossier; a test holds the two together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CTE, ColumnElement, Connection, Select, case, func, literal, or_, select

from landdesk.domain.completeness import (
    ATTRIBUTE,
    CERTIFICATE_SCAN,
    INDIVIDUAL,
    MATCHED,
    SCAN,
    GroupState,
    Need,
    block_of,
    loaded_groups,
)
from landdesk.domain.fields import field_of
from landdesk.domain.ids import ObjectId
from landdesk.interpreter import without_collection
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.record_tables import column_name

GroupCodes = NDArray[np.uint8]

PRESENT, ELSEWHERE, UNKNOWN, MISSING = range(4)
"""Codes of ``GroupState``, in its order."""
CODES = {state: code for code, state in enumerate(GroupState)}

_LACKS, _MEETS, _BITS = 1, 2, 2
"""What an object says to a need, and the bits that takes."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Completeness of many parcels, column by column.

    Args:
        ids: Parcels, in order of entry.
        states: Codes of the state of each group.
        missing: Number of needs that are not met in groups that are missing.
        unknown: The same for groups that nobody looked for.
    """

    ids: tuple[ObjectId, ...]
    states: dict[str, GroupCodes]
    missing: NDArray[np.int64]
    unknown: NDArray[np.int64]


def read_gaps(conn: Connection, needs: Sequence[Need]) -> Gaps:
    """Return the completeness of every parcel."""
    with without_collection():
        return _read(conn, needs)


def _read(conn: Connection, needs: Sequence[Need]) -> Gaps:
    parcel = t.parcel.c
    own = [one for one in needs if one.of == "parcel"]
    query = select(parcel.id, _answers(own, t.parcel), parcel.loaded, parcel.collection_state.is_not(None))
    rows = fetched(conn, query.order_by(parcel.fid))
    ids = tuple(row[0] for row in rows)
    place = {one: at for at, one in enumerate(ids)}
    tally = _Tally.empty(needs, len(ids))
    tally.add(own, np.arange(len(ids)), _numbers([row[1] for row in rows]))
    for of, queries in _SOURCES.items():
        asked = [one for one in needs if one.of in of]
        if asked:
            tally.add(asked, *_objects(conn, queries(conn, asked), place))
    entered = np.array([row[3] for row in rows], dtype=bool)
    loaded = [row[2] for row in rows]
    elsewhere = _elsewhere(conn, place, {one.group for one in needs})
    return _gaps(ids, needs, tally, entered, loaded, elsewhere)


@dataclass(frozen=True, slots=True)
class _Tally:
    """How many needs of each kind are not met, by parcel, and whether a group has some value."""

    lacking: dict[Need, NDArray[np.int64]]
    some: dict[str, NDArray[np.bool_]]

    @classmethod
    def empty(cls, needs: Sequence[Need], count: int) -> "_Tally":
        return cls(
            {one: np.zeros(count, dtype=np.int64) for one in needs},
            {one.group: np.zeros(count, dtype=bool) for one in needs},
        )

    def add(self, needs: Sequence[Need], at: NDArray[np.intp], answers: NDArray[np.int64]) -> None:
        """Count the objects of a class; a parcel without any lacks each need once.

        Args:
            needs: Those of the class.
            at: Place of the parcel of each object.
            answers: What :func:`_answers` says of each object.
        """
        for number, need in enumerate(needs):
            count = len(self.lacking[need])
            answer = answers >> _BITS * number
            lacking = np.bincount(at[answer & _LACKS > 0], minlength=count)
            self.lacking[need][:] = np.where(np.bincount(at, minlength=count) == 0, 1, lacking)
            self.some[need.group][at[answer & _MEETS > 0]] = True


def _gaps(
    ids: tuple[ObjectId, ...],
    needs: Sequence[Need],
    tally: _Tally,
    entered: NDArray[np.bool_],
    loaded: Sequence[str | None],
    elsewhere: dict[str, NDArray[np.bool_]],
) -> Gaps:
    states: dict[str, GroupCodes] = {}
    missing = np.zeros(len(ids), dtype=np.int64)
    unknown = np.zeros(len(ids), dtype=np.int64)
    # Many parcels came from few sources.
    sources = {one: number for number, one in enumerate(dict.fromkeys(loaded))}
    source_of = _numbers([sources[one] for one in loaded])
    for group in dict.fromkeys(one.group for one in needs):
        count = np.sum([tally.lacking[one] for one in needs if one.group == group], axis=0, dtype=np.int64)
        holds = np.array([group in loaded_groups(one) for one in sources], dtype=bool)
        known = tally.some[group] | entered | holds[source_of]
        state = np.where(known, MISSING, UNKNOWN)
        state = np.where(elsewhere[group], ELSEWHERE, state)
        state = np.where(count == 0, PRESENT, state)
        states[group] = state.astype(np.uint8)
        missing += np.where(state == MISSING, count, 0)
        unknown += np.where(state == UNKNOWN, count, 0)
    return Gaps(ids, states, missing, unknown)


def _objects(
    conn: Connection, queries: Sequence[Select[Any]], place: dict[Any, int]
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Return the place of the parcel and the answers of each object that several queries find, each once for a parcel.

    Args:
        conn: Where they are read.
        queries: Parcel, key of the object and its answers.
        place: Places of the parcels.
    """
    rows = [row for query in queries for row in fetched(conn, query)]
    at = _numbers([place.get(row[0], -1) for row in rows])
    key = _numbers([row[1] for row in rows])
    answers = _numbers([row[2] for row in rows])
    # -1: the parcel is not there.
    _, first = np.unique(np.where(at < 0, -1, at * (key.max(initial=0) + 1) + key), return_index=True)
    first = first[at[first] >= 0]
    return at[first], answers[first]


def _numbers(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _answers(needs: Sequence[Need], table: Any, met_of: Callable[[Need], Any] | None = None) -> Any:
    """Select one number for an object: for each need the bit that it is not met, or that it is, or neither."""
    found: Any = literal(0)
    for number, need in enumerate(needs):
        met = _met(need, table) if met_of is None else met_of(need)
        answer = case((met, _MEETS << _BITS * number), else_=_LACKS << _BITS * number)
        found += case((_applies(need, table), answer), else_=0) if need.kinds else answer
    return found


def _applies(need: Need, table: Any) -> ColumnElement[bool]:
    return func.coalesce(table.c.kind, INDIVIDUAL).in_(need.kinds)


def _met(need: Need, table: Any) -> ColumnElement[bool]:
    owner = "document" if need.of == SCAN else need.of
    columns = [(name, table.c[column_name(field_of(owner, name))]) for name in need.any_of]
    return or_(
        *(
            column.is_not(None) if name != "absent" else func.coalesce(column, 0) == 1
            for name, column in columns
        )
    )


def _purposes(_conn: Connection, needs: Sequence[Need]) -> list[Select[Any]]:
    """Select the purposes; it is they that need an origin, and one of several is enough."""
    purpose, origin = t.purpose.c, t.RECORD_TABLES["purpose_origin"]

    def met(need: Need) -> ColumnElement[bool]:
        if need.of == "purpose":
            return _met(need, t.purpose)
        return select(origin.c.id).where(origin.c.purpose_id == purpose.id, _met(need, origin)).exists()

    return [select(purpose.parcel_id, purpose.fid, _answers(needs, t.purpose, met))]


def _persons(_conn: Connection, needs: Sequence[Need]) -> list[Select[Any]]:
    """Select each parcel's land users, and their members, members of members too."""
    right, members, party = t.land_right.c, _members().c, t.party.c
    answers = _answers(needs, t.party)
    return [
        select(right.parcel_id, party.fid, answers).join(t.party, party.id == right.party_id),
        select(members.parcel_id, party.fid, answers).join(t.party, party.id == members.party_id),
    ]


def _members() -> CTE:
    """Select parcel and party of the members of each right's land user, members of members too."""
    right, member = t.land_right.c, t.RECORD_TABLES["party_member"].c
    first = select(right.parcel_id, member.member_id.label("party_id"))
    walk = first.where(member.party_id == right.party_id).cte("members", recursive=True)
    return walk.union(select(walk.c.parcel_id, member.member_id).where(member.party_id == walk.c.party_id))


def _certificates(_conn: Connection, needs: Sequence[Need]) -> list[Select[Any]]:
    link, certificate = t.certificate_parcel.c, t.certificate
    found = select(link.parcel_id, certificate.c.fid, _answers(needs, certificate))
    return [found.join(certificate, certificate.c.id == link.certificate_id)]


def _scans(conn: Connection, needs: Sequence[Need]) -> list[Select[Any]]:
    """Select the scans of certificates bound to each parcel, its certificates, rights and land users.

    Only ways that a link takes: few stores have links of each kind.
    """
    link, document = t.RECORD_TABLES["document_link"].c, t.RECORD_TABLES["document"]
    covered, right, members = t.certificate_parcel.c, t.land_right.c, _members().c
    answers = _answers(needs, document)

    def bound(parcel_id: Any, to: ColumnElement[bool]) -> Select[Any]:
        found = select(parcel_id, document.c.fid, answers).where(document.c.id == link.document_id, to)
        return found.where(document.c.kind == CERTIFICATE_SCAN)

    ways = {
        link.parcel_id: [bound(link.parcel_id, link.parcel_id.is_not(None))],
        link.certificate_id: [
            bound(covered.parcel_id, link.certificate_id == covered.certificate_id),
            bound(right.parcel_id, link.certificate_id == right.certificate_id),
        ],
        link.right_id: [bound(right.parcel_id, link.right_id == right.id)],
        link.party_id: [
            bound(right.parcel_id, link.party_id == right.party_id),
            bound(members.parcel_id, link.party_id == members.party_id),
        ],
    }
    columns: list[Any] = [func.count(one) for one in ways]
    counts = fetched(conn, select(*columns))[0]
    return [query for queries, count in zip(ways.values(), counts, strict=True) if count for query in queries]


_SOURCES: Mapping[tuple[str, ...], Callable[[Connection, Sequence[Need]], list[Select[Any]]]] = {
    ("purpose", "purpose_origin"): _purposes,
    ("party",): _persons,
    ("certificate",): _certificates,
    (SCAN,): _scans,
}
"""What selects the objects that needs are asked of, by what the needs are of."""


def _elsewhere(conn: Connection, place: dict[Any, int], groups: set[str]) -> dict[str, NDArray[np.bool_]]:
    """Return, by group, the parcels of which the newest status says that the national system has it."""
    status = t.RECORD_TABLES["sync_status"].c
    query = select(
        status.parcel_id, status.blocks_in_sync, status.attributes_only, status.population_match == MATCHED
    ).order_by(func.coalesce(status.as_of, ""), status.fid.desc())
    # The newest comes last.
    newest = {row[0]: row[1:] for row in fetched(conn, query) if row[0] in place}
    at = [place[one] for one in newest]
    in_sync, attributes_only, matched = (
        np.array([bool(row[number]) for row in newest.values()], dtype=bool) for number in range(3)
    )
    found: dict[str, NDArray[np.bool_]] = {}
    for group in groups:
        by_block = np.where(attributes_only, block_of(group) == ATTRIBUTE, in_sync)
        found[group] = np.zeros(len(place), dtype=bool)
        found[group][at] = by_block | matched if group == "identity" else by_block
    return found
