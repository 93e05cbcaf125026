"""PL3-01 is found by its headings, numbers or letters, and no cell of it gets lost."""

from datetime import date
from decimal import Decimal

import pytest

from landdesk.domain import identity, serials
from landdesk.domain.errors import InvalidInputError
from landdesk.services.campaign import notes
from landdesk.services.campaign.forms import PL3, form
from landdesk.services.campaign.notes import Doubt, FormNote
from landdesk.services.campaign.pl3 import Pl3Purpose
from landdesk.services.importing.campaign.pl3 import find_pl3, is_pl3, read_pl3
from landdesk.services.importing.tables.heading import plain_name
from landdesk.services.importing.tables.table import Cell, Table, TableRow
from tests.unit.campaign.tables import form_table, table

FORM = form(PL3)
LINE: dict[str, Cell] = {
    "commune": 22657,
    "serial": "dđ 659138",
    "issued": date(2010, 3, 1),
    "name": "Nguyễn Văn Bảo",
    "born": "05/03/1961",
    "sex": "Nam",
    "identity_number": "999061000123",
    "holder_kind": "Cá nhân",
    "role": "Cá nhân",
    "sheet": 12.0,
    "parcel_no": "57a",
    "parcel_area_m2": "1.234,5",
    "land_use_1": "Đất ở tại nông thôn",
    "area_1_m2": 234.5,
    "term_1": "Lâu dài",
    "land_use_2": "Đất trồng cây lâu năm",
    "area_2_m2": 1000,
}


def doubts_of(**cells: Cell) -> list[tuple[str, str]]:
    row = read_pl3(form_table(FORM, [{**LINE, **cells}])).rows[0]
    return [(one.field, one.code) for one in row.doubts]


def moved(source: Table, order: list[int]) -> Table:
    """Return the table with its columns in another order."""
    rows = [
        TableRow(row.number, tuple(row.cells[at] if at < len(row.cells) else None for at in order))
        for row in source.rows
    ]
    return Table(source.source, source.sheet, source.encoding, rows)


def test_a_row_has_typed_values() -> None:
    reading = read_pl3(form_table(FORM, [LINE]))
    assert reading.notes == ()
    (row,) = reading.rows
    assert row.row == 7
    assert (row.commune, row.serial, row.issued) == ("22657", "dđ 659138", date(2010, 3, 1))
    assert (row.born, row.sheet, row.parcel_no) == ("1961-03-05", "12", "57a")
    assert row.parcel_area_m2 == Decimal("1234.5")
    assert row.purposes == (
        Pl3Purpose("Đất ở tại nông thôn", Decimal("234.5"), None, None, "Lâu dài"),
        Pl3Purpose("Đất trồng cây lâu năm", Decimal(1000), None, None, None),
    )
    assert row.unread == {}
    assert row.doubts == ()


def test_moved_columns_are_found_by_their_headings() -> None:
    plain = form_table(FORM, [LINE], numbers=False)
    back = moved(plain, [0, *range(49, 0, -1)])
    reading = read_pl3(back)
    assert reading.rows == read_pl3(plain).rows
    assert reading.notes == (FormNote(notes.COLUMN_MOVED),)


def test_numbers_of_fields_help_where_headings_say_something_else() -> None:
    source = form_table(FORM, [LINE])
    heading = source.rows[0]
    other = tuple(f"Cột {at}" if at else cell for at, cell in enumerate(heading.cells))
    reading = read_pl3(Table("f.xlsx", "Sheet1", "", [TableRow(5, other), *source.rows[1:]]))
    assert reading.rows == read_pl3(source).rows
    # O and P have no number.
    missing = {one.field for one in reading.notes if one.code == notes.COLUMN_MISSING}
    assert missing == {"current_name", "current_identity"}


def test_letters_hold_where_the_sheet_is_named_after_the_form() -> None:
    source = form_table(FORM, [LINE])
    reading = read_pl3(Table("f.xlsx", "PL3-01", "", source.rows[2:]))
    assert reading.rows == read_pl3(source).rows
    assert reading.notes == (FormNote(notes.NO_HEADINGS),)


def test_a_table_that_is_not_the_form_is_refused() -> None:
    other = table([["STT", "Số tờ", "Số thửa"], [1, 2, 3]], "Sheet1")
    assert not is_pl3(other)
    with pytest.raises(InvalidInputError) as caught:
        read_pl3(other)
    assert caught.value.code == "form.no-headings"


def test_older_workbooks_have_no_current_user() -> None:
    source = form_table(FORM, [LINE])
    without = [at for at in range(50) if at not in {14, 15}]
    reading = read_pl3(moved(source, without))
    assert reading.rows == read_pl3(source).rows
    assert reading.notes == (
        FormNote(notes.COLUMN_MOVED),
        FormNote(notes.COLUMN_MISSING, (), "current_name"),
        FormNote(notes.COLUMN_MISSING, (), "current_identity"),
    )


def test_headings_that_repeat_go_with_the_land_use_before_them() -> None:
    source = form_table(FORM, [{**LINE, "area_3_m2": 3, "land_use_3": "ONT"}], numbers=False)
    bare = {
        f"{words} loại đất {place}": words
        for words in ("Diện tích", "Nguồn gốc sử dụng")
        for place in (1, 2, 3)
    }
    heading = tuple(bare.get(str(cell), cell) for cell in source.rows[0].cells)
    # The second land use of this workbook has no area at all.
    at = next(at for at, one in enumerate(FORM.columns, 1) if one.key == "area_2_m2")
    rows = [TableRow(5, heading), *source.rows[1:]]
    reading = read_pl3(moved(Table("f", "s", "", rows), [one for one in range(50) if one != at]))
    (row,) = reading.rows
    assert (row.area_1_m2, row.area_2_m2, row.area_3_m2) == (Decimal("234.5"), None, Decimal(3))
    assert [one.field for one in reading.notes if one.code == notes.COLUMN_MISSING] == ["area_2_m2"]


def test_the_sheet_of_a_workbook_is_found() -> None:
    named, other = form_table(FORM, [LINE]), table([["Đất", "Nước"]], "Danh mục")
    renamed = Table("f", "Sheet2", "", named.rows)
    assert find_pl3([other, named]) is named
    assert find_pl3([other, renamed]) is renamed
    assert find_pl3([renamed, named]) is named
    assert find_pl3([other]) is None
    assert is_pl3(Table("f", "PL3-01 (2)", "", []))
    assert plain_name("PL3-01 (Cũ)") == "pl301cu"


def test_cells_that_cannot_be_understood_keep_their_text() -> None:
    cells: dict[str, Cell] = {"issued": "tháng 5", "area_1_m2": "hơn 200", "organisation_id": "#REF!"}
    (row,) = read_pl3(form_table(FORM, [{**LINE, **cells}])).rows
    assert row.unread == cells
    assert (row.issued, row.area_1_m2, row.organisation_id) == (None, None, None)
    assert row.doubts == (
        Doubt("issued", notes.NO_DATE),
        Doubt("organisation_id", notes.CELL_ERROR),
        Doubt("area_1_m2", notes.NO_AREA),
    )


@pytest.mark.parametrize(
    ("cells", "doubts"),
    [
        ({"commune": "Diên Điền"}, [("commune", notes.BAD_COMMUNE)]),
        ({"serial": "K 550097;K 550096"}, [("serial", notes.SEVERAL_SERIALS)]),
        ({"serial": "K 55"}, [("serial", serials.SERIAL_FORM)]),
        ({"serial": ";"}, [("serial", serials.SERIAL_FORM)]),
        ({"register_number": "chưa có"}, [("register_number", serials.REGISTER_FORM)]),
        ({"organisation_id": "9900000008"}, [("organisation_id", identity.TAX_CHECK)]),
        ({"organisation_id": "9900000009"}, []),
        ({"born": 1961}, [("born", notes.PARTIAL_BIRTH)]),
        ({"sex": "Nữ"}, [("identity_number", identity.OTHER_SEX)]),
        ({"born": "1962"}, [("born", notes.PARTIAL_BIRTH), ("identity_number", identity.OTHER_YEAR)]),
        ({"current_identity": "225000123"}, [("current_identity", identity.OLD_CARD)]),
        ({"parcel_no": date(2026, 1, 3)}, [("parcel_no", notes.DATE_FOR_TEXT)]),
        ({"land_use_1": None}, [("land_use_1", notes.PURPOSE_PARTIAL), ("land_use_2", notes.PURPOSE_GAP)]),
        ({"name": None}, [("", notes.ROW_NO_PERSON)]),
        ({"serial": None, "sheet": None}, [("", notes.ROW_NO_PARCEL)]),
        ({"serial": None, "sheet": None, "certificate_sheet": 1, "certificate_parcel": 2}, []),
        ({"term_2": "theo dự án"}, [("term_2", notes.NO_TERM)]),
    ],
)
def test_doubts(cells: dict[str, Cell], doubts: list[tuple[str, str]]) -> None:
    assert doubts_of(**cells) == doubts


def test_provinces_are_those_of_the_list_that_is_given() -> None:
    source = form_table(FORM, [LINE])
    assert read_pl3(source, {"056"}).notes == (FormNote(identity.UNKNOWN_PROVINCE, (7,), "identity_number"),)
    assert read_pl3(source, {"056", "999"}).notes == ()


def test_rows_without_values_and_columns_without_a_field_are_named() -> None:
    source = form_table(FORM, [LINE, {}, LINE])
    rows = [TableRow(row.number, (*row.cells, "Ghi chú" if row.number == 5 else None)) for row in source.rows]
    rows[-1] = TableRow(9, (*source.rows[-1].cells, None, "bên lề"))
    reading = read_pl3(Table("f", "PL3-01", "", rows))
    assert [row.row for row in reading.rows] == [7, 9]
    assert reading.notes == (
        FormNote(notes.ROW_EMPTY, (8,)),
        FormNote(notes.COLUMN_UNUSED, (), "AY"),
        FormNote(notes.COLUMN_UNUSED, (), "AZ"),
    )


def test_a_heading_that_stands_twice_is_taken_once() -> None:
    source = form_table(FORM, [LINE])
    rows = [
        TableRow(
            row.number, (*row.cells, "Giới tính" if row.number == 5 else "Nữ" if row.number == 7 else None)
        )
        for row in source.rows
    ]
    reading = read_pl3(Table("f", "PL3-01", "", rows))
    assert reading.rows[0].sex == "Nam"
    assert FormNote(notes.COLUMN_TWICE, (), "AY") in reading.notes


def test_headings_may_be_spread_over_two_rows() -> None:
    source = form_table(FORM, [LINE], numbers=False)
    upper: list[Cell] = list(source.rows[0].cells)
    lower: list[Cell] = [None] * 50
    bare = ("Loại đất", "Diện tích", "Nguồn gốc sử dụng", "Hình thức sử dụng", "Thời hạn sử dụng")
    for place in range(3):
        for at, words in enumerate(bare):
            upper[25 + 5 * place + at] = f"Mục đích thứ {place + 1}" if at == 0 else None
            lower[25 + 5 * place + at] = words
    rows = [TableRow(5, tuple(upper)), TableRow(6, tuple(lower)), *source.rows[1:]]
    reading = read_pl3(Table("f", "Sheet1", "", rows))
    assert reading.rows == read_pl3(source).rows
    assert reading.notes == ()


def test_a_word_of_the_data_is_no_heading() -> None:
    source = form_table(FORM, [{**LINE, "scan_files": "Cấp hạng", "name": "CCCD"}], numbers=False)
    reading = read_pl3(source)
    assert [(row.row, row.name, row.scan_files) for row in reading.rows] == [(7, "CCCD", "Cấp hạng")]
