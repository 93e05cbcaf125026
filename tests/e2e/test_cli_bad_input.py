"""Bad input: one clear error each, with its code and exit number, and nothing half-written."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from landdesk.files import watch_durable_steps
from landdesk.store.dialect import sqlite
from tests.cheap_stores import as_the_program
from tests.e2e.command_line import CommandLine, Window
from tests.sources import Feature, bow_tie, plots, square, write_geojson, write_layer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def untouched(store: Path, type_in: CommandLine) -> Iterator[None]:
    """Whatever the test does, the store says the same afterwards and nothing new lies beside it."""
    before = (type_in.good("log", store).out, type_in.good("parcels", store).out)
    names = {path.name for path in store.parent.glob("*landdesk*")}
    yield
    type_in.person = None
    assert (type_in.good("log", store).out, type_in.good("parcels", store).out) == before
    assert {path.name for path in store.parent.glob("*landdesk*")} == names
    assert not list(store.parent.glob(".*.part"))


# what is no store


def test_not_a_store(type_in: CommandLine, tmp_path: Path) -> None:
    text = tmp_path / "text.landdesk"
    text.write_text("hello", "utf-8")
    empty = tmp_path / "empty.landdesk"
    empty.touch()
    other = tmp_path / "other.landdesk"
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("CREATE TABLE a (b)")
        conn.commit()
    assert type_in.refused("parcels", tmp_path / "none.landdesk") == (4, "store.missing")
    assert type_in.refused("parcels", tmp_path) == (4, "store.not-a-file")
    for path in (text, empty, other):
        assert type_in.refused("parcels", path) == (4, "store.not-a-store")
        assert type_in.refused("import", path, text) == (4, "store.not-a-store")
    assert empty.stat().st_size == 0


def test_newer_store(type_in: CommandLine, store: Path) -> None:
    with closing(sqlite3.connect(store)) as conn:
        conn.execute("PRAGMA user_version = 99")
        conn.commit()
    before = store.read_bytes()
    assert type_in.refused("parcels", store) == (4, "store.newer-schema")
    assert type_in.refused("edit", "set", store, "12/1", "--number", "2") == (4, "store.newer-schema")
    assert store.read_bytes() == before


# what cannot be made


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ((), (4, "store.no-commune")),
        (("--commune", "99999"), (4, "store.unknown-commune")),
        (("--commune", "Nha Trang"), (4, "store.unknown-commune")),
        (("--commune", "22366", "--commune", "22333"), (4, "store.one-commune")),
        (("--commune", "22736"), (4, "store.epsg-wanted")),
        (("--commune", "22366", "--epsg", "4326"), (4, "store.epsg-not-metric")),
        (("--commune", "22366", "--epsg", "2249"), (4, "store.epsg-not-metric")),
        (("--commune", "22366", "--epsg", "99999"), (4, "store.unknown-epsg")),
        (("--commune", "22366", "--epsg", "VN2000"), (2, "usage.value")),
        (("--commune", "22366", "--role", "king"), (2, "usage.value")),
        (("--commune", "22366", "--from", "base.ldpkg"), (2, "usage.from-alone")),
        (("--from", "base.ldpkg"), (4, "package.missing")),
    ],
)
def test_store_that_cannot_be(
    type_in: CommandLine, tmp_path: Path, words: tuple[str, ...], outcome: tuple[int, str]
) -> None:
    assert type_in.refused("new", "a.landdesk", *words) == outcome
    assert list(tmp_path.iterdir()) == []


def test_truong_sa_with_its_system_and_an_office_of_several(type_in: CommandLine) -> None:
    made = type_in.good("new", "a.landdesk", "--commune", "22736", "--epsg", "EPSG:3406", "--json").document
    assert (made["epsg"], made["communes"]) == (3406, ["22736"])
    words = ("--commune", "22366", "--commune", "22333", "--role", "office", "--training")
    made = type_in.good("new", "b.landdesk", *words, "--json").document
    assert (made["communes"], made["role"], made["training"]) == (["22333", "22366"], "office", True)


def test_nothing_is_overwritten(type_in: CommandLine, store: Path) -> None:
    before = store.read_bytes()
    assert type_in.refused("new", store, "--commune", "22366") == (3, "store.exists")
    assert store.read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="/sys can be written by nobody, on Linux only")
def test_folder_that_cannot_be_written(type_in: CommandLine, tmp_path: Path) -> None:
    # Permissions do not hold for root, under whom CI may run: this folder holds for everybody.
    assert type_in.refused("new", "/sys/a.landdesk", "--commune", "22366") == (5, "file.forbidden")
    (tmp_path / "file").touch()
    assert type_in.refused("new", "file/a.landdesk", "--commune", "22366") == (5, "file.missing")
    assert type_in.refused("new", "none/a.landdesk", "--commune", "22366")[0] == 5


# a full disk, a person who stops it


@contextmanager
def small_disk(pages: int) -> Iterator[None]:
    """Let every store opened now end at so many pages, as on a full disk."""

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Pool, "connect", limit)
    try:
        yield
    finally:
        event.remove(Pool, "connect", limit)


@pytest.mark.usefixtures("untouched")
def test_disk_is_full_during_an_import(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    many = write_geojson(tmp_path / "many.geojson", plots(3000))
    with small_disk(store.stat().st_size // 4096 + 4):
        assert type_in.refused("import", store, many) == (5, "store.disk-full")


@as_the_program()
def test_disk_is_full_when_a_store_is_made(type_in: CommandLine, tmp_path: Path) -> None:
    with small_disk(20):
        assert type_in.refused("new", "a.landdesk", "--commune", "22366") == (5, "store.disk-full")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("untouched")
def test_stopped_at_the_last_moment(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    other = write_geojson(tmp_path / "other.geojson", plots(9))

    def stop(step: str) -> None:
        if step == "store.commit":
            raise KeyboardInterrupt

    with watch_durable_steps(stop):
        assert type_in.refused("import", store, other) == (130, "job.cancelled")


# sources


def truncated(path: Path, share: float = 0.5) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def bad_sources(folder: Path) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield files that cannot be imported, the code that says why, and more words for the command line."""
    yield folder / "none.gpkg", "import.no-file", ()
    yield folder, "import.not-a-file", ()
    empty = folder / "empty.geojson"
    empty.touch()
    yield empty, "import.empty-file", ()
    text = folder / "text.gpkg"
    text.write_text("this is no GeoPackage", "utf-8")
    yield text, "import.unreadable", ()
    table = folder / "table.csv"
    table.write_text("a,b\n1,2\n", "utf-8")
    yield table, "form.no-headings", ()
    yield truncated(write_geojson(folder / "cut.geojson", plots(4))), "import.unreadable", ()
    yield truncated(write_layer(folder / "cut.gpkg", plots(400))), "import.unreadable", ()
    yield truncated(write_layer(folder / "cut.shp", plots(40))), "import.damaged", ()
    torn = write_layer(folder / "torn.gpkg", plots(2000))
    content = bytearray(torn.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40_000] = bytes(40_000)
    torn.write_bytes(content)
    yield torn, "import.damaged", ()
    part = write_layer(folder / "part.shp", plots(1))
    part.with_suffix(".shx").unlink()
    yield part, "import.part-missing", ()
    yield write_geojson(folder / "zero.geojson", []), "import.no-features", ()
    attributes = write_layer(folder / "table.gpkg", [(None, {"A": "1"})], geometry="None")
    yield attributes, "import.no-geometry", ()
    two = write_layer(folder / "two.gpkg", plots(1), layer="thửa đất")
    write_layer(two, plots(2), layer="old")
    yield two, "import.several-layers", ()
    yield two, "import.no-layer", ("--layer", "thua dat")
    yield write_layer(folder / "nowhere.shp", plots(1), epsg=None), "import.no-crs", ()
    yield write_geojson(folder / "metres.geojson", plots(1), epsg=None), "import.crs-elsewhere", ()
    in_degrees: list[Feature] = [
        (
            {
                "type": "Polygon",
                "coordinates": [[[109.1, 12.2], [109.2, 12.2], [109.2, 12.3], [109.1, 12.2]]],
            },
            {},
        )
    ]
    degrees = write_geojson(folder / "degrees.geojson", in_degrees, epsg=9217)
    yield degrees, "import.crs-outside", ()
    yield degrees, "import.unknown-epsg", ("--source-epsg", "99999")
    yield degrees, "usage.value", ("--source-epsg", "wgs84")
    yield degrees, "import.no-transformation", ("--source-epsg", "5514")
    good = write_geojson(folder / "good.geojson", plots(2))
    yield good, "import.no-field", ("--field", "parcel_no=SOTHUA")
    yield good, "import.unknown-target", ("--field", "parcel=SHTHUA")
    yield good, "import.field-form", ("--field", "SHTHUA")
    yield good, "import.commune", ("--commune", "22333")
    points = [({"type": "Point", "coordinates": [602_500, 1_354_300]}, {"SHTHUA": "1"})] * 2
    yield write_geojson(folder / "points.geojson", points), "import.nothing-taken", ()
    yield write_geojson(folder / "elsewhere.geojson", plots(2, MAXA="22333")), "import.nothing-taken", ()


@pytest.mark.usefixtures("untouched")
def test_source_that_cannot_be_imported(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    outcomes = []
    for path, code, words in bad_sources(folder):
        exit_number = 2 if code.startswith("usage.") else 4
        outcomes.append(
            ((path.name, *words), type_in.refused("import", store, path, *words), (exit_number, code))
        )
    assert [(name, got) for name, got, _wanted in outcomes] == [
        (name, wanted) for name, _got, wanted in outcomes
    ]


def test_nearest_names_are_said(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    good = write_geojson(tmp_path / "good.geojson", plots(2))
    assert "SHTHUA" in type_in("import", store, good, "--field", "parcel_no=SOTHUA").err.splitlines()[2]
    assert "parcel_no" in type_in("import", store, good, "--field", "parcelno=SHTHUA").err.splitlines()[2]
    two = write_layer(tmp_path / "two.gpkg", plots(1), layer="parcels_2024")
    write_layer(two, plots(2), layer="roads")
    assert "parcels_2024" in type_in("import", store, two, "--layer", "parcels").err.splitlines()[2]


def test_unfit_systems_are_imported_when_forced(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    far = write_geojson(tmp_path / "far.geojson", [(square(0), {"SHTHUA": "77"})], epsg=5514)
    assert type_in.refused("import", store, far) == (4, "import.no-transformation")
    forced = type_in.good("import", store, far, "--force-crs", "--json").document
    assert (forced["taken"], forced["forced"], forced["counts"]) == (1, True, {"geometry.outside": 1})


def test_what_is_said_row_by_row(type_in: CommandLine, store: Path, tmp_path: Path) -> None:
    mixed = write_geojson(
        tmp_path / "mixed.geojson",
        [
            (square(10), {"SHTHUA": "20", "DIENTICH": "không rõ"}),
            (bow_tie(11), {"SHTHUA": "21", "DIENTICH": "1.234"}),
            (None, {"SHTHUA": "22", "DIENTICH": None}),
            (
                {"type": "LineString", "coordinates": [[602_500, 1_354_300], [602_600, 1_354_300]]},
                {"SHTHUA": "23"},
            ),
            ({"type": "Polygon", "coordinates": [square(12)["coordinates"][0][:-1]]}, {"SHTHUA": "24"}),
            (None, {"SHTHUA": None}),
        ],
    )
    told = type_in.good("import", store, mixed, "--json").document
    assert [(note["row"], note["code"], note["taken"]) for note in told["notes"]] == [
        (1, "value.area", True),
        (2, "geometry.invalid", True),
        (2, "value.thousands-or-decimals", True),
        (3, "geometry.empty", True),
        (4, "geometry.not-polygon", False),
        (5, "geometry.unclosed", True),
        (6, "row.nothing", False),
    ]
    assert (told["read"], told["taken"], told["refused"]) == (6, 4, 2)
    by_number = {
        line["number"]: line for line in type_in.good("parcels", store, "--json").document["parcels"]
    }
    assert by_number["21"]["legal_area_m2"] == 1234
    kept = type_in.good("show", store, by_number["24"]["id"], "--json").document
    assert (kept["source_shape_kept"], kept["boundary"]) == (True, [])
    words = type_in.good(
        "import", store, write_geojson(tmp_path / "again.geojson", [(bow_tie(13), {"SHTHUA": "25"})])
    ).out
    assert "geometry.invalid" in words


# another program, another person


def write_as_another_program(store: Path, statement: str) -> None:
    with closing(sqlite3.connect(store)) as conn:
        conn.execute(statement)
        conn.commit()


def test_writes_of_another_program(type_in: CommandLine, store: Path) -> None:
    assert type_in.good("foreign", store, "--json").document["written"] == {}
    write_as_another_program(store, "UPDATE parcel SET address = '  Đường A\u0300 ' WHERE number = '1'")
    assert type_in.good("foreign", store, "--json").document["written"] == {"parcel": 1}
    assert type_in.refused("edit", "set", store, "12/2", "--number", "7") == (7, "store.foreign-writes")
    assert type_in.refused("foreign", store, "--take-over", "--put-back") == (2, "usage.one-of")
    taken = type_in.good("foreign", store, "--take-over", "--json").document["entry"]
    assert (taken["command"], taken["objects"], taken["subject"]) == ("store.take-over", 1, "12/1")
    assert type_in.good("show", store, "12/1", "--json").document["address"] == "Đường À"
    write_as_another_program(store, "DELETE FROM purpose")
    assert type_in.good("foreign", store, "--put-back", "--json").document["put_back"] == 3
    assert type_in.good("show", store, "12/1", "--json").document["purposes"][0]["land_use"] == "ONT"


_WRITER = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("BEGIN IMMEDIATE")
print("writing", flush=True)
sys.stdin.read()
"""


def test_another_process_is_writing(
    type_in: CommandLine, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.1)
    log = type_in.good("log", store).out
    command = [sys.executable, "-c", _WRITER, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "writing\n"
        for words in (
            ("edit", "set", store, "12/1", "--address", "A"),
            ("undo", store),
            ("person", "add", store, "Ai"),
            ("foreign", store, "--put-back"),
        ):
            assert type_in.refused(*words) == (5, "store.locked")
        # Who only looks does not wait.
        assert type_in.good("log", store).out == log
        other.communicate()
    type_in.good("edit", "set", store, "12/1", "--address", "A")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("words", "stream", "code"), [("log", "stdout", 5), ("log", "stderr", 0), ("undo", "stderr", 6)]
)
def test_the_answer_goes_to_a_full_disk(store: Path, words: str, stream: str, code: int) -> None:
    """As behind ``>``: an error in words where it can be said, the exit code in any case, never a fault."""
    with Path("/dev/full").open("w") as full:
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: full}
        done = subprocess.run(
            [sys.executable, "-m", "landdesk", words, str(store), "--lang", "en"],
            cwd=ROOT,
            encoding="utf-8",
            check=False,
            **streams,
        )
    assert done.returncode == code
    if stream == "stdout":
        assert done.stderr.splitlines()[0].endswith("[output.not-written]")
        assert len(done.stderr.splitlines()) == 2


def test_a_folder_of_nobody(type_in: CommandLine, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDDESK_LANG", "")
    type_in.good("parcels", store)
    assert type_in.refused("parcels", "~nobody-of-this-name/a.landdesk") == (2, "usage.value")


def test_a_picture_takes_the_place_of_a_picture_only(
    type_in: CommandLine, store: Path, tmp_path: Path
) -> None:
    before = store.read_bytes()
    assert type_in.refused("render", store, "-o", store) == (3, "render.other-file")
    assert store.read_bytes() == before
    (tmp_path / "old.png").write_bytes(b"\x89PNG\r\n\x1a\n...")
    type_in.good("render", store, "-o", "old.png")
    assert type_in.window.rendered[-1][1] == Path("old.png")


def test_wrong_names_of_parcels_users_and_work(type_in: CommandLine, store: Path) -> None:
    assert type_in.refused("show", store, "12/99") == (4, "parcel.not-found")
    assert type_in.refused("edit", "remove-user", store, "12/1", "Ai Đó") == (4, "user.unknown")
    assert type_in.refused("edit", "set", store, "12/1") == (2, "usage.nothing-given")
    assert type_in.refused("edit", "set", store, "12/1", "--legal-area", "0") == (4, "parcel.area-range")
    assert type_in.refused("edit", "set", store, "12/1", "--legal-area", "much") == (2, "usage.value")
    assert type_in.refused("edit", "split", store, "12/1", "--line", "POINT (1 2)") == (2, "usage.value")
    assert type_in.refused("edit", "move-vertex", store, "--at", "1,2", "--to", "3") == (2, "usage.value")
    assert type_in.refused("render", store, "--box", "5,0,1,1", "-o", "a.png") == (2, "usage.box")
    assert type_in.refused("work", "done", store, "12345678") == (4, "work.not-found")
    assert type_in.refused("undo", store, "--as", "Nguyen Thi Huon") == (6, "person.unknown")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("parcls",), "usage.unknown-verb"),
        (("edit", "sett"), "usage.unknown-verb"),
        (("parcels",), "usage.missing"),
        (("parcels", "a", "b"), "usage.too-many"),
        (("parcels", "a", "--serch", "b"), "usage.unknown-option"),
        (("undo", "a", "--as"), "usage.option-value"),
        (("--lang", "fr", "parcels", "a"), "usage.language"),
    ],
)
def test_command_line_that_is_not_right(type_in: CommandLine, words: tuple[str, ...], code: str) -> None:
    type_in.person = None
    answer = type_in("--json", *words) if code == "usage.language" else type_in(*words)
    assert answer.code == 2
    assert f"[{code}]" in answer.err


def test_a_fault_of_the_program_goes_to_the_log(
    type_in: CommandLine, store: Path, own_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object) -> int:
        raise ZeroDivisionError("invented")

    monkeypatch.setattr(Window, "render", fail)
    assert type_in.refused("render", store, "-o", "a.png") == (1, "program.fault")
    written = (own_log / "landdesk.log").read_text("utf-8")
    assert "ZeroDivisionError" in written
    assert os.fspath(own_log) in type_in("render", store, "-o", "a.png").err


def test_settings_that_are_spoilt_are_said_and_do_no_harm(type_in: CommandLine, store: Path) -> None:
    folder = Path(os.environ["LANDDESK_CONFIG"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps({"ui.langage": "en"}), "utf-8")
    answer = type_in("parcels", store)
    assert answer.code == 0
    assert "ui.language" in answer.err
