"""The published forms of the campaign are those that the program reads and writes."""

import re
from pathlib import Path

import pytest

from landdesk.services.campaign.forms import ERROR_PATHS, PL3, PLAIN, SYNC_STATUS, TRACKING, FormColumn, form
from landdesk.services.campaign.lists import EXCLUSIVE_FLAGS
from landdesk.services.campaign.notes import NOTE_TEXTS
from landdesk.services.exporting.campaign.left_out import LEFT_OUT_TEXTS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "formats"
PAGES = {
    PL3: "pl3-01.md",
    SYNC_STATUS: "sync-status.md",
    TRACKING: "campaign-lists.md",
    ERROR_PATHS: "error-paths.md",
    PLAIN: "campaign-lists.md",
}


def line_of(name: str, column: FormColumn) -> str:
    """Return the line that the page of a form has for a column."""
    kind = f"{column.kind} ({', '.join(column.words)})" if column.words else str(column.kind)
    number = [str(column.number or "")] if name == PL3 else []
    letter = [column.letter] if column.letter else []
    return "| " + " | ".join([*letter, *number, f"`{column.key}`", column.heading, kind]) + " |"


@pytest.mark.parametrize("name", PAGES)
def test_every_column_is_published_in_its_order(name: str) -> None:
    text = (FOLDER / PAGES[name]).read_text("utf-8")
    expected = "\n".join(line_of(name, one) for one in form(name).columns)
    assert f"|\n{expected}\n\n" in f"{text}\n"


def test_every_note_is_published_with_its_meaning() -> None:
    text = "\n".join((FOLDER / page).read_text("utf-8") for page in sorted(set(PAGES.values())))
    published = dict(re.findall(r"^\| `([a-z0-9.-]+)` \| ([^|]+) \|$", text, re.MULTILINE))
    notes = {code: words for code, words in NOTE_TEXTS.items() if code != "path.unknown-code"}
    assert published == notes | dict(LEFT_OUT_TEXTS)
    assert "`path.unknown-code`" in text


def test_rows_and_numbers_of_the_pages_are_those_of_the_forms() -> None:
    pl3, tracking = form(PL3), form(TRACKING)
    page = (FOLDER / PAGES[PL3]).read_text("utf-8")
    assert f"The sheet is named `{pl3.name}`; headings stand in row {pl3.heading_row}," in page
    assert f"numbers of the fields in row {pl3.number_row}, data from row {pl3.first_row};" in page
    assert f"by {pl3.tolerance['purpose_sum_m2']} m² in all" in page
    lists = (FOLDER / PAGES[TRACKING]).read_text("utf-8")
    assert f"`{tracking.name}`, headings stand in row {tracking.heading_row}," in lists
    assert f"data from row {tracking.first_row}," in lists
    status = (FOLDER / PAGES[SYNC_STATUS]).read_text("utf-8")
    assert all(
        f"`{flag}`" in status.split("exactly one holds", 1)[1] for flags in EXCLUSIVE_FLAGS for flag in flags
    )
