"""register.not-exported: what the branch says."""

from landdesk.domain.finding import Severity
from landdesk.services.checking.registry import RULE_BY_CODE
from tests.unit.checking.papers import status
from tests.unit.checking.recorded import Made, asked, result_of

CODE = "register.not-exported"


def test_what_the_branch_says_to_be_well_or_does_not_say_is_clean() -> None:
    made = Made()
    status(made, made.parcel())
    status(made, made.parcel(), register_exported=None)
    assert asked(made, CODE) == []


def test_what_the_branch_says() -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel, register_exported=False)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((), (parcel.id,), Severity.WARNING)


def test_only_the_newest_status_holds() -> None:
    made = Made()
    first, second, third = made.parcel(), made.parcel(), made.parcel()
    status(made, first, "2026-06-29", register_exported=False)
    status(made, first)
    status(made, second)
    status(made, second, "2026-07-01", register_exported=False)
    status(made, third, register_exported=False)
    status(made, third, None)
    assert [one.objects for one in asked(made, CODE)] == [(second.id,), (third.id,)]


def test_parcels_without_a_status_are_counted_as_not_checked() -> None:
    made = Made()
    made.parcel()
    result = result_of(made, CODE)
    (left,) = result.unchecked([RULE_BY_CODE[CODE](Severity.ERROR)])
    assert (left.rule, left.parcels) == (CODE, 1)
