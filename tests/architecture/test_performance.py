"""The page of figures names the figures that are measured, with their goals."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from tests.bench.__main__ import GROUPS
from tests.bench.figures import GOALS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "performance.md").read_text("utf-8")


def test_every_goal_stands_on_the_page_and_no_other() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| [^|]+ \| < ([\d,.]+) (s|ms|MB) \|", PAGE, re.MULTILINE)
    assert {name: float(goal.replace(",", "")) for name, goal, _unit in rows} == GOALS


def test_every_goal_is_measured_by_a_group() -> None:
    patterns = [pattern for group in GROUPS for pattern in group.names]
    assert [name for name in GOALS if not any(fnmatchcase(name, pattern) for pattern in patterns)] == []


def test_a_missed_goal_says_so() -> None:
    for line in PAGE.splitlines():
        row = re.match(r"^\| `[\w.]+` \| [^|]+ \| < ([\d,.]+) \w+ \| ([\d,.]+) \w+ \| (.*) \|$", line)
        if row:
            goal, value = (float(row[at].replace(",", "")) for at in (1, 2))
            assert (value >= goal) == ("missed" in row[3]), line
