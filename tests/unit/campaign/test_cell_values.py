"""Cells by the kind of their column: understood, or kept with a code."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from landdesk.services.campaign import notes
from landdesk.services.campaign.forms import CellKind, FormColumn
from landdesk.services.codelists import shipped_lists
from landdesk.services.importing.campaign.cell_values import reader_of, written
from landdesk.services.importing.tables import values
from landdesk.services.importing.tables.table import Cell


def read(kind: CellKind, cell: Cell, *words: str) -> tuple[object, str | None]:
    reader = reader_of(FormColumn("k", kind, "K", ("k",), words=words), shipped_lists())
    first = reader(cell)
    assert reader(cell) == first
    return first


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        ("  a ", "a", None),
        (12.0, "12", None),
        (56061000123, "56061000123", None),
        ("0012", "0012", None),
        ("=1+1", "=1+1", None),
        ("#12", "#12", None),
        ("#N/A", None, notes.CELL_ERROR),
        ("a\x00b\r\nc", "a b\nc", None),
        (date(2026, 1, 3), "03/01/2026", notes.DATE_FOR_TEXT),
        (datetime(2026, 1, 3, 10, 30), "03/01/2026 10:30", notes.DATE_FOR_TEXT),  # noqa: DTZ001  # cells have no zone
        (True, "True", None),
        ("   ", None, None),
    ],
)
def test_texts(cell: Cell, text: str | None, code: str | None) -> None:
    assert read(CellKind.TEXT, cell) == (text, code)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2010, 3, 1), date(2010, 3, 1)),
        (datetime(2010, 3, 1), date(2010, 3, 1)),  # noqa: DTZ001  # cells have no zone
        ("1/3/2010", date(2010, 3, 1)),
        ("01-03-2010", date(2010, 3, 1)),
        ("1.3.2010", date(2010, 3, 1)),
        ("2010-03-01", date(2010, 3, 1)),
        ("2010-03-01 00:00:00", date(2010, 3, 1)),
        ("ngày 01 tháng 3 năm 2010", date(2010, 3, 1)),
    ],
)
def test_days(cell: Cell, day: date) -> None:
    assert read(CellKind.DATE, cell) == (day, None)
    assert read(CellKind.BIRTH, cell) == (day.isoformat(), None)


@pytest.mark.parametrize(
    ("cell", "day", "code"),
    [
        ("03/25/2010", date(2010, 3, 25), values.DAY_OR_MONTH),
        (40238, date(2010, 3, 1), values.SERIAL_DATE),
        ("1/3/1210", date(1210, 3, 1), values.IMPOSSIBLE_YEAR),
    ],
)
def test_days_to_look_at(cell: Cell, day: date, code: str) -> None:
    assert read(CellKind.DATE, cell) == (day, code)
    assert read(CellKind.BIRTH, cell) == (day.isoformat(), code)


@pytest.mark.parametrize("cell", ["1961", 1961, "5/1961", "00/00/1961"])
def test_half_a_day_is_no_day_of_issue(cell: Cell) -> None:
    assert read(CellKind.DATE, cell) == (None, notes.NO_DATE)


@pytest.mark.parametrize(
    ("cell", "number", "code"),
    [
        ("999061000123", "999061000123", None),
        ("999 061 000 123", "999 061 000 123", None),
        (56061000123, "056061000123", values.ZERO_RESTORED),
        ("22500123", "022500123", values.ZERO_RESTORED),
        ("5,6E+10", None, values.DIGITS_LOST),
        (5.6061e10, None, values.DIGITS_LOST),
        ("B1234567", "B1234567", None),
        ("không có", "không có", None),
        (date(2010, 3, 1), None, values.UNREADABLE),
        (" ", None, None),
    ],
)
def test_numbers_of_documents(cell: Cell, number: str | None, code: str | None) -> None:
    assert read(CellKind.IDENTITY, cell) == (number, code)


@pytest.mark.parametrize("cell", ["31/02/2010", "1/3/10", "không rõ", "2010-13-32", 0, True])
def test_what_is_no_day_is_kept(cell: Cell) -> None:
    assert read(CellKind.DATE, cell) == (None, notes.NO_DATE)
    assert read(CellKind.BIRTH, cell) == (None, notes.NO_DATE)


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        ("1961", "1961"),
        (1961, "1961"),
        ("00/00/1961", "1961"),
        ("5/1961", "1961-05"),
        ("00/05/1961", "1961-05"),
    ],
)
def test_days_of_birth_that_are_not_complete(cell: Cell, born: str) -> None:
    assert read(CellKind.BIRTH, cell) == (born, notes.PARTIAL_BIRTH)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("1.234,5", Decimal("1234.50"), None),
        (100.1, Decimal("100.10"), None),
        ("85 m²", Decimal("85.00"), None),
        ("1.234", Decimal("1234.00"), values.THOUSANDS_OR_DECIMALS),
        ("0,5 ha", Decimal("5000.00"), None),
        (-5, None, notes.NO_AREA),
        ("khoảng 85", None, notes.NO_AREA),
        (0, None, notes.NO_AREA),
        (date(2010, 3, 1), None, notes.NO_AREA),
        (" ", None, None),
    ],
)
def test_areas(cell: Cell, value: Decimal | None, code: str | None) -> None:
    assert read(CellKind.AREA, cell) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (True, True, None),
        (1, True, None),
        (0.0, False, None),
        ("x", True, None),
        ("Có", True, None),
        ("KHÔNG", False, None),
        ("Đúng", True, None),
        ("?", None, notes.NO_FLAG),
        (2, None, notes.NO_FLAG),
    ],
)
def test_flags(cell: Cell, value: bool | None, code: str | None) -> None:
    assert read(CellKind.FLAG, cell) == (value, code)


@pytest.mark.parametrize(
    ("words", "cell", "value", "code"),
    [
        ("sex", "NỮ", "Nữ", None),
        ("sex", "nu", "Nữ", None),
        ("sex", "F", "F", notes.OTHER_WORD),
        ("sex", "female", "female", None),
        ("member_role", "chủ  hộ", "Chủ hộ", None),
        ("land_use", "đất ở tại nông thôn", "Đất ở tại nông thôn", None),
        ("land_use", "ONT", "ONT", None),
        ("land_use", "Đất hoang hóa", "Đất hoang hóa", notes.OTHER_WORD),
        ("land_use", "ĐẤT THỔ CƯ", "Đất thổ cư", None),
        ("land_origin", "CNQ-CTT", "CNQ-CTT", notes.SEVERAL_WORDS),
        ("land_origin", "Giao đất có thu tiền", "Giao đất có thu tiền", None),
        ("parcel_group", "nhóm 2", "Nhóm 2", None),
    ],
)
def test_words(words: str, cell: Cell, value: str, code: str | None) -> None:
    assert read(CellKind.WORD, cell, words) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("lâu dài", "lâu dài", None),
        (2043.0, "2043", None),
        (date(2063, 10, 15), "15/10/2063", None),
        ("theo dự án", "theo dự án", notes.NO_TERM),
    ],
)
def test_terms_keep_their_text(cell: Cell, value: str, code: str | None) -> None:
    assert read(CellKind.TERM, cell) == (value, code)


def test_what_a_cell_looks_like() -> None:
    assert written(None) == ""
    assert written(date(2026, 12, 31)) == "31/12/2026"
    assert written(3.0) == "3"
