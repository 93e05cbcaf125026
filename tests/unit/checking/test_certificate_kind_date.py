"""certificate.kind-date: types of another time."""

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import certificate
from tests.unit.checking.recorded import Made, asked

CODE = "certificate.kind-date"


@pytest.mark.parametrize(
    ("kind", "issued_on"),
    [
        ("11", "2014-07-01"),
        ("11", "2024-07-31"),
        ("98", "2024-08-01"),
        ("98", "2026-01-31"),
        ("2", "1993-10-15"),
    ],
)
def test_the_first_and_the_last_day_are_clean(kind: str, issued_on: str) -> None:
    made = Made()
    certificate(made, made.parcel(), kind=kind, issued_on=issued_on)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("kind", "issued_on"),
    [
        ("11", "2014-06-30"),
        ("11", "2024-08-01"),
        ("98", "2024-07-31"),
        ("6", "2020-02-29"),
        ("2", "1993-10-14"),
    ],
)
def test_a_day_outside(kind: str, issued_on: str) -> None:
    made = Made()
    parcel = made.parcel()
    wrong = certificate(made, parcel, kind=kind, issued_on=issued_on)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((wrong.id,), (parcel.id,), Severity.WARNING)


@pytest.mark.parametrize(
    ("kind", "issued_on"), [(None, "2020-02-29"), ("6", None), ("6", "2020"), ("77", "2020-02-29")]
)
def test_without_type_or_whole_day_nothing_is_said(kind: str | None, issued_on: str | None) -> None:
    made = Made()
    certificate(made, made.parcel(), kind=kind, issued_on=issued_on)
    assert asked(made, CODE) == []


def test_certificates_of_the_past_are_not_asked() -> None:
    made = Made()
    certificate(made, made.parcel(), kind="6", issued_on="2020-02-29", state="replaced")
    assert asked(made, CODE) == []
