"""Angles are read in every notation that people use and written so that reading gives the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.angles import DEGREES, MINUTES, SECONDS, Angle, angle_text, read_angle

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
