"""The readable copy: the present record for QGIS, no store, no history, nobody's acts."""

from pathlib import Path

import sqlcipher3.dbapi2 as driver

from landdesk.app import safekeeping
from landdesk.app.bootstrap import open_application
from landdesk.domain.commands import SetLandUser
from tests.store.safety.worlds import make_encrypted, opened
from tests.stores import refused


def test_what_is_in_it_and_what_is_not(tmp_path: Path) -> None:
    path = tmp_path / "commune.landdesk"
    make_encrypted(path)
    app = opened(path)
    (right,) = app.read(lambda reader: reader.rights_of([reader.find_parcel("12/1")]))
    app.execute(SetLandUser(right.party_id, user_name="Trần Văn Nay"))
    target = tmp_path / "map.sqlite"
    safekeeping.write_readable_copy(app, target, "In bản đồ")
    app.close()
    assert [one.name for one in tmp_path.glob(".*")] == []
    content = target.read_bytes()
    assert content.startswith(b"SQLite format 3")
    # The name as it is, and not the one before; nobody who works with the store.
    assert "Trần Văn Nay".encode() in content
    assert "Đặng Văn 1\0".encode() not in content
    assert "Nguyễn Thị Hường".encode() not in content
    conn = driver.connect(str(target))
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"parcel", "party", "land_right", "geometry_columns", "spatial_ref_sys"} <= tables
    assert not tables & {
        "journal_entry",
        "delta",
        "package",
        "person",
        "store_info",
        "foreign_write",
        "work_item",
    }
    assert conn.execute("SELECT count(*) FROM parcel WHERE shape IS NOT NULL").fetchone() == (12,)
    assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert conn.execute("SELECT count(*) FROM idx_parcel_shape").fetchone() == (12,)
    assert conn.execute("SELECT name FROM party WHERE name LIKE 'Đặng Văn 1'").fetchall() == []
    conn.close()
    with refused("store.not-a-store"):
        open_application(target)
