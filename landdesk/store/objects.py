"""Reading and writing the rows of record objects, for all classes alike."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from sys import intern
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from landdesk.domain.canonical import Revision
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord
from landdesk.store import tables as t
from landdesk.store.codec import records_of, rows_of
from landdesk.store.geometry_type import raw

BATCH = 500
"""Identifiers in one IN list; SQLite and PostgreSQL both plan it well."""

CHUNK = 2_000
"""Rows that are on their way between objects and tables at a time: an import writes half a million."""

RowT = TypeVar("RowT")
RecordT = TypeVar("RecordT", bound=AnyRecord)


@dataclass(frozen=True, slots=True)
class ObjectState:
    """Where an object stands between this store and the office.

    Args:
        no: Counts this store's revisions, for people.
        rev: Present revision; None when deleted.
        trunk_no, trunk_rev: Last revision received from the office; None before it knows the object.
        sent_rev: Last revision sent to the office, None when deleted or never sent.
        sent_package: Package that carried it.
    """

    id: ObjectId
    class_name: str
    no: int
    rev: Revision | None
    trunk_no: int | None
    trunk_rev: Revision | None
    sent_rev: Revision | None
    sent_package: ObjectId | None


def batches(identifiers: Iterable[ObjectId]) -> Iterable[list[ObjectId]]:
    """Yield the identifiers in lists short enough for an IN list, each identifier once."""
    unique = list(dict.fromkeys(identifiers))
    for start in range(0, len(unique), BATCH):
        yield unique[start : start + BATCH]


def chunks(rows: Sequence[RowT]) -> Iterable[Sequence[RowT]]:
    """Yield rows in the lots in which they are written."""
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def read_objects(
    conn: Connection, kind: type[RecordT], identifiers: Iterable[ObjectId]
) -> dict[ObjectId, RecordT]:
    """Return those of the objects that exist, by identifier."""
    table = t.RECORD_TABLES[kind.CLASS]
    rows: list[Any] = []
    for batch in batches(identifiers):
        rows += conn.execute(_with_one_of(table, "id"), {"wanted": batch}).mappings()
    return _typed(kind, rows)


def find_objects(
    conn: Connection, kind: type[RecordT], column: str, values: Iterable[Any]
) -> dict[ObjectId, RecordT]:
    """Return the objects whose column has one of the values, in order of creation."""
    table = t.RECORD_TABLES[kind.CLASS]
    rows: list[Any] = []
    for batch in batches(values):
        rows += conn.execute(_in_order(table, column), {"wanted": batch}).mappings()
    return _typed(kind, rows)


def all_objects(conn: Connection, kind: type[RecordT]) -> dict[ObjectId, RecordT]:
    """Return every object of a class, in order of creation."""
    table = t.RECORD_TABLES[kind.CLASS]
    found: dict[ObjectId, RecordT] = {}
    for rows in conn.execute(_all_columns(table).order_by(table.c.fid)).mappings().partitions(CHUNK):
        found |= _typed(kind, rows)
    return found


def _all_columns(table: Table) -> Select[Any]:
    """Select a record table with shapes as bytes, to be decoded in one pass."""
    return select(*(raw(column) if column.name == "shape" else column for column in table.c))


@cache
def _with_one_of(table: Table, column: str) -> Select[Any]:
    """Select the rows whose column is one of ``wanted``; made once, for an edit asks some twenty times."""
    return _all_columns(table).where(table.c[column].in_(bindparam("wanted", expanding=True)))


@cache
def _in_order(table: Table, column: str) -> Select[Any]:
    return _with_one_of(table, column).order_by(table.c.fid)


def _typed(kind: type[RecordT], rows: Sequence[Any]) -> dict[ObjectId, RecordT]:
    return {record.id: record for record in records_of(kind.CLASS, rows) if isinstance(record, kind)}


def fetched(conn: Connection, query: Select[Any], **values: Any) -> list[tuple[Any, ...]]:
    """Return all rows as the driver gives them, for hot paths: no column type of SQLAlchemy has a say.

    Args:
        conn: Open for reading.
        query: Made once where it is asked often: making a statement takes longer than running it.
        values: For its parameters.
    """
    return list(conn.execute(query, values).cursor.fetchall())


@lru_cache(maxsize=512)
def restricted(query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    """Return a query with only the rows in which a column is one of ``wanted``; made once for each query."""
    return query.where(column.in_(bindparam("wanted", expanding=True)))


def insert_rows(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows, which all give the same columns.

    The driver gets the values as they are, shapes and identifiers as bytes: SQLAlchemy's look at each value takes
    longer than writing it.
    """
    if not rows:
        return
    text, order = _insertion(table, tuple(rows[0]), conn.dialect)
    if order is None:
        conn.exec_driver_sql(text, [dict(row) for row in rows])
    else:
        conn.exec_driver_sql(text, [order(row) for row in rows])


@lru_cache(maxsize=64)
def _insertion(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]] | None]:
    """Return the statement and what puts a row into the order of its marks, None where marks have names."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    order: list[str] | None = getattr(compiled, "positiontup", None)
    return str(compiled), None if order is None else itemgetter(*order)


def insert_objects(conn: Connection, records: Sequence[AnyRecord], srid: int) -> None:
    """Write new rows of one class."""
    for some in chunks(records):
        insert_rows(conn, t.RECORD_TABLES[some[0].CLASS], rows_of(some, srid))


def update_objects(conn: Connection, records: Sequence[AnyRecord], srid: int) -> None:
    """Overwrite rows of one class."""
    for some in chunks(records):
        table = t.RECORD_TABLES[some[0].CLASS]
        rows = rows_of(some, srid)
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        statement = update(table).where(table.c.id == bindparam("new_id")).values(values)
        conn.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def delete_objects(conn: Connection, class_name: str, identifiers: Sequence[ObjectId]) -> None:
    """Take rows of one class out."""
    if identifiers:
        table = t.RECORD_TABLES[class_name]
        conn.execute(
            delete(table).where(table.c.id == bindparam("gone")), [{"gone": one} for one in identifiers]
        )


_ANY_STATE: Final = select(exists(select(t.object_state.c.id)))
_STATES: Final = select(t.object_state).where(t.object_state.c.id.in_(bindparam("wanted", expanding=True)))


def read_states(conn: Connection, identifiers: Iterable[ObjectId]) -> dict[ObjectId, ObjectState]:
    """Return the states of those objects that this store has ever known."""
    found: dict[ObjectId, ObjectState] = {}
    if not conn.execute(_ANY_STATE).scalar():
        return found
    for batch in batches(identifiers):
        for row in conn.execute(_STATES, {"wanted": batch}):
            found[ObjectId(bytes(row.id))] = state_of(row)
    return found


def state_of(row: Row[Any]) -> ObjectState:
    """Return the state that a row of ``object_state`` holds."""
    values = row._mapping
    return ObjectState(
        id=ObjectId(bytes(values["id"])),
        class_name=intern(values["class"]),
        no=values["no"],
        rev=values["rev"],
        trunk_no=values["trunk_no"],
        trunk_rev=values["trunk_rev"],
        sent_rev=values["sent_rev"],
        sent_package=values["sent_package"],
    )


def write_states(conn: Connection, states: Sequence[ObjectState], there: Container[ObjectId]) -> None:
    """Insert or overwrite states.

    Args:
        states: The new states.
        there: Identifiers that have a row already.
    """
    rows = [
        {
            "id": one.id,
            "class": one.class_name,
            "no": one.no,
            "rev": one.rev,
            "trunk_no": one.trunk_no,
            "trunk_rev": one.trunk_rev,
            "sent_rev": one.sent_rev,
            "sent_package": one.sent_package,
            "deleted": one.rev is None,
        }
        for one in states
    ]
    insert_rows(conn, t.object_state, [row for row in rows if row["id"] not in there])
    changed = [{f"new_{name}": value for name, value in row.items()} for row in rows if row["id"] in there]
    if changed:
        values: dict[str, Any] = {
            column.name: bindparam(f"new_{column.name}") for column in t.object_state.c if column.name != "id"
        }
        statement = update(t.object_state).where(t.object_state.c.id == bindparam("new_id")).values(values)
        conn.execute(statement, changed)
