"""The page of the findings' files says what is written."""

import re
from pathlib import Path

from landdesk.app.findings_out import MAPS
from landdesk.domain.finding import Criterion, Fixer, Severity
from landdesk.services.exporting.findings import FINDING_COLUMNS, FINDING_LAYER

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "findings.md"
KINDS = {"text": "str", "number": "float"}


def rows(heading: str) -> dict[str, tuple[str, str]]:
    part = PAGE.read_text("utf-8").split(heading, 1)[1]
    found = re.findall(r"^\| `([a-z]+)` \| (\w+) \| (.*) \|$", part, re.MULTILINE)
    return {name: (kind, words) for name, kind, words in found}


def test_every_column_of_the_maps_is_told_in_order() -> None:
    told = rows("## Columns of the maps")
    assert [(name, KINDS[kind]) for name, (kind, _words) in told.items()] == list(FINDING_COLUMNS.items())
    for name, values in (("criterion", Criterion), ("severity", Severity), ("fixers", Fixer)):
        assert re.findall(r"`(\w+)`", told[name][1]) == [str(one) for one in values]


def test_every_ending_is_told() -> None:
    words = PAGE.read_text("utf-8")
    assert all(f"`{ending}`" in words for ending in (*MAPS, ".xlsx", ".csv"))
    assert f"layer `{FINDING_LAYER}`" in words
