"""``landdesk doctor`` as people and installers call it."""

import json
import zipfile
from pathlib import Path

from tests.e2e.command_line import PERSON, CommandLine
from tests.e2e.test_cli_journey import run_process


def test_a_computer_and_a_store_in_words(type_in: CommandLine, tmp_path: Path) -> None:
    type_in("new", "xa.landdesk", "--commune", "22657", "--as", PERSON)
    told = type_in("doctor", "xa.landdesk", "--bundle", "help.zip", "--lang", "en")
    assert told.code == 0
    assert "✓ Store xa.landdesk: sound, 0 acts in its journal" in told.out.splitlines()
    assert "✓ Window: Qt; there is no display here" in told.out.splitlines()
    with zipfile.ZipFile(tmp_path / "help.zip") as bundle:
        assert PERSON not in "".join(bundle.read(name).decode("utf-8") for name in bundle.namelist())


def test_strict_is_for_scripts(type_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "xa.landdesk").write_bytes(b"no store")
    assert type_in("doctor", "xa.landdesk").code == 0
    assert type_in("doctor", "xa.landdesk", "--strict").code == 9
    document = json.loads(type_in("doctor", "xa.landdesk", "--json", "--lang", "en").out)
    (bad,) = [one for one in document["seen"] if one["health"] == "bad"]
    assert bad["code"] == "store.unreadable"
    assert bad["remedy"]


def test_the_smoke_test_plays_everything_and_leaves_it_where_asked(
    type_in: CommandLine, tmp_path: Path
) -> None:
    told = type_in("doctor", "--smoke", "--folder", "smoke", "--lang", "en")
    assert told.code == 0, told.err
    assert "Smoke test passed" in told.out.splitlines()[-1]
    left = {path.name for path in (tmp_path / "smoke").iterdir()}
    assert {"commune.landdesk", "office.landdesk", "change-1.ldpkg", "receipt-1.ldpkg", "window.png"} <= left
    assert {"map.gpkg", "map.dxf", "pl3-01.xlsx", "restored.landdesk"} <= left
    ((store, _person),) = type_in.window.grabbed
    assert store.name == "commune.landdesk"


def test_the_smoke_test_touches_nothing_that_is_there(type_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("mine", "utf-8")
    assert type_in("doctor", "--smoke", "--folder", "mine").code == 3
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["work.txt"]


def test_the_smoke_test_as_a_process_draws_a_real_window(tmp_path: Path) -> None:
    own = {"LANDDESK_CONFIG": str(tmp_path / "own"), "QT_QPA_PLATFORM": "offscreen"}
    done = run_process("doctor", "--smoke", "--folder", "smoke", cwd=tmp_path, **own)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "own" / "settings.json").exists(), "it is not among the stores of this person"
    assert (tmp_path / "smoke" / "window.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
