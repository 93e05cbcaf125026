"""Cells as values, and when they are doubtful."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.services.importing.tables import values
from landdesk.services.importing.tables.table import Cell
from landdesk.services.importing.tables.values import (
    Reading,
    identity,
    month_first,
    number,
    partial_date,
    truth,
)

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("cell", "value", "doubt"),
    [
        ("1.234,5", "1234.5", None),
        ("1,234.5", "1234.5", None),
        ("1234.5", "1234.5", None),
        ("1234,50", "1234.50", None),
        ("12,5 m²", "12.5", None),
        ("12.5m2", "12.5", None),
        ("1 234,5", "1234.5", None),
        ("12.345.678", "12345678", None),
        ("1.5 ha", "15000.0", None),
        ("-3,5", "-3.5", None),
        ("0,125", "0.125", None),
        ("0.125", "0.125", None),
        (100.5, "100.5", None),
        (7, "7", None),
        ("1.234", "1234", values.THOUSANDS_OR_DECIMALS),
        ("1,234", "1.234", values.THOUSANDS_OR_DECIMALS),
        ("1.234.5", None, values.UNREADABLE),
        ("1,2,3", None, values.UNREADABLE),
        ("khoảng 5", None, values.UNREADABLE),
        ("١٢", None, values.UNREADABLE),
        (float("nan"), None, values.UNREADABLE),
        (True, None, values.UNREADABLE),
        (None, None, None),
    ],
)
def test_numbers(cell: Cell, value: str | None, doubt: str | None) -> None:
    assert number(cell) == Reading(None if value is None else Decimal(value), doubt)


@pytest.mark.parametrize(
    ("cell", "value", "doubt"),
    [
        ("17/05/1962", "1962-05-17", None),
        ("7-5-1962", "1962-05-07", None),
        ("17.5.1962", "1962-05-17", None),
        ("1962-05-17", "1962-05-17", None),
        ("1962-05-17 00:00:00", "1962-05-17", None),
        ("ngày 5 tháng 6 năm 1999", "1999-06-05", None),
        ("1962", "1962", None),
        (1962, "1962", None),
        ("05/1962", "1962-05", None),
        ("1962-05", "1962-05", None),
        ("00/00/1962", "1962", None),
        ("00/05/1962", "1962-05", None),
        (date(1962, 5, 17), "1962-05-17", None),
        (datetime(1962, 5, 17, 10, 30), "1962-05-17", None),  # noqa: DTZ001 - a cell has no zone
        ("05/17/1962", "1962-05-17", values.DAY_OR_MONTH),
        ("7/5/62", "1962-05-07", values.TWO_DIGIT_YEAR),
        ("7/5/26", "2026-05-07", values.TWO_DIGIT_YEAR),
        ("7/5/27", "1927-05-07", values.TWO_DIGIT_YEAR),
        (22783, "1962-05-17", values.SERIAL_DATE),
        (59, "1900-02-28", values.SERIAL_DATE),
        (61, "1900-03-01", values.SERIAL_DATE),
        ("17/05/0962", "0962-05-17", values.IMPOSSIBLE_YEAR),
        ("31/02/1962", None, values.UNREADABLE),
        ("13/13/1962", None, values.UNREADABLE),
        ("không rõ", None, values.UNREADABLE),
        (0.5, None, values.UNREADABLE),
        (float("inf"), None, values.UNREADABLE),
        (None, None, None),
    ],
)
def test_dates(cell: Cell, value: str | None, doubt: str | None) -> None:
    assert partial_date(cell, TODAY) == Reading(value, doubt)


def test_a_column_with_the_month_first() -> None:
    assert month_first(["05/17/1962", "05/06/1962", None])
    assert not month_first(["17/05/1962", "05/17/1962"])
    assert not month_first(["05/06/1962", "1962"])


@pytest.mark.parametrize(
    ("cell", "value", "doubt"),
    [
        ("Có", True, None),
        ("không", False, None),
        ("X", True, None),
        (1, True, None),
        (0.0, False, None),
        ("TRUE", True, None),
        (False, False, None),
        (None, None, None),
        ("có lẽ", None, values.UNREADABLE),
        (2, None, values.UNREADABLE),
    ],
)
def test_truths(cell: Cell, value: bool | None, doubt: str | None) -> None:
    assert truth(cell) == Reading(value, doubt)


@pytest.mark.parametrize(
    ("cell", "value", "doubt"),
    [
        ("056162000001", "056162000001", None),
        ("225123456", "225123456", None),
        ("056 162 000 001", "056162000001", None),
        (225123456, "225123456", None),
        (56162000001, "056162000001", values.ZERO_RESTORED),
        ("56162000001", "056162000001", values.ZERO_RESTORED),
        (25123456, "025123456", values.ZERO_RESTORED),
        ("5.6E+10", None, values.DIGITS_LOST),
        ("5,61E+10", None, values.DIGITS_LOST),
        (56000000000, None, values.DIGITS_LOST),
        (5.61e20, None, values.DIGITS_LOST),
        ("12345", "12345", values.ODD_LENGTH),
        ("B1234567", "B1234567", values.ODD_LENGTH),
        ("không có", None, values.UNREADABLE),
        (None, None, None),
    ],
)
def test_identities(cell: Cell, value: str | None, doubt: str | None) -> None:
    assert identity(cell) == Reading(value, doubt)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_vietnamese_number_comes_back(value: Decimal) -> None:
    written = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    assert number(written) == Reading(value)
    assert number(f"{value:,.2f}") == Reading(value)


@given(st.dates(min_value=date(1850, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_comes_back(day: date) -> None:
    assert partial_date(f"{day:%d/%m/%Y}", TODAY) == Reading(day.isoformat())


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.none()))
def test_any_cell_is_read_or_doubtful(cell: Cell) -> None:
    for reading in (number(cell), partial_date(cell, TODAY), truth(cell), identity(cell)):
        assert reading.value is not None or reading.doubt is not None or cell is None
