"""A small store of invented parcels for tests of the SpatiaLite floor; questions to the real extension."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, insert

from landdesk.store.dialect.spatialite import LAYOUT_VERSION, add_geometry_column, create_spatial_metadata
from landdesk.store.engine import open_engine, read_transaction, write_transaction
from landdesk.store.geometry_type import Geometry, encode_blobs
from tests.foreign import foreign_library

EPSG = 9217
KEY = bytes(range(32))

VIETNAM = (4756, 3405, 3406, 5896, 5897, 5898, 5899, *range(9205, 9219))
WORLD = (4326, 32648, 32649)
INDEX = "SELECT pkid, xmin, xmax, ymin, ymax FROM idx_parcel_shape ORDER BY pkid"

METADATA = MetaData()
PARCEL = Table(
    "parcel",
    METADATA,
    Column("fid", Integer, primary_key=True),
    Column("name", Text),
    Column("shape", Geometry("MULTIPOLYGON", EPSG)),
)

# The extension runs in a process of its own: its GEOS and shapely's do not get along in one.
_ASK = """
import json, sys
import sqlcipher3.dbapi2 as driver
library, path, key, statements = json.load(sys.stdin)
connection = driver.connect(path, isolation_level=None)
if key:
    connection.execute(f'''PRAGMA key = "x'{key}'"''')
connection.enable_load_extension(True)
connection.load_extension(library)
answers = []
for statement in statements:
    rows = connection.execute(statement).fetchall()
    answers.append([[v.hex() if isinstance(v, bytes) else v for v in row] for row in rows])
json.dump(answers, sys.stdout)
"""


def ask_extension(path: Path | str, *statements: str, key: bytes | None = None) -> list[list[list[object]]]:
    """Return the rows that SpatiaLite's own extension gives for each statement; bytes as hexadecimal text.

    Raises:
        subprocess.CalledProcessError: A statement failed.
    """
    library = foreign_library("mod_spatialite.so")
    question = json.dumps([str(library), str(path), key.hex() if key else None, statements])
    done = subprocess.run(
        [sys.executable, "-c", _ASK], input=question, capture_output=True, text=True, check=True
    )
    answers: list[list[list[object]]] = json.loads(done.stdout)
    return answers


def ask_one(path: Path | str, statement: str, key: bytes | None = None) -> object:
    """Return the single value the extension gives for a statement."""
    return ask_extension(path, statement, key=key)[0][0][0]


def require_same_version() -> None:
    """Skip the test if the extension here is of another version than the one whose layout is written."""
    version = ask_one(":memory:", "SELECT spatialite_version()")
    if version != LAYOUT_VERSION:
        pytest.skip(f"SpatiaLite {version} is here; the layout of {LAYOUT_VERSION} is compared with its own")


def make_store(path: Path, *, key: bytes | None = None, epsg: int = EPSG) -> Engine:
    """Return the engine of a new store with an empty parcel table."""
    engine = open_engine(path, key=key, create=True)
    with write_transaction(engine) as conn:
        create_spatial_metadata(conn)
        METADATA.create_all(conn)
        add_geometry_column(conn, "parcel", "shape", "MULTIPOLYGON", epsg)
    return engine


def squares(count: int, west: float = 602_000.0, south: float = 1_354_000.0) -> NDArray[np.object_]:
    """Return squares of 20 m in rows of fifty, as multi-polygons; their first corner is theirs alone."""
    index = np.arange(count)
    x, y = west + index % 50 * 20.0, south + index // 50 * 20.0
    return np.asarray(shapely.multipolygons(shapely.box(x, y, x + 20.0, y + 20.0).reshape(-1, 1)))


def insert_shapes(
    conn: Connection, shapes: NDArray[np.object_] | Sequence[shapely.Geometry | None], epsg: int = EPSG
) -> None:
    """Insert a row for each shape."""
    rows = [{"name": f"row {i}", "shape": blob} for i, blob in enumerate(encode_blobs(shapes, epsg))]
    conn.execute(insert(PARCEL), rows)


def rows(engine: Engine, statement: str) -> list[tuple[object, ...]]:
    with read_transaction(engine) as conn:
        return [tuple(row) for row in conn.exec_driver_sql(statement)]


def random_shapes(count: int, seed: int = 11) -> NDArray[np.object_]:
    """Return multi-polygons of one to three parts, some with a hole, with coordinates on the 1 mm grid."""
    rng = np.random.default_rng(seed)
    shapes = np.empty(count, dtype=object)
    for i in range(count):
        parts = []
        for _ in range(rng.integers(1, 4)):
            centre = rng.uniform((532_000, 1_250_000), (632_000, 1_423_000))
            angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 12)))
            ring = centre + np.c_[np.cos(angles), np.sin(angles)] * rng.uniform(5, 80)
            holes = [0.3 * ring + 0.7 * centre] if rng.random() < 0.3 else []
            parts.append(shapely.Polygon(np.round(ring, 3), [np.round(hole, 3) for hole in holes]))
        shapes[i] = MultiPolygon(parts)
    return shapes
