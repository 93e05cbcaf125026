"""The heading of a table: which rows it is, what the columns are called, where the data begin.

Forms have titles above the heading, groups of columns over it (``Loại đất 1`` over ``Diện tích``) and a row of
numbers or letters under it (``(1) (2) (3)``). Names of a group and a column are joined: ``Loại đất 1 / Diện tích``.
Vietnamese words are compared without accents, case and signs, since files have them in every spelling.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from landdesk.i18n import fold
from landdesk.services.importing.tables.sheet_extent import column_letters
from landdesk.services.importing.tables.table import Cell, Table, TableRow
from landdesk.services.importing.text.convert import convert_text
from landdesk.services.importing.text.detect import detect
from landdesk.services.importing.text.encodings import Encoding

_LOOKED_AT: Final = 60
_LONGEST_NAME: Final = 200
_JOIN: Final = " / "
_NUMBERING: Final = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]{1,2})[)\]]?(?:=.*)?")
_NUMBERS_NEEDED: Final = 5
_KNOWN_WEIGHT: Final = 3
# Words of the headings of land records, plain; data do not begin with them.
_KNOWN: Final = tuple(
    (
        "stt maxa maxaphuong madvhc soto sothua sohieu sothutu tobando thuadat dientich loaidat mucdich hoten hovaten"
        " tenchu chusudung nguoisudung diachi ngaysinh ngaythang namsinh gioitinh sodinhdanh madinhdanh cccd cmnd"
        " sophathanh sovaoso ngaycap nguongoc hinhthuc thoihan ghichu tenfile loaitaisan lydo donvi trangthai"
        " parcel sheet area address number code date"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        index: Its place in the cells of a row, from 0.
        name: As the heading has it, groups joined by `` / ``; ``(C)`` where the heading has nothing, and
            ``name (2)`` for the second column of a name.
        plain: The name without accents, case and signs, to be compared.
        written: The name as the file has it, where it is in an old encoding; else the same as ``name``.
    """

    index: int
    name: str
    plain: str
    written: str


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table with its heading understood.

    Args:
        table: The table itself.
        columns: Its columns, left to right; those without heading and without any value are left out.
        heading_rows: Numbers of the rows of the heading; empty where the table has none.
        rows: The rows of data.
        overfull: Numbers of rows of data that hold a value beside all named columns: a separator too many.
    """

    table: Table
    columns: tuple[Column, ...]
    heading_rows: tuple[int, ...]
    rows: Sequence[TableRow]
    overfull: tuple[int, ...]

    def column(self, *names: str) -> Column | None:
        """Return the first column that has one of the names, in any spelling."""
        wanted = [plain_name(name) for name in names]
        return next((column for name in wanted for column in self.columns if column.plain == name), None)


def plain_name(name: str) -> str:
    """Return a name as it is compared: no accents, case, blanks and signs."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


def find_heading(table: Table, known: Sequence[str] = ()) -> HeadedTable:
    """Return a table with its heading.

    The row with most different words is the heading, known words of land records counting more and numbers against
    it; the first of equals. A table whose best row holds numbers, or whose rows all look alike, has no heading.

    Args:
        table: The table.
        known: More names that headings of the expected form have.
    """
    words = (*_KNOWN, *(plain_name(name) for name in known))
    top = _readable(table.rows[:_LOOKED_AT])
    scores = [_score(row, words) for row in top]
    best = max(range(len(top)), key=lambda index: (scores[index], -index), default=None)
    if best is None or scores[best] < 1 or not _is_heading(top, best, words):
        return _headed(table, (), 0)
    first = last = best
    while first > 0 and _is_pair(top[first - 1], top[first]):
        first -= 1
    while last + 1 < len(top) and _is_pair(top[last], top[last + 1]):
        last += 1
    heading = list(top[first : last + 1])
    end = last + 1
    if end < len(top) and _is_numbering(top[end]):
        end += 1
    return _headed(table, heading, end)


def _readable(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """Return rows with the texts of old encodings in Unicode: headings are in them as data are."""
    encoding = detect([cell for row in rows for cell in row.cells if isinstance(cell, str)]).encoding
    if encoding is Encoding.UNICODE:
        return rows
    return [
        TableRow(
            row.number,
            tuple(convert_text(cell, encoding)[0] if isinstance(cell, str) else cell for cell in row.cells),
        )
        for row in rows
    ]


def _headed(table: Table, heading: Sequence[TableRow], start: int) -> HeadedTable:
    rows = table.rows[start:]
    width = max((len(row.cells) for row in table.rows), default=0)
    filled = [any(row.cells[index] is not None for row in rows) for index in range(width)]
    names = _names(heading, width)
    numbers = {row.number for row in heading}
    written = _names([row for row in table.rows[:start] if row.number in numbers], width)
    end = max((index + 1 for index, name in enumerate(names) if name), default=width)
    overfull = [row.number for row in rows if any(cell is not None for cell in row.cells[end:])]
    columns: list[Column] = []
    taken: dict[str, int] = {}
    for index, name in enumerate(names):
        if not name and not filled[index]:
            continue
        shown = name or f"({column_letters(index + 1)})"
        count = taken[shown] = taken.get(shown, 0) + 1
        if count > 1:
            shown = f"{shown} ({count})"
        columns.append(Column(index, shown, plain_name(shown), written[index] or shown))
    heading_rows = tuple(row.number for row in heading)
    return HeadedTable(table, tuple(columns), heading_rows, rows, tuple(overfull))


def _names(heading: Sequence[TableRow], width: int) -> list[str]:
    """Return the name of each column; a group that stands over its first column only holds for the next ones too."""
    parts: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(heading):
        group = ""
        for index in range(width):
            text = _text(row.cells[index])
            goes_on = not text and not parts[index] and _below(heading, level, index)
            group = text or (group if goes_on else "")
            if group and group not in parts[index]:
                parts[index].append(group)
    return [_JOIN.join(part) for part in parts]


def _below(heading: Sequence[TableRow], level: int, index: int) -> bool:
    return any(row.cells[index] is not None for row in heading[level + 1 :])


def _text(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _score(row: TableRow, words: Sequence[str]) -> float:
    texts = {cell for cell in row.cells if isinstance(cell, str)}
    named = {text for text in texts if len(text) <= _LONGEST_NAME and not _is_data(text)}
    others = sum(1 for cell in row.cells if cell is not None) - sum(
        isinstance(cell, str) for cell in row.cells
    )
    known = sum(plain_name(text).startswith(tuple(words)) for text in named)
    return len(named) + _KNOWN_WEIGHT * known - 2 * (len(texts) - len(named) + others)


def _is_heading(top: Sequence[TableRow], index: int, words: Sequence[str]) -> bool:
    """Tell whether the best row is a heading and not data: it has known words, or is unlike the row after it."""
    row = top[index]
    texts = [cell for cell in row.cells if isinstance(cell, str)]
    if any(plain_name(text).startswith(tuple(words)) for text in texts):
        return True
    only_texts = len(texts) == sum(cell is not None for cell in row.cells)
    if not only_texts or any(map(_is_data, texts)):
        return False
    after = [cell for one in top[index + 1 : index + 6] for cell in one.cells if cell is not None]
    return index == 0 or any(not isinstance(cell, str) or _is_data(cell) for cell in after)


def _is_pair(upper: TableRow, lower: TableRow) -> bool:
    """Tell whether two rows are one heading: groups above, names below.

    The lower row has names only where the upper one repeats a group (merged cells) or has nothing beside one, and
    the upper row stands alone elsewhere.
    """
    pairs = list(zip(map(_text, upper.cells), map(_text, lower.cells), strict=False))
    above = [one for one, _ in pairs]
    below = [two for _, two in pairs]
    if len({one for one in above if one}) < 2 or not any(two and two != one for one, two in pairs):
        return False
    cells = [*upper.cells, *lower.cells]
    if any(cell is not None and not isinstance(cell, str) for cell in cells) or _is_numbering(lower):
        return False
    if any(_is_data(text) for text in (*above, *below) if text):
        return False
    split = 0
    for index, (one, two) in enumerate(pairs):
        if not two or two == one:
            continue
        goes_on = not one or (index > 0 and above[index - 1] == one)
        begins = index + 1 < len(pairs) and above[index + 1] in (one, "") and below[index + 1] != ""
        if not goes_on and not begins:
            return False
        split += 1
    return split >= 2


def _is_numbering(row: TableRow) -> bool:
    """Tell whether a row numbers the columns: ``1 2 3 4 5``, ``(1) (2)``, ``A B C``.

    Plain numbers must be five or more that follow each other from the start: a row of data that is taken for
    numbers of columns would be lost, the reverse is only seen as a row that does not fit.
    """
    texts = ["".join(_text(cell).split()) for cell in row.cells if cell is not None]
    if len(texts) < 2 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    plain = [text.partition("=")[0].strip("()[]") for text in texts]
    numbers = [int(text) for text in plain if text.isdecimal()]
    letters = [text.upper() for text in plain if not text.isdecimal()]
    if letters and letters != [chr(65 + index) for index in range(len(letters))]:
        return False
    close = numbers[:1] <= [3] and all(0 < two - one <= 3 for one, two in pairwise(numbers))
    bracketed = all(text[0] in "([" for text in texts)
    return close and (bracketed or len(numbers) >= _NUMBERS_NEEDED or (not numbers and len(letters) >= 3))


def _is_data(text: str) -> bool:
    """Tell whether a text is rather a value: at least half of it digits, or nothing but signs."""
    digits = sum(letter.isdecimal() for letter in text)
    return 2 * digits >= sum(letter.isalnum() for letter in text)
