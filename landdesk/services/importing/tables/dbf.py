"""Attribute tables of map files (.dbf of a Shapefile or of MapInfo) read alone, without their shapes.

dBase III as Shapefiles have it, and the plain types of its successors. Rows that are marked as deleted are left out,
as every program does. The first row of the table holds the names of the fields; the records follow from row 2.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from landdesk.domain.canonical import clean_text
from landdesk.i18n import N_, Text
from landdesk.services.importing.tables import faults, limits
from landdesk.services.importing.tables.table import Cell, Table, TableRow
from landdesk.services.importing.tables.text_file import decode
from landdesk.services.importing.text.encodings import read_windows_1252

_HEAD: Final = 32
_VERSIONS: Final = frozenset(
    (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xF5, 0xFB)
)
_DELETED: Final = 0x2A
_KINDS: Final = "CNFDLMGPBITYVW@O+0"


class _Field(NamedTuple):
    name: bytes
    kind: str
    start: int
    end: int


def is_dbf(content: bytes) -> bool:
    """Tell whether bytes begin as a dBase table does: a version, and fields that fill a record; text never does."""
    if len(content) < _HEAD + 1 or content[0] not in _VERSIONS:
        return False
    head, record = int.from_bytes(content[8:10], "little"), int.from_bytes(content[10:12], "little")
    fields = _fields(content, head)
    return (
        bool(fields)
        and fields[-1].end <= record
        and all(field.kind in _KINDS and field.name for field in fields)
    )


def read_dbf(path: Path, content: bytes) -> Table:
    """Return the table of a dBase file.

    Raises:
        InvalidInputError: It is damaged, cut short, or has no records.
    """
    head, size = int.from_bytes(content[8:10], "little"), int.from_bytes(content[10:12], "little")
    count = int.from_bytes(content[4:8], "little")
    fields = _fields(content, head)
    # The mark of the end, one byte, is left out by some programs.
    if head + count * size > len(content) + 1:
        raise faults.damaged(path)
    if count == 0:
        raise faults.empty(path)
    if count * len(fields) > limits.CELLS:
        raise faults.too_large(path, Text(N_("more than {count:,} cells"), {"count": limits.CELLS}))
    encoding = _encoding(path, content[head : head + count * size])
    rows = [TableRow(1, tuple(clean_text(_text(field.name, encoding)) for field in fields))]
    readers = [(_READERS.get(field.kind, _text), field.start, field.end) for field in fields]
    for index in range(count):
        start = head + index * size
        record = content[start : start + size]
        if record[0] == _DELETED:
            continue
        cells = tuple([read(record[first:last], encoding) for read, first, last in readers])
        if any(cell is not None for cell in cells):
            rows.append(TableRow(index + 2, cells))
    return Table(path.name, "", encoding, rows)


def _fields(content: bytes, head: int) -> list[_Field]:
    fields: list[_Field] = []
    start = 1
    for place in range(_HEAD, min(head, len(content)) - 31, 32):
        if content[place] == 0x0D:
            break
        described = content[place : place + 32]
        kind = chr(described[11])
        # Long texts keep the upper byte of their width where numbers have their decimals.
        width = described[16] + (256 * described[17] if kind == "C" else 0)
        fields.append(_Field(described[:11].partition(b"\0")[0], kind, start, start + width))
        start += width
    return fields


def _encoding(path: Path, body: bytes) -> str:
    """Return what the file beside says (.cpg), else what the bytes look like."""
    for suffix in (".cpg", ".CPG"):
        beside = path.with_suffix(suffix)
        if beside.is_file() and beside.stat().st_size < 100:
            said = beside.read_bytes().decode("ascii", errors="replace").strip().lower()
            if said in ("utf-8", "utf8", "65001"):
                return "utf-8"
            if said in ("1258", "cp1258", "windows-1258"):
                return "cp1258"
    found = decode(body.replace(b"\0", b" "))[1]
    return found if found in ("utf-8", "cp1258") else "cp1252"


def _text(value: bytes, encoding: str) -> str | None:
    content = value.partition(b"\0")[0]
    if encoding == "cp1252":
        return clean_text(read_windows_1252(content))
    return clean_text(content.decode(encoding, errors="replace"))


def _number(value: bytes, encoding: str) -> Cell:
    text = value.strip(b" \0")
    if not text or text.strip(b"*") == b"":
        # Programs fill a number that does not fit with stars.
        return None
    try:
        return int(text) if text.lstrip(b"+-").isdigit() else float(text.replace(b",", b"."))
    except ValueError:
        return _text(value, encoding)


def _date(value: bytes, encoding: str) -> Cell:
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return _text(value, encoding) if value.strip(b"0 \0") else None


def _truth(value: bytes, _encoding: str) -> Cell:
    return {b"T": True, b"Y": True, b"F": False, b"N": False}.get(value.upper())


def _whole(value: bytes, _encoding: str) -> Cell:
    return int.from_bytes(value, "little", signed=True)


_READERS: Final[dict[str, Callable[[bytes, str], Cell]]] = {
    "N": _number,
    "F": _number,
    "D": _date,
    "L": _truth,
    "I": _whole,
}
