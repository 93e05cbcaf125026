"""Questions about scans: which are missing, bound to nothing, unsigned, named against the rule, damaged, ambiguous.

Superseded files and papers that do not exist ("there is no such paper") are never at fault.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from landdesk.domain.completeness import CERTIFICATE_SCAN, INDIVIDUAL
from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import fetched
from landdesk.store.queries.checks.asked import Asked, Row
from landdesk.store.queries.checks.certificates import in_force

_PDF = "application/pdf"
_PERSONS = (INDIVIDUAL, "couple", "household", "group")
"""Kinds of land users that are persons, who have identity cards."""
_BETWEEN = (" ", ".", "-", "_")
"""What may stand between letters and digits of a serial."""


class Unruly(NamedTuple):
    """The name of a scan, its kind, and the serials of the certificates that it is bound to."""

    scan: ObjectId
    file_name: str
    kind: str | None
    serials: tuple[str, ...]


class Faulty(NamedTuple):
    """A scan that is no PDF, has no pages or no content."""

    scan: ObjectId
    media_type: str | None
    pages: int | None
    size_bytes: int | None


def without_certificate_scan(asked: Asked) -> list[ObjectId]:
    """Return the certificates that concern a parcel and of which there is no scan, whatever it is bound to."""
    return _without(asked, CERTIFICATE_SCAN)


def without_identity_scan(asked: Asked, kind: str) -> list[ObjectId]:
    """Return the certificates of persons without a scan of an identity paper, whatever it is bound to.

    Args:
        asked: Where is asked.
        kind: Kind of such scans.
    """
    return _without(asked, kind, _is_of_persons())


@cache
def _is_of_persons() -> ColumnElement[bool]:
    party = t.party.c
    is_person = func.coalesce(party.kind, INDIVIDUAL).in_(_PERSONS)
    held = [
        right.join(t.party, party.id == t.land_right.c.party_id).where(is_person).exists()
        for right in _rights()
    ]
    return or_(*held)


def _without(asked: Asked, kind: str, *wanted: ColumnElement[bool]) -> list[ObjectId]:
    # Few stores have links of each kind.
    taken = tuple(bool(fetched(asked.conn, query)) for query in _any_links())
    return [ObjectId(row[0]) for row in asked.rows(_scanless(kind, taken, wanted), "certificate")]


@cache
def _any_links() -> tuple[Select[Any], ...]:
    """Select any link of a parcel, a right and a land user."""
    link = t.document_link.c
    return tuple(
        # Above the least identifier, which the index answers also where there is none.
        select(link.id).where(one > ObjectId(bytes(16))).limit(1)
        for one in (link.parcel_id, link.right_id, link.party_id)
    )


@lru_cache(maxsize=16)
def _scanless(kind: str, taken: tuple[bool, ...], wanted: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    """Select the certificates without a scan.

    Args:
        kind: Kind of the scan.
        taken: Whether any link is of a parcel, of a right, of a land user.
        wanted: Which certificates count.
    """
    one, link, document = t.certificate.c, t.document_link.c, t.document.c
    covered, right, member = t.certificate_parcel.c, t.land_right.c, t.party_member.c
    there = or_(document.sha256.is_not(None), func.coalesce(document.absent, 0) == 1)
    scans = (
        select(link.id)
        .join(t.document, document.id == link.document_id)
        .where(document.kind == kind, func.coalesce(document.is_old, 0) == 0, there)
    )

    def bound(column: ColumnElement[Any], to: ColumnElement[Any]) -> ColumnElement[bool]:
        return scans.where(column == to).exists()

    by_parcel, by_right, by_party = taken
    covers = select(covered.id).where(covered.certificate_id == one.id)
    below = t.party_member.alias("below")
    ways: list[Select[Any]] = []
    for proven in _rights():
        members = proven.join(t.party_member, member.party_id == right.party_id)
        if by_party:
            # Of the holder, of members, and of members of these: a group of couples, a household with one.
            deeper = members.join(below, below.c.party_id == member.member_id)
            ways += [
                proven.where(bound(link.party_id, right.party_id)),
                members.where(bound(link.party_id, member.member_id)),
                deeper.where(bound(link.party_id, below.c.member_id)),
            ]
        if by_right:
            ways.append(proven.where(bound(link.right_id, right.id)))
        if by_parcel:
            ways.append(proven.where(bound(link.parcel_id, right.parcel_id)))
    if by_parcel:
        ways.append(covers.where(bound(link.parcel_id, covered.parcel_id)))
    proves = select(right.id).where(right.certificate_id == one.id)
    return select(one.id).where(
        in_force(),
        ~bound(link.certificate_id, one.id),
        # What most have comes first: SQLite asks in this order.
        *(~way.exists() for way in ways),
        or_(covers.exists(), proves.exists()),
        *wanted,
    )


def _rights() -> list[Select[Any]]:
    """Select the rights that a certificate proves: those that name it, and on its parcels those that name none."""
    one, covered, right = t.certificate.c, t.certificate_parcel.c, t.land_right.c
    return [
        select(right.id).where(right.certificate_id == one.id),
        select(right.id)
        .join(t.certificate_parcel, covered.parcel_id == right.parcel_id)
        .where(covered.certificate_id == one.id, right.certificate_id.is_(None)),
    ]


@cache
def _current() -> ColumnElement[bool]:
    """Select scans that hold: neither superseded nor the word that there is no such paper."""
    one = t.document.c
    return and_(func.coalesce(one.is_old, 0) == 0, func.coalesce(one.absent, 0) == 0)


def unlinked(asked: Asked) -> list[ObjectId]:
    """Return the scans of certificates that are bound to no certificate, nor to a right that names one."""
    return [ObjectId(row[0]) for row in asked.rows(_unlinked(), "document")]


@cache
def _unlinked() -> Select[Any]:
    one, link, right = t.document.c, t.document_link.c, t.land_right.c
    bound = select(link.id).where(link.document_id == one.id)
    by_right = bound.join(t.land_right, right.id == link.right_id).where(right.certificate_id.is_not(None))
    return select(one.id).where(
        one.kind == CERTIFICATE_SCAN,
        _current(),
        ~bound.where(link.certificate_id.is_not(None)).exists(),
        ~by_right.exists(),
    )


def unsigned(asked: Asked) -> list[ObjectId]:
    """Return the scans that are not signed; of what nobody knows whether it is nothing is said."""
    return [ObjectId(row[0]) for row in asked.rows(_unsigned(), "document")]


@cache
def _unsigned() -> Select[Any]:
    one = t.document.c
    return select(one.id).where(one.signed == 0, _current())


def unruly(asked: Asked, words: Mapping[str, str]) -> list[Unruly]:
    """Return the scans whose name does not plainly hold its kind and the serial of a certificate, to be looked at.

    Args:
        asked: Where is asked.
        words: Kind that the last word of a name tells of, in capitals.
    """
    rows = asked.rows(_unruly(tuple(words.items())), "document")
    found = [(ObjectId(row[0]), *row[1:]) for row in rows]
    keys: dict[ObjectId, list[str]] = {}
    scan_of = t.document_link.c.document_id
    for scan, key in asked.of(_serials(), scan_of, [one[0] for one in found]):
        keys.setdefault(ObjectId(scan), []).append(key)
    return [Unruly(scan, file, kind, tuple(keys.get(scan, ()))) for scan, file, kind in found]


@lru_cache(maxsize=4)
def _unruly(words: tuple[tuple[str, str], ...]) -> Select[Any]:
    one, link, certificate = t.document.c, t.document_link.c, t.certificate.c
    name = func.upper(one.file_name)
    plain: Any = name
    for between in _BETWEEN:
        plain = func.replace(plain, between, "")
    serials = (
        select(certificate.serial_key)
        .join(t.document_link, link.certificate_id == certificate.id)
        .where(link.document_id == one.id, certificate.serial_key.is_not(None))
    )
    held = plain.contains(certificate.serial_key)
    tells = [and_(one.kind == kind, name.contains(f"-{word}.")) for word, kind in words]
    fits = and_(
        func.coalesce(or_(false(), *tells), false()),
        or_(serials.where(held).exists(), ~serials.exists()),
    )
    return select(one.id, one.file_name, one.kind).where(one.file_name.is_not(None), _current(), ~fits)


@cache
def _serials() -> Select[Any]:
    """Select scans with the serials of their certificates."""
    link, certificate = t.document_link.c, t.certificate.c
    return (
        select(link.document_id, certificate.serial_key)
        .join(t.certificate, certificate.id == link.certificate_id)
        .where(certificate.serial_key.is_not(None))
    )


def faulty(asked: Asked) -> list[Faulty]:
    """Return the scans that are no PDF, have no pages or no content, as far as is recorded."""
    return [Faulty(*row) for row in asked.rows(_faulty(), "document")]


@cache
def _faulty() -> Select[Any]:
    one = t.document.c
    is_faulty = or_(one.media_type != _PDF, one.pages == 0, one.size_bytes == 0)
    return select(one.id, one.media_type, one.pages, one.size_bytes).where(is_faulty, _current())


def same_content(asked: Asked) -> list[list[ObjectId]]:
    """Return the scans of each content that several have."""
    return list(asked.sharing("document", t.document.c.sha256, _current()).values())


def of_several_certificates(asked: Asked) -> list[ObjectId]:
    """Return the scans of certificates in force that are bound to several, the pages of each not being said."""
    link = t.document_link.c
    several = _several(link.document_id, link.certificate_id)
    scans = {row[0] for row in asked.rows(several, "document", link.document_id)}
    rows = asked.of(_attached(link.document_id, link.certificate_id), link.document_id, scans)
    return list(_ambiguous(rows))


def of_one_certificate(asked: Asked) -> list[list[ObjectId]]:
    """Return the scans of each certificate in force that has several, the pages of each not being said."""
    link = t.document_link.c
    several = _several(link.certificate_id, link.document_id)
    if asked.within is None:
        rows = asked.rows(several, "certificate")
    else:
        own = asked.rows(_certificates_of_scans(), "document", link.document_id)
        rows = asked.of(several, link.certificate_id, [row[0] for row in own])
    certificates = {row[0] for row in rows}
    rows = asked.of(_attached(link.certificate_id, link.document_id), link.certificate_id, certificates)
    return list(_ambiguous(rows).values())


@cache
def _certificates_of_scans() -> Select[Any]:
    link = t.document_link.c
    return select(link.certificate_id).where(link.certificate_id.is_not(None))


@cache
def _several(of: ColumnElement[Any], other: ColumnElement[Any]) -> Select[Any]:
    """Select what is linked with several of the other, whatever these are: an index answers it."""
    both = of.is_not(None), other.is_not(None)
    return select(of).where(*both).group_by(of).having(func.count(other.distinct()) > 1)


@cache
def _attached(of: ColumnElement[Any], other: ColumnElement[Any]) -> Select[Any]:
    """Select links of current scans of certificates with certificates in force: both sides and the pages."""
    one, link, certificate = t.document.c, t.document_link.c, t.certificate.c
    return (
        select(of, other, link.pages)
        .join(t.document, one.id == link.document_id)
        .join(t.certificate, certificate.id == link.certificate_id)
        .where(one.kind == CERTIFICATE_SCAN, _current(), in_force())
    )


def _ambiguous(rows: Iterable[Row]) -> dict[ObjectId, list[ObjectId]]:
    """Return what has several of the other, unless the pages are said of each."""
    found: dict[ObjectId, dict[ObjectId, bool]] = {}
    for of, other, pages in rows:
        others = found.setdefault(ObjectId(of), {})
        others[ObjectId(other)] = others.get(ObjectId(other), False) or pages is not None
    return {of: list(others) for of, others in found.items() if len(others) > 1 and not all(others.values())}
