"""The table of land-use groups is data; every group has its colour and its words."""

import csv

from landdesk.resources import resource_path
from landdesk.ui import theme
from landdesk.ui.map.land_use import GROUP_CODES, GROUPS, group_numbers, group_table


def test_every_group_has_a_colour() -> None:
    assert set(GROUPS) == set(theme.LAND_USE)
    assert len(set(theme.LAND_USE.values())) == len(GROUPS)


def test_table_has_each_code_once() -> None:
    lines = resource_path("codelists", "land_use_groups.csv").read_text("utf-8").splitlines()
    codes = [row["code"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))]
    assert len(codes) == len(set(codes)) == len(group_table())
    assert lines[0].startswith("#")


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
