"""sync.group-differs: groups that contradict what else is said."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.papers import status
from tests.unit.checking.recorded import Made, asked

CODE = "sync.group-differs"


@pytest.mark.parametrize(
    "flags",
    [
        {},
        {"register_exported": False},
        {"blocks_in_sync": None, "operating": None, "population_match": None},
        {"parcel_group": "2", "operating": False},
        {"parcel_group": "2", "register_exported": None},
        {"parcel_group": "3", "population_match": "undetermined"},
        {"parcel_group": None, "operating": False},
        {"parcel_group": None},
    ],
)
def test_groups_that_fit_or_are_not_told_are_clean(flags: dict[str, Any]) -> None:
    made = Made()
    status(made, made.parcel(), **flags)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    "flags",
    [
        {"blocks_in_sync": False},
        {"attributes_only": True},
        {"operating": False},
        {"population_match": "not_matched"},
        {"parcel_group": "2"},
        {"parcel_group": "unclassified", "attributes_only": None},
    ],
)
def test_groups_that_contradict(flags: dict[str, Any]) -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel, **flags)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects, finding.severity) == ((), (parcel.id,), Severity.WARNING)
    assert ("in group 1" in str(finding.what)) == ("parcel_group" not in flags)


def test_only_the_newest_status_holds() -> None:
    made = Made()
    parcel = made.parcel()
    status(made, parcel, "2026-05-31", operating=False)
    status(made, parcel)
    assert asked(made, CODE) == []
