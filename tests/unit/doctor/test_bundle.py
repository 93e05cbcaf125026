"""The file for whoever helps holds what helps, and nobody's name."""

import json
import zipfile
from pathlib import Path

import pytest

from landdesk.app.doctor.bundle import without_account, write_bundle
from landdesk.app.doctor.observation import warning
from landdesk.app.logs import FILE_NAME, log_folder
from landdesk.domain.errors import TroubleError
from landdesk.settings import LAST_PERSON, RECENT_STORES, Settings

PERSON = "Nguyễn Văn Đức"
# Put together here, so that no file names a folder of somebody's machine.
WINDOWS = "C:\\" + "Users" + r"\{}\xa.landdesk"
ESCAPED = "'C:\\\\" + "Users" + r"\\{}'"
LINUX = "/" + "home/{}/xa.landdesk"


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home" / "duc.nv"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LANDDESK_LOGS", str(home / "log"))
    monkeypatch.setenv("LANDDESK_CONFIG", str(home / "config"))
    return home


def test_it_holds_what_was_seen_and_no_name(account: Path) -> None:
    log_folder().mkdir(parents=True)
    (log_folder() / FILE_NAME).write_text(f"INFO opened {account}/xa.landdesk\n", "utf-8")
    (log_folder() / f"{FILE_NAME}.1").write_text("INFO earlier\n", "utf-8")
    settings = Settings()
    settings.put(LAST_PERSON, {"x": PERSON})
    settings.put(RECENT_STORES, (str(account / "xa.landdesk"),))
    seen = [warning("place.stick", "Store {path}", "Work elsewhere", path=str(account / "xa.landdesk"))]
    target = account / "giúp.zip"
    names = write_bundle(target, seen, [str(seen[0].what)], settings, 0)
    with zipfile.ZipFile(target) as bundle:
        assert bundle.namelist() == names
        contents = {name: bundle.read(name).decode("utf-8") for name in names}
    assert {
        "doctor.txt",
        "doctor.json",
        "versions.json",
        "settings.json",
        FILE_NAME,
        f"{FILE_NAME}.1",
    } == set(names)
    everything = "\n".join(contents.values())
    assert PERSON not in everything
    assert "duc.nv" not in everything
    assert contents["doctor.txt"] == "Store ~/xa.landdesk\n"
    assert json.loads(contents["settings.json"])["changed"] == ["person.last", "recent.stores"]
    assert json.loads(contents["versions.json"])["shapely"] != "?"


def test_a_folder_that_takes_nothing_is_an_error_in_words(account: Path) -> None:
    with pytest.raises(TroubleError) as raised:
        write_bundle(account / "no" / "giúp.zip", [], [], Settings(), 0)
    assert raised.value.code == "file.missing"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (WINDOWS.format(r"duc.nv\Documents"), WINDOWS.format(r"…\Documents")),
        (ESCAPED.format(r"Đức Nguyễn\\xa"), ESCAPED.format(r"…\\xa")),
        (LINUX.format("duc"), LINUX.format("…")),
        ("D:/ho so/xa.landdesk", "D:/ho so/xa.landdesk"),
    ],
)
def test_names_of_accounts_in_paths(account: Path, written: str, shown: str) -> None:
    assert account.exists()
    assert without_account(written) == shown
