"""certificate.parcel-differs: certificates that name a parcel otherwise."""

from typing import Any

import pytest

from landdesk.domain.finding import Severity
from landdesk.domain.records import Certificate, CertificateParcel, MapSheet, Parcel
from tests.stores import COMMUNE
from tests.unit.checking.papers import certificate
from tests.unit.checking.recorded import Made, asked

CODE = "certificate.parcel-differs"


def named(sheet: str | None, number: str | None, old_numbers: str | None = None, **parcel: Any) -> Made:
    """Make parcel 12/1 and a certificate that names it by sheet and number."""
    made = Made()
    own = made.add(MapSheet, COMMUNE, "12", old_numbers=old_numbers)
    made.add(MapSheet, COMMUNE, "20", old_numbers="9; tờ 10")
    made.add(MapSheet, COMMUNE, "21", old_numbers="10")
    one = made.parcel(map_sheet_id=own.id, **parcel)
    made.add(CertificateParcel, certificate(made).id, one.id, sheet=sheet, number=number)
    return made


@pytest.mark.parametrize(
    ("sheet", "number"), [("12", "1"), ("012", "01"), ("12", None), (None, "1"), (None, None)]
)
def test_its_present_name_is_clean(sheet: str | None, number: str | None) -> None:
    assert asked(named(sheet, number), CODE) == []


def test_another_number_on_its_sheet() -> None:
    made = named("12", "2")
    (finding,) = asked(made, CODE)
    (paper,) = [one for one in made.records if isinstance(one, Certificate)]
    (parcel,) = [one for one in made.records if isinstance(one, Parcel)]
    assert (finding.about, finding.objects) == ((paper.id,), (parcel.id,))
    assert (finding.amount, finding.unit, finding.severity) == (1, "count", Severity.WARNING)
    assert str(finding.what) == "The certificate says 12/2, the record 12/1; parcels that differ: 1."


@pytest.mark.parametrize(
    ("sheet", "number", "old"),
    [
        ("7", "15", {"old_sheet": "7", "old_number": "15"}),
        ("07", "015", {"old_sheet": "7", "old_number": "15"}),
        ("7", "1", {"old_sheet": "7"}),
        ("12", "15", {"old_number": "15"}),
    ],
)
def test_its_old_name_is_clean(sheet: str, number: str, old: dict[str, str]) -> None:
    assert asked(named(sheet, number, **old), CODE) == []


@pytest.mark.parametrize(("sheet", "number"), [("7", "16"), ("7", "1"), ("12", "15")])
def test_half_of_the_old_name_explains_nothing(sheet: str, number: str) -> None:
    assert len(asked(named(sheet, number, old_sheet="7", old_number="15"), CODE)) == 1


def test_old_numbers_of_the_map_sheet_explain_the_sheet() -> None:
    assert asked(named("7", "1", old_numbers="7"), CODE) == []
    assert asked(named("7", "15", old_numbers="6, 7", old_number="15"), CODE) == []
    assert len(asked(named("7", "2", old_numbers="7"), CODE)) == 1


def test_a_sheet_that_became_another_one() -> None:
    assert len(asked(named("9", "1"), CODE)) == 1


def test_a_sheet_that_nothing_or_too_much_converts_is_left_to_its_own_rule() -> None:
    assert asked(named("99", "1"), CODE) == []
    assert asked(named("10", "1"), CODE) == []


@pytest.mark.parametrize("gone", ["sheet", "number"])
def test_a_parcel_without_sheet_or_number_cannot_be_compared(gone: str) -> None:
    made = Made()
    parcel = made.parcel(**{gone: None})
    made.add(CertificateParcel, certificate(made).id, parcel.id, sheet="12", number="2")
    assert asked(made, CODE) == []
