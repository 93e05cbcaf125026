"""``landdesk lookup``: a pasted list from a file or standard input, as a table, as JSON and as a file."""

import io
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine


@pytest.fixture
def pasted(type_in: CommandLine) -> Path:
    path = type_in.folder / "list.txt"
    path.write_text("Số định danh\n999000000123\n999000000999\n", "utf-8-sig")
    return path


def test_rows_in_the_order_of_the_list(type_in: CommandLine, store: Path, pasted: Path) -> None:
    document = type_in.good("lookup", store, pasted, "--json").document
    rows = document["rows"]
    assert [(row["line"], row["status"]) for row in rows] == [(2, "found")] * 3 + [(3, "not_found")]
    assert len({row["id"] for row in rows[:3]}) == 3
    assert rows[0]["users"] == [{"name": "Đặng Văn Đức", "identity_number": "999••••••123"}]
    assert rows[0]["has_scan"] is False
    words = type_in.good("lookup", store, pasted, "--lang", "en").out
    assert "2 lines: 1 found, 0 with several answers, 1 not found, 0 not understood" in words
    assert "Đặng Văn Đức (999••••••123)" in words


def test_from_standard_input(type_in: CommandLine, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = type_in.good("parcels", store, "--json").document["parcels"][0]
    for words in (("lookup", store), ("lookup", store, "-")):
        typed = f"{first['sheet']}/{first['number']}\nkhông rõ\n".encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8"))
        rows = type_in.good(*words, "--json").document["rows"]
        assert [(row["status"], row["key"]) for row in rows] == [
            ("found", first["key"]),
            ("unreadable", None),
        ]


def test_as_a_file(type_in: CommandLine, store: Path, pasted: Path) -> None:
    answer = type_in.good("lookup", store, pasted, "-o", "found.csv", "--lang", "en")
    assert "found.csv" in answer.out
    written = (type_in.folder / "found.csv").read_text("utf-8-sig").splitlines()
    assert len(written) == 5
    assert written[0].startswith("Line;As typed;Result;Parcel;")
    assert "Đặng Văn Đức (999••••••123)" in written[1]
    assert type_in.refused("lookup", store, pasted, "-o", "found.csv") == (3, "lookup.exists")


def test_what_is_no_list(type_in: CommandLine, store: Path) -> None:
    bad = type_in.folder / "bad.txt"
    bad.write_bytes(b"\xff\xfe1\x00")
    assert type_in.refused("lookup", store, bad) == (4, "lookup.unreadable")
    bad.write_text("\n \n")
    assert type_in.refused("lookup", store, bad) == (4, "lookup.empty")
