"""Questions about what the branch's status files say: only the newest of a parcel holds."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

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


def _newest() -> ColumnElement[bool]:
    """Select the newest status of each parcel; of several of one day the one recorded first."""
    one, other = t.sync_status.c, t.sync_status.alias("other")
    day, other_day = func.coalesce(one.as_of, ""), func.coalesce(other.c.as_of, "")
    newer = or_(other_day > day, and_(other_day == day, other.c.fid < one.fid))
    return ~select(other.c.id).where(other.c.parcel_id == one.parcel_id, newer).exists()


def not_exported(asked: Asked) -> list[ObjectId]:
    """Return the parcels of which the register is not exported."""
    one = t.sync_status.c
    query = select(one.parcel_id).where(one.register_exported == 0, _newest())
    return [ObjectId(row[0]) for row in asked.rows(query, "parcel", one.parcel_id)]


def out_of_sync(asked: Asked) -> list[OutOfSync]:
    """Return the parcels whose three blocks are not in sync."""
    one = t.sync_status.c
    query = select(one.parcel_id, func.coalesce(one.attributes_only, 0)).where(
        or_(one.blocks_in_sync == 0, one.attributes_only == 1), _newest()
    )
    return [OutOfSync(row[0], bool(row[1])) for row in asked.rows(query, "parcel", one.parcel_id)]


def not_operating(asked: Asked) -> list[ObjectId]:
    """Return the parcels that are not in operation."""
    one = t.sync_status.c
    query = select(one.parcel_id).where(one.operating == 0, _newest())
    return [ObjectId(row[0]) for row in asked.rows(query, "parcel", one.parcel_id)]


def outdated(asked: Asked) -> list[Outdated]:
    """Return the parcels whose register is exported and of which something was registered after the status."""
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
    found: dict[ObjectId, Outdated] = {}
    for query in (cases, rights):
        for parcel, as_of, day in asked.rows(query, "parcel", one.parcel_id):
            before = found.get(parcel)
            if before is None or before.registered_on < day:
                found[parcel] = Outdated(parcel, as_of, day)
    return list(found.values())


def contradicted(asked: Asked) -> list[Contradicted]:
    """Return the parcels whose group is not what the flags of the same status mean.

    Group 1 needs the three blocks in sync, a match and operation; what has all of these and is in the exported
    register has no reason to be in another group.
    """
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
    query = select(one.parcel_id, is_first).where(wrong, _newest())
    return [Contradicted(row[0], bool(row[1])) for row in asked.rows(query, "parcel", one.parcel_id)]
