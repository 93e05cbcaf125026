"""Questions about purposes: their areas, codes and terms."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import and_, func, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import batches, fetched
from landdesk.store.queries.checks.asked import Asked
from landdesk.store.queries.checks.parcels import in_force

_ENDLESS = "LAU_DAI"
"""Kind of a term without an end, in the code list ``term_kind``."""


class AreaSum(NamedTuple):
    """A parcel, its area and what its purposes add up to, in square metres."""

    parcel: ObjectId
    area_m2: float
    sum_m2: float


class LandUse(NamedTuple):
    """A purpose with its parcel and its code."""

    purpose: ObjectId
    parcel: ObjectId
    code: str


class RecordedTerm(NamedTuple):
    """A purpose with its parcel and all that is recorded of its term."""

    purpose: ObjectId
    parcel: ObjectId
    land_use: str
    kind: str | None
    text: str | None
    until: str | None


def area_sums(asked: Asked, tolerance_m2: float) -> list[AreaSum]:
    """Return the parcels all of whose purposes have an area, where these differ from the parcel's by more."""
    one, purpose = t.parcel.c, t.purpose.c
    area = func.coalesce(one.legal_area_dm2, one.map_area_dm2)
    total = func.sum(purpose.area_dm2)
    query = (
        select(one.id, area, total)
        .join(t.purpose, purpose.parcel_id == one.id)
        .where(area.is_not(None))
        .group_by(one.id, area)
        .having(
            func.count() == func.count(purpose.area_dm2), func.abs(total - area) > round(tolerance_m2 * 100)
        )
    )
    return [AreaSum(ObjectId(row[0]), row[1] / 100, row[2] / 100) for row in asked.rows(query, "parcel")]


def other_land_uses(asked: Asked, codes: Collection[str]) -> list[LandUse]:
    """Return the purposes whose code is none of these."""
    one = t.purpose.c
    query = select(one.id, one.parcel_id, one.land_use).where(one.land_use.not_in(sorted(codes)))
    return [LandUse(*row) for row in asked.rows(query, "purpose")]


def newest_issue(asked: Asked, parcels: Iterable[ObjectId]) -> dict[ObjectId, str]:
    """Return the day, as recorded, on which the newest certificate in force of each of some parcels was issued."""
    link, certificate = t.certificate_parcel.c, t.certificate.c
    query = (
        select(link.parcel_id, func.max(certificate.issued_on))
        .join(t.certificate, certificate.id == link.certificate_id)
        .where(certificate.issued_on.is_not(None), in_force(certificate.state))
        .group_by(link.parcel_id)
    )
    rows = [
        row for some in batches(parcels) for row in fetched(asked.conn, query.where(link.parcel_id.in_(some)))
    ]
    return {ObjectId(row[0]): row[1] for row in rows}


def land_uses_in(asked: Asked, code: str, communes: Collection[str]) -> list[LandUse]:
    """Return the purposes of one code in some communes."""
    one, parcel = t.purpose.c, t.parcel.c
    query = (
        select(one.id, one.parcel_id, one.land_use)
        .join(t.parcel, parcel.id == one.parcel_id)
        .where(one.land_use == code, parcel.commune.in_(sorted(communes)))
    )
    return [LandUse(*row) for row in asked.rows(query, "purpose")]


def terms(asked: Asked, plain: str) -> list[RecordedTerm]:
    """Return what is recorded of the terms, but where all that is said is that there is no end.

    Args:
        asked: Where it is asked.
        plain: The usual words for that.
    """
    one = t.purpose.c
    endless = and_(
        func.coalesce(one.term_kind, _ENDLESS) == _ENDLESS,
        func.coalesce(one.term, plain) == plain,
        one.term_until.is_(None),
    )
    query = select(one.id, one.parcel_id, one.land_use, one.term_kind, one.term, one.term_until)
    return [RecordedTerm(*row) for row in asked.rows(query.where(~endless), "purpose")]
