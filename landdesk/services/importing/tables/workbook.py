"""Workbooks: Excel (.xlsx, .xlsm, .xls) and OpenDocument (.ods), read by python-calamine.

A cell of text stays text, so a number typed as text keeps its zeros. A cell whose number is shown with leading zeros
(format ``000000000000``) becomes the text that is shown. A plain number that has lost its zero cannot be known here;
:func:`landdesk.services.importing.tables.values.identity` flags it. Merged cells hold their value in every cell.
A cell with an error (``#REF!``) and a cell whose formula was never computed are empty.
"""

import errno
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from landdesk.domain.canonical import clean_text
from landdesk.i18n import N_, Text
from landdesk.services.importing.tables import faults, limits
from landdesk.services.importing.tables.archive import Digits, look_into
from landdesk.services.importing.tables.old_excel import look_into_old_excel
from landdesk.services.importing.tables.table import Cell, Table, TableRow

ZIP_MARK: Final = b"PK\x03\x04"
OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the standard library says of an archive that is cut, changed, encrypted or packed in an unknown way."""
_EXACT: Final = 10**15
"""Whole numbers below this are exact in the 64 bits that a workbook has for them."""

_Value = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(path: Path) -> list[Table]:
    """Return every sheet of a workbook that holds something, hidden ones too.

    Raises:
        InvalidInputError: Not a workbook, locked, damaged, empty, beyond the limits.
        OSError: The system does not let the file be read.
    """
    digits = _looked_into(path)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            tables = [
                _table(path, workbook, index, digits[index] if index < len(digits) else {})
                for index, sheet in enumerate(workbook.sheets_metadata)
                if sheet.typ is SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise faults.encrypted(path) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise faults.damaged(path) from error
    except BaseException as error:
        # What the library did not foresee in a damaged file comes out as a "panic" of its own language.
        if type(error).__name__ != "PanicException":
            raise
        raise faults.damaged(path) from error
    filled = [table for table in tables if table.rows]
    if not filled:
        raise faults.empty(path)
    return filled


def _looked_into(path: Path) -> Sequence[Digits]:
    with path.open("rb") as file:
        start = file.read(8)
    if start == OLE_MARK:
        look_into_old_excel(path, path.read_bytes())
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.bin" in names:
                raise faults.other_format(path, Text(N_("Excel's binary workbook (.xlsb)")))
            if "xl/workbook.xml" not in names and "content.xml" not in names:
                raise faults.not_a_table(path)
            return look_into(path, archive)
    except _DAMAGED_ARCHIVE as error:
        raise faults.damaged(path) from error
    except OSError as error:
        # Places before the start of the file, which a damaged directory asks for, are an "invalid argument".
        if error.errno != errno.EINVAL:
            raise
        raise faults.damaged(path) from error


def _table(path: Path, workbook: CalamineWorkbook, index: int, digits: Digits) -> Table:
    sheet = workbook.get_sheet_by_index(index)
    height, width = sheet.total_height, sheet.total_width
    if height * width > limits.CELLS:
        raise faults.too_large(path, Text(N_("more than {count:,} cells"), {"count": limits.CELLS}))
    # The library leaves out empty columns on the left, not empty rows above.
    left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    rows: dict[int, list[Cell]] = {}
    # A column says the same few things all the way down: each is kept once.
    texts: dict[str, str | None] = {}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = left + [_cell(value, texts) for value in values]
        if any(cell is not None for cell in cells):
            rows[number] = cells
    for (row, column), count in digits.items():
        cells = rows.get(row + 1, [])
        whole = cells[column] if column < len(cells) else None
        if isinstance(whole, int) and 0 <= whole < 10**count:
            cells[column] = f"{whole:0{count}d}"
    _fill_merged(sheet, rows)
    width = max((len(cells) for cells in rows.values()), default=0)
    table_rows = []
    for number in list(rows):
        cells = rows.pop(number)
        table_rows.append(TableRow(number, (*cells, *[None] * (width - len(cells)))))
    return Table(path.name, clean_text(sheet.name) or "", "", table_rows)


def _fill_merged(sheet: CalamineSheet, rows: dict[int, list[Cell]]) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        source = rows.get(top + 1)
        if source is None or left >= len(source) or source[left] is None:
            continue
        for number in range(top + 1, bottom + 2):
            cells = rows.get(number)
            # A row that holds nothing of its own is part of the cell above it.
            if cells is not None:
                for column in range(left, min(right + 1, len(cells))):
                    cells[column] = source[left]


def _cell(value: _Value, texts: dict[str, str | None]) -> Cell:
    if isinstance(value, str):
        if value not in texts:
            texts[value] = clean_text(value)
        return texts[value]
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}"
    return value
