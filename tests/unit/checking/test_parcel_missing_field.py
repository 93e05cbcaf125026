"""parcel.missing-field: records that lack what every parcel has to have."""

from decimal import Decimal
from typing import Any

import pytest

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.records import Parcel, Purpose, PurposeOrigin
from landdesk.i18n import Text
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.missing-field"


def named(finding: Finding) -> list[str]:
    fields = finding.what.values["fields"]
    assert isinstance(fields, Text)
    return [title.source for title in fields.values.values() if isinstance(title, Text)]


def with_purpose(made: Made, parcel: Parcel, **named: Any) -> None:
    purpose = made.add(Purpose, parcel.id, "ONT", **({"form": "RIENG", "term_kind": "LAU_DAI"} | named))
    made.add(PurposeOrigin, purpose.id, origin="1")


def test_a_complete_record_is_clean() -> None:
    made = Made()
    with_purpose(made, made.parcel())
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("sheet", "Sheet and number"),
        ("number", "Sheet and number"),
        ("legal_area_m2", "Area"),
        ("address", "Parcel address"),
    ],
)
def test_each_compulsory_field_of_the_parcel(column: str, title: str) -> None:
    made = Made()
    with_purpose(made, made.parcel(**{column: None}))
    (finding,) = asked(made, CODE)
    assert named(finding) == [title]
    assert (finding.amount, finding.unit, finding.severity) == (1, "count", Severity.ERROR)


def test_one_finding_lists_all_that_a_parcel_lacks() -> None:
    made = Made()
    first, second = made.parcel(address=None), made.parcel()
    with_purpose(made, first, form=None)
    found = {finding.objects: named(finding) for finding in asked(made, CODE)}
    assert found == {
        (first.id,): ["Parcel address", "Form of use"],
        (second.id,): ["Land use", "Form of use", "Term of use", "Origin of use"],
    }


def test_what_no_source_held_is_not_missing() -> None:
    made = Made()
    made.parcel(loaded="boundary key area", address=None)
    assert asked(made, CODE) == []


def test_zero_is_a_recorded_area() -> None:
    made = Made()
    with_purpose(made, made.parcel(legal_area_m2=Decimal(0)))
    assert asked(made, CODE) == []
