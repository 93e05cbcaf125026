"""The code lists of errors and requests: who mends what, the field a code leads to, the kind a rule is for."""

from landdesk.domain.codelists import Replacement
from landdesk.domain.error_paths import parse_error_path
from landdesk.domain.fields import field_of
from landdesk.domain.finding import Fixer
from landdesk.domain.records import WorkItem
from landdesk.domain.sync_errors import FAILED_KINDS, MESSAGE, STATUS_CODES, key_of, key_of_item
from landdesk.services.codelists import CodeLists, shipped_list
from tests.rows import row_id


def test_each_error_code_says_who_mends_it_and_leads_to_a_field_of_the_record() -> None:
    for one in shipped_list("sync_error"):
        assert one.more["fixer"] in tuple(Fixer), one.code
        assert one.more["next_vi"], one.code
        assert one.more["next_en"], one.code
        if one.more["class"]:
            assert field_of(one.more["class"], one.more["field"]).owner == one.more["class"]
    assert {one.code for one in shipped_list("sync_error")} >= STATUS_CODES


def test_an_office_s_older_table_of_error_codes_lacks_the_new_columns() -> None:
    older = Replacement("Chi nhánh", "code,label,field_group\nNOSIGN,Chưa ký,scan\n")
    (one,) = CodeLists({"sync_error": older})["sync_error"]
    assert one.more["fixer"] == one.more["next_vi"] == ""


def test_a_kind_of_request_is_found_by_one_rule_alone() -> None:
    kinds = shipped_list("request_kind")
    assert {one.more["fixer"] for one in kinds} <= set(Fixer)
    rules = [rule for one in kinds for rule in one.more["rules"].split("|") if rule]
    assert len(rules) == len(set(rules))
    codes = {rule for rule in rules if "." not in rule}
    assert codes <= {one.code for one in shipped_list("sync_error")}


def test_everything_that_fails_has_a_code() -> None:
    codes = {one.code for one in shipped_list("sync_error")}
    assert {MESSAGE, *STATUS_CODES, *FAILED_KINDS} - {"sync_error"} <= codes


def test_an_error_is_known_again_though_versions_rise() -> None:
    one = parse_error_path("TINHHINHDANGKY.7|HOGIADINH.5_1|CANHAN.9_2|maSoDinhDanh")
    other = parse_error_path("TINHHINHDANGKY.7|HOGIADINH.5_2|CANHAN.9_17|maSoDinhDanh")
    assert one.identity == other.identity == "TINHHINHDANGKY.7|HOGIADINH.5|CANHAN.9|maSoDinhDanh"
    assert one.identity != parse_error_path("TINHHINHDANGKY.7|HOGIADINH.5_1|CANHAN.8_2|maSoDinhDanh").identity
    assert (one.place, parse_error_path("maSoDinhDanh").place) == (
        "TINHHINHDANGKY.7|HOGIADINH.5_1|CANHAN.9_2",
        "",
    )


def test_a_message_is_known_again_word_for_word() -> None:
    parcels = (row_id(1),)
    assert key_of(parcels, MESSAGE, "Lỗi 1_2|a") != key_of(parcels, MESSAGE, "Lỗi 1_3|a")
    item = WorkItem(row_id(2), "sync_error", parcels, "open", reason="NOSIGN", words="HOSOQUET.1_2|NOSIGN")
    assert key_of_item(item) == key_of(parcels, "NOSIGN", "HOSOQUET.1_9|NOSIGN")
