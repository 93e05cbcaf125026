"""scan.ambiguous: one scan for several certificates, several for one."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import bind, certificate, scan
from tests.unit.checking.recorded import Made, asked

CODE = "scan.ambiguous"


def test_one_scan_of_one_certificate_is_clean() -> None:
    made = Made()
    parcel = made.parcel()
    paper = certificate(made, parcel)
    scan(made, paper, parcel)
    scan(made, paper, kind="0")
    assert asked(made, CODE) == []


def test_one_scan_of_two_certificates() -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    wrong = scan(made, certificate(made, first), certificate(made, second, serial="AA 12345679"))
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((wrong.id,), (first.id, second.id))
    assert finding.severity is Severity.WARNING


def test_two_scans_of_one_certificate() -> None:
    made = Made()
    parcel = made.parcel()
    paper = certificate(made, parcel)
    one, two = scan(made, paper), scan(made, paper)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((one.id, two.id), (parcel.id,))
    assert (finding.amount, finding.unit) == (2, "count")


def test_two_scans_of_the_same_two_certificates_are_one_question_beside_their_own() -> None:
    made = Made()
    papers = [certificate(made, made.parcel(), serial=f"AA 1234567{at}") for at in range(2)]
    one, two = scan(made, *papers), scan(made, *papers)
    assert {finding.about for finding in asked(made, CODE)} == {(one.id,), (two.id,), (one.id, two.id)}


def test_pages_say_which_shows_which() -> None:
    made = Made()
    parcel = made.parcel()
    papers = [certificate(made, parcel, serial=f"AA 1234567{at}") for at in range(2)]
    both = scan(made)
    bind(made, both, papers[0], "1-2")
    last = bind(made, both, papers[1], "3-4")
    assert asked(made, CODE) == []
    made.records.remove(last)
    bind(made, both, papers[1])
    assert len(asked(made, CODE)) == 1


@pytest.mark.parametrize("named", [{"absent": True}, {"is_old": True}])
def test_superseded_scans_do_not_count(named: dict[str, Any]) -> None:
    made = Made()
    paper = certificate(made, made.parcel())
    scan(made, paper)
    scan(made, paper, **named)
    assert asked(made, CODE) == []


def test_certificates_of_the_past_do_not_count() -> None:
    made = Made()
    parcel = made.parcel()
    former = certificate(made, parcel, serial="BK 123456", state="replaced")
    scan(made, former, certificate(made, parcel))
    assert asked(made, CODE) == []
