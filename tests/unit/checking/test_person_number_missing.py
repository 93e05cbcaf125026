"""person.number-missing: a living person without a personal identification number."""

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import IdentityDocument, LandRight, Party, PartyMember, SyncStatus
from tests.unit.checking.recorded import Made, asked, result_of

CODE = "person.number-missing"
NUMBER = "056180000123"


def test_a_person_with_a_number_is_clean() -> None:
    made = Made()
    made.user(made.parcel(), identity_number=NUMBER)
    assert asked(made, CODE) == []


def test_a_person_without_one_is_a_finding_on_all_parcels() -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    one = made.user(first)
    made.add(LandRight, second.id, one.id)
    (finding,) = asked(made, CODE)
    assert finding.about == (one.id,)
    assert finding.objects == tuple(sorted((first.id, second.id)))
    assert finding.severity is Severity.ERROR
    assert one.name not in str(finding.what)


def test_a_member_needs_one_but_the_couple_does_not() -> None:
    made = Made()
    parcel = made.parcel()
    couple = made.user(parcel, "Lê Văn Tám và vợ", kind="couple")
    wife = made.add(Party, "Nguyễn Thị Hòa", kind="individual")
    made.add(PartyMember, couple.id, wife.id, "wife")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((wife.id,), (parcel.id,))


def test_without_a_kind_it_counts_as_a_person() -> None:
    made = Made()
    made.user(made.parcel(), kind=None)
    assert len(asked(made, CODE)) == 1


@pytest.mark.parametrize("kind", ["organisation", "household", "couple", "community", "group"])
def test_others_have_no_such_number(kind: str) -> None:
    made = Made()
    made.user(made.parcel(), kind=kind)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("named", [{"life_state": "deceased"}, {"population_match": "deceased"}])
def test_of_the_dead_none_is_wanted(named: dict[str, str]) -> None:
    made = Made()
    made.user(made.parcel(), **named)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("kind", "number", "is_found"),
    [
        ("CCCD", NUMBER, True),
        (None, "5608000012", True),
        ("CMND", "225000001", False),
        ("passport", "C123", False),
    ],
)
def test_identity_documents(kind: str | None, number: str, is_found: bool) -> None:
    """An old card is person.old-number-only; with a passport alone it is a foreigner."""
    made = Made()
    one = made.user(made.parcel())
    made.add(IdentityDocument, one.id, kind, number)
    found = asked(made, CODE)
    assert len(found) == is_found
    assert all("identity document" in str(one.what) for one in found)


def test_the_old_card_beside_the_new_one() -> None:
    made = Made()
    one = made.user(made.parcel())
    made.add(IdentityDocument, one.id, "CMND", "225000001")
    made.add(IdentityDocument, one.id, "CCCD", NUMBER)
    assert len(asked(made, CODE)) == 1


def test_who_holds_nothing_is_left_alone() -> None:
    made = Made()
    made.parcel()
    made.add(Party, "Lê Văn Tám", kind="individual")
    assert asked(made, CODE) == []


def test_nothing_is_missing_where_no_source_of_it_was_loaded() -> None:
    made = Made()
    made.user(made.parcel(loaded="boundary key user"))
    result = result_of(made, CODE)
    assert list(result.findings) == []
    assert result.failures == ()
    assert not result.known.assessed(["identity"]).any()


def test_nor_where_the_national_system_has_matched_the_users() -> None:
    made = Made()
    parcel = made.parcel()
    made.user(parcel)
    made.add(SyncStatus, parcel.id, as_of="2026-06-30", population_match="matched")
    assert asked(made, CODE) == []
