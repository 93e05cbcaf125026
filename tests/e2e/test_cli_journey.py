"""The main path on the command line: a store is made, filled, read, edited, taken back, checked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from landdesk import __main__ as program_file
from tests.e2e.command_line import PERSON, CommandLine
from tests.sources import SOUTH, WEST

ROOT = Path(__file__).resolve().parents[2]
DECANY = ROOT / "tests" / "data" / "decany" / "decany_parcels.gpkg"


def run_process(*words: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "landdesk", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )


def test_real_parcels_come_in_by_processes(tmp_path: Path) -> None:
    # A system that knows only ASCII: the answer is UTF-8 all the same.
    plain = {"LANDDESK_PERSON": PERSON, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    made = run_process(
        "new",
        "office.landdesk",
        "--commune",
        "22657",
        "--role",
        "office",
        "--epsg",
        "5514",
        "--json",
        cwd=tmp_path,
        **plain,
    )
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout)["person"] == PERSON
    brought = run_process("import", "office.landdesk", DECANY, "--json", cwd=tmp_path, **plain)
    report = json.loads(brought.stdout)
    assert (brought.returncode, brought.stderr) == (0, "")
    assert (report["schema"], report["entry"], report["taken"], report["refused"]) == (
        "landdesk.import/1",
        1,
        3172,
        0,
    )
    assert (report["rounded"], report["notes"]) == (0, [])
    listed = run_process("parcels", "office.landdesk", "--search", "624896/153", cwd=tmp_path, **plain)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "624896/153/36" in listed.stdout
    again = run_process("import", "office.landdesk", DECANY, cwd=tmp_path, **plain)
    assert (again.returncode, again.stdout) == (3, "")
    assert "[import.again]" in again.stderr


def test_nobody_reads_the_answer(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "landdesk", "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_parcels_are_listed_and_found(type_in: CommandLine, store: Path) -> None:
    everything = type_in.good("parcels", store, "--json").document
    assert everything["schema"] == "landdesk.parcels/1"
    assert [line["key"] for line in everything["parcels"]] == ["12/1", "12/2", "12/3"]
    assert everything["parcels"][0]["legal_area_m2"] == 400.5
    found = type_in.good("parcels", store, "--search", "dang duc", "--limit", "2", "--json").document
    assert (found["count"], len(found["parcels"])) == (3, 2)
    assert type_in.good("parcels", store, "--search", "12/2", "--json").document["count"] == 1
    assert type_in.good("parcels", store, "--search", "nobody", "--json").document["parcels"] == []


def test_lists_are_aligned(type_in: CommandLine, store: Path) -> None:
    type_in.good("edit", "add-user", store, "12/2", "Lê B")
    lines = type_in.good("parcels", store).out.splitlines()[:4]
    places = {line.index("ONT") for line in lines[1:]}
    assert len(places) == 1
    assert lines[2].index("Lê B") > lines[2].index("Đặng Văn Đức")


def test_a_parcel_is_shown_by_each_of_its_names(type_in: CommandLine, store: Path) -> None:
    shown = type_in.good("show", store, "12/2", "--json").document
    assert shown["map_area_m2"] == 400.0
    assert shown["purposes"][0]["land_use"] == "ONT"
    assert [WEST + 20.0, SOUTH] in shown["boundary"][0]
    assert len(shown["boundary"][0]) == 4
    for name in (shown["id"], shown["id"][-8:]):
        assert type_in.good("show", store, name, "--json").document["key"] == "12/2"
    words = type_in.good("show", store, "12/2").out
    assert f"{WEST + 20:.3f}" in words


def test_identity_numbers_are_masked_unless_asked_for(type_in: CommandLine, store: Path) -> None:
    for words in (type_in.good("show", store, "12/1").out, type_in.good("show", store, "12/1", "--json").out):
        assert "999000000123" not in words
        assert "999••••••123" in words
    assert "999000000123" in type_in.good("show", store, "12/1", "--reveal").out
    assert "999000000123" not in type_in.good("parcels", store, "--json").out
    assert "999000000123" not in type_in.good("log", store, "--json").out


def test_every_edit_is_an_act(type_in: CommandLine, store: Path) -> None:
    def act(*words: str) -> str:
        entry = type_in.good("edit", *words, "--json").document["entry"]
        assert entry["person"]["name"] == PERSON
        return str(entry["command"])

    name = str(store)
    assert (
        act("set", name, "12/1", "--land-use", "luc", "--legal-area", "410,25", "--address", "Thôn 1")
        == "parcel.set"
    )
    assert act("add-user", name, "12/1", "Trần Thị Bé", "--identity", "999000000456") == "user.add"
    assert act("set-user", name, "12/1", "tran thi be", "--name", "Trần Thị Bê") == "user.set"
    shown = type_in.good("show", store, "12/1", "--json").document
    assert [user["name"] for user in shown["users"]] == ["Đặng Văn Đức", "Trần Thị Bê"]
    assert (shown["legal_area_m2"], shown["address"]) == (410.25, "Thôn 1")
    assert act("remove-user", name, "12/1", "Trần Thị Bê") == "user.remove"
    assert act("set", name, "12/1", "--address", "") == "parcel.set"
    assert type_in.good("show", store, "12/1", "--json").document["address"] is None
    corner = f"{WEST + 20},{SOUTH}"
    assert act("move-vertex", name, "--at", corner, "--to", f"{WEST + 21},{SOUTH}") == "vertex.move"
    assert type_in.good("show", store, "12/2", "--json").document["map_area_m2"] == 390.0
    line = f"LINESTRING ({WEST + 50} {SOUTH - 5}, {WEST + 50} {SOUTH + 25})"
    assert act("split", name, "12/3", "--line", line) == "parcel.split"
    keys = [line["key"] for line in type_in.good("parcels", store, "--json").document["parcels"]]
    assert keys == ["12/1", "12/2", "12/3", "12/4*"]
    assert act("merge", name, "12/3", "12/4") == "parcel.merge"
    assert act("delete", name, "12/2") == "parcel.delete"
    assert type_in.good("parcels", store, "--json").document["count"] == 2


def test_undo_redo_and_log(type_in: CommandLine, store: Path) -> None:
    type_in.good("edit", "set", store, "12/1", "--number", "9")
    assert type_in.good("undo", store, "--json").document["entry"]["undoes"] == 2
    assert type_in.good("parcels", store, "--search", "12/1", "--json").document["count"] == 1
    assert type_in.good("redo", store, "--json").document["entry"]["undoes"] == 3
    assert type_in.good("parcels", store, "--search", "12/9", "--json").document["count"] == 1
    entries = type_in.good("log", store, "--json").document["entries"]
    assert [entry["number"] for entry in entries] == [4, 3, 2, 1]
    assert (entries[-1]["kind"], entries[-1]["objects"]) == ("import", 10)
    assert len(type_in.good("log", store, "--limit", "2", "--json").document["entries"]) == 2
    of_one = type_in.good("log", store, "--parcel", "12/2", "--json").document["entries"]
    assert [entry["number"] for entry in of_one] == [1]
    assert type_in.refused("redo", store) == (3, "redo.nothing")


def test_the_import_itself_is_undone_and_may_come_again(
    type_in: CommandLine, store: Path, source: Path
) -> None:
    assert type_in.refused("import", store, source) == (3, "import.again")
    type_in.good("undo", store)
    assert type_in.good("parcels", store, "--json").document["count"] == 0
    assert type_in.good("import", store, source, "--json").document["entry"] == 3


def test_check_lists_findings_and_is_strict_on_wish(type_in: CommandLine, store: Path) -> None:
    found = type_in.good("check", store, "--json").document
    assert found["schema"] == "landdesk.check/1"
    assert found["errors"] == sum(one["severity"] == "error" for one in found["findings"])
    # The file holds neither addresses nor legal areas: nobody looked for them, so they are not missing.
    assert [one for one in found["findings"] if one["rule"] == "parcel.missing-field"] == []
    for number in ("12/1", "12/2", "12/3"):
        type_in.good("record", "set", store, number, "loaded=boundary key purpose area address user")
    found = type_in.good("check", store, "--json").document
    missing = [one for one in found["findings"] if one["rule"] == "parcel.missing-field"]
    assert {one["parcels"][0]["key"] for one in missing} == {"12/1", "12/2", "12/3"}
    assert found["not_checked"] == []
    words = type_in.good("check", store).out
    assert "12/3" in words
    assert "parcel.missing-field" not in words, "people read titles, programs read codes"
    assert type_in("check", store, "--strict").code == (9 if found["errors"] else 0)
    for number in ("12/1", "12/2", "12/3"):
        type_in.good("edit", "set", store, number, "--address", "Thôn 1", "--legal-area", "400")
    assert type_in("check", store, "--strict", "--rule", "parcel.missing-field").code == 0


def test_persons_are_added_and_chosen(type_in: CommandLine, store: Path) -> None:
    made = type_in.good(
        "person", "add", store, "Lê Thị Đào", "--unit", "Chi nhánh", "--role", "clerk", "--json"
    )
    assert made.document["person"]["role"] == "clerk"
    listed = type_in.good("person", "list", store, "--json").document["persons"]
    assert [one["name"] for one in listed] == ["Lê Thị Đào", PERSON]
    assert listed[1]["unit"] == "phường Nha Trang"
    type_in.good("edit", "set", store, "12/1", "--number", "8", "--as", "le thi dao")
    newest = type_in.good("log", store, "--limit", "1", "--json").document["entries"][0]
    assert newest["person"]["name"] == "Lê Thị Đào"
    assert type_in.refused("person", "add", store, "Lê Thị Đào", "--unit", "Chi nhánh") == (
        6,
        "person.exists",
    )
    type_in.good("person", "add", store, "Lê Thị Đào", "--unit", "Trung tâm")
    assert type_in.refused("undo", store, "--as", "Lê Thị Đào") == (6, "person.ambiguous")
    type_in.good("undo", store, "--as", "Lê Thị Đào, chi nhanh")


def test_the_person_may_come_from_the_surroundings(
    type_in: CommandLine, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in.person = None
    assert type_in.refused("edit", "set", store, "12/1", "--number", "8") == (6, "person.none")
    monkeypatch.setenv("LANDDESK_PERSON", PERSON)
    type_in.good("edit", "set", store, "12/1", "--number", "8")
    type_in.good("undo", "--as", PERSON, store)


def test_a_trial_writes_nothing(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    from tests.sources import plots, write_geojson

    other = write_geojson(tmp_path / "other.geojson", plots(2))
    before = store.read_bytes()
    tried = type_in.good("import", store, other, "--dry-run", "--json").document
    assert (tried["entry"], tried["dry_run"], tried["taken"]) == (None, True, 2)
    assert store.read_bytes() == before
    type_in.person = None
    type_in.good("import", store, other, "--dry-run")
    assert type_in.refused("import", store, other) == (6, "person.none")


def test_pictures_and_windows_are_asked_of_the_front_end(type_in: CommandLine, store: Path) -> None:
    type_in.good("render", store, "--box", "-1,-2,3.5,4", "--size", "200x100", "-o", "map.png", "--json")
    type_in.good("render", store, "-o", "all.png")
    assert type_in.window.rendered == [
        (store, Path("map.png"), (-1.0, -2.0, 3.5, 4.0), (200, 100)),
        (store, Path("all.png"), None, (1600, 1200)),
    ]
    type_in.good("open", store)
    type_in.good("open", "--as", "Lê Thị Đào")
    assert type_in.window.opened == [(store, type_in.person), (None, "Lê Thị Đào")]
    type_in.good("open", "--receive", "base.ldpkg")
    assert type_in.window.received == [Path("base.ldpkg")]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("xã Diên Điền.landdesk", ["open", "xã Diên Điền.landdesk"]),
        ("GÓI 1.LDPKG", ["open", "--receive", "GÓI 1.LDPKG"]),
        (None, ["open"]),
    ],
)
def test_a_double_click_hands_over_a_name(
    monkeypatch: pytest.MonkeyPatch, name: str | None, line: list[str]
) -> None:
    typed: list[list[str]] = []

    def note(words: list[str], _front_end: object) -> int:
        typed.append(words)
        return 0

    monkeypatch.setattr(program_file, "run_command_line", note)
    assert program_file.main([] if name is None else [name]) == 0
    assert typed == [line]
