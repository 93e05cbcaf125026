"""Writes by other programs: noticed by triggers, then taken over as one entry or put back.

Every transaction of LandDesk that writes has a row in ``session`` that is gone again before it commits, so no other
program ever sees one. Triggers on the record tables (made by the first migration) log a write, old row included,
while there is none. They use only functions of plain SQLite: QGIS must be able to write.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from landdesk.domain.change import Delta
from landdesk.domain.fields import FIELDS, Kind
from landdesk.domain.ids import ObjectId
from landdesk.store import tables as t
from landdesk.store.reader import Reader
from landdesk.store.record_tables import column_name

_BINARY = (Kind.REFERENCE, Kind.SHAPE, Kind.BYTES)
_BLOB_COLUMNS = frozenset({"id", *(column_name(field) for field in FIELDS if field.kind in _BINARY)})


def enter_session(conn: Connection) -> None:
    """Mark the running transaction as LandDesk's own."""
    conn.execute(insert(t.session), [{"token": 1}])


def leave_session(conn: Connection) -> None:
    """Take the mark away; the last statement before the commit."""
    conn.execute(delete(t.session))


def count_foreign_writes(conn: Connection) -> dict[str, int]:
    """Return how many objects of each class other programs have written to."""
    writes = conn.execute(select(t.foreign_write.c["class"], t.foreign_write.c.object).distinct())
    return dict(Counter(row[0] for row in writes))


def foreign_objects(conn: Connection) -> list[tuple[str, ObjectId]]:
    """Return class and identifier of the objects that other programs have written to, each once."""
    query = select(t.foreign_write.c["class"], t.foreign_write.c.object).distinct()
    return [(row[0], ObjectId(bytes(row[1]))) for row in conn.execute(query)]


def with_dependants(reader: Reader, deltas: Sequence[Delta]) -> list[Delta]:
    """Return the deltas of another program and what cannot stay without what they delete.

    QGIS deletes the row of a parcel and leaves its purposes and rights behind. Land users stay.

    Args:
        reader: The record without the foreign writes.
        deltas: What the other program wrote.
    """
    gone = [delta.old for delta in deltas if delta.old is not None and delta.new is None]
    going = [Delta(one, None) for one in reader.parts_of(gone)]
    # An object that was written to and goes all the same goes as it was before.
    return list({one.id: one for one in (*deltas, *going)}.values())


def put_back(conn: Connection) -> None:
    """Undo all foreign writes, newest first, and empty their log; the caller is in a session."""
    rows = conn.execute(select(t.foreign_write).order_by(t.foreign_write.c.number.desc())).all()
    for row in rows:
        table = t.RECORD_TABLES[row._mapping["class"]]
        if row.operation == "insert":
            conn.execute(delete(table).where(table.c.id == row.object))
            continue
        values = _old_values(row.old_row)
        if row.operation == "delete":
            conn.execute(insert(table), [values])
        else:
            # The identifier itself may have been overwritten, the row's integer key is what stays.
            conn.execute(update(table).where(table.c.fid == values["fid"]).values(values))
    conn.execute(delete(t.foreign_write))


def forget(conn: Connection) -> None:
    """Empty the log of foreign writes."""
    conn.execute(delete(t.foreign_write))


def pending(conn: Connection) -> int:
    """Return the number of logged foreign writes."""
    return int(conn.execute(select(func.count()).select_from(t.foreign_write)).scalar() or 0)


def _old_values(text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text)
    nulls: Sequence[str] = values.pop("null_blobs").split()
    for name in _BLOB_COLUMNS & values.keys():
        values[name] = None if name in nulls else bytes.fromhex(values[name])
    return values
