"""scan.unsigned: scans without a signature."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import certificate, scan
from tests.unit.checking.recorded import Made, asked

CODE = "scan.unsigned"


@pytest.mark.parametrize("signed", [True, None])
def test_signed_or_not_known_is_clean(signed: bool | None) -> None:
    made = Made()
    scan(made, certificate(made, made.parcel()), signed=signed)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("kind", ["0", "1"])
def test_not_signed(kind: str) -> None:
    made = Made()
    parcel = made.parcel()
    wrong = scan(made, certificate(made, parcel), kind=kind, signed=False)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((wrong.id,), (parcel.id,), Severity.ERROR)


@pytest.mark.parametrize("named", [{"absent": True}, {"is_old": True}])
def test_superseded_files_need_no_signature(named: dict[str, Any]) -> None:
    made = Made()
    scan(made, made.parcel(), signed=False, **named)
    assert asked(made, CODE) == []
