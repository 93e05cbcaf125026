"""The code of a citizen card: parts are known by what they look like."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.citizen_card import CitizenCard, parse_citizen_card

WHOLE = CitizenCard(
    "999061000123",
    "225000123",
    "Nguyễn Văn Bảo",
    date(1961, 3, 5),
    False,
    "Thôn Phú Điền, Diên Điền, Khánh Hòa",
    date(2021, 8, 10),
)


@pytest.mark.parametrize(
    ("text", "card"),
    [
        (
            "999061000123|225000123|Nguyễn Văn Bảo|05031961|Nam|Thôn Phú Điền, Diên Điền, Khánh Hòa|10082021\n",
            WHOLE,
        ),
        (
            "999061000123||Nguyễn Văn Bảo|05031961|Nam|Thôn 1|10082021",
            CitizenCard(
                "999061000123", None, "Nguyễn Văn Bảo", date(1961, 3, 5), False, "Thôn 1", date(2021, 8, 10)
            ),
        ),
        (
            "999061000123|Nguyễn Văn Bảo|05031961|Nữ|Thôn 1",
            CitizenCard("999061000123", None, "Nguyễn Văn Bảo", date(1961, 3, 5), True, "Thôn 1"),
        ),
        (
            "999061000123|Nguyễn Văn Bảo|Nam|Thôn 1|10082021",
            CitizenCard("999061000123", None, "Nguyễn Văn Bảo", None, False, "Thôn 1", date(2021, 8, 10)),
        ),
        (
            "999061000123|999061000124|Lê A|05031961|Nam|Thôn 1|10082021|45|",
            CitizenCard(
                "999061000123",
                "999061000124",
                "Lê A",
                date(1961, 3, 5),
                False,
                "Thôn 1",
                date(2021, 8, 10),
                ("45",),
            ),
        ),
        (
            "999061000123|Lê A|05031961|Thôn 1|10082021",
            CitizenCard("999061000123", None, "Lê A", date(1961, 3, 5), None, "Thôn 1", date(2021, 8, 10)),
        ),
    ],
)
def test_cards(text: str, card: CitizenCard) -> None:
    assert parse_citizen_card(text) == card


@pytest.mark.parametrize(
    "text", ["", "999061000123", "a|b|c", "99906100012|Lê A|05031961|Nam", "999061000123|x"]
)
def test_other_codes(text: str) -> None:
    assert parse_citizen_card(text) is None


def test_a_day_that_does_not_exist_is_no_day() -> None:
    card = parse_citizen_card("999061000123|Lê A|31021961|Nam|Thôn 1")
    assert card is not None
    assert card.born is None
    assert card.rest == ("31021961",)


@given(
    st.lists(st.sampled_from(["999061000123", "225000123", "Lê A", "05031961", "Nam", "12", "", "Thôn 1"]))
)
def test_no_part_is_lost(parts: list[str]) -> None:
    card = parse_citizen_card("|".join(parts))
    if card is None:
        assert len(parts) < 3 or "999061000123" not in parts
        return
    named = (
        card.identity_number,
        card.old_number,
        card.name,
        card.born,
        card.is_woman,
        card.address,
        card.issued,
    )
    assert sum(value is not None for value in named) + len(card.rest) == sum(map(bool, parts))
