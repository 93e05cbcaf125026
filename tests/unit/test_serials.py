"""Serials and register numbers: one spelling for one number, nothing made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.serials import (
    is_modern_register_number,
    is_serial,
    normalised_register_number,
    normalised_serial,
    serial_key,
    split_serials,
)


@pytest.mark.parametrize(
    ("written", "serial"),
    [
        ("K 550097", "K 550097"),
        ("k550097", "K 550097"),
        (" dl  242877 ", "DL 242877"),
        ("đđ659138", "ĐĐ 659138"),
        ("D\u00d0 659138", "DĐ 659138"),
        ("AA12345678", "AA 12345678"),
        ("aa-1234.5678", "AA 12345678"),
        ("1234567890", "1234567890"),
        ("K 5500971", "K 5500971"),
    ],
)
def test_serials_are_written_in_one_way(written: str, serial: str) -> None:
    assert normalised_serial(written) == serial
    assert is_serial(written)


@pytest.mark.parametrize(
    "written", ["K 55009", "AA 1234567", "ABC 123456", "123456789", "K 550097/1", "GCN", ""]
)
def test_what_is_no_serial_keeps_its_words(written: str) -> None:
    assert not is_serial(written)
    assert serial_key(normalised_serial(written)) == serial_key(written)


def test_several_serials_of_one_cell_come_once_each() -> None:
    assert split_serials("K 550097;k550096\nK550097, ") == ("K 550097", "K 550096")
    assert split_serials(" ; ") == ()


@given(st.text())
def test_a_written_serial_stays_as_it_is(text: str) -> None:
    assert normalised_serial(normalised_serial(text)) == normalised_serial(text)


@pytest.mark.parametrize(
    ("written", "number", "is_modern"),
    [
        ("CH 04421", "CH 04421", True),
        ("cn99999", "CN 99999", True),
        ("CH04421", "CH 04421", True),
        ("00123  QSDĐ/123-QĐ-UB", "00123 QSDĐ/123-QĐ-UB", False),
        ("1234", "1234", False),
    ],
)
def test_register_numbers(written: str, number: str, is_modern: bool) -> None:
    assert normalised_register_number(written) == number
    assert is_modern_register_number(written) is is_modern
