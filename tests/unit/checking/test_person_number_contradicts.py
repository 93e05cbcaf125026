"""person.number-contradicts: a personal identification number that tells of another sex or year of birth."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.recorded import Made, asked

CODE = "person.number-contradicts"
NUMBER = "056180000123"
"""Of a woman born in 1980."""


@pytest.mark.parametrize(
    "named",
    [
        {"sex": "female", "born": "1980-12-31"},
        {"sex": "female", "born": "1980"},
        {"sex": "female"},
        {"born": "1980-05"},
        {},
        {"identity_number": "056 180 000 123", "sex": "female", "born": "1980"},
        {"identity_number": "056202000123", "sex": "male", "born": "2002-01-01"},
    ],
)
def test_what_agrees_or_is_not_recorded_is_clean(named: dict[str, Any]) -> None:
    made = Made()
    made.user(made.parcel(), **({"identity_number": NUMBER} | named))
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"sex": "male", "born": "1980-05-30"}, "one of the other sex"),
        ({"sex": "female", "born": "1981-01-01"}, "another year of birth than"),
        ({"sex": "female", "born": "2080"}, "another year of birth than"),
        ({"sex": "male", "born": "1979"}, "another sex and another year"),
        ({"identity_number": "056 180 000 123", "sex": "male"}, "one of the other sex"),
    ],
)
def test_what_does_not_agree(named: dict[str, Any], words: str) -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, **({"identity_number": NUMBER} | named))
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert words in str(finding.what)
    assert finding.severity is Severity.ERROR


def test_the_police_are_believed() -> None:
    made = Made()
    made.user(made.parcel(), identity_number=NUMBER, sex="male", population_match="matched")
    (finding,) = asked(made, CODE)
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("number", ["056480000123", "56180000123", "225000001"])
def test_a_malformed_number_says_nothing(number: str) -> None:
    made = Made()
    made.user(made.parcel(), identity_number=number, sex="male", born="1960")
    assert asked(made, CODE) == []
