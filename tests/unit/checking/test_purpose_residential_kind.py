"""purpose.residential-kind: residential land that does not fit the kind of the commune."""

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Purpose
from tests.unit.checking.recorded import Made, asked

CODE = "purpose.residential-kind"
RURAL, WARD, ZONE, NONE = "22657", "22366", "22736", "99999"


@pytest.mark.parametrize(
    ("commune", "land_use"),
    [(RURAL, "ONT"), (WARD, "ODT"), (ZONE, "ONT"), (ZONE, "ODT"), (WARD, "CLN"), (NONE, "ODT")],
)
def test_the_land_of_each_kind_is_clean(commune: str, land_use: str) -> None:
    made = Made()
    made.add(Purpose, made.parcel(commune=commune).id, land_use)
    assert asked(made, CODE) == []


@pytest.mark.parametrize(("commune", "land_use"), [(RURAL, "ODT"), (WARD, "ONT")])
def test_the_land_of_the_other_kind(commune: str, land_use: str) -> None:
    made = Made()
    parcel = made.parcel(commune=commune)
    made.add(Purpose, parcel.id, "CLN")
    purpose = made.add(Purpose, parcel.id, land_use)
    (finding,) = asked(made, CODE)
    assert (finding.about, finding.objects) == ((purpose.id,), (parcel.id,))
    assert land_use in str(finding.what)
    assert finding.severity is Severity.WARNING
