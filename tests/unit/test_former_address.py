"""Addresses of the three levels that ended on 30 June 2025."""

import pytest

from landdesk.domain.former_address import FormerUnits
from landdesk.services.codelists import shipped_lists

LISTS = shipped_lists()
UNITS = FormerUnits(LISTS["commune"], LISTS["old_unit"], LISTS["province"])


@pytest.mark.parametrize(
    "address",
    [
        "Thôn Phú Điền, xã Diên Điền, huyện Diên Khánh, tỉnh Khánh Hòa",
        "XÃ DIÊN ĐIỀN, HUYỆN DIÊN KHÁNH, KHÁNH HÒA",
        "xã Suối Hiệp huyện Diên Khánh tỉnh Khánh Hòa",
        "12 Trần Phú, phường Lộc Thọ, TP. Nha Trang, Khánh Hòa",
        "12 Trần Phú; P. Lộc Thọ; TP Nha Trang",
        "Tổ 3, phường Ninh Hiệp, thị xã Ninh Hòa, Khánh Hòa",
        "Thôn 1, xã Ninh Quang, TX. Ninh Hòa",
        "Thôn 1, xã Suối Hiệp, H. Diên Khánh",
        "Suối Hiệp, Diên Khánh, Khánh Hòa",
        "Hội Xương, Suối Hiệp - Diên Khánh - Khánh Hòa",
        "Phường 5, quận 3, TP Hồ Chí Minh",
        "phường Thảo Điền, thành phố Thủ Đức, thành phố Hồ Chí Minh",
        "phường Tân Thịnh, thành phố Thái Nguyên, tỉnh Thái Nguyên",
        "Phước Dân, Ninh Phước, Ninh Thuận",
    ],
)
def test_a_district_is_named(address: str) -> None:
    assert UNITS.are_named_in(address)


@pytest.mark.parametrize(
    "address",
    [
        "Thôn Phú Điền, xã Diên Điền, tỉnh Khánh Hòa",
        "Tổ dân phố 2, phường Nha Trang, Khánh Hòa",
        "Thôn Suối Hiệp, xã Diên Khánh, tỉnh Khánh Hòa",
        "Diên Khánh, Khánh Hòa",
        "phường Sài Gòn, TP. Hồ Chí Minh",
        "phường Sài Gòn, TP.HCM",
        "phường Hải Châu, thành phố Đà Nẵng",
        "phường Thuận Hóa, thành phố Huế",
        "12 Huyền Trân Công Chúa, phường Nha Trang, Khánh Hòa",
        "Thôn Hạ, xã Tân Định, Khánh Hòa",
        "Thôn 1",
    ],
)
def test_no_district_is_named(address: str) -> None:
    assert not UNITS.are_named_in(address)


def test_parts() -> None:
    assert UNITS.is_district("Huyện Diên Khánh")
    assert not any(map(UNITS.is_district, (None, "", "0", " 0 ")))
    assert UNITS.is_former_commune("22330")
    assert not any(map(UNITS.is_former_commune, (None, "", "22333", "Vĩnh Hải")))
