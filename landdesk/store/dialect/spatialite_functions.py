"""The two functions that SpatiaLite's triggers of shape columns call, for connections without the extension.

They answer as the extension does. ``GeometryConstraints(shape, kind, srid)`` says whether a shape may stand
in its column, ``RTreeAlign(index, row, shape)`` enters its box into the spatial index.
"""

import threading
from typing import Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy.engine.interfaces import DBAPIConnection

from landdesk.store.dialect.spatialite_blob import KINDS, read_header

ENTER_BOX: Final = 'INSERT INTO "{index}" (pkid, xmin, xmax, ymin, ymax) VALUES (?, ?, ?, ?, ?)'
"""Enters row number, west, east, south and north into an R*Tree."""

_on_this_thread = threading.local()


def register_functions(connection: DBAPIConnection) -> None:
    """Give a driver connection the functions."""

    def align(index: object, row: object, blob: object) -> int:
        """Return 1 for done or nothing to do, -1 for wrong arguments."""
        if not isinstance(index, str) or not isinstance(row, int) or not isinstance(blob, bytes | None):
            return -1
        header = read_header(blob) if blob is not None else None
        if header is not None:
            west, south, east, north = header.box
            statement = ENTER_BOX.format(index=index.replace('"', '""'))
            try:
                connection.execute(statement, (row, west, east, south, north))
            except driver.Error as error:
                _on_this_thread.failure = error
                raise
        return 1

    connection.create_function("GeometryConstraints", 3, _constraints, deterministic=True)
    connection.create_function("RTreeAlign", 3, align)


def take_failure() -> Exception | None:
    """Return, once, why a function failed on this thread: the database says only that one did."""
    failure: Exception | None = getattr(_on_this_thread, "failure", None)
    _on_this_thread.failure = None
    return failure


def _constraints(blob: object, kind: object, srid: object) -> int:
    """Return 1 if a shape fits its column (NULL does), 0 if not, -1 for what is no shape."""
    if blob is None:
        return 1
    header = read_header(blob) if isinstance(blob, bytes) else None
    wanted = KINDS.get(kind.upper()) if isinstance(kind, str) else kind
    if header is None or not isinstance(wanted, int):
        return -1
    return int(header.srid == srid and wanted in (0, header.kind))
