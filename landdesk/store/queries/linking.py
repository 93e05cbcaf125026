"""What tells a record without a boundary from a boundary without a record, each by a query or two.

A boundary has no record while nothing is known of it but what files of a map say: its numbers, address, hamlet and
area, land-use codes, and names of land users without any paper. Everything else that hangs on a parcel, the fields of
:data:`PAPER_FIELDS`, and that a record was given this boundary, make it a record.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from landdesk.domain.bonds import PART_FIELDS
from landdesk.domain.fields import Field, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.objects import batches, fetched, restricted
from landdesk.store.record_tables import column_name

PAPER_FIELDS: Final = (
    "use_history",
    "value_vnd",
    "collection_state",
    "disputed",
    "print_old_figures",
    "area_note",
    "note",
)
"""Fields of a parcel that no map says."""

LINKING: Final = ("link.shape", "link.many")
"""Commands whose children are records that got their boundary."""

_SAID_BY_MAPS: Final = {
    "purpose": frozenset({"parcel_id", "land_use", "place", "as_written"}),
    "land_right": frozenset({"parcel_id", "party_id"}),
    "party": frozenset({"name", "address"}),
}
"""Fields that importing a map fills, by class."""

_T = t.RECORD_TABLES
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class LinkingRow:
    """What linking compares of a parcel; the legal area in square metres."""

    id: ObjectId
    commune: str
    sheet: str | None
    number: str | None
    number_state: str
    old_commune: str | None
    old_sheet: str | None
    old_number: str | None
    hamlet: str | None
    legal_area_m2: float | None
    map_sheet_id: ObjectId | None
    has_shape: bool


class Linking:
    """Reads of one transaction; each of all parcels, or of some."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def parcels(self) -> list[LinkingRow]:
        """Return every parcel, in order of entry."""
        one = t.parcel.c
        columns = (
            one.id,
            one.commune,
            one.sheet,
            one.number,
            one.number_state,
            one.old_commune,
            one.old_sheet,
            one.old_number,
            one.hamlet,
            one.legal_area_dm2,
            one.map_sheet_id,
            one.shape.is_not(None),
        )
        rows = fetched(self._conn, select(*columns).order_by(one.fid))
        return [
            LinkingRow(
                id=row[0],
                commune=row[1],
                sheet=row[2],
                number=row[3],
                number_state=row[4],
                old_commune=row[5],
                old_sheet=row[6],
                old_number=row[7],
                hamlet=row[8],
                legal_area_m2=None if row[9] is None else row[9] / 100,
                map_sheet_id=row[10],
                has_shape=bool(row[11]),
            )
            for row in rows
        ]

    def users(self, parcels: Collection[ObjectId] | None = None) -> list[tuple[ObjectId, str]]:
        """Return parcel and name of each land user, in order of entry."""
        right, party = t.land_right.c, t.party.c
        query = select(right.parcel_id, party.name).join(t.party, party.id == right.party_id)
        rows = self._of(query.order_by(right.fid), right.parcel_id, parcels)
        return [(row[0], row[1]) for row in rows]

    def land_uses(self) -> list[tuple[ObjectId, str]]:
        """Return parcel and land use of each purpose."""
        one = t.purpose.c
        return [(row[0], row[1]) for row in fetched(self._conn, select(one.parcel_id, one.land_use))]

    def certificate_names(self) -> list[tuple[ObjectId, str, str]]:
        """Return parcel, sheet and number as certificates name it, where they name both."""
        one = _T["certificate_parcel"].c
        query = select(one.parcel_id, one.sheet, one.number)
        rows = fetched(self._conn, query.where(one.sheet.is_not(None), one.number.is_not(None)))
        return [(row[0], row[1], row[2]) for row in rows]

    def with_record(self, parcels: Collection[ObjectId] | None = None) -> set[ObjectId]:
        """Return the parcels of which more is known than files of a map say."""
        found = (row for query, column, _ in _records() for row in self._of(query, column, parcels))
        return {ObjectId(row[0]) for row in found}

    def has_record(self) -> bool:
        """Tell whether of any parcel more is known than files of a map say."""
        return any(fetched(self._conn, first) for _, _, first in _records())

    def _of(
        self, query: Select[Any], column: ColumnElement[Any], parcels: Collection[ObjectId] | None
    ) -> Rows:
        if parcels is None:
            return fetched(self._conn, query)
        some = restricted(query, column)
        return [row for wanted in batches(parcels) for row in fetched(self._conn, some, wanted=wanted)]


@cache
def _records() -> tuple[tuple[Select[Any], ColumnElement[Any], Select[Any]], ...]:
    """Return the ways in which parcels have a record, each with the same for the first parcel alone."""
    return tuple((query, column, query.limit(1)) for query, column in _ways())


def _ways() -> Iterator[tuple[Select[Any], ColumnElement[Any]]]:
    """Yield what selects parcels with a record in each way, and the column that says which parcel it is."""
    for field in PART_FIELDS["parcel"]:
        if field.owner not in _SAID_BY_MAPS:
            column = _T[field.owner].c[column_name(field)]
            yield select(column).where(column.is_not(None)).distinct(), column
    right, party, purpose = t.land_right, t.party, t.purpose
    beyond = or_(_beyond_maps("land_right"), _beyond_maps("party"))
    rights = select(right.c.parcel_id).join(party, party.c.id == right.c.party_id)
    yield rights.where(beyond), right.c.parcel_id
    yield select(purpose.c.parcel_id).where(_beyond_maps("purpose")), purpose.c.parcel_id
    origin = _T["purpose_origin"]
    origins = select(purpose.c.parcel_id).join(origin, origin.c.purpose_id == purpose.c.id)
    yield origins, purpose.c.parcel_id
    own = [t.parcel.c[column_name(one)] for one in fields_of("parcel") if one.name in PAPER_FIELDS]
    yield select(t.parcel.c.id).where(or_(*(one.is_not(None) for one in own))), t.parcel.c.id
    line, entry = t.parcel_lineage.c, t.journal_entry.c
    # Of a record that nobody knows more of than a name: somebody has given it its boundary.
    linked = select(line.child).join(t.journal_entry, entry.number == line.entry)
    yield linked.where(entry.command.in_(LINKING)), line.child


def _beyond_maps(class_name: str) -> ColumnElement[bool]:
    said = _SAID_BY_MAPS[class_name]
    others: list[Field] = [one for one in fields_of(class_name) if one.name not in said]
    return or_(*(_T[class_name].c[column_name(one)].is_not(None) for one in others))
