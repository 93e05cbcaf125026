"""A look into an old Excel workbook (.xls) before it is read.

Such a file is a small file system of its own ([MS-CFB]): chains of sectors, one of which is the workbook as a run of
records ([MS-XLS], BIFF). The reading library follows a chain that bites its own tail until memory ends, and sets
aside what the records say they will need. Both would end the program, so chains and sizes are proved here first.
"""

from pathlib import Path
from struct import error as StructError  # noqa: N812 - it is an error, and named as one
from struct import iter_unpack, unpack_from
from typing import Final

from landdesk.services.importing.tables import faults

_LAST: Final = 0xFFFFFFFA
"""Sector numbers above are signs: the end of a chain, a free sector."""
_ENTRY: Final = 128
_STREAM_NAMES: Final = ("workbook", "book")
_ROWS, _COLUMNS = 65_536, 256
_DIMENSIONS: Final = 0x0200
_SHARED_TEXTS: Final = 0x00FC
_CELL_RECORDS: Final = frozenset(
    (0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E)
)
"""FORMULA, MULRK, MULBLANK, RSTRING, LABELSST, BLANK, NUMBER, LABEL, BOOLERR, RK: row and column come first."""


def look_into_old_excel(path: Path, content: bytes) -> None:
    """Refuse an old workbook that cannot be read safely.

    Args:
        path: Its name.
        content: Its bytes.

    Raises:
        InvalidInputError: It is damaged, locked with a password, or of another program.
    """
    try:
        streams = _Container(content).streams()
    except (StructError, ValueError, IndexError) as error:
        raise faults.damaged(path) from error
    if "encryptedpackage" in streams:
        raise faults.encrypted(path)
    stream = next((streams[name] for name in _STREAM_NAMES if name in streams), None)
    if stream is None:
        raise faults.not_a_table(path)
    try:
        _prove_records(stream)
    except (StructError, ValueError) as error:
        raise faults.damaged(path) from error


class _Container:
    """The chains of sectors of a file; what leads nowhere is an ``IndexError``, a loop a ``ValueError``."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sizes of sectors")
        self._size = 1 << shift
        first_directory, self._cutoff, first_mini, first_list = (
            unpack_from("<I", content, place)[0] for place in (48, 56, 60, 68)
        )
        self._fat = self._table(self._fat_sectors(first_list))
        self._mini_fat = self._table(self._chain(first_mini, self._fat))
        self._directory = self._joined(first_directory)

    def streams(self) -> dict[str, bytes]:
        """Return the content of each stream by its name in small letters."""
        entries: list[tuple[str, int, int, int]] = []
        for place in range(0, len(self._directory) - _ENTRY + 1, _ENTRY):
            length, kind = unpack_from("<HB", self._directory, place + 64)
            if length > 64:
                raise ValueError("a name beyond its place")
            name = self._directory[place : place + max(length - 2, 0)].decode("utf-16-le", errors="replace")
            first, size = unpack_from("<II", self._directory, place + 116)
            entries.append((name.lower(), kind, first, size))
        roots = [entry for entry in entries if entry[1] == 5]
        minis = self._joined(roots[0][2]) if roots else b""
        found: dict[str, bytes] = {}
        for name, kind, first, size in entries:
            if kind != 2:
                continue
            if size < self._cutoff:
                chain = self._chain(first, self._mini_fat) if size else []
                whole = b"".join(minis[64 * sector : 64 * sector + 64] for sector in chain)
            else:
                whole = self._joined(first)
            if len(whole) < size:
                raise ValueError("a stream that ends early")
            found.setdefault(name, whole[:size])
        return found

    def _fat_sectors(self, first_list: int) -> list[int]:
        """Return the sectors that hold the table of chains: 109 in the head, more in a list of their own."""
        sectors = [number for (number,) in iter_unpack("<I", self._content[76:512])]
        seen: set[int] = set()
        while first_list < _LAST:
            if first_list in seen:
                raise ValueError("a list that bites its tail")
            seen.add(first_list)
            *more, first_list = (number for (number,) in iter_unpack("<I", self._sector(first_list)))
            sectors += more
        used = [number for number in sectors if number < _LAST]
        if len(set(used)) < len(used):
            raise ValueError("a sector twice")
        return used

    def _table(self, sectors: list[int]) -> list[int]:
        return [number for sector in sectors for (number,) in iter_unpack("<I", self._sector(sector))]

    def _chain(self, first: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while first < _LAST:
            if len(chain) > len(table):
                raise ValueError("a chain that bites its tail")
            chain.append(first)
            first = table[first]
        return chain

    def _joined(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._chain(first, self._fat)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise IndexError("a sector beyond the end")
        # The last one may be cut where the file ends.
        return sector.ljust(self._size, b"\0")


def _prove_records(stream: bytes) -> None:
    """Raise ValueError where a record says more than a sheet or the file can hold."""
    place, end = 0, len(stream)
    while place + 4 <= end:
        kind, length = unpack_from("<HH", stream, place)
        body = place + 4
        place = body + length
        if place > end:
            raise ValueError("a record that ends early")
        if kind in _CELL_RECORDS:
            if length >= 4 and unpack_from("<H", stream, body + 2)[0] >= _COLUMNS:
                raise ValueError("a column that no sheet has")
        elif kind == _DIMENSIONS:
            if length >= 14:
                first_row, rows, first_column, columns = unpack_from("<IIHH", stream, body)
            else:
                first_row, rows, first_column, columns = unpack_from("<HHHH", stream, body)
            if not (first_row <= rows <= _ROWS and first_column <= columns <= _COLUMNS):
                raise ValueError("a size that no sheet has")
        elif kind == _SHARED_TEXTS and length >= 8 and unpack_from("<I", stream, body + 4)[0] > end:
            raise ValueError("more texts than bytes")
