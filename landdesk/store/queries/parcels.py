"""Parcels as lists show them, as the read model needs them, and found by what people call them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from landdesk.domain.bonds import parcels_named
from landdesk.domain.canonical import record_from_image
from landdesk.domain.coverage import ParcelRows
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.domain.records import PROVISIONAL, parcel_key
from landdesk.store import tables as t
from landdesk.store.geometry_type import decode_outlines, raw
from landdesk.store.objects import batches, fetched
from landdesk.store.queries.search import KEY, found_parcels

ID_PART = re.compile(r"[0-9a-f]{8,32}")
_MANY = 5_000
"""From so many lines on it is quicker to read all than those found, 500 at a time."""


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """One line of the parcel list.

    ``users`` names the land users in order of entry, joined with "; "; areas are square metres.
    """

    id: ObjectId
    commune: str
    sheet: str | None
    number: str | None
    provisional: bool
    land_use: str | None
    legal_area_m2: Decimal | None
    address: str | None
    users: str

    @property
    def key(self) -> str:
        """Sheet and number as people say them."""
        return parcel_key(self.sheet, self.number, PROVISIONAL if self.provisional else "")


def read_lines(
    conn: Connection, *, search: str | None = None, identifiers: Iterable[ObjectId] | None = None
) -> list[ParcelLine]:
    """Return parcels by sheet and number.

    Args:
        search: See :func:`landdesk.store.queries.search.found_parcels`; nothing finds all.
        identifiers: Only these.
    """
    if identifiers is None and search and search.strip():
        identifiers = found_parcels(conn, search)
    wanted = None if identifiers is None else set(identifiers)
    if wanted is not None and len(wanted) <= _MANY:
        lines = [line for batch in batches(wanted) for line in _lines(conn, t.parcel.c.id.in_(batch))]
    else:
        lines = [line for line in _lines(conn, None) if wanted is None or line.id in wanted]
    lines.sort(key=lambda line: (natural(line.sheet), natural(line.number), line.id))
    return lines


def _lines(conn: Connection, condition: ColumnElement[bool] | None) -> list[ParcelLine]:
    columns = t.parcel.c
    query = select(
        columns.id,
        columns.commune,
        columns.sheet,
        columns.number,
        columns.number_state,
        columns.legal_area_dm2,
        columns.address,
    )
    own = select(columns.id)
    uses = select(t.purpose.c.parcel_id, t.purpose.c.land_use).order_by(t.purpose.c.fid)
    users = (
        select(t.land_right.c.parcel_id, t.party.c.name)
        .join(t.party, t.party.c.id == t.land_right.c.party_id)
        .order_by(t.land_right.c.fid)
    )
    if condition is not None:
        query = query.where(condition)
        own = own.where(condition)
        uses = uses.where(t.purpose.c.parcel_id.in_(own))
        users = users.where(t.land_right.c.parcel_id.in_(own))
    use_of: dict[bytes, str] = {}
    for parcel_id, land_use in fetched(conn, uses):
        use_of[parcel_id] = f"{use_of[parcel_id]}+{land_use}" if parcel_id in use_of else land_use
    users_of: dict[bytes, str] = {}
    for parcel_id, name in fetched(conn, users):
        users_of[parcel_id] = f"{users_of[parcel_id]}; {name}" if parcel_id in users_of else name
    return [
        ParcelLine(
            id=ObjectId(row[0]),
            commune=row[1],
            sheet=row[2],
            number=row[3],
            provisional=row[4] == PROVISIONAL,
            land_use=use_of.get(row[0]),
            legal_area_m2=None if row[5] is None else Decimal(row[5]).scaleb(-2),
            address=row[6],
            users=users_of.get(row[0], ""),
        )
        for row in fetched(conn, query)
    ]


def first_user_keys(conn: Connection) -> dict[ObjectId, str]:
    """Return what parcels are sorted by when they are sorted by their first land user."""
    query = (
        select(t.land_right.c.parcel_id, t.party.c.sort_key)
        .join(t.party, t.party.c.id == t.land_right.c.party_id)
        .order_by(t.land_right.c.fid.desc())
    )
    return {ObjectId(row[0]): row[1] for row in fetched(conn, query)}


def addresses(conn: Connection) -> dict[ObjectId, str]:
    """Return the addresses of the parcels that have one."""
    query = select(t.parcel.c.id, t.parcel.c.address).where(t.parcel.c.address.is_not(None))
    return {ObjectId(row[0]): row[1] for row in fetched(conn, query)}


def candidates(conn: Connection, name: str) -> list[ObjectId]:
    """Return the parcels that people may mean by ``sheet/number``, a full identifier or 8 digits of its start or end.

    At the most 50 are returned, in order of creation.
    """
    columns = t.parcel.c
    query = select(columns.id).order_by(columns.fid).limit(50)
    digits = name.strip().lower().replace("-", "")
    if ID_PART.fullmatch(digits):
        found = _by_digits(conn, digits)
        if found:
            return found[:50]
    key = KEY.fullmatch(name.strip())
    if not key:
        return []
    query = query.where(columns.sheet == key[1].strip(), columns.number == key[2].strip())
    if key[3]:
        query = query.where(columns.number_state == PROVISIONAL)
    return [ObjectId(row[0]) for row in conn.execute(query)]


def _by_digits(conn: Connection, digits: str) -> list[ObjectId]:
    """Return parcels whose identifier begins, else ends, with these hexadecimal digits.

    The first digits of an identifier are its time and the same for all parcels of one import, hence the end.
    """
    columns = t.parcel.c
    low, high = bytes.fromhex(digits.ljust(32, "0")), bytes.fromhex(digits.ljust(32, "f"))
    query = select(columns.id).order_by(columns.fid)
    found = [ObjectId(row[0]) for row in conn.execute(query.where(columns.id.between(low, high)).limit(50))]
    if found:
        return found
    return [ObjectId(row[0]) for row in conn.execute(query) if row[0].hex().endswith(digits)]


def read_rows(conn: Connection, identifiers: Sequence[ObjectId] | None = None) -> ParcelRows:
    """Return what the read model holds of all parcels, or of those given."""
    columns = t.parcel.c
    query = select(
        columns.id,
        raw(columns.shape),
        columns.commune,
        columns.sheet,
        columns.number,
        columns.legal_area_dm2,
        # One small number instead of two columns: fewer values to make for each parcel.
        _flag(columns.number_state == PROVISIONAL, _PROVISIONAL)
        + _flag(columns.source_shape.is_not(None), _HAS_SOURCE_SHAPE),
    )
    uses = select(t.purpose.c.parcel_id, t.purpose.c.land_use).order_by(t.purpose.c.fid.desc())
    users = select(t.land_right.c.parcel_id)
    rows: list[tuple[Any, ...]] = []
    use_of: dict[bytes, str] = {}
    count_of: Counter[bytes] = Counter()
    if identifiers is None:
        rows += fetched(conn, query)
        use_of.update(fetched(conn, uses))
        count_of.update(row[0] for row in fetched(conn, users))
    else:
        for batch in batches(identifiers):
            rows += fetched(conn, query.where(columns.id.in_(batch)))
            use_of.update(fetched(conn, uses.where(t.purpose.c.parcel_id.in_(batch))))
            owned = fetched(conn, users.where(t.land_right.c.parcel_id.in_(batch)))
            count_of.update(row[0] for row in owned)
    by_column = list(zip(*rows, strict=True)) if rows else [()] * 7
    ids = by_column[0]
    areas = np.array([np.nan if one is None else one for one in by_column[5]], dtype=np.float64)
    flags = np.array(by_column[6], dtype=np.uint8)
    return ParcelRows(
        ids=ids,
        outlines=decode_outlines(by_column[1]),
        commune=_words(by_column[2]),
        sheet=_words(by_column[3]),
        number=_words(by_column[4]),
        provisional=(flags & _PROVISIONAL) != 0,
        land_use=_words(map(use_of.get, ids)),
        legal_area_m2=areas / 100,
        user_count=np.fromiter((count_of[one] for one in ids), dtype=np.int64, count=len(ids)),
        has_source_shape=(flags & _HAS_SOURCE_SHAPE) != 0,
    )


_PROVISIONAL, _HAS_SOURCE_SHAPE = 1, 2


def _flag(condition: ColumnElement[bool], bit: int) -> ColumnElement[int]:
    return case((condition, bit), else_=0)


def former_parcels(conn: Connection, identifiers: Iterable[ObjectId]) -> set[ObjectId]:
    """Return the parcels that purposes and rights which exist no longer belonged to."""
    found: set[ObjectId] = set()
    for batch in batches(identifiers):
        query = select(t.delta.c["class"], t.delta.c.id, t.delta.c.image_old).where(
            t.delta.c.id.in_(batch), t.delta.c.rev_new.is_(None), t.delta.c.image_old.is_not(None)
        )
        for class_name, identifier, image in conn.execute(query):
            record = record_from_image(class_name, identifier, image)
            found |= parcels_named([record])
    return found


def count_parcels(conn: Connection, commune: str | None = None) -> int:
    """Return the number of parcels, of one commune or all."""
    query = select(func.count()).select_from(t.parcel)
    if commune is not None:
        query = query.where(t.parcel.c.commune == commune)
    return int(conn.execute(query).scalar() or 0)


def total_legal_area_m2(conn: Connection) -> Decimal:
    """Return the sum of legal areas in square metres."""
    total = conn.execute(select(func.coalesce(func.sum(t.parcel.c.legal_area_dm2), literal(0)))).scalar()
    return Decimal(int(total or 0)).scaleb(-2)


def highest_number(conn: Connection, commune: str, sheet: str | None) -> int:
    """Return the highest parcel number of a map sheet, 0 without any."""
    query = select(func.max(t.parcel.c.number_no)).where(
        t.parcel.c.commune == commune, t.parcel.c.sheet == sheet
    )
    return int(conn.execute(query).scalar() or 0)


def numbers_in_use(conn: Connection, commune: str, sheet: str | None) -> set[str]:
    """Return the parcel numbers of a map sheet, provisional ones too."""
    columns = t.parcel.c
    query = select(columns.number).where(columns.commune == commune, columns.sheet == sheet)
    return {row[0] for row in conn.execute(query) if row[0] is not None}


def _words(values: Iterable[str | None]) -> NDArray[np.object_]:
    """Return texts of which many are the same, each held once."""
    kept: dict[str | None, str | None] = {}
    listed = [kept.setdefault(one, one) for one in values]
    made = np.empty(len(listed), dtype=object)
    made[:] = listed
    return made
