"""certificate.serial-shared: one serial on several certificates."""

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import certificate
from tests.unit.checking.recorded import Made, asked

CODE = "certificate.serial-shared"


def test_serials_that_differ_by_a_digit_are_clean() -> None:
    made = Made()
    certificate(made, made.parcel(), serial="AA 12345678")
    certificate(made, made.parcel(), serial="AA 12345679")
    assert asked(made, CODE) == []


@pytest.mark.parametrize("other", ["AA 12345678", "aa12345678", "AA-12.345678"])
def test_one_serial_however_it_is_written(other: str) -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    one = certificate(made, first, serial="AA 12345678")
    two = certificate(made, second, serial=other)
    (finding,) = asked(made, CODE)
    assert finding.about == (one.id, two.id)
    assert finding.objects == (first.id, second.id)
    assert (finding.amount, finding.unit, finding.severity) == (2, "count", Severity.ERROR)


def test_one_certificate_of_several_parcels_is_clean() -> None:
    made = Made()
    certificate(made, made.parcel(), made.parcel())
    assert asked(made, CODE) == []


def test_a_certificate_that_was_replaced_does_not_count() -> None:
    made = Made()
    parcel = made.parcel()
    former = certificate(made, parcel, state=None)
    certificate(made, parcel, replaces_id=former.id)
    certificate(made, parcel, state="cancelled")
    assert asked(made, CODE) == []


def test_what_is_no_serial_is_left_to_its_own_rule() -> None:
    made = Made()
    certificate(made, made.parcel(), serial="không rõ")
    certificate(made, made.parcel(), serial="không rõ")
    certificate(made, made.parcel(), serial=None)
    certificate(made, made.parcel(), serial=None)
    assert asked(made, CODE) == []
