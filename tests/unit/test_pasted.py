"""Pasted lists: what each line asks for, in the spellings that people and programs use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.pasted import Asked, parse_pasted


def meaning(one: Asked) -> tuple[str, ...] | str | None:
    return one.parcel or one.certificate or one.identity


@pytest.mark.parametrize(
    ("line", "parcel"),
    [
        ("12/57", ("12", "57")),
        ("12/57*", ("12", "57")),
        (" 12 / 57 ", ("12", "57")),
        ("12 57", ("12", "57")),
        ("12, 57", ("12", "57")),
        ("12\t57", ("12", "57")),
        ("12;57", ("12", "57")),
        ("DC12/57a", ("DC12", "57a")),
        ("tờ 12 thửa 57", ("12", "57")),
        ("TỜ 12, THỬA 57", ("12", "57")),
        ("Tờ bản đồ số 12, thửa đất số 57", ("12", "57")),
        ("thửa đất số: 57; tờ bản đồ số: 12", ("12", "57")),
        ("Thửa 57 tờ DC3 xã Diên Điền", ("DC3", "57")),
        ("to 12 thua 57", ("12", "57")),
    ],
)
def test_a_parcel(line: str, parcel: tuple[str, str]) -> None:
    assert [one.parcel for one in parse_pasted(line)] == [parcel]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("BĐ 123456", "BĐ123456"),
        ("bđ-123456", "BĐ123456"),
        ("CH 00.457/QSDĐ", "CH00457/QSDĐ"),
        ("AA 01234567\tNguyễn Văn A", "AA01234567"),
        ("123456", "123456"),
        ("G2XF8VQK9RW1", "G2XF8VQK9RW1"),
    ],
)
def test_a_number_of_a_certificate_or_parcel(line: str, key: str) -> None:
    assert [one.certificate for one in parse_pasted(line)] == [key]


@pytest.mark.parametrize("line", ["999000000001", "999 000 000 001", "999.000.000.001"])
def test_an_identity_number(line: str) -> None:
    assert [one.identity for one in parse_pasted(line)] == ["999000000001"]


def test_an_old_identity_card() -> None:
    assert [one.identity for one in parse_pasted("225 000 101")] == ["225000101"]


@pytest.mark.parametrize("line", ["Nguyễn Văn A", "57", "A1", "12/", "?"])
def test_what_asks_for_nothing(line: str) -> None:
    (asked,) = parse_pasted(line)
    assert not asked.is_readable
    assert asked.written == line


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Số tờ\tSố thửa\n12\t57\n", [("12", "57")]),
        ("STT\tThửa đất số\tTờ bản đồ số\tChủ\n1\t57\t12\tNguyễn Văn A\n", [("12", "57")]),
        ("Số phát hành\r\nBĐ 123456\r\n\r\nBĐ 123457\r\n", ["BĐ123456", "BĐ123457"]),
        ("Họ tên\tSố định danh cá nhân\nĐặng A\t999000000001\n", ["999000000001"]),
        ("STT;Số seri;Số tờ;Số thửa\n1;BĐ 1;12;57\n", [("12", "57")]),
        ("Danh sách cần tra\nSTT\tThửa\tTờ\n1\t57\t12", [None, ("12", "57")]),
        ("1\t12\t57\n2\t12\t58", [("12", "57"), ("12", "58")]),
        ("1.\tBĐ 123456\n2.\tBĐ 123457", ["BĐ123456", "BĐ123457"]),
        ("\ufeff12/57\n", [("12", "57")]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_lists_with_heading_and_running_number(text: str, asked: list[object]) -> None:
    assert [meaning(one) for one in parse_pasted(text)] == asked


def test_lines_keep_their_number_and_their_spelling() -> None:
    found = parse_pasted("Số phát hành\n\n BĐ   123456\tĐặng  Đào \nkhông rõ\n")
    assert [(one.line, one.written) for one in found] == [(3, "BĐ 123456 Đặng Đào"), (4, "không rõ")]


def test_a_cell_that_is_empty_is_not_made_up() -> None:
    """A line whose column of the heading is empty asks for what its other cells say, or for nothing."""
    found = parse_pasted("Số tờ\tSố thửa\tSố seri\n12\t\tBĐ 123456\n12\t\t\n")
    assert [meaning(one) for one in found] == ["BĐ123456", None]


@given(st.text(alphabet="tờhửa bảnđồốsTOÔ0123456789/\\*.,;|\t\n-_AĐ\ufeff\u0301", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for one in parse_pasted(text):
        given = [one.parcel, one.certificate, one.identity]
        assert sum(value is not None for value in given) == one.is_readable
        assert one.parcel is None or all(one.parcel)


@given(st.integers(0, 99999), st.integers(0, 99999))
def test_spellings_of_a_parcel_mean_the_same(sheet: int, number: int) -> None:
    spellings = (f"{sheet}/{number}", f"{sheet} {number}", f"{sheet}\t{number}", f"Tờ {sheet}, thửa {number}")
    assert {meaning(parse_pasted(one)[0]) for one in spellings} == {(str(sheet), str(number))}
