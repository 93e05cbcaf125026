"""Angles are read in every notation that people use and written so that reading gives the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.angles import DEGREES, MINUTES, SECONDS, Angle, angle_text, angle_words, read_angle

READ = [
    ("12.2451", 12.2451, DEGREES, False),
    ("12,2451", 12.2451, DEGREES, False),
    ("12.2451°", 12.2451, DEGREES, True),
    ("12°14.706'", 12 + 14.706 / 60, MINUTES, True),
    ("12 14,706", 12 + 14.706 / 60, MINUTES, False),
    ("12º 14′ 42.36″", 12 + 14 / 60 + 42.36 / 3600, SECONDS, True),
    ("12°14'42.36''", 12 + 14 / 60 + 42.36 / 3600, SECONDS, True),
    ("12 14 42,36", 12 + 14 / 60 + 42.36 / 3600, SECONDS, False),
    ("12:14:42.36", 12 + 14 / 60 + 42.36 / 3600, SECONDS, True),
    ("45-30-15", 45 + 30 / 60 + 15 / 3600, SECONDS, True),
    ("12 độ 14 phút 42,36 giây", 12 + 14 / 60 + 42.36 / 3600, SECONDS, True),
    ("-12°30'", -12.5, MINUTES, True),
    ("+12", 12.0, DEGREES, False),
]


@pytest.mark.parametrize(("text", "degrees", "parts", "marked"), READ)
def test_every_notation_is_read(text: str, degrees: float, parts: int, marked: bool) -> None:
    found = read_angle(text)
    assert found is not None
    assert found == Angle(found.degrees, parts, marked)
    assert found.degrees == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    ["", "°", "12°60'", "12°14'60\"", "12.5°14'", "12°14.5'20\"", "1 2 3 4", "12°14'42\"x", "x", "1234"],
)
def test_what_is_no_angle_is_none(text: str) -> None:
    assert read_angle(text) is None


@pytest.mark.parametrize(
    ("degrees", "parts", "decimals", "text"),
    [
        (12.2451, DEGREES, 7, "12.2451000°"),
        (12.2451, MINUTES, 3, "12°14.706'"),
        (12.2451, SECONDS, 2, "12°14'42.36\""),
        (12.999_999_9, SECONDS, 2, "13°00'00.00\""),
        (108.25, MINUTES, 0, "108°15'"),
        (0.5 / 3600, SECONDS, 1, "0°00'00.5\""),
    ],
)
def test_rounding_is_carried(degrees: float, parts: int, decimals: int, text: str) -> None:
    assert angle_text(degrees, parts, decimals) == text


@given(
    st.floats(0, 359.9, allow_subnormal=False),
    st.sampled_from([DEGREES, MINUTES, SECONDS]),
    st.integers(0, 7),
)
def test_what_is_written_reads_the_same(degrees: float, parts: int, decimals: int) -> None:
    found = read_angle(angle_text(degrees, parts, decimals))
    assert found is not None
    assert found.parts == parts
    assert abs(found.degrees - degrees) <= 0.5 / 60 ** (parts - 1) / 10**decimals + 1e-12


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("45.5", 45.5),
        ("45,5", 45.5),
        ("45°", 45),
        ("45°30", 45.5),
        ("45°30'", 45.5),
        ("45-30-15", 45.5 + 15 / 3600),
        ("45 30 15", 45.5 + 15 / 3600),
        ("45 - 30 - 15", 45.5 + 15 / 3600),
        ("45°30'15\"", 45.5 + 15 / 3600),
        ("45°30'15''", 45.5 + 15 / 3600),
        (" 45º30′15,5″ ", 45.5 + 15.5 / 3600),
        ("-0-30", -0.5),
        ("−3°06'", -3.1),
        ("+90", 90),
        ("720", 720),
    ],
)
def test_angles_are_read_as_people_type_them(typed: str, expected: float) -> None:
    found = read_angle(typed)
    assert found is not None
    assert found.degrees == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "abc", "-", "45-60", "45-30-60", "45.5-30", "45-30.5-10", "45--30", "45-30-", "45' 3", "N45E"),
        *("٤٥", "9" * 400, "1e5", "nan", "inf", "45-30-15-10", "1.234,5"),
    ],
)
def test_what_is_no_angle(typed: str) -> None:
    assert read_angle(typed) is None


@given(st.floats(-360, 360, allow_nan=False), st.integers(0, 3))
def test_an_angle_comes_back_from_its_words(angle: float, decimals: int) -> None:
    back = read_angle(angle_words(angle, decimals))
    assert back is not None
    assert abs(back.degrees - angle) <= 0.5001 / 3600 / 10**decimals


@given(st.text(max_size=20))
def test_no_text_makes_reading_stumble(text: str) -> None:
    found = read_angle(text)
    assert found is None or isinstance(found.degrees, float)


def test_words_roll_over_and_leave_out_what_is_nothing() -> None:
    assert angle_words(45.5 + 9 / 3600) == "45°30'09\""
    assert angle_words(59.99999) == "60°00'00\""
    assert angle_words(-0.00001) == "0°00'00\""
    assert angle_words(-0.25) == "−0°15'00\""
    assert angle_words(10 + 1.5 / 3600, 3) == "10°00'01.5\""
