"""What makes stores cheap for tests: a new one is a copy of an empty one, and nobody waits for disk or passphrase.

Laying out the schema is most of what making a small store costs. The empty store is laid out by the migrations
themselves, once in each process and reference system. That a disk has what was written matters when the current
fails, which no test can let happen; that passphrases are slow to try, to who has none. A statement is compiled once for
all stores. Processes that tests start, and `as_the_program`, do as the program does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Dialect, Engine, create_engine
from sqlalchemy.util import LRUCache

from landdesk.store import engine, store
from landdesk.store.dialect import sqlite
from landdesk.store.encryption import sealing
from landdesk.store.engine import checkpoint, open_engine, write_transaction
from landdesk.store.migrations import MIGRATIONS

_SETTINGS = sqlite._SETTINGS
_WAITING, _NOT_WAITING = "PRAGMA synchronous = FULL", "PRAGMA synchronous = OFF"
_MEMORY_KIB, _PASSES = sealing._MEMORY_KIB, sealing._PASSES
_compiled: LRUCache[Any, Any] = LRUCache(2_000)


class _Copy(ModuleType):
    """Stands for all migrations together."""

    @staticmethod
    def upgrade(conn: Connection, epsg: int) -> None:
        """Fill a new file with the empty store, inside the write transaction that made it."""
        file: Any = conn.connection.dbapi_connection
        if file.execute("PRAGMA cipher_status").fetchone() == ("1",):
            # SQLCipher copies nothing from a plain file.
            _lay_out(conn, epsg)
            return
        # Nothing is written yet, and a copy is no part of a transaction.
        file.execute("ROLLBACK")
        _empty_store(epsg).backup(file)
        file.execute("BEGIN IMMEDIATE")


def make_stores_cheap() -> None:
    """Let this process make, write and seal stores without delay from now on."""
    assert _WAITING in _SETTINGS
    patch = pytest.MonkeyPatch()
    patch.setattr(store, "MIGRATIONS", (_Copy("copy"),))
    patch.setattr(sqlite, "_SETTINGS", [_NOT_WAITING if one == _WAITING else one for one in _SETTINGS])
    patch.setattr(engine, "create_engine", _sharing_engine)
    patch.setattr(sealing, "_MEMORY_KIB", 64)
    patch.setattr(sealing, "_PASSES", 1)


@contextmanager
def as_the_program() -> Iterator[None]:
    """Make, open, write and seal stores as the program does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "MIGRATIONS", MIGRATIONS)
        patch.setattr(sqlite, "_SETTINGS", _SETTINGS)
        patch.setattr(engine, "create_engine", create_engine)
        patch.setattr(sealing, "_MEMORY_KIB", _MEMORY_KIB)
        patch.setattr(sealing, "_PASSES", _PASSES)
        yield


def _sharing_engine(*words: Any, **options: Any) -> Engine:
    """Make an engine that compiles no statement that another has compiled; what is compiled belongs to a dialect."""
    made = create_engine(*words, **options)
    made.dialect = made.pool._dialect = _dialect()
    made.update_execution_options(compiled_cache=_compiled)
    return made


@cache
def _dialect() -> Dialect:
    """Return the dialect of all stores, as it is after the first connection."""
    first = create_engine("sqlite://", module=driver)
    first.connect().close()
    first.dispose()
    return first.dialect


@cache
def _empty_store(epsg: int) -> Any:
    """Return an empty store of a reference system, kept in memory."""
    kept = driver.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        path = Path(folder, "empty.landdesk")
        made = open_engine(path, create=True)
        try:
            with write_transaction(made) as conn:
                _lay_out(conn, epsg)
            checkpoint(made)
        finally:
            made.dispose()
        file = driver.connect(str(path))
        file.backup(kept)
        file.close()
    return kept


def _lay_out(conn: Connection, epsg: int) -> None:
    for migration in MIGRATIONS:
        migration.upgrade(conn, epsg)
