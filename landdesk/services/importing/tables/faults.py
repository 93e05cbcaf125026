"""What can be wrong with a table file as a whole, in words."""

from pathlib import Path

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

_SAVE_AGAIN = N_("Open it in a spreadsheet program and save it again as .xlsx or .csv.")


def where(path: Path) -> Text:
    """Return the place: the file."""
    return Text(N_("File {path}"), {"path": str(path)})


def where_line(path: Path, line: int) -> Text:
    """Return the place: a line of the file, counted from 1."""
    return Text(N_("File {path}, line {line}"), {"path": str(path), "line": line})


def no_file(path: Path) -> InvalidInputError:
    """Return the error for a name that is no file."""
    return InvalidInputError(
        "table.no-file",
        Text(N_("There is no such file.")),
        where(path),
        Text(N_("Check the name and the folder.")),
    )


def empty(path: Path) -> InvalidInputError:
    """Return the error for a file in which nothing stands."""
    return InvalidInputError(
        "table.empty",
        Text(N_("The table is empty.")),
        where(path),
        Text(N_("Check that the right file was chosen and that it was saved with its content.")),
    )


def not_a_table(path: Path) -> InvalidInputError:
    """Return the error for a file of another kind: a picture, a program, a document."""
    return InvalidInputError(
        "table.not-a-table",
        Text(N_("The file is not a table.")),
        where(path),
        Text(N_("Give a .csv, .txt, .xlsx, .xlsm, .xls, .ods or .dbf file.")),
    )


def other_format(path: Path, found: Text) -> InvalidInputError:
    """Return the error for a file that holds tables in a form that is not read."""
    return InvalidInputError(
        "table.other-format",
        Text(N_("The file is of a kind that is not read: {found}."), {"found": found}),
        where(path),
        Text(_SAVE_AGAIN),
    )


def encrypted(path: Path) -> InvalidInputError:
    """Return the error for a workbook with a password."""
    return InvalidInputError(
        "table.password",
        Text(N_("The workbook is locked with a password.")),
        where(path),
        Text(N_("Open it with its password, save it without one, and use that file.")),
    )


def damaged(path: Path) -> InvalidInputError:
    """Return the error for a file whose kind is known and whose content cannot be read."""
    return InvalidInputError(
        "table.damaged",
        Text(N_("The table is damaged or cut short.")),
        where(path),
        Text(
            N_("Copy the file again; or open it in a spreadsheet program and save it again as .xlsx or .csv.")
        ),
    )


def too_large(path: Path, found: Text) -> InvalidInputError:
    """Return the error for a table beyond the limits, ``found`` saying what is too much."""
    return InvalidInputError(
        "table.too-large",
        Text(N_("The table is too large: {found}."), {"found": found}),
        where(path),
        Text(N_("Delete empty sheets, rows and columns, or divide the table into several files.")),
    )


def null_byte(path: Path, line: int) -> InvalidInputError:
    """Return the error for a text with bytes of value 0."""
    return InvalidInputError(
        "table.null-byte",
        Text(N_("The text holds bytes of value 0: the file is damaged or not a text.")),
        where_line(path, line),
        Text(_SAVE_AGAIN),
    )


def quotation_mark(path: Path, line: int) -> InvalidInputError:
    """Return the error for a quotation mark without a second one, which would swallow the rows after it."""
    return InvalidInputError(
        "table.quotation-mark",
        Text(N_("A quotation mark is opened and not closed as it should be.")),
        where_line(path, line),
        Text(N_("Close it, or write it twice where it belongs to the text; or save the table as .xlsx.")),
    )


def cell_too_long(path: Path, line: int, limit: int) -> InvalidInputError:
    """Return the error for a cell that nobody can have meant."""
    return InvalidInputError(
        "table.cell-too-long",
        Text(N_("A cell holds more than {limit:,} characters."), {"limit": limit}),
        where_line(path, line),
        Text(N_("Look for a quotation mark that is not closed on this line or before it.")),
    )


def too_wide(path: Path, line: int, count: int) -> InvalidInputError:
    """Return the error for a row with more cells than a table can have columns."""
    return InvalidInputError(
        "table.too-wide",
        Text(N_("A row has {count:,} cells."), {"count": count}),
        where_line(path, line),
        Text(
            N_("Check that the file is a table and that its columns are separated by one and the same sign.")
        ),
    )
