"""Questions about certificates in force: what they lack, what contradicts, which parcels they name."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.queries.checks.asked import Asked

_VALID = "valid"
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZĐ"
_WHOLE_DAY = 10
"""Characters of a date of day, month and year."""


class Lacking(NamedTuple):
    """A certificate with its serial, and whether register number and date of issue are missing."""

    certificate: ObjectId
    serial: str | None
    register_number: bool
    issued_on: bool


class Serial(NamedTuple):
    """A certificate with its serial as it is written."""

    certificate: ObjectId
    serial: str | None


class Span(NamedTuple):
    """The days, ISO, from and until which certificates of a kind were issued; empty where there is no such day."""

    kind: str
    first: str
    last: str


class Dated(NamedTuple):
    """A certificate with its kind and day of issue."""

    certificate: ObjectId
    kind: str
    issued_on: str


class Kept(NamedTuple):
    """A certificate whose dossier nobody is said to have received, with its serial, who issued it and when."""

    certificate: ObjectId
    serial: str | None
    issuer: str
    issued_on: str


class Crowded(NamedTuple):
    """A parcel with several certificates: the holders of the rights on it that each proves, and the serial of each."""

    parcel: ObjectId
    holders: dict[ObjectId, set[ObjectId]]
    serials: dict[ObjectId, str | None]


class Naming(NamedTuple):
    """How a certificate names a parcel, and how the parcel is named otherwise."""

    certificate: ObjectId
    parcel: ObjectId
    sheet: str | None
    number: str | None
    commune: str
    own_sheet: str | None
    own_number: str | None
    old_sheet: str | None
    old_number: str | None
    map_sheet: ObjectId | None


class OldNumbers(NamedTuple):
    """A map sheet with the old numbers that it names."""

    map_sheet: ObjectId
    commune: str
    number: str | None
    old_numbers: str


@cache
def in_force() -> ColumnElement[bool]:
    """Select certificates in force: said to be valid, or nothing is said and none took their place."""
    certificate, later = t.certificate.c, t.certificate.alias("later")
    replaced = select(later.c.id).where(later.c.replaces_id == certificate.id).exists()
    return or_(certificate.state == _VALID, and_(certificate.state.is_(None), ~replaced))


def lacking(asked: Asked) -> list[Lacking]:
    """Return the certificates that lack serial, register number or date of issue."""
    return [Lacking(row[0], row[1], *map(bool, row[2:])) for row in asked.rows(_lacking(), "certificate")]


@cache
def _lacking() -> Select[Any]:
    one = t.certificate.c
    empty = [column.is_(None) for column in (one.serial, one.register_number, one.issued_on)]
    return select(one.id, one.serial, *empty[1:]).where(or_(*empty), in_force())


def unusual_serials(asked: Asked) -> list[Serial]:
    """Return the serials that have not as many letters and digits as a serial has, or other signs."""
    return [Serial(*row) for row in asked.rows(_unusual_serials(), "certificate")]


@cache
def _unusual_serials() -> Select[Any]:
    one = t.certificate.c
    letters = func.rtrim(one.serial_key, _DIGITS)
    count = func.length(letters)
    digits = func.length(one.serial_key) - count
    is_usual = or_(
        and_(count == 0, digits == 10),
        and_(count == 1, digits.in_((6, 7))),
        and_(count == 2, digits.in_((6, 8))),
    )
    fits = and_(is_usual, func.trim(letters, _LETTERS) == "")
    return select(one.id, one.serial).where(one.serial_key.is_not(None), ~fits, in_force())


def shared_serials(asked: Asked) -> dict[str, list[ObjectId]]:
    """Return the certificates of each serial, as it is compared, that several have."""
    return asked.sharing("certificate", t.certificate.c.serial_key, in_force())


def of_another_time(asked: Asked, spans: Sequence[Span]) -> list[Dated]:
    """Return the certificates of a kind that was not issued on the day on which they were.

    Args:
        asked: Where is asked.
        spans: When each kind was issued; of others nothing is said.
    """
    return [Dated(*row) for row in asked.rows(_of_another_time(tuple(spans)), "certificate")]


@lru_cache(maxsize=4)
def _of_another_time(spans: tuple[Span, ...]) -> Select[Any]:
    one = t.certificate.c
    outside: list[ColumnElement[bool]] = [false()]
    for span in spans:
        days = [one.issued_on < span.first] if span.first else []
        days += [one.issued_on > span.last] if span.last else []
        if days:
            outside.append(and_(one.kind == span.kind, or_(*days)))
    whole = func.length(one.issued_on) == _WHOLE_DAY
    return select(one.id, one.kind, one.issued_on).where(or_(*outside), whole, in_force())


def has_hand_overs(asked: Asked, first: str) -> bool:
    """Tell whether a hand-over is recorded of any certificate of the whole store that was issued on a day or later."""
    return bool(fetched(asked.conn, _any_hand_over(first)))


@lru_cache(maxsize=4)
def _any_hand_over(first: str) -> Select[Any]:
    one = t.certificate.c
    return select(one.fid).where(one.issued_on >= first, _handed_over()).limit(1)


def _handed_over() -> ColumnElement[bool]:
    one = t.certificate.c
    return or_(one.handed_over_on.is_not(None), one.hand_over_number.is_not(None))


def issuers_of_all(asked: Asked, first: str) -> set[str]:
    """Return who issued what ``not_handed_over`` finds in the whole store, whatever is asked about."""
    return {row[2] for row in fetched(asked.conn, _not_handed_over(first))}


def not_handed_over(asked: Asked, first: str) -> list[Kept]:
    """Return the certificates issued on a day or later of which no hand-over is recorded.

    Args:
        asked: Where is asked.
        first: The ISO day; of certificates without authority or whole day nothing is said.
    """
    return [Kept(*row) for row in asked.rows(_not_handed_over(first), "certificate")]


@lru_cache(maxsize=4)
def _not_handed_over(first: str) -> Select[Any]:
    one = t.certificate.c
    whole = func.length(one.issued_on) == _WHOLE_DAY
    late = and_(one.issued_on >= first, whole, one.issuer.is_not(None))
    return select(one.id, one.serial, one.issuer, one.issued_on).where(late, ~_handed_over(), in_force())


def crowded(asked: Asked) -> list[Crowded]:
    """Return the parcels that several certificates cover."""
    covered = t.certificate_parcel.c.parcel_id
    parcels = {ObjectId(row[0]) for row in asked.rows(_crowded(), "parcel", covered)}
    found = {parcel: Crowded(parcel, {}, {}) for parcel in parcels}
    for parcel, certificate, serial, party in asked.of(_papers(), covered, parcels):
        here = found[ObjectId(parcel)]
        holders = here.holders.setdefault(ObjectId(certificate), set())
        here.serials[ObjectId(certificate)] = serial
        if party is not None:
            holders.add(ObjectId(party))
    return list(found.values())


@cache
def _crowded() -> Select[Any]:
    one, covered = t.certificate.c, t.certificate_parcel.c
    return (
        select(covered.parcel_id)
        .join(t.certificate, one.id == covered.certificate_id)
        .where(in_force())
        .group_by(covered.parcel_id)
        .having(func.count(covered.certificate_id.distinct()) > 1)
    )


@cache
def _papers() -> Select[Any]:
    one, covered, right = t.certificate.c, t.certificate_parcel.c, t.land_right.c
    return (
        select(covered.parcel_id, covered.certificate_id, one.serial, right.party_id)
        .join(t.certificate, one.id == covered.certificate_id)
        .outerjoin(
            t.land_right,
            and_(right.parcel_id == covered.parcel_id, right.certificate_id == covered.certificate_id),
        )
        .where(in_force())
    )


def named_otherwise(asked: Asked) -> list[Naming]:
    """Return where a certificate names a parcel by another sheet or number than the record, and not by the old ones."""
    rows = asked.rows(_named_otherwise(), "certificate", t.certificate_parcel.c.certificate_id)
    return [Naming(*row) for row in rows]


@cache
def _named_otherwise() -> Select[Any]:
    one, covered, parcel = t.certificate.c, t.certificate_parcel.c, t.parcel.c
    sheet, number = covered.sheet, covered.number

    def named(own_sheet: Any, own_number: Any) -> ColumnElement[bool]:
        return and_(
            or_(sheet.is_(None), func.coalesce(sheet == own_sheet, false())),
            or_(number.is_(None), func.coalesce(number == own_number, false())),
        )

    return (
        select(
            covered.certificate_id,
            covered.parcel_id,
            sheet,
            number,
            parcel.commune,
            parcel.sheet,
            parcel.number,
            parcel.old_sheet,
            parcel.old_number,
            parcel.map_sheet_id,
        )
        .join(t.certificate, one.id == covered.certificate_id)
        .join(t.parcel, parcel.id == covered.parcel_id)
        .where(
            or_(sheet.is_not(None), number.is_not(None)),
            ~named(parcel.sheet, parcel.number),
            ~named(parcel.old_sheet, parcel.old_number),
            in_force(),
        )
    )


def old_sheet_numbers(asked: Asked) -> list[OldNumbers]:
    """Return all map sheets that name old numbers, whatever is asked about: they decide about any parcel."""
    return [OldNumbers(*row) for row in fetched(asked.conn, _old_sheet_numbers())]


@cache
def _old_sheet_numbers() -> Select[Any]:
    sheet = t.RECORD_TABLES["map_sheet"].c
    columns = (sheet.id, sheet.commune, sheet.number, sheet.old_numbers)
    return select(*columns).where(sheet.old_numbers.is_not(None))


def without_parcel(asked: Asked) -> list[Serial]:
    """Return the certificates that cover no parcel and prove no right."""
    return [Serial(*row) for row in asked.rows(_without_parcel(), "certificate")]


@cache
def _without_parcel() -> Select[Any]:
    one, covered, right = t.certificate.c, t.certificate_parcel.c, t.land_right.c
    return select(one.id, one.serial).where(
        ~select(covered.id).where(covered.certificate_id == one.id).exists(),
        ~select(right.id).where(right.certificate_id == one.id).exists(),
        in_force(),
    )
