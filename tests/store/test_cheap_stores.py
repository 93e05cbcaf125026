"""Stores that tests make by a copy are what the program makes."""

from pathlib import Path

import sqlcipher3.dbapi2 as driver

from tests.cheap_stores import as_the_program
from tests.stores import make_store

MOMENTS = {"geometry_columns_time", "spatialite_history"}


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return everything in a store but the moments that SpatiaLite notes."""
    file = driver.connect(str(path))
    found = {"schema": file.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()}
    for pragma in ("application_id", "user_version", "journal_mode", "page_size", "encoding", "auto_vacuum"):
        found[pragma] = file.execute(f"PRAGMA {pragma}").fetchall()
    tables = [
        name
        for kind, name, sql in found["schema"]
        if kind == "table" and name not in MOMENTS and not sql.startswith("CREATE VIRTUAL")
    ]
    for table in tables:
        found[table] = file.execute(f'SELECT * FROM "{table}"').fetchall()
    file.close()
    return found


def test_a_copied_store_is_one_that_the_program_makes(tmp_path: Path) -> None:
    make_store(tmp_path / "copied.landdesk").close()
    with as_the_program():
        make_store(tmp_path / "anew.landdesk").close()
    copied, anew = content(tmp_path / "copied.landdesk"), content(tmp_path / "anew.landdesk")
    assert len(anew["parcel"]) == 12
    assert copied == anew
