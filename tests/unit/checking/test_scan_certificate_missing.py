"""scan.certificate-missing: certificates without a scan."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Certificate, LandRight, Parcel, Party, PartyMember
from tests.unit.checking.papers import certificate, held, scan, status
from tests.unit.checking.recorded import Made, asked

CODE = "scan.certificate-missing"


def bound_to(way: str, made: Made, parcel: Parcel, paper: Certificate) -> Any:
    """Return what a scan can be bound to so that it is found from the certificate."""
    if way in ("certificate", "parcel"):
        return paper if way == "certificate" else parcel
    couple = made.add(Party, "Ông Đặng Văn Bình và bà Lê Thị Hoa", kind="couple")
    right = made.add(
        LandRight, parcel.id, couple.id, certificate_id=None if way == "right of none" else paper.id
    )
    if way in ("right", "right of none", "holder"):
        return couple if way == "holder" else right
    wife = made.add(Party, "Lê Thị Hoa", kind="individual")
    made.add(PartyMember, couple.id, wife.id, "wife")
    return wife


WAYS = ("certificate", "parcel", "right", "right of none", "holder", "member")


@pytest.mark.parametrize("way", WAYS)
def test_a_scan_is_found_whatever_it_is_bound_to(way: str) -> None:
    made = Made()
    parcel = made.parcel()
    paper = certificate(made, parcel)
    scan(made, bound_to(way, made, parcel, paper))
    assert asked(made, CODE) == []


def test_none() -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    paper = certificate(made, first, second)
    held(made, first, paper)
    scan(made, paper, kind="0")
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((paper.id,), (first.id, second.id))
    assert finding.severity is Severity.ERROR


def test_the_scan_of_another_certificate_is_none_of_this_one() -> None:
    made = Made()
    parcel = made.parcel()
    scan(made, certificate(made, parcel))
    other = certificate(made, parcel, serial="AA 12345679")
    (finding,) = asked(made, CODE)
    assert finding.about == (other.id,)


def test_that_there_is_no_such_paper_is_an_answer() -> None:
    made = Made()
    scan(made, certificate(made, made.parcel()), absent=True, sha256=None, file_name=None)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("of", [{"is_old": True}, {"sha256": None}])
def test_a_superseded_file_or_one_that_nobody_has_does_not_count(of: dict[str, Any]) -> None:
    made = Made()
    scan(made, certificate(made, made.parcel()), **of)
    assert len(asked(made, CODE)) == 1


def test_not_asked_where_no_source_held_scans_nor_without_a_parcel() -> None:
    made = Made()
    certificate(made, made.parcel(loaded="boundary certificate"))
    certificate(made)
    assert asked(made, CODE) == []


def test_not_asked_where_the_national_system_has_it() -> None:
    made = Made()
    parcel = made.parcel()
    certificate(made, parcel)
    status(made, parcel)
    assert asked(made, CODE) == []


def test_certificates_of_the_past_need_none() -> None:
    made = Made()
    certificate(made, made.parcel(), state="replaced")
    assert asked(made, CODE) == []
