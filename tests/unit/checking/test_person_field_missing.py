"""person.field-missing: a land user without permanent address or sex."""

from typing import Any

import pytest

from tests.unit.checking.recorded import Made, asked

CODE = "person.field-missing"
WHOLE = {"address": "Thôn Phú Điền, xã Diên Điền, Khánh Hòa", "sex": "male"}


def test_a_person_with_both_is_clean() -> None:
    made = Made()
    made.user(made.parcel(), **WHOLE)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"address": None}, "The permanent address is not"),
        ({"sex": None}, "The sex is not"),
        ({"address": None, "sex": None}, "Permanent address and sex are not"),
    ],
)
def test_each_field_and_both(lacking: dict[str, Any], words: str) -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, **(WHOLE | lacking))
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert words in str(finding.what)


@pytest.mark.parametrize(
    ("kind", "is_found"), [("organisation", True), ("household", True), ("couple", False), ("group", False)]
)
def test_who_needs_an_address(kind: str, is_found: bool) -> None:
    """Those whom the needs of the record name; couples and groups live where their members do."""
    made = Made()
    made.user(made.parcel(), kind=kind)
    assert len(asked(made, CODE)) == is_found


def test_of_the_dead_nothing_is_wanted() -> None:
    made = Made()
    made.user(made.parcel(), life_state="deceased")
    assert asked(made, CODE) == []


@pytest.mark.parametrize("loaded", ["boundary key user identity", "boundary key user user_address"])
def test_nothing_is_missing_where_no_source_of_it_was_loaded(loaded: str) -> None:
    made = Made()
    made.user(made.parcel(loaded=loaded))
    assert asked(made, CODE) == []
