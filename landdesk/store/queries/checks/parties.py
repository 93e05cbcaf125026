"""Questions about land users of all kinds: what they are, who belongs to them, where they live, what names them."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Certificate, Party
from landdesk.store import tables as t
from landdesk.store.queries.checks.asked import Asked
from landdesk.store.queries.checks.certificates import in_force

_PARTY = t.party.c


class Membership(NamedTuple):
    """A couple or household, how many members it has, and how many of them are its head."""

    party: ObjectId
    kind: str
    members: int
    heads: int


class Organisation(NamedTuple):
    """An organisation, its tax code, and whether it has any number at all."""

    party: ObjectId
    tax_code: str | None
    is_named: bool


class Address(NamedTuple):
    """An address of a party by the units that hold the place, and what is said in words."""

    party: ObjectId
    district: str | None
    commune: str | None
    words: str | None


def memberships(asked: Asked) -> list[Membership]:
    """Return the couples with less than two members and the households without a head."""
    return [Membership(*row) for row in asked.rows(_memberships(), Party.CLASS)]


@cache
def _memberships() -> Select[Any]:
    member = t.party_member.c
    heads = func.sum(case((member.role == "head", 1), else_=0))
    count = func.count(member.id)
    return (
        select(_PARTY.id, _PARTY.kind, count, func.coalesce(heads, 0))
        .outerjoin(t.party_member, member.party_id == _PARTY.id)
        .where(_PARTY.kind.in_(("couple", "household")))
        .group_by(_PARTY.id, _PARTY.kind)
        .having(
            or_(
                and_(_PARTY.kind == "couple", count < 2),
                and_(_PARTY.kind == "household", func.coalesce(heads, 0) == 0),
            )
        )
    )


def without_type(asked: Asked) -> list[tuple[ObjectId, bool, bool]]:
    """Return the parties that lack their kind or type, and whether they have the first and the second."""
    return [(row[0], bool(row[1]), bool(row[2])) for row in asked.rows(_without_type(), Party.CLASS)]


@cache
def _without_type() -> Select[Any]:
    kind, object_type = _PARTY.kind.is_not(None), _PARTY.object_type.is_not(None)
    return select(_PARTY.id, kind, object_type).where(or_(~kind, ~object_type))


def organisations(asked: Asked) -> list[Organisation]:
    """Return the organisations that have a tax code or no number at all."""
    rows = asked.rows(_organisations(), Party.CLASS)
    return [Organisation(party, code, bool(named)) for party, code, named in rows]


@cache
def _organisations() -> Select[Any]:
    numbers = (_PARTY.identity_number, _PARTY.tax_code, _PARTY.business_code, _PARTY.decision_number)
    is_named = or_(*(one.is_not(None) for one in numbers))
    return select(_PARTY.id, _PARTY.tax_code, is_named).where(
        _PARTY.kind == "organisation", or_(_PARTY.tax_code.is_not(None), ~is_named)
    )


def written_addresses(asked: Asked) -> list[tuple[ObjectId, str]]:
    """Return the permanent address of each party as it is written."""
    return [(party, text) for party, text in asked.rows(_written_addresses(), Party.CLASS)]


@cache
def _written_addresses() -> Select[Any]:
    return select(_PARTY.id, _PARTY.address).where(_PARTY.address.is_not(None))


def addresses_by_parts(asked: Asked) -> list[Address]:
    """Return the main addresses of parties that are known by their parts; former ones are left out."""
    part = t.RECORD_TABLES["party_address"].c
    return [Address(*row) for row in asked.rows(_addresses(), Party.CLASS, part.party_id)]


@cache
def _addresses() -> Select[Any]:
    part = t.RECORD_TABLES["party_address"].c
    return select(part.party_id, part.district, part.commune, part.detail).where(
        func.coalesce(part.is_old, 0) == 0,
        func.coalesce(part.is_main, 1) == 1,
        or_(part.district.is_not(None), part.commune.is_not(None), part.detail.is_not(None)),
    )


def other_users(asked: Asked) -> list[ObjectId]:
    """Return the certificates in force on which somebody uses a parcel in the place of who stands on them."""
    one = t.certificate.c.id
    rows = [row for query in _other_users() for row in asked.rows(query, Certificate.CLASS, one)]
    return sorted({row[0] for row in rows})


@cache
def _other_users() -> tuple[Select[Any], Select[Any]]:
    now, then = t.land_right.alias("now").c, t.land_right.alias("then").c
    certificate, covered = t.certificate.c, t.certificate_parcel.c
    changed = and_(
        now.acquired_by.is_not(None),
        then.parcel_id == now.parcel_id,
        then.party_id != now.party_id,
        then.acquired_by.is_(None),
        in_force(),
    )
    # The certificate of the right, else those that cover the parcel.
    stated = select(certificate.id).where(changed, now.certificate_id == certificate.id)
    stated = stated.where(or_(then.certificate_id.is_(None), then.certificate_id == certificate.id))
    covering = select(certificate.id).where(
        changed,
        now.certificate_id.is_(None),
        covered.parcel_id == now.parcel_id,
        covered.certificate_id == certificate.id,
        or_(then.certificate_id.is_(None), then.certificate_id == certificate.id),
    )
    return stated.distinct(), covering.distinct()
