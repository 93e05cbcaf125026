"""person.number-swapped: two numbers of one name that differ by two neighbouring digits in the other order."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Party
from tests.unit.checking.recorded import Made, asked

CODE = "person.number-swapped"
NAME = "Nguyễn Thị Hòa"
NUMBER = "056180123456"


def named(made: Made, number: str, name: str = NAME, **more: Any) -> Party:
    return made.user(made.parcel(), name, identity_number=number, **more)


@pytest.mark.parametrize("other", ["506180123456", "056180123465", "056180213456", "056108123456"])
@pytest.mark.parametrize("name", [NAME, "Bà NGUYỄN THỊ HOÀ"])
def test_two_neighbouring_digits(other: str, name: str) -> None:
    made = Made()
    persons = [named(made, NUMBER, born="1980-05-30"), named(made, other, name, born="1980")]
    (finding,) = asked(made, CODE)
    assert finding.about == tuple(sorted(one.id for one in persons))
    assert len(finding.objects) == 2
    assert (finding.amount, finding.unit, finding.severity) == (2, "count", Severity.WARNING)
    assert not {NUMBER, other} & set(str(finding.what).split())


@pytest.mark.parametrize(
    "other", [NUMBER, "056180321456", "056180123457", "056180214365", "05618012345", "56180123456"]
)
def test_other_differences_are_clean(other: str) -> None:
    """The same number is person.duplicate; digits that are no neighbours, or two swaps, are another number."""
    made = Made()
    named(made, NUMBER)
    named(made, other)
    assert asked(made, CODE) == []


def test_another_name_or_birth_is_another_person() -> None:
    made = Made()
    named(made, NUMBER, born="1980-05-30")
    named(made, "056180123465", "Lê Thị Hòa")
    named(made, "056180123546", born="1980-05-31")
    assert asked(made, CODE) == []


def test_a_chain_is_one_finding() -> None:
    made = Made()
    for number in (NUMBER, "056180123465", "056180123645"):
        named(made, number)
    (finding,) = asked(made, CODE)
    assert finding.amount == 3
