"""The list of tolerances, and one of an office's own."""

from dataclasses import fields
from pathlib import Path

import pytest

from landdesk.domain.codelists import Replacement
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.limits import LIST, Limits, limits_of
from landdesk.services.checking.profiles import rule_set, shipped_limits
from landdesk.services.codelists import CodeLists, replaced_list, shipped_list
from tests.unit.checking.running import ROOT

TEXT = (ROOT / "resources" / "codelists" / "check_limit.csv").read_text("utf-8")
SOURCE = "Sổ tay của chi nhánh, 2026"


def own(text: str) -> Replacement:
    return Replacement(SOURCE, text)


def test_shipped_limits_are_those_of_the_list() -> None:
    assert shipped_limits() == limits_of(shipped_list(LIST))
    assert shipped_limits().gap_width_m == 0.5
    assert {one.code for one in shipped_list(LIST)} == {one.name for one in fields(Limits)}


def test_an_office_changes_a_tolerance_for_all() -> None:
    lists = CodeLists({LIST: own(TEXT.replace(",0.5,", ',"0,3",', 1))})
    assert rule_set(lists).limits.gap_width_m == 0.3
    assert rule_set(lists).hash != rule_set(CodeLists()).hash


@pytest.mark.parametrize("value", ["", "-0.5", "inf", "nan", "a", "0"])
def test_what_is_no_tolerance_is_refused(value: str) -> None:
    line = next(one for one in TEXT.splitlines() if one.startswith("gap_width_m"))
    wrong = line.replace(",0.5,", f",{value},", 1)
    with pytest.raises(InvalidInputError) as caught:
        replaced_list(LIST, own(TEXT.replace(line, wrong)))
    assert caught.value.code == "codes.limit"


def test_the_lists_of_rules_and_plans_are_looked_at_when_they_come() -> None:
    folder: Path = ROOT / "resources" / "codelists"
    rules = (folder / "check_rule.csv").read_text("utf-8")
    plans = (folder / "check_profile.csv").read_text("utf-8")
    for name, text, code in (
        ("check_rule", rules.replace(",error,", ",terrible,", 1), "codes.rule-severity"),
        ("check_rule", rules.replace(",document", ",perhaps", 1), "codes.rule-waiver"),
        ("check_profile", plans.replace(",yes,", ",,"), "codes.profile"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            replaced_list(name, own(text))
        assert caught.value.code == code
