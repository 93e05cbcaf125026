"""Rows that belong to one certificate come together; where they disagree the rows are named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from landdesk.services.campaign import notes
from landdesk.services.campaign.notes import FormNote
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.campaign.pl3_certificates import Pl3Certificate, group_pl3

ROW = Pl3Row(
    row=7,
    commune="22657",
    serial="DL 242877",
    issued=date(2010, 3, 1),
    register_number="CH 00001",
    name="Nguyễn Văn Bảo",
    identity_number="999061000123",
    holder_kind="Cá nhân",
    role="Cá nhân",
    sheet="12",
    parcel_no="57",
    parcel_area_m2=Decimal("300.0"),
    land_use_1="Đất ở tại nông thôn",
    area_1_m2=Decimal("100.0"),
    land_use_2="Đất trồng cây lâu năm",
    area_2_m2=Decimal("200.0"),
    scan_files="DL242877-GCN.pdf",
)
HUSBAND = replace(ROW, holder_kind="Vợ chồng", role="Chồng")
WIFE = replace(HUSBAND, row=8, name="Lê Thị Đào", identity_number="999163000456", role="Vợ")


def one(*rows: Pl3Row) -> Pl3Certificate:
    (certificate,) = group_pl3(rows)
    return certificate


def said(*rows: Pl3Row) -> list[tuple[str, tuple[int, ...], str]]:
    return [(note.code, note.rows, note.field) for found in group_pl3(rows) for note in found.notes]


def test_a_couple_is_two_rows() -> None:
    certificate = one(HUSBAND, WIFE)
    assert certificate.notes == ()
    assert certificate.rows == (7, 8)
    assert certificate.serials == ("DL 242877",)
    assert certificate.scan_files == ("DL242877-GCN.pdf",)
    assert [(person.name, person.role, person.rows) for person in certificate.persons] == [
        ("Nguyễn Văn Bảo", "Chồng", (7,)),
        ("Lê Thị Đào", "Vợ", (8,)),
    ]
    (parcel,) = certificate.parcels
    assert parcel.rows == (7, 8)
    assert [purpose.area_m2 for purpose in parcel.purposes] == [Decimal(100), Decimal(200)]


def test_the_serial_is_compared_without_blanks_and_case() -> None:
    assert len(group_pl3([HUSBAND, replace(WIFE, serial="dl242877")])) == 1
    assert len(group_pl3([HUSBAND, replace(WIFE, serial="DL 242878", parcel_no="58")])) == 2


def test_sheets_of_one_certificate_in_any_order() -> None:
    certificate = one(replace(HUSBAND, serial="K 550097;K 550096"), replace(WIFE, serial="K550096; K 550097"))
    assert certificate.serials == ("K 550097", "K 550096")
    assert certificate.key == ("serial", "K550096", "K550097")


def test_without_a_serial_the_parcel_tells() -> None:
    husband, wife = replace(HUSBAND, serial=None), replace(WIFE, serial=None)
    assert one(husband, wife).key == ("parcel", "22657", "map", "12", "57")
    assert len(group_pl3([husband, replace(wife, parcel_no="58")])) == 2
    nameless = replace(husband, sheet=None, parcel_no=None)
    assert [found.key for found in group_pl3([nameless, replace(nameless, row=8)])] == [
        ("row", "7"),
        ("row", "8"),
    ]


def test_several_parcels_of_several_people() -> None:
    second = {"parcel_no": "58", "parcel_address": "Xứ đồng Gò Mè"}
    rows = [HUSBAND, WIFE, replace(HUSBAND, row=9, **second), replace(WIFE, row=10, **second)]  # type: ignore[arg-type]  # texts
    certificate = one(*rows)
    assert certificate.notes == ()
    assert [parcel.parcel_no for parcel in certificate.parcels] == ["57", "58"]
    assert [person.rows for person in certificate.persons] == [(7, 9), (8, 10)]
    assert said(*rows[:3]) == [(notes.NOT_ALL_PAIRS, (7, 8, 9), "")]


def test_a_household_has_a_head() -> None:
    head = replace(ROW, holder_kind="Hộ gia đình", role="Chủ hộ")
    member = replace(WIFE, holder_kind="Hộ gia đình", role="Thành viên")
    assert said(head, member) == []
    assert said(replace(head, role="Thành viên"), member) == [(notes.NO_HEAD, (7, 8), "role")]
    assert said(head, replace(member, role="Chủ hộ")) == [(notes.ROLE_TWICE, (7, 8), "role")]


def test_roles_that_do_not_fit() -> None:
    assert said(HUSBAND) == [(notes.NO_SPOUSE, (7,), "role")]
    assert said(HUSBAND, replace(WIFE, role="Chồng")) == [
        (notes.ROLE_TWICE, (7, 8), "role"),
        (notes.NO_SPOUSE, (7, 8), "role"),
    ]
    assert said(replace(ROW, role="Vợ")) == [(notes.ROLE_OTHER, (7,), "role")]
    body = replace(ROW, organisation="Hợp tác xã", holder_kind="Tổ chức", role="Người đại diện")
    assert said(body) == []
    assert said(replace(body, name=None, identity_number=None)) == [(notes.NO_HEAD, (7,), "role")]


def test_contradictions_name_field_and_rows() -> None:
    assert said(HUSBAND, replace(WIFE, register_number="CH 00002")) == [
        (notes.CERTIFICATE_DIFFERS, (7, 8), "register_number")
    ]
    assert said(HUSBAND, replace(WIFE, parcel_area_m2=Decimal(301))) == [
        (notes.PARCEL_DIFFERS, (7, 8), "parcel_area_m2")
    ]
    assert said(HUSBAND, replace(WIFE, land_use_3="Đất nuôi trồng thủy sản", land_use_2="ONT")) == [
        (notes.PARCEL_DIFFERS, (7, 8), "land_use_2")
    ]
    other_name = replace(ROW, row=8, parcel_no="58", name="Nguyễn Văn Bão")
    assert said(ROW, other_name) == [(notes.PERSON_DIFFERS, (7, 8), "name")]


def test_an_empty_cell_contradicts_nothing() -> None:
    certificate = one(replace(HUSBAND, issued=None, parcel_area_m2=None), WIFE)
    assert certificate.notes == ()
    assert certificate.issued == date(2010, 3, 1)
    assert certificate.parcels[0].parcel_area_m2 == Decimal(300)


def test_rows_that_say_the_same() -> None:
    assert said(ROW, replace(ROW, row=9)) == [(notes.ROW_TWICE, (7, 9), "")]
    assert said(ROW, replace(ROW, row=9, unread={"grade": "?"})) == []


def test_areas_add_up_within_the_tolerance() -> None:
    assert said(replace(ROW, parcel_area_m2=Decimal("300.05"))) == []
    assert said(replace(ROW, parcel_area_m2=Decimal("300.06"))) == [(notes.PURPOSE_SUM, (7,), "")]
    assert said(replace(ROW, parcel_area_m2=Decimal(900), area_2_m2=None)) == []


def test_a_parcel_of_two_certificates() -> None:
    second = replace(ROW, row=8, serial="DL 242878")
    assert said(ROW, second) == [(notes.PARCEL_TWICE, (7, 8), "")]
    assert said(ROW, replace(second, commune="22525")) == []


def test_assets_of_a_parcel_come_once_each() -> None:
    house = {"asset_kind": "Nhà ở riêng lẻ", "built_area_m2": Decimal("80.5")}
    certificate = one(replace(HUSBAND, **house), replace(WIFE, **house))  # type: ignore[arg-type]  # fields of a row
    assert [(asset.asset_kind, asset.rows) for asset in certificate.parcels[0].assets] == [
        ("Nhà ở riêng lẻ", (7, 8))
    ]


def test_people_without_numbers_are_told_apart_by_name() -> None:
    unnumbered = replace(HUSBAND, identity_number=None)
    other = replace(HUSBAND, row=8, identity_number=None, name="NGUYỄN VĂN  BẢO", parcel_no="58")
    assert len(one(unnumbered, other).persons) == 1


def test_notes_are_counted() -> None:
    assert notes.counts([FormNote("a"), FormNote("b"), FormNote("a")]) == {"a": 2, "b": 1}
