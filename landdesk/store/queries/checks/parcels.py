"""Questions about parcels: their codes, communes, sheets, land users, disputes, and what became of them."""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.info import read_info
from landdesk.store.objects import fetched
from landdesk.store.queries.checks.asked import Asked
from landdesk.store.queries.checks.certificates import in_force
from landdesk.store.queries.linking import Linking

_DISPUTE = "dispute"
"""Kind of a restriction, in the code list ``restriction_kind``."""


class NamedSheet(NamedTuple):
    """A parcel that a certificate in force names by a sheet which is written otherwise than its own and its old one."""

    parcel: ObjectId
    commune: str
    sheet: str
    old_sheet: str | None
    named: str


class OldNumbers(NamedTuple):
    """What sheets a map sheet was before."""

    commune: str
    sheet: str
    old_numbers: str


class RecordedArea(NamedTuple):
    """A parcel with a boundary, and the area of the map as recorded, in square metres."""

    parcel: ObjectId
    area_m2: float


def system(asked: Asked) -> int:
    """Return the EPSG code of the plane of the store."""
    return read_info(asked.conn).epsg


def parcel_codes(asked: Asked) -> list[tuple[ObjectId, str]]:
    """Return every parcel with a code, and the code."""
    # Rows as they are: a commune has 50,000 of them.
    return asked.rows(_parcel_codes(), "parcel")


@cache
def _parcel_codes() -> Select[Any]:
    one = t.parcel.c
    return select(one.id, one.parcel_code).where(one.parcel_code.is_not(None))


def shared_codes(asked: Asked) -> list[tuple[ObjectId, ...]]:
    """Return the parcels of each code that several have."""
    return [tuple(group) for group in asked.sharing("parcel", t.parcel.c.parcel_code).values()]


def communes(asked: Asked) -> set[str]:
    """Return the communes that parcels of the whole store are in."""
    return {row[0] for row in fetched(asked.conn, _communes())}


@cache
def _communes() -> Select[Any]:
    """Select each from the one before it, by the index: a look at every parcel takes longer than all else of a rule."""
    commune = t.parcel.c.commune
    found = select(func.min(commune).label("commune")).cte("communes", recursive=True)
    after = select(func.min(commune)).where(commune > found.c.commune).scalar_subquery()
    found = found.union(select(after).where(found.c.commune.is_not(None)))
    return select(found.c.commune).where(found.c.commune.is_not(None))


def of_communes(asked: Asked, wanted: Collection[str]) -> list[tuple[ObjectId, str]]:
    """Return the parcels of some communes, each with its commune."""
    return asked.rows(_of_communes(tuple(sorted(wanted))), "parcel")


@lru_cache(maxsize=4)
def _of_communes(wanted: tuple[str, ...]) -> Select[Any]:
    one = t.parcel.c
    return select(one.id, one.commune).where(one.commune.in_(wanted))


def named_sheets(asked: Asked) -> list[NamedSheet]:
    """Return where certificates in force name a sheet that is written neither as the parcel's nor as its old one."""
    return [NamedSheet(*row) for row in asked.rows(_named_sheets(), "parcel")]


@cache
def _named_sheets() -> Select[Any]:
    one, link, certificate = t.parcel.c, t.certificate_parcel.c, t.certificate.c
    return (
        select(one.id, one.commune, one.sheet, one.old_sheet, link.sheet)
        .join(t.certificate_parcel, link.parcel_id == one.id)
        .join(t.certificate, certificate.id == link.certificate_id)
        .where(
            link.sheet != one.sheet,
            link.sheet != func.coalesce(one.old_sheet, ""),
            in_force(),
        )
    )


def old_sheet_numbers(asked: Asked) -> list[OldNumbers]:
    """Return what sheets the map sheets of the whole store were before."""
    return [OldNumbers(*row) for row in fetched(asked.conn, _old_sheet_numbers())]


@cache
def _old_sheet_numbers() -> Select[Any]:
    one = t.map_sheet.c
    query = select(one.commune, one.number, one.old_numbers).where(one.old_numbers.is_not(None))
    return query.order_by(one.fid)


def has_old_sheets(asked: Asked) -> bool:
    """Tell whether the old sheet of any parcel of the whole store is recorded."""
    return bool(fetched(asked.conn, _any_old_sheet()))


@cache
def _any_old_sheet() -> Select[Any]:
    one = t.parcel.c
    return select(one.fid).where(one.old_sheet.is_not(None)).limit(1)


def without_user(asked: Asked, needless: Collection[str]) -> list[ObjectId]:
    """Return the parcels that nobody has a right to, and that somebody should have one to.

    Args:
        asked: Where it is asked.
        needless: Land uses that need no land user.
    """
    query = _without_user(tuple(sorted(needless)))
    return [ObjectId(row[0]) for row in asked.rows(query, "parcel")]


@lru_cache(maxsize=4)
def _without_user(needless: tuple[str, ...]) -> Select[Any]:
    one, right = t.parcel.c, t.land_right.c
    return select(one.id).where(
        ~select(right.fid).where(right.parcel_id == one.id).exists(),
        func.coalesce(one.occupying_object, 0) == 0,
        ~is_needless(needless),
    )


def is_needless(needless: Collection[str]) -> ColumnElement[bool]:
    """Select parcels that have purposes, all of them of these land uses."""
    purpose = t.purpose.c
    own = select(purpose.fid).where(purpose.parcel_id == t.parcel.c.id)
    return and_(own.exists(), ~own.where(purpose.land_use.not_in(sorted(needless))).exists())


def unexplained_disputes(asked: Asked, today: str) -> list[ObjectId]:
    """Return the parcels said to be in dispute of which no dispute in force says what it is about."""
    return [ObjectId(row[0]) for row in asked.rows(_unexplained_disputes(today), "parcel")]


@lru_cache(maxsize=4)
def _unexplained_disputes(today: str) -> Select[Any]:
    one, restriction = t.parcel.c, t.restriction.c
    told = select(restriction.fid).where(
        restriction.parcel_id == one.id,
        restriction.kind == _DISPUTE,
        _holds(today),
        restriction.content.is_not(None) | restriction.document.is_not(None),
    )
    return select(one.id).where(one.disputed == 1, ~told.exists())


def empty_restrictions(asked: Asked, today: str) -> list[ObjectId]:
    """Return the parcels with a restriction in force that says nothing but its kind."""
    rows = asked.rows(_empty_restrictions(today), "parcel", t.restriction.c.parcel_id)
    return [ObjectId(row[0]) for row in rows]


@lru_cache(maxsize=4)
def _empty_restrictions(today: str) -> Select[Any]:
    restriction = t.restriction.c
    return (
        select(restriction.parcel_id)
        .where(
            restriction.parcel_id.is_not(None),
            _holds(today),
            restriction.content.is_(None),
            restriction.document.is_(None),
            restriction.beneficiary.is_(None),
        )
        .distinct()
    )


def _holds(today: str) -> ColumnElement[bool]:
    restriction = t.restriction.c
    return and_(
        func.coalesce(restriction.in_force, 1) == 1, func.coalesce(restriction.valid_until, today) >= today
    )


def former_parcels(asked: Asked) -> list[tuple[ObjectId, ObjectId]]:
    """Return parcels that others were made of, each with one of these, where both are there and on the map."""
    rows = asked.rows(_former_parcels(), "parcel", t.parcel_lineage.c.parent)
    return [(ObjectId(row[0]), ObjectId(row[1])) for row in rows]


@cache
def _former_parcels() -> Select[Any]:
    line = t.parcel_lineage.c
    parent, child = t.parcel.alias("parent"), t.parcel.alias("child")
    return (
        select(line.parent, line.child)
        .join(parent, parent.c.id == line.parent)
        .join(child, child.c.id == line.child)
        .where(line.parent != line.child, parent.c.shape.is_not(None), child.c.shape.is_not(None))
        .distinct()
    )


def recorded_map_areas(asked: Asked) -> list[RecordedArea]:
    """Return the parcels with a boundary of which the area of the map is recorded."""
    return [RecordedArea(ObjectId(row[0]), row[1] / 100) for row in asked.rows(_map_areas(), "parcel")]


@cache
def _map_areas() -> Select[Any]:
    one = t.parcel.c
    return select(one.id, one.map_area_dm2).where(one.map_area_dm2.is_not(None), one.shape.is_not(None))


def without_record(
    asked: Asked, parcels: Collection[ObjectId], needless: Collection[str]
) -> list[ObjectId] | None:
    """Return which of some parcels are a boundary without a record; None where no parcel of the store has one.

    Args:
        asked: Where it is asked.
        parcels: The parcels.
        needless: Land uses that need no land user, and so no record beyond the map's.
    """
    linking = Linking(asked.conn)
    if not linking.has_record():
        return None
    rows = asked.rows_of(_mapped(tuple(sorted(needless))), t.parcel.c.id, parcels)
    bare = [ObjectId(row[0]) for row in rows]
    recorded = linking.with_record(bare)
    return [each for each in bare if each not in recorded]


@lru_cache(maxsize=4)
def _mapped(needless: tuple[str, ...]) -> Select[Any]:
    one = t.parcel.c
    return select(one.id).where(one.shape.is_not(None), ~is_needless(needless)).order_by(one.fid)
