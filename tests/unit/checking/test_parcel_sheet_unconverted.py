"""parcel.sheet-unconverted: sheets on certificates that lead to no sheet of now, or to several."""

from typing import Any

import pytest

from landdesk.domain.records import Certificate, CertificateParcel, MapSheet, Parcel
from tests.stores import COMMUNE
from tests.unit.checking.recorded import Made, asked, result_of

CODE = "parcel.sheet-unconverted"


def named(made: Made, parcel: Parcel, sheet: str | None, **certificate: Any) -> None:
    paper = made.add(Certificate, "BK 123456", **certificate)
    made.add(CertificateParcel, paper.id, parcel.id, sheet=sheet, number="5")


def converted(made: Made, number: str = "12", old_numbers: str = "tờ 3 (xã Diên Sơn); 04") -> None:
    made.add(MapSheet, COMMUNE, number, old_numbers=old_numbers)


@pytest.mark.parametrize("sheet", ["12", " 012", "7", "07", "3", "4", None])
def test_sheets_of_now_and_old_ones_that_are_known_are_clean(sheet: str | None) -> None:
    made = Made()
    converted(made)
    named(made, made.parcel(sheet="12", old_sheet="7"), sheet)
    assert asked(made, CODE) == []


def test_a_sheet_that_nothing_converts() -> None:
    made = Made()
    converted(made)
    parcel = made.parcel(old_sheet="7")
    named(made, parcel, "8")
    named(made, parcel, "9")
    (finding,) = asked(made, CODE)
    assert (finding.objects, finding.about) == ((parcel.id,), ())
    assert "sheet 8" in str(finding.what)


def test_a_sheet_that_two_sheets_were() -> None:
    made = Made()
    converted(made)
    converted(made, "20", "3")
    ambiguous, told = made.parcel(sheet="30"), made.parcel(sheet="30", old_sheet="9")
    for parcel in (ambiguous, told, made.parcel(sheet="20"), made.parcel(sheet=None)):
        named(made, parcel, "3")
    (finding,) = asked(made, CODE)
    assert finding.objects == (ambiguous.id,)
    assert "12, 20" in str(finding.what)


def test_sheets_of_another_commune_convert_nothing() -> None:
    made = Made()
    made.add(MapSheet, "22660", "12", old_numbers="3")
    parcel = made.parcel()
    named(made, parcel, "3")
    assert [one.objects for one in asked(made, CODE)] == [(parcel.id,)]


def test_a_certificate_that_was_replaced_may_name_any_sheet() -> None:
    made = Made()
    converted(made)
    named(made, made.parcel(), "8", state="replaced")
    assert asked(made, CODE) == []


def test_nor_is_one_of_which_only_the_newer_one_says_so() -> None:
    made = Made()
    converted(made)
    named(made, made.parcel(), "8")
    (paper,) = [one for one in made.records if isinstance(one, Certificate)]
    made.add(Certificate, "BK 123457", replaces_id=paper.id)
    assert asked(made, CODE) == []


def test_without_a_conversion_the_rule_is_not_asked() -> None:
    made = Made()
    named(made, made.parcel(), "8")
    result = result_of(made, CODE)
    assert len(result.findings) == 0
    assert [one.rule for one in result.unasked] == [CODE]
