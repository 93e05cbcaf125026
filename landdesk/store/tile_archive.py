"""MBTiles: map tiles in a SQLite file of others, only ever read. Source: MBTiles specification 1.3."""

from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Final, Self

import sqlcipher3.dbapi2 as driver

from landdesk.store.dialect.sqlite import connect

SAMPLES: Final = 16
"""How many tiles are looked at to find out what they are."""


class TileArchive:
    """An open MBTiles file; may be asked from any thread, one question at a time.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be opened or is no database of tiles.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            self._connection = connect(path, key=None, read_only=True, create=False, frozen=True)
        except driver.Error as error:
            raise OSError(str(error)) from error
        # It is somebody else's: nothing of it is called, and a few tiles in memory are enough.
        self._connection.execute("PRAGMA trusted_schema = OFF")
        self._connection.execute("PRAGMA cache_size = -4096")
        try:
            self.metadata = {
                str(name): str(value) for name, value in self._rows("SELECT name, value FROM metadata")
            }
            zooms = self._rows("SELECT min(zoom_level), max(zoom_level) FROM tiles")
        except OSError:
            self._connection.close()
            raise
        self.zooms: tuple[int, int] | None = (
            None if zooms[0][0] is None else (int(zooms[0][0]), int(zooms[0][1]))
        )

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile as it is stored; rows are counted from the north, which the file does not do."""
        found = self._rows(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            zoom,
            column,
            (1 << zoom) - 1 - row,
        )
        return bytes(found[0][0]) if found and found[0][0] is not None else None

    def samples(self) -> list[bytes]:
        """Return some tiles as they are stored."""
        rows = self._rows("SELECT tile_data FROM tiles WHERE tile_data IS NOT NULL LIMIT ?", SAMPLES)
        return [bytes(row[0]) for row in rows]

    def extent(self, zoom: int) -> tuple[int, int, int, int] | None:
        """Return first and last column, first and last row from the north, of the tiles of a zoom level."""
        found = self._rows(
            "SELECT min(tile_column), max(tile_column), min(tile_row), max(tile_row) FROM tiles WHERE zoom_level = ?",
            zoom,
        )[0]
        if found[0] is None:
            return None
        last = (1 << zoom) - 1
        return int(found[0]), int(found[1]), last - int(found[3]), last - int(found[2])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, query: str, *values: int) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                rows: list[tuple[Any, ...]] = self._connection.execute(query, values).fetchall()
        except driver.Error as error:
            raise OSError(str(error)) from error
        return rows
