"""The completeness of all parcels at once: how many needs of each are not met, by a few queries and arrays.

The same answer as ``domain/completeness.py`` gives for one dossier; a test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Subquery, case, func, literal, or_, select, union

from landdesk.domain.completeness import (
    ATTRIBUTE,
    CERTIFICATE_SCAN,
    INDIVIDUAL,
    MATCHED,
    SCAN,
    Need,
    block_of,
    loaded_groups,
)
from landdesk.domain.fields import field_of
from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.record_tables import column_name

GroupCodes = NDArray[np.uint8]

PRESENT, ELSEWHERE, UNKNOWN, MISSING = range(4)
"""Codes of ``GroupState``, in its order."""


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
    parcel = t.parcel.c
    own = [one for one in needs if one.of == "parcel"]
    columns = [_met(one, t.parcel) for one in own]
    rows = fetched(
        conn, select(parcel.id, parcel.loaded, parcel.collection_state, *columns).order_by(parcel.fid)
    )
    ids = tuple(row[0] for row in rows)
    place = {one: at for at, one in enumerate(ids)}
    lacking = {one: np.zeros(len(ids), dtype=np.int64) for one in needs}
    some = {one.group: np.zeros(len(ids), dtype=bool) for one in needs}
    for at, need in enumerate(own, start=3):
        met = np.array([row[at] for row in rows], dtype=bool) if rows else np.zeros(0, dtype=bool)
        lacking[need] = (~met).astype(np.int64)
        some[need.group] |= met
    for of in dict.fromkeys(one.of for one in needs if one.of != "parcel"):
        _add_counts(conn, [one for one in needs if one.of == of], place, lacking, some)
    entered = np.array([row[2] is not None for row in rows], dtype=bool)
    loaded = [loaded_groups(row[1]) for row in rows]
    elsewhere = _elsewhere(conn, place, {one.group for one in needs})
    return _gaps(ids, needs, lacking, some, entered, loaded, elsewhere)


def _gaps(
    ids: tuple[ObjectId, ...],
    needs: Sequence[Need],
    lacking: dict[Need, NDArray[np.int64]],
    some: dict[str, NDArray[np.bool_]],
    entered: NDArray[np.bool_],
    loaded: Sequence[frozenset[str]],
    elsewhere: dict[str, NDArray[np.bool_]],
) -> Gaps:
    states: dict[str, GroupCodes] = {}
    missing = np.zeros(len(ids), dtype=np.int64)
    unknown = np.zeros(len(ids), dtype=np.int64)
    for group in dict.fromkeys(one.group for one in needs):
        count = np.sum([lacking[one] for one in needs if one.group == group], axis=0, dtype=np.int64)
        known = some[group] | entered | np.array([group in words for words in loaded], dtype=bool)
        state = np.where(known, MISSING, UNKNOWN)
        state = np.where(elsewhere[group], ELSEWHERE, state)
        state = np.where(count == 0, PRESENT, state)
        states[group] = state.astype(np.uint8)
        missing += np.where(state == MISSING, count, 0)
        unknown += np.where(state == UNKNOWN, count, 0)
    return Gaps(ids, states, missing, unknown)


def _add_counts(
    conn: Connection,
    needs: Sequence[Need],
    place: dict[Any, int],
    lacking: dict[Need, NDArray[np.int64]],
    some: dict[str, NDArray[np.bool_]],
) -> None:
    """Count for each parcel the objects of a class that lack something; without an object each need lacks once."""
    rows = fetched(conn, _counts(needs))
    at = np.array([place[row[0]] for row in rows if row[0] in place], dtype=np.intp)
    for number, need in enumerate(needs):
        counts = np.ones(len(place), dtype=np.int64)
        counts[at] = [row[1 + 2 * number] or 0 for row in rows if row[0] in place]
        met = np.zeros(len(place), dtype=bool)
        met[at] = [bool(row[2 + 2 * number]) for row in rows if row[0] in place]
        lacking[need] = counts
        some[need.group] |= met


def _counts(needs: Sequence[Need]) -> Select[Any]:
    """Select parcel and, for each need, how many of its objects lack it and how many meet it."""
    source, parcel_id, met_of = _SOURCES[needs[0].of]()
    columns: list[ColumnElement[Any]] = []
    for need in needs:
        applies = _applies(need, source)
        met = met_of(need)
        columns.append(func.sum(case((applies & ~met, 1), else_=0)))
        columns.append(func.sum(case((applies & met, 1), else_=0)))
    return select(parcel_id, *columns).select_from(source).group_by(parcel_id)


def _applies(need: Need, source: Any) -> ColumnElement[bool]:
    if not need.kinds:
        return literal(1) == 1
    return func.coalesce(source.c.kind, INDIVIDUAL).in_(need.kinds)


def _met(need: Need, table: Any) -> ColumnElement[bool]:
    owner = "document" if need.of == SCAN else need.of
    columns = [(name, table.c[column_name(field_of(owner, name))]) for name in need.any_of]
    return or_(
        *(
            column.is_not(None) if name != "absent" else func.coalesce(column, 0) == 1
            for name, column in columns
        )
    )


def _purposes() -> Any:
    table = t.purpose
    return table, table.c.parcel_id, lambda need: _met(need, table)


def _origins() -> Any:
    purpose, origin = t.purpose, t.RECORD_TABLES["purpose_origin"]

    def met(need: Need) -> ColumnElement[bool]:
        return select(origin.c.id).where(origin.c.purpose_id == purpose.c.id, _met(need, origin)).exists()

    return purpose, purpose.c.parcel_id, met


def _persons() -> Any:
    """Select each parcel's land users and their members, members of members too, each once."""
    right, member, party = t.land_right, t.RECORD_TABLES["party_member"], t.party
    base = select(right.c.parcel_id, right.c.party_id)
    walk = base.cte("holders", recursive=True)
    walk = walk.union(
        select(walk.c.parcel_id, member.c.member_id).where(member.c.party_id == walk.c.party_id)
    )
    persons: Subquery = (
        select(walk.c.parcel_id, *(one for one in party.c if one.name not in ("fid", "id")))
        .join(party, party.c.id == walk.c.party_id)
        .subquery("persons")
    )
    return persons, persons.c.parcel_id, lambda need: _met(need, persons)


def _certificates() -> Any:
    link, certificate = t.certificate_parcel, t.certificate
    covered: Subquery = (
        select(link.c.parcel_id, *(one for one in certificate.c if one.name not in ("fid", "id")))
        .join(certificate, certificate.c.id == link.c.certificate_id)
        .subquery("covered")
    )
    return covered, covered.c.parcel_id, lambda need: _met(need, covered)


def _scans() -> Any:
    """Select the scans of certificates bound to each parcel, its certificates, rights and land users, each once."""
    link, document = t.RECORD_TABLES["document_link"], t.RECORD_TABLES["document"]
    covered, right, member = t.certificate_parcel, t.land_right, t.RECORD_TABLES["party_member"]
    walk = select(right.c.parcel_id, right.c.party_id).cte("scan_holders", recursive=True)
    walk = walk.union(
        select(walk.c.parcel_id, member.c.member_id).where(member.c.party_id == walk.c.party_id)
    )
    bound = union(
        select(link.c.parcel_id, link.c.id, link.c.document_id).where(link.c.parcel_id.is_not(None)),
        select(covered.c.parcel_id, link.c.id, link.c.document_id).join(
            link, link.c.certificate_id == covered.c.certificate_id
        ),
        select(right.c.parcel_id, link.c.id, link.c.document_id).join(
            link, link.c.certificate_id == right.c.certificate_id
        ),
        select(right.c.parcel_id, link.c.id, link.c.document_id).join(link, link.c.right_id == right.c.id),
        select(walk.c.parcel_id, link.c.id, link.c.document_id).join(
            link, link.c.party_id == walk.c.party_id
        ),
    ).subquery("bound")
    scans: Subquery = (
        select(bound.c.parcel_id, *(one for one in document.c if one.name not in ("fid", "id")))
        .join(document, document.c.id == bound.c.document_id)
        .where(document.c.kind == CERTIFICATE_SCAN)
        .subquery("scans")
    )
    return scans, scans.c.parcel_id, lambda need: _met(need, scans)


_SOURCES: dict[str, Any] = {
    "purpose": _purposes,
    "purpose_origin": _origins,
    "party": _persons,
    "certificate": _certificates,
    SCAN: _scans,
}


def _elsewhere(conn: Connection, place: dict[Any, int], groups: set[str]) -> dict[str, NDArray[np.bool_]]:
    """Return, by group, the parcels of which the newest status says that the national system has it."""
    status = t.RECORD_TABLES["sync_status"].c
    found = {one: np.zeros(len(place), dtype=bool) for one in groups}
    query = select(
        status.parcel_id, status.blocks_in_sync, status.attributes_only, status.population_match
    ).order_by(func.coalesce(status.as_of, ""), status.fid.desc())
    newest = {row[0]: row for row in fetched(conn, query)}
    for parcel, in_sync, attributes_only, match in newest.values():
        at = place.get(parcel)
        if at is None:
            continue
        for group in groups:
            by_block = block_of(group) == ATTRIBUTE if attributes_only else bool(in_sync)
            found[group][at] = by_block or (group == "identity" and match == MATCHED)
    return found
