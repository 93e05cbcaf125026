"""A form of the campaign as a workbook: title, headings, lists of words to choose from, one row below the other.

Texts are written as texts, whatever they begin with: ``=1+1`` is a name here, never a formula. Numbers of documents are
texts too, so that no spreadsheet drops a zero or makes a date of ``03-1``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from landdesk.domain.errors import InvalidInputError
from landdesk.files import publish
from landdesk.i18n import N_, Text, format_date
from landdesk.services.campaign.cell_texts import text_without_unseen
from landdesk.services.campaign.forms import (
    CellKind,
    Form,
    FormColumn,
    column_number,
    list_sheet,
    offered_words,
    other_word_question,
)
from landdesk.services.codelists import CodeLists, shipped_lists
from landdesk.services.importing.tables.sheet_extent import column_letters

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FormCell = str | date | Decimal | bool | None

# Personal data never wait in a folder for leftovers.
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST_TEXT: Final = 32_767
"""Characters that a cell of a workbook holds."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900; days before it are written as text."""
_WIDTHS: Final = {
    CellKind.DATE: 12,
    CellKind.BIRTH: 12,
    CellKind.AREA: 12,
    CellKind.IDENTITY: 16,
    CellKind.FLAG: 12,
    CellKind.TERM: 14,
    CellKind.WORD: 22,
    CellKind.TEXT: 18,
}
_SPARE_ROWS: Final = 2_000
"""Rows below the last one that still offer the lists of words."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One row: values by key; ``texts`` stand in the place of values that were not understood."""

    values: Mapping[str, FormCell]
    texts: Mapping[str, str]


def write_form(path: Path, form: Form, lines: Iterable[FormLine], lists: CodeLists | None = None) -> None:
    """Write a workbook with the form on its first sheet; the file appears when it is complete.

    Rows are numbered in column A and begin at the form's first row, whatever numbers they had before. Words to
    choose from are those of the code lists in force, or shipped.

    Raises:
        InvalidInputError: ``form.text-too-long``: a text does not fit into a cell.
        OSError: The folder cannot be written or the disk is full.
    """
    publish(path, lambda temporary: _write(temporary, form, lines, lists or shipped_lists()))


def _write(path: Path, form: Form, lines: Iterable[FormLine], lists: CodeLists) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    _fill(book, form, lines, lists)
    try:
        book.close()
    except FileCreateError as error:
        reason = error.args[0] if error.args else error
        raise reason if isinstance(reason, OSError) else OSError(str(reason)) from error


def _fill(book: "Workbook", form: Form, lines: Iterable[FormLine], lists: CodeLists) -> None:
    book.set_properties({"title": form.title})
    sheet = book.add_worksheet(form.name)
    formats = _Formats(book)
    places = _places(form)
    _write_head(sheet, form, places, formats)
    at = form.first_row - 1
    for ordinal, line in enumerate(lines, 1):
        sheet.write_number(at, 0, ordinal)
        for column, index in places:
            text = line.texts.get(column.key)
            value = _value(line, column) if text is None else text
            if value is not None:
                _write_cell(sheet, at, index, value, column, formats)
        at += 1
    _offer_words(book, sheet, form, places, at + _SPARE_ROWS, lists)


def _value(line: FormLine, column: FormColumn) -> FormCell:
    """Return a value as it goes into its cell: a whole day of birth as a day, a year or month as people write it."""
    value = line.values.get(column.key)
    if column.kind is not CellKind.BIRTH or not isinstance(value, str):
        return value
    year, *rest = value.split("-")
    match rest:
        case [month]:
            return f"{month}/{year}"
        case [month, day]:
            return date(int(year), int(month), int(day))
        case _:
            return value


class _Formats:
    """The formats of one workbook."""

    def __init__(self, book: "Workbook") -> None:
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        )
        self.text = book.add_format({"num_format": "@"})
        # A text that looks like a formula stays one when somebody edits its cell.
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self.date = book.add_format({"num_format": "dd/mm/yyyy"})
        self.area = book.add_format({"num_format": "#,##0.0#"})


def _places(form: Form) -> list[tuple[FormColumn, int]]:
    """Return each column with its index; column A counts the rows."""
    return [
        (one, column_number(one.letter) - 1 if one.letter else at) for at, one in enumerate(form.columns, 1)
    ]


def _write_head(
    sheet: "Worksheet", form: Form, places: Sequence[tuple[FormColumn, int]], formats: _Formats
) -> None:
    heading = form.heading_row - 1
    if form.title_row is not None:
        sheet.write_string(form.title_row - 1, 0, form.title, formats.title)
    sheet.write_string(heading, 0, form.ordinal, formats.heading)
    sheet.set_column(0, 0, 6)
    for column, index in places:
        sheet.set_column(index, index, _WIDTHS[column.kind], _format_of(column, formats))
        sheet.write_string(heading, index, column.heading, formats.heading)
        if form.number_row is not None and column.number is not None:
            sheet.write_string(form.number_row - 1, index, f"({column.number})", formats.heading)
    sheet.freeze_panes(form.first_row - 1, 0)


def _format_of(column: FormColumn, formats: _Formats) -> "Format | None":
    match column.kind:
        case CellKind.DATE:
            return formats.date
        case CellKind.AREA:
            return formats.area
        case CellKind.FLAG:
            return None
        case _:
            return formats.text


def _write_cell(
    sheet: "Worksheet", row: int, index: int, value: FormCell, column: FormColumn, formats: _Formats
) -> None:
    if isinstance(value, bool):
        sheet.write_number(row, index, int(value))
    elif isinstance(value, Decimal):
        sheet.write_number(row, index, float(value), formats.area)
    elif isinstance(value, date):
        if value >= _FIRST_DAY:
            sheet.write_datetime(row, index, value, formats.date)
        else:
            sheet.write_string(row, index, format_date(value), formats.text)
    elif isinstance(value, str):
        text = text_without_unseen(value)
        # Letters outside the first plane count twice.
        if 2 * len(text) > _LONGEST_TEXT and len(text.encode("utf-16-le")) > 2 * _LONGEST_TEXT:
            raise _too_long(column, row)
        looks_active = text[:1] in {"=", "+", "-", "@"}
        sheet.write_string(row, index, text, formats.quoted if looks_active else formats.text)


def _too_long(column: FormColumn, row: int) -> InvalidInputError:
    return InvalidInputError(
        "form.text-too-long",
        Text(N_("A text is too long for a cell of a workbook.")),
        Text(N_("Row {row}, column “{column}”"), {"row": row + 1, "column": column.heading}),
        Text(N_("Shorten it to {count} characters."), {"count": _LONGEST_TEXT}),
    )


def _offer_words(
    book: "Workbook",
    sheet: "Worksheet",
    form: Form,
    places: Sequence[tuple[FormColumn, int]],
    last_row: int,
    lists: CodeLists,
) -> None:
    """Offer the words of each list below its column; other words are warned of, not refused."""
    names = {column.words: offered_words(column, lists) for column, _ in places if column.words}
    if not names:
        return
    name_of_lists = list_sheet()
    page = book.add_worksheet(name_of_lists)
    ranges: dict[tuple[str, ...], str] = {}
    for index, (name, words) in enumerate(names.items()):
        for at, word in enumerate(words):
            page.write_string(at, index, word)
        page.set_column(index, index, 40)
        letter = column_letters(index + 1)
        ranges[name] = f"='{name_of_lists}'!${letter}$1:${letter}${len(words)}"
    for column, index in places:
        if column.words:
            offered: dict[str, Any] = {
                "validate": "list",
                "source": ranges[column.words],
                "error_type": "warning",
                "error_title": column.heading[:32],
                "error_message": other_word_question(),
            }
            sheet.data_validation(form.first_row - 1, index, last_row, index, offered)
