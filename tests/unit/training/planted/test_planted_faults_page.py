"""The page of planted faults and what is planted, line by line."""

import re
from pathlib import Path

from landdesk.services.checking.registry import RULES
from landdesk.services.checking.rule import RecordRule
from landdesk.services.training.planted.commune import CAUSES
from landdesk.services.training.planted.completing import STATUS_DAY
from landdesk.services.training.planted.near_misses import NEAR_MISSES

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "planted-faults.md").read_text("utf-8")
ROW = re.compile(r"^\| ([a-z.-]+) \| ([a-z0-9-]+/[a-z0-9-]+) \| (.+) \| (.+) \|$", re.MULTILINE)


def test_each_line_is_planted_and_each_cause_has_its_lines() -> None:
    lines = [(match[1], match[2]) for match in ROW.finditer(PAGE)]
    assert len(set(lines)) == len(lines)
    assert set(lines) == {(rule, one.code) for one in CAUSES for rule in one.rules}


def test_near_misses_stand_on_the_page() -> None:
    (section,) = re.findall(r"## Near misses\n(.*)", PAGE, re.DOTALL)
    lines = re.findall(r"^\| (near/[a-z0-9-]+) \|", section, re.MULTILINE)
    assert sorted(lines) == sorted(one.code for one in NEAR_MISSES)


def test_every_rule_of_the_record_is_planted() -> None:
    planted = {rule for one in CAUSES for rule in one.rules}
    assert {rule.code for rule in RULES if issubclass(rule, RecordRule)} <= planted


def test_the_day_of_the_status_is_that_of_the_page() -> None:
    assert f"as of {STATUS_DAY}" in PAGE
