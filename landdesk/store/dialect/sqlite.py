"""How LandDesk opens an SQLite file: one driver, one set of settings, the same on every machine.

The driver is sqlcipher3: without a key the file is an ordinary SQLite file that other programs open, with a
key it is encrypted at rest. A connection comes with foreign keys, a write-ahead log and the functions that
SpatiaLite's triggers call. It starts no transaction by itself; `landdesk.store.engine` says when one begins.
"""

import os
from pathlib import Path
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection

from landdesk.paths import is_long_form
from landdesk.store.dialect.spatialite_functions import register_functions

KEY_BYTES = 32
BUSY_TIMEOUT_S = 10.0

# Every setting is written out, also where it is the default of today's build.
_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    # Off would keep SpatiaLite's triggers from calling the functions registered below.
    "PRAGMA trusted_schema = ON",
    # Notices a damaged page when it is read instead of later.
    "PRAGMA cell_size_check = ON",
    # 64 MiB: a commune's record stays in memory.
    "PRAGMA cache_size = -65536",
    # With memory mapping a pulled USB stick would kill the program; the cache makes it hardly faster.
    "PRAGMA mmap_size = 0",
    # Sorting must not leave plain copies of an encrypted store in the folder for temporary files.
    "PRAGMA temp_store = MEMORY",
    # Bringing the log back writes single pages, which stops an act for seconds on a slow disk. The window does it in a
    # pause of the work, closing does it too; 32 MB are for who never pauses.
    "PRAGMA wal_autocheckpoint = 8000",
    # A large import leaves a large log; this cuts it back at the next checkpoint.
    "PRAGMA journal_size_limit = 16777216",
)


def connect(
    path: Path, *, key: bytes | None, read_only: bool, create: bool, frozen: bool = False
) -> DBAPIConnection:
    """Return a new driver connection.

    Args:
        path: The store's file.
        key: 32 bytes for an encrypted store, None for a plain one.
        read_only: The system opens the file for reading; nothing can be written through this connection.
        create: Make the file if there is none.
        frozen: With ``read_only``: nobody writes while the connection is open. No log is looked for and no lock
            taken, so that a folder that takes no new file does.

    Raises:
        driver.Error: There is no such file, it is no database, the key does not fit, or its folder takes no
            write-ahead log. `landdesk.store.trouble` makes words of it.
    """
    mode = "ro" if read_only else "rwc" if create else "rw"
    connection: DBAPIConnection = driver.connect(
        f"{_file_uri(path)}?mode={mode}{'&immutable=1' if frozen else ''}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        # The pool hands a connection to one thread at a time, not always to the one that opened it.
        check_same_thread=False,
    )
    try:
        # A wrong key is an answer to the person, not lines of SQLCipher on the terminal.
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        if key is not None:
            # The raw form: no derivation from words, which would take a tenth of a second each time.
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for setting in _SETTINGS:
            connection.execute(setting)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        else:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        register_functions(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def in_transaction(conn: Connection) -> bool:
    """Say whether the database is inside a transaction, whatever SQLAlchemy believes."""
    return bool(getattr(conn.connection.dbapi_connection, "in_transaction", False))


def _file_uri(path: Path) -> str:
    """Return the path as SQLite reads URIs, for drive letters and network shares as well."""
    name = os.fspath(path.absolute())
    if is_long_form(name):
        # No name of a computer may stand before it, and its backslashes count.
        return "file:" + quote(name, safe=":")
    if os.name == "nt":
        name = name.replace("\\", "/")
    # file:///C:/folder, file:////server/share, file:///folder
    return "file://" + ("" if name.startswith("/") else "/") + quote(os.fsencode(name), safe="/:")
