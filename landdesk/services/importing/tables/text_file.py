"""Tables in text files: which encoding, which separator, which rows.

The encoding is told in this order: a byte order mark (UTF-8, UTF-16); UTF-16 without one, where every second byte is
0; UTF-8, where all bytes are (a few broken ones among many become U+FFFD); code page 1258, where its words are
Vietnamese syllables; else Windows-1252, its unused codes as in Latin-1. So TCVN3 and VNI come out as text of
Windows-1252, byte for byte, and :mod:`landdesk.services.importing.text` converts it column by column.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from landdesk.i18n import N_, Text
from landdesk.services.importing.tables import faults, limits
from landdesk.services.importing.tables.prefix import unguarded
from landdesk.services.importing.tables.table import Table, TableRow
from landdesk.services.importing.text.detect import detect
from landdesk.services.importing.text.encodings import Encoding, read_windows_1252

SEPARATORS: Final = (";", "\t", "|", ",")
"""The comma last: it also stands in numbers and texts."""

_QUOTED: Final = re.compile(r'(?:^|(?<=[;\t|,]))"[^"]*(?:""[^"]*)*"(?=[;\t|,\r\n]|$)', re.MULTILINE)
_SAMPLE: Final = 65_536
_SAMPLE_BYTES: Final = 1_000_000
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_SHARE: Final = 0.01
_CONTROL_FEW: Final = 3
_BROKEN_SHARE: Final = 0.05
_OTHER_TEXTS: Final = (
    (re.compile(r"\s*<"), N_("a web page or XML")),
    (re.compile(r"\s*\{\\rtf"), N_("a document")),
    (re.compile(r"\s*[{\[]\s*[\"{\[]"), N_("JSON")),
    (re.compile("%PDF-"), N_("PDF")),
)
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([;,|\t])"?\r?\n', re.IGNORECASE)
# Whether any cell may begin with an apostrophe or an equals sign; hardly any file has one.
_MAY_BE_GUARDED: Final = re.compile(r"(?:^|[;\t|,\"])\s*['=]", re.MULTILINE)


def read_text_table(path: Path, content: bytes) -> Table:
    """Return the table of a text file.

    Args:
        path: Its name.
        content: Its bytes.

    Raises:
        InvalidInputError: Empty, not a text, a text of another kind, a quotation mark that is not closed, a byte of
            value 0, a cell or a table that is too large.
    """
    text, encoding = decode(content)
    _refuse_no_table(path, text, marked=encoding == "utf-8-sig")
    separator_line = _SEPARATOR_LINE.match(text)
    separator = separator_line[1] if separator_line else find_separator(text)
    rows = list(_rows(path, text, separator, skip_first=separator_line is not None))
    if not rows:
        raise faults.empty(path)
    return Table(path.name, "", encoding, _filled_up(path, rows))


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding; see the module for the order."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding.removesuffix("-sig"), errors="replace"), encoding
    encoding = _utf16_without_mark(content)
    if encoding:
        return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    nearly = content.decode("utf-8", errors="replace")
    letters = len(nearly) - len(re.findall(r"[\x00-\x7f]", nearly))
    if nearly.count("\ufffd") <= _BROKEN_SHARE * letters:
        return nearly, "utf-8"
    lines: list[str | bytes | None] = [
        line for line in content[:_SAMPLE_BYTES].splitlines() if not line.isascii()
    ]
    if detect(lines).encoding is Encoding.CP1258:
        try:
            return content.decode("cp1258"), "cp1258"
        except UnicodeDecodeError:
            pass
    return read_windows_1252(content), "cp1252"


def _utf16_without_mark(content: bytes) -> str:
    """Return the encoding of UTF-16 without a mark: of its separators, digits and plain letters one byte is 0."""
    start = content[: _SAMPLE // 2 * 2]
    half = len(start) // 2
    if not half or len(content) % 2:
        return ""
    first, second = start[0::2].count(0), start[1::2].count(0)
    if second > half // 4 and first * 10 < second:
        return "utf-16-le"
    return "utf-16-be" if first > half // 4 and second * 10 < first else ""


def _refuse_no_table(path: Path, text: str, *, marked: bool) -> None:
    """Refuse what is no table; a text that is marked as one may hold control characters."""
    if not text.strip():
        raise faults.empty(path)
    for pattern, name in _OTHER_TEXTS:
        if pattern.match(text):
            raise faults.other_format(path, Text(name))
    start = text[:_SAMPLE]
    controls = len(_CONTROL.findall(start)) + start.count("\0")
    if not marked and controls > max(_CONTROL_SHARE * len(start), _CONTROL_FEW):
        raise faults.not_a_table(path)
    zero = text.find("\0")
    if zero >= 0:
        raise faults.null_byte(path, text.count("\n", 0, zero) + 1)


def find_separator(text: str) -> str:
    """Return the sign that separates the columns: the one that gives most rows the same number of cells."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    # Signs inside a quoted cell separate nothing, as the bars of error paths do.
    lines = [line for line in re.split(r"[\r\n]+", _QUOTED.sub("x", sample)) if line]
    best, best_share = SEPARATORS[-1], 0.0
    for separator in SEPARATORS:
        widths = Counter(line.count(separator) + 1 for line in lines)
        cut = {width: count for width, count in widths.items() if width > 1}
        share = max(cut.values(), default=0) / max(widths.total(), 1)
        # A comma must do clearly better than what is rarely found inside a cell, and so on.
        if share > best_share + 0.05:
            best, best_share = separator, share
    return best


def _rows(path: Path, text: str, separator: str, *, skip_first: bool) -> Iterator[TableRow]:
    composed = unicodedata.is_normalized("NFC", text)
    plain = composed and not _MAY_BE_GUARDED.search(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    count = 0
    try:
        for row in reader:
            number, line = line, reader.line_num + 1
            if skip_first and number == 1:
                continue
            if len(row) > limits.COLUMNS:
                raise faults.too_wide(path, number, len(row))
            cells = tuple([cell.strip() or None for cell in row]) if plain else tuple(map(_cell, row))
            if any(cells):
                count += 1
                if count > limits.ROWS:
                    raise faults.too_large(path, Text(N_("more than {count:,} rows"), {"count": limits.ROWS}))
                yield TableRow(number, cells)
    except csv.Error as error:
        if "field limit" in str(error):
            raise faults.cell_too_long(path, line, csv.field_size_limit()) from error
        raise faults.quotation_mark(path, line) from error


def _cell(text: str) -> str | None:
    return unguarded(unicodedata.normalize("NFC", text).strip()).strip() or None


def _filled_up(path: Path, rows: list[TableRow]) -> list[TableRow]:
    """Return the rows with as many cells as the widest, empty ones at the end."""
    width = max(len(row.cells) for row in rows)
    if width * len(rows) > limits.CELLS and width > 2 * sum(len(row.cells) for row in rows) / len(rows):
        widest = next(row for row in rows if len(row.cells) == width)
        raise faults.too_wide(path, widest.number, width)
    return [
        row
        if len(row.cells) == width
        else TableRow(row.number, row.cells + (None,) * (width - len(row.cells)))
        for row in rows
    ]
