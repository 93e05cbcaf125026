"""person.duplicate: one person recorded several times."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import IdentityDocument, Party
from tests.unit.checking.recorded import Made, asked

CODE = "person.duplicate"
NAME = "Nguyễn Thị Hòa"
NUMBER, OTHER = "056180000123", "056180000777"
BORN = "1980-05-30"


def pair(made: Made, one: dict[str, Any], other: dict[str, Any], name: str = NAME) -> tuple[Party, Party]:
    return made.user(made.parcel(), NAME, **one), made.user(made.parcel(), name, **other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"identity_number": NUMBER}, {"identity_number": NUMBER}),
        ({"identity_number": NUMBER, "born": "1980"}, {"identity_number": NUMBER, "born": "1981"}),
        ({"identity_number": NUMBER, "born": BORN}, {"born": BORN}),
        ({"born": BORN}, {"born": BORN}),
        ({"born": "1980", "address": "Thôn 1"}, {"born": "1980", "address": "THÔN 1"}),
        ({"identity_number": "225000001", "born": BORN}, {"identity_number": NUMBER, "born": BORN}),
        ({"identity_number": "225000001"}, {"identity_number": "225 000 001"}),
        ({"identity_number": NUMBER}, {"identity_number": "056 180 000 123"}),
    ],
)
@pytest.mark.parametrize("name", [NAME, "BÀ NGUYỄN THỊ HOÀ", "Hộ bà Nguyễn Thị Hòa"])
def test_one_person_twice(one: dict[str, Any], other: dict[str, Any], name: str) -> None:
    made = Made()
    persons = pair(made, one, other, name)
    (finding,) = asked(made, CODE)
    assert finding.about == tuple(sorted(person.id for person in persons))
    assert len(finding.objects) == 2
    assert (finding.amount, finding.unit, finding.severity) == (2, "count", Severity.WARNING)
    assert NUMBER not in str(finding.what)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"identity_number": NUMBER, "born": BORN}, {"identity_number": OTHER, "born": BORN}),
        ({"born": BORN}, {"born": "1980-05-31"}),
        ({"born": BORN}, {"born": "1980"}),
        ({"born": "1980"}, {"born": "1980"}),
        ({"born": "1980", "address": "Thôn 1"}, {"born": "1980", "address": "Thôn 2"}),
        ({"identity_number": NUMBER}, {"born": BORN}),
        ({"born": BORN}, {"born": BORN, "kind": "organisation"}),
    ],
)
def test_two_persons_of_one_name(one: dict[str, Any], other: dict[str, Any]) -> None:
    made = Made()
    pair(made, one, other)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("name", ["Nguyễn Thị Hoa", "Nguyễn Hòa Thị", "Nguyên Thị Hòa"])
def test_another_name_is_another_person(name: str) -> None:
    made = Made()
    pair(made, {"born": BORN}, {"born": BORN}, name)
    assert asked(made, CODE) == []


def test_the_old_card_tells() -> None:
    made = Made()
    one, other = pair(made, {"identity_number": NUMBER}, {})
    for person in (one, other):
        made.add(IdentityDocument, person.id, "CMND", "225000001")
    (finding,) = asked(made, CODE)
    assert finding.about == tuple(sorted((one.id, other.id)))


def test_who_may_be_either_of_two_is_one_finding_with_both() -> None:
    made = Made()
    one, other = pair(
        made, {"identity_number": NUMBER, "born": BORN}, {"identity_number": OTHER, "born": BORN}
    )
    third = made.user(made.parcel(), NAME, born=BORN)
    (finding,) = asked(made, CODE)
    assert finding.about == tuple(sorted((one.id, other.id, third.id)))


def test_who_holds_nothing_is_found_too() -> None:
    """A record that nobody needs is to be taken out."""
    made = Made()
    made.parcel()
    for _ in range(2):
        made.add(Party, NAME, NUMBER, kind="individual")
    (finding,) = asked(made, CODE)
    assert finding.objects == ()


def test_a_family_name_is_no_title() -> None:
    made = Made()
    for name in ("Hồ Văn Tám", "Văn Tám", "Ông Hồ Văn Tám"):
        made.user(made.parcel(), name, born=BORN)
    (finding,) = asked(made, CODE)
    assert finding.amount == 2
