"""parcel.label-differs: areas that the map says of parcels, and what their boundaries enclose."""

from decimal import Decimal

import pytest
from shapely import MultiPolygon, Polygon, box

from landdesk.domain.finding import Severity
from tests.stores import SOUTH, WEST
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.label-differs"


@pytest.mark.parametrize("area", ["600.00", "599.40", "600.60", None])
def test_the_area_of_the_boundary_nearly_is_clean(area: str | None) -> None:
    made = Made()
    made.parcel(map_area_m2=None if area is None else Decimal(area))
    made.parcel(map_area_m2=Decimal("80.00"), shape=None)
    assert asked(made, CODE) == []


def test_of_a_large_parcel_a_thousandth_is_allowed() -> None:
    made = Made()
    large = MultiPolygon([box(WEST, SOUTH, WEST + 100.0, SOUTH + 100.0)])
    made.parcel(shape=large, map_area_m2=Decimal(10_010))
    over = made.parcel(shape=large, map_area_m2=Decimal("10010.01"))
    assert [one.objects for one in asked(made, CODE)] == [(over.id,)]


def test_an_invalid_boundary_is_left_to_its_own_rule() -> None:
    made = Made()
    bow_tie = Polygon([(WEST, SOUTH), (WEST + 20, SOUTH + 30), (WEST + 20, SOUTH), (WEST, SOUTH + 30)])
    made.parcel(shape=MultiPolygon([bow_tie]), map_area_m2=Decimal(600))
    assert asked(made, CODE) == []


@pytest.mark.parametrize("area", ["599.39", "600.61"])
def test_another_area(area: str) -> None:
    made = Made()
    parcel = made.parcel(map_area_m2=Decimal(area))
    (finding,) = asked(made, CODE)
    assert finding.objects == (parcel.id,)
    assert finding.amount == pytest.approx(0.61)
    assert finding.unit == "m2"
    assert finding.severity is Severity.WARNING
