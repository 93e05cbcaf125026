"""Table files read into one kind of value, whatever they are: text, workbook, attribute table.

What a file is, its content says, not its name: exports named ``.xls`` are often text or a web page.
"""

from pathlib import Path
from typing import Final

from landdesk.i18n import N_, Text
from landdesk.interpreter import without_collection
from landdesk.services.importing.tables import faults, limits
from landdesk.services.importing.tables.dbf import is_dbf, read_dbf
from landdesk.services.importing.tables.table import Table
from landdesk.services.importing.tables.text_file import read_text_table
from landdesk.services.importing.tables.workbook import OLE_MARK, ZIP_MARK, read_workbook
from landdesk.store.trouble import explain_os_error

SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".dbf")
"""How files are named that can be read."""


def read_tables(path: Path) -> list[Table]:
    """Return the tables of a file: one of a text, one for each sheet of a workbook that holds something.

    All rows of a table have the same number of cells; rows without any value are left out.

    Args:
        path: The file.

    Raises:
        InvalidInputError: Not a file, empty, not a table, damaged, locked with a password, beyond the limits.
        TroubleError: The system does not let the file be read.
    """
    try:
        if not path.is_file():
            raise faults.no_file(path)
        size = path.stat().st_size
        if size == 0:
            raise faults.empty(path)
        if size > limits.FILE_BYTES:
            raise faults.too_large(path, Text(N_("{count:,} MB"), {"count": size // 10**6}))
        with path.open("rb") as file:
            start = file.read(len(OLE_MARK))
        with without_collection():
            if start.startswith(ZIP_MARK) or start == OLE_MARK:
                return read_workbook(path)
            content = path.read_bytes()
            return [read_dbf(path, content) if is_dbf(content) else read_text_table(path, content)]
    except OSError as error:
        raise explain_os_error(error, path) from error
