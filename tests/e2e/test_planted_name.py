"""A name and a number are planted, a full working day is played on an encrypted store, and they are nowhere on disk.

Left out of the search: the file that is imported, which is the person's own, and what is meant to be read by others
(change package, readable copy): packages are not encrypted yet. The test looks for both in those, so that it cannot
pass for want of the words.
"""

import sys
import time
from pathlib import Path

import pytest

from tests.e2e.planted import NAME, NUMBER, PASSPHRASE, SCAN, Day, files_with, forms
from tests.sources import plots, write_geojson

_VAULT = """
import sys
from pathlib import Path
from landdesk.app.bootstrap import open_application
app = open_application(Path(sys.argv[1]), passphrase=Path(sys.argv[2]).read_text("utf-8").strip())
digest = app.store.vault.put(sys.stdin.buffer.read())
with app.store.vault.open(digest) as file:
    assert file.read().startswith(b"%PDF")
app.close()
"""


@pytest.mark.timeout(300)
def test_a_full_working_day(tmp_path: Path) -> None:
    day = Day(tmp_path)
    (tmp_path / "pass").write_text(f"{PASSPHRASE}\n", "utf-8")
    values = {"DIENTICH": 400.5, "TENCHU": NAME, "CCCD": NUMBER, "DIACHI": "Thôn Phú Điền"}
    write_geojson(tmp_path / "plots.geojson", plots(40, **values))
    day.run("new", "c.landdesk", "--commune", "22366", "--encrypt")
    day.run("import", "c.landdesk", "plots.geojson", "--dry-run")
    day.run("import", "c.landdesk", "plots.geojson")
    assert NAME in day.run("parcels", "c.landdesk", "--search", "ton nu")
    assert NUMBER in day.run("show", "c.landdesk", "12/1", "--reveal")
    day.run("edit", "set-user", "c.landdesk", "12/1", NAME, "--name", f"{NAME} hai")
    day.run("edit", "add-user", "c.landdesk", "12/2", f"{NAME} ba")
    day.run("edit", "set-user", "c.landdesk", "12/99", NAME, "--name", "x", code=4)
    day.run("edit", "split", "c.landdesk", "12/3", "--line", "LINESTRING (0 0, 1 1)", code=3)
    day.run("check", "c.landdesk")
    day.python("-c", _VAULT, "c.landdesk", "pass", stdin=SCAN)
    day.run("undo", "c.landdesk")
    day.run("redo", "c.landdesk")
    day.run("restore-points", "c.landdesk", "--mark", "Trưa")
    day.run("edit", "set-user", "c.landdesk", "12/1", f"{NAME} hai", "--name", f"{NAME} bốn")
    day.run("restore", "c.landdesk", "--to-point", "1")
    day.run("render", "c.landdesk", "-o", "map.png")
    day.run("backup", "c.landdesk", "-o", "b.ldbak")
    day.run("backup", "b.ldbak", "--verify")
    day.run("restore", "b.ldbak", "-o", "again.landdesk")
    day.run("restore", "b.ldbak", "-o", "c.landdesk", "--replace")
    # Killed in the middle of an act: a log, and no orderly end.
    day.python("-c", _KILLED, "c.landdesk", "pass", code=9)
    assert Path(f"{tmp_path}/c.landdesk-wal").stat().st_size > 0
    day.run("readable-copy", "c.landdesk", "--purpose", "In", "-o", "map.sqlite")
    planted = forms(NAME) | forms(NUMBER)
    assert files_with(tmp_path, planted) == {"plots.geojson", "map.sqlite"}
    assert files_with(tmp_path, {PASSPHRASE.encode()}) == {"pass"}
    day.run("log", "c.landdesk")
    assert files_with(tmp_path, planted) == {"plots.geojson", "map.sqlite"}


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
@pytest.mark.timeout(600)
def test_killed_at_work_in_an_encrypted_store(tmp_path: Path) -> None:
    day = Day(tmp_path)
    (tmp_path / "pass").write_text(f"{PASSPHRASE}\n", "utf-8")
    (tmp_path / "list").write_text("12/1\n12/2\n", "utf-8")
    write_geojson(tmp_path / "plots.geojson", plots(40, TENCHU=NAME, CCCD=NUMBER))
    write_geojson(tmp_path / "more.geojson", plots(900, TENCHU=f"{NAME} hai", CCCD=NUMBER))
    own = {"plots.geojson", "more.geojson"}
    planted = forms(NAME) | forms(NUMBER)
    day.run("new", "c.landdesk", "--commune", "22366", "--encrypt")
    for words in (
        ("import", "c.landdesk", "plots.geojson"),
        ("edit", "add-user", "c.landdesk", "12/5", f"{NAME} năm"),
        ("backup", "c.landdesk", "-o", "b.ldbak"),
        ("restore-points", "c.landdesk", "--mark", NAME),
    ):
        at = 1
        while day.killed(at, *words):
            assert files_with(tmp_path, planted) == own, (words, at)
            at += 1
        assert at > 1
    for after_s in (0.05, 0.15, 0.3):
        process = day.started("import", "c.landdesk", "more.geojson")
        while process.is_running and not _writes(tmp_path / "c.landdesk-wal"):
            time.sleep(0.001)
        time.sleep(after_s)
        process.kill()
        process.wait()
        assert files_with(tmp_path, planted) == own
    assert NAME in day.run("parcels", "c.landdesk", "--search", "ton nu")
    day.run("backup", "c.landdesk", "-o", "whole.ldbak")
    assert files_with(tmp_path, planted) == own
    # What the kills left under temporary names went with the next file that was written there.
    assert list(tmp_path.rglob(".*.part*")) == []


def _writes(log: Path) -> bool:
    """Tell whether something is on its way into a store."""
    return log.exists() and log.stat().st_size > 0


_KILLED = """
import os, sys
from pathlib import Path
from landdesk.app.bootstrap import open_application
from landdesk.domain.commands import AddLandUser
app = open_application(Path(sys.argv[1]), "Nguyễn Văn A", passphrase=Path(sys.argv[2]).read_text("utf-8").strip())
parcel = app.read(lambda reader: reader.find_parcel("12/5"))
app.execute(AddLandUser(parcel, "Tôn Nữ Thanh Hoàng Yến năm"))
os._exit(9)
"""


def test_a_plain_store_is_found(tmp_path: Path) -> None:
    day = Day(tmp_path)
    values = {"TENCHU": NAME, "CCCD": NUMBER}
    write_geojson(tmp_path / "plots.geojson", plots(3, **values))
    day.env.pop("LANDDESK_PASSPHRASE_FILE")
    day.run("new", "c.landdesk", "--commune", "22366")
    day.run("import", "c.landdesk", "plots.geojson")
    for words in (forms(NAME), forms(NUMBER)):
        assert files_with(tmp_path, words) == {"plots.geojson", "c.landdesk"}
    (tmp_path / "pass").write_text(f"{PASSPHRASE}\n", "utf-8")
    day.run("encrypt", "c.landdesk", "--passphrase-file", "pass")
    assert files_with(tmp_path, forms(NAME) | forms(NUMBER)) == {"plots.geojson"}
