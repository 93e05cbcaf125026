"""organisation.number: an organisation that no number tells from others, or whose tax code is wrong."""

import pytest

from tests.unit.checking.recorded import Made, asked

CODE = "organisation.number"


@pytest.mark.parametrize(
    "named",
    [
        {"tax_code": "9900000016"},
        {"tax_code": "9900000016-001"},
        {"identity_number": "1234567890123"},
        {"business_code": "37-0001"},
        {"decision_number": "12/QĐ-UBND"},
    ],
)
def test_any_number_will_do(named: dict[str, str]) -> None:
    made = Made()
    made.user(made.parcel(), "Công ty Hòa Bình", kind="organisation", **named)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({}, "neither identification number"),
        ({"tax_code": "9900000017"}, "check digit"),
        ({"tax_code": "990000001"}, "ten nor thirteen"),
        ({"tax_code": "9900000017", "decision_number": "12/QĐ-UBND"}, "check digit"),
    ],
)
def test_no_number_and_a_wrong_tax_code(named: dict[str, str], words: str) -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, "Công ty Hòa Bình", kind="organisation", **named)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert words in str(finding.what)


def test_persons_have_other_numbers() -> None:
    made = Made()
    made.user(made.parcel(), tax_code="9900000017")
    made.user(made.parcel())
    assert asked(made, CODE) == []


def test_nothing_is_missing_where_no_source_of_it_was_loaded() -> None:
    made = Made()
    made.user(made.parcel(loaded="boundary key user"), "Công ty Hòa Bình", kind="organisation")
    assert asked(made, CODE) == []
