"""parcel.dispute-unrecorded: disputes and restrictions of which nothing says what they are about."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Parcel, Restriction
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.dispute-unrecorded"
TOLD = {"content": "Tranh chấp ranh giới", "in_force": True}


def restricted(made: Made, parcel: Parcel, kind: str = "dispute", **named: Any) -> None:
    made.add(Restriction, kind, parcel_id=parcel.id, **named)


@pytest.mark.parametrize("named", [TOLD, {"document": "Văn bản 12"}, TOLD | {"valid_until": "2999-12-31"}])
def test_a_dispute_with_content_or_document_is_clean(named: dict[str, Any]) -> None:
    made = Made()
    restricted(made, made.parcel(disputed=True), **named)
    made.parcel(disputed=False)
    made.parcel()
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("mortgage", TOLD),
        ("dispute", {"in_force": True}),
        ("dispute", TOLD | {"in_force": False}),
        ("dispute", TOLD | {"valid_until": "2020-01-01"}),
    ],
)
def test_a_parcel_in_dispute_without_a_dispute_in_force_that_says_what(
    kind: str, named: dict[str, Any]
) -> None:
    made = Made()
    parcel = made.parcel(disputed=True)
    restricted(made, parcel, kind, **named)
    (finding,) = asked(made, CODE)
    assert (finding.objects, finding.severity) == ((parcel.id,), Severity.WARNING)


def test_a_parcel_in_dispute_without_any_restriction() -> None:
    made = Made()
    parcel = made.parcel(disputed=True)
    assert [one.objects for one in asked(made, CODE)] == [(parcel.id,)]


def test_a_restriction_that_says_nothing_but_its_kind() -> None:
    made = Made()
    empty, held, over = made.parcel(), made.parcel(), made.parcel()
    restricted(made, empty, "blocking")
    restricted(made, held, "mortgage", beneficiary="Ngân hàng")
    restricted(made, over, "blocking", in_force=False)
    assert [one.objects for one in asked(made, CODE)] == [(empty.id,)]
