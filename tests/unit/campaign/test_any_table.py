"""Whatever a table holds, a reader answers with rows and notes or refuses in words; and no text goes missing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.errors import InvalidInputError
from landdesk.services.campaign.forms import ERROR_PATHS, FORMS, PL3, PLAIN, SYNC_STATUS, TRACKING, form
from landdesk.services.campaign.notes import NOTE_TEXTS
from landdesk.services.campaign.pl3_certificates import group_pl3
from landdesk.services.importing.campaign.lists import read_errors, read_plain, read_status, read_tracking
from landdesk.services.importing.campaign.pl3 import read_pl3
from landdesk.services.importing.tables.table import Cell, Table
from tests.unit.campaign.tables import form_table, table

READERS: dict[str, Callable[[Table], Any]] = {
    PL3: read_pl3,
    SYNC_STATUS: read_status,
    TRACKING: read_tracking,
    ERROR_PATHS: read_errors,
    PLAIN: read_plain,
}
HEADINGS = [one.heading for name in FORMS for one in form(name).columns] + ["STT", "Diện tích", "(7)", "12"]

cells: st.SearchStrategy[Cell] = (
    st.none()
    | st.text(max_size=12)
    | st.sampled_from(HEADINGS)
    | st.integers(-5, 10**13)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
)


def test_there_is_a_reader_for_every_form() -> None:
    assert tuple(READERS) == FORMS


def answer(name: str, source: Table) -> Any:
    """Return the reading of a table; None where it is refused as another table."""
    try:
        return READERS[name](source)
    except InvalidInputError:
        return None


@pytest.mark.parametrize("name", FORMS)
@given(
    rows=st.lists(st.lists(cells, max_size=12), max_size=12),
    sheet=st.sampled_from(["", "PL3-01", "Theo dõi"]),
)
def test_any_table_is_answered(name: str, rows: list[list[Cell]], sheet: str) -> None:
    source = table(rows, sheet)
    reading = answer(name, source)
    if reading is None:
        return
    notes = list(reading.notes)
    if name == PL3:
        notes += [note for one in group_pl3(reading.rows) for note in one.notes]
    assert {note.code for note in notes} <= NOTE_TEXTS.keys()
    assert {number for note in notes for number in note.rows} <= {row.number for row in source.rows}


@given(line=st.dictionaries(st.sampled_from([one.key for one in form(PL3).columns]), cells, min_size=1))
def test_every_cell_of_a_row_is_a_value_or_a_kept_text(line: dict[str, Cell]) -> None:
    rows = read_pl3(form_table(form(PL3), [line])).rows
    for key, cell in line.items():
        says_something = isinstance(cell, int | float | date | datetime) or bool(cell and _seen(cell))
        kept = bool(rows) and (getattr(rows[0], key) is not None or key in rows[0].unread)
        assert kept == says_something, (key, cell)


def _seen(text: str) -> str:
    """Return the letters of a text that anybody can see."""
    return "".join(letter for letter in text if letter.isprintable() or ord(letter) > 0x9F).strip()
