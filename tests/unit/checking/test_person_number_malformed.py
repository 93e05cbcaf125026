"""person.number-malformed: a personal identification number that no person can have."""

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.recorded import Made, asked

CODE = "person.number-malformed"


@pytest.mark.parametrize("number", ["056180000123", "056 180 000 123", "001061012345", "096304123457"])
def test_a_well_formed_number_is_clean(number: str) -> None:
    made = Made()
    made.user(made.parcel(), identity_number=number)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("56180000123", "eleven digits"),
        ("05618000012A", "twelve digits"),
        ("0561800001234", "twelve digits"),
        ("056480000123", "century"),
        ("056180000000", "fill the field"),
        ("012345678901", "fill the field"),
    ],
)
def test_what_breaks_the_structure(number: str, words: str) -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, identity_number=number)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert words in str(finding.what)
    assert finding.severity is Severity.ERROR
    assert number not in str(finding.what)


def test_nine_digits_are_an_old_card() -> None:
    made = Made()
    made.user(made.parcel(), identity_number="225000001")
    assert asked(made, CODE) == []


def test_people_born_abroad_have_other_codes() -> None:
    made = Made()
    made.user(made.parcel(), identity_number="127180000123")
    (finding,) = asked(made, CODE)
    assert finding.severity is Severity.WARNING
    assert "province" in str(finding.what)


def test_the_police_are_believed() -> None:
    made = Made()
    made.user(made.parcel(), identity_number="056480000123", population_match="matched")
    (finding,) = asked(made, CODE)
    assert finding.severity is Severity.WARNING


def test_numbers_of_organisations_are_others() -> None:
    made = Made()
    made.user(made.parcel(), "Công ty Hòa Bình", kind="organisation", identity_number="4200000001")
    assert asked(made, CODE) == []
