"""purpose.area-sum: areas of purposes that do not add up to that of the parcel."""

from decimal import Decimal
from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Parcel, Purpose
from tests.unit.checking.recorded import Made, asked

CODE = "purpose.area-sum"


def divided(made: Made, *areas: str | None, **named: Any) -> Parcel:
    parcel = made.parcel(**named)
    for area in areas:
        made.add(Purpose, parcel.id, "CLN", None if area is None else Decimal(area))
    return parcel


@pytest.mark.parametrize("areas", [("600",), ("200", "400"), ("200.02", "400.03"), ("599.95",), ()])
def test_areas_that_add_up_are_clean(areas: tuple[str, ...]) -> None:
    made = Made()
    divided(made, *areas)
    assert asked(made, CODE) == []


def test_a_purpose_without_an_area_leaves_the_sum_open() -> None:
    made = Made()
    divided(made, None)
    divided(made, "200", None)
    divided(made, "200", legal_area_m2=None)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(
    ("areas", "off"), [(("600.06",), 0.06), (("200", "399.94"), 0.06), (("200", "4000"), 3600.0)]
)
def test_areas_that_do_not_add_up(areas: tuple[str, ...], off: float) -> None:
    made = Made()
    parcel = divided(made, *areas)
    (finding,) = asked(made, CODE)
    assert (finding.objects, finding.about) == ((parcel.id,), ())
    assert finding.amount == pytest.approx(off)
    assert finding.unit == "m2"
    assert finding.severity is Severity.ERROR


def test_without_a_legal_area_that_of_the_map_is_the_parcels() -> None:
    made = Made()
    parcel = divided(made, "500", legal_area_m2=None, map_area_m2=Decimal(600))
    divided(made, "600", map_area_m2=Decimal(500))
    assert [one.objects for one in asked(made, CODE)] == [(parcel.id,)]
