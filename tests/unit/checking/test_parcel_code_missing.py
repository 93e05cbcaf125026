"""parcel.code-missing: parcels without an identification code."""

from landdesk.domain.finding import Severity
from tests.unit.checking.recorded import Made, asked, result_of

CODE = "parcel.code-missing"
HELD = "w6jxup1d2846"


def test_a_parcel_with_a_code_is_clean() -> None:
    made = Made()
    made.parcel(parcel_code=HELD)
    assert asked(made, CODE) == []


def test_a_parcel_without_one() -> None:
    made = Made()
    made.parcel(parcel_code=HELD)
    bare = made.parcel()
    (finding,) = asked(made, CODE)
    assert (finding.objects, finding.about, finding.severity) == ((bare.id,), (), Severity.ERROR)


def test_where_no_source_with_codes_was_loaded_none_is_missing() -> None:
    made = Made()
    made.parcel(loaded="boundary key area")
    result = result_of(made, CODE)
    assert len(result.findings) == 0
    assert result.known.assessed(["code"]).tolist() == [False]
