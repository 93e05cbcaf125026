"""``landdesk table``: what is understood of a table file, before it is imported."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from landdesk.app.titles import ENCODINGS
from landdesk.cli.output import masked, number, print_document, print_facts, print_table, say
from landdesk.cli.parameters import FILE, NUMBER
from landdesk.cli.verb import argument, json_option, option, verb
from landdesk.i18n import N_, Text, _, format_date

if TYPE_CHECKING:
    from landdesk.services.importing.tables.preview import ColumnPreview, TablePreview
    from landdesk.services.importing.tables.table import Cell

_ROWS: Final = 5
_WIDEST: Final = 24
_COLUMNS_SHOWN: Final = 8
_IDENTITY: Final = re.compile(r"(?<!\d)\d{9}(?:\d{3})?(?!\d)")


@verb(
    "table",
    N_(
        "Show what is understood of the table file FILE (.csv, .txt, .xlsx, .xlsm, .xls, .ods, .dbf): heading,"
        " columns, the encoding of the texts of each, and its first rows. Nothing is imported."
    ),
    "landdesk table certificates.xlsx",
)
@argument("file", N_("The table file."), FILE)
@option("--rows", help_text=N_("Show so many first rows."), kind=NUMBER, metavar="COUNT", default=_ROWS)
@option("--reveal", help_text=N_("Show identity numbers in full."), is_flag=True)
@json_option
def table(file: Path, rows: int, reveal: bool, as_json: bool) -> None:
    """Print what was understood of each sheet."""
    from landdesk.services.importing.tables.preview import preview_table
    from landdesk.services.importing.tables.reading import read_tables

    previews = [preview_table(one, rows) for one in read_tables(file)]
    if as_json:
        print_document("table", {"tables": [_document(preview, reveal=reveal) for preview in previews]})
        return
    for preview in previews:
        _print(preview, reveal=reveal)


def _print(preview: "TablePreview", *, reveal: bool) -> None:
    headed = preview.headed
    print_facts(
        [
            (_("File"), headed.table.source),
            (_("Worksheet"), headed.table.sheet),
            (_("Encoding of the file"), headed.table.encoding),
            (_("Rows of the heading"), ", ".join(map(str, headed.heading_rows)) or _("none")),
            (_("Rows of data"), number(len(headed.rows), 0)),
            (_("Rows with too many cells"), ", ".join(map(str, headed.overfull[:10]))),
        ]
    )
    print_table(
        (_("Column"), _("Filled"), _("Encoding"), _("Sure, %"), _("Doubtful"), _("Before"), _("After")),
        [line for column in preview.columns for line in _column_lines(column, reveal=reveal)],
        "<><>>",
    )
    shown = preview.columns[:_COLUMNS_SHOWN]
    print_table(
        (_("Row"), *(_cut(column.column.name) for column in shown)),
        [
            (str(place), *(_cut(_words(cell, reveal=reveal)) for cell in cells[: len(shown)]))
            for place, cells in preview.first_rows
        ],
        ">",
    )
    left = len(preview.columns) - len(shown)
    if left > 0:
        say(Text(N_("… and {count:,} more columns; --json prints all."), {"count": left}))


def _column_lines(column: "ColumnPreview", *, reveal: bool) -> list[tuple[str, ...]]:
    found = column.detection
    title = _(ENCODINGS[found.encoding.value])
    head = (
        column.column.name,
        number(column.filled, 0),
        f"{title} ?" if found.is_doubtful else title,
        number(100 * found.confidence, 0),
        number(column.doubtful, 0) if column.doubtful else "",
    )
    pairs = [
        (_cut(_shown(old, reveal=reveal)), _cut(_shown(new, reveal=reveal))) for old, new in column.examples
    ]
    first, *others = pairs or [("", "")]
    return [(*head, *first), *(("", "", "", "", "", *pair) for pair in others)]


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _WIDEST else f"{plain[: _WIDEST - 1]}…"


def _words(cell: "Cell", *, reveal: bool) -> str:
    if cell is None:
        return ""
    return format_date(cell) if isinstance(cell, date) else _shown(str(cell), reveal=reveal)


def _shown(text: str, *, reveal: bool) -> str:
    """Return a text with its identity numbers hidden, unless they are asked for."""
    return text if reveal else _IDENTITY.sub(lambda match: masked(match[0]), text)


def _document(preview: "TablePreview", *, reveal: bool) -> dict[str, Any]:
    headed = preview.headed

    def value(cell: "Cell") -> Any:
        if isinstance(cell, date):
            return cell.isoformat()
        if isinstance(cell, str) or (isinstance(cell, int) and not isinstance(cell, bool)):
            hidden = _shown(str(cell), reveal=reveal)
            return cell if hidden == str(cell) else hidden
        return cell

    return {
        "source": headed.table.source,
        "sheet": headed.table.sheet,
        "encoding": headed.table.encoding,
        "heading_rows": headed.heading_rows,
        "rows": len(headed.rows),
        "overfull_rows": headed.overfull,
        "columns": [
            {
                "name": column.column.name,
                "written": column.column.written,
                "filled": column.filled,
                "encoding": column.detection.encoding,
                "confidence": column.detection.confidence,
                "is_doubtful": column.detection.is_doubtful,
                "evidence": {
                    one.encoding.value: {"words": one.words, "syllables": one.syllables}
                    for one in column.detection.evidence
                },
                "doubtful": column.doubtful,
                "examples": [
                    {"before": _shown(old, reveal=reveal), "after": _shown(new, reveal=reveal)}
                    for old, new in column.examples
                ],
            }
            for column in preview.columns
        ],
        "first_rows": [
            {"row": place, "cells": [value(cell) for cell in cells]} for place, cells in preview.first_rows
        ],
    }
