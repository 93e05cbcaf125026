"""The groups of land use are colours of a code list; every group has its colour and its words."""

from landdesk.domain.codelists import Replacement
from landdesk.services.codelists import CodeLists, list_spec, shipped_list, shipped_lists
from landdesk.ui import theme
from landdesk.ui.land_use_list import land_use_name
from landdesk.ui.lists_in_use import use_lists
from landdesk.ui.map.land_use import GROUP_CODES, GROUPS, group_numbers, group_table


def test_every_group_has_a_colour() -> None:
    assert set(GROUPS) == set(theme.LAND_USE)
    assert len(set(theme.LAND_USE.values())) == len(GROUPS)


def test_the_colours_of_the_list_are_groups() -> None:
    assert {*list_spec("land_use").colours, "unknown"} == set(GROUPS)
    coloured = [one.code for one in shipped_list("land_use") if one.colour]
    assert set(coloured) == set(group_table())
    assert len(coloured) == 100


def test_codes_of_the_three_classes_of_the_law() -> None:
    numbers = group_numbers(["LUC", "ONT", "TSC", "DGT", "SON", "BCS"])
    assert [GROUP_CODES[number] for number in numbers] == [
        "agricultural",
        "residential",
        "non_agricultural",
        "transport",
        "water",
        "unused",
    ]


def test_unknown_missing_and_combined_codes() -> None:
    numbers = group_numbers(["2L", None, "", "ONT+CLN", "luc"])
    assert [GROUP_CODES[number] for number in numbers] == [
        "unknown",
        "unknown",
        "unknown",
        "residential",
        "agricultural",
    ]


def test_an_offices_list_draws_its_own_groups() -> None:
    own = Replacement(
        "Chi nhánh", "# Chi nhánh\ncode,label,kind,colour\nONT,Đất ở,purpose,water\nMOI,Mới,purpose,unused\n"
    )
    before = group_table()
    use_lists(CodeLists({"land_use": own}))
    try:
        numbers = group_numbers(["ONT", "MOI", "LUC"])
        names = {code: land_use_name(code) for code in ("ONT", "MOI", "LUC")}
    finally:
        use_lists(shipped_lists())
    assert [GROUP_CODES[number] for number in numbers] == ["water", "unused", "unknown"]
    assert names == {"ONT": "Đất ở", "MOI": "Mới", "LUC": ""}
    assert group_table() is before
