"""party.old-address: an address that names a district, which there is no more."""

from typing import Any

import pytest

from landdesk.domain.records import PartyAddress
from tests.unit.checking.recorded import Made, asked

CODE = "party.old-address"


def test_an_address_of_two_levels_is_clean() -> None:
    made = Made()
    made.user(made.parcel(), address="Thôn Phú Điền, xã Diên Điền, tỉnh Khánh Hòa")
    made.user(made.parcel())
    assert asked(made, CODE) == []


def test_a_district_in_words() -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, address="Thôn Phú Điền, xã Diên Điền, huyện Diên Khánh, tỉnh Khánh Hòa")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert "Diên" not in str(finding.what)


@pytest.mark.parametrize(
    ("named", "is_found"),
    [
        ({"district": "Huyện Diên Khánh"}, True),
        ({"district": "568", "is_main": True}, True),
        ({"district": "0"}, False),
        ({"district": "Huyện Diên Khánh", "is_old": True}, False),
        ({"district": "Huyện Diên Khánh", "is_main": False}, False),
        ({"commune": "22330"}, True),
        ({"commune": "22333"}, False),
        ({"commune": "Diên Điền"}, False),
        ({"detail": "Thôn 1, thị xã Ninh Hòa"}, True),
        ({"detail": "Thôn 1"}, False),
    ],
)
def test_the_parts_of_an_address(named: dict[str, Any], is_found: bool) -> None:
    """A code that a former unit and one of today share is taken for that of today."""
    made = Made()
    one = made.user(made.parcel(), address="Thôn Phú Điền, xã Diên Điền, tỉnh Khánh Hòa")
    made.add(PartyAddress, one.id, **named)
    assert [finding.about for finding in asked(made, CODE)] == [(one.id,)] * is_found


def test_words_and_parts_are_one_finding() -> None:
    made = Made()
    one = made.user(made.parcel(), address="Xã Diên Điền, huyện Diên Khánh")
    made.add(PartyAddress, one.id, district="Huyện Diên Khánh")
    assert len(asked(made, CODE)) == 1
