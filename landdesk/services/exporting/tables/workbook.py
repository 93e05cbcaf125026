"""Excel workbooks, written row by row so that memory does not grow with them, ready for paper as they are.

Texts are written as texts whatever they begin with: never a formula, never a link, never a number. Numbers carry a
format and no separators of their own, so Excel shows them as the computer does, with a comma in Vietnam.
"""

import shutil
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from landdesk.domain.errors import InvalidInputError
from landdesk.files import publish
from landdesk.i18n import N_, Text
from landdesk.services.exporting.tables.cells import Value, plain_text, words_of
from landdesk.services.exporting.tables.paper import lines_of, print_across, set_lines

if TYPE_CHECKING:
    from xlsxwriter import Workbook

ROWS: Final = 1_048_576
CELL_CHARACTERS: Final = 32_767
"""What Excel can hold (Microsoft, "Excel specifications and limits")."""

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_EXACT: Final = 10**15
"""Excel keeps 15 digits of a number; longer whole numbers are written as text."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Excel knows no day before 1900 and believes in 29 February 1900; earlier days are written as text."""
_NARROWEST, _WIDEST = 6, 60
_MEASURED_ROWS: Final = 200
_SHEET_NAME: Final = 31
_NOT_IN_SHEET_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_workbook(
    path: Path,
    titles: Sequence[str],
    decimals: Sequence[int | None],
    rows: Iterable[Sequence[Value]],
    sheet: str = "",
) -> None:
    """Write a workbook of one sheet with a frozen heading and a filter.

    Args:
        path: Where to.
        titles: The heading.
        decimals: For each column the digits after the comma; None as many as there are.
        rows: As many values each, taken one by one.
        sheet: Name of the sheet, that of the file where it is empty; signs that Excel does not allow become blanks.

    Raises:
        InvalidInputError: More rows, or a longer text, than a sheet can hold.
        OSError: The folder cannot be written or the disk is full; nothing is changed.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    def make(temporary: Path) -> None:
        # The parts of a large workbook wait on the disk of the workbook, not where the system keeps leftovers.
        parts = temporary.with_name(temporary.name + "-parts")
        parts.mkdir()
        try:
            book = xlsxwriter.Workbook(str(temporary), {**_OPTIONS, "tmpdir": str(parts)})
            try:
                _Page(path, book, _sheet_name(sheet or path.stem), decimals).write(titles, rows)
            finally:
                # Also after an error: it closes the files in the folder that is about to go.
                try:
                    book.close()
                except FileCreateError as error:
                    reason = error.args[0] if error.args else error
                    raise reason if isinstance(reason, OSError) else OSError(str(reason)) from error
        finally:
            shutil.rmtree(parts, ignore_errors=True)

    publish(path, make)


class _Page:
    """The sheet that is written, with the formats of its cells."""

    def __init__(
        self, path: Path, book: "Workbook", name: str | None, decimals: Sequence[int | None]
    ) -> None:
        self._path = path
        self._page = book.add_worksheet(name)
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        # A value stands beside the first line of a long text, not beside its last.
        top = {"valign": "top"}
        self._text = book.add_format(top)
        self._long = book.add_format({**top, "text_wrap": True})
        self._day = book.add_format({**top, "num_format": "dd/mm/yyyy"})
        self._moment = book.add_format({**top, "num_format": "dd/mm/yyyy hh:mm"})
        self._numbers = [
            self._text if count is None else book.add_format({**top, "num_format": _number_format(count)})
            for count in decimals
        ]
        self._widths: list[int] = []

    def write(self, titles: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Write heading and rows, then the widths that the first rows ask for."""
        self._widths = [max(_NARROWEST, min(len(title), _WIDEST // 2) + 3) for title in titles]
        for column, title in enumerate(titles):
            self._page.write_string(0, column, self._fitting(title, 0), self._head)
        set_lines(self._page, 0, self._most_lines(titles))
        count = 0
        for count, row in enumerate(rows, start=1):
            if count >= ROWS:
                raise InvalidInputError(
                    "export.too-many-rows",
                    Text(N_("A workbook holds no more than {count:,} rows."), {"count": ROWS - 1}),
                    Text(N_("File {path}"), {"path": str(self._path)}),
                    Text(N_("Write a CSV file, or choose fewer rows.")),
                )
            for column, value in enumerate(row):
                shown = self._cell(count, column, value)
                if count <= _MEASURED_ROWS:
                    self._widths[column] = max(self._widths[column], min(shown + 2, _WIDEST))
            set_lines(self._page, count, self._most_lines(row))
        for column, width in enumerate(self._widths):
            self._page.set_column(column, column, width)
        self._page.freeze_panes(1, 0)
        self._page.autofilter(0, 0, count, len(titles) - 1)
        print_across(self._page, 0)

    def _most_lines(self, row: Sequence[Value]) -> int:
        """Return the lines of the longest text of a row; those that no column is wide enough for go over several."""
        long = (
            lines_of(text, width)
            for text, width in zip(row, self._widths, strict=True)
            if isinstance(text, str)
        )
        return max(long, default=1)

    def _cell(self, row: int, column: int, value: Value) -> int:
        """Write one cell; returns how many characters it shows."""
        match value:
            case str():
                text = self._fitting(value, row)
                if text:
                    width = _WIDEST if row <= _MEASURED_ROWS else self._widths[column]
                    is_long = lines_of(text, width) > 1
                    self._page.write_string(row, column, text, self._long if is_long else self._text)
                return max(map(len, text.split("\n")))
            case None:
                return 0
            case bool():
                self._page.write_boolean(row, column, value, self._text)
                return 5
            case datetime() if value.date() >= _FIRST_DAY:
                self._page.write_datetime(row, column, value.replace(tzinfo=None), self._moment)
                return 16
            case date() if not isinstance(value, datetime) and value >= _FIRST_DAY:
                self._page.write_datetime(row, column, value, self._day)
                return 10
            case int() | float() | Decimal() if -_EXACT < value < _EXACT:
                self._page.write_number(row, column, value, self._numbers[column])
                return len(str(value))
        # Days and numbers beyond what Excel knows.
        return self._cell(row, column, words_of(value))

    def _fitting(self, text: str, row: int) -> str:
        plain = plain_text(text)
        # Excel counts letters outside the first plane twice.
        if 2 * len(plain) > CELL_CHARACTERS and len(plain.encode("utf-16-le")) > 2 * CELL_CHARACTERS:
            raise InvalidInputError(
                "export.text-too-long",
                Text(N_("A text is longer than a cell of a workbook can hold.")),
                Text(N_("File {path}, line {line}"), {"path": str(self._path), "line": row + 1}),
                Text(N_("Write a CSV file, or shorten the text.")),
            )
        return plain


def _number_format(decimals: int) -> str:
    """Return a format with groups of thousands; Excel shows its comma as the computer's decimal sign asks for."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _sheet_name(name: str) -> str | None:
    """Return a name that Excel accepts, None to let it name the sheet."""
    plain = " ".join(plain_text(name).translate(_NOT_IN_SHEET_NAME).split())[:_SHEET_NAME].strip("' ")
    # "History" is Excel's own.
    return None if not plain or plain.casefold() == "history" else plain
