"""scan.unlinked: scans of certificates bound to none."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import LandRight, Party, PartyMember
from tests.unit.checking.papers import certificate, held, scan
from tests.unit.checking.recorded import Made, asked

CODE = "scan.unlinked"


def test_a_scan_of_a_certificate_or_of_a_right_that_names_one_is_clean() -> None:
    made = Made()
    parcel = made.parcel()
    paper = certificate(made, parcel)
    scan(made, paper)
    right = made.add(LandRight, parcel.id, held(made, parcel, paper).id, certificate_id=paper.id)
    scan(made, right)
    assert asked(made, CODE) == []


def test_one_that_is_bound_to_nothing() -> None:
    made = Made()
    alone = scan(made)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((alone.id,), (), Severity.ERROR)


def test_one_that_is_bound_to_parcel_person_and_a_right_without_certificate() -> None:
    made = Made()
    first, second, third = made.parcel(), made.parcel(), made.parcel()
    couple = made.user(second, kind="couple")
    wife = made.add(Party, "Lê Thị Hoa", kind="individual")
    made.add(PartyMember, couple.id, wife.id, "wife")
    right = made.add(LandRight, third.id, couple.id)
    for one in (first, wife, right):
        scan(made, one)
    assert [one.objects for one in asked(made, CODE)] == [(first.id,), (second.id, third.id), (third.id,)]


def test_one_link_to_a_certificate_is_enough() -> None:
    made = Made()
    parcel = made.parcel()
    scan(made, parcel, certificate(made, parcel))
    assert asked(made, CODE) == []


@pytest.mark.parametrize("named", [{"kind": "0"}, {"kind": "2"}, {"absent": True}, {"is_old": True}])
def test_other_papers_and_superseded_files_need_none(named: dict[str, Any]) -> None:
    made = Made()
    scan(made, made.parcel(), **named)
    assert asked(made, CODE) == []
