"""Cells of the campaign's forms by the kind of their column.

A reader returns the value and the code of what is to be said about it. A value of None with a code means that the cell
was not understood: its text is then kept as :func:`written` gives it. What a number, a day or a yes may look like,
``tables/values.py`` knows.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from landdesk.domain.codelists import CodeList, plain_words
from landdesk.domain.land_terms import parse_land_term
from landdesk.i18n import format_date, format_datetime
from landdesk.services.campaign import notes
from landdesk.services.campaign.cell_texts import text_without_unseen
from landdesk.services.campaign.forms import CellKind, FormColumn
from landdesk.services.codelists import CodeLists
from landdesk.services.importing.cells import read_area, text_of
from landdesk.services.importing.tables import values
from landdesk.services.importing.tables.table import Cell

Answer = tuple[object, str | None]
CellReader = Callable[[Cell], Answer]

CELL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"}
)
"""What spreadsheets write where a formula has no result."""
_WHOLE_DAY: Final = len("2026-12-31")
# Years of two digits are not taken, so the day for which they would be completed does not matter.
_ANY_DAY: Final = date(2000, 1, 1)


def reader_of(column: FormColumn, lists: CodeLists) -> CellReader:
    """Return the reader of a column's cells; it remembers the texts it has seen."""
    match column.kind:
        case CellKind.TEXT:
            return _text
        case CellKind.DATE:
            return _remembering(_date)
        case CellKind.BIRTH:
            return _remembering(_birth)
        case CellKind.IDENTITY:
            return _identity
        case CellKind.AREA:
            return _remembering(_area)
        case CellKind.TERM:
            return _remembering(_term)
        case CellKind.FLAG:
            return _remembering(_flag)
        case CellKind.WORD:
            return _remembering(_word_reader([lists[name] for name in column.words]))


def written(cell: Cell) -> str:
    """Return the text of a cell as people see it; days as 31/12/2026."""
    if isinstance(cell, datetime):
        has_time = (cell.hour, cell.minute) != (0, 0)
        return format_datetime(cell) if has_time else format_date(cell)
    if isinstance(cell, date):
        return format_date(cell)
    return text_without_unseen(text_of(cell) or "")


def _remembering(read: CellReader) -> CellReader:
    """Return a reader that understands each text once: a column says the same few things all the way down."""
    known: dict[str, Answer] = {}

    def remembered(cell: Cell) -> Answer:
        if type(cell) is not str:
            return read(cell)
        answer = known.get(cell)
        if answer is None:
            answer = known[cell] = read(cell)
        return answer

    return remembered


def _text(cell: Cell) -> Answer:
    if type(cell) is str and cell.isprintable() and not cell.startswith("#"):
        return cell.strip() or None, None
    text = written(cell) or None
    if isinstance(cell, date):
        return text, notes.DATE_FOR_TEXT
    return (None, notes.CELL_ERROR) if text in CELL_ERRORS else (text, None)


def _date(cell: Cell) -> Answer:
    day, code = _birth(cell)
    if isinstance(day, str) and len(day) == _WHOLE_DAY:
        return date.fromisoformat(day), code
    return None, code and notes.NO_DATE


def _birth(cell: Cell) -> Answer:
    if not written(cell):
        return None, None
    reading = values.partial_date(cell, _ANY_DAY)
    if reading.value is None or reading.doubt == values.TWO_DIGIT_YEAR:
        return None, notes.NO_DATE
    is_whole = len(reading.value) == _WHOLE_DAY
    return reading.value, reading.doubt or (None if is_whole else notes.PARTIAL_BIRTH)


def _identity(cell: Cell) -> Answer:
    text = written(cell)
    if not text:
        return None, None
    reading = values.identity(cell)
    if reading.value is None:
        # Words in the place of a number are kept and told of like any other number that is none.
        return (
            (text, None)
            if isinstance(cell, str) and reading.doubt == values.UNREADABLE
            else (None, reading.doubt)
        )
    if reading.doubt == values.ZERO_RESTORED:
        return reading.value, reading.doubt
    return text, None


def _area(cell: Cell) -> Answer:
    if not written(cell):
        return None, None
    reading = read_area(cell)
    return (None, notes.NO_AREA) if reading.value is None else (reading.value, reading.doubt)


def _term(cell: Cell) -> Answer:
    text = written(cell) or None
    return text, notes.NO_TERM if text and parse_land_term(text) is None else None


def _flag(cell: Cell) -> Answer:
    if not written(cell):
        return None, None
    reading = values.truth(cell)
    return reading.value, notes.NO_FLAG if reading.value is None else None


def _word_reader(known: Sequence[CodeList]) -> CellReader:
    """Return a reader that gives a name its spelling on the list; codes and other words stay as they are written."""

    def read(cell: Cell) -> Answer:
        text = written(cell)
        if not text:
            return None, None
        found = [code for one in known for code in one.find(text)]
        if len(found) != 1:
            return text, notes.SEVERAL_WORDS if found else notes.OTHER_WORD
        label = found[0].label
        return label if plain_words(label) == plain_words(text) else text, None

    return read
