"""Cells of tables become values of the record, or are named."""

from decimal import Decimal

import pytest

from landdesk.services.importing.cells import (
    BAD_AREA,
    BAD_IDENTITY,
    BAD_LAND_USE,
    NO_NAME,
    OTHER_COUNT,
    area_of,
    identity_of,
    land_uses_of,
    name_of,
    read_area,
    text_of,
    users_of,
)
from landdesk.services.importing.tables.values import THOUSANDS_OR_DECIMALS, Reading


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, None),
        ("  ", None),
        (" 12 ", "12"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        ("0012", "0012"),
        ("Đường A\u0300", "Đường À"),
    ],
)
def test_texts(cell: object, text: str | None) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "area_m2"),
    [
        (None, None),
        ("", None),
        (37, "37.00"),
        (100.1, "100.10"),
        (Decimal("5.125"), "5.12"),
        ("123.4", "123.40"),
        ("123,4", "123.40"),
        ("1.234,5", "1234.50"),
        ("1,234.5", "1234.50"),
        ("1.234.567", "1234567.00"),
        ("1.234.567,89", "1234567.89"),
        ("12 345,6 m2", "12345.60"),
        ("85 m²", "85.00"),
    ],
)
def test_areas(cell: object, area_m2: str | None) -> None:
    faults: list[str] = []
    assert area_of(cell, faults) == (None if area_m2 is None else Decimal(area_m2))
    assert faults == []


@pytest.mark.parametrize(
    "cell",
    ["12.34.5,6", "1.23,4", "n/a", "NaN", 0, -3, float("nan"), float("inf"), True, "1e12"],
)
def test_areas_that_nobody_can_be_sure_of(cell: object) -> None:
    faults: list[str] = []
    assert area_of(cell, faults) is None
    assert faults == [BAD_AREA]


@pytest.mark.parametrize(
    ("cell", "area_m2"), [("1.234", "1234.00"), ("1,234", "1.23"), ("12.345 m2", "12345.00")]
)
def test_an_area_that_may_be_two_is_read_as_in_vietnam_and_told(cell: str, area_m2: str) -> None:
    """The same on a map and on a form of the campaign."""
    faults: list[str] = []
    assert area_of(cell, faults) == Decimal(area_m2)
    assert faults == [THOUSANDS_OR_DECIMALS]
    assert read_area(cell) == Reading(Decimal(area_m2), THOUSANDS_OR_DECIMALS)


@pytest.mark.parametrize(
    ("cell", "area_m2"), [("1.234", "1.23"), ("1.5E3", "1500.00"), ("1.234,5", "1234.50")]
)
def test_a_point_begins_decimals_where_the_format_says_so(cell: str, area_m2: str) -> None:
    faults: list[str] = []
    assert area_of(cell, faults, point_decimals=True) == Decimal(area_m2)
    assert faults == []


def test_hectares_are_square_metres() -> None:
    faults: list[str] = []
    assert area_of("0,5 ha", faults) == Decimal("5000.00")
    assert faults == []


def test_land_uses() -> None:
    faults: list[str] = []
    assert land_uses_of("ont + CLN+ONT", faults) == ("ONT", "CLN")
    assert land_uses_of(14, faults) == ("14",)
    assert land_uses_of(None, faults) == ()
    assert faults == []
    assert land_uses_of("ONT+đất ở", faults) == ("ONT",)
    assert faults == [BAD_LAND_USE]


def test_identity_numbers_and_names() -> None:
    faults: list[str] = []
    assert identity_of("079 123 456 789", faults) == "079123456789"
    assert identity_of(79123456789.0, faults) == "79123456789"
    assert identity_of(None, faults) is None
    assert faults == []
    assert identity_of("không có", faults) is None
    assert faults == [BAD_IDENTITY]
    assert name_of("  Trần  Thị B ") == "Trần Thị B"
    assert name_of(" ") is None


@pytest.mark.parametrize(
    ("names", "numbers", "users", "fault"),
    [
        ("Trần Văn A", "999000000001", [("Trần Văn A", "999000000001")], None),
        ("Trần Văn A", None, [("Trần Văn A", None)], None),
        (
            " Trần A ;Lê  B",
            "999000000001;999000000002",
            [("Trần A", "999000000001"), ("Lê B", "999000000002")],
            None,
        ),
        ("Trần A; Lê B", "; 999000000002", [("Trần A", None), ("Lê B", "999000000002")], None),
        (
            "Trần A; Lê B;",
            "999000000001; 999000000002",
            [("Trần A", "999000000001"), ("Lê B", "999000000002")],
            None,
        ),
        ("Trần A; Lê B", None, [("Trần A", None), ("Lê B", None)], None),
        ("Trần A; Lê B", "999000000001", [("Trần A", None), ("Lê B", None)], OTHER_COUNT),
        (None, "999000000001", [], NO_NAME),
        (None, None, [], None),
        ("Trần A", "?", [("Trần A", None)], BAD_IDENTITY),
    ],
)
def test_land_users_of_a_row(
    names: str | None, numbers: str | None, users: list[tuple[str, str | None]], fault: str | None
) -> None:
    faults: list[str] = []
    found = users_of(names, numbers, "Thôn 1", faults)
    assert [(user.name, user.identity) for user in found] == users
    assert {user.address for user in found} <= {"Thôn 1"}
    assert faults == ([] if fault is None else [fault])
