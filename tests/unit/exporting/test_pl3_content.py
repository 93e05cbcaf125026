"""What the form PL3-01 cannot say of a record is a line of the report, never a wrong cell."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count

import pytest

from landdesk.domain.dossier import Dossier
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Asset,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    Purpose,
    PurposeOrigin,
    Restriction,
)
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.codelists import shipped_lists
from landdesk.services.exporting.campaign import left_out
from landdesk.services.exporting.campaign.from_record import Pl3Content, pl3_content

_numbers = count(1)


def new() -> ObjectId:
    return ObjectId(next(_numbers).to_bytes(16, "big"))


PARCEL = Parcel(new(), "22657", "12", "7", legal_area_m2=Decimal("600.5"), address="Thôn Đông")
AN = Party(new(), "Đặng Văn An", "999061000123", "Thôn Đông", kind="individual", born="1961", sex="male")
BA = Party(new(), "Lê Thị Ba", None, "Thôn Đoài", kind="individual", sex="female")
PAPER = Certificate(
    new(), "DĐ 659138", "CH 04421", issued_on="2016-03-01", holder_kind="individual", commune="22657"
)
COVERS = CertificateParcel(new(), PAPER.id, PARCEL.id, "3", "88")


def right(party: Party, certificate: Certificate | None = PAPER, acquired_by: str | None = None) -> LandRight:
    under = None if certificate is None else certificate.id
    return LandRight(new(), PARCEL.id, party.id, certificate_id=under, acquired_by=acquired_by)


def content(*objects: AnyRecord, parcel: Parcel = PARCEL) -> Pl3Content:
    return pl3_content([Dossier(parcel, {one.id: one for one in objects})], shipped_lists())


def said(made: Pl3Content) -> set[tuple[str, str]]:
    return {(one.code, one.field) for one in made.left_out}


def only_row(made: Pl3Content) -> Pl3Row:
    (row,) = made.rows
    return row


def test_words_numbers_and_days_are_those_of_the_form() -> None:
    use = Purpose(
        new(), PARCEL.id, "ONT", Decimal("600.5"), 1, form="RIENG", term="Lâu dài", term_kind="LAU_DAI"
    )
    origin = PurposeOrigin(new(), use.id, origin="1", transfer_origin="TANG_CHO")
    made = content(PAPER, COVERS, AN, right(AN), use, origin)
    row = only_row(made)
    assert made.left_out == ()
    assert (row.row, row.serial, row.register_number, str(row.issued)) == (
        7,
        "DĐ 659138",
        "CH 04421",
        "2016-03-01",
    )
    assert (row.name, row.born, row.sex, row.identity_number) == (
        "Đặng Văn An",
        "1961",
        "Nam",
        "999061000123",
    )
    assert (row.holder_kind, row.role) == ("Cá nhân", "Cá nhân")
    assert (row.certificate_sheet, row.certificate_parcel, row.sheet, row.parcel_no) == ("3", "88", "12", "7")
    assert (row.land_use_1, row.form_1, row.term_1) == ("Đất ở tại nông thôn", "Sử dụng riêng", "Lâu dài")
    assert row.origin_1 == "Nhận tặng cho Nhà nước công nhận quyền sử dụng đất"
    assert (row.parcel_area_m2, row.area_1_m2) == (Decimal("600.5"), Decimal("600.5"))
    assert (made.certificates, made.parcels, made.persons) == (1, 1, 1)


def test_a_couple_is_two_rows_and_a_household_has_its_head() -> None:
    pair = Party(new(), "Ông Đặng Văn An và bà Lê Thị Ba", kind="couple")
    members = (
        PartyMember(new(), pair.id, AN.id, "husband", place=1),
        PartyMember(new(), pair.id, BA.id, "wife", place=2),
    )
    made = content(PAPER, COVERS, pair, AN, BA, *members, right(pair))
    assert [(one.name, one.role, one.holder_kind) for one in made.rows] == [
        ("Đặng Văn An", "Chồng", "Vợ chồng"),
        ("Lê Thị Ba", "Vợ", "Vợ chồng"),
    ]
    assert made.left_out == ()
    home = Party(new(), "Hộ bà Ba và các con", kind="household")
    links = (
        PartyMember(new(), home.id, BA.id, "head"),
        PartyMember(new(), home.id, AN.id, "member", "child"),
    )
    made = content(PAPER, COVERS, home, AN, BA, *links, right(home))
    assert [(one.name, one.role) for one in made.rows] == [
        ("Lê Thị Ba", "Chủ hộ"),
        ("Đặng Văn An", "Thành viên"),
    ]
    assert said(made) == {(left_out.OWN_NAME, "F030"), (left_out.NOT_ON_FORM, "F203")}


def test_who_took_over_stands_beside_who_is_on_the_certificate() -> None:
    made = content(PAPER, COVERS, AN, BA, right(AN), right(BA, acquired_by="THUA_KE"))
    row = only_row(made)
    assert (row.name, row.current_name, row.current_address, row.change_reason) == (
        "Đặng Văn An",
        "Lê Thị Ba",
        "Thôn Đoài",
        "Nhận thừa kế",
    )
    assert made.persons == 2
    two = content(PAPER, COVERS, AN, BA, right(AN), *(right(BA, acquired_by="THUA_KE") for _ in range(2)))
    assert said(two) == {(left_out.CURRENT_MORE, "F187")}


def test_an_organisation_has_its_columns() -> None:
    body = Party(new(), "Công ty Cát Vàng", "9900000015", "Phố Chợ", kind="organisation")
    made = content(PAPER, COVERS, body, AN, PartyMember(new(), body.id, AN.id, "representative"), right(body))
    row = only_row(made)
    assert (row.organisation, row.organisation_id, row.name, row.role) == (
        "Công ty Cát Vàng",
        "9900000015",
        "Đặng Văn An",
        "Người đại diện",
    )
    assert said(made) == {(left_out.NOT_ON_FORM, "F032")}
    alone = only_row(content(PAPER, COVERS, body, right(body)))
    assert (alone.organisation, alone.name) == ("Công ty Cát Vàng", None)


def test_a_fourth_land_use_keeps_the_parcel_off_the_form() -> None:
    uses = [Purpose(new(), PARCEL.id, code, Decimal(100), place) for place, code in enumerate("abcd", 1)]
    made = content(PAPER, COVERS, AN, right(AN), *uses)
    assert made.rows == ()
    assert said(made) == {(left_out.TOO_MANY_PURPOSES, "F021")}
    assert content(PAPER, COVERS, AN, right(AN), *uses[:3]).rows[0].land_use_3 == "c"


def test_several_assets_are_several_rows() -> None:
    house = Asset(new(), PARCEL.id, "house", built_area_m2=Decimal("80.5"), structure="b")
    flat = Asset(new(), PARCEL.id, "apartment", name="Khu A · Nhà 2", number="304")
    made = content(
        PAPER,
        COVERS,
        AN,
        right(AN),
        house,
        flat,
        Asset(new(), PARCEL.id, "apartment", None, flat.name, "304"),
    )
    assert [(one.asset_kind, one.housing_area, one.building, one.apartment) for one in made.rows] == [
        ("Nhà ở riêng lẻ", None, None, None),
        ("Căn hộ", "Khu A", "Nhà 2", "304"),
    ]
    assert said(made) == {(left_out.SAME_ASSET, "F281"), (left_out.NOT_ON_FORM, "F290")}


def doubts() -> Iterator[tuple[str, str, tuple[AnyRecord, ...]]]:
    old = Certificate(new(), "A 123456", state="valid")
    mine = right(AN)
    usual: tuple[AnyRecord, ...] = (PAPER, COVERS, AN, mine)
    newer = Certificate(new(), "DĐ 659139", replaces_id=PAPER.id)
    yield left_out.CERTIFICATE_ENDED, "", (*usual, newer, CertificateParcel(new(), newer.id, PARCEL.id))
    yield (
        left_out.NO_CERTIFICATE,
        "",
        (*usual, old, CertificateParcel(new(), old.id, PARCEL.id), BA, right(BA, None)),
    )
    use = Purpose(new(), PARCEL.id, "ONT")
    yield (
        left_out.SEVERAL_ORIGINS,
        "F191",
        (*usual, use, *(PurposeOrigin(new(), use.id, one) for one in "12")),
    )
    yield (
        left_out.OTHER_WORD,
        "F191",
        (*usual, use, PurposeOrigin(new(), use.id, detail="Nhà nước giao đất có thu tiền sử dụng đất")),
    )
    yield left_out.OTHER_WORD, "F124", (*usual, Purpose(new(), PARCEL.id, "ONT", term_kind="SO_NAM"))
    year = Certificate(new(), "A 123456", issued_on="1998")
    yield left_out.PARTIAL_DATE, "F243", (year, CertificateParcel(new(), year.id, PARCEL.id))
    other = Certificate(new(), "A 123456", commune="22333")
    yield left_out.OTHER_COMMUNE, "F255", (other, CertificateParcel(new(), other.id, PARCEL.id))
    scan = Document(new(), file_name="a, b.pdf")
    yield left_out.FILE_NAME, "F332", (*usual, scan, DocumentLink(new(), scan.id, certificate_id=PAPER.id))
    pair = Party(new(), "An và Ba", kind="couple")
    yield left_out.NO_MEMBERS, "F030", (PAPER, COVERS, pair, right(pair))
    body = Party(new(), "Công ty Cát Vàng", kind="organisation")
    yield left_out.MIXED_HOLDERS, "F140", (PAPER, COVERS, pair, body, right(pair), right(body))
    yield left_out.CURRENT_NO_PERSON, "F140", (*usual, pair, right(pair, acquired_by="TANG_CHO"))
    cards = (IdentityDocument(new(), AN.id, "CMND", "225000123"),)
    yield left_out.SEVERAL_DOCUMENTS, "F212", (*usual, *cards)
    yield left_out.NOT_ON_FORM, "F310", (*usual, Restriction(new(), "mortgage", PARCEL.id))
    yield left_out.NOT_ON_FORM, "F187", (PAPER, COVERS, AN, right(AN, acquired_by="THUA_KE"))


DOUBTS = tuple(doubts())


@pytest.mark.parametrize(("code", "field", "objects"), DOUBTS, ids=[f"{one[0]}-{one[1]}" for one in DOUBTS])
def test_what_the_form_cannot_say_is_told(code: str, field: str, objects: tuple[AnyRecord, ...]) -> None:
    made = content(*objects)
    assert (code, field) in said(made)
    assert made.rows


def test_each_code_has_words_and_is_tried() -> None:
    tried = {one[0] for one in DOUBTS} | {
        *(left_out.TOO_MANY_PURPOSES, left_out.OWN_NAME, left_out.CURRENT_MORE, left_out.SAME_ASSET),
        *(left_out.PROVISIONAL_NUMBER, left_out.HOLDERS_DIFFER),
    }
    assert tried == set(left_out.LEFT_OUT_TEXTS)


def test_parcels_of_one_certificate_with_other_holders() -> None:
    second = Parcel(new(), "22657", "12", "8*", number_state="provisional")
    link = CertificateParcel(new(), PAPER.id, second.id)
    other = LandRight(new(), second.id, BA.id, certificate_id=PAPER.id)
    first = Dossier(PARCEL, {one.id: one for one in (PAPER, COVERS, AN, right(AN))})
    made = pl3_content(
        [first, Dossier(second, {one.id: one for one in (PAPER, link, BA, other)})], shipped_lists()
    )
    assert [(one.parcel_no, one.name) for one in made.rows] == [("7", "Đặng Văn An"), ("8*", "Lê Thị Ba")]
    assert said(made) == {(left_out.PROVISIONAL_NUMBER, "F003"), (left_out.HOLDERS_DIFFER, "")}
