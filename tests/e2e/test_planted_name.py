"""A name and a number are planted, a full working day is played on an encrypted store, and they are nowhere on disk.

Left out of the search: the file that is imported, which is the person's own, and what is meant to be read by others
(change package, readable copy): packages are not encrypted yet. The test looks for both in those, so that it cannot
pass for want of the words.
"""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from landdesk.i18n import fold
from tests.sources import plots, write_geojson

ROOT = Path(__file__).resolve().parents[2]
NAME, NUMBER = "Tôn Nữ Thanh Hoàng Yến", "079301999888"
SCAN = f"%PDF-1.7 {NAME} {NUMBER} ".encode() * 5_000
PERSON = "Nguyễn Văn A"
PASSPHRASE = "cánh đồng không ai biết"

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


def forms(text: str) -> set[bytes]:
    """Return how a text may stand in a file: as it is, in capitals, without accents, in 8 or 16 bits a letter."""
    words = {text, text.upper(), text.lower(), fold(text), unicodedata.normalize("NFD", text)}
    words |= {json.dumps(word)[1:-1] for word in words}
    return {word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")}


def files_with(folder: Path, planted: set[bytes]) -> set[str]:
    """Return the files of a folder, at any depth, that hold one of the words."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in planted)
    }


class Day:
    """One computer of its own: every folder that a program may write to is below one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            **os.environ,
            "LANDDESK_LANG": "en",
            "LANDDESK_CONFIG": str(folder / "config"),
            "LANDDESK_LOGS": str(folder / "logs"),
            "LANDDESK_PERSON": PERSON,
            "LANDDESK_PASSPHRASE_FILE": "pass",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
        }
        for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            (folder / name).mkdir()
            self.env[name] = str(folder / name)
        for name in ("SQLITE_TMPDIR", "XDG_DATA_HOME"):
            self.env[name] = str(folder / "TMPDIR")

    def run(self, *words: str, code: int = 0, stdin: bytes | None = None) -> str:
        """Type a command line as a process of its own; what it prints is for the person's eyes."""
        return self.python("-m", "landdesk", *words, code=code, stdin=stdin)

    def python(self, *words: str, code: int = 0, stdin: bytes | None = None) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            input=stdin,
            check=False,
        )
        assert done.returncode == code, (words, done.stderr.decode())
        return done.stdout.decode()


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
