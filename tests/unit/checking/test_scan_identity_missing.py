"""scan.identity-missing: certificates of persons without a scan of their papers."""

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Party, PartyMember
from tests.unit.checking.papers import certificate, held, scan
from tests.unit.checking.recorded import Made, asked

CODE = "scan.identity-missing"


def test_a_scan_of_the_holder_is_enough() -> None:
    made = Made()
    parcel = made.parcel()
    scan(made, held(made, parcel, certificate(made, parcel)), kind="0")
    assert asked(made, CODE) == []


def test_a_scan_of_the_certificate_or_of_a_member_is_enough() -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    paper = certificate(made, first)
    held(made, first, paper)
    scan(made, paper, kind="0")
    group = held(made, second, certificate(made, second, serial="AA 12345679"), kind="group")
    couple = made.add(Party, "Lê Văn Tám và vợ", kind="couple")
    wife = made.add(Party, "Lê Thị Hoa", kind="individual")
    made.add(PartyMember, group.id, couple.id)
    made.add(PartyMember, couple.id, wife.id, "wife")
    scan(made, wife, kind="0")
    assert asked(made, CODE) == []


@pytest.mark.parametrize("kind", ["individual", None, "couple", "household", "group"])
def test_none(kind: str | None) -> None:
    made = Made()
    parcel = made.parcel()
    paper = certificate(made, parcel)
    held(made, parcel, paper, kind=kind)
    scan(made, paper)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((paper.id,), (parcel.id,), Severity.WARNING)


@pytest.mark.parametrize("kind", ["organisation", "community"])
def test_who_is_no_person_has_no_identity_card(kind: str) -> None:
    made = Made()
    parcel = made.parcel()
    held(made, parcel, certificate(made, parcel), kind=kind)
    assert asked(made, CODE) == []


def test_rights_that_name_no_certificate_are_those_of_the_parcel() -> None:
    made = Made()
    parcel = made.parcel()
    made.user(parcel)
    certificate(made, parcel)
    assert len(asked(made, CODE)) == 1


def test_without_a_land_user_it_is_not_known_who_is_named() -> None:
    made = Made()
    certificate(made, made.parcel())
    assert asked(made, CODE) == []


def test_that_there_is_no_such_paper_is_an_answer() -> None:
    made = Made()
    parcel = made.parcel()
    scan(made, held(made, parcel, certificate(made, parcel)), kind="0", absent=True, sha256=None)
    assert asked(made, CODE) == []


def test_not_asked_where_no_source_held_scans() -> None:
    made = Made()
    parcel = made.parcel(loaded="boundary certificate user")
    held(made, parcel, certificate(made, parcel))
    assert asked(made, CODE) == []
