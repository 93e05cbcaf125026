"""What many pasted lines ask for, found by a few questions: as many for five thousand lines as for one.

Matches are exact: sheet and number, keys of serials and register numbers, parcel codes, identity numbers.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.codec import leading_number
from landdesk.store.objects import batches, fetched


@dataclass(frozen=True, slots=True)
class ParcelExtras:
    """What the table of a lookup shows of a parcel beside its line.

    Args:
        users: Name and identity number of the land users, in order of entry.
        serials: Of its certificates, in order of entry.
        group: Code of the group in the newest status of the branch; None without a status.
        has_scan: A scan of it or of one of its certificates is known.
    """

    users: tuple[tuple[str, str | None], ...] = ()
    serials: tuple[str, ...] = ()
    group: str | None = None
    has_scan: bool = False


@dataclass(slots=True)
class Matches:
    """Objects by what was asked for; parcels by the objects that lead to them."""

    parcels: dict[tuple[str, str], list[ObjectId]] = field(default_factory=dict)
    former_parcels: dict[tuple[str, str], list[ObjectId]] = field(default_factory=dict)
    parcel_codes: dict[str, list[ObjectId]] = field(default_factory=dict)
    certificates: dict[str, list[ObjectId]] = field(default_factory=dict)
    persons: dict[str, list[ObjectId]] = field(default_factory=dict)
    parcels_of: dict[ObjectId, list[ObjectId]] = field(default_factory=dict)
    serial_of: dict[ObjectId, str] = field(default_factory=dict)


def find_matches(
    conn: Connection,
    keys: Collection[tuple[str, str]],
    numbers: Collection[str],
    identities: Collection[str],
) -> Matches:
    """Return what is called so.

    Args:
        keys: Sheets and numbers.
        numbers: Keys of serials, register numbers and parcel codes.
        identities: Identity numbers, or numbers of identity documents.
    """
    found = Matches()
    _find_parcels(conn, set(keys), found)
    codes = t.parcel.c
    for identifier, code in _where_in(conn, select(codes.id, codes.parcel_code), codes.parcel_code, numbers):
        _add(found.parcel_codes, code, identifier)
    _find_certificates(conn, numbers, found)
    _find_persons(conn, identities, found)
    return found


def _find_parcels(conn: Connection, keys: set[tuple[str, str]], found: Matches) -> None:
    columns = t.parcel.c
    # A sheet is found by the number that it begins with: the index of the list's order leads there.
    leading = {leading_number(sheet) for sheet, _ in keys}
    own = select(columns.id, columns.sheet, columns.number)
    rows = _where_in(conn, own, columns.sheet_no, leading - {None})
    if None in leading:
        rows += fetched(conn, own.where(columns.sheet_no.is_(None)))
    for identifier, sheet, number in rows:
        if (sheet, number) in keys:
            _add(found.parcels, (sheet, number), identifier)
    former = select(columns.id, columns.old_sheet, columns.old_number)
    for identifier, sheet, number in _where_in(conn, former, columns.old_sheet, {sheet for sheet, _ in keys}):
        if (sheet, number) in keys:
            _add(found.former_parcels, (sheet, number), identifier)


def _find_certificates(conn: Connection, numbers: Collection[str], found: Matches) -> None:
    columns = t.certificate.c
    wanted = set(numbers)
    query = select(columns.id, columns.serial, columns.serial_key, columns.register_key)
    rows = [
        *_where_in(conn, query, columns.serial_key, wanted),
        *_where_in(conn, query, columns.register_key, wanted),
    ]
    for identifier, serial, serial_key, register_key in rows:
        found.serial_of[identifier] = serial or ""
        for key in {serial_key, register_key} & wanted:
            _add(found.certificates, key, identifier)
    covered, right = t.certificate_parcel.c, t.land_right.c
    for column, parcel in (
        (covered.certificate_id, covered.parcel_id),
        (right.certificate_id, right.parcel_id),
    ):
        for certificate, parcel_id in _where_in(conn, select(column, parcel), column, found.serial_of):
            _add(found.parcels_of, certificate, parcel_id)


def _find_persons(conn: Connection, identities: Collection[str], found: Matches) -> None:
    party, paper = t.party.c, t.identity_document.c
    for column, identifier in ((party.identity_number, party.id), (paper.number, paper.party_id)):
        for number, person in _where_in(conn, select(column, identifier), column, identities):
            _add(found.persons, number, person)
    persons = {one for several in found.persons.values() for one in several}
    above = _all_above(conn, persons)
    right = t.land_right.c
    parcels: dict[ObjectId, list[ObjectId]] = {}
    holders = persons.union(*above.values())
    for party_id, parcel_id in _where_in(
        conn, select(right.party_id, right.parcel_id), right.party_id, holders
    ):
        parcels.setdefault(party_id, []).append(parcel_id)
    for person in persons:
        for holder in (person, *above[person]):
            for parcel_id in parcels.get(holder, ()):
                _add(found.parcels_of, person, parcel_id)


def _all_above(conn: Connection, persons: set[ObjectId]) -> dict[ObjectId, set[ObjectId]]:
    """Return the couples, households and groups of persons, and what these belong to."""
    member = t.party_member.c
    of: dict[ObjectId, set[ObjectId]] = {}
    level = persons
    while level:
        for one, party_id in _where_in(
            conn, select(member.member_id, member.party_id), member.member_id, level
        ):
            of.setdefault(one, set()).add(party_id)
        level = {party for one in level for party in of.get(one, ())} - of.keys() - level
    return {one: _reached(one, of) for one in persons}


def _reached(start: ObjectId, of: dict[ObjectId, set[ObjectId]]) -> set[ObjectId]:
    reached: set[ObjectId] = set()
    level = of.get(start, set())
    while level:
        reached |= level
        level = {party for one in level for party in of.get(one, ())} - reached
    return reached


def read_extras(conn: Connection, parcels: Iterable[ObjectId]) -> dict[ObjectId, ParcelExtras]:
    """Return what a lookup shows of parcels beside their lines."""
    wanted = list(parcels)
    right, party, covered, certificate = t.land_right.c, t.party.c, t.certificate_parcel.c, t.certificate.c
    status, link, document = t.sync_status.c, t.document_link.c, t.document.c
    users: dict[ObjectId, list[tuple[str, str | None]]] = {}
    query = (
        select(right.parcel_id, party.name, party.identity_number)
        .join(t.party, party.id == right.party_id)
        .order_by(right.fid)
    )
    for parcel, name, number in _where_in(conn, query, right.parcel_id, wanted):
        users.setdefault(parcel, []).append((name, number))
    serials: dict[ObjectId, list[str]] = {}
    query = (
        select(covered.parcel_id, certificate.serial)
        .join(t.certificate, certificate.id == covered.certificate_id)
        .order_by(covered.fid)
    )
    for parcel, serial in _where_in(conn, query, covered.parcel_id, wanted):
        if serial:
            serials.setdefault(parcel, []).append(serial)
    groups: dict[ObjectId, str | None] = {}
    query = select(status.parcel_id, status.parcel_group).order_by(status.as_of, status.fid)
    groups.update(_where_in(conn, query, status.parcel_id, wanted))
    # A paper that does not exist is no scan.
    is_there = func.coalesce(document.absent, 0) == 0
    scans = select(link.parcel_id).join(t.document, document.id == link.document_id).where(is_there)
    of_certificates = (
        select(covered.parcel_id)
        .join(t.document_link, link.certificate_id == covered.certificate_id)
        .join(t.document, document.id == link.document_id)
        .where(is_there)
    )
    scanned = {
        row[0]
        for question, column in ((scans, link.parcel_id), (of_certificates, covered.parcel_id))
        for row in _where_in(conn, question, column, wanted)
    }
    return {
        one: ParcelExtras(
            tuple(users.get(one, ())), tuple(serials.get(one, ())), groups.get(one), one in scanned
        )
        for one in wanted
    }


def _where_in(
    conn: Connection, query: Any, column: ColumnElement[Any], values: Iterable[Any]
) -> list[tuple[Any, ...]]:
    """Return the rows whose column has one of the values, asked for in batches."""
    return [row for batch in batches(values) for row in fetched(conn, query.where(column.in_(batch)))]


def _add(found: dict[Any, list[ObjectId]], key: Any, identifier: ObjectId) -> None:
    several = found.setdefault(key, [])
    if identifier not in several:
        several.append(identifier)
