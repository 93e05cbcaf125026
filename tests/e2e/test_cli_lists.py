"""Lists and forms as files on the command line: the rows of the list, names only where somebody says what for."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.tables.table import Cell
from tests.e2e.command_line import PERSON, Answer, CommandLine


def english(type_in: CommandLine, *words: str | Path) -> Answer:
    """Run a command line that must succeed, in English."""
    return type_in.good(*words, "--lang", "en")


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def sheet_rows(path: Path) -> list[tuple[Cell, ...]]:
    (table,) = read_tables(path)
    return [row.cells for row in table.rows]


def outgoing(type_in: CommandLine, store: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = english(type_in, "outgoing", store, "--json").document["files"]
    return found


def test_parcels_without_and_with_names(type_in: CommandLine, store: Path) -> None:
    said = english(type_in, "parcels", store, "--search", "12/2", "-o", "one.csv", "--json")
    assert said.document == {"schema": "landdesk.parcels/1", "file": "one.csv", "rows": 1}
    heading, row = csv_rows(type_in.folder / "one.csv")
    assert heading == ["Parcel", "Id", "Commune", "Land use", "Legal area, m²", "Address"]
    assert (row[0], row[2], row[3], row[4]) == ("12/2", "22366", "ONT", "400,50")
    assert outgoing(type_in, store) == []
    assert type_in.refused("parcels", store, "-o", "names.xlsx", "--with-names") == (4, "leaving.no-purpose")
    assert not (type_in.folder / "names.xlsx").exists()
    english(type_in, "parcels", store, "-o", "names.xlsx", "--with-names", "--purpose", "Họp thôn")
    rows = sheet_rows(type_in.folder / "names.xlsx")
    assert rows[0][5] == "Land users"
    assert [row[5] for row in rows[1:]] == ["Đặng Văn Đức"] * 3
    assert [row[4] for row in rows[1:]] == [400.5] * 3
    (noted,) = outgoing(type_in, store)
    assert noted["purpose"] == "Họp thôn"
    assert str(noted["person"]).startswith(PERSON)
    assert (noted["columns"], noted["persons"]) == (["party.name"], 1)


def test_findings_work_and_history(type_in: CommandLine, store: Path) -> None:
    english(type_in, "edit", "set", store, "12/1", "--address", "=1+1")
    assert "rows" in english(type_in, "check", store, "-o", "check.xlsx").out
    assert sheet_rows(type_in.folder / "check.xlsx")[0][-3:] == ("What is wrong", "What to do", "Key")
    english(type_in, "work", "list", store, "-o", "work.csv")
    assert csv_rows(type_in.folder / "work.csv") == [["Id", "Kind", "State", "Parcels", "Reason", "Note"]]
    english(type_in, "log", store, "-o", "log.xlsx")
    rows = sheet_rows(type_in.folder / "log.xlsx")
    assert [row[0] for row in rows] == ["Entry", 2, 1]
    assert isinstance(rows[1][1], datetime)
    assert (rows[1][3], rows[1][4]) == ("Change attributes", "12/1")


def test_the_index_by_sheet(type_in: CommandLine, store: Path) -> None:
    english(type_in, "edit", "set", store, "12/1", "--number", "2")
    found = english(type_in, "quality", store, "--by", "sheet", "--json").document
    (group,) = found["groups"]
    assert (group["group"], group["parcels"]) == ("12", 3)
    shares = group["rules"]
    assert shares["parcel.duplicate-key"] == {"satisfied": 1, "assessed": 3}
    assert 0 < group["index"] < 100
    assert group["light"] in ("green", "yellow", "red")
    assert {(one["satisfied"], one["assessed"]) for one in shares.values()} >= {(3, 3)}
    whole = english(type_in, "quality", store, "--json").document["groups"]
    assert [one["index"] for one in whole] == [group["index"]]
    words = english(type_in, "quality", store).out
    assert "Consistent" in words.splitlines()[0]
    assert words.splitlines()[1].startswith("All ")
    hamlets = english(type_in, "quality", store, "--by", "hamlet").out
    assert [line.split("  ")[0] for line in hamlets.splitlines()[1:2]] == ["Not recorded"]
    english(type_in, "quality", store, "--by", "sheet", "-o", "quality.xlsx")
    assert list(sheet_rows(type_in.folder / "quality.xlsx")[1][:2]) == ["12", 3]
    english(type_in, "quality", store, "--by", "hamlet", "-o", "hamlets.xlsx")
    assert list(sheet_rows(type_in.folder / "hamlets.xlsx")[1][:2]) == ["Not recorded", 3]


@pytest.mark.parametrize(
    "verb", ["parcels", "check", "quality", "work list", "errors", "request list", "log"]
)
def test_an_ending_that_says_nothing(type_in: CommandLine, store: Path, verb: str) -> None:
    assert type_in.refused(*verb.split(), store, "-o", "list.docx") == (4, "export.list-ending")
    assert not (type_in.folder / "list.docx").exists()


def test_the_form_of_the_campaign(type_in: CommandLine, store: Path) -> None:
    english(type_in, "edit", "set", store, "12/1", "--address", "Thôn Đông")
    document = english(type_in, "export-pl3", store, "-o", "form.xlsx", "--sheet", "12", "--json").document
    assert (document["rows"], document["certificates"], document["parcels"]) == (3, 0, 3)
    assert document["left_out"] == []
    rows = read_tables(type_in.folder / "form.xlsx")[0].rows
    first = next(row.cells for row in rows if row.cells[0] in (1, "1"))
    assert first[1] == "22366"
    assert first[7] == "Đặng Văn Đức"
    (noted,) = outgoing(type_in, store)
    assert (noted["purpose"], noted["file_name"]) == ("export.pl3", "form.xlsx")
    assert "party.identity_number" in str(noted["columns"])
    said = english(type_in, "export-pl3", store, "-o", "two.xlsx", "--parcel", "12/2", "--purpose", "Thử").out
    assert "1 rows, 0 certificates, 1 parcels" in said
    assert "Thử" in english(type_in, "outgoing", store).out
    assert type_in.refused("export-pl3", store, "-o", "no.xlsx", "--collected-only") == (4, "export.nothing")


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("map.gpkg", ["party.name", "party.identity_number"]),
        ("map.shp", ["party.name", "party.identity_number"]),
        ("map.geojson", ["party.name", "party.identity_number"]),
        ("map.gml", ["party.name"]),
    ],
)
def test_a_map_with_land_users_is_noted(
    type_in: CommandLine, store: Path, name: str, columns: list[str]
) -> None:
    path = type_in.folder / name
    english(type_in, "export-map", store, "-o", path)
    assert (
        "Đặng Văn Đức".encode()
        not in path.with_suffix(".dbf" if name == "map.shp" else path.suffix).read_bytes()
    )
    assert outgoing(type_in, store) == []
    assert type_in.refused("export-map", store, "-o", path, "--with-users") == (4, "leaving.no-purpose")
    english(type_in, "export-map", store, "-o", path, "--with-users", "--purpose", "Đo đạc")
    content = path.with_suffix(".dbf" if name == "map.shp" else path.suffix).read_bytes()
    assert "Đặng Văn Đức".encode() in content
    assert (b"999000000123" in content) == ("party.identity_number" in columns)
    (noted,) = outgoing(type_in, store)
    assert (noted["purpose"], noted["file_name"], noted["persons"]) == ("Đo đạc", name, 1)
    assert noted["columns"] == columns


def test_a_drawing_has_no_place_for_land_users(type_in: CommandLine, store: Path) -> None:
    refused = type_in.refused("export-map", store, "-o", "map.dxf", "--with-users", "--purpose", "A")
    assert refused == (4, "export.no-place-for-users")
    assert not (type_in.folder / "map.dxf").exists()
