"""Questions about purposes: their areas, codes and terms."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.queries.checks.asked import Asked
from landdesk.store.queries.checks.certificates import in_force

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
    query, parcel = _area_sums(round(tolerance_m2 * 100))
    rows = asked.rows(query, "parcel", parcel)
    return [AreaSum(ObjectId(row[0]), row[1] / 100, row[2] / 100) for row in rows]


@lru_cache(maxsize=4)
def _area_sums(tolerance_dm2: int) -> tuple[Select[Any], ColumnElement[Any]]:
    """Select the parcels; the condition on what is asked about reaches by the column into the sums."""
    one, purpose = t.parcel.c, t.purpose.c
    sums = select(purpose.parcel_id, func.sum(purpose.area_dm2).label("total")).group_by(purpose.parcel_id)
    whole = sums.having(func.count() == func.count(purpose.area_dm2)).subquery()
    area = func.coalesce(one.legal_area_dm2, one.map_area_dm2)
    query = (
        select(one.id, area, whole.c.total)
        .join(whole, whole.c.parcel_id == one.id)
        .where(func.abs(whole.c.total - area) > tolerance_dm2)
    )
    return query, whole.c.parcel_id


def other_land_uses(
    asked: Asked, codes: Collection[str], former: Mapping[str, Collection[str]]
) -> list[LandUse]:
    """Return the purposes whose code is none of these, and was none when the newest paper was written.

    Args:
        asked: Where it is asked.
        codes: Those of today.
        former: Those of before by their last day; they stand rightly where the newest certificate in force is not
            of a later day. A day that is recorded as a year or a month alone is its beginning.
    """
    of_before = tuple((last_day, tuple(sorted(some))) for last_day, some in sorted(former.items()))
    query = _other_land_uses(tuple(sorted(codes)), of_before)
    return [LandUse(*row) for row in asked.rows(query, "purpose")]


@lru_cache(maxsize=4)
def _other_land_uses(codes: tuple[str, ...], former: tuple[tuple[str, tuple[str, ...]], ...]) -> Select[Any]:
    one, link, certificate = t.purpose.c, t.certificate_parcel.c, t.certificate.c
    dated = (
        select(link.fid)
        .join(t.certificate, certificate.id == link.certificate_id)
        .where(link.parcel_id == one.parcel_id, certificate.issued_on.is_not(None), in_force())
    )
    rightly = [
        and_(
            one.land_use.in_(of_its_time),
            dated.exists(),
            ~dated.where(certificate.issued_on > last_day).exists(),
        )
        for last_day, of_its_time in former
    ]
    return select(one.id, one.parcel_id, one.land_use).where(
        one.land_use.not_in(codes), ~or_(false(), *rightly)
    )


def land_uses_in(asked: Asked, code: str, communes: Collection[str]) -> list[LandUse]:
    """Return the purposes of one code in some communes."""
    query = _land_uses_in(code, tuple(sorted(communes)))
    return [LandUse(*row) for row in asked.rows(query, "purpose")]


@lru_cache(maxsize=8)
def _land_uses_in(code: str, communes: tuple[str, ...]) -> Select[Any]:
    one, parcel = t.purpose.c, t.parcel.c
    return (
        select(one.id, one.parcel_id, one.land_use)
        .join(t.parcel, parcel.id == one.parcel_id)
        .where(one.land_use == code, parcel.commune.in_(communes))
    )


def terms(asked: Asked, plain: str) -> list[RecordedTerm]:
    """Return what is recorded of the terms, but where all that is said is that there is no end.

    Args:
        asked: Where it is asked.
        plain: The usual words for that.
    """
    return [RecordedTerm(*row) for row in asked.rows(_terms(plain), "purpose")]


@lru_cache(maxsize=4)
def _terms(plain: str) -> Select[Any]:
    one = t.purpose.c
    endless = and_(
        func.coalesce(one.term_kind, _ENDLESS) == _ENDLESS,
        func.coalesce(one.term, plain) == plain,
        one.term_until.is_(None),
    )
    query = select(one.id, one.parcel_id, one.land_use, one.term_kind, one.term, one.term_until)
    return query.where(~endless)
