"""purpose.land-use-code: codes that are no purpose of a parcel today."""

from typing import Any

import pytest

from landdesk.domain.finding import Finding
from landdesk.domain.records import Certificate, CertificateParcel, Purpose
from tests.unit.checking.recorded import Made, asked

CODE = "purpose.land-use-code"


def used_for(made: Made, land_use: str, *issued: str | None, **named: Any) -> Purpose:
    parcel = made.parcel()
    for day in issued:
        paper = made.add(Certificate, "BK 123456", issued_on=day, **named)
        made.add(CertificateParcel, paper.id, parcel.id)
    purpose: Purpose = made.add(Purpose, parcel.id, land_use)
    return purpose


def found(made: Made) -> Finding:
    (finding,) = asked(made, CODE)
    return finding


@pytest.mark.parametrize("land_use", ["ONT", "LUC", "CNT", "DGT"])
def test_purposes_of_today_are_clean(land_use: str) -> None:
    made = Made()
    used_for(made, land_use)
    used_for(made, land_use, "2010-05-30")
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("land_use", "words"),
    [
        ("XYZ", "no land use"),
        ("ont", "no land use"),
        ("CHN", "group"),
        ("KKT", "group"),
        ("T", "abolished on 31/07/2024"),
        ("SXN", "abolished"),
    ],
)
@pytest.mark.parametrize("issued", [(), ("2010-05-30",)])
def test_what_was_never_a_purpose(land_use: str, words: str, issued: tuple[str, ...]) -> None:
    made = Made()
    purpose = used_for(made, land_use, *issued)
    finding = found(made)
    assert (finding.about, finding.objects) == ((purpose.id,), (purpose.parcel_id,))
    assert words in str(finding.what)


@pytest.mark.parametrize("issued", ["2024-07-31", "2010", "1999-03"])
def test_an_old_code_on_an_old_certificate_is_clean(issued: str) -> None:
    made = Made()
    used_for(made, "BHK", issued)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("issued", [(), (None,), ("2024-08-01",), ("2010-05-30", "2025-02-03")])
def test_an_old_code_without_an_old_certificate(issued: tuple[str | None, ...]) -> None:
    made = Made()
    purpose = used_for(made, "BHK", *issued)
    finding = found(made)
    assert finding.about == (purpose.id,)
    assert "HNK" in str(finding.remedy)


def test_a_certificate_that_was_replaced_does_not_count() -> None:
    made = Made()
    purpose = used_for(made, "BHK", "2010-05-30", state="replaced")
    assert found(made).about == (purpose.id,)
