"""certificate.serial-malformed: serials that are none."""

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import certificate
from tests.unit.checking.recorded import Made, asked

CODE = "certificate.serial-malformed"


@pytest.mark.parametrize(
    "serial", ["AA 12345678", "dđ659138", "K 550097", "K 5500971", "0123456789", "AB-123456", None]
)
def test_each_form_of_a_serial_is_clean(serial: str | None) -> None:
    made = Made()
    certificate(made, made.parcel(), serial=serial)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    "serial", ["AA 12345", "AA 1234567", "ABC 123456", "K 55009", "K 550097;K 550096", "không rõ"]
)
def test_a_letter_or_digit_too_few_or_too_many(serial: str) -> None:
    made = Made()
    parcel = made.parcel()
    wrong = certificate(made, parcel, serial=serial)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((wrong.id,), (parcel.id,))
    assert finding.severity is Severity.ERROR


def test_certificates_of_the_past_are_not_asked() -> None:
    made = Made()
    certificate(made, made.parcel(), serial="X", state="replaced")
    assert asked(made, CODE) == []


def test_it_judges_what_is_there_whatever_was_loaded() -> None:
    made = Made()
    certificate(made, made.parcel(loaded="boundary"), serial="X")
    assert len(asked(made, CODE)) == 1
