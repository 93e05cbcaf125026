"""A file with one table, for tests of the floor that knows no tables."""

from pathlib import Path

from sqlalchemy import Connection, Engine

from landdesk.store.engine import open_engine, read_transaction, write_transaction

KEY = bytes(range(32))


def make_store(path: Path, *, key: bytes | None = None) -> Engine:
    """Return the engine of a new file with an empty table ``t``."""
    engine = open_engine(path, key=key, create=True)
    with write_transaction(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)")
    return engine


def add(conn: Connection, *words: str) -> None:
    """Insert a row for each word."""
    for word in words:
        conn.exec_driver_sql("INSERT INTO t (b) VALUES (?)", (word,))


def add_one(engine: Engine, word: str) -> None:
    """Insert a row in a transaction of its own."""
    with write_transaction(engine) as conn:
        add(conn, word)


def words(engine: Engine) -> list[str]:
    """Return the words in order of insertion."""
    with read_transaction(engine) as conn:
        return list(conn.exec_driver_sql("SELECT b FROM t ORDER BY a").scalars())


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(entry.name for entry in folder.iterdir())
