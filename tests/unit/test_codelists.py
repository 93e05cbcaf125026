"""The shipped code lists say what their sources say; a table that is wrong is refused by file and line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from landdesk.domain.codelist_table import parse_codes, parse_specs, read_source, table_text
from landdesk.domain.codelists import Code, CodeList, ListSpec, Replacement, Standing
from landdesk.domain.errors import InvalidInputError, LandDeskError, RefusedError
from landdesk.i18n import set_language
from landdesk.resources import resource_path
from landdesk.services.codelists import (
    CodeLists,
    list_specs,
    read_replacement,
    replaced_list,
    shipped_list,
)

TODAY = date(2026, 11, 28)

# Written by hand from the notes on the trade (section 2.4), not made from the shipped file.
LAND_USE = {
    "NNP": "Đất nông nghiệp",
    "CHN": "Đất trồng cây hằng năm",
    "LUA": "Đất trồng lúa",
    "LUC": "Đất chuyên trồng lúa",
    "LUK": "Đất trồng lúa còn lại",
    "HNK": "Đất trồng cây hằng năm khác",
    "CLN": "Đất trồng cây lâu năm",
    "LNP": "Đất lâm nghiệp",
    "RSX": "Đất rừng sản xuất",
    "RPH": "Đất rừng phòng hộ",
    "RDD": "Đất rừng đặc dụng",
    "NTS": "Đất nuôi trồng thủy sản",
    "CNT": "Đất chăn nuôi tập trung",
    "LMU": "Đất làm muối",
    "NKH": "Đất nông nghiệp khác",
    "PNN": "Đất phi nông nghiệp",
    "OTC": "Đất ở",
    "ONT": "Đất ở tại nông thôn",
    "ODT": "Đất ở tại đô thị",
    "TSC": "Đất xây dựng trụ sở cơ quan",
    "CQP": "Đất quốc phòng",
    "CAN": "Đất an ninh",
    "DSN": "Đất xây dựng công trình sự nghiệp",
    "DVH": "Đất xây dựng cơ sở văn hóa",
    "DXH": "Đất xây dựng cơ sở xã hội",
    "DYT": "Đất xây dựng cơ sở y tế",
    "DGD": "Đất xây dựng cơ sở giáo dục và đào tạo",
    "DTT": "Đất xây dựng cơ sở thể dục, thể thao",
    "DKH": "Đất xây dựng cơ sở khoa học và công nghệ",
    "DMT": "Đất xây dựng cơ sở môi trường",
    "DKT": "Đất xây dựng cơ sở khí tượng thủy văn",
    "DNG": "Đất xây dựng cơ sở ngoại giao",
    "DSK": "Đất xây dựng công trình sự nghiệp khác",
    "CSK": "Đất sản xuất, kinh doanh phi nông nghiệp",
    "SCC": "Đất khu công nghiệp, cụm công nghiệp",
    "SKK": "Đất khu công nghiệp",
    "SKN": "Đất cụm công nghiệp",
    "SCT": "Đất khu công nghệ thông tin tập trung",
    "TMD": "Đất thương mại, dịch vụ",
    "SKC": "Đất cơ sở sản xuất phi nông nghiệp",
    "SKS": "Đất sử dụng cho hoạt động khoáng sản",
    "CCC": "Đất sử dụng vào mục đích công cộng",
    "DGT": "Đất công trình giao thông",
    "DTL": "Đất công trình thủy lợi",
    "DCT": "Đất công trình cấp nước, thoát nước",
    "DPC": "Đất công trình phòng, chống thiên tai",
    "DDD": "Đất có di tích lịch sử - văn hóa, danh lam thắng cảnh, di sản thiên nhiên",
    "DRA": "Đất công trình xử lý chất thải",
    "DNL": "Đất công trình năng lượng, chiếu sáng công cộng",
    "DBV": "Đất hạ tầng bưu chính, viễn thông, CNTT",
    "DCH": "Đất chợ dân sinh, chợ đầu mối",
    "DKV": "Đất khu vui chơi, giải trí công cộng, sinh hoạt cộng đồng",
    "DCK": "Đất công trình công cộng khác",
    "TON": "Đất tôn giáo",
    "TIN": "Đất tín ngưỡng",
    "NTD": "Đất nghĩa trang, nhà tang lễ, cơ sở hỏa táng, lưu giữ tro cốt",
    "TVC": "Đất có mặt nước chuyên dùng",
    "MNC": "Đất có mặt nước chuyên dùng dạng ao, hồ, đầm, phá",
    "SON": "Đất có mặt nước dạng sông, ngòi, kênh, rạch, suối",
    "PNK": "Đất phi nông nghiệp khác",
    "CSD": "Đất chưa sử dụng",
    "CGT": "Đất Nhà nước thu hồi chưa giao, chưa cho thuê",
    "BCS": "Đất bằng chưa sử dụng",
    "DCS": "Đất đồi núi chưa sử dụng",
    "NCS": "Núi đá không có rừng cây",
    "MCS": "Đất có mặt nước chưa sử dụng",
}
ZONES = "CNC KKT KDT DNT KBT KĐD"
LEGACY = {
    "LUN": "LUK",
    "BHK": "HNK",
    "NHK": "HNK",
    "COC": "",
    "LNC": "CLN",
    "LNQ": "CLN",
    "LNK": "CLN",
    **dict.fromkeys(("RSN", "RST", "RSK", "RSM"), "RSX"),
    **dict.fromkeys(("RPN", "RPT", "RPK", "RPM"), "RPH"),
    **dict.fromkeys(("RDN", "RDT", "RDK", "RDM"), "RDD"),
    "TSL": "NTS",
    "TSN": "NTS",
    "SXN": "",
    "CDG": "",
    "CTS": "",
    "DTS": "",
    "TSK": "",
    "SKT": "",
    "SKX": "SKC SKS",
    "DDT": "DDD",
    "DDL": "DDD",
    "DSH": "DKV",
    "TTN": "TON TIN",
    "SMN": "",
    "MVB": "",
    "MVT": "",
    "MVR": "",
    "MVK": "",
}
OLD_WORDS = {"T": "ONT ODT", "TQ": "", "V": "", "ĐM": "", "2L": "LUC", "Màu": "HNK"}

NAMES = (
    "land_use land_origin transfer_origin use_form term_kind user_object_type party_kind member_role"
    " household_relation sex life_state identity_document_kind certificate_type certificate_state right_kind"
    " asset_kind asset_structure ownership_form restriction_kind document_kind registration_kind parcel_group"
    " workflow_state collection_state population_match sync_error request_kind request_state"
    " id_province province commune old_unit"
    " area_tolerance commune_rights parcel_policy check_rule check_limit check_profile quality_index land_without_user"
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Leave the language as it was."""
    set_language("en")
    yield
    set_language("en")


def test_the_lists_are_those_that_others_rely_on() -> None:
    assert list(list_specs()) == NAMES.split()


@pytest.mark.parametrize("name", NAMES.split())
def test_every_list_loads_and_is_written_to_the_same(name: str) -> None:
    shipped = shipped_list(name)
    spec = shipped.spec
    targets = {other: shipped_list(other) for other in (spec.parent_in, spec.replaced_by_in) if other}
    text = table_text(shipped)
    again = parse_codes(spec, text, "again.csv", targets=targets)
    assert again == shipped.codes
    assert read_source(text) == " ".join(shipped.source.split())
    assert [one.order for one in again] == sorted(one.order for one in again)


def test_every_file_is_a_list() -> None:
    files = {path.stem for path in resource_path("codelists").glob("*.csv")}
    assert files == set(NAMES.split())


# land use


def test_land_use_has_the_codes_and_names_of_the_trade() -> None:
    codes = shipped_list("land_use")
    assert {code: codes.get(code) and codes.get(code).label for code in LAND_USE} == LAND_USE  # type: ignore[union-attr]
    kinds = {one.code: one.more["kind"] for one in codes}
    assert {code for code, kind in kinds.items() if kind == "zone"} == set(ZONES.split())
    assert set(kinds) == {*LAND_USE, *ZONES.split(), *LEGACY, *OLD_WORDS, "CQA"}


@pytest.mark.parametrize(("code", "replaced_by"), {**LEGACY, **OLD_WORDS}.items())
def test_old_codes_are_legacy_and_lead_to_their_replacement(code: str, replaced_by: str) -> None:
    codes = shipped_list("land_use")
    assert codes.standing(code, TODAY) is Standing.LEGACY
    assert codes.standing(code, date(2024, 7, 31)) is Standing.CURRENT
    assert [one.code for one in codes.replacements(code, TODAY)] == replaced_by.split()


def test_current_and_unknown_codes() -> None:
    codes = shipped_list("land_use")
    assert {codes.standing(code, TODAY) for code in LAND_USE} == {Standing.CURRENT}
    assert codes.standing("CNT", date(2024, 7, 31)) is Standing.NOT_YET
    # Of another, wrong list; and case matters where a record holds the code.
    assert codes.standing("DSO", TODAY) is codes.standing("ont", TODAY) is Standing.UNKNOWN


def test_groups_of_land_use_are_parents() -> None:
    codes = shipped_list("land_use")
    tops = {one.code for one in codes.valid_on(TODAY) if one.parent is None and one.more["kind"] != "zone"}
    assert tops == {"NNP", "PNN", "CSD"}
    assert [one.code for one in codes.children("OTC")] == ["ONT", "ODT"]
    assert {one.parent for one in codes if one.parent} == {
        one.code for one in codes.valid_on(TODAY) if one.more["kind"] == "group"
    }


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ONT", "ONT"),
        (" ont ", "ONT"),
        ("Đất ở tại nông thôn", "ONT"),
        ("dat o tai nong thon", "ONT"),
        ("ĐẤT TRỒNG CÂY HÀNG NĂM KHÁC", "HNK"),
        ("thổ cư", "T"),
        ("Đất thổ cư", "T"),
        ("Đất xây dựng cơ sở thể dục thể thao", "DTT"),
        ("", ""),
        ("đất gì đó", ""),
    ],
)
def test_land_use_is_found_by_words(written: str, found: str) -> None:
    assert " ".join(one.code for one in shipped_list("land_use").find(written)) == found


def test_old_words_resolve_to_what_holds_today_or_to_a_choice() -> None:
    codes = shipped_list("land_use")
    assert [one.code for one in codes.resolve("thổ cư", TODAY)] == ["ONT", "ODT"]
    assert [one.code for one in codes.resolve("BHK", TODAY)] == ["HNK"]
    assert [one.code for one in codes.resolve("LUC", TODAY)] == ["LUC"]
    assert codes.resolve("vườn", TODAY) == codes.resolve("Đất lạ", TODAY) == ()


def test_names_follow_the_language() -> None:
    code = shipped_list("land_use").get("ONT")
    assert code is not None
    assert code.title == "Rural residential land"
    set_language("vi")
    assert code.title == "Đất ở tại nông thôn"
    assert shipped_list("land_use").title == "Loại đất (mục đích sử dụng)"


# the other lists


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("1993-10-14", ""),
        ("1993-10-15", "2"),
        ("2004-06-30", "2"),
        ("2004-07-01", "1"),
        ("2009-12-09", "1"),
        ("2009-12-10", "6"),
        ("2014-06-30", "6"),
        ("2014-07-01", "11"),
        ("2024-07-31", "11"),
        ("2024-08-01", "98"),
        ("2026-11-28", "98"),
    ],
)
def test_certificate_type_by_date(day: str, code: str) -> None:
    found = shipped_list("certificate_type").valid_on(date.fromisoformat(day))
    assert " ".join(one.code for one in found) == code


def only(name: str, written: str) -> str:
    """Return the one code that a text stands for."""
    (found,) = shipped_list(name).find(written)
    return found.code


def test_words_of_the_collection_form_stand_for_codes() -> None:
    kinds = ("Cá nhân", "Hộ gia đình", "Vợ chồng", "Đồng sử dụng", "Cộng đồng dân cư", "Tổ chức")
    assert [only("party_kind", words) for words in kinds] == [
        "individual",
        "household",
        "couple",
        "group",
        "community",
        "organisation",
    ]
    roles = ("Cá nhân", "Chủ hộ", "Chồng", "Vợ", "Người đại diện", "Thành viên")
    assert [only("member_role", words) for words in roles] == [
        "individual",
        "head",
        "husband",
        "wife",
        "representative",
        "member",
    ]
    assert [only("sex", words) for words in ("Nam", "NỮ")] == ["male", "female"]
    assert [only("use_form", words) for words in ("Sử dụng riêng", "Sử dụng chung")] == ["RIENG", "CHUNG"]
    assert only("term_kind", "lâu dài") == "LAU_DAI"
    words = ("Nhận chuyển nhượng", "chuyển đổi", "thừa kế", "tặng cho", "góp vốn", "Trúng đấu giá")
    assert [only("transfer_origin", one) for one in words] == [
        "CHUYEN_NHUONG",
        "CHUYEN_DOI",
        "THUA_KE",
        "TANG_CHO",
        "GOP_VON",
        "TRUNG_DAU_GIA",
    ]


def test_mplis_identifiers() -> None:
    kinds = {one.code: one.more["mplis"] for one in shipped_list("party_kind")}
    assert (kinds["individual"], kinds["couple"], kinds["organisation"]) == ("0", "1", "3")
    assert [one.code for one in shipped_list("land_origin")] == [str(number) for number in range(1, 17)]
    assert [only("document_kind", words) for words in ("-GT", "-GCN", "-DDK", "-TBXN")] == [
        "0",
        "1",
        "2",
        "3",
    ]
    assert only("land_origin", "DG-KTT") == "5"
    assert [one.code for one in shipped_list("land_origin").find("CNQ-CTT")] == ["2", "12"]


def test_error_codes_of_mplis() -> None:
    codes = shipped_list("sync_error")
    assert [one.code for one in codes] == (
        "NOSIGN NOLINK maSoDinhDanh soGiayTo loaiDoiTuongId diaChi ngaySinh namSinh gioiTinh soVaoSo ngayVaoSo"
        " dienTich mucDichSuDung nguonGocSuDung thoiHanSuDung chua_xuat_so_dia_chinh_dien_tu khong_dong_bo_3_khoi"
        " chi_co_du_lieu_thuoc_tinh chua_khop_csdlqg_dan_cu khong_xac_dinh_csdlqg_dan_cu khong_van_hanh_24_7"
        " message returned conflict"
    ).split()
    assert only("sync_error", "DIACHI|null") == only("sync_error", "diaChi") == "diaChi"
    assert codes.find("maSoThue") == ()


def test_groups_have_their_colours_and_both_definitions() -> None:
    groups = {one.code: one for one in shipped_list("parcel_group")}
    assert {code: one.colour for code, one in groups.items()} == {
        "1": "green",
        "2": "red",
        "3": "yellow",
        "4": "blue",
        "unclassified": "grey",
    }
    assert groups["3"].more["plan_515"] != groups["3"].more["plan_2959"]
    assert only("parcel_group", "nhóm 2") == "2"


def test_states_in_their_order() -> None:
    assert [one.code for one in shipped_list("collection_state")] == [
        "collected",
        "entered",
        "sent",
        "operating",
    ]
    workflow = [one.code for one in shipped_list("workflow_state") if one.parent is None]
    assert (
        workflow
        == (
            "unreviewed reviewing faulty supplementing eligible sent received returned operating reclassify group_1"
        ).split()
    )


def test_province_codes() -> None:
    births = shipped_list("id_province")
    assert len(births) == 63
    assert [births.get(code) and births.get(code).label for code in ("001", "056", "058", "096")] == [  # type: ignore[union-attr]
        "Hà Nội",
        "Khánh Hòa",
        "Ninh Thuận",
        "Cà Mau",
    ]
    assert len(shipped_list("province")) == 34
    assert (
        only("province", "tỉnh Ninh Thuận".removeprefix("tỉnh "))
        == only("province", "Tỉnh Khánh Hoà")
        == "56"
    )


# tables


SPEC = ListSpec(
    "trial", "Thử", "Trial", "Nguồn", "Source", columns=("kind",), numbers=("kind",), colours=("red",)
)


def codes_of(text: str, spec: ListSpec = SPEC) -> tuple[Code, ...]:
    return parse_codes(spec, text, "trial.csv")


def test_a_table_of_an_office_is_read_as_spreadsheets_write_it() -> None:
    text = (
        "\ufeff# Nguồn: Công văn 12, 2026;;\ncode;label;valid_from;aliases;kind\n"
        "A;Một;2025-07-01;a1|a2;\n;;;;\n B ;Hai;;;7\n"
    )
    first, second = codes_of(text)
    assert (first.code, first.label, first.valid_from, first.aliases) == (
        "A",
        "Một",
        date(2025, 7, 1),
        ("a1", "a2"),
    )
    assert (second.code, second.more, second.order) == ("B", {"kind": "7"}, 2)
    assert read_source(text) == "Nguồn: Công văn 12, 2026"


def test_order_goes_before_the_place_in_the_file() -> None:
    assert [one.code for one in codes_of("code,label,order,kind\nA,a,9,\nB,b,1,\n")] == ["B", "A"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("code,label,kind,farbe\nA,a,,\n", "codes.unknown-column", 1),
        ("# x\ncode,label,label,kind\nA,a,a,\n", "codes.columns", 2),
        ("code,label\nA,a\n", "codes.columns", 1),
        ("code,kind\nA,\n", "codes.columns", 1),
        ("code,label,kind\nA,a,\nB,b,\nA,c,\n", "codes.duplicate", 4),
        ("code,label,kind\nA,,\n", "codes.empty", 2),
        ("code,label,kind\n,a,\n", "codes.empty", 2),
        ("code,label,kind\nA,a,,x\n", "codes.cells", 2),
        ("code,label,kind\nA,a,x1\n", "codes.number", 2),
        ("code,label,kind,order\nA,a,,first\n", "codes.number", 2),
        ("code,label,kind,colour\nA,a,,pink\n", "codes.colour", 2),
        ("code,label,kind,valid_from\nA,a,,01/07/2025\n", "codes.date", 2),
        ("code,label,kind,valid_from\nA,a,,20250701\n", "codes.date", 2),
        ("code,label,kind,valid_to\nA,a,,2025-02-30\n", "codes.date", 2),
        ("code,label,kind,valid_from,valid_to\nA,a,,2025-07-02,2025-07-01\n", "codes.date", 2),
        ("code,label,kind,replaced_by\nA,a,,B|C\nB,b,,\n", "codes.reference", 2),
        ("code,label,kind,replaced_by\nA,a,,A\n", "codes.reference", 2),
        ("code,label,kind,parent\nA,a,,\nB,b,,X\n", "codes.reference", 3),
        ('code,label,kind\nA,"a"x,\n', "codes.unreadable", 2),
        ("code,label,kind\n", "codes.none", None),
        ("", "codes.none", None),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_line(text: str, code: str, line: int | None) -> None:
    with pytest.raises(LandDeskError) as caught:
        codes_of(text)
    assert caught.value.code == code
    assert caught.value.where is not None
    assert caught.value.where.values.get("name") == "trial.csv"
    assert caught.value.where.values.get("line") == line


def test_replaced_twice_leads_to_the_last_and_a_circle_ends() -> None:
    text = (
        "code,label,valid_to,replaced_by\nA,a,2000-01-01,B\nB,b,2010-01-01,C\nC,c,,\n"
        "X,x,2000-01-01,Y\nY,y,2000-01-01,X\n"
    )
    spec = ListSpec("trial", "Thử", "Trial", "Nguồn", "Source")
    codes = CodeList(spec, codes_of(text, spec))
    assert [one.code for one in codes.replacements("A", TODAY)] == ["C"]
    assert [one.code for one in codes.replacements("A", date(2005, 1, 1))] == ["B"]
    assert codes.replacements("X", TODAY) == codes.replacements("unknown", TODAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        '[x]\ntitle_vi = "a"',
        '[x]\ntitle_vi="a"\ntitle_en="a"\nsource_vi="a"\nsource_en="a"\nread="2026-01-01"\nbasis=["guessed"]',
        '[x]\ntitle_vi="a"\ntitle_en="a"\nsource_vi="a"\nsource_en="a"\nread="2026-01-01"\nbasis=["found"]\nnote="b"',
        '[x]\ntitle_vi="a"\ntitle_en="a"\nsource_vi="a"\nsource_en="a"\nread="2026-01-01"\nbasis=["found"]\ndoubt_en="b"',
    ],
)
def test_a_list_must_say_where_it_comes_from(text: str) -> None:
    with pytest.raises(ValueError, match="lists: x"):
        parse_specs(text)


# an office's own list


def test_an_offices_list_stands_in_the_place_of_the_shipped_one() -> None:
    own = Replacement("Công văn 12", "code,label,kind\nONT,Đất ở nông thôn (mới),purpose\n")
    lists = CodeLists({"land_use": own})
    assert [one.label for one in lists["land_use"]] == ["Đất ở nông thôn (mới)"]
    assert (lists["land_use"].replaced, lists["land_use"].source) == (True, "Công văn 12")
    assert (lists["land_use"].spec.read, lists["land_use"].spec.doubt) == (None, "")
    assert lists["land_origin"] is shipped_list("land_origin")
    assert len(shipped_list("land_use")) > 100


def test_what_leads_into_a_replaced_list_is_checked_against_it() -> None:
    own = Replacement("x", "code,label,kind,epsg,parent\n22366,Nha Trang,phường,9217,56\n")
    units = Replacement("x", "code,label,kind,district,province,replaced_by\n22363,Lộc Thọ,phường,,,22657\n")
    assert len(CodeLists({"old_unit": units})["old_unit"]) == 1
    with pytest.raises(InvalidInputError) as caught:
        CodeLists({"commune": own, "old_unit": units})["old_unit"]
    assert caught.value.code == "codes.reference"


def test_codes_that_the_program_relies_on_stay() -> None:
    words = "code,label,order\nfemale,Nữ giới,1\nmale,Nam giới,2\n"
    assert [one.label for one in replaced_list("sex", Replacement("x", words))] == ["Nữ giới", "Nam giới"]
    for text in ("code,label\nmale,Nam\n", words + "other,Khác,3\n"):
        with pytest.raises(RefusedError) as caught:
            replaced_list("sex", Replacement("x", text))
        assert caught.value.code == "codes.fixed"


@pytest.mark.parametrize("name", ["check_rule", "check_limit"])
def test_a_rule_or_tolerance_that_came_after_an_offices_list_is_as_shipped(name: str) -> None:
    head, first, *others = resource_path("codelists", f"{name}.csv").read_text("utf-8").splitlines()
    own = replaced_list(name, Replacement("x", "\n".join([head, *others])))
    said = {one.code: (one.label, one.label_en, one.more) for one in own}
    assert said == {one.code: (one.label, one.label_en, one.more) for one in shipped_list(name)}
    assert own.replaced
    unknown = "\n".join([head, *others, f"un{first}"])
    with pytest.raises(RefusedError) as caught:
        replaced_list(name, Replacement("x", unknown))
    assert caught.value.code == "codes.fixed"


def test_an_offices_list_says_its_source() -> None:
    with pytest.raises(InvalidInputError) as caught:
        replaced_list("land_origin", Replacement("  ", "code,label\n1,a\n"), file_name="own.csv")
    assert caught.value.code == "codes.no-source"


def test_an_exported_list_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(table_text(shipped_list("land_origin")), "utf-8-sig")
    own = read_replacement(path)
    assert own.source == shipped_list("land_origin").source
    assert replaced_list("land_origin", own).codes == shipped_list("land_origin").codes


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("code,label\n1,Đất".encode("utf-16"))
    with pytest.raises(InvalidInputError) as caught:
        read_replacement(path)
    assert caught.value.code == "codes.unreadable"


def test_an_unknown_list_is_named_with_those_there_are() -> None:
    with pytest.raises(InvalidInputError) as caught:
        shipped_list("landuse")
    assert caught.value.code == "codes.no-list"
    assert caught.value.remedy is not None
    assert "land_use" in str(caught.value.remedy)
