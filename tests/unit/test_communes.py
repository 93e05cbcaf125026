"""Names and codes of any time lead to the commune of today, to a choice, or nowhere."""

from datetime import date

import pytest

from landdesk.app.communes import checked_epsg, commune, communes, usual_epsg
from landdesk.domain.communes import UnitConverter, UnitResult
from landdesk.domain.errors import InvalidInputError
from landdesk.services.codelists import shipped_list, shipped_lists

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
DIVIDED = {
    "Cam Hiệp Bắc": "22435 22453",
    "Cam Hiệp Nam": "22435 22453",
    "Cam Hòa": "22435 22453 22708",
    "Cam Tân": "22435 22453 22708",
    "Suối Tân": "22435 22453 22708",
    "Cam An Bắc": "22453 22465",
    "Cam An Nam": "22453 22465",
    "Đông Hải": "22780 22888",
}


@pytest.fixture
def units() -> UnitConverter:
    return shipped_lists().units


def codes_for(units: UnitConverter, written: str, day: date | None = None) -> str:
    return " ".join(sorted(one.code for one in units.convert(written, day).communes))


def test_194_former_units_lead_to_the_65_communes(units: UnitConverter) -> None:
    old = shipped_list("old_unit")
    assert len(old) == 194
    assert {code for one in old for code in one.replaced_by} == {one.code for one in shipped_list("commune")}
    assert len(shipped_list("commune")) == 65
    one_way = [one for one in old if units.convert(one.code, BEFORE).result is UnitResult.ONE]
    assert len(one_way) == 194 - 8


def test_the_eight_divided_units_are_left_to_a_person(units: UnitConverter) -> None:
    divided = [one for one in shipped_list("old_unit") if len(one.replaced_by) > 1]
    assert {one.label: " ".join(sorted(one.replaced_by)) for one in divided} == DIVIDED
    for one in divided:
        for written in (one.code, one.label, f"{one.more['kind']} {one.label}"):
            match = units.convert(written, BEFORE)
            assert (match.result, match.one) == (UnitResult.SEVERAL, None)
            assert codes_for(units, written, BEFORE) == DIVIDED[one.label]


def test_the_same_digits_meant_a_smaller_commune(units: UnitConverter) -> None:
    small, large = shipped_list("old_unit").get("22525"), shipped_list("commune").get("22525")
    assert small is not None
    assert large is not None
    assert (small.valid_to, large.valid_from) == (BEFORE, AFTER)
    parts = [one.label for one in shipped_list("old_unit") if "22525" in one.replaced_by]
    assert parts == ["Xuân Sơn", "Vạn Hưng"]
    # Both readings lead to the same commune of today.
    assert units.convert("22525").one == large
    assert [one.label for one in units.convert("22525", BEFORE).old_units] == ["Vạn Hưng"]
    assert units.convert("22525", AFTER).old_units == ()


@pytest.mark.parametrize("code", ["22435", "22465"])
def test_digits_whose_two_readings_differ_need_the_day(units: UnitConverter, code: str) -> None:
    assert units.convert(code).result is UnitResult.SEVERAL
    assert codes_for(units, code, AFTER) == code
    assert units.convert(code, BEFORE).result is UnitResult.SEVERAL


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("22327", "22333"),
        ("22657", "22657"),
        ("Vạn Hưng", "22525"),
        ("xã vạn hưng", "22525"),
        ("X.Vạn Hưng", "22525"),
        ("x van hung", "22525"),
        ("Xuân Sơn", "22525"),
        ("TT Cam Đức", "22453"),
        ("Thị trấn Cam Đức", "22453"),
        ("Xã Cam Đức", "22453"),
        ("P. Vĩnh Hòa", "22333"),
        ("Phường Vĩnh Hoà", "22333"),
        # A name of several units: kind and district decide, else a person.
        ("Vĩnh Hải", "22333 22846"),
        ("phường Vĩnh Hải", "22333"),
        ("Xã Vĩnh Hải", "22846"),
        ("P.Vĩnh Hải, TP. Nha Trang", "22333"),
        ("Vĩnh Hải, huyện Ninh Hải, tỉnh Ninh Thuận", "22846"),
        ("Phước Hải - Ninh Phước", "22870"),
        ("Phước Hải", "22402 22870"),
        ("Phước Hòa, Bác Ái", "22786"),
        # The address of two levels names the commune of today.
        ("Đông Hải, Khánh Hòa", "22780"),
        ("Đông Hải", "22780 22888"),
        ("Đông Hải, Phan Rang - Tháp Chàm", "22780 22888"),
        ("Trường Sa", "22736"),
        ("Đặc khu Trường Sa", "22736"),
        ("22736", "22736"),
        ("Song Tử Tây", "22736"),
        ("12345", ""),
        ("Bến Nghé", ""),
        ("xã", ""),
        ("", ""),
    ],
)
def test_names_and_codes(units: UnitConverter, written: str, found: str) -> None:
    assert codes_for(units, written) == found
    wanted = UnitResult.UNKNOWN if not found else UnitResult.SEVERAL if " " in found else UnitResult.ONE
    assert units.convert(written).result is wanted


def test_every_commune_of_today_is_found_by_its_name_and_kind(units: UnitConverter) -> None:
    for one in communes():
        assert one.code in codes_for(units, f"{one.title}, tỉnh Khánh Hòa")
        assert units.convert(one.title, AFTER).one == shipped_list("commune").get(one.code)


def test_communes_are_the_65_of_the_province() -> None:
    codes = [one.code for one in communes()]
    assert len(codes) == len(set(codes)) == 65
    assert codes == sorted(codes)
    kinds = [one.kind for one in communes()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"xã": 48, "phường": 16, "đặc khu": 1}


# the system of a store


def test_the_list_says_the_system_of_each_commune() -> None:
    assert [one.code for one in communes() if one.epsg is None] == ["22736"]
    assert {one.epsg for one in communes()} == {9217, None}
    assert usual_epsg() == 9217
    assert checked_epsg(None, ["22657", "22366"]) == 9217
    assert commune("22736").title == "đặc khu Trường Sa"


@pytest.mark.parametrize("codes", [["22736"], ["22366", "22736"]])
def test_truong_sa_wants_its_system(codes: list[str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        checked_epsg(None, codes)
    assert caught.value.code == "store.epsg-wanted"
    assert caught.value.what.values == {"commune": "đặc khu Trường Sa", "epsg": 9217}
    assert checked_epsg(3406, codes) == 3406
