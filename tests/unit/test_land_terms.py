"""Terms of use as forms write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.land_terms import LandTerm, parse_land_term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Lâu dài", LandTerm()),
        ("LÂU  DÀI.", LandTerm()),
        ("Ổn định lâu dài", LandTerm()),
        ("15/10/2063", LandTerm(until=date(2063, 10, 15))),
        ("đến ngày 1-7-2064", LandTerm(until=date(2064, 7, 1))),
        ("2063-10-15", LandTerm(until=date(2063, 10, 15))),
        ("2043", LandTerm(until=date(2043, 12, 31))),
        ("đến năm 2043", LandTerm(until=date(2043, 12, 31))),
        ("50 năm", LandTerm(years=50)),
    ],
)
def test_terms(text: str, term: LandTerm) -> None:
    assert parse_land_term(text) == term
    assert term.is_long is (term == LandTerm())


@pytest.mark.parametrize("text", ["", "50", "0 năm", "31/02/2043", "theo quy hoạch", "1643"])
def test_what_cannot_be_understood(text: str) -> None:
    assert parse_land_term(text) is None


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(parse_land_term(text), LandTerm | None)
