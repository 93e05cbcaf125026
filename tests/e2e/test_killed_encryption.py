"""``encrypt`` killed as a process: the store opens, a second run finishes it, no planted word is left on the disk."""

import shutil
import sys
import time
from pathlib import Path

import pytest

from landdesk.app import encryption, keys
from landdesk.app.bootstrap import open_application
from landdesk.domain.commands import AddLandUser
from landdesk.domain.progress import SilentProgress
from tests.e2e.planted import NAME, NUMBER, PASSPHRASE, PERSON, SCAN, Day, files_with, forms
from tests.sources import plots, write_geojson

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal"),
    pytest.mark.timeout(600),
]
PLANTED = forms(NAME) | forms(NUMBER)
STORE = "c.landdesk"
ENCRYPT = ("encrypt", STORE, "--passphrase-file", "words")

_SCAN = """
import sys
from pathlib import Path
from landdesk.app.bootstrap import open_application
app = open_application(Path(sys.argv[1]))
app.store.vault.put(sys.stdin.buffer.read())
app.close()
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain store that was filled with a planted name and number, and its folder."""
    folder = tmp_path_factory.mktemp("filled")
    day = Day(folder)
    (folder / "words").write_text(f"{PASSPHRASE}\n", "utf-8")
    write_geojson(folder / "plots.geojson", plots(60, DIENTICH=400.5, TENCHU=NAME, CCCD=NUMBER))
    day.env.pop("LANDDESK_PASSPHRASE_FILE")
    day.run("new", STORE, "--commune", "22366")
    day.run("import", STORE, "plots.geojson")
    day.run("restore-points", STORE, "--mark", NAME)
    day.python("-c", _SCAN, STORE, stdin=SCAN)
    (folder / "plots.geojson").unlink()
    return folder


def plain_day(filled: Path, folder: Path) -> Day:
    """Return a day of its own with that store."""
    shutil.copytree(filled, folder, dirs_exist_ok=True)
    day = Day(folder)
    day.env["LANDDESK_PASSPHRASE_FILE"] = "words"
    return day


def leave_parts(day: Day) -> None:
    """Kill what writes beside the plain store: temporary files with the record and a scan stay."""
    folder = day.folder
    for at in range(1, 9):
        if list(folder.glob(".*.part")):
            break
        assert day.killed(at, "backup", STORE, "-o", f"b{at}.ldbak")
    day.python("-c", _KILLED_SCAN, STORE, code=-9, stdin=SCAN + b"2")
    for at in range(10):
        process = day.started("backup", STORE, "-o", f"b-{at}.ldbak")
        while process.is_running and not list(folder.glob(".*.part-store")):
            time.sleep(0.001)
        process.kill()
        # It may have been quicker.
        if process.wait() != 0:
            break
    (scan,) = (folder / f"{STORE}.files").rglob(".*.part")
    assert NAME.encode() in scan.read_bytes()
    assert list(folder.glob(".*.part*"))


_KILLED_SCAN = """
import os, signal, sys
from pathlib import Path
from landdesk.app.bootstrap import open_application
from landdesk.files import watch_durable_steps
app = open_application(Path(sys.argv[1]))
with watch_durable_steps(lambda _name: os.kill(os.getpid(), signal.SIGKILL)):
    app.store.vault.put(sys.stdin.buffer.read())
"""


def opens(day: Day) -> None:
    """The store is there, whole, plain or encrypted, and is worked with."""
    keys.forget()
    app = open_application(day.folder / STORE, PERSON, passphrase=PASSPHRASE if _sealed(day) else None)
    try:
        assert app.store.verify() == []
        assert [app.store.vault.verify(one) for one in app.store.vault.digests()] == [None]
        assert app.read(lambda reader: reader.parcel_count()) == 60
        parcel = app.read(lambda reader: reader.find_parcel("12/2"))
        app.execute(AddLandUser(parcel, f"{NAME} hai"))
        app.undo()
    finally:
        app.close()


def finish(day: Day) -> None:
    """Encrypt what is still plain; the words are nowhere then, whatever the killed run left behind."""
    if not _sealed(day):
        encryption.encrypt(day.folder / STORE, PASSPHRASE, SilentProgress())
        opens(day)
    assert _sealed(day)
    assert files_with(day.folder, PLANTED | {b"SQLite format 3"}) == set()
    left = {one.name for one in day.folder.iterdir() if one.name.startswith((STORE, "."))}
    assert left == {STORE, f"{STORE}.key", f"{STORE}.files"}


def _sealed(day: Day) -> bool:
    return not _is_plain(day.folder / STORE)


def _is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"


def test_killed_at_every_durable_step(filled: Path, tmp_path: Path) -> None:
    ways: list[bool] = []
    at, went_on = 0, True
    while went_on:
        at += 1
        day = plain_day(filled, tmp_path / str(at))
        went_on = day.killed(at, *ENCRYPT)
        ways.append(_is_plain(day.folder / STORE))
        opens(day)
        finish(day)
    assert at > 10
    # First the plain one, then the encrypted one, and never back.
    assert ways == sorted(ways, reverse=True)
    assert set(ways) == {True, False}


@pytest.mark.parametrize(
    "after_s", [0.0, 0.03, *(pytest.param(late, marks=pytest.mark.soak) for late in (0.01, 0.08, 0.2))]
)
def test_killed_from_outside(filled: Path, tmp_path: Path, after_s: float) -> None:
    day = plain_day(filled, tmp_path)
    leave_parts(day)
    there = set(tmp_path.glob(".*.part*"))
    process = day.started(*ENCRYPT)
    until = time.monotonic() + 60
    while process.is_running and not set(tmp_path.glob(".*.part*")) - there and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(after_s)
    process.kill()
    process.wait()
    opens(day)
    finish(day)
