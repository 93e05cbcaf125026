"""A write-protected stick, a folder of somebody else: what reads works, what writes refuses, nothing is left there.

Played without the powers of root, who may write anywhere.
"""

import codecs
import sys
from collections.abc import Iterator
from pathlib import Path

import ezdxf.enums  # noqa: F401
import pytest

from landdesk import __main__ as program_file

# Loaded before the rights are given up: the interpreter's own library may not be readable for everybody.
from landdesk.services.exporting import dxf, gml  # noqa: F401
from tests.e2e.command_line import CommandLine, Window
from tests.e2e.exchange_world import COMMUNE, copied, make_world
from tests.rights import public_folder, without_rights

# Nor what reads the text of a list: Python looks for it when the first text is read.
codecs.lookup("utf-8-sig")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")

READING = (
    "parcels commune.landdesk",
    "parcels commune.landdesk --search thon --json",
    "lookup commune.landdesk list.csv --json",
    "codes commune.landdesk",
    "show commune.landdesk 12/1",
    "where commune.landdesk 12/1 --json",
    "log commune.landdesk",
    "check commune.landdesk",
    "mend commune.landdesk parcel.gap --dry-run",
    "quality commune.landdesk",
    "work list commune.landdesk",
    "errors commune.landdesk",
    "request list commune.landdesk",
    "worklist list commune.landdesk",
    "survey list commune.landdesk",
    "survey points commune.landdesk",
    "worklist states commune.landdesk",
    "worklist statistics commune.landdesk",
    "report weekly commune.landdesk -o OUT",
    "person list commune.landdesk",
    "foreign commune.landdesk",
    "office list office.landdesk",
    "office show office.landdesk 1",
    "package verify change.ldpkg",
    "package show change.ldpkg",
    "package copy commune.landdesk 1 -o OUT",
    "render commune.landdesk -o OUT",
    "export-map commune.landdesk -o OUT --format gml",
    "print commune.landdesk 12/1 -o OUT --format svg",
    "print-map commune.landdesk -o OUT --format svg",
    f"import own.landdesk other.geojson --field commune= --commune {COMMUNE} --dry-run --json",
)
WRITING = (
    "edit set commune.landdesk 12/1 --address A",
    "edit merge commune.landdesk 12/1 12/2",
    "undo commune.landdesk",
    "redo commune.landdesk",
    "work done commune.landdesk 12345678",
    "work reclassify commune.landdesk 12/1",
    "request ask commune.landdesk 12/1 --words A",
    "mend commune.landdesk parcel.gap",
    "waive commune.landdesk 12345678 --reason A",
    "worklist new commune.landdesk --filter all",
    "survey import commune.landdesk points.csv",
    "worklist goal commune.landdesk 60",
    "job accept commune.landdesk job delivery --all-good",
    "person add commune.landdesk Ai",
    "package receive commune.landdesk receipt.ldpkg",
    "package change commune.landdesk -o OUT",
    f"package base office.landdesk --commune {COMMUNE} -o OUT",
    f"package update office.landdesk --commune {COMMUNE} -o OUT",
    "office receive office.landdesk change.ldpkg",
    "office decide office.landdesk 1 --accept-clean",
    "office receipt office.landdesk 1 -o OUT",
    "adopt own.landdesk base.ldpkg",
    "codes own.landdesk --shipped sex",
    f"import own.landdesk other.geojson --field commune= --commune {COMMUNE}",
    "foreign commune.landdesk --take-over",
    "foreign commune.landdesk --put-back",
)
INTO_THE_FOLDER = (
    f"new out.landdesk --commune {COMMUNE}",
    "new out.landdesk --from base.ldpkg",
    f"package base BESIDE/office.landdesk --commune {COMMUNE} -o out.ldpkg",
    f"package update BESIDE/office.landdesk --commune {COMMUNE} -o out.ldpkg",
    "package change BESIDE/commune.landdesk -o out.ldpkg",
    "package copy BESIDE/commune.landdesk 1 -o out.ldpkg",
    "office receipt BESIDE/office.landdesk 1 -o out.ldpkg",
    "render BESIDE/commune.landdesk -o out.png",
    "export-map BESIDE/commune.landdesk -o out.gpkg",
    "export-map BESIDE/commune.landdesk -o out.shp",
    "export-map BESIDE/commune.landdesk -o out.dxf",
    "job write BESIDE/commune.landdesk 12/1 -o out-job",
    "report weekly BESIDE/commune.landdesk -o out.xlsx",
    "lookup BESIDE/commune.landdesk BESIDE/list.csv -o out.csv",
    "demo --no-window --folder out",
)
# Of folder and files: read-only are both, the folder, the files.
RIGHTS = ((0o555, 0o444), (0o555, 0o666), (0o777, 0o444))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    make_world(folder)
    (folder / "list.csv").write_text("12/1\n", "utf-8")
    return folder


@pytest.fixture
def stick(world: Path, type_in: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the world that the test locks; ``beside`` it is one that can be written, for everybody."""
    assert type_in.person
    monkeypatch.setattr(Window, "render", staticmethod(program_file._render))
    with public_folder() as parent:
        folder, beside = copied(world, parent / "stick"), copied(world, parent / "beside")
        for path in (beside, *beside.iterdir()):
            path.chmod(0o777)
        folder.chmod(0o755)
        monkeypatch.setenv("LANDDESK_CONFIG", str(parent / "settings"))
        monkeypatch.chdir(folder)
        yield folder
        monkeypatch.undo()


def lock(folder: Path, itself: int, files: int) -> None:
    for path in folder.iterdir():
        if path.is_file():
            path.chmod(files)
    folder.chmod(itself)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(("itself", "files"), RIGHTS)
def test_what_reads_says_the_same_and_what_writes_refuses(
    type_in: CommandLine, stick: Path, itself: int, files: int
) -> None:
    out = stick.parent / "beside" / "out"

    def words(line: str) -> list[str]:
        return [str(out) if word == "OUT" else word for word in line.split()]

    answers = {}
    for line in READING:
        # As the owner first; also, modules are loaded that nobody may read.
        answers[line] = type_in.good(*words(line)).out
        out.unlink(missing_ok=True)
    before = names(stick)
    lock(stick, itself, files)
    with without_rights():
        for line in READING:
            answer = type_in(*words(line))
            assert (answer.code, answer.err) == (0, ""), line
            said = answer.out
            if line.startswith("check"):
                said, answers[line] = (text.rpartition("(")[0] for text in (said, answers[line]))
            assert said == answers[line], line
            out.unlink(missing_ok=True)
        refused = {line: type_in.refused(*words(line)) for line in WRITING}
    assert refused == dict.fromkeys(WRITING, (5, "store.read-only"))
    assert names(stick) == before
    assert not out.exists()
    assert not list(out.parent.glob("*-wal")) + list(out.parent.glob(".*"))


def test_nothing_is_written_into_a_folder_that_is_read_only(type_in: CommandLine, stick: Path) -> None:
    beside = stick.parent / "beside"
    before = names(stick), names(beside)
    for line in INTO_THE_FOLDER:
        # Loads what nobody may read; afterwards nothing has been done yet.
        type_in(*line.replace("BESIDE", "missing").split())
    log = type_in.good("log", beside / "office.landdesk").out
    for path in stick.iterdir():
        assert path.name in before[0] or path.name.startswith("out")
    (stick / "out.landdesk").unlink()
    lock(stick, 0o555, 0o666)
    with without_rights():
        got = {line: type_in(*line.replace("BESIDE", str(beside)).split()) for line in INTO_THE_FOLDER}
    codes = {line: (answer.code, "[file.forbidden]" in answer.err) for line, answer in got.items()}
    assert codes == dict.fromkeys(INTO_THE_FOLDER, (5, True))
    assert type_in.good("log", beside / "office.landdesk").out == log
    assert names(beside) == before[1]
