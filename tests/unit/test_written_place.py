"""Places are read as people write them; what cannot be meant is refused with the way to write it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.angles import DEGREES, MINUTES, SECONDS
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.written_place import Datum, WrittenPlace, read_place

METRES = [
    "1354356.06 602542.08",
    "1354356,06 602542,08",
    "1354356.06, 602542.08",
    "1354356,06, 602542,08",
    "1354356.06,602542.08",
    "1354356,06;602542,08",
    "1354356,06\t602542,08",
    "1354356,06\n602542,08\n",
    "X=1354356.06 Y=602542.08",
    "x: 1354356,06; y: 602542,08",
    "Y=602542.08, X=1354356.06",
    "E=602542.08 N=1354356.06",
    "X=1354356.06Y=602542.08",
    "X = 1354356,06 m, Y = 602542,08 m",
    "X (Bắc) 1.354.356,06   Y (Đông) 602.542,08",
    "X (North) 1,354,356.06   Y (East) 602,542.08",
    "1 354 356,06 602 542,08",
    "1\u00a0354\u00a0356,06 602\u00a0542,08",
    "Tọa độ: X 1354356.06 Y 602542.08",
]
DEGREE_TEXTS = [
    ("12.25 109.2", DEGREES),
    ("12,25 109,2", DEGREES),
    ("12,25,109,2", DEGREES),
    ("12.25,109.2", DEGREES),
    ("12.25°N, 109.2°E", DEGREES),
    ("N12.25E109.2", DEGREES),
    ("lat 12.25 lon 109.2", DEGREES),
    ("109.2E 12.25N", DEGREES),
    ("Kinh độ: 109,2; vĩ độ: 12,25", DEGREES),
    ("12°15'N 109°12'E", MINUTES),
    ("12°15' 109,2°", MINUTES),
    ("12°15.0' 109°12.0'", MINUTES),
    ("12 15,0 109 12,0", MINUTES),
    ("12º15′00.00″B 109º12′00.00″Đ", SECONDS),
    ("12°15'00\"N109°12'00\"E", SECONDS),
    ("12°15'00\"109°12'00\"", SECONDS),
    ("12 15 00 109 12 00", SECONDS),
    ("12-15-00.0 109-12-00.0", SECONDS),
    ("12:15:00 109:12:00", SECONDS),
    ("B = 12°15'00,0''; L = 109°12'00,0''", SECONDS),
    ("vĩ độ 12°15'00\" Bắc, kinh độ 109°12'00\" Đông", SECONDS),
    ("tọa độ 12 độ 15 phút 0 giây 109 độ 12 phút 0 giây", SECONDS),
]


@pytest.mark.parametrize("text", METRES)
def test_metres_are_read(text: str) -> None:
    assert read_place(text) == WrittenPlace(1_354_356.06, 602_542.08, 0)


def test_thousands_without_decimals_are_read() -> None:
    assert read_place("1.354.356 602.542") == WrittenPlace(1_354_356, 602_542, 0)


@pytest.mark.parametrize(("text", "parts"), DEGREE_TEXTS)
def test_degrees_are_read(text: str, parts: int) -> None:
    found = read_place(text)
    assert (found.north, found.east) == pytest.approx((12.25, 109.2))
    assert (found.parts, found.datum) == (parts, None)


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("VN2000 12.25 109.2", Datum.VN2000),
        ("VN-2000: 12.25 109.2", Datum.VN2000),
        ("12.25 109.2 (WGS 84)", Datum.WGS84),
        ("wgs84 12.25 109.2", Datum.WGS84),
    ],
)
def test_the_datum_is_read(text: str, datum: Datum) -> None:
    found = read_place(text)
    assert (found.north, found.east, found.datum) == (12.25, 109.2, datum)


@pytest.mark.parametrize(
    ("text", "north", "said"),
    [
        ("602542.08 1354356.06", 1_354_356.06, "East was written before north"),
        ("X=602542.08 Y=1354356.06", 1_354_356.06, "X and Y were swapped"),
        ("109.2 12.25", 12.25, "Longitude was written before latitude"),
        ("109 12 12 15", 12.25, "Longitude was written before latitude"),
    ],
)
def test_what_is_turned_is_said(text: str, north: float, said: str) -> None:
    found = read_place(text)
    assert found.north == pytest.approx(north)
    assert found.note is not None
    assert said in str(found.note)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable"),
        ("x", "unreadable"),
        ("12/57", "unreadable"),
        ("1354356", "unreadable"),
        ("1354356.06 602542.08 12.5", "unreadable"),
        ("12°60' 109°", "unreadable"),
        ("12°15' 602542", "unreadable"),
        ("106 10 11", "unreadable"),
        ("nan inf", "unreadable"),
        ("1e6 6e5", "unreadable"),
        ("1 " * 5_000, "unreadable"),
        ("45 45", "outside"),
        ("-12.25 109.2", "outside"),
        ("100 200", "outside"),
        ("48602542 1354356", "outside"),
        ("N=602542 E=1354356", "directions"),
        ("109.2N 12.25E", "directions"),
        ("12.25S 109.2E", "directions"),
        ("12.25N 109.2W", "directions"),
        ("X=1354356 X=602542", "directions"),
    ],
)
def test_what_is_no_place_is_refused_with_the_way_to_write_it(text: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_place(text)
    assert caught.value.code == f"coordinates.{code}"
    assert caught.value.remedy is not None
    assert len(str(caught.value.what)) < 120


_PIECES = st.sampled_from(
    ["12", "109", "14", "602542", "1354356", "1.354.356", ".", ",", ";", " ", "°", "'", '"', "-", "+", ":", "=", "(",
     ")", "X", "Y", "N", "E", "S", "B", "Đ", "L", "vĩ độ", "kinh độ", "tọa độ", "WGS84", "VN-2000", "m", "\n", "e9",
     "٣", "½", "\u202e", "\x00"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=24).map("".join) | st.text(max_size=60))
def test_whatever_is_written_is_a_place_in_the_window_or_refused(text: str) -> None:
    with suppress(InvalidInputError):
        found = read_place(text)
        low, high = (6, 24) if found.in_degrees else (650_000, 2_700_000)
        assert low <= found.north <= high
        low, high = (102, 118) if found.in_degrees else (100_000, 900_000)
        assert low <= found.east <= high
