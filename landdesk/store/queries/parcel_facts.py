"""What filters and the workflow ask of all parcels, each by a query or two; never one per parcel.

Where an object concerns parcels through others (a land user through rights, a scan through what it is bound to), the
parcels are found by joins, class by class, and only for classes that occur.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    not_,
    select,
    union,
    union_all,
)

from landdesk.domain.change import EntryKind
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import TRAVELLING
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.queries.parcels import former_parcels

_T = t.RECORD_TABLES


@dataclass(frozen=True, slots=True)
class Sending:
    """Where parcels stand between this store and the office.

    Args:
        differing: Something differs from the office's record, sent or not.
        unsent: Something differs and was not sent as it is now.
        sent_before: Something went to the office in a package.
    """

    differing: frozenset[ObjectId]
    unsent: frozenset[ObjectId]
    sent_before: frozenset[ObjectId]


class ParcelFactQueries:
    """Reads of one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def ids(self) -> tuple[ObjectId, ...]:
        """Return the parcels in order of entry."""
        return tuple(row[0] for row in fetched(self._conn, select(t.parcel.c.id).order_by(t.parcel.c.fid)))

    def rows(self) -> list[tuple[Any, ...]]:
        """Return sheet, number, hamlet, collection, whether there is a boundary, the state of the number; by entry."""
        one = t.parcel.c
        columns = (one.sheet, one.number, one.hamlet, one.collection_state)
        query = select(*columns, one.shape.is_not(None), one.number_state).order_by(one.fid)
        return fetched(self._conn, query)

    def hamlets(self) -> dict[ObjectId, str]:
        """Return the hamlet of every parcel that has one recorded."""
        one = t.parcel.c
        return dict(fetched(self._conn, select(one.id, one.hamlet).where(one.hamlet.is_not(None))))

    def land_uses(self) -> list[tuple[bytes, str | None]]:
        """Return parcel and land use of every purpose."""
        return self._pairs(select(t.purpose.c.parcel_id, t.purpose.c.land_use))

    def newest_status(self) -> list[tuple[bytes, str | None, str | None, int | None, str | None]]:
        """Return parcel, group, match, operation and day of the newest status of each parcel that has one."""
        one = _T["sync_status"].c
        query = select(
            one.parcel_id, one.parcel_group, one.population_match, one.operating, one.as_of
        ).order_by(func.coalesce(one.as_of, ""), one.fid.desc())
        return list({row[0]: row for row in fetched(self._conn, query)}.values())

    def values_of(self, class_name: str, name: str) -> list[tuple[bytes, str]]:
        """Return parcel and value of a field of every object of a class that concerns a parcel and has one."""
        if class_name == "sync_status":
            # What an older file said holds no more.
            said = [
                (row[0], {"parcel_group": row[1], "population_match": row[2]}[name])
                for row in self.newest_status()
            ]
            return [(parcel, one) for parcel, one in said if one is not None]
        own = t.parcel if class_name == "parcel" else _T[class_name]
        value = own.c[name]
        found: list[tuple[bytes, str]] = []
        for pairs in _ways(class_name):
            query = select(pairs.c.parcel, value).join(own, own.c.id == pairs.c.object)
            found += self._pairs(query.where(value.is_not(None)).distinct())
        return found

    def matches(self) -> list[tuple[bytes, str]]:
        """Return parcel and result of the match of its land users and their members."""
        right, member, party = t.land_right, _T["party_member"], t.party
        walk = select(right.c.parcel_id, right.c.party_id).cte("matched_holders", recursive=True)
        walk = walk.union(
            select(walk.c.parcel_id, member.c.member_id).where(member.c.party_id == walk.c.party_id)
        )
        if not self._any(select(party.c.id).where(party.c.population_match.is_not(None))):
            return []
        query = (
            select(walk.c.parcel_id, party.c.population_match)
            .join(party, party.c.id == walk.c.party_id)
            .where(party.c.population_match.is_not(None))
        )
        return self._pairs(query)

    def sending(self) -> "Sending":
        """Return where the parcels stand between this store and the office."""
        state = t.object_state.c
        as_is = and_(state.sent_package.is_not(None), state.sent_rev.is_not_distinct_from(state.rev))
        differs = state.rev.is_distinct_from(state.trunk_rev)
        conditions = (differs, and_(differs, not_(as_is)), state.sent_package.is_not(None))
        # One look at all states says of which classes there is anything to find at all.
        query = (
            select(state["class"], *(func.sum(case((one, 1), else_=0)) for one in conditions))
            .where(state["class"].in_(TRAVELLING))
            .group_by(state["class"])
        )
        counts = {row[0]: row[1:] for row in fetched(self._conn, query)}
        found: list[frozenset[ObjectId]] = []
        for at, condition in enumerate(conditions):
            classes = [name for name, row in counts.items() if row[at]]
            if at == 1 and all(row[0] == row[1] for row in counts.values()):
                found.append(found[0])
            else:
                found.append(self._of_states(condition, classes))
        return Sending(*found)

    def changed_at(self) -> dict[ObjectId, int]:
        """Return the moment, milliseconds, of the last act of a person on each parcel that has one."""
        entry, delta = t.journal_entry.c, t.delta.c
        acts = dict(fetched(self._conn, select(entry.number, entry.at_ms).where(entry.kind == EntryKind.ACT)))
        if not acts:
            return {}
        mine = select(entry.number).where(entry.kind == EntryKind.ACT)
        classes = select(delta["class"]).where(delta.entry.in_(mine)).distinct()
        wanted = (
            select(delta.id, func.max(delta.entry).label("value"), delta["class"])
            .where(delta.entry.in_(mine))
            .group_by(delta.id, delta["class"])
        )
        entries = self._parcels_of(wanted, [row[0] for row in fetched(self._conn, classes)])
        found = {parcel: acts[number] for parcel, number in entries.items()}
        gone = (
            select(delta.id, func.max(delta.entry))
            .where(delta.entry.in_(mine), delta.rev_new.is_(None))
            .group_by(delta.id)
        )
        moments: dict[int, list[ObjectId]] = {}
        for identifier, number in fetched(self._conn, gone):
            moments.setdefault(acts[number], []).append(ObjectId(identifier))
        for at_ms, identifiers in moments.items():
            for parcel in former_parcels(self._conn, identifiers):
                found[parcel] = max(found.get(parcel, 0), at_ms)
        return found

    def _of_states(self, condition: ColumnElement[bool], classes: Sequence[str]) -> frozenset[ObjectId]:
        """Return the parcels that objects of some classes in some state concern."""
        state = t.object_state.c
        found: set[ObjectId] = set()
        if "parcel" in classes:
            query = select(state.id).where(state["class"] == "parcel", condition)
            found = {row[0] for row in fetched(self._conn, query)}
            every = fetched(self._conn, select(func.count()).select_from(t.parcel))[0][0]
            if len(found) >= every and len(found.intersection(self.ids())) == every:
                # An own store that was never bound to the office: all parcels wait, nothing else can be found.
                return frozenset(found)
        wanted = select(state.id, literal(0).label("value"), state["class"]).where(condition)
        found |= set(self._parcels_of(wanted, classes))
        gone = select(state.id).where(state["class"].in_(TRAVELLING), condition, state.deleted)
        found |= former_parcels(self._conn, (ObjectId(row[0]) for row in fetched(self._conn, gone)))
        return frozenset(found)

    def _parcels_of(self, wanted: Select[Any], classes: Iterable[str]) -> dict[ObjectId, int]:
        """Return the parcels that objects concern with the greatest value of each.

        Args:
            wanted: Columns ``id``, ``value`` and ``class``.
            classes: Classes that occur in it.
        """
        found: dict[ObjectId, int] = {}
        for name in classes:
            for pairs in _ways(name):
                own = wanted.where(wanted.selected_columns["class"] == name).subquery("wanted")
                query = (
                    select(pairs.c.parcel, func.max(own.c.value))
                    .join(own, own.c.id == pairs.c.object)
                    .group_by(pairs.c.parcel)
                )
                for parcel, value in fetched(self._conn, query):
                    found[parcel] = max(found.get(parcel, 0), value)
        return found

    def _pairs(self, query: Select[Any]) -> list[Any]:
        return fetched(self._conn, query)

    def _any(self, query: Select[Any]) -> bool:
        return bool(fetched(self._conn, query.limit(1)))


def _ways(name: str) -> list[Subquery]:
    """Return, for a class, what leads from its objects to parcels: columns ``object`` and ``parcel``."""
    if name == "parcel":
        return [_named(select(t.parcel.c.id, t.parcel.c.id))]
    made = _LEADING.get(name)
    # A map sheet, or what proves a value, says nothing of one parcel.
    return [] if made is None else [_named(one) for one in made(_T[name])]


def _direct(own: Any) -> list[Select[Any]]:
    return [select(own.c.id, own.c.parcel_id)]


def _of_purpose(own: Any) -> list[Select[Any]]:
    purpose = t.purpose
    return [select(own.c.id, purpose.c.parcel_id).join(purpose, purpose.c.id == own.c.purpose_id)]


def _of_certificate(_own: Any) -> list[Select[Any]]:
    return [select(t.certificate_parcel.c.certificate_id, t.certificate_parcel.c.parcel_id)]


def _of_registration(_own: Any) -> list[Select[Any]]:
    link = _T["registration_parcel"]
    return [select(link.c.registration_id, link.c.parcel_id)]


def _of_party(_own: Any) -> list[Select[Any]]:
    held = _held()
    return [select(held.c.party_id, held.c.parcel_id)]


def _of_person(own: Any) -> list[Select[Any]]:
    held = _held()
    return [select(own.c.id, held.c.parcel_id).join(held, held.c.party_id == own.c.party_id)]


def _of_scan(_own: Any) -> list[Select[Any]]:
    link = _T["document_link"]
    bound = union_all(*_bound(link)).subquery("bound_links")
    object_column, parcel_column = bound.c
    return [select(link.c.document_id, parcel_column).join(bound, object_column == link.c.id)]


def _named(query: Select[Any]) -> Subquery:
    first, second = query.selected_columns
    return query.with_only_columns(first.label("object"), second.label("parcel")).subquery("ways")


def _held() -> Subquery:
    """Select parcel and party of each right, and of the members of those parties."""
    right, member = t.land_right, _T["party_member"]
    return union(
        select(right.c.parcel_id, right.c.party_id),
        select(right.c.parcel_id, member.c.member_id).join(member, member.c.party_id == right.c.party_id),
    ).subquery("held")


def _bound(own: Any) -> list[Select[Any]]:
    """Select what a link or a restriction is bound to, one way after the other."""
    held, covered = _held(), t.certificate_parcel
    found = [
        select(own.c.id, own.c.parcel_id).where(own.c.parcel_id.is_not(None)),
        select(own.c.id, covered.c.parcel_id).join(covered, covered.c.certificate_id == own.c.certificate_id),
        select(own.c.id, held.c.parcel_id).join(held, held.c.party_id == own.c.party_id),
    ]
    if "right_id" in own.c:
        right = t.land_right
        found.append(select(own.c.id, right.c.parcel_id).join(right, right.c.id == own.c.right_id))
    if "asset_id" in own.c:
        asset = _T["asset"]
        found.append(select(own.c.id, asset.c.parcel_id).join(asset, asset.c.id == own.c.asset_id))
    return found


_LEADING: Mapping[str, Callable[[Any], list[Select[Any]]]] = {
    **dict.fromkeys(("purpose", "asset", "land_right", "certificate_parcel", "registration_parcel"), _direct),
    **dict.fromkeys(("party_member", "identity_document", "party_address"), _of_person),
    **dict.fromkeys(("restriction", "document_link"), _bound),
    "purpose_origin": _of_purpose,
    "certificate": _of_certificate,
    "registration": _of_registration,
    "party": _of_party,
    "document": _of_scan,
}
