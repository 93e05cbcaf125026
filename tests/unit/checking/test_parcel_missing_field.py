"""parcel.missing-field: records that lack what every parcel has to have."""

import math
from typing import Any

import pytest

from landdesk.domain.finding import Finding, Severity
from landdesk.i18n import Text
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "parcel.missing-field"


def named(finding: Finding) -> list[str]:
    fields = finding.what.values["fields"]
    assert isinstance(fields, Text)
    return [title.source for title in fields.values.values() if isinstance(title, Text)]


def test_a_complete_record_is_clean() -> None:
    assert findings_of(CODE, [square(0, 0)]) == []


@pytest.mark.parametrize(
    ("column", "value", "title"),
    [
        ("sheet", None, "Map sheet"),
        ("number", None, "Parcel number"),
        ("land_use", None, "Land use"),
        ("legal_area_m2", math.nan, "Legal area"),
        ("has_address", False, "Parcel address"),
        ("user_count", 0, "Land user"),
    ],
)
def test_each_compulsory_field(column: str, value: object, title: str) -> None:
    columns: dict[str, Any] = {column: [value]}
    (finding,) = findings_of(CODE, [square(0, 0)], **columns)
    assert named(finding) == [title]
    assert (finding.amount, finding.unit, finding.severity) == (1, "count", Severity.ERROR)
    assert finding.place is not None
    assert finding.place.within(square(0, 0))


def test_one_finding_lists_all_empty_fields_of_a_parcel() -> None:
    found = findings_of(
        CODE,
        [square(0, 0), square(10, 0), None],
        sheet=["1", None, None],
        user_count=[1, 0, 0],
        has_address=[True] * 3,
    )
    assert [(finding.objects, finding.amount) for finding in found] == [((row_id(2),), 3), ((row_id(1),), 2)]
    assert named(found[1]) == ["Map sheet", "Land user"]
    assert str(found[1].what.values["fields"]) == "Map sheet, Land user"


def test_zero_is_a_recorded_area() -> None:
    assert findings_of(CODE, [square(0, 0)], legal_area_m2=[0.0]) == []
