"""Questions about parcels: their codes, communes, sheets, land users, disputes, and what became of them."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.info import read_info
from landdesk.store.objects import batches, fetched
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
    one = t.parcel.c
    # Rows as they are: a commune has 50,000 of them.
    return asked.rows(select(one.id, one.parcel_code).where(one.parcel_code.is_not(None)), "parcel")


def shared_codes(asked: Asked) -> list[tuple[ObjectId, ...]]:
    """Return the parcels of each code that several have."""
    return [tuple(group) for group in asked.sharing("parcel", t.parcel.c.parcel_code).values()]


def communes(asked: Asked) -> set[str]:
    """Return the communes that parcels of the whole store are in."""
    return {row[0] for row in fetched(asked.conn, select(t.parcel.c.commune).distinct())}


def of_communes(asked: Asked, wanted: Collection[str]) -> list[tuple[ObjectId, str]]:
    """Return the parcels of some communes, each with its commune."""
    one = t.parcel.c
    return asked.rows(select(one.id, one.commune).where(one.commune.in_(sorted(wanted))), "parcel")


def named_sheets(asked: Asked) -> list[NamedSheet]:
    """Return where certificates in force name a sheet that is written neither as the parcel's nor as its old one."""
    one, link, certificate = t.parcel.c, t.certificate_parcel.c, t.certificate.c
    query = (
        select(one.id, one.commune, one.sheet, one.old_sheet, link.sheet)
        .join(t.certificate_parcel, link.parcel_id == one.id)
        .join(t.certificate, certificate.id == link.certificate_id)
        .where(
            link.sheet != one.sheet,
            link.sheet != func.coalesce(one.old_sheet, ""),
            in_force(),
        )
    )
    return [NamedSheet(*row) for row in asked.rows(query, "parcel")]


def old_sheet_numbers(asked: Asked) -> list[OldNumbers]:
    """Return what sheets the map sheets of the whole store were before."""
    one = t.map_sheet.c
    query = select(one.commune, one.number, one.old_numbers).where(one.old_numbers.is_not(None))
    return [OldNumbers(*row) for row in fetched(asked.conn, query.order_by(one.fid))]


def has_old_sheets(asked: Asked) -> bool:
    """Tell whether the old sheet of any parcel of the whole store is recorded."""
    one = t.parcel.c
    return bool(fetched(asked.conn, select(one.fid).where(one.old_sheet.is_not(None)).limit(1)))


def without_user(asked: Asked, needless: Collection[str]) -> list[ObjectId]:
    """Return the parcels that nobody has a right to, and that somebody should have one to.

    Args:
        asked: Where it is asked.
        needless: Land uses that need no land user.
    """
    one, right = t.parcel.c, t.land_right.c
    query = select(one.id).where(
        ~select(right.fid).where(right.parcel_id == one.id).exists(),
        func.coalesce(one.occupying_object, 0) == 0,
        ~is_needless(needless),
    )
    return [ObjectId(row[0]) for row in asked.rows(query, "parcel")]


def is_needless(needless: Collection[str]) -> ColumnElement[bool]:
    """Select parcels that have purposes, all of them of these land uses."""
    purpose = t.purpose.c
    own = select(purpose.fid).where(purpose.parcel_id == t.parcel.c.id)
    return and_(own.exists(), ~own.where(purpose.land_use.not_in(sorted(needless))).exists())


def unexplained_disputes(asked: Asked, today: str) -> list[ObjectId]:
    """Return the parcels said to be in dispute of which no dispute in force says what it is about."""
    one, restriction = t.parcel.c, t.restriction.c
    told = select(restriction.fid).where(
        restriction.parcel_id == one.id,
        restriction.kind == _DISPUTE,
        _holds(today),
        restriction.content.is_not(None) | restriction.document.is_not(None),
    )
    query = select(one.id).where(one.disputed == 1, ~told.exists())
    return [ObjectId(row[0]) for row in asked.rows(query, "parcel")]


def empty_restrictions(asked: Asked, today: str) -> list[ObjectId]:
    """Return the parcels with a restriction in force that says nothing but its kind."""
    restriction = t.restriction.c
    query = (
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
    return [ObjectId(row[0]) for row in asked.rows(query, "parcel", restriction.parcel_id)]


def _holds(today: str) -> ColumnElement[bool]:
    restriction = t.restriction.c
    return and_(
        func.coalesce(restriction.in_force, 1) == 1, func.coalesce(restriction.valid_until, today) >= today
    )


def former_parcels(asked: Asked) -> list[tuple[ObjectId, ObjectId]]:
    """Return parcels that others were made of, each with one of these, where both are there and on the map."""
    line = t.parcel_lineage.c
    parent, child = t.parcel.alias("parent"), t.parcel.alias("child")
    query = (
        select(line.parent, line.child)
        .join(parent, parent.c.id == line.parent)
        .join(child, child.c.id == line.child)
        .where(line.parent != line.child, parent.c.shape.is_not(None), child.c.shape.is_not(None))
        .distinct()
    )
    return [(ObjectId(row[0]), ObjectId(row[1])) for row in asked.rows(query, "parcel", line.parent)]


def recorded_map_areas(asked: Asked) -> list[RecordedArea]:
    """Return the parcels with a boundary of which the area of the map is recorded."""
    one = t.parcel.c
    query = select(one.id, one.map_area_dm2).where(one.map_area_dm2.is_not(None), one.shape.is_not(None))
    return [RecordedArea(ObjectId(row[0]), row[1] / 100) for row in asked.rows(query, "parcel")]


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
    one = t.parcel.c
    query = select(one.id).where(one.shape.is_not(None), ~is_needless(needless)).order_by(one.fid)
    bare = [
        ObjectId(row[0])
        for some in batches(parcels)
        for row in fetched(asked.conn, query.where(one.id.in_(some)))
    ]
    recorded = linking.with_record(bare)
    return [each for each in bare if each not in recorded]
