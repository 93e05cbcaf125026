"""person.deceased: a land user who is dead by the police or by the family."""

import pytest

from landdesk.domain.records import Party, PartyMember
from tests.unit.checking.recorded import Made, asked

CODE = "person.deceased"


@pytest.mark.parametrize("named", [{}, {"life_state": "alive"}, {"population_match": "matched"}])
def test_the_living_are_clean(named: dict[str, str]) -> None:
    made = Made()
    made.user(made.parcel(), **named)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"life_state": "deceased"}, "record says"),
        ({"population_match": "deceased"}, "population database says"),
        ({"life_state": "alive", "population_match": "deceased"}, "population database says"),
    ],
)
def test_who_is_said_to_be_dead(named: dict[str, str], words: str) -> None:
    made = Made()
    parcel = made.parcel()
    couple = made.user(parcel, "Lê Văn Tám và vợ", kind="couple")
    wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual", **named)
    made.add(PartyMember, couple.id, wife.id, "wife")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((wife.id,), (parcel.id,))
    assert words in str(finding.what)


def test_who_holds_nothing_any_more_is_left_alone() -> None:
    made = Made()
    made.parcel()
    made.add(Party, "Lê Văn Tám", kind="individual", life_state="deceased")
    assert asked(made, CODE) == []
