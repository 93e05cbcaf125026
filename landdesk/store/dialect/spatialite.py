"""Makes an SQLite file a SpatiaLite file, and keeps it one, without SpatiaLite's extension.

Tables, views, triggers and rows are those of the extension's ``InitSpatialMetadata``,
``RecoverGeometryColumn`` and ``CreateSpatialIndex``, letter by letter. The triggers stay in the file and work
for other programs too; what they call is in ``spatialite_functions``. A program that has neither the
extension nor these functions can read the file, and fails when it tries to write a row with a shape column.

A shape that a trigger refuses takes the whole transaction back (``RAISE(ROLLBACK)``), as in any such file.
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection

from landdesk.resources import resource_path
from landdesk.store.dialect.spatialite_blob import HEADER_BYTES, KINDS, headers_of
from landdesk.store.dialect.spatialite_functions import ENTER_BOX
from landdesk.store.dialect.sqlite import in_transaction

LAYOUT_VERSION: Final = "5.0.1"
"""The version of SpatiaLite whose tables and triggers are written."""

_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*")

_GUARD: Final = """CREATE TRIGGER "{trigger}_{table}_{column}" BEFORE {event} ON "{table}"
FOR EACH ROW BEGIN
SELECT RAISE(ROLLBACK, '{table}.{column} violates Geometry constraint [geom-type or SRID not allowed]')
WHERE (SELECT geometry_type FROM geometry_columns
WHERE Lower(f_table_name) = Lower('{table}') AND Lower(f_geometry_column) = Lower('{column}')
AND GeometryConstraints(NEW."{column}", geometry_type, srid) = 1) IS NULL;
END"""
_CLOCK: Final = """CREATE TRIGGER "{trigger}_{table}_{column}" AFTER {event} ON "{table}"
FOR EACH ROW BEGIN
UPDATE geometry_columns_time SET last_{verb} = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
WHERE Lower(f_table_name) = Lower('{table}') AND Lower(f_geometry_column) = Lower('{column}');
END"""
_ALIGN: Final = """CREATE TRIGGER "{trigger}_{table}_{column}" AFTER {event} ON "{table}"
FOR EACH ROW BEGIN
DELETE FROM "idx_{table}_{column}" WHERE pkid=NEW.ROWID;
SELECT RTreeAlign('idx_{table}_{column}', NEW.ROWID, NEW."{column}");
END"""
_LEAVE: Final = """CREATE TRIGGER "{trigger}_{table}_{column}" AFTER {event} ON "{table}"
FOR EACH ROW BEGIN
DELETE FROM "idx_{table}_{column}" WHERE pkid=OLD.ROWID;
END"""
_TRIGGERS: Final = (
    ("ggi", "INSERT", _GUARD),
    ("ggu", 'UPDATE OF "{column}"', _GUARD),
    ("tmu", "UPDATE", _CLOCK),
    ("tmi", "INSERT", _CLOCK),
    ("tmd", "DELETE", _CLOCK),
    ("gii", "INSERT", _ALIGN),
    ("giu", 'UPDATE OF "{column}"', _ALIGN),
    ("gid", "DELETE", _LEAVE),
)
_BESIDE_GEOMETRY_COLUMNS: Final = (
    "INSERT INTO geometry_columns_statistics (f_table_name, f_geometry_column) VALUES (?, ?)",
    "INSERT INTO geometry_columns_time (f_table_name, f_geometry_column) VALUES (?, ?)",
    """INSERT INTO geometry_columns_auth (f_table_name, f_geometry_column, read_only, hidden)
    VALUES (?, ?, 0, 0)""",
)
_RTREE: Final = 'CREATE VIRTUAL TABLE "idx_{table}_{column}" USING rtree(pkid, xmin, xmax, ymin, ymax)'
_NOT_INDEXED: Final = """SELECT t.ROWID, substr(t."{column}", 1, {length}) FROM "{table}" AS t
WHERE t."{column}" IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM "idx_{table}_{column}_rowid" AS i WHERE i.rowid = t.ROWID)"""
_TOUCH: Final = """UPDATE geometry_columns_time SET last_insert = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
WHERE f_table_name = ? AND f_geometry_column = ?"""


def create_spatial_metadata(conn: Connection) -> None:
    """Write SpatiaLite's tables, views, triggers and rows into a new file, in the caller's transaction.

    ``spatial_ref_sys`` gets the systems of Vietnam and WGS 84; `ensure_srs` adds others.
    """
    for statement in _statements(resource_path("store", "spatialite.sql").read_text(encoding="utf-8")):
        if statement.startswith("CREATE VIRTUAL TABLE"):
            _enter_virtual_table(conn, statement)
        else:
            conn.exec_driver_sql(statement)
    _remember(conn, "spatial_ref_sys", None, "spatial metadata written by LandDesk")


def ensure_srs(conn: Connection, epsg: int) -> None:
    """Write the row of a reference system into ``spatial_ref_sys`` unless it is there.

    Raises:
        pyproj.exceptions.CRSError: There is no such code.
    """
    if conn.exec_driver_sql("SELECT 1 FROM spatial_ref_sys WHERE srid = ?", (epsg,)).first():
        return
    # Only here: the window starts without it.
    import pyproj

    crs = pyproj.CRS.from_epsg(epsg)
    with warnings.catch_warnings():
        # pyproj warns that PROJ strings lose what WKT keeps; the WKT stands in the same row.
        warnings.simplefilter("ignore", UserWarning)
        proj4 = crs.to_proj4()
    conn.exec_driver_sql(
        "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, ref_sys_name, proj4text, srtext)"
        " VALUES (?, 'epsg', ?, ?, ?, ?)",
        (epsg, epsg, crs.name, proj4, crs.to_wkt("WKT1_GDAL")),
    )


def add_geometry_column(conn: Connection, table: str, column: str, kind: str, srid: int) -> None:
    """Make a column a shape column with a spatial index, in the caller's transaction.

    The column is added if the table lacks it; rows that are there already are indexed. NULL is allowed.

    Args:
        conn: Inside a write transaction.
        table: Table with an ``INTEGER PRIMARY KEY``, by which the index and other programs know rows; no
            other row number survives a VACUUM.
        column: Name of the column; like the table's in plain lower case.
        kind: ``MULTIPOLYGON``, ``POINT`` and so on, or ``GEOMETRY`` for any.
        srid: EPSG code; its row is written if need be.

    Raises:
        ValueError: A name, the kind or the table's key is not fit, or a row holds another kind of value.
        pyproj.exceptions.CRSError: There is no such EPSG code.
    """
    if not _NAME.fullmatch(table) or not _NAME.fullmatch(column) or kind not in KINDS:
        raise ValueError(f"{table}.{column} cannot be a column of kind {kind}")
    columns = conn.exec_driver_sql("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).all()
    if [row.type.upper() for row in columns if row.pk] != ["INTEGER"]:
        raise ValueError(f"table {table} has no INTEGER PRIMARY KEY")
    if column not in [row.name for row in columns]:
        conn.exec_driver_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    ensure_srs(conn, srid)
    conn.exec_driver_sql(
        "INSERT INTO geometry_columns (f_table_name, f_geometry_column, geometry_type, coord_dimension, srid,"
        " spatial_index_enabled) VALUES (?, ?, ?, 2, ?, 1)",
        (table, column, KINDS[kind], srid),
    )
    for statement in _BESIDE_GEOMETRY_COLUMNS:
        conn.exec_driver_sql(statement, (table, column))
    conn.exec_driver_sql(_RTREE.format(table=table, column=column))
    for trigger, event, template in _TRIGGERS:
        conn.exec_driver_sql(
            template.format(
                trigger=trigger,
                event=event.format(column=column),
                verb=event.lower(),
                table=table,
                column=column,
            )
        )
    _index_rows(conn, table, column)
    _remember(conn, table, column, f"Geometry [{kind},XY,SRID={srid}] successfully created")
    _remember(conn, table, column, "R*Tree Spatial Index successfully created")


@contextmanager
def bulk_load(conn: Connection, table: str) -> Iterator[None]:
    """Let many new rows into a table with shape columns in half the time their triggers take.

    The triggers for inserts are set aside; at the end the new shapes are checked and entered into the
    spatial index together and the triggers are made again, letter by letter. Triggers of others stay in
    force. All this is part of the caller's transaction, and an error inside takes all of it back. It pays
    from some 2,000 rows on.

    Raises:
        ValueError: A new row's shape is of another kind or system than its column.
    """
    columns = (
        conn.exec_driver_sql(
            "SELECT f_geometry_column FROM geometry_columns WHERE f_table_name = ?", (table,)
        )
        .scalars()
        .all()
    )
    names = [f"{trigger}_{table}_{column}" for column in columns for trigger in ("ggi", "tmi", "gii")]
    savepoint = conn.begin_nested()
    try:
        texts = []
        for name in names:
            found = conn.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (name,)
            )
            texts.append(found.scalar_one())
            conn.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        for column in columns:
            _index_rows(conn, table, column)
            conn.exec_driver_sql(_TOUCH, (table, column))
        for text in texts:
            conn.exec_driver_sql(text)
        savepoint.commit()
    except BaseException:
        # A full disk or a trigger may have taken the whole transaction back already.
        if in_transaction(conn):
            savepoint.rollback()
        raise


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script without their final semicolons."""
    text = ""
    for line in script.splitlines(keepends=True):
        if text or not line.startswith(("--", "\n")):
            text += line
            if driver.complete_statement(text):
                yield text.strip().removesuffix(";")
                text = ""


def _enter_virtual_table(conn: Connection, statement: str) -> None:
    """Write a virtual table into the schema although this build of SQLite lacks its module.

    Programs that have the extension find the table; this connection does not even see it.
    """
    name = statement.split()[3]
    conn.exec_driver_sql("PRAGMA writable_schema = ON")
    conn.exec_driver_sql(
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, 0, ?)",
        (name, name, statement),
    )
    conn.exec_driver_sql("PRAGMA writable_schema = OFF")


def _remember(conn: Connection, table: str, column: str | None, event: str) -> None:
    """Add a line to SpatiaLite's history."""
    conn.exec_driver_sql(
        "INSERT INTO spatialite_history"
        " (table_name, geometry_column, event, timestamp, ver_sqlite, ver_splite)"
        " VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?, ?)",
        (table, column, event, driver.sqlite_version, LAYOUT_VERSION),
    )


def _index_rows(conn: Connection, table: str, column: str) -> None:
    """Check the shapes that the spatial index does not know yet and enter their boxes."""
    query = _NOT_INDEXED.format(table=table, column=column, length=HEADER_BYTES)
    rows = conn.exec_driver_sql(query).all()
    if not rows:
        return
    kind, srid = conn.exec_driver_sql(
        "SELECT geometry_type, srid FROM geometry_columns WHERE f_table_name = ? AND f_geometry_column = ?",
        (table, column),
    ).one()
    keys = np.array([row[0] for row in rows], dtype=np.int64)
    headers = headers_of([row[1] for row in rows])
    unfit = (headers["srid"] != srid) | ((headers["kind"] != kind) & (kind != 0))
    if unfit.any():
        raise ValueError(f"{table}.{column} of row {keys[unfit][0]} is not of kind {kind} in system {srid}")
    west, south, east, north = headers["box"].T.tolist()
    conn.exec_driver_sql(
        ENTER_BOX.format(index=f"idx_{table}_{column}"),
        list(zip(keys.tolist(), west, east, south, north, strict=True)),
    )
