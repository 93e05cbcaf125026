"""Every verb × every bad thing in each of its places: one clear error from the table, and nothing left behind.

A verb that is not in ``LINES`` fails the first test.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import click
import pytest

from landdesk import __main__ as program_file
from landdesk.cli.main import program
from landdesk.cli.verb import VerbGroup
from tests.e2e.bad_places import (
    BACKUPS,
    DELIVERIES,
    DESCRIPTIONS,
    FOLDERS,
    JOBS,
    LISTS,
    NEW_FOLDERS,
    OUTPUTS,
    PACKAGES,
    POINTS,
    SOURCES,
    STORES,
    TABLES,
    Outcome,
)
from tests.e2e.command_line import CommandLine, Window
from tests.e2e.exchange_world import COMMUNE, copied, make_world, run

# Places are STORE, OFFICE, PACKAGE, SOURCE, TABLE, LIST, POINTS, OUTPUT, FOLDER, NEWFOLDER, JOB and DELIVERY; each is
# filled with what is right, one with what is bad.
LINES = (
    ("new", f"OUTPUT --commune {COMMUNE}"),
    ("new", "new.landdesk --from PACKAGE"),
    ("new", "OUTPUT --from base.ldpkg"),
    ("import", "OFFICE SOURCE"),
    ("import", "OFFICE SOURCE --dry-run"),
    ("table", "TABLE"),
    ("import", "OFFICE SOURCE --swap-axes --wgs84-numbers --sheet 5 --dry-run"),
    ("export-map", "STORE -o OUTPUT --format gml"),
    ("export-map", "STORE -o OUTPUT --format geojson"),
    ("export-map", "STORE -o OUTPUT --format geojson --with-users --purpose A"),
    ("export-pl3", "STORE -o OUTPUT"),
    ("print", "STORE 12/1 -o OUTPUT --format pdf"),
    ("print", "STORE 12/1 -o OUTPUT --format dxf"),
    ("print-map", "STORE -o OUTPUT --format pdf --sheet 12"),
    ("print-map", "STORE -o OUTPUT --format svg"),
    ("originals", "STORE 1 -o OUTPUT --purpose A"),
    ("parcels", "STORE"),
    ("where", "STORE 12/1"),
    ("lookup", "STORE LIST"),
    ("lookup", "STORE LIST -o OUTPUT"),
    ("parcels", "STORE -o OUTPUT"),
    ("parcels", "STORE -o OUTPUT --with-names --purpose A"),
    ("check", "STORE -o OUTPUT"),
    ("quality", "STORE -o OUTPUT"),
    ("work list", "STORE -o OUTPUT"),
    ("log", "STORE -o OUTPUT"),
    ("show", "STORE 12/1"),
    ("enter", "STORE DESCRIPTION"),
    ("edit set", "STORE 12/1 --address A"),
    ("edit move-vertex", "STORE --at 1,2 --to 3,4"),
    ("edit add-vertex", "STORE --at 1,2 --to 3,4"),
    ("edit delete-vertex", "STORE --at 1,2"),
    ("edit move-edge", "STORE --from 1,2 --to 3,4 --by 1,1"),
    ("edit reshape", "STORE 12/1 --line LINESTRING(0_0,1_1)"),
    ("edit join-nodes", "STORE --parcel 12/1"),
    ("edit join-nodes", "STORE --box 1,2,3,4 --dry-run"),
    ("edit split", "STORE 12/1 --line LINESTRING(0_0,1_1)"),
    ("edit merge", "STORE 12/1 12/2"),
    ("edit delete", "STORE 12/1"),
    ("edit add-user", "STORE 12/1 Ai"),
    ("edit set-user", "STORE 12/1 Ai --name Ba"),
    ("edit remove-user", "STORE 12/1 Ai"),
    ("edit divide", "STORE 12/1 --parts 2 --edge 1,2"),
    ("edit new-parcel", "STORE --outline POLYGON((0_0,1_1,0_1,0_0))"),
    ("edit hole", "STORE --outline POLYGON((0_0,1_1,0_1,0_0))"),
    ("edit strip", "STORE --line LINESTRING(0_0,1_1) --width 4"),
    ("record show", "STORE 12/1"),
    ("record set", "STORE 12/1 hamlet=A"),
    ("record add", "STORE certificate serial=A"),
    ("record remove", "STORE 12/1"),
    ("link candidates", "STORE"),
    ("link candidates", "STORE 12/1"),
    ("link set", "STORE 12/1 12/2"),
    ("link unlink", "STORE 12/1"),
    ("link all", "STORE"),
    ("link all", "STORE --dry-run"),
    ("undo", "STORE"),
    ("redo", "STORE"),
    ("log", "STORE"),
    ("check", "STORE"),
    ("check", "STORE --state waived"),
    ("mend", "STORE parcel.missing-node"),
    ("mend", "STORE parcel.missing-node --parcel 12/1 --dry-run"),
    ("waive", "STORE 12345678 --reason A"),
    ("waive", "STORE 12345678 --withdraw"),
    ("quality", "STORE --by sheet"),
    ("work list", "STORE"),
    ("errors", "STORE"),
    ("errors", "STORE --parcel 12/1 -o OUTPUT"),
    ("request ask", "STORE 12/1 --words A"),
    ("request list", "STORE"),
    ("request list", "STORE -o OUTPUT"),
    ("request answer", "STORE 12345678 done"),
    ("request withdraw", "STORE 12345678"),
    ("work done", "STORE 12345678"),
    ("work send-again", "STORE 12345678"),
    ("work reclassify", "STORE 12/1"),
    ("worklist new", "STORE --filter all"),
    ("worklist list", "STORE"),
    ("worklist show", "STORE A"),
    ("worklist next", "STORE A"),
    ("worklist skip", "STORE A 12/1 --reason A"),
    ("worklist goal", "STORE 60"),
    ("worklist remove", "STORE A"),
    ("worklist statistics", "STORE"),
    ("worklist states", "STORE"),
    ("report weekly", "STORE -o OUTPUT"),
    ("survey read", "POINTS"),
    ("survey read", "points.csv --known POINTS"),
    ("survey import", "STORE POINTS"),
    ("survey list", "STORE"),
    ("survey points", "STORE"),
    ("survey remove", "STORE A"),
    ("survey fit", "STORE 12/1 --points 1,2"),
    ("survey parcel", "STORE A 1-4"),
    ("survey receive", "--into STORE --tcp 127.0.0.1:9"),
    ("job write", "STORE 12/1 -o NEWFOLDER"),
    ("job check", "STORE JOB DELIVERY"),
    ("job check", "STORE job delivery -o OUTPUT"),
    ("job check", "STORE job delivery --points POINTS"),
    ("job accept", "STORE JOB DELIVERY --all-good"),
    ("person list", "STORE"),
    ("person add", "STORE Ai"),
    ("package base", f"OFFICE --commune {COMMUNE} -o OUTPUT"),
    ("package update", f"OFFICE --commune {COMMUNE} -o OUTPUT"),
    ("package change", "STORE -o OUTPUT"),
    ("package copy", "STORE 1 -o OUTPUT"),
    ("package verify", "PACKAGE"),
    ("package show", "PACKAGE"),
    ("package receive", "STORE PACKAGE"),
    ("adopt", "OWN PACKAGE"),
    ("office receive", "OFFICE PACKAGE"),
    ("office list", "OFFICE"),
    ("office show", "OFFICE 1"),
    ("office decide", "OFFICE 1 --accept-clean"),
    ("office receipt", "OFFICE 1 -o OUTPUT"),
    ("office recovery-key", "OFFICE"),
    ("office unlock", "OFFICE request -o OUTPUT"),
    ("backup", "STORE -o OUTPUT"),
    ("backup", "BACKUP --verify"),
    ("restore", "BACKUP -o OUTPUT"),
    ("restore", "STORE --to-point 1"),
    ("restore-points", "STORE"),
    ("restore-points", "STORE --mark A"),
    ("outgoing", "STORE"),
    ("encrypt", "STORE --passphrase-file file"),
    ("encrypt", "own.landdesk --passphrase-file file --recovery-sheet OUTPUT"),
    ("passphrase", "STORE --new-passphrase-file file"),
    ("recovery-sheet", "STORE"),
    ("unlock-request", "STORE --reason A -o out --passphrase-file file"),
    ("unlock", "STORE answer --passphrase-file file"),
    ("readable-copy", "STORE --purpose A -o OUTPUT"),
    ("render", "STORE -o OUTPUT"),
    ("foreign", "STORE"),
    ("foreign", "STORE --take-over"),
    ("foreign", "STORE --put-back"),
    ("codes", "land_use -o OUTPUT"),
    ("codes", "STORE land_use"),
    ("codes", "STORE --replace use_form own.csv"),
    ("codes", "STORE --shipped use_form"),
    ("doctor", "--bundle OUTPUT"),
    ("doctor", "--smoke --folder FOLDER"),
    ("demo", "--no-window --folder FOLDER"),
    ("demo", "--checking --no-window --folder FOLDER"),
)
# The window shows what is wrong with a store in a box of its own.
WITHOUT_PLACES = {"open", "worklist filters", "record fields"}

RIGHT = {
    "STORE": "commune.landdesk",
    "OFFICE": "office.landdesk",
    "OWN": "own.landdesk",
    "PACKAGE": "base.ldpkg",
    "SOURCE": "plots.geojson",
    "TABLE": "list.csv",
    "LIST": "list.csv",
    "POINTS": "points.csv",
    "DESCRIPTION": "certificate.toml",
    "OUTPUT": "out",
    "FOLDER": "played",
    "BACKUP": "b.ldbak",
    "NEWFOLDER": "out",
    "JOB": "job",
    "DELIVERY": "delivery",
}
BAD = {
    "STORE": STORES,
    "OFFICE": STORES,
    "OWN": STORES,
    "PACKAGE": PACKAGES,
    "SOURCE": SOURCES,
    "TABLE": TABLES,
    "LIST": LISTS,
    "POINTS": POINTS,
    "DESCRIPTION": DESCRIPTIONS,
    "OUTPUT": OUTPUTS,
    "FOLDER": FOLDERS,
    "BACKUP": BACKUPS,
    "NEWFOLDER": NEW_FOLDERS,
    "JOB": JOBS,
    "DELIVERY": DELIVERIES,
}
EXISTS = {
    "codes": "codes.exists",
    "lookup": "lookup.exists",
    **dict.fromkeys(
        ("parcels", "check", "quality", "work list", "errors", "request list", "log"), "file.exists"
    ),
    "new": "store.exists",
    "restore": "store.exists",
    "render": "render.other-file",
    "export-map": "export.other-file",
    "export-pl3": "file.exists",
    "report weekly": "file.exists",
    "print": "file.exists",
    "print-map": "file.exists",
    "job check": "file.exists",
    "office unlock": "file.exists",
    "backup": "file.exists",
    "doctor": "file.exists",
    "originals": "file.exists",
    "encrypt": "file.exists",
    "readable-copy": "file.exists",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Right stores and packages, and the bad things beside them."""
    folder = tmp_path_factory.mktemp("world")
    make_world(folder)
    content = (folder / "commune.landdesk").read_bytes()
    (folder / "folder").mkdir()
    (folder / "folder" / "something").touch()
    (folder / "empty").touch()
    (folder / "list.csv").write_text("Số tờ;Số thửa\n12;1\n", "utf-8")
    (folder / "points.csv").write_text("1;1358000;590000\n2;1358030;590020\n", "utf-8")
    (folder / "certificate.toml").write_text('serial = "AA 123456"\n', "utf-8")
    (folder / "file").write_text("no store, no package\n" * 20, "utf-8")
    (folder / "cut").write_bytes(content[: len(content) // 2])
    # Every page but the first three begins with rubbish.
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    (folder / "torn").write_bytes(b"".join(pages[:3] + [b"\xa5" * 64 + page[64:] for page in pages[3:]]))
    shutil.copy(folder / "commune.landdesk", folder / "newer")
    for name, statement in (("database", "CREATE TABLE a (b)"), ("newer", "PRAGMA user_version = 99")):
        with closing(sqlite3.connect(folder / name)) as conn:
            conn.execute(statement)
            conn.commit()
    run("job", "write", folder / "commune.landdesk", "12/1", "-o", folder / "job")
    (folder / "delivery").mkdir()
    shutil.copy(folder / "job" / "parcels.gpkg", folder / "delivery" / "a.gpkg")
    packed = (folder / "base.ldpkg").read_bytes()
    middle = len(packed) // 2
    run("backup", folder / "commune.landdesk", "-o", folder / "b.ldbak")
    kept = (folder / "b.ldbak").read_bytes()
    (folder / "cut.ldbak").write_bytes(kept[: len(kept) // 2])
    (folder / "byte.ldbak").write_bytes(kept[:2000] + bytes([kept[2000] ^ 1]) + kept[2001:])
    (folder / "cut.ldpkg").write_bytes(packed[:middle])
    (folder / "byte.ldpkg").write_bytes(packed[:middle] + bytes([packed[middle] ^ 1]) + packed[middle + 1 :])
    return folder


@pytest.fixture
def place(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the world; pictures are really drawn."""
    monkeypatch.setattr(Window, "render", staticmethod(program_file._render))
    folder = copied(world, tmp_path / "world")
    monkeypatch.chdir(folder)
    (folder / "loop").symlink_to("loop")
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    return folder


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of everything in a folder."""
    found = {}
    for path in folder.rglob("*"):
        told = path.lstat()
        found[str(path.relative_to(folder))] = (told.st_size, 0 if path.is_dir() else told.st_mtime_ns)
    return found


def leaves() -> Iterator[str]:
    """Yield the words of every verb that does something."""
    root = program()
    for name in root.list_commands(click.Context(root)):
        command = root.get_command(click.Context(root), name)
        if isinstance(command, VerbGroup):
            yield from (f"{name} {one}" for one in command.commands)
        else:
            yield name


def test_every_verb_is_tried() -> None:
    assert {verb for verb, _ in LINES} | WITHOUT_PLACES == set(leaves())


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links in folders")
@pytest.mark.parametrize(("verb", "line"), LINES, ids=[f"{verb} {line}" for verb, line in LINES])
def test_a_bad_thing_in_each_place(type_in: CommandLine, place: Path, verb: str, line: str) -> None:
    before = state(place)
    wrong: list[tuple[object, ...]] = []
    for slot in (word for word in line.split() if word in BAD):
        for bad, (number, code) in BAD[slot].items():
            wanted = (number, EXISTS.get(verb, "package.exists") if code == "exists" else code)
            got = _typed(type_in, verb, line, {**RIGHT, slot: bad})
            if got != wanted:
                wrong.append((slot, bad, got, wanted))
            after = state(place)
            wrong += [(slot, bad, name, "left or changed") for name, _ in after.items() ^ before.items()]
            before = after
    assert wrong == []


def _typed(type_in: CommandLine, verb: str, line: str, places: Mapping[str, str]) -> Outcome:
    words = [
        places.get(word, word.replace("_", " ").replace(",", ", ") if "(" in word else word)
        for word in line.split()
    ]
    if verb == "demo":
        # It prints a story and knows no --json.
        answer = type_in(*verb.split(), *words)
        return answer.code, answer.err.partition("[")[2].partition("]")[0]
    return type_in.refused(*verb.split(), *words)


# Whole packages that are not for this store.
FOREIGN_PACKAGES: Mapping[str, Mapping[str, Outcome]] = {
    "new new.landdesk --from": {
        "change.ldpkg": (4, "package.not-base"),
        "receipt.ldpkg": (4, "package.not-base"),
    },
    "adopt own.landdesk": {
        "change.ldpkg": (4, "package.not-base"),
        "receipt.ldpkg": (4, "package.not-base"),
        "other/base.ldpkg": (4, "adopt.other-store"),
        "training/base.ldpkg": (4, "adopt.other-store"),
    },
    "adopt office.landdesk": {"base.ldpkg": (3, "adopt.bound")},
    "package receive commune.landdesk": {
        "change.ldpkg": (4, "package.for-office"),
        "other/base.ldpkg": (4, "package.other-dataset"),
        "other/receipt.ldpkg": (4, "package.other-dataset"),
        "training/base.ldpkg": (4, "package.other-environment"),
        "training/receipt.ldpkg": (4, "package.other-environment"),
    },
    "package receive own.landdesk": {
        "receipt.ldpkg": (4, "package.other-dataset"),
    },
    "package receive office.landdesk": {"receipt.ldpkg": (3, "package.no-base")},
    "office receive office.landdesk": {
        "base.ldpkg": (4, "office.not-change"),
        "receipt.ldpkg": (4, "office.not-change"),
        "other/change.ldpkg": (4, "package.other-dataset"),
        "training/change.ldpkg": (4, "package.other-environment"),
    },
    "office receive commune.landdesk": {"change.ldpkg": (3, "office.not-office")},
}


@pytest.mark.parametrize("verb", FOREIGN_PACKAGES)
def test_packages_that_are_meant_for_others(type_in: CommandLine, place: Path, verb: str) -> None:
    before = state(place)
    got = {name: type_in.refused(*verb.split(), name) for name in FOREIGN_PACKAGES[verb]}
    assert got == FOREIGN_PACKAGES[verb]
    assert state(place) == before
