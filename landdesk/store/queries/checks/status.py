"""Questions about what the branch's status files say: only the newest of a parcel holds."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from landdesk.domain.completeness import MATCHED
from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.queries.checks.asked import Asked

_GROUP_1 = "1"


class OutOfSync(NamedTuple):
    """A parcel whose blocks are not in sync, and whether there is attribute data only."""

    parcel: ObjectId
    attributes_only: bool


class Outdated(NamedTuple):
    """A parcel with the day of the newest status and that of the last registration after it, ISO."""

    parcel: ObjectId
    as_of: str
    registered_on: str


class Contradicted(NamedTuple):
    """A parcel whose group contradicts what the same status says of it otherwise."""

    parcel: ObjectId
    is_group_1: bool


@cache
def _newest() -> ColumnElement[bool]:
    """Select the newest status of each parcel; of several of one day the one recorded first."""
    one, other = t.sync_status.c, t.sync_status.alias("other")
    day, other_day = func.coalesce(one.as_of, ""), func.coalesce(other.c.as_of, "")
    newer = or_(other_day > day, and_(other_day == day, other.c.fid < one.fid))
    return ~select(other.c.id).where(other.c.parcel_id == one.parcel_id, newer).exists()


def not_exported(asked: Asked) -> list[ObjectId]:
    """Return the parcels of which the register is not exported."""
    rows = asked.rows(_not_exported(), "parcel", t.sync_status.c.parcel_id)
    return [ObjectId(row[0]) for row in rows]


@cache
def _not_exported() -> Select[Any]:
    one = t.sync_status.c
    return select(one.parcel_id).where(one.register_exported == 0, _newest())


def out_of_sync(asked: Asked) -> list[OutOfSync]:
    """Return the parcels whose three blocks are not in sync."""
    rows = asked.rows(_out_of_sync(), "parcel", t.sync_status.c.parcel_id)
    return [OutOfSync(row[0], bool(row[1])) for row in rows]


@cache
def _out_of_sync() -> Select[Any]:
    one = t.sync_status.c
    return select(one.parcel_id, func.coalesce(one.attributes_only, 0)).where(
        or_(one.blocks_in_sync == 0, one.attributes_only == 1), _newest()
    )


def not_operating(asked: Asked) -> list[ObjectId]:
    """Return the parcels that are not in operation."""
    rows = asked.rows(_not_operating(), "parcel", t.sync_status.c.parcel_id)
    return [ObjectId(row[0]) for row in rows]


@cache
def _not_operating() -> Select[Any]:
    one = t.sync_status.c
    return select(one.parcel_id).where(one.operating == 0, _newest())


def outdated(asked: Asked) -> list[Outdated]:
    """Return the parcels whose register is exported and of which something was registered after the status."""
    found: dict[ObjectId, Outdated] = {}
    for query in _outdated():
        for parcel, as_of, day in asked.rows(query, "parcel", t.sync_status.c.parcel_id):
            before = found.get(parcel)
            if before is None or before.registered_on < day:
                found[parcel] = Outdated(parcel, as_of, day)
    return list(found.values())


@cache
def _outdated() -> tuple[Select[Any], Select[Any]]:
    """Select what cases of registration say, and what rights do."""
    one, right = t.sync_status.c, t.land_right.c
    registration = t.RECORD_TABLES["registration"]
    concerned = t.RECORD_TABLES["registration_parcel"]
    exported = and_(one.register_exported == 1, one.as_of.is_not(None))
    later = registration.c.registered_on
    cases = (
        select(one.parcel_id, one.as_of, func.max(later))
        .join(concerned, concerned.c.parcel_id == one.parcel_id)
        .join(registration, registration.c.id == concerned.c.registration_id)
        .where(exported, later > one.as_of, _newest())
        .group_by(one.parcel_id, one.as_of)
    )
    rights = (
        select(one.parcel_id, one.as_of, func.max(right.registered_on))
        .join(t.land_right, right.parcel_id == one.parcel_id)
        .where(exported, right.registered_on > one.as_of, _newest())
        .group_by(one.parcel_id, one.as_of)
    )
    return cases, rights


def contradicted(asked: Asked) -> list[Contradicted]:
    """Return the parcels whose group is not what the flags of the same status mean.

    Group 1 needs the three blocks in sync, a match and operation; what has all of these and is in the exported
    register has no reason to be in another group.
    """
    rows = asked.rows(_contradicted(), "parcel", t.sync_status.c.parcel_id)
    return [Contradicted(row[0], bool(row[1])) for row in rows]


@cache
def _contradicted() -> Select[Any]:
    one = t.sync_status.c
    is_first = one.parcel_group == _GROUP_1
    against = or_(
        one.blocks_in_sync == 0,
        one.attributes_only == 1,
        one.operating == 0,
        one.population_match != MATCHED,
    )
    meets = and_(
        one.register_exported == 1,
        one.blocks_in_sync == 1,
        func.coalesce(one.attributes_only, 0) == 0,
        one.operating == 1,
        one.population_match == MATCHED,
    )
    wrong = or_(and_(is_first, against), and_(one.parcel_group != _GROUP_1, meets))
    return select(one.parcel_id, is_first).where(wrong, _newest())
