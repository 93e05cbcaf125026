"""Encrypted stores as people type them: made, opened, forgotten, unlocked, backed up."""

import getpass
import platform
import zipfile
from pathlib import Path

import click
import pytest

from landdesk.app import keys
from landdesk.app.bootstrap import OFFICE_UNIT
from tests.e2e.command_line import PERSON, CommandLine
from tests.sources import plots, write_geojson
from tests.stores import refused

WORDS, NEW, OFFICES = "ruộng lúa bên sông", "mật khẩu mới nhớ", "mật khẩu của chi nhánh"


@pytest.fixture(autouse=True)
def no_keys() -> None:
    keys.forget()


@pytest.fixture
def words(type_in: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Files with passphrases; the store's own is named by the surroundings."""
    for name, content in (
        ("words", WORDS),
        ("new", NEW),
        ("offices", OFFICES),
        ("short", "ngắn"),
        ("none", ""),
    ):
        (type_in.folder / name).write_text(f"{content}\r\n", "utf-8")
    monkeypatch.setenv("LANDDESK_LANG", "en")
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "words")
    monkeypatch.setenv("LANDDESK_RECOVERY_PASSPHRASE_FILE", "offices")
    return type_in


class Terminal:
    """Somebody who types passphrases."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)
        monkeypatch.delenv("LANDDESK_PASSPHRASE_FILE", raising=False)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr(click, "prompt", self.prompt)

    def prompt(self, text: str, *, hide_input: bool, err: bool) -> str:
        assert hide_input
        assert err
        self.asked.append(text)
        return self._answers.pop(0)


def test_a_new_encrypted_store(words: CommandLine, source: Path) -> None:
    made = words.good("new", "c.landdesk", "--commune", "22366", "--encrypt", "--recovery-sheet", "sheet")
    (line,) = [one.strip() for one in made.out.splitlines() if one.count("-") == 6]
    assert line in (words.folder / "sheet").read_text("utf-8")
    words.good("import", "c.landdesk", source)
    keys.forget()
    assert "12/1" in words.good("parcels", "c.landdesk").out
    assert WORDS not in made.out


def test_a_passphrase_for_a_plain_store(words: CommandLine) -> None:
    for extra in (("--passphrase-file", "words"), ("--recovery-sheet", "sheet")):
        assert words.refused("new", "c.landdesk", "--commune", "22366", *extra) == (2, "usage.encrypt")
    assert not (words.folder / "c.landdesk").exists()


def test_who_has_not_the_passphrase(words: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    words.good("new", "c.landdesk", "--commune", "22366", "--encrypt")
    keys.forget()
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "new")
    assert words.refused("parcels", "c.landdesk") == (3, "store.passphrase-wrong")
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "none")
    assert words.refused("parcels", "c.landdesk") == (2, "usage.passphrase-file")
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "nowhere")
    assert words.refused("parcels", "c.landdesk") == (5, "file.missing")
    monkeypatch.delenv("LANDDESK_PASSPHRASE_FILE")
    assert words.refused("parcels", "c.landdesk") == (3, "store.passphrase-needed")
    assert words.refused("new", "d.landdesk", "--commune", "22366", "--encrypt") == (2, "usage.no-passphrase")
    assert words.refused(
        "new", "d.landdesk", "--commune", "22366", "--encrypt", "--passphrase-file", "short"
    ) == (
        4,
        "store.passphrase-short",
    )
    assert not (words.folder / "d.landdesk").exists()


def test_it_is_asked_for_on_a_terminal_once(words: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch, WORDS, WORDS, WORDS)
    words.good("new", "c.landdesk", "--commune", "22366", "--encrypt")
    assert terminal.asked == ["New passphrase", "The same once more"]
    keys.forget()
    words.good("parcels", "c.landdesk")
    words.good("log", "c.landdesk")
    assert terminal.asked[2:] == ["Passphrase of c.landdesk"]


def test_two_that_differ(words: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    Terminal(monkeypatch, WORDS, NEW)
    found = words.refused("new", "c.landdesk", "--commune", "22366", "--encrypt")
    assert found == (2, "usage.passphrase-differs")
    assert not (words.folder / "c.landdesk").exists()


def test_encrypting_changing_and_the_recovery_sheet(
    words: CommandLine, store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = words.good("encrypt", store, "--json").document["recovery_code"]
    assert words.refused("encrypt", store) == (3, "store.encrypted-already")
    keys.forget()
    words.good("passphrase", store, "--new-passphrase-file", "new")
    keys.forget()
    assert words.refused("parcels", store) == (3, "store.passphrase-wrong")
    (words.folder / "code").write_text(code.lower(), "utf-8")
    words.good("unlock", store, "--code-file", "code")
    keys.forget()
    assert "12/1" in words.good("parcels", store).out
    assert words.good("log", store, "--json").document["entries"][0]["command"] == "store.unlock"
    newer = words.good("recovery-sheet", store, "--json").document["recovery_code"]
    assert newer != code
    assert words.refused("unlock", store, "--code-file", "code") == (3, "recovery.code-other")
    (words.folder / "code").write_text(newer[:-1], "utf-8")
    assert words.refused("unlock", store, "--code-file", "code") == (4, "recovery.code-form")
    # Nobody in the store is called so: it stays locked with the passphrase that it had.
    (words.folder / "code").write_text(newer, "utf-8")
    assert words.refused("unlock", store, "--code-file", "code", "--as", "Ai Đó") == (6, "person.unknown")
    nobody = CommandLine(words.folder, capsys, None)
    noted = nobody.good("unlock", store, "--code-file", "code", "--json").document["entry"]
    assert noted["person"]["name"] == f"{getpass.getuser()}@{platform.node()}"
    Terminal(monkeypatch, newer, NEW, NEW)
    words.good("unlock", store, "--code")
    assert words.refused("unlock", store) == (2, "usage.unlock")


def test_the_office_unlocks(words: CommandLine, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words.good("new", "office.landdesk", "--commune", "22366", "--role", "office")
    words.good("import", "office.landdesk", source)
    words.good("package", "base", "office.landdesk", "--commune", "22366", "-o", "before.ldpkg")
    recipient = words.good("office", "recovery-key", "office.landdesk", "--json").document["recipient"]
    assert words.refused("office", "recovery-key", "office.landdesk") == (3, "recovery.office-key-exists")
    words.good("package", "base", "office.landdesk", "--commune", "22366", "-o", "base.ldpkg")
    made = words.good("new", "c.landdesk", "--from", "base.ldpkg", "--encrypt", "--json").document
    assert (made["encrypted"], made["recovery_code"]) == (True, None)
    assert recipient in (words.folder / "c.landdesk.key").read_text("utf-8")
    # The passphrase is forgotten.
    keys.forget()
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "new")
    asked = words.good("unlock-request", "c.landdesk", "--reason", "Quên", "-o", "request", "--json").document
    assert words.refused("unlock", "c.landdesk", "answer") == (4, "unlock.not-readable")
    answered = words.good("office", "unlock", "office.landdesk", "request", "-o", "answer", "--json").document
    assert answered["fingerprint"] == asked["fingerprint"]
    assert answered["reason"] == "Quên"
    keys.forget()
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "words")
    assert words.refused("unlock", "c.landdesk", "answer") == (3, "store.passphrase-wrong")
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "new")
    words.good("unlock", "c.landdesk", "answer")
    keys.forget()
    assert "12/1" in words.good("parcels", "c.landdesk").out
    sides = [
        words.good("log", name, "--json").document["entries"][0] for name in ("office.landdesk", "c.landdesk")
    ]
    assert [one["command"] for one in sides] == ["office.unlock", "store.unlock"]
    assert sides[0]["subject"] == f"c.landdesk · {asked['fingerprint']}"
    (answer,) = [
        one
        for one in words.good("outgoing", "office.landdesk", "--json").document["files"]
        if one["file_name"] == "answer"
    ]
    assert (answer["purpose"], answer["person"]) == (f"{PERSON}: Quên", f"{PERSON}, {OFFICE_UNIT}")
    # Why somebody asked is in no list that is printed and in no package.
    assert "Quên" not in words.good("log", "office.landdesk", "--json").out
    words.good("edit", "set", "office.landdesk", "12/1", "--address", "Thôn Một")
    words.good("package", "update", "office.landdesk", "--commune", "22366", "-o", "update.ldpkg")
    words.good("package", "base", "office.landdesk", "--commune", "22366", "-o", "base-2.ldpkg")
    for name in ("update.ldpkg", "base-2.ldpkg"):
        with zipfile.ZipFile(words.folder / name) as package:
            content = b"".join(package.read(each) for each in package.namelist())
        assert "Quên".encode() not in content
    assert words.refused("unlock", "c.landdesk", "answer") == (3, "unlock.no-request")
    assert not (words.folder / "c.landdesk.unlock").exists()
    # A base from before the key, and a store that is plain.
    document = words.good("new", "d.landdesk", "--from", "before.ldpkg", "--encrypt", "--json").document
    assert document["recovery_code"] is not None
    assert words.refused("unlock-request", "d.landdesk", "--reason", "Quên", "-o", "r2") == (
        3,
        "unlock.no-office",
    )
    assert words.refused("unlock-request", "office.landdesk", "--reason", "Quên", "-o", "r2") == (
        3,
        "store.not-encrypted",
    )


def test_a_plain_store_made_from_the_base_knows_the_office_when_it_is_encrypted(
    words: CommandLine, source: Path
) -> None:
    words.good("new", "office.landdesk", "--commune", "22366", "--role", "office")
    words.good("import", "office.landdesk", source)
    words.good("office", "recovery-key", "office.landdesk")
    words.good("package", "base", "office.landdesk", "--commune", "22366", "-o", "base.ldpkg")
    words.good("new", "c.landdesk", "--from", "base.ldpkg")
    assert words.good("encrypt", "c.landdesk", "--json").document["recovery_code"] is None
    # The office's own store is opened by nobody else: it has a sheet.
    assert words.good("encrypt", "office.landdesk", "--json").document["recovery_code"] is not None
    words.good("office", "recovery-key", "office.landdesk", "--replace")


def test_backup_and_restore(words: CommandLine, store: Path) -> None:
    words.good("encrypt", store)
    made = words.good("backup", store, "-o", "b.ldbak", "--json").document
    assert (made["encrypted"], made["parcels"], made["journal"]) == (True, 3, 1)
    words.good("backup", "b.ldbak", "--verify")
    assert words.refused("backup", store, "-o", "b.ldbak") == (3, "file.exists")
    assert words.refused("backup", store) == (2, "usage.backup")
    words.good("edit", "set", store, "12/1", "--address", "Thôn Một")
    assert words.refused("restore", "b.ldbak", "-o", store) == (3, "store.exists")
    keys.forget()
    kept = words.good("restore", "b.ldbak", "-o", store, "--replace", "--json").document["kept"]
    assert len(words.good("log", store, "--json").document["entries"]) == 1
    assert len(words.good("log", kept, "--json").document["entries"]) == 2
    words.good("restore", "b.ldbak", "-o", "again.landdesk")
    assert words.refused("restore", "b.ldbak") == (2, "usage.restore")


def test_plain_copies_beside_are_named(words: CommandLine, store: Path) -> None:
    words.good("backup", store, "-o", "b.ldbak")
    kept = Path(words.good("restore", "b.ldbak", "-o", store, "--replace", "--json").document["kept"])
    assert kept.name in words.good("encrypt", store).out
    assert words.good("parcels", kept).out
    assert words.good("outgoing", store, "--json").document["files"][0]["purpose"] == "backup"


def test_restore_points_and_what_left(words: CommandLine, store: Path) -> None:
    assert "no restore point" in words.good("restore-points", store).out
    words.good("restore-points", store, "--mark", "Trưa")
    words.good("edit", "set", store, "12/1", "--address", "Thôn Một")
    (point,) = words.good("restore-points", store, "--json").document["points"]
    assert (point["number"], point["entry"], point["words"]) == (1, 1, "Trưa")
    words.good("restore", store, "--to-point", "1")
    assert words.refused("restore", store, "--to-point", "1") == (3, "restore.nothing-since")
    assert words.refused("restore", store, "--to-point", "7") == (4, "restore.no-point")
    assert "No file left" in words.good("outgoing", store).out
    words.good("readable-copy", store, "--purpose", "In bản đồ", "-o", "map.sqlite")
    (file,) = words.good("outgoing", store, "--json").document["files"]
    assert (file["purpose"], file["persons"], file["file_name"]) == ("In bản đồ", 1, "map.sqlite")
    assert "In bản đồ" in words.good("outgoing", store).out


def test_what_an_import_brought_can_come_again_after_going_back(words: CommandLine, store: Path) -> None:
    more = write_geojson(words.folder / "more.geojson", plots(5, DIENTICH=400.5))
    words.good("import", store, more)
    assert words.good("parcels", store, "--json").out.count('"sheet"') == 5
    (point,) = words.good("restore-points", store, "--json").document["points"]
    assert point["entry"] == 1
    words.good("restore", store, "--to-point", "1")
    assert words.good("parcels", store, "--json").out.count('"sheet"') == 3
    words.good("import", store, more)
    assert words.good("parcels", store, "--json").out.count('"sheet"') == 5


def test_the_window_asks_itself(words: CommandLine, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words.good("encrypt", store)
    keys.forget()
    terminal = Terminal(monkeypatch)
    words.good("open", store)
    assert terminal.asked == []
    with refused("store.passphrase-needed"):
        keys.known_key(store)


def test_the_window_and_pictures_get_the_key(words: CommandLine, store: Path) -> None:
    words.good("encrypt", store)
    keys.forget()
    words.good("open", store)
    assert keys.known_key(store) is not None
    keys.forget()
    words.good("render", store, "-o", "map.png")
    assert keys.known_key(store) is not None
