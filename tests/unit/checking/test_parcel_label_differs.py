"""parcel.label-differs: areas that the map says of parcels, and what their boundaries enclose."""

from decimal import Decimal

import pytest

from landdesk.domain.finding import Severity
from tests.unit.checking.recorded import Made, asked

CODE = "parcel.label-differs"


@pytest.mark.parametrize("area", ["600.00", "599.50", "600.50", None])
def test_the_area_of_the_boundary_to_half_a_square_metre_is_clean(area: str | None) -> None:
    made = Made()
    made.parcel(map_area_m2=None if area is None else Decimal(area))
    made.parcel(map_area_m2=Decimal("80.00"), shape=None)
    assert asked(made, CODE) == []


@pytest.mark.parametrize("area", ["599.49", "600.51"])
def test_another_area(area: str) -> None:
    made = Made()
    parcel = made.parcel(map_area_m2=Decimal(area))
    (finding,) = asked(made, CODE)
    assert finding.objects == (parcel.id,)
    assert finding.amount == pytest.approx(0.51)
    assert finding.unit == "m2"
    assert finding.severity is Severity.WARNING
