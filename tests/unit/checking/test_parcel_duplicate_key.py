"""parcel.duplicate-key: commune, sheet and number that several parcels have."""

from typing import Any

import pytest
import shapely

from landdesk.domain.finding import Finding, Severity
from tests.rows import row_id
from tests.unit.checking.running import findings_of, square

CODE = "parcel.duplicate-key"


def duplicates(numbers: list[str | None], **columns: Any) -> list[Finding]:
    return findings_of(CODE, [square(20 * at, 0) for at in range(len(numbers))], number=numbers, **columns)


def test_different_numbers_are_clean() -> None:
    assert duplicates(["1", "2", "12"]) == []


def test_a_number_used_three_times_is_one_finding_with_all_places() -> None:
    (finding,) = duplicates(["7", "8", "7", "7"])
    assert finding.objects == (row_id(0), row_id(2), row_id(3))
    assert shapely.get_num_geometries(finding.place) == 3
    assert (finding.amount, finding.unit, finding.severity) == (3, "count", Severity.ERROR)


@pytest.mark.parametrize(
    ("column", "values"), [("commune", ["22657", "22672"]), ("sheet", ["1", "2"]), ("sheet", ["1", None])]
)
def test_another_commune_or_sheet_is_another_key(column: str, values: list[str | None]) -> None:
    assert duplicates(["7", "7"], **{column: values}) == []


def test_parcels_without_a_number_have_no_key() -> None:
    assert duplicates([None, None]) == []


@pytest.mark.parametrize(
    ("provisional", "count"), [((True, True), 0), ((True, False), 1), ((False, False), 1)]
)
def test_pairs_of_provisional_numbers_are_left_alone(provisional: tuple[bool, bool], count: int) -> None:
    assert len(duplicates(["7", "7"], provisional=provisional)) == count


def test_a_parcel_without_a_shape_counts_too() -> None:
    (finding,) = findings_of(CODE, [square(0, 0), None], number=["7", "7"])
    assert len(finding.objects) == 2
    assert shapely.get_num_geometries(finding.place) == 1


def test_without_any_shape_there_is_no_place() -> None:
    (finding,) = findings_of(CODE, [None, None], number=["7", "7"])
    assert finding.place is None
