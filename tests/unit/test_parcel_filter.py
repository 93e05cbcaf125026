"""Filters: as JSON and back, for one parcel, in words."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.completeness import GROUP_TITLES, GroupState
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_filter import (
    EVERYTHING,
    LONGEST,
    TESTS,
    All,
    AnyOf,
    Is,
    Not,
    ParcelFacts,
    ParcelFilter,
    can_be_worked_off,
    from_json,
    matches,
    to_json,
)
from landdesk.domain.workflow import WorkflowState
from landdesk.i18n import set_language
from landdesk.services.codelists import shipped_lists
from landdesk.services.worklist.presets import parse_presets, shipped_presets, wanted_filter
from landdesk.services.worklist.words import condition_title, filter_words, lacking_words
from tests.stores import refused

TODAY = date(2026, 11, 28)
PARCEL = ParcelFacts(
    ObjectId(bytes(16)),
    sheet="12",
    number="5",
    land_uses=frozenset({"ONT", "CLN"}),
    states={"certificate": GroupState.MISSING, "scan": GroupState.UNKNOWN},
    missing=2,
    rules=frozenset({"parcel.gap"}),
    work=frozenset({"returned"}),
    branch_group="2",
    matches=frozenset({"not_matched"}),
    has_polygon=False,
    unsent=True,
    changed_on="2026-11-22",
    workflow=WorkflowState.SUPPLEMENTING_SPATIAL,
)

MEANT = (
    "{}",
    '{"sheet":["11","12"]}',
    '{"hamlet":["-"]}',
    '{"land_use":["CLN"]}',
    '{"group.certificate":["missing","unknown"]}',
    '{"missing":["2"]}',
    '{"missing":["1..2"]}',
    '{"missing":["2.."]}',
    '{"finding":["any"]}',
    '{"finding":["parcel.gap"]}',
    '{"work":["returned"]}',
    '{"branch_group":["2"]}',
    '{"match":["not_matched"]}',
    '{"collection":["-"]}',
    '{"workflow":["supplementing"]}',
    '{"workflow":["supplementing_spatial"]}',
    '{"polygon":["no"]}',
    '{"changed":["2026-11-22"]}',
    '{"changed":["7d"]}',
    '{"unsent":["yes"]}',
    '{"text":["huong"]}',
    '{"sheet":["12"],"polygon":["no"]}',
    '{"any":[{"sheet":["9"]},{"polygon":["no"]}]}',
    '{"not":{"branch_group":["1"]}}',
)
NOT_MEANT = (
    '{"sheet":["1"]}',
    '{"land_use":["LUC"]}',
    '{"land_use":["-"]}',
    '{"group.certificate":["present"]}',
    '{"group.user":["missing"]}',
    '{"missing":["3.."]}',
    '{"missing":["0..1"]}',
    '{"finding":["-"]}',
    '{"finding":["parcel.overlap"]}',
    '{"work":["conflict"]}',
    '{"branch_group":["1"]}',
    '{"match":["matched"]}',
    '{"workflow":["eligible"]}',
    '{"polygon":["yes"]}',
    '{"changed":["6d"]}',
    '{"unsent":["no"]}',
    '{"text":["khong"]}',
    '{"any":[]}',
    '{"all":[{"sheet":["12"]},{"polygon":["yes"]}]}',
    '{"not":{"sheet":["12"]}}',
)


@pytest.mark.parametrize(
    ("text", "meant"), [*((one, True) for one in MEANT), *((one, False) for one in NOT_MEANT)]
)
def test_a_parcel_is_meant_or_not(text: str, meant: bool) -> None:
    assert matches(from_json(text), PARCEL, TODAY, lambda words: words == "huong") is meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "12",
        "{",
        '{"sheet":"12"}',
        '{"sheet":[]}',
        '{"sheet":[""]}',
        '{"sheet":[12]}',
        '{"nothing":["1"]}',
        '{"missing":["a"]}',
        '{"missing":["1..2..3"]}',
        '{"changed":["28/11/2026"]}',
        '{"changed":["2026-02-30"]}',
        '{"polygon":["maybe"]}',
        '{"workflow":["done"]}',
        '{"group.certificate":["open"]}',
        '{"not":[]}',
        '{"all":{}}',
        '{"any":["sheet"]}',
        '{"not":' * 200 + "{}" + "}" * 200,
        '{"a":' * 100_000,
        " " * (LONGEST + 1),
    ],
)
def test_what_is_no_filter_is_refused_in_words(text: str) -> None:
    with refused("worklist.no-filter"):
        from_json(text)


VALUES: dict[str, list[str]] = {
    **{name: ["-", "a, b", "7"] for name in TESTS},
    **{f"group.{code}": [str(one) for one in GroupState] for code in GROUP_TITLES},
    "missing": ["0", "1..", "2..5"],
    "workflow": [str(one) for one in WorkflowState],
    "polygon": ["yes", "no"],
    "unsent": ["yes", "no"],
    "changed": ["3d", "2026-11-01"],
}
IS = st.sampled_from(sorted(TESTS)).flatmap(
    lambda name: st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3).map(
        lambda values: Is(name, tuple(str(one) for one in values))
    )
)
FILTERS: st.SearchStrategy[ParcelFilter] = st.recursive(
    IS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=8,
)


@given(FILTERS)
def test_a_filter_comes_back_from_json_as_it_was_and_has_words(wanted: ParcelFilter) -> None:
    text = to_json(wanted)
    assert from_json(text) == wanted
    assert to_json(from_json(text)) == text
    json.loads(text)
    assert filter_words(wanted, shipped_lists())


def test_words_of_filters_in_both_languages() -> None:
    wanted = from_json(
        '{"sheet":["12","13"],"any":[{"polygon":["no"]},{"missing":["1.."]}],"not":{"branch_group":["1"]}}'
    )
    lists = shipped_lists()
    assert filter_words(wanted, lists) == (
        "Map sheet: 12 or 13 and (Boundary on the map: no or Missing fields: 1 or more)"
        " and not (Group by the branch: Group 1)"
    )
    set_language("vi")
    assert filter_words(wanted, lists) == (
        "Số tờ bản đồ: 12 hoặc 13 và (Ranh giới trên bản đồ: không hoặc Số trường còn thiếu: từ 1 trở lên)"
        " và không phải (Nhóm theo chi nhánh: Nhóm 1)"
    )
    assert filter_words(from_json('{"missing":["1"]}'), lists) == "Chỉ còn thiếu 1 trường"
    assert lacking_words(("certificate", "scan")) == "Giấy chứng nhận, Hồ sơ quét"


def test_every_test_has_a_title() -> None:
    assert all(condition_title(one) for one in TESTS)


def test_filters_that_say_where_cannot_be_worked_off() -> None:
    assert not can_be_worked_off(EVERYTHING)
    assert not can_be_worked_off(from_json('{"sheet":["12"],"land_use":["ONT"]}'))
    assert can_be_worked_off(from_json('{"sheet":["12"],"missing":["1.."]}'))


def test_ready_filters_are_found_by_name_and_json_is_taken() -> None:
    presets = shipped_presets()
    assert presets.goal == 51
    assert {"missing-one", "no-certificate", "returned", "no-polygon"} <= {
        one.name for one in presets.presets
    }
    assert wanted_filter("no-polygon") == (Is("polygon", ("no",)), "No boundary on the map")
    assert wanted_filter(' {"sheet":["1"]}') == (Is("sheet", ("1",)), None)
    with refused("worklist.no-preset"):
        wanted_filter("nothing")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("parcels_a_day = 51", "parcels_a_day = 0"),
        ('name = "missing"\n', 'name = "all"\n'),
        ('\'{"polygon":["no"]}\'', '\'{"polygon":["perhaps"]}\''),
        (', "In dispute"', ""),
    ],
)
def test_a_wrong_file_of_presets_is_refused(old: str, new: str) -> None:
    from landdesk.resources import resource_path

    text = resource_path("worklists", "presets.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(ValueError, match=r"."):
        parse_presets(text.replace(old, new, 1))
