"""CSV files: UTF-8 with mark, lines end as Windows has them, texts guarded against formulas.

A text that begins with ``=``, ``+``, ``-``, ``@``, a tabulator or a line break gets an apostrophe before it
(see :mod:`landdesk.services.importing.tables.prefix`, which also takes it away). A cell stands in quotation marks
where it holds any sign that could separate columns or rows, so that every way of guessing the separator finds the
same one. Numbers are no texts: -5 stays -5.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final

from landdesk.files import publish_file
from landdesk.services.exporting.tables.cells import Value, plain_text, words_of
from landdesk.services.importing.tables.prefix import guarded

_QUOTED: Final = re.compile(r'[";,|\t\r\n]|^sep=', re.IGNORECASE)


def write_csv(
    path: Path, titles: Sequence[str], rows: Iterable[Sequence[Value]], *, decimal_comma: bool
) -> None:
    """Write a CSV file.

    Args:
        path: Where to.
        titles: The heading.
        rows: As many values each.
        decimal_comma: With ``;`` between cells and a comma in numbers; else ``,`` and a point.

    Raises:
        OSError: The folder cannot be written or the disk is full; nothing is changed.
    """
    separator = ";" if decimal_comma else ","

    def line(values: Iterable[Value]) -> str:
        return separator.join([_cell(value, decimal_comma=decimal_comma) for value in values]) + "\r\n"

    def write(file: BinaryIO) -> None:
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        text.write(line(titles))
        text.writelines(map(line, rows))
        text.detach()

    publish_file(path, write)


def _cell(value: Value, *, decimal_comma: bool) -> str:
    text = words_of(value)
    if isinstance(value, str):
        text = guarded(plain_text(text))
    elif isinstance(value, float | Decimal) and decimal_comma:
        text = text.replace(".", ",")
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text
