"""party.type-missing: a land user of whom is not recorded what it is."""

from typing import Any

import pytest

from landdesk.domain.records import Party, PartyMember, SyncStatus
from tests.unit.checking.recorded import Made, asked

CODE = "party.type-missing"


def test_a_land_user_with_both_is_clean() -> None:
    made = Made()
    made.user(made.parcel(), kind="individual", object_type="GDC")
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"kind": None, "object_type": "GDC"}, "The kind of the land user is not"),
        ({"kind": "individual"}, "The type of the land user for statistics is not"),
        ({"kind": None}, "Neither"),
    ],
)
def test_what_is_not_there(named: dict[str, Any], words: str) -> None:
    made = Made()
    parcel = made.parcel()
    one = made.user(parcel, **named)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id,), (parcel.id,))
    assert words in str(finding.what)


def test_members_count_too() -> None:
    made = Made()
    couple = made.user(made.parcel(), "Lê Văn Tám và vợ", kind="couple", object_type="GDC")
    wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual")
    made.add(PartyMember, couple.id, wife.id, "wife")
    (finding,) = asked(made, CODE)
    assert finding.about == (wife.id,)


def test_what_the_national_system_has_is_not_missing() -> None:
    made = Made()
    parcel = made.parcel()
    made.user(parcel, kind=None)
    made.add(SyncStatus, parcel.id, as_of="2026-06-30", blocks_in_sync=True)
    assert asked(made, CODE) == []
