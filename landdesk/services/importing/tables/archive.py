"""A look into a workbook before it is read: how much it unpacks to, and what the reading library does not tell.

A workbook is a ZIP file of XML. The library lays each sheet out as a full rectangle, so one cell far out costs as
much as a million; and a text that stands in the file once may fill every cell. Here the XML goes through in pieces,
is counted and thrown away. What the file says of its sizes is proved by reading to the end, where the check sum is.

On the way the cells are found whose number format is a row of zeros: Excel shows ``022512345678`` where the number is
22512345678, and the library hands out the number only.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Final
from xml.parsers import expat

from landdesk.i18n import N_, Text
from landdesk.services.importing.tables import faults, limits
from landdesk.services.importing.tables.sheet_extent import SheetExtent, column_number

_PIECE: Final = 1 << 20
_SMALL_PART: Final = 50_000_000
_STYLED: Final = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})" s="(\d+)"')
_TEXT_INDEX: Final = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v>(\d+)<')
_ITEM_END: Final = re.compile(rb"</(?:\w+:)?si>")
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\s[^>]*?\b\w+:id=\"([^\"]*)\"")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_FORMAT: Final = re.compile(r'<(?:\w+:)?numFmt\s[^>]*?numFmtId="(\d+)"\s+formatCode="([^"]*)"')
_STYLES: Final = re.compile(r"<(?:\w+:)?cellXfs[ >].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(r"<(?:\w+:)?xf\s[^>]*>")
_ZEROS: Final = re.compile(r"0{2,20}")

Position = tuple[int, int]
"""Row and column of a cell, from 0."""
Digits = Mapping[Position, int]
"""How many digits a cell shows, by its position; only cells that show leading zeros."""


def look_into(path: Path, archive: zipfile.ZipFile) -> tuple[Digits, ...]:
    """Refuse a workbook that would unpack to too much.

    Returns:
        For each sheet of an Excel workbook, in its order, the cells that show leading zeros.

    Raises:
        InvalidInputError: It is damaged, or beyond the limits.
    """
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(names) < len(parts):
        # Two programs may take a different one of two parts of the same name.
        raise faults.damaged(path)
    if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
        raise faults.too_large(
            path, Text(N_("it unpacks to {count:,} MB and more"), {"count": limits.UNPACKED_BYTES // 10**6})
        )
    if "xl/workbook.xml" in names:
        return _look_into_excel(path, archive, names)
    _count_open_document(path, archive)
    return ()


def _look_into_excel(path: Path, archive: zipfile.ZipFile, names: set[str]) -> tuple[Digits, ...]:
    zeros = _styles_of_zeros(archive, names)
    # The library looks parts up in any case.
    real = {name.casefold(): name for name in names}
    sheets = [real.get(name.casefold(), "") for name in _sheets(archive)]
    digits: list[Digits] = []
    texts = 0
    for name in sheets:
        shown: dict[Position, int] = {}
        extent = SheetExtent()
        for piece in _pieces(archive, name) if name else ():
            extent.add(piece)
            if extent.cells > limits.CELLS:
                raise _too_many_cells(path)
            texts += piece.count(b't="s"')
            if zeros:
                for column, row, style in _STYLED.findall(piece):
                    if style in zeros:
                        shown[int(row) - 1, column_number(column) - 1] = zeros[style]
        _refuse_area(path, extent.height, extent.width)
        digits.append(shown)
    _refuse_repeated_texts(path, archive, names, sheets, texts)
    return tuple(digits)


def _refuse_area(path: Path, height: int, width: int) -> None:
    if height > limits.ROWS:
        raise faults.too_large(path, Text(N_("more than {count:,} rows"), {"count": limits.ROWS}))
    if width > limits.COLUMNS and height * width > limits.CELLS // 10:
        raise faults.too_large(path, Text(N_("more than {count:,} columns"), {"count": limits.COLUMNS}))
    if height * width > limits.CELLS:
        raise _too_many_cells(path)


def _too_many_cells(path: Path) -> Exception:
    return faults.too_large(path, Text(N_("more than {count:,} cells"), {"count": limits.CELLS}))


def _refuse_repeated_texts(
    path: Path, archive: zipfile.ZipFile, names: set[str], sheets: list[str], cells: int
) -> None:
    """Refuse long texts that stand in the file once and in very many cells."""
    name = "xl/sharedStrings.xml"
    if name not in names or not cells:
        return
    lengths: list[int] = []
    rest = b""
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            *items, rest = _ITEM_END.split(rest + piece)
            lengths += map(len, items)
    if cells * max(lengths, default=0) <= limits.TEXT_BYTES:
        return
    total = 0
    for sheet in filter(None, sheets):
        for piece in _pieces(archive, sheet):
            found = [int(index) for index in _TEXT_INDEX.findall(piece)]
            total += sum(lengths[index] for index in found if index < len(lengths))
            if total > limits.TEXT_BYTES:
                raise faults.too_large(
                    path,
                    Text(N_("its texts have {count:,} MB and more"), {"count": limits.TEXT_BYTES // 10**6}),
                )


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part in pieces that end before the start of a cell."""
    rest = b""
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            whole = rest + piece
            cut = whole.rfind(b"<c ", -_PIECE // 16)
            if cut <= 0:
                cut = whole.rfind(b"<")
            cut = cut if cut > 0 else len(whole)
            rest = whole[cut:]
            yield whole[:cut]
    if rest:
        yield rest


def _sheets(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts of the sheets in the order of the workbook."""
    targets: dict[str, str] = {}
    for tag in _RELATION.findall(_small_part(archive, "xl/_rels/workbook.xml.rels")):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = unescape(attributes.get("Target", ""))
        targets[attributes.get("Id", "")] = (
            target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        )
    return [targets.get(key, "") for key in _SHEET.findall(_small_part(archive, "xl/workbook.xml"))]


def _styles_of_zeros(archive: zipfile.ZipFile, names: set[str]) -> dict[bytes, int]:
    """Return the number of digits by the index of each style whose format is a row of zeros."""
    if "xl/styles.xml" not in names:
        return {}
    text = _small_part(archive, "xl/styles.xml")
    formats = {key: len(code) for key, code in _FORMAT.findall(text) if _ZEROS.fullmatch(code)}
    styles = _STYLES.search(text)
    if not formats or styles is None:
        return {}
    found: dict[bytes, int] = {}
    for index, tag in enumerate(_STYLE.findall(styles[0])):
        key = re.search(r'numFmtId="(\d+)"', tag)
        if key is not None and key[1] in formats:
            found[str(index).encode()] = formats[key[1]]
    return found


def _small_part(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as file:
            return file.read(_SMALL_PART).decode("utf-8", errors="replace")
    except KeyError:
        return ""


class _OpenDocumentCounter:
    """Counts the rows and columns of OpenDocument sheets, in which one row may stand for a million."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._row = self._column = self._filled = self._width = 0
        self._rows = self._columns = 1
        self._cell_filled = False
        self.last_row = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        match name:
            case "table:table":
                self._row = self._width = self.last_row = 0
            case "table:table-row":
                self._column = self._filled = 0
                self._rows = _repeated(attributes.get("table:number-rows-repeated"))
            case "table:table-cell" | "table:covered-table-cell":
                self._columns = _repeated(attributes.get("table:number-columns-repeated"))
                self._cell_filled = "office:value-type" in attributes
            case "text:p":
                self._cell_filled = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._columns
            if self._cell_filled:
                self._filled = self._column
        elif name == "table:table-row":
            self._row += self._rows
            if self._filled:
                self._width = max(self._width, self._filled)
                self.last_row = self._row
                _refuse_area(self._path, self.last_row, self._width)


def _repeated(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 12 else 1


def _count_open_document(path: Path, archive: zipfile.ZipFile) -> None:
    counter = _OpenDocumentCounter(path)
    parser = expat.ParserCreate()
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    try:
        with archive.open("content.xml") as file:
            while piece := file.read(_PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)
    except (LookupError, expat.ExpatError) as error:
        # No such part, or an encoding that nobody knows.
        raise faults.damaged(path) from error
