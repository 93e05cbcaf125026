"""What several parcels may share (persons, certificates, scans, registrations, map sheets): found, and where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, AnyRecord, parcel_key
from landdesk.domain.serials import serial_key
from landdesk.i18n import fold
from landdesk.store import tables as t
from landdesk.store.objects import fetched, read_objects

KEYS_NAMED: Final = 4
"""So many parcels are named; more are counted."""

_SHEET, _REGISTRATION = t.RECORD_TABLES["map_sheet"].c, t.RECORD_TABLES["registration"].c
_CONCERNED = t.RECORD_TABLES["registration_parcel"].c


@dataclass(frozen=True, slots=True)
class Places:
    """The parcels at which an object is recorded.

    Args:
        count: How many.
        keys: What people call the first of them.
    """

    count: int
    keys: tuple[str, ...]


class Recorded:
    """Reads of one transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def find(self, class_name: str, text: str, limit: int) -> list[AnyRecord]:
        """Return objects of a class that fit a text, those with the least name or number first.

        Args:
            class_name: ``party``, ``certificate``, ``registration`` or ``map_sheet``.
            text: Words of a name without accents, or a whole identity number; a part of a serial or register number;
                the beginning of a number. An empty one fits everything.
            limit: So many at the most.
        """
        table = t.RECORD_TABLES[class_name]
        column, order = _FINDING[class_name](text.strip())
        query = select(table.c.id).where(column).order_by(*order, table.c.fid).limit(limit)
        found = [ObjectId(row[0]) for row in fetched(self._conn, query)]
        known = read_objects(self._conn, CLASSES[class_name], found)
        return [known[one] for one in found]

    def places(self, class_name: str, identifier: ObjectId, but: ObjectId | None = None) -> Places:
        """Return the parcels at which a shared object is recorded.

        Args:
            class_name: A class of :data:`SHARED`.
            identifier: The object.
            but: A parcel that is not counted.
        """
        parcel = t.parcel.c
        here: ColumnElement[bool] = parcel.id.in_(_PARCELS[class_name](identifier))
        if but is not None:
            here = and_(here, parcel.id != but)
        columns = (parcel.sheet, parcel.number, parcel.number_state)
        count = self._conn.execute(select(func.count()).select_from(t.parcel).where(here)).scalar() or 0
        if not count:
            return Places(0, ())
        query = select(*columns).where(here).order_by(parcel.sheet_no, parcel.fid).limit(KEYS_NAMED)
        return Places(count, tuple(parcel_key(*row) for row in self._conn.execute(query)))


def _party(text: str) -> tuple[ColumnElement[bool], tuple[Any, ...]]:
    party, paper = t.party.c, t.identity_document.c
    words = fold(text).split()
    fits: ColumnElement[bool] = and_(True, *(party.folded.contains(word, autoescape=True) for word in words))
    number = "".join(text.split())
    if any(map(str.isdigit, number)):
        by_paper = select(paper.party_id).where(paper.number == number)
        fits = or_(fits, party.identity_number == number, party.id.in_(by_paper))
    return fits, (party.folded,)


def _certificate(text: str) -> tuple[ColumnElement[bool], tuple[Any, ...]]:
    columns, number = t.certificate.c, serial_key(text)
    fits = or_(
        columns.serial_key.contains(number, autoescape=True),
        columns.register_key.contains(number, autoescape=True),
    )
    return fits if number else columns.id.is_not(None), (columns.serial_key,)


def _registration(text: str) -> tuple[ColumnElement[bool], tuple[Any, ...]]:
    fits = _REGISTRATION.number.startswith(text, autoescape=True)
    return fits if text else _REGISTRATION.id.is_not(None), (_REGISTRATION.registered_on.desc(),)


def _map_sheet(text: str) -> tuple[ColumnElement[bool], tuple[Any, ...]]:
    fits = or_(
        _SHEET.number.startswith(text, autoescape=True), _SHEET.old_numbers.contains(text, autoescape=True)
    )
    return fits if text else _SHEET.id.is_not(None), (func.length(_SHEET.number), _SHEET.number)


def _of_party(party: ObjectId) -> Select[Any]:
    right, member = t.land_right.c, t.party_member.c
    above = select(member.party_id).where(member.member_id == party).cte("above", recursive=True)
    above = above.union(select(member.party_id).join(above, above.c.party_id == member.member_id))
    holders = select(above.c.party_id)
    return select(right.parcel_id).where(or_(right.party_id == party, right.party_id.in_(holders)))


def _of_certificate(certificate: ObjectId) -> Select[Any]:
    right, covered = t.land_right.c, t.certificate_parcel.c
    own = select(covered.parcel_id).where(covered.certificate_id == certificate)
    held = select(right.parcel_id).where(right.certificate_id == certificate)
    return select(own.union(held).subquery())


def _of_document(document: ObjectId) -> Select[Any]:
    link, right, covered = t.document_link.c, t.land_right.c, t.certificate_parcel.c

    def bound(column: ColumnElement[Any]) -> Select[Any]:
        return select(column).where(link.document_id == document, column.is_not(None))

    ways = (
        select(covered.parcel_id).where(covered.certificate_id.in_(bound(link.certificate_id))),
        select(right.parcel_id).where(right.certificate_id.in_(bound(link.certificate_id))),
        select(right.parcel_id).where(right.party_id.in_(bound(link.party_id))),
        select(right.parcel_id).where(right.id.in_(bound(link.right_id))),
    )
    return select(bound(link.parcel_id).union(*ways).subquery())


def _of_registration(registration: ObjectId) -> Select[Any]:
    return select(_CONCERNED.parcel_id).where(_CONCERNED.registration_id == registration)


def _of_map_sheet(sheet: ObjectId) -> Select[Any]:
    return select(t.parcel.c.id).where(t.parcel.c.map_sheet_id == sheet)


_FINDING: Final[Mapping[str, Any]] = {
    "party": _party,
    "certificate": _certificate,
    "registration": _registration,
    "map_sheet": _map_sheet,
}
_PARCELS: Final[Mapping[str, Any]] = {
    "party": _of_party,
    "certificate": _of_certificate,
    "document": _of_document,
    "registration": _of_registration,
    "map_sheet": _of_map_sheet,
}
SHARED: Final = frozenset(_PARCELS)
"""Classes whose objects several parcels may share."""
