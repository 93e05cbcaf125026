"""Headings are found below titles, in one row or two, and no row of data is taken for one."""

import pytest

from landdesk.services.importing.tables.heading import HeadedTable, find_heading, plain_name
from landdesk.services.importing.tables.table import Cell, Table, TableRow

Rows = list[list[Cell]]


def headed(rows: Rows, known: tuple[str, ...] = ()) -> HeadedTable:
    return find_heading(
        Table("a.xlsx", "", "", [TableRow(n, tuple(row)) for n, row in enumerate(rows, 1)]), known
    )


def seen(rows: Rows) -> tuple[tuple[int, ...], list[str], list[int]]:
    found = headed(rows)
    return found.heading_rows, [column.name for column in found.columns], [row.number for row in found.rows]


TITLE: Rows = [["DANH SÁCH THỬA ĐẤT"] * 5, ["Xã Diên Điền", None, None, None, None]]
GROUPS = ["STT", "Số tờ", "Loại đất 1 / Loại đất", "Loại đất 1 / Diện tích", "Ghi chú"]


def test_a_form_with_merged_cells() -> None:
    rows: Rows = [
        *TITLE,
        ["STT", "Số tờ", "Loại đất 1", "Loại đất 1", "Ghi chú"],
        ["STT", "Số tờ", "Loại đất", "Diện tích", "Ghi chú"],
        [1, 2, 3, 4, 5],
        [1, 12, "ONT", 100.5, "x"],
    ]
    assert seen(rows) == ((3, 4), GROUPS, [6])


def test_a_form_without_merged_cells() -> None:
    rows: Rows = [
        ["STT", "Số tờ", "Loại đất 1", None, "Ghi chú"],
        [None, None, "Loại đất", "Diện tích", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)=(3)+(4)"],
        ["1", "12", "ONT", "100,5", None],
    ]
    assert seen(rows) == ((1, 2), GROUPS, [4])


def test_groups_over_all_columns() -> None:
    names = ["Chủ sử dụng / Họ tên", "Chủ sử dụng / Địa chỉ", "Thửa đất / Số tờ", "Thửa đất / Số thửa"]
    below: Rows = [["Họ tên", "Địa chỉ", "Số tờ", "Số thửa"], ["Nguyễn A", "Nha Trang", "1", "2"]]
    for above in (["Chủ sử dụng", None, "Thửa đất", None], ["Chủ sử dụng"] * 2 + ["Thửa đất"] * 2):
        assert seen([[*above], *below]) == ((1, 2), names, [3])


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        ([["SOTO", "SOTHUA", "DIENTICH"], [1, 2, 3.5], [2, 3, 4]], (1,)),
        ([["Họ tên", "Địa chỉ"], ["Nguyễn A", "Nha Trang"], ["Trần B", "Cam Ranh"]], (1,)),
        ([["Mã", "Tên", "Loại"], ["Nhà nước", "công nhận", "đất"], ["a", "b", "c"]], (1,)),
        ([["Biểu 01", None, None], ["Tờ số", "Thửa số", "Họ tên"], ["1", "2", "Nguyễn"]], (2,)),
        ([["Số phát hành"], ["AA 12345678"]], (1,)),
        ([["K 550097", "x1"], ["DL 242877", "x2"]], ()),
        ([["1", "2", "3"], ["4", "5", "6"]], ()),
        ([[1, 2.5], [2, 3.5]], ()),
    ],
)
def test_one_row_or_none(rows: Rows, heading: tuple[int, ...]) -> None:
    found = headed(rows)
    assert found.heading_rows == heading
    first = heading[-1] if heading else 0
    assert [row.number for row in found.rows] == list(range(first + 1, len(rows) + 1))


def test_a_first_parcel_is_no_numbering() -> None:
    rows: Rows = [["Số tờ", "Số thửa", "Diện tích"], ["1", "2", "3"], ["1", "3", "4"]]
    assert seen(rows) == ((1,), ["Số tờ", "Số thửa", "Diện tích"], [2, 3])


def test_names_are_unique_and_empty_ones_have_letters() -> None:
    rows: Rows = [
        ["Số thửa", "Diện tích", None, "Diện tích", None, None],
        ["1", "2", "x", "3", None, None],
        ["2", "3", None, "4", "too much", None],
    ]
    found = headed(rows)
    assert [column.name for column in found.columns] == [
        "Số thửa",
        "Diện tích",
        "(C)",
        "Diện tích (2)",
        "(E)",
    ]
    assert [column.index for column in found.columns] == [0, 1, 2, 3, 4]
    assert found.overfull == (3,)


def test_names_are_compared_plain() -> None:
    assert plain_name("  SỐ  thửa_Đất (m²)") == plain_name("so thua dat m²")
    found = headed([["Số Tờ", "ĐỊA CHỈ"], ["1", "x"]])
    column = found.column("dia chi", "diachi")
    assert column is not None
    assert column.index == 1
    assert found.column("so thua") is None


def test_known_names_help() -> None:
    rows: Rows = [["Công ty A", "Nha Trang", "VN"], ["mavung", "khu", None], ["x", "y", None]]
    assert headed(rows).heading_rows == (1,)
    assert headed(rows, ("mavung", "khu")).heading_rows == (2,)


def test_a_heading_in_an_old_encoding() -> None:
    rows: Rows = [["Sè tê", "Sè thöa", "Chñ sö dông", "DiÖn tÝch"], ["1", "2", "NguyÔn V¨n A", "12,5"]]
    found = headed(rows)
    assert [column.name for column in found.columns] == ["Số tờ", "Số thửa", "Chủ sử dụng", "Diện tích"]
    assert [column.written for column in found.columns] == rows[0]
    assert found.rows[0].cells == tuple(rows[1])


def test_an_empty_table() -> None:
    assert headed([]).columns == ()
