"""What twelve digits tell, and what is doubtful about them, without a number ever being told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.identity import (
    BAD_CENTURY,
    ELEVEN_DIGITS,
    NO_NUMBER,
    OLD_CARD,
    OTHER_SEX,
    OTHER_YEAR,
    PLACEHOLDER,
    TAX_CHECK,
    TAX_FORM,
    UNKNOWN_PROVINCE,
    birth_year_of,
    identity_doubts,
    is_woman_of,
    tax_code_doubts,
)

PROVINCES = {"056", "058", "999"}


@pytest.mark.parametrize(
    ("number", "year", "is_woman"),
    [("999061000123", 1961, False), ("999161000123", 1961, True), ("999303000123", 2003, True)],
)
def test_year_and_sex(number: str, year: int, is_woman: bool) -> None:
    assert birth_year_of(number) == year
    assert is_woman_of(number) is is_woman
    assert identity_doubts(number, provinces=PROVINCES, is_woman=is_woman, birth_year=year) == ()


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("999 061 000 123", ()),
        ("999.061-000123", ()),
        ("225061123", (OLD_CARD,)),
        ("56061000123", (ELEVEN_DIGITS,)),
        ("99906100012", (ELEVEN_DIGITS,)),
        ("99906100012345", (NO_NUMBER,)),
        ("99906100012X", (NO_NUMBER,)),
        ("٩٩٩٠٦١٠٠٠١٢٣", (NO_NUMBER,)),
        ("không có", (NO_NUMBER,)),
        ("", (NO_NUMBER,)),
        ("001061000123", (UNKNOWN_PROVINCE,)),
        ("999461000123", (BAD_CENTURY,)),
        ("999161000123", (OTHER_SEX,)),
        ("999062000123", (OTHER_YEAR,)),
        ("999162000123", (OTHER_SEX, OTHER_YEAR)),
        ("999061000000", (PLACEHOLDER,)),
        ("999999999999", (BAD_CENTURY, PLACEHOLDER)),
        ("012345678901", (UNKNOWN_PROVINCE, OTHER_SEX, OTHER_YEAR, PLACEHOLDER)),
    ],
)
def test_doubts_in_the_order_of_the_check(text: str, doubts: tuple[str, ...]) -> None:
    assert identity_doubts(text, provinces=PROVINCES, is_woman=False, birth_year=1961) == doubts


def test_without_a_list_no_province_is_doubted() -> None:
    assert identity_doubts("001061000123") == ()


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert all(code.startswith("identity.") for code in identity_doubts(text, is_woman=True, birth_year=1990))
    assert all(code.startswith("tax-code.") for code in tax_code_doubts(text))


# The sum of weights by hand: 31·9 + 29·9 = 540, 540 mod 11 = 1, 10 − 1 = 9.
@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("9900000009", ()),
        ("9900000009001", ()),
        ("9900000009-001", ()),
        ("9900000008", (TAX_CHECK,)),
        ("990000000", (TAX_FORM,)),
        ("99000000091", (TAX_FORM,)),
    ],
)
def test_tax_codes(text: str, doubts: tuple[str, ...]) -> None:
    assert tax_code_doubts(text) == doubts
