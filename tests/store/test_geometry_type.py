"""The BLOB of a shape, the column type on both databases and the box query."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon
from sqlalchemy import Column, Engine, MetaData, Table, Text, and_, create_engine, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlalchemy.schema import CreateTable

from landdesk.store.dialect import spatialite_blob
from landdesk.store.dialect.spatialite_blob import KINDS, UnreadableShapeError, headers_of, read_header
from landdesk.store.engine import read_transaction, write_transaction
from landdesk.store.geometry_type import Geometry, decode_blobs, encode_blobs, in_box, raw
from tests.store.spatial import EPSG, PARCEL, insert_shapes, make_store, squares

POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]
SQLITE = sqlite.dialect()

# What the extension wrote: GeomFromText('MULTIPOLYGON(((0 0,8 0,8 8,0 0)),((9 9,10 9,10 10,9 9)))', 9217)
TWO_TRIANGLES = bytes.fromhex(
    "00010124000000000000000000000000000000000000000000000000244000000000000024407c"
    "0600000002000000"
    "69030000000100000004000000"
    "0000000000000000000000000000000000000000000020400000000000000000"
    "0000000000002040000000000000204000000000000000000000000000000000"
    "69030000000100000004000000"
    "0000000000002240000000000000224000000000000024400000000000002240"
    "0000000000002440000000000000244000000000000022400000000000002240"
    "fe"
)

# Forms that only other programs leave, as the extension wrote them, and what it says they are.
FOREIGN_BLOBS = {
    "00810124000001000000000000f03f0000000000000040fe": "POINT (1 2)",
    "008000002401013ff00000000000004000000000000000fe": "POINT (1 2)",
    "00810124000002000000000000f03f00000000000000400000000000000840fe": "POINT Z (1 2 3)",
    "00810124000003000000000000f03f00000000000000400000000000000840fe": "POINT M (1 2 3)",
    "00810124000004000000000000f03f000000000000004000000000000008400000000000001040fe": "POINT ZM (1 2 3 4)",
    "000101240000000000000000f03f0000000000000040000000000000224000000000000030407c2a460f000400000000000000"
    "0000f03f000000000000004000000000000008400000803f000000400000a0400000c040000040410000803f00000000000022"
    "4000000000000022400000000000001c40fe": "LINESTRING Z (1 2 3, 2 4 8, 8 16 9, 9 9 7)",
    "000101240000000000000000f03f0000000000000040000000000000224000000000000030407c124a0f000400000000000000"
    "0000f03f000000000000004000000000000008400000803f0000004000000000000020400000c0400000404100000000000022"
    "40000000000000224000000000000022400000000000001c40fe": "LINESTRING M (1 2 3, 2 4 8, 8 16 9, 9 9 7)",
    "000101240000000000000000f03f0000000000000040000000000000224000000000000030407cfa4d0f000400000000000000"
    "0000f03f0000000000000040000000000000084000000000000010400000803f000000400000a0400000000000001440000"
    "0c040000040410000803f0000000000001840000000000000224000000000000022400000000000001c400000000000001c40"
    "fe": "LINESTRING ZM (1 2 3 4, 2 4 8 5, 8 16 9 6, 9 9 7 7)",
    "00010124000000000000000000000000000000000000000000000000244000000000000024407c060000000200000069"
    "43420f0002000000050000000000000000000000000000000000000000000041000000000000000000000041000000c1"
    "000000000000000000000000000000000000000004000000000000000000f03f000000000000f03f000000000000803f"
    "0000803f00000000000000000000f03f000000000000f03f6943420f0001000000040000000000000000002240000000"
    "00000022400000803f00000000000000000000803f00000000000022400000000000002240fe": "MULTIPOLYGON "
    "(((0 0, 8 0, 8 8, 0 8, 0 0), (1 1, 1 2, 2 2, 1 1)), ((9 9, 10 9, 10 10, 9 9)))",
    "00010124000000000000485f22410000000010a9344100000000705f22410000000024a934417c060000000100000069"
    "43420f00010000000500000000000000705f22410000000010a93441000000000000a0410000a0c10000000000000000"
    "0000a0c100000000705f22410000000010a93441fe": "MULTIPOLYGON "
    "(((602040 1354000, 602040 1354020, 602020 1354020, 602020 1354000, 602040 1354000)))",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    engine = make_store(tmp_path / "store.sqlite")
    yield engine
    engine.dispose()


coordinates = st.integers(-(10**9), 10**10).map(lambda mm: mm / 1000)
points = st.builds(Point, coordinates, coordinates)
lines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=6).map(LineString)
rings = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=7)
polygons = st.builds(Polygon, rings, st.lists(rings, max_size=2))
multi_polygons = st.lists(polygons, min_size=1, max_size=4).map(MultiPolygon)
multi_points = st.lists(points, min_size=1, max_size=3).map(MultiPoint)
collections = st.lists(points | lines | polygons, min_size=1, max_size=4).map(GeometryCollection)
shapes = points | lines | polygons | multi_polygons | multi_points | collections


def blob_of(shape: shapely.Geometry, srid: int = EPSG) -> bytes:
    (blob,) = encode_blobs([shape], srid)
    assert blob is not None
    return blob


def test_a_blob_is_the_one_the_extension_writes() -> None:
    two = MultiPolygon([Polygon([(0, 0), (8, 0), (8, 8)]), Polygon([(9, 9), (10, 9), (10, 10)])])
    assert encode_blobs([None, two], EPSG) == [None, TWO_TRIANGLES]


@given(st.lists(st.none() | shapes, max_size=8))
def test_shapes_come_back_bit_by_bit(given_shapes: list[shapely.Geometry | None]) -> None:
    blobs = encode_blobs(given_shapes, EPSG)
    back = decode_blobs(blobs)
    assert [blob is None for blob in blobs] == [shape is None for shape in given_shapes]
    for before, after in zip(given_shapes, back, strict=True):
        assert (before is None and after is None) or shapely.equals_identical(before, after)


def test_long_lists_go_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spatialite_blob, "_CHUNK", 7)
    column = [None, *squares(20), None, Point(1, 2)]
    back = decode_blobs(encode_blobs(column, EPSG))
    assert [None if one is None else one.wkt for one in back] == [one and one.wkt for one in column]


def test_arrays_with_nothing_in_them() -> None:
    assert encode_blobs([], EPSG) == []
    assert encode_blobs([None], EPSG) == [None]
    assert decode_blobs([]).tolist() == []
    assert decode_blobs([None]).tolist() == [None]


@pytest.mark.parametrize(("blob", "wkt"), FOREIGN_BLOBS.items())
def test_what_only_other_programs_write_is_read(blob: str, wkt: str) -> None:
    (shape,) = decode_blobs([bytes.fromhex(blob)])
    assert shape.wkt == wkt


def test_a_big_endian_blob_is_read() -> None:
    head = struct.pack(">BBi4dB", 0, 0, EPSG, 0, 0, 8, 8, 0x7C)
    body = struct.pack(">IIBIII", 6, 1, 0x69, 3, 1, 4) + struct.pack(">8d", 0, 0, 8, 0, 8, 8, 0, 0)
    blob = head + body + b"\xfe"
    header = read_header(blob)
    assert header is not None
    assert (header.srid, header.kind, header.box) == (EPSG, 6, (0, 0, 8, 8))
    assert decode_blobs([blob])[0].wkt == "MULTIPOLYGON (((0 0, 8 0, 8 8, 0 0)))"


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (Polygon(), "empty"),
        (MultiPolygon(), "empty"),
        (GeometryCollection([Point(1, 1), Polygon()]), "empty part"),
        (GeometryCollection([MultiPoint([(1, 1)])]), "collection inside"),
        (Point(1, 1, 1), "third coordinate"),
        (shapely.from_wkt("POINT M (1 2 3)"), "third coordinate"),
        (Point(1, np.nan), "finite"),
        (LineString([(0, 0), (np.inf, 1)]), "finite"),
        (MultiPoint([(0, 0), (np.nan, 1)]), "finite"),
    ],
)
def test_what_a_store_cannot_hold_is_refused_with_its_place(shape: shapely.Geometry, words: str) -> None:
    with pytest.raises(ValueError, match=f"shape 2 .*{words}"):
        encode_blobs([None, Point(1, 2), shape], EPSG)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_shape_or_not(noise: bytes) -> None:
    (shape,) = decode_blobs([noise], unreadable="none")
    assert shape is None or read_header(noise) is not None


@given(shapes, st.data())
def test_a_damaged_blob_stops_nothing(shape: shapely.Geometry, data: st.DataObject) -> None:
    blob = bytearray(blob_of(shape))
    where = data.draw(st.integers(0, len(blob) - 1))
    blob[where] = data.draw(st.integers(0, 255))
    cut = bytes(blob[: data.draw(st.integers(0, len(blob)))])
    back = decode_blobs([TWO_TRIANGLES, bytes(blob), cut, TWO_TRIANGLES], unreadable="none")
    assert back[0] == back[3] == decode_blobs([TWO_TRIANGLES])[0]


def test_unreadable_blobs_are_named() -> None:
    with pytest.raises(UnreadableShapeError) as caught:
        decode_blobs([None, b"", TWO_TRIANGLES, TWO_TRIANGLES[:-1], None])
    assert caught.value.positions == [1, 3]


def test_the_header_tells_kind_system_and_box() -> None:
    line = LineString([(3, 1), (2, 5)])
    assert read_header(blob_of(line)) == (EPSG, KINDS["LINESTRING"], (2, 1, 3, 5))
    heads = headers_of([blob_of(line)[:43], TWO_TRIANGLES[:43]])
    assert heads["srid"].tolist() == [EPSG, EPSG]
    assert heads["kind"].tolist() == [KINDS["LINESTRING"], KINDS["MULTIPOLYGON"]]
    assert heads["box"].tolist() == [[2, 1, 3, 5], [0, 0, 10, 10]]


@pytest.mark.parametrize("head", [b"", TWO_TRIANGLES[:42], b"\x01" + TWO_TRIANGLES[1:43]])
def test_headers_of_other_things_are_refused(head: bytes) -> None:
    with pytest.raises(UnreadableShapeError) as caught:
        headers_of([TWO_TRIANGLES[:43], head])
    assert 1 in caught.value.positions


def test_the_type_takes_shapes_and_bytes_and_gives_shapes() -> None:
    table = Table("t", MetaData(), Column("shape", Geometry("MULTIPOLYGON")), Column("note", Text))
    shape = squares(1)[0]
    with create_engine("sqlite://").connect() as conn:
        table.create(conn)
        conn.execute(insert(table), [{"shape": shapely.set_srid(shape, 5514)}])
        conn.execute(insert(table), [{"shape": blob_of(shape)}, {"shape": None}])
        assert conn.execute(select(raw(table.c.shape))).scalars().all() == [
            blob_of(shape, 5514),
            blob_of(shape),
            None,
        ]
        first, second, third = conn.execute(select(table.c.shape)).scalars()
    assert shapely.equals_identical(first, shape)
    assert shapely.get_srid(first) == 0
    assert shapely.equals_identical(second, shape)
    assert third is None


@pytest.mark.parametrize("shape", [squares(1)[0].geoms[0], Point(1, 2)])
def test_the_type_refuses_another_kind(shape: shapely.Geometry) -> None:
    with create_engine("sqlite://").connect() as conn:
        PARCEL.create(conn)
        with pytest.raises(StatementError, match="MULTIPOLYGON"):
            conn.execute(insert(PARCEL), [{"shape": shape}])


def test_the_type_wants_a_system() -> None:
    process = Geometry("GEOMETRY").bind_processor(SQLITE)
    with pytest.raises(ValueError, match="reference system"):
        process(Point(1, 2))
    assert process(shapely.set_srid(Point(1, 2), EPSG)) == blob_of(Point(1, 2))


def test_there_is_no_other_kind() -> None:
    with pytest.raises(ValueError, match="POLYHEDRON"):
        Geometry("POLYHEDRON")


def test_the_type_on_postgresql_is_ewkb() -> None:
    kind = Geometry("MULTIPOLYGON", EPSG)
    shape = squares(1)[0]
    written = kind.bind_processor(POSTGRESQL)(shape)
    assert isinstance(written, bytes)
    assert shapely.get_srid(shapely.from_wkb(written)) == EPSG
    read = kind.result_processor(POSTGRESQL, None)
    for given_form in (written, memoryview(written), written.hex()):
        back = read(given_form)
        assert shapely.equals_identical(back, shape)
        assert shapely.get_srid(back) == 0
    assert read(None) is None


def test_the_declared_types() -> None:
    table = Table("t", MetaData(), Column("a", Geometry("POINT", EPSG)), Column("b", Geometry("GEOMETRY")))
    assert "a POINT" in str(CreateTable(table).compile(dialect=SQLITE))
    ddl = str(CreateTable(table).compile(dialect=POSTGRESQL))
    assert "a geometry(POINT, 9217)" in ddl
    assert "b geometry(GEOMETRY)" in ddl


def test_the_box_query_on_postgresql() -> None:
    other = PARCEL.alias("other")
    box = in_box(other.c.shape, other.c.fid, (1.0, 2.0, 3.0, 4.0), EPSG)
    text = str(select(other.c.fid).where(and_(other.c.fid > 3, ~box)).compile(dialect=POSTGRESQL))
    assert "NOT (other.shape && ST_MakeEnvelope(" in text


@pytest.mark.parametrize("as_other", [False, True])
def test_the_box_query_finds_all_by_the_index(store: Engine, *, as_other: bool) -> None:
    parcels = squares(400)
    table = PARCEL.alias("other") if as_other else PARCEL
    corners = np.random.default_rng(5).uniform((601_900, 1_353_900), (603_100, 1_354_200), (60, 2))
    with write_transaction(store) as conn:
        insert_shapes(conn, parcels)
    boxes = [(west, south, west + 37.5, south + 12.25) for west, south in corners.tolist()]
    queries = [select(table.c.fid).where(in_box(table.c.shape, table.c.fid, box, EPSG)) for box in boxes]
    with read_transaction(store) as conn:
        for box, query in zip(boxes, queries, strict=True):
            found = set(conn.execute(query).scalars())
            met = set((np.flatnonzero(shapely.intersects(parcels, shapely.box(*box))) + 1).tolist())
            near = shapely.dwithin(parcels, shapely.box(*box), 0.25)
            assert met <= found <= set((np.flatnonzero(near) + 1).tolist())
        compiled = queries[0].compile(store)
        values = tuple(compiled.params[name] for name in compiled.positiontup or ())
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values).all()
    steps = " | ".join(row.detail for row in plan)
    assert "VIRTUAL TABLE INDEX" in steps
    assert "USING INTEGER PRIMARY KEY" in steps
