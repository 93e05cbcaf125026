"""certificate.no-parcel: certificates that cover nothing."""

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import SERIAL, certificate, held
from tests.unit.checking.recorded import Made, asked

CODE = "certificate.no-parcel"


def test_a_certificate_of_a_parcel_is_clean() -> None:
    made = Made()
    certificate(made, made.parcel())
    assert asked(made, CODE) == []


def test_one_that_only_proves_a_right_is_clean() -> None:
    made = Made()
    held(made, made.parcel(), certificate(made))
    assert asked(made, CODE) == []


def test_one_that_covers_nothing() -> None:
    made = Made()
    alone = certificate(made)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((alone.id,), (), Severity.ERROR)
    assert str(finding.what) == f"Certificate {SERIAL} covers no parcel of the record."


def test_certificates_of_the_past_are_not_asked() -> None:
    made = Made()
    certificate(made, state="revoked")
    assert asked(made, CODE) == []
