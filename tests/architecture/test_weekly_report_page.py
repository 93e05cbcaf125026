"""The page of the weekly report says what is written."""

import re
from pathlib import Path

from landdesk.i18n import vietnamese
from landdesk.services.exporting.weekly_report import HEAD_ROW, SHEETS
from landdesk.services.reporting.indicators import ROWS
from landdesk.services.reporting.tables import IN_ORDER
from landdesk.services.reporting.weekly import TOP_RULES
from landdesk.services.worklist.states import STATES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "weekly-report.md").read_text("utf-8")


def test_every_indicator_is_published_with_the_way_it_is_counted() -> None:
    lines = [f"| {row.number} | {row.title} | {row.unit} | {row.how} |" for row in ROWS]
    assert "|---|---|---|---|\n" + "\n".join(lines) + "\n\n" in PAGE


def test_the_sheets_are_those_published() -> None:
    assert re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE) == [vietnamese(one) for one in SHEETS]
    assert f"headings stand in row {HEAD_ROW + 1} " in PAGE
    assert f"the {TOP_RULES} rules that found most" in PAGE


def test_the_states_in_order_are_those_published() -> None:
    states = PAGE.split("**In order**", 1)[1].split("\n\n", 1)[0]
    assert re.findall(r"`([^`]+)`", states) == [str(one) for one in STATES if one in IN_ORDER]
