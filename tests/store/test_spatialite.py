"""The store is a real SpatiaLite file: compared with the extension's own, opened and written by others."""

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import fiona
import pytest
import shapely
from sqlalchemy import Engine, update

from landdesk.store.dialect.spatialite import bulk_load
from landdesk.store.engine import read_transaction, write_transaction
from landdesk.store.geometry_type import decode_blobs, encode_blobs
from tests.foreign import foreign_program
from tests.store.spatial import (
    EPSG,
    INDEX,
    KEY,
    PARCEL,
    VIETNAM,
    WORLD,
    ask_extension,
    ask_one,
    insert_shapes,
    make_store,
    random_shapes,
    require_same_version,
    rows,
    squares,
)

SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = make_store(tmp_path / "store.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def filled(store: Engine) -> Engine:
    """A store of 200 parcels, of which one has no shape, one was moved and one is deleted."""
    with write_transaction(store) as conn:
        insert_shapes(conn, [*squares(200), None])
        moved = squares(1, west=610_000.0)[0]
        conn.execute(update(PARCEL).where(PARCEL.c.fid == 7).values(shape=moved))
        conn.execute(PARCEL.delete().where(PARCEL.c.fid == 8))
    return store


# --- the same as the extension's own ---------------------------------------------------------------------


def test_tables_views_and_triggers_are_those_of_the_extension(store: Engine, tmp_path: Path) -> None:
    require_same_version()
    (_, _, _, _, _, schema, licences) = ask_extension(
        tmp_path / "own.sqlite",
        "SELECT InitSpatialMetadata(1, 'NONE')",
        f"SELECT InsertEpsgSrid({EPSG})",
        str(rows(store, "SELECT sql FROM sqlite_master WHERE name = 'parcel'")[0][0]),
        f"SELECT RecoverGeometryColumn('parcel', 'shape', {EPSG}, 'MULTIPOLYGON', 'XY')",
        "SELECT CreateSpatialIndex('parcel', 'shape')",
        SCHEMA,
        "SELECT * FROM data_licenses",
    )
    assert [list(row) for row in rows(store, SCHEMA)] == schema
    assert [list(row) for row in rows(store, "SELECT * FROM data_licenses")] == licences


def test_the_column_is_registered_as_the_extension_does(store: Engine, tmp_path: Path) -> None:
    require_same_version()
    names = ("", "_auth", "_time", "_statistics", "_field_infos")
    queries = [f"SELECT * FROM geometry_columns{name}" for name in names]
    answers = ask_extension(
        tmp_path / "own.sqlite",
        "SELECT InitSpatialMetadata(1, 'NONE')",
        f"SELECT InsertEpsgSrid({EPSG})",
        "CREATE TABLE parcel (fid INTEGER PRIMARY KEY)",
        f"SELECT AddGeometryColumn('parcel', 'shape', {EPSG}, 'MULTIPOLYGON', 'XY')",
        "SELECT CreateSpatialIndex('parcel', 'shape')",
        *queries,
    )
    for query, answer in zip(queries, answers[5:], strict=True):
        assert [list(row) for row in rows(store, query)] == answer


def test_the_reference_systems_are_those_of_the_extension(store: Engine, tmp_path: Path) -> None:
    require_same_version()
    codes = sorted((*VIETNAM, *WORLD))
    answers = ask_extension(
        tmp_path / "own.sqlite",
        "SELECT InitSpatialMetadata(1, 'NONE')",
        *(f"SELECT InsertEpsgSrid({code})" for code in codes),
        "SELECT * FROM spatial_ref_sys ORDER BY srid",
    )
    own = rows(store, "SELECT * FROM spatial_ref_sys WHERE srid > 0 ORDER BY srid")
    assert [list(row) for row in own] == answers[-1]


def test_the_functions_answer_as_those_of_the_extension(filled: Engine, path: Path) -> None:
    fit, other_kind, solid = (
        "GeomFromText('MULTIPOLYGON(((0 0,1 1,1 0,0 0)))', 9217)",
        "GeomFromText('POLYGON((0 0,1 1,1 0,0 0))', 9217)",
        "GeomFromText('MULTIPOLYGONZ(((0 0 1,1 1 1,1 0 1,0 0 1)))', 9217)",
    )
    expressions = [
        "NULL",
        "x'00'",
        "'text'",
        "7",
        fit,
        other_kind,
        solid,
        f"CompressGeometry({fit})",
        "TinyPointEncode(GeomFromText('POINT(1 2)', 9217))",
        "GeomFromText('MULTIPOLYGON(((0 0,1 1,1 0,0 0)))', 9218)",
    ]
    calls = (
        "GeometryConstraints({0}, 6, 9217)",
        "GeometryConstraints({0}, 'MULTIPOLYGON', 9217)",
        "GeometryConstraints({0}, 0, 9217)",
        "GeometryConstraints({0}, 1, 9217)",
        "RTreeAlign('idx_parcel_shape', 9000, {0})",
        "RTreeAlign(7, 9000, {0})",
        "RTreeAlign('idx_parcel_shape', 'x', {0})",
    )
    literals = [
        answer[0][0] for answer in ask_extension(path, *(f"SELECT quote({one})" for one in expressions))
    ]
    statements = []
    for literal in literals:
        for call in calls:
            statements += [f"SELECT {call.format(literal)}", f"{INDEX} DESC LIMIT 1"]
            statements.append("DELETE FROM idx_parcel_shape WHERE pkid = 9000")
    theirs = ask_extension(path, *statements)
    with write_transaction(filled) as conn:
        for statement, answer in zip(statements, theirs, strict=True):
            result = conn.exec_driver_sql(statement)
            assert [list(row) for row in result] == answer if result.returns_rows else not answer, statement


def test_blobs_are_byte_identical() -> None:
    """2,000 random multi-polygons, and a few shapes of the other kinds."""
    shapes = [
        *random_shapes(2000),
        *shapely.from_wkt(
            [
                "POINT (602542.084 1354356.063)",
                "LINESTRING (0 0, 1.5 2, -3 1e9)",
                "POLYGON ((0 0, 9 0, 9 9, 0 0), (3 1, 4 1, 4 2, 3 1))",
                "MULTIPOINT (1 2, 3 4)",
                "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8, 9 10))",
                "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4), POLYGON ((0 0, 9 0, 9 9, 0 0)))",
            ]
        ),
    ]
    selects = [f"SELECT GeomFromWKB(x'{shape.wkb_hex}', {EPSG})" for shape in shapes]
    theirs = [answer[0][0] for answer in ask_extension(":memory:", *selects)]
    ours = [blob.hex() if blob else None for blob in encode_blobs(shapes, EPSG)]
    assert None not in ours
    assert ours == theirs


# --- what the extension says of our file -----------------------------------------------------------------


def test_an_empty_store_passes_the_checks(store: Engine, path: Path) -> None:
    store.dispose()
    assert ask_one(path, "SELECT CheckSpatialMetaData()") == 3
    assert ask_one(path, "SELECT CheckSpatialIndex()") == 1


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_filled_store_passes_the_checks(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "store.sqlite"
    engine = make_store(path, key=key)
    with write_transaction(engine) as conn:
        insert_shapes(conn, squares(10))
        with bulk_load(conn, "parcel"):
            insert_shapes(conn, [*random_shapes(2500), None])
        conn.execute(update(PARCEL).where(PARCEL.c.fid == 3).values(shape=squares(1, west=1000.0)[0]))
        conn.execute(update(PARCEL).where(PARCEL.c.fid == 4).values(shape=None))
        conn.execute(PARCEL.delete().where(PARCEL.c.fid == 5))
    assert rows(engine, "SELECT rtreecheck('idx_parcel_shape')") == [("ok",)]
    assert rows(engine, "PRAGMA integrity_check") == [("ok",)]
    assert rows(engine, "PRAGMA foreign_key_check") == []
    engine.dispose()
    assert ask_one(path, "SELECT CheckSpatialMetaData()", key) == 3
    assert ask_one(path, "SELECT CheckSpatialIndex('parcel', 'shape')", key) == 1
    assert (
        ask_one(path, "SELECT count(*) FROM parcel WHERE GeometryType(shape) = 'MULTIPOLYGON'", key) == 2508
    )
    assert (path.read_bytes()[:15] == b"SQLite format 3") is (key is None)


def test_the_extension_edits_and_we_read(filled: Engine, path: Path) -> None:
    ask_extension(
        path,
        "INSERT INTO parcel (fid, name, shape)"
        f" VALUES (900, 'theirs', GeomFromText('MULTIPOLYGON(((0 0,8 0,8 8,0 0)))', {EPSG}))",
        "UPDATE parcel SET shape = CompressGeometry(shape) WHERE fid = 2",
        "UPDATE parcel SET shape = ST_Translate(shape, 5, 0, 0) WHERE fid = 3",
        "DELETE FROM parcel WHERE fid = 4",
    )
    assert ask_one(path, "SELECT CheckSpatialIndex('parcel', 'shape')") == 1
    with read_transaction(filled) as conn:
        found = conn.exec_driver_sql("SELECT fid, shape FROM parcel WHERE shape NOT NULL").all()
    shapes = dict(zip([row.fid for row in found], decode_blobs([row.shape for row in found]), strict=True))
    assert shapes[900].wkt == "MULTIPOLYGON (((0 0, 8 0, 8 8, 0 0)))"
    assert shapely.equals(shapes[2], squares(200)[1])
    assert shapes[3].bounds[0] == squares(200)[2].bounds[0] + 5
    assert 4 not in shapes


def test_the_tables_that_only_the_extension_can_open_do_no_harm(filled: Engine, path: Path) -> None:
    """KNN, SpatialIndex and ElementaryGeometries are in the file, their modules are not in our SQLite."""
    filled.dispose()
    with write_transaction(filled) as conn:
        conn.exec_driver_sql("ALTER TABLE parcel ADD COLUMN extra TEXT")
        conn.exec_driver_sql("ALTER TABLE parcel RENAME COLUMN extra TO other")
        conn.exec_driver_sql("ALTER TABLE parcel DROP COLUMN other")
        conn.exec_driver_sql("ANALYZE")
    assert rows(filled, "PRAGMA integrity_check") == [("ok",)]
    found = ask_one(
        path,
        "SELECT count(*) FROM SpatialIndex WHERE f_table_name = 'parcel'"
        " AND search_frame = BuildMbr(602000, 1354000, 602030, 1354010, 9217)",
    )
    assert found == 2


# --- other programs --------------------------------------------------------------------------------------


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def test_ogrinfo_sees_a_spatialite_file(filled: Engine, path: Path) -> None:
    filled.dispose()
    ogrinfo = foreign_program("ogrinfo")
    told = subprocess.run(
        [ogrinfo, "--debug", "on", "-so", path, "parcel"], capture_output=True, text=True, check=True
    )
    assert "using driver `SQLite' successful" in told.stdout
    assert "SpatiaLite v4 DB found" in told.stderr
    assert "Geometry: Multi Polygon" in told.stdout
    assert "Feature Count: 200" in told.stdout
    assert "FID Column = fid" in told.stdout
    assert 'ID["EPSG",9217]]' in told.stdout
    extent = re.search(r"Extent: \((.*), (.*)\) - \((.*), (.*)\)", told.stdout)
    assert extent is not None
    assert [float(value) for value in extent.groups()] == [602_000, 1_354_000, 610_020, 1_354_080]
    assert run(ogrinfo, str(path)).count("\n1: parcel (Multi Polygon)") == 1


def test_what_gdal_inserts_fires_the_triggers(filled: Engine, path: Path, tmp_path: Path) -> None:
    run(
        foreign_program("ogrinfo"),
        str(path),
        "-sql",
        "INSERT INTO parcel (fid, name, shape) VALUES (901, 'by GDAL', GeomFromText("
        f"'MULTIPOLYGON(((700000 1400000,700008 1400000,700008 1400008,700000 1400000)))', {EPSG}))",
    )
    source = tmp_path / "more.csv"
    source.write_text(
        'WKT,name\n"MULTIPOLYGON(((650000 1400000,650008 1400000,650008 1400008,650000 1400000)))",b\n'
    )
    ogr2ogr = foreign_program("ogr2ogr")
    run(ogr2ogr, "-append", "-update", str(path), str(source), "-nln", "parcel", "-a_srs", f"EPSG:{EPSG}")
    boxes = rows(filled, INDEX)[-2:]
    assert [round(float(str(box[1]))) for box in boxes] == [700_000, 650_000]
    assert rows(filled, "SELECT count(*) FROM parcel")[0] == (202,)
    assert ask_one(path, "SELECT CheckSpatialIndex('parcel', 'shape')") == 1


def test_what_gdal_inserts_wrongly_is_refused(filled: Engine, path: Path) -> None:
    told = subprocess.run(
        [
            foreign_program("ogrinfo"),
            path,
            "-sql",
            "INSERT INTO parcel (fid, shape) VALUES (902, GeomFromText('POINT(1 2)', 9217))",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "parcel.shape violates Geometry constraint" in told.stderr
    assert rows(filled, "SELECT count(*) FROM parcel WHERE fid = 902") == [(0,)]


def test_fiona_opens_it(filled: Engine, path: Path) -> None:
    filled.dispose()
    with fiona.open(path, layer="parcel") as layer:
        assert layer.driver == "SQLite"
        assert layer.crs.to_epsg() == EPSG
        assert layer.schema["geometry"] == "MultiPolygon"
        features = {int(feature.id): feature for feature in layer}
    assert len(features) == 200
    assert shapely.equals_identical(shapely.geometry.shape(features[2].geometry), squares(200)[1])
    assert features[201].geometry is None


def test_a_program_without_the_functions_reads_and_cannot_break(filled: Engine, path: Path) -> None:
    filled.dispose()
    other = sqlite3.connect(path, isolation_level=None)
    try:
        (blob,) = other.execute("SELECT shape FROM parcel WHERE fid = 1").fetchone()
        assert decode_blobs([blob])[0] == squares(1)[0]
        for statement, values in (
            ("INSERT INTO parcel (fid, shape) VALUES (903, ?)", (blob,)),
            ("INSERT INTO parcel (fid, name) VALUES (903, ?)", ("x",)),
            ("UPDATE parcel SET shape = ? WHERE fid = 2", (blob,)),
        ):
            with pytest.raises(sqlite3.OperationalError, match="no such function"):
                other.execute(statement, values)
        assert other.execute("SELECT count(*) FROM parcel").fetchone() == (200,)
        other.execute("UPDATE parcel SET name = 'elsewhere' WHERE fid = 2")
    finally:
        other.close()
    assert rows(filled, "SELECT rtreecheck('idx_parcel_shape')") == [("ok",)]
    assert rows(filled, "SELECT name FROM parcel WHERE fid = 2") == [("elsewhere",)]
