"""Cells of the campaign's forms by the kind of their column.

A reader returns the value and the code of what is to be said about it. A value of None with a code means that the cell
was not understood: its text is then kept as :func:`written` gives it.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from landdesk.domain.codelists import CodeList, plain_words
from landdesk.domain.land_terms import parse_land_term
from landdesk.i18n import fold, format_date, format_datetime
from landdesk.services.campaign import notes
from landdesk.services.campaign.forms import CellKind, FormColumn
from landdesk.services.codelists import CodeLists
from landdesk.services.importing.cells import area_of, text_of
from landdesk.services.importing.tables.table import Cell

Answer = tuple[object, str | None]
CellReader = Callable[[Cell], Answer]

# What no sheet can hold and nobody can see; line ends stay.
_UNSEEN: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]+")
CELL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"}
)
"""What spreadsheets write where a formula has no result."""
_DAY: Final = re.compile(r"(?:ngay )?(\d{1,2}) ?(?:[/.\-]|thang) ?(\d{1,2}) ?(?:[/.\-]|nam) ?(\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00(?::00)?)?")
_MONTH: Final = re.compile(r"(?:[0?\-–]{1,2}[/.\-])?(?:thang )?(\d{1,2}) ?(?:[/.\-]|nam) ?(\d{4})")
_YEAR: Final = re.compile(r"(?:[0?\-–]{1,2}[/.\-][0?\-–]{1,2}[/.\-]|nam )?((?:18|19|20)\d{2})")
_YES: Final = frozenset({"1", "x", "true", "co", "yes", "dung", "y", "t", "✓", "✔"})
_NO: Final = frozenset({"0", "false", "khong", "no", "sai", "n", "f", "-", "–"})


def reader_of(column: FormColumn, lists: CodeLists) -> CellReader:
    """Return the reader of a column's cells; it remembers the texts it has seen."""
    match column.kind:
        case CellKind.TEXT:
            return _text
        case CellKind.DATE:
            return _remembering(_date)
        case CellKind.BIRTH:
            return _remembering(_birth)
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


def text_without_unseen(text: str) -> str:
    """Return a text with line ends of one kind and blanks for control characters, without outer blanks."""
    if text.isprintable():
        return text.strip()
    return _UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


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
    day = _day_of(cell)
    if day is None and _says_something(cell):
        return None, notes.NO_DATE
    return day, None


def _birth(cell: Cell) -> Answer:
    day = _day_of(cell)
    if day is not None:
        return day.isoformat(), None
    plain = _plain(cell)
    if match := _YEAR.fullmatch(plain):
        return match[1], notes.PARTIAL_BIRTH
    if (match := _MONTH.fullmatch(plain)) and 1 <= int(match[1]) <= 12:
        return f"{match[2]}-{int(match[1]):02}", notes.PARTIAL_BIRTH
    return None, notes.NO_DATE if plain else None


def _area(cell: Cell) -> Answer:
    faults: list[str] = []
    area = area_of(cell, faults)
    return area, notes.NO_AREA if faults else None


def _term(cell: Cell) -> Answer:
    text = written(cell) or None
    return text, notes.NO_TERM if text and parse_land_term(text) is None else None


def _flag(cell: Cell) -> Answer:
    if isinstance(cell, bool):
        return cell, None
    plain = _plain(cell)
    if plain in _YES or plain in _NO:
        return plain in _YES, None
    return None, notes.NO_FLAG if plain else None


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


def _day_of(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    plain = _plain(cell)
    day, iso = _DAY.fullmatch(plain), _ISO.fullmatch(plain)
    parts = iso.groups() if iso else day.groups()[::-1] if day else None
    if parts is None:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _plain(cell: Cell) -> str:
    return " ".join(fold(written(cell)).split())


def _says_something(cell: Cell) -> bool:
    return bool(written(cell))
