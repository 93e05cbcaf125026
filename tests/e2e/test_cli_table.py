"""``landdesk table`` shows what was understood, and no identity number unless it is asked for."""

from pathlib import Path

from landdesk.services.importing.text.encodings import Encoding, encode, single_bytes
from tests.e2e.command_line import CommandLine

WORDS = (
    "DANH SÁCH;;;\r\nSố tờ;Số thửa;Chủ sử dụng;CCCD\r\n1;2;Nguyễn Thị Hương;056123456789\r\n"
    "1;3;Trần Văn Đức;056123456780\r\n1;4;Smith;\r\n"
)


def table(folder: Path) -> Path:
    path = folder / "list.csv"
    path.write_bytes(single_bytes(encode(WORDS, Encoding.TCVN3)))
    return path


def test_columns_encodings_and_first_rows(type_in: CommandLine, tmp_path: Path) -> None:
    (found,) = type_in.good("table", table(tmp_path), "--rows", "2", "--json").document["tables"]
    assert (found["source"], found["encoding"], found["heading_rows"], found["rows"]) == (
        "list.csv",
        "cp1252",
        [2],
        3,
    )
    assert [column["name"] for column in found["columns"]] == ["Số tờ", "Số thửa", "Chủ sử dụng", "CCCD"]
    users = found["columns"][2]
    assert users["written"] == encode("Chủ sử dụng", Encoding.TCVN3)
    assert (users["encoding"], users["is_doubtful"], users["filled"]) == ("tcvn3", False, 3)
    assert users["examples"][0] == {
        "before": encode("Nguyễn Thị Hương", Encoding.TCVN3),
        "after": "Nguyễn Thị Hương",
    }
    assert found["first_rows"] == [
        {"row": 3, "cells": ["1", "2", "Nguyễn Thị Hương", "056••••••789"]},
        {"row": 4, "cells": ["1", "3", "Trần Văn Đức", "056••••••780"]},
    ]


def test_identity_numbers_are_hidden_until_asked_for(type_in: CommandLine, tmp_path: Path) -> None:
    said = type_in.good("table", table(tmp_path)).out
    assert "Nguyễn Thị Hương" in said
    assert encode("Nguyễn Thị Hương", Encoding.TCVN3) in said
    assert "056123456789" not in said
    assert "056123456789" in type_in.good("table", table(tmp_path), "--reveal").out
