"""``landdesk errors`` and ``landdesk request``: from the error of a file to the office's answer, on the terminal."""

from pathlib import Path

import pytest

from landdesk.services.importing.tables.reading import read_tables
from tests.e2e.command_line import CommandLine
from tests.stores import make_store, person

HEAD = "Số tờ,Số thửa,thongTinDangKyChuaDapUngNhom1\n"
SIGN = "TINHHINHDANGKY.7|GIAYCHUNGNHAN.12_3|HOSOQUET|NOSIGN"


@pytest.fixture
def store(type_in: CommandLine) -> Path:
    path = type_in.folder / "office.landdesk"
    make_store(path).close()
    type_in.person = person("Lê Thị Đào").name
    return path


def brought(type_in: CommandLine, store: Path, rows: str, day: str) -> str:
    (type_in.folder / "loi.csv").write_text(HEAD + rows, "utf-8")
    return type_in.good("import", store, "loi.csv", "--as-of", day, "--lang", "en").out


def test_errors_are_listed_by_who_mends_them(type_in: CommandLine, store: Path) -> None:
    rows = f'12,1,"{SIGN}\nCANHAN.4_1|maSoDinhDanh"\n12,2,"THUADAT.1|maMoi"\n'
    assert "Errors that are new" in brought(type_in, store, rows, "01/11/2026")
    found = {one["code"]: one for one in type_in.good("errors", store, "--json").document["errors"]}
    assert {code: one["fixer"] for code, one in found.items()} == {
        "NOSIGN": "office",
        "maSoDinhDanh": "commune",
        "maMoi": "commune",
    }
    assert found["NOSIGN"]["words"] == SIGN
    assert found["NOSIGN"]["keys"] == "12/1"
    assert found["maMoi"]["title"] == "maMoi"
    assert found["maMoi"]["place"] == "THUADAT.1"
    english = type_in.good("errors", store, "--fixer", "office", "--lang", "en").out
    assert "Ask the branch to sign the scan" in english
    assert "maSoDinhDanh" not in english
    (one,) = type_in.good("errors", store, "--parcel", "12/2", "--json").document["errors"]
    assert one["code"] == "maMoi"
    brought(type_in, store, '12,1,""\n', "08/11/2026")
    cured = type_in.good("errors", store, "--state", "cured", "--json").document["errors"]
    assert {(one["code"], one["days"], one["ended_on"]) for one in cured} == {
        ("NOSIGN", 7, "2026-11-08"),
        ("maSoDinhDanh", 7, "2026-11-08"),
    }
    type_in.good("errors", store, "--state", "all", "-o", "loi.xlsx")
    (sheet,) = read_tables(type_in.folder / "loi.xlsx")
    assert len(sheet.rows) == 4
    type_in.good("work", "done", store, found["maMoi"]["id"])
    assert type_in.good("errors", store, "--lang", "en").out == "Nothing failed or waits.\n"


def test_an_error_becomes_a_request_that_is_answered(type_in: CommandLine, store: Path) -> None:
    brought(type_in, store, f'12,1,"{SIGN}"\n', "01/11/2026")
    (error,) = type_in.good("errors", store, "--json").document["errors"]
    type_in.good("request", "ask", store, "--error", error["id"][-8:])
    (asked,) = type_in.good("request", "list", store, "--json").document["requests"]
    assert (asked["kind"], asked["rule"], asked["keys"], asked["fixer"]) == (
        "sign_scan",
        "NOSIGN",
        "12/1",
        "office",
    )
    assert SIGN in asked["words"]
    (error,) = type_in.good("errors", store, "--json").document["errors"]
    assert error["request"] == {"id": asked["id"], "state": "asked"}
    assert type_in.refused("request", "ask", store, "--error", error["id"]) == (3, "request.again")
    type_in.good("request", "answer", store, asked["id"], "taken")
    type_in.good("request", "answer", store, asked["id"], "done", "--words", "Đã ký số")
    assert type_in.good("request", "list", store, "--lang", "en").out == "No request waits for the office.\n"
    (done,) = type_in.good("request", "list", store, "--all", "--json").document["requests"]
    assert (done["state"], done["answer"]) == ("done", "Đã ký số")
    type_in.good("request", "list", store, "--all", "-o", "yeu-cau.csv")
    assert "Đã ký số" in (type_in.folder / "yeu-cau.csv").read_text("utf-8-sig")


def test_a_request_by_hand_of_a_kind_and_withdrawn(type_in: CommandLine, store: Path) -> None:
    type_in.good("request", "ask", store, "12/1", "12/2", "--kind", "edge_conflict", "--words", "Giáp xã bên")
    (asked,) = type_in.good("request", "list", store, "--parcel", "12/2", "--json").document["requests"]
    assert (asked["kind"], asked["keys"]) == ("edge_conflict", "12/1, 12/2")
    type_in.good("request", "withdraw", store, asked["id"])
    assert type_in.good("request", "list", store, "--all", "--json").document["requests"] == []


def test_what_is_wrong_is_said(type_in: CommandLine, store: Path) -> None:
    assert type_in.refused("request", "ask", store, "--words", "A") == (4, "request.of-what")
    assert type_in.refused("request", "ask", store, "12/1", "--error", "1234") == (4, "request.of-what")
    assert type_in.refused("request", "ask", store, "12/1") == (4, "request.words")
    assert type_in.refused("request", "ask", store, "--finding", "abc") == (4, "check.no-finding")
    assert type_in.refused("request", "ask", store, "--error", "12345678") == (4, "request.not-found")
    assert type_in.refused("request", "withdraw", store, "12345678") == (4, "request.not-found")
    wrong = ("request", "ask", store, "12/1", "--kind", "x", "--words", "A")
    assert type_in.refused(*wrong) == (4, "request.kind")
