"""certificate.field-missing: certificates without serial, register number or date."""

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import certificate
from tests.unit.checking.recorded import Made, asked

CODE = "certificate.field-missing"


def test_a_certificate_with_all_three_is_clean() -> None:
    made = Made()
    certificate(made, made.parcel(), kind=None)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("field", ["serial", "register_number", "issued_on"])
def test_each_of_the_three(field: str) -> None:
    made = Made()
    first, second = made.parcel(), made.parcel()
    lacking = certificate(made, first, second, **{field: None})
    (finding,) = asked(made, CODE)
    assert finding.about == (lacking.id,)
    assert finding.objects == (first.id, second.id)
    assert (finding.amount, finding.unit, finding.severity) == (1, "count", Severity.ERROR)


def test_one_finding_names_all_that_is_empty() -> None:
    made = Made()
    certificate(made, made.parcel(), register_number=None, issued_on=None)
    (finding,) = asked(made, CODE)
    assert finding.amount == 2
    assert (
        str(finding.what) == "Not recorded of certificate AA 12345678: Register entry number, Date of issue."
    )


@pytest.mark.parametrize("state", ["replaced", "revoked", "cancelled", "lost"])
def test_certificates_of_the_past_are_not_asked(state: str) -> None:
    made = Made()
    certificate(made, made.parcel(), serial=None, state=state)
    assert asked(made, CODE) == []


def test_what_another_one_replaced_is_of_the_past_unless_it_is_said_to_be_valid() -> None:
    made = Made()
    parcel = made.parcel()
    former = certificate(made, parcel, serial=None, state=None)
    certificate(made, parcel, replaces_id=former.id)
    assert asked(made, CODE) == []
    still = certificate(made, parcel, serial=None, state="valid")
    certificate(made, parcel, replaces_id=still.id)
    (finding,) = asked(made, CODE)
    assert finding.about == (still.id,)


def test_what_no_source_held_is_not_missing() -> None:
    made = Made()
    certificate(made, made.parcel(loaded="boundary key"), serial=None, register_number=None, issued_on=None)
    assert asked(made, CODE) == []
