"""Parcels found by anything that people know of them: numbers, addresses, persons, certificates, scans.

Words are compared folded (without case and accents, đ as d), each word anywhere in the text and in any order. Printed
numbers are compared without blanks and marks. Every question goes to one narrow index, since reading the rows of
50,000 parcels takes longer than all answers together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from landdesk.domain.ids import ObjectId
from landdesk.domain.serials import serial_key
from landdesk.i18n import fold
from landdesk.store import tables as t
from landdesk.store.codec import leading_number
from landdesk.store.objects import BATCH, fetched

KEY: Final = re.compile(r"([^/]+)/([^*]+?)(\*?)")
"""Sheet/number as people write it, a star behind a provisional number."""

_NOTHING_BUT_KEY: Final = re.compile(r"\s*\d{1,5}\s*/\s*\d{1,5}\*?\s*")
_SHORTEST: Final = 4
"""Fewer letters and digits of a code, serial or name of a file say nothing: each stands in thousands of them."""


def found_parcels(conn: Connection, text: str) -> list[ObjectId]:
    """Return the parcels that a search finds, in no order; one that is found in several ways may come several times.

    Args:
        text: Sheet/number (or the beginning of the number), today's or the old one; where a parcel is called so,
            nothing else is looked for. Else a parcel number; words of the address, or of the name of a land user
            or of a member of a couple, household or group; an identity number or the number of an identity
            document in full; from four letters and digits on, words of the name of a scan, and, with a digit among
            them, a part of a parcel identification code, of a certificate's serial or register number.
    """
    wanted = text.strip()
    key = KEY.fullmatch(wanted)
    if key:
        found = _called(conn, key[1].strip(), key[2].strip())
        if found or _NOTHING_BUT_KEY.fullmatch(wanted):
            return found
    words = fold(wanted).split()
    if not words:
        return []
    number = serial_key(wanted)
    telling = sum(map(str.isalnum, number)) >= _SHORTEST
    has_digit = any(map(str.isdigit, number))
    ways: list[Callable[[], list[ObjectId]]] = [
        lambda: _by_own_columns(conn, wanted, words, number if telling and has_digit else ""),
        lambda: _of_persons(conn, select(t.party.c.id).where(_contains(t.party.c.folded, words))),
    ]
    if has_digit:
        ways.append(lambda: _by_identity(conn, "".join(wanted.split())))
    if telling and has_digit:
        ways.append(lambda: _by_certificate(conn, number))
    return _found(conn, chain(ways, _by_scans(conn, words) if telling else ()))


def _found(conn: Connection, ways: Iterable[Callable[[], list[ObjectId]]]) -> list[ObjectId]:
    """Return what the ways find; those are left out that come after every parcel has been found."""
    everything = conn.execute(select(func.count()).select_from(t.parcel)).scalar() or 0
    found: list[ObjectId] = []
    for way in ways:
        found += way()
        if len(found) >= everything and len(set(found)) == everything:
            break
    return found


_Some = Sequence[ObjectId] | Select[Any]
"""Some objects: their identifiers, or what selects them where they are many."""


def _some(conn: Connection, query: Select[Any]) -> _Some:
    """Return the identifiers that a query selects, or the query itself where an IN list would be too long.

    Asked for with IN, one goes from the few found to what belongs to them; a join may go through all of the others.
    """
    found = _ids(conn, query.limit(BATCH + 1))
    return found if len(found) <= BATCH else query


def _ids(conn: Connection, query: Select[Any]) -> list[ObjectId]:
    return [row[0] for row in fetched(conn, query)]


def _contains(column: ColumnElement[Any], words: list[str]) -> ColumnElement[bool]:
    return and_(*(column.contains(word, autoescape=True) for word in words))


def _called(conn: Connection, sheet: str, number: str) -> list[ObjectId]:
    columns = t.parcel.c
    # The number that a sheet begins with leads to it by the index of the list's order.
    present = select(columns.id).where(
        columns.sheet_no == leading_number(sheet),
        columns.sheet == sheet,
        columns.number.startswith(number, autoescape=True),
    )
    former = select(columns.id).where(
        columns.old_sheet == sheet, columns.old_number.startswith(number, autoescape=True)
    )
    return _ids(conn, present) + _ids(conn, former)


def _by_own_columns(conn: Connection, wanted: str, words: list[str], number: str) -> list[ObjectId]:
    columns = t.parcel.c
    ways = [
        columns.number == wanted,
        columns.old_number == wanted,
        _contains(columns.address_folded, words),
    ]
    if number:
        ways.append(columns.parcel_code.contains(number, autoescape=True))
    return _ids(conn, select(columns.id).where(or_(*ways)))


def _of_persons(conn: Connection, query: Select[Any]) -> list[ObjectId]:
    """Return the parcels of persons and of the couples, households and groups that they belong to."""
    persons = _some(conn, query)
    if not isinstance(persons, Select) and not persons:
        return []
    right, member = t.land_right.c, t.party_member.c
    above = select(member.party_id).where(member.member_id.in_(persons)).cte("above", recursive=True)
    # What that belongs to as well: the couple is a member of a group.
    above = above.union(select(member.party_id).join(above, above.c.party_id == member.member_id))
    own = select(right.parcel_id).where(right.party_id.in_(persons))
    return _ids(conn, own) + _ids(
        conn, select(right.parcel_id).where(right.party_id.in_(select(above.c.party_id)))
    )


def _by_identity(conn: Connection, number: str) -> list[ObjectId]:
    paper = t.identity_document.c
    own = select(t.party.c.id).where(t.party.c.identity_number == number)
    return _of_persons(
        conn, own.union(select(paper.party_id).where(paper.number == number)).subquery().select()
    )


def _by_certificate(conn: Connection, number: str) -> list[ObjectId]:
    columns = t.certificate.c
    fits = or_(
        columns.serial_key.contains(number, autoescape=True),
        columns.register_key.contains(number, autoescape=True),
    )
    certificates = _some(conn, select(columns.id).where(fits))
    return _covered(conn, certificates) + _held_by(conn, certificates)


def _covered(conn: Connection, certificates: _Some) -> list[ObjectId]:
    columns = t.certificate_parcel.c
    return _ids(conn, select(columns.parcel_id).where(columns.certificate_id.in_(certificates)))


def _held_by(conn: Connection, certificates: _Some) -> list[ObjectId]:
    columns = t.land_right.c
    return _ids(conn, select(columns.parcel_id).where(columns.certificate_id.in_(certificates)))


def _by_scans(conn: Connection, words: list[str]) -> Iterator[Callable[[], list[ObjectId]]]:
    """Yield the ways to the parcels of scans by their names: bound to a certificate, parcel, person or right."""
    link, right = t.document_link.c, t.land_right.c
    fits = _contains(t.document.c.folded, words)
    scans = _some(conn, select(t.document.c.id).where(fits))
    if not isinstance(scans, Select) and not scans:
        return

    def bound(column: ColumnElement[Any]) -> Select[Any]:
        # Many scans are cheaper to join.
        links = (
            select(column).join(t.document, t.document.c.id == link.document_id).where(fits)
            if isinstance(scans, Select)
            else select(column).where(link.document_id.in_(scans))
        )
        return links.where(column.is_not(None))

    yield lambda: _covered(conn, _some(conn, bound(link.certificate_id)))
    yield lambda: _ids(conn, bound(link.parcel_id))
    yield lambda: _held_by(conn, _some(conn, bound(link.certificate_id)))
    yield lambda: _of_persons(conn, bound(link.party_id))
    yield lambda: _ids(conn, select(right.parcel_id).where(right.id.in_(bound(link.right_id))))
