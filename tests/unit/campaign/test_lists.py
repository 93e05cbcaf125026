"""Sync status, error paths, tracking sheet and plain lists: rows and what is said about them."""

from datetime import date
from decimal import Decimal

import pytest

from landdesk.domain import identity, serials
from landdesk.domain.errors import InvalidInputError
from landdesk.services.campaign import notes
from landdesk.services.campaign.forms import ERROR_PATHS, PLAIN, SYNC_STATUS, TRACKING, form
from landdesk.services.campaign.lists import StatusRow, TrackingRow
from landdesk.services.campaign.notes import FormNote
from landdesk.services.importing.campaign.lists import read_errors, read_plain, read_status, read_tracking
from landdesk.services.importing.tables.table import Cell
from tests.unit.campaign.tables import form_table, table

STATUS: dict[str, Cell] = {
    "commune": "22657",
    "sheet": "12",
    "parcel_no": "57",
    "register_exported": "0",
    "register_not_exported": "1",
    "blocks_in_sync": "1",
    "blocks_not_in_sync": "0",
    "attributes_only": "0",
    "people_matched": "1",
    "people_not_matched": "0",
    "people_undetermined": "0",
    "in_operation": "1",
    "not_in_operation": "0",
    "group": "Nhóm 1",
}


def status_notes(**cells: Cell) -> list[tuple[str, tuple[int, ...], str]]:
    reading = read_status(form_table(form(SYNC_STATUS), [{**STATUS, **cells}]))
    return [(note.code, note.rows, note.field) for note in reading.notes]


def test_a_status_row() -> None:
    reading = read_status(form_table(form(SYNC_STATUS), [STATUS]))
    assert reading.notes == ()
    assert reading.rows == (
        StatusRow(
            row=2,
            commune="22657",
            sheet="12",
            parcel_no="57",
            register_exported=False,
            register_not_exported=True,
            blocks_in_sync=True,
            blocks_not_in_sync=False,
            attributes_only=False,
            people_matched=True,
            people_not_matched=False,
            people_undetermined=False,
            in_operation=True,
            not_in_operation=False,
            group="Nhóm 1",
        ),
    )


@pytest.mark.parametrize("with_headings", [True, False])
def test_the_letters_hold_where_the_headings_say_nothing(with_headings: bool) -> None:
    whole = form_table(form(SYNC_STATUS), [STATUS, {**STATUS, "parcel_no": "58"}])
    rows = [list(row.cells) for row in whole.rows]
    rows[0] = [f"Trường {at}" for at in range(15)]
    reading = read_status(table(rows if with_headings else rows[1:]))
    assert [(row.sheet, row.parcel_no, row.group) for row in reading.rows] == [
        ("12", "57", "Nhóm 1"),
        ("12", "58", "Nhóm 1"),
    ]
    assert reading.notes == (FormNote(notes.NO_HEADINGS),)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"register_exported": "1"}, [(notes.FLAGS_BOTH, (2,), "register_exported")]),
        ({"in_operation": "0"}, [(notes.FLAGS_NEITHER, (2,), "in_operation")]),
        ({"in_operation": None}, [(notes.FLAGS_NEITHER, (2,), "in_operation")]),
        ({"people_undetermined": "x"}, [(notes.FLAGS_BOTH, (2,), "people_matched")]),
        ({"attributes_only": "1"}, [(notes.FLAGS_DIFFER, (2,), "attributes_only")]),
        ({"attributes_only": "?"}, [(notes.NO_FLAG, (2,), "attributes_only")]),
        ({"group": "Nhóm 9"}, [(notes.OTHER_WORD, (2,), "group")]),
        ({"commune": "Diên Điền"}, [(notes.BAD_COMMUNE, (2,), "commune")]),
        ({"sheet": None}, [(notes.ROW_NO_PARCEL, (2,), "")]),
    ],
)
def test_notes_of_a_status_row(cells: dict[str, Cell], said: list[tuple[str, tuple[int, ...], str]]) -> None:
    assert status_notes(**cells) == said


def test_a_parcel_that_stands_twice_in_a_status_file() -> None:
    reading = read_status(form_table(form(SYNC_STATUS), [STATUS, {**STATUS, "commune": "22525"}, STATUS]))
    assert reading.notes == (FormNote(notes.PARCEL_TWICE, (2, 4)),)


def test_a_tracking_sheet() -> None:
    line: dict[str, Cell] = {
        "sheet": 12,
        "parcel_no": "57",
        "group": "nhóm 2",
        "missing": "Thiếu số định danh",
        "person": "Lê Thị Đào",
        "day": date(2026, 6, 15),
        "result": "Đã bổ sung",
    }
    reading = read_tracking(form_table(form(TRACKING), [line, {**line, "day": "mai", "group": "2, 3"}]))
    assert reading.rows[0] == TrackingRow(
        row=4,
        sheet="12",
        parcel_no="57",
        group="Nhóm 2",
        missing="Thiếu số định danh",
        person="Lê Thị Đào",
        day=date(2026, 6, 15),
        result="Đã bổ sung",
    )
    assert reading.rows[1].unread == {"day": "mai"}
    assert reading.notes == (FormNote(notes.OTHER_WORD, (5,), "group"), FormNote(notes.NO_DATE, (5,), "day"))
    with pytest.raises(InvalidInputError):
        read_tracking(table([["Số tờ", "Ghi chú"], [1, 2]]))


def test_error_paths_of_a_cell() -> None:
    text = "TINHHINHDANGKY.7|CANHAN.9_2|maSoDinhDanh\nHOGIADINH.5_1|DIACHI|null; THUADAT.3_1|maMoi"
    reading = read_errors(
        form_table(
            form(ERROR_PATHS),
            [
                {
                    "sheet": 12,
                    "parcel_no": 57,
                    "serial": "DL 242877",
                    "paths": text,
                    "errors": "Chưa đồng bộ",
                },
                {},
            ],
        )
    )
    (row,) = reading.rows
    assert [path.code for path in row.paths] == ["maSoDinhDanh", "null", "maMoi"]
    assert [path.text for path in row.paths] == [part.strip() for part in text.replace("\n", ";").split(";")]
    assert (row.sheet, row.parcel_no, row.serial, row.errors) == ("12", "57", "DL 242877", "Chưa đồng bộ")
    assert reading.notes == (FormNote(notes.ROW_EMPTY, (3,)), FormNote(notes.UNKNOWN_CODE, (2,), "paths"))


def test_a_plain_list_is_guessed_from_its_headings() -> None:
    reading = read_plain(
        table(
            [
                ["DANH SÁCH CHỦ SỬ DỤNG ĐẤT"],
                [
                    "TT",
                    "HỌ TÊN",
                    "Năm sinh",
                    "Số CCCD",
                    "Tờ BĐ",
                    "Thửa số",
                    "Diện tích (m2)",
                    "Số seri GCN",
                    "Ghi chú",
                ],
                [1, "Lê Thị Đào", 1963, "999163000456", 12, "57", "1.234,5", "DL 242877", None],
                [2, "Trần A", None, "225000123", 12, 58, "?", "K 1", "xem lại"],
            ]
        )
    )
    assert [row.row for row in reading.rows] == [3, 4]
    assert reading.rows[0].values == {
        "party.name": "Lê Thị Đào",
        "party.born": "1963",
        "party.identity_number": "999163000456",
        "parcel.number": "57",
        "parcel.legal_area_m2": Decimal("1234.50"),
        "certificate.serial": "DL 242877",
    }
    assert reading.rows[1].unread == {"parcel.legal_area_m2": "?"}
    assert reading.mapping == {
        "HỌ TÊN": "party.name",
        "Năm sinh": "party.born",
        "Số CCCD": "party.identity_number",
        "Tờ BĐ": None,
        "Thửa số": "parcel.number",
        "Diện tích (m2)": "parcel.legal_area_m2",
        "Số seri GCN": "certificate.serial",
        "Ghi chú": None,
    }
    assert reading.notes == (
        FormNote(notes.COLUMN_UNUSED, (), "E"),
        FormNote(notes.COLUMN_UNUSED, (), "I"),
        FormNote(notes.PARTIAL_BIRTH, (3,), "party.born"),
        FormNote(notes.NO_AREA, (4,), "parcel.legal_area_m2"),
        FormNote(identity.OLD_CARD, (4,), "party.identity_number"),
        FormNote(serials.SERIAL_FORM, (4,), "certificate.serial"),
    )


def test_a_remembered_mapping_goes_before_what_is_guessed() -> None:
    source = table([["Tờ BĐ", "Họ tên", "Địa chỉ", "Thửa"], [12, "Lê Thị Đào", "Xứ đồng Gò Mè", 57]])
    remembered = {"tờ bđ": "parcel.sheet", "Địa chỉ": "parcel.address", "Họ tên": None}
    reading = read_plain(source, remembered)
    assert reading.rows[0].values == {
        "parcel.sheet": "12",
        "parcel.address": "Xứ đồng Gò Mè",
        "parcel.number": "57",
    }
    again = read_plain(source, reading.mapping)
    assert again.rows == reading.rows
    assert again.mapping == reading.mapping
    assert read_plain(source).rows[0].values["party.address"] == "Xứ đồng Gò Mè"


def test_a_list_of_nothing_known_is_refused() -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_plain(table([["a", "b"], ["1", "2"]]))
    assert caught.value.code == "form.no-headings"
    with pytest.raises(InvalidInputError):
        read_errors(table([]))
    others: list[list[list[Cell]]] = [[], [[1, "Lê Thị Đào", 2]] * 3, [["22657"]] * 3]
    for rows in others:
        with pytest.raises(InvalidInputError):
            read_status(table(rows))


def test_targets_of_plain_lists_are_fields_of_parcel_party_and_certificate() -> None:
    assert {one.key.partition(".")[0] for one in form(PLAIN).columns} == {"parcel", "party", "certificate"}


def test_a_word_of_the_data_does_not_make_its_row_the_headings() -> None:
    source = table([["Khác", "Họ tên", "Số thửa"], ["Loại đất", "Lê Thị Đào", "57"], ["x", "Trần A", "58"]])
    reading = read_plain(source)
    assert [row.values for row in reading.rows] == [
        {"party.name": "Lê Thị Đào", "parcel.number": "57"},
        {"party.name": "Trần A", "parcel.number": "58"},
    ]
