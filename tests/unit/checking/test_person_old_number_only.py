"""person.old-number-only: the number of an old identity card in place of the personal identification number."""

import pytest

from landdesk.domain.records import IdentityDocument
from tests.unit.checking.recorded import Made, asked

CODE = "person.old-number-only"
NUMBER = "056180000123"


def test_a_person_with_both_numbers_is_clean() -> None:
    made = Made()
    one = made.user(made.parcel(), identity_number=NUMBER)
    made.add(IdentityDocument, one.id, "CMND", "225000001")
    assert asked(made, CODE) == []


@pytest.mark.parametrize("number", ["225000001", "225 000 001"])
def test_nine_digits_as_the_number(number: str) -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, identity_number=number)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert number not in str(finding.what)


@pytest.mark.parametrize("kind", ["CMND", None])
def test_nine_digits_with_a_document(kind: str | None) -> None:
    made = Made()
    one = made.user(made.parcel())
    made.add(IdentityDocument, one.id, kind, "225000001")
    assert len(asked(made, CODE)) == 1


def test_ten_digits_are_malformed_and_not_old() -> None:
    made = Made()
    made.user(made.parcel(), identity_number="2250000012")
    assert asked(made, CODE) == []


def test_an_old_card_of_twelve_digits_has_the_number() -> None:
    made = Made()
    one = made.user(made.parcel())
    made.add(IdentityDocument, one.id, "CMND", NUMBER)
    assert asked(made, CODE) == []


def test_the_dead_get_no_new_card() -> None:
    made = Made()
    made.user(made.parcel(), identity_number="225000001", life_state="deceased")
    assert asked(made, CODE) == []


def test_nothing_is_said_where_identities_were_not_loaded() -> None:
    made = Made()
    one = made.user(made.parcel(loaded="boundary key user"))
    made.add(IdentityDocument, one.id, "CMND", "225000001")
    assert asked(made, CODE) == []
