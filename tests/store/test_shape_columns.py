"""Reference systems, shape columns and their triggers, and loading many rows at once."""

from collections.abc import Iterator
from pathlib import Path

import fiona
import pyproj
import pytest
from shapely import Point
from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.exc import IntegrityError

from landdesk.store.dialect.spatialite import add_geometry_column, bulk_load, ensure_srs
from landdesk.store.engine import open_engine, read_transaction, write_transaction
from landdesk.store.geometry_type import encode_blobs
from tests.store.spatial import (
    EPSG,
    INDEX,
    PARCEL,
    VIETNAM,
    WORLD,
    ask_one,
    insert_shapes,
    make_store,
    random_shapes,
    rows,
    squares,
)

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'parcel' ORDER BY name"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = make_store(tmp_path / "store.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


# --- reference systems -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*VIETNAM, *WORLD, 5514, 26986])
def test_the_text_of_a_system_means_that_system(store: Engine, code: int) -> None:
    with write_transaction(store) as conn:
        ensure_srs(conn, code)
        ensure_srs(conn, code)
        row = conn.execute(
            text("SELECT * FROM spatial_ref_sys WHERE srid = :code"),
            {"code": code},
        ).one()
    assert (row.auth_name, row.auth_srid) == ("epsg", code)
    asked = pyproj.CRS.from_epsg(code)
    assert row.ref_sys_name == asked.name
    assert pyproj.CRS.from_wkt(row.srtext).to_epsg() == code
    from_proj4 = pyproj.CRS.from_proj4(row.proj4text)
    assert from_proj4.ellipsoid is not None
    assert asked.ellipsoid is not None
    assert from_proj4.ellipsoid.semi_major_metre == pytest.approx(asked.ellipsoid.semi_major_metre)


def test_an_unknown_code_is_refused(store: Engine) -> None:
    with pytest.raises(pyproj.exceptions.CRSError), write_transaction(store) as conn:
        ensure_srs(conn, 999_999)


@pytest.mark.parametrize("epsg", [5514, 26986])
def test_a_store_in_a_system_of_elsewhere(tmp_path: Path, epsg: int) -> None:
    path = tmp_path / "elsewhere.sqlite"
    engine = make_store(path, epsg=epsg)
    with write_transaction(engine) as conn:
        insert_shapes(conn, squares(3, west=-750_000.0, south=-970_000.0), epsg)
    engine.dispose()
    with fiona.open(path, layer="parcel") as layer:
        assert layer.crs.to_epsg() == epsg


# --- shape columns ---------------------------------------------------------------------------------------


def test_a_column_is_added_to_a_table_that_has_rows(store: Engine, path: Path) -> None:
    with write_transaction(store) as conn:
        conn.exec_driver_sql("CREATE TABLE mark (fid INTEGER PRIMARY KEY, place BLOB)")
        values = list(enumerate(encode_blobs([Point(1, 2), None, Point(3, 4)], EPSG), start=5))
        conn.exec_driver_sql("INSERT INTO mark (fid, place) VALUES (?, ?)", values)
        add_geometry_column(conn, "mark", "place", "POINT", EPSG)
        add_geometry_column(conn, "mark", "second", "GEOMETRY", 5514)
        anything = encode_blobs([Point(8, 9), squares(1)[0]], 5514)
        for fid, blob in enumerate(anything, start=5):
            conn.exec_driver_sql("UPDATE mark SET second = ? WHERE fid = ?", (blob, fid))
    assert rows(store, "SELECT pkid, xmin FROM idx_mark_place ORDER BY pkid") == [(5, 1.0), (7, 3.0)]
    assert rows(store, "SELECT pkid FROM idx_mark_second ORDER BY pkid") == [(5,), (6,)]
    store.dispose()
    assert ask_one(path, "SELECT CheckSpatialIndex()") == 1


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("keyless", "shape", "POINT"),
        ("named", "shape", "POINT"),
        ("parcel", "Shape2", "POINT"),
        ("parcel", 'a"b', "POINT"),
        ("parcel", "shape2", "POLYHEDRON"),
        ("nowhere", "shape", "POINT"),
    ],
)
def test_what_cannot_be_a_shape_column_is_refused(store: Engine, table: str, column: str, kind: str) -> None:
    with write_transaction(store) as conn:
        conn.exec_driver_sql("CREATE TABLE keyless (a INTEGER)")
        conn.exec_driver_sql("CREATE TABLE named (id TEXT PRIMARY KEY)")
        with pytest.raises(ValueError, match=table):
            add_geometry_column(conn, table, column, kind, EPSG)
    assert rows(store, "SELECT count(*) FROM geometry_columns") == [(1,)]


def test_rows_of_another_kind_keep_a_column_from_being_made(store: Engine) -> None:
    with write_transaction(store) as conn:
        conn.exec_driver_sql("CREATE TABLE mark (fid INTEGER PRIMARY KEY, place BLOB)")
        conn.exec_driver_sql("INSERT INTO mark VALUES (1, ?)", tuple(encode_blobs([Point(1, 2)], 5514)))
        with pytest.raises(ValueError, match=r"mark\.place of row 1"):
            add_geometry_column(conn, "mark", "place", "POINT", EPSG)


@pytest.mark.parametrize(
    "shape", [b"noise", encode_blobs([Point(1, 2)], EPSG)[0], encode_blobs(squares(1), 5514)[0]]
)
def test_a_wrong_shape_takes_the_whole_transaction_back(store: Engine, shape: bytes) -> None:
    def write() -> None:
        with write_transaction(store) as conn:
            insert_shapes(conn, squares(2))
            conn.execute(insert(PARCEL), [{"shape": shape}])

    with pytest.raises(IntegrityError, match="violates Geometry constraint"):
        write()
    assert rows(store, "SELECT count(*) FROM parcel") == [(0,)]
    assert rows(store, INDEX) == []


# --- bulk load -------------------------------------------------------------------------------------------


def add_log(conn: Connection) -> None:
    """Add a trigger that is none of SpatiaLite's."""
    conn.exec_driver_sql("CREATE TABLE log (fid INTEGER)")
    conn.exec_driver_sql(
        "CREATE TRIGGER parcel_log AFTER INSERT ON parcel BEGIN INSERT INTO log VALUES (NEW.fid); END"
    )


def test_a_bulk_load_leaves_what_the_triggers_would(store: Engine, tmp_path: Path) -> None:
    slow = make_store(tmp_path / "slow.sqlite")
    shapes = [*random_shapes(300), None]
    before = rows(store, TRIGGERS)
    with write_transaction(store) as conn, bulk_load(conn, "parcel"):
        insert_shapes(conn, shapes)
    with write_transaction(slow) as conn:
        insert_shapes(conn, shapes)
    assert len(before) == 8
    assert rows(store, TRIGGERS) == before
    assert rows(store, INDEX) == rows(slow, INDEX)
    assert len(rows(store, INDEX)) == 300
    (touched,) = rows(store, "SELECT last_insert, last_update FROM geometry_columns_time")
    assert str(touched[0]) > "2000"
    assert str(touched[1]).startswith("0000")
    slow.dispose()


def test_a_bulk_load_indexes_rows_wherever_their_keys_are(store: Engine) -> None:
    first, second, *_ = encode_blobs(squares(2), EPSG)
    with write_transaction(store) as conn:
        conn.execute(insert(PARCEL), [{"fid": 10, "shape": first}])
        with bulk_load(conn, "parcel"):
            conn.execute(insert(PARCEL), [{"fid": 3, "shape": first}, {"fid": 20, "shape": second}])
        with bulk_load(conn, "parcel"):
            pass
    assert [row[0] for row in rows(store, INDEX)] == [3, 10, 20]


def test_triggers_of_others_stay_in_force(store: Engine) -> None:
    with write_transaction(store) as conn:
        add_log(conn)
        with bulk_load(conn, "parcel"):
            insert_shapes(conn, squares(5))
    assert rows(store, "SELECT count(*) FROM log") == [(5,)]


@pytest.mark.parametrize(
    "wrong", [encode_blobs([Point(1, 2)], EPSG)[0], encode_blobs(squares(1), 5514)[0], b"noise"]
)
def test_a_bulk_load_refuses_what_the_triggers_refuse(store: Engine, wrong: bytes) -> None:
    before = rows(store, TRIGGERS)
    with write_transaction(store) as conn:
        insert_shapes(conn, squares(1))
        with pytest.raises(ValueError, match="shape"), bulk_load(conn, "parcel"):
            conn.execute(insert(PARCEL), [{"shape": wrong}])
        insert_shapes(conn, squares(1, west=0.0))
    assert rows(store, "SELECT fid FROM parcel") == [(1,), (2,)]
    assert [row[0] for row in rows(store, INDEX)] == [1, 2]
    assert rows(store, TRIGGERS) == before


def test_an_error_inside_a_bulk_load_takes_it_back(store: Engine) -> None:
    before = rows(store, TRIGGERS)

    def load() -> None:
        with write_transaction(store) as conn, bulk_load(conn, "parcel"):
            insert_shapes(conn, squares(5))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load()
    assert rows(store, "SELECT count(*) FROM parcel") == [(0,)]
    assert rows(store, TRIGGERS) == before


def test_a_transaction_that_the_database_ends_inside_a_bulk_load(store: Engine) -> None:
    before = rows(store, TRIGGERS)
    with write_transaction(store) as conn:
        conn.exec_driver_sql(
            "CREATE TRIGGER no_more BEFORE INSERT ON parcel WHEN NEW.name = 'row 3'"
            " BEGIN SELECT RAISE(ROLLBACK, 'no more'); END"
        )
    with (
        pytest.raises(IntegrityError, match="no more"),
        write_transaction(store) as conn,
        bulk_load(conn, "parcel"),
    ):
        insert_shapes(conn, squares(5))
    assert rows(store, "SELECT count(*) FROM parcel") == [(0,)]
    assert [row for row in rows(store, TRIGGERS) if row[0] != "no_more"] == before


def test_other_readers_go_on_during_a_bulk_load(store: Engine, path: Path) -> None:
    reader = open_engine(path, read_only=True)
    with read_transaction(reader) as seen, write_transaction(store) as conn, bulk_load(conn, "parcel"):
        insert_shapes(conn, squares(5))
        assert seen.exec_driver_sql("SELECT count(*) FROM parcel").scalar_one() == 0
    assert rows(reader, "SELECT count(*) FROM parcel") == [(5,)]
    reader.dispose()
