"""The same work done bare, without journal, read model or rules: what the ratios are taken to."""

import hashlib
import secrets
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import shapely
import sqlcipher3.dbapi2 as driver

from tests.bench.figures import percentile_ms, seconds

_COLUMNS = "commune, sheet, number, number_state, address, legal_area_dm2, source_id, shape"


def _connected(path: Path) -> Any:
    """Return a connection with the settings that keep a commit after a pulled plug, and a bare table."""
    conn = driver.connect(str(path), isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL").fetchall()
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA cache_size = -65536")
    conn.execute(f"CREATE TABLE IF NOT EXISTS bare (fid INTEGER PRIMARY KEY, id BLOB, {_COLUMNS})")
    return conn


def bare_insert_s(path: Path, rows: list[tuple[Any, ...]]) -> float:
    """Return the time to insert rows (identifier, seven attributes, shape) into one table without an index."""
    conn = _connected(path)
    marks = ", ".join("?" * 9)

    def insert() -> None:
        conn.execute("BEGIN IMMEDIATE")
        conn.executemany(f"INSERT INTO bare (id, {_COLUMNS}) VALUES ({marks})", rows)
        conn.execute("COMMIT")

    took = seconds(insert)
    conn.close()
    return took


def bare_read_s(path: Path) -> float:
    """Return the time to read what `bare_insert_s` wrote, shapes (WKB) as objects."""
    conn = _connected(path)

    def read() -> None:
        rows = conn.execute(f"SELECT id, {_COLUMNS} FROM bare").fetchall()
        shapely.from_wkb([row[-1] for row in rows])

    took = seconds(read)
    conn.close()
    return took


def commit_ms(path: Path, count: int = 100) -> float:
    """Return the 95th percentile of a transaction that changes one row, milliseconds."""
    conn = _connected(path)
    conn.execute("BEGIN IMMEDIATE")
    conn.executemany("INSERT INTO bare (id, address) VALUES (?, 'A')", [(bytes([n]),) for n in range(count)])
    conn.execute("COMMIT")
    times: list[float] = []
    for number in range(count):
        started = perf_counter()
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("UPDATE bare SET address = ? WHERE fid = ?", (f"Thôn {number}", number + 1))
        conn.execute("COMMIT")
        times.append(perf_counter() - started)
    conn.close()
    return percentile_ms(times, 0.95)


def sha256_s(path: Path) -> float:
    """Return the time to read a file and hash it."""

    def hash_it() -> None:
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")

    return seconds(hash_it)


def imports_s() -> float:
    """Return the time of a new Python that imports what the window is made with, and does nothing."""
    modules = "numpy, shapely, PySide6.QtWidgets, sqlalchemy, sqlcipher3"
    return seconds(lambda: subprocess.run([sys.executable, "-c", f"import {modules}"], check=True))


def geodiff_s(before: Path, after: Path) -> tuple[float, float] | None:
    """Return the times pygeodiff takes to find the differences of two GeoPackages and to apply them.

    None where pygeodiff is not installed.
    """
    try:
        import pygeodiff
    except ImportError:
        return None
    diff = pygeodiff.GeoDiff()
    mark = secrets.token_hex(4)
    changes = before.with_name(f"{mark}.diff")
    target = before.with_name(f"{mark}.gpkg")
    found = seconds(lambda: diff.create_changeset(str(before), str(after), str(changes)))
    diff.make_copy_sqlite(str(before), str(target))
    applied = seconds(lambda: diff.apply_changeset(str(target), str(changes)))
    return found, applied
