"""The example of every help page, typed as it stands: there is a state of two stores in which it works."""

import shlex
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from landdesk import __main__ as program_file
from landdesk.resources import resource_path
from landdesk.services.exporting.tables.writing import OutColumn, TableKind, write_table
from tests.e2e.command_line import CommandLine, Window
from tests.e2e.test_cli_help import ALL
from tests.sources import write_geojson, write_layer

EXAMPLES = sorted({line for command in ALL.values() for line in getattr(command, "example", "").splitlines()})

OFFICE, COMMUNE = '--as "Lê Thị B"', '--as "Nguyễn Văn A"'
BASE = (
    f"new office.landdesk --commune 22657 --role office {OFFICE}",
    f"import office.landdesk parcels.gpkg --field parcel_no=SOTHUA {OFFICE}",
    f"package base office.landdesk --commune 22657 -o base.ldpkg {OFFICE}",
    f"new commune.landdesk --from base.ldpkg {COMMUNE}",
)
EDIT = f"edit set commune.landdesk 12/346 --legal-area 99 {COMMUNE}"
CHANGE = (*BASE, EDIT, f"package change commune.landdesk -o change-1.ldpkg {COMMUNE}")
RECEIVED = (*CHANGE, f"office receive office.landdesk change-1.ldpkg {OFFICE}")
DECIDED = (*RECEIVED, f"office decide office.landdesk 1 --accept-clean {OFFICE}")
ANSWERED = (*DECIDED, f"office receipt office.landdesk 1 -o receipt-1.ldpkg {OFFICE}")
RETURNED = (
    *RECEIVED,
    f'office decide office.landdesk 1 --return RECORD --reason other --note "Đo lại" {OFFICE}',
    f"office receipt office.landdesk 1 -o receipt-1.ldpkg {OFFICE}",
    f"package receive commune.landdesk receipt-1.ldpkg {COMMUNE}",
)

ENCRYPTED = (
    *BASE[:2],
    f"office recovery-key office.landdesk {OFFICE}",
    *BASE[2:],
    "encrypt commune.landdesk",
)
UNLOCKING = (
    *ENCRYPTED,
    f'unlock-request commune.landdesk --reason "Quên" -o request.json {COMMUNE}',
    f"office unlock office.landdesk request.json -o answer.json {OFFICE}",
)
LONE = (*BASE, f"link unlink commune.landdesk 12/345 {COMMUNE}")
WORKLIST = (*BASE, f"worklist new commune.landdesk --title 'Tờ 12' --filter all {COMMUNE}")

SURVEY = (*BASE, f"survey import commune.landdesk points.csv {COMMUNE}")

JOB = (*BASE, "job write commune.landdesk 12/345 12/346 -o do-dac")

# What has to be done before, by the first words of the example; else a commune has been handed its base.
BEFORE: Mapping[str, tuple[str, ...]] = {
    "new office": (),
    "new commune": BASE[:-1],
    "import": BASE[:1],
    "table": (),
    "package base": BASE[:2],
    "edit add-user": (*BASE, f'edit remove-user commune.landdesk 12/345 "Trần Thị Hường" {COMMUNE}'),
    "edit join-nodes": (
        *BASE,
        f"edit add-vertex commune.landdesk --at 600150,1317980 {COMMUNE}",
        f"edit add-vertex commune.landdesk --at 600150.03,1317980 {COMMUNE}",
    ),
    "link candidates": LONE,
    "link set": LONE,
    "link all": LONE,
    "waive": (*BASE, EDIT),
    "undo": (*BASE, EDIT),
    "redo": (*BASE, EDIT, f"undo commune.landdesk {COMMUNE}"),
    "package change": (*BASE, EDIT),
    "package copy": CHANGE,
    "package verify": CHANGE,
    "package show": CHANGE,
    "office receive": CHANGE,
    "office list": RECEIVED,
    "office show": RECEIVED,
    "office decide": RECEIVED,
    "office receipt": DECIDED,
    "package update": DECIDED,
    "package receive": ANSWERED,
    "work reclassify": BASE,
    "request answer": (
        *BASE[:2],
        f'request ask office.landdesk 12/345 --words "Ký số" {OFFICE}',
    ),
    "request withdraw": (*BASE, f'request ask commune.landdesk 12/345 --words "Ký số" {COMMUNE}'),
    "work": RETURNED,
    "job check": JOB,
    "job accept": JOB,
    "survey points": SURVEY,
    "survey remove": SURVEY,
    "survey fit": SURVEY,
    "survey parcel": SURVEY,
    "worklist show": WORKLIST,
    "worklist next": WORKLIST,
    "worklist skip": WORKLIST,
    "worklist remove": WORKLIST,
    "adopt": (
        *BASE[:-1],
        f"new commune.landdesk --commune 22657 {COMMUNE}",
        f"import commune.landdesk parcels.gpkg --field parcel_no=SOTHUA {COMMUNE}",
    ),
    "foreign": (*BASE, "FOREIGN"),
    "originals": (*BASE, f"import commune.landdesk old.csv --text C=tcvn3 {COMMUNE}"),
    "restore commune-2026-11-30.ldbak": (
        *BASE,
        f"backup commune.landdesk -o commune-2026-11-30.ldbak {COMMUNE}",
        "GONE",
    ),
    "restore commune.landdesk": (*BASE, f'restore-points commune.landdesk --mark "Mốc" {COMMUNE}', EDIT),
    "backup commune-2026-11-30.ldbak": (
        *BASE,
        f"backup commune.landdesk -o commune-2026-11-30.ldbak {COMMUNE}",
    ),
    "passphrase": ENCRYPTED,
    "recovery-sheet": ENCRYPTED,
    "unlock-request": ENCRYPTED,
    "unlock commune.landdesk": UNLOCKING,
    "office recovery-key": BASE[:2],
    "office unlock": UNLOCKING[:-1],
}
CERTIFICATE = """
commune = "22657"
serial = "AA 123456"
persons = [{name = "Trần Văn Mít", identity_number = "056061000011"}]
parcels = [{sheet = "40", number = "7", purposes = [{land_use = "ONT"}]}]
"""
POINTS = """
1;1317980.1;600100.35
2;1317980.1;600180.1
3;1318020.1;600180.1
4;1318020.1;600100.35
5;1318060;600200
6;1318060;600220
7;1318090;600220
8;1318090;600200
"""
DELIVERED = """Số hiệu;X;Y;Người đo;Thiết bị;Ngày đo;Phương pháp
1;1317980;600100.25;Trần Văn Đo;TS06;20/11/2025;Toàn đạc
2;1317980;600180;Trần Văn Đo;TS06;20/11/2025;Toàn đạc
3;1318020;600180;Trần Văn Đo;TS06;20/11/2025;Toàn đạc
4;1318020;600100.25;Trần Văn Đo;TS06;20/11/2025;Toàn đạc
5;1318000.5;600100.25;Trần Văn Đo;TS06;20/11/2025;Toàn đạc
6;1317980;600260;Trần Văn Đo;TS06;20/11/2025;Toàn đạc
7;1318020;600260;Trần Văn Đo;TS06;20/11/2025;Toàn đạc
"""
# It opens a window at its end, or is nothing but one; `make demo` plays it.
# A receiver is at no test; tests/unit/survey plays one.
NOT_HERE = ("landdesk demo", "landdesk survey receive")


def parcels() -> list[Any]:
    """Return two neighbours around the places that examples name."""
    user = {"SOTO": "12", "LOAIDAT": "CLN", "DIENTICH": "3190", "DIACHI": "Thôn Phú Điền"}
    user |= {"TENCHU": "Trần Thị Hường", "CCCD": "999000000123"}
    west, south, north = 600_100.25, 1_317_980.0, 1_318_020.0
    first = [
        [west, south],
        [600_180, south],
        [600_180, north],
        [west, north],
        [west, 1_318_000.5],
        [west, south],
    ]
    second = [[600_180, south], [600_260, south], [600_260, north], [600_180, north], [600_180, south]]
    return [
        ({"type": "Polygon", "coordinates": [ring]}, {**user, "SOTHUA": number})
        for ring, number in ((first, "345"), (second, "346"))
    ]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Path]:
    """Folders by the lines that led there; nothing typed, the one that holds them all."""
    return {(): tmp_path_factory.mktemp("states")}


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not one.startswith(NOT_HERE)])
def test_it_works_when_typed(
    type_in: CommandLine,
    example: str,
    states: dict[tuple[str, ...], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Window, "render", staticmethod(program_file._render))
    type_in.person = None
    for name in ("words.txt", "new.txt"):
        (type_in.folder / name).write_text("ruộng lúa bên sông\n", "utf-8")
    monkeypatch.setenv("LANDDESK_PASSPHRASE_FILE", "words.txt")
    monkeypatch.setenv("LANDDESK_RECOVERY_PASSPHRASE_FILE", "words.txt")
    write_layer(type_in.folder / "parcels.gpkg", parcels())
    square = [[109.10, 12.30], [109.10, 12.31], [109.11, 12.31], [109.10, 12.30]]
    city = write_geojson(
        type_in.folder / "city.geojson",
        [({"type": "Polygon", "coordinates": [square]}, {"SOTHUA": "1"})],
        None,
    )
    city.rename(city.with_suffix(".topojson"))
    (type_in.folder / "certificate.toml").write_text(CERTIFICATE, "utf-8")
    (type_in.folder / "serials.txt").write_text("AA 12345678\n12/345\n", "utf-8")
    old = "Số tờ;Số thửa;Họ và tên\n12;345;NguyÔn V¨n Hßa\n"
    (type_in.folder / "old.csv").write_text(old, "utf-8")
    if "--replace" in example:
        own_list = resource_path("codelists", "land_use.csv").read_text("utf-8")
        (type_in.folder / "land_use.csv").write_text(f"# Quyết định của chi nhánh\n{own_list}", "utf-8")
    (type_in.folder / "points.csv").write_text(POINTS, "utf-8")
    delivery = type_in.folder / "giao-nop"
    delivery.mkdir()
    write_layer(delivery / "ket-qua.gpkg", parcels())
    (delivery / "points.csv").write_text(DELIVERED, "utf-8")
    heading = [OutColumn("Số phát hành"), OutColumn("Chủ sử dụng")]
    rows = [("AA 12345678", "Trần Thị Hường")]
    write_table(type_in.folder / "certificates.xlsx", heading, rows, TableKind.XLSX)
    words = shlex.split(example)[1:]
    starts = (" ".join(words[:2]), words[0], f"{words[0]} {Path(words[1]).stem}")
    before = next((BEFORE[start] for start in starts if start in BEFORE), BASE)
    _prepare(type_in, before, states)
    if words[0] == "waive":
        found = type_in.good("check", words[1], "--json").document["findings"]
        # Findings of this rule need no scanned paper.
        words[2] = next(one["key"] for one in found if one["rule"] == "parcel.area-mismatch")
    elif "1f3a9c02" in words:
        kind, store = ("request", words[2]) if words[0] == "request" else ("work", "commune.landdesk")
        (item,) = type_in.good(kind, "list", store, "--json").document[
            "requests" if kind == "request" else "items"
        ]
        words[words.index("1f3a9c02")] = item["id"]
    answer = type_in(*words)
    assert (answer.code, answer.err) == (0, ""), answer.out


def _prepare(type_in: CommandLine, lines: tuple[str, ...], states: dict[tuple[str, ...], Path]) -> None:
    """Bring the folder into the state after some lines; what they begin with is played once for all examples."""
    if lines and lines in states:
        shutil.copytree(states[lines], type_in.folder, dirs_exist_ok=True)
        return
    if not lines:
        return
    _prepare(type_in, lines[:-1], states)
    _play(type_in, lines[-1])
    states[lines] = states[()] / str(len(states))
    shutil.copytree(type_in.folder, states[lines])


def _play(type_in: CommandLine, line: str) -> None:
    if line == "FOREIGN":
        with closing(sqlite3.connect("commune.landdesk")) as conn:
            conn.execute("UPDATE parcel SET address = 'Thôn khác' WHERE number = '345'")
            conn.commit()
        return
    if line == "GONE":
        (type_in.folder / "commune.landdesk").unlink()
        return
    if "RECORD" in line:
        (record,) = type_in.good("office", "show", "office.landdesk", "1", "--json").document["records"]
        line = line.replace("RECORD", record["record"])
    type_in.good(*shlex.split(line))
