"""Opens stores and says when a transaction begins and ends.

Writers take the store's write lock at the beginning (`write_transaction`), readers see one state from their
first to their last statement (`read_transaction`); both turn the database's complaints into errors that a
person can act on. Every commit passes the durable step ``store.commit``. Nothing here knows tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from landdesk.domain.errors import CancelledError, RefusedError
from landdesk.domain.progress import Progress
from landdesk.files import durable_step, publish
from landdesk.i18n import N_, Text
from landdesk.store.dialect.sqlite import KEY_BYTES, connect, in_transaction
from landdesk.store.trouble import explain_database_error, explain_os_error, refused_write

# Execution option of a connection: what BEGIN is followed by, None for no transactions at all.
_BEGIN: Final = "landdesk_begin"
_CHECKPOINT_PATIENCE_MS: Final = 250
# Of the database's machine; some hundredths of a second.
_STEPS_BETWEEN_LOOKS: Final = 100_000


def open_engine(
    path: Path,
    *,
    key: bytes | None = None,
    read_only: bool = False,
    create: bool = False,
    frozen: bool = False,
) -> Engine:
    """Return an engine for one store; the file is touched by the first connection only.

    Connections are kept and handed to one thread at a time, the warmest first: opening one costs settings,
    schema and cache. ``dispose()`` closes them, which must come before the file is moved or replaced.

    Args:
        path: The store's file.
        key: 32 bytes for an encrypted store, None for a plain one.
        read_only: The system opens the file for reading only; every attempt to write fails.
        create: Make the file if there is none; else a missing file is ``store.unreachable``.
        frozen: With ``read_only``: the caller sees to it that nobody writes meanwhile; see ``connect``.
    """
    if key is not None and len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    engine = create_engine(
        URL.create("sqlite", database=str(path.absolute())),
        module=driver,
        creator=lambda: connect(path, key=key, read_only=read_only, create=create, frozen=frozen),
        # Values would stand in the error of a bug, and so in the log: names and identity numbers among them.
        hide_parameters=True,
        poolclass=QueuePool,
        # The writer, the window's reader, the jobs' reader and the poll; more only for a moment.
        pool_size=4,
        max_overflow=8,
        pool_use_lifo=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "commit", _before_commit)
    event.listen(engine, "before_cursor_execute", _before_execute)
    return engine


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection that holds the write lock; commit at the end, take everything back on an exception.

    Raises:
        TroubleError: ``store.locked`` after ten seconds of waiting, ``store.disk-full``, ``store.read-only``,
            ``store.damaged``, ``store.unreachable``, ``store.disk-error``.
        InvalidInputError: ``store.not-a-store``.
    """
    with explained(engine), engine.connect() as conn:
        conn.execution_options(**{_BEGIN: "IMMEDIATE"})
        with conn.begin():
            yield conn
        durable_step("store.committed")


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the store as it is now, whatever others write meanwhile.

    Raises:
        LandDeskError: As `write_transaction`.
    """
    with explained(engine), engine.connect() as conn:
        transaction = conn.begin()
        try:
            # BEGIN alone does not choose the state to be seen, the first look does.
            conn.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1")
            yield conn
        finally:
            transaction.rollback()


@contextmanager
def plain_connection(engine: Engine) -> Iterator[Connection]:
    """Give a connection without transactions: each statement stands for itself.

    For settings, VACUUM and the poll of `data_version`, which must stay on one connection.

    Raises:
        LandDeskError: As `write_transaction`.
    """
    with explained(engine), engine.connect() as conn:
        conn.execution_options(**{_BEGIN: None})
        yield conn


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn what the database says inside the block into the error to show; bugs come through as they are."""
    try:
        yield
    except (DBAPIError, driver.Error) as error:
        shown = explain_database_error(error, store_path(engine))
        if shown is None:
            raise
        raise shown from error


def store_path(engine: Engine) -> Path:
    """Return the path of the store's file."""
    return Path(str(engine.url.database))


def data_version(conn: Connection) -> int:
    """Return a number that changes when another connection, of this or another process, has committed.

    Numbers of different connections have nothing to do with each other: poll on one `plain_connection`. Its
    own commits do not count.
    """
    return int(conn.exec_driver_sql("PRAGMA data_version").scalar_one())


def checkpoint(engine: Engine) -> bool:
    """Move the write-ahead log into the file and empty it, so that a copy of the file alone is complete.

    Returns:
        False if somebody is reading or writing at this moment; nothing is lost then, only later.
    """
    with plain_connection(engine) as conn:
        patience_ms = conn.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        conn.exec_driver_sql(f"PRAGMA busy_timeout = {_CHECKPOINT_PATIENCE_MS}")
        try:
            busy = conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        finally:
            conn.exec_driver_sql(f"PRAGMA busy_timeout = {patience_ms}")
    return not busy


def copy_store(
    engine: Engine, target: Path, progress: Progress | None = None, *, named: Path | None = None
) -> None:
    """Write a whole copy of the store, as it is at this moment, under a new name; a keyed one keeps its key.

    Args:
        engine: May be one that only reads.
        target: Where no file is yet.
        progress: Asked now and then whether to stop.
        named: What errors speak of where the copy is a part of another file.

    Raises:
        CancelledError: The person asked to stop; no part of a copy is left.
        RefusedError: ``store.copy-exists``: there is a file of that name, maybe a store in use.
        TroubleError: The disk is full, the folder cannot be written, and so on; no part of a copy is left.
    """
    named = named or target
    if target.exists():
        raise RefusedError(
            "store.copy-exists",
            Text(N_("There is a file of this name already.")),
            Text(N_("File {path}"), {"path": str(named)}),
            Text(N_("Choose another name for the copy.")),
        )
    with plain_connection(engine) as conn:
        try:
            publish(target, lambda temporary: vacuum_into(conn, temporary, progress))
        except OSError as error:
            raise explain_os_error(error, named) from error
        except DBAPIError as error:
            # The database speaks of the store, also where it is the copy that cannot be written.
            refusal = refused_write(error, target)
            if refusal is None:
                raise
            raise explain_os_error(refusal, named) from error


def vacuum_into(conn: Connection, target: Path, progress: Progress | None = None) -> None:
    """Write a whole copy under a name where no file is, which the caller sees to; see `copy_store`."""
    stopped: list[BaseException] = []

    def asked_to_stop() -> int:
        try:
            if progress is not None:
                progress.step(0, 0)
        except CancelledError as error:
            stopped.append(error)
        return len(stopped)

    raw: Any = conn.connection.dbapi_connection
    only_reads = conn.exec_driver_sql("PRAGMA query_only").scalar_one()
    # Refuses all writing, that of a new file too.
    conn.exec_driver_sql("PRAGMA query_only = OFF")
    raw.set_progress_handler(asked_to_stop, _STEPS_BETWEEN_LOOKS)
    try:
        conn.exec_driver_sql("VACUUM INTO ?", (str(target),))
    except DBAPIError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        raw.set_progress_handler(None, 0)
        conn.exec_driver_sql(f"PRAGMA query_only = {only_reads}")


def _begin(conn: Connection) -> None:
    """Begin a transaction where SQLAlchemy says one begins; the driver itself never does."""
    kind = conn.get_execution_options().get(_BEGIN, "DEFERRED")
    if kind is not None:
        conn.exec_driver_sql(f"BEGIN {kind}")


def _before_commit(conn: Connection) -> None:
    """Pass the durable step; every commit comes by."""
    if _in_lost_transaction(conn):
        raise RuntimeError("the database has taken the transaction back; there is nothing to commit")
    if in_transaction(conn):
        durable_step("store.commit")


def _before_execute(conn: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    """Refuse to go on after the database has taken a transaction back: each statement would commit alone."""
    if not statement.startswith("BEGIN ") and _in_lost_transaction(conn):
        raise RuntimeError("the database has taken the transaction back; nothing more can be done in it")


def _in_lost_transaction(conn: Connection) -> bool:
    """Say whether a transaction was begun and is no more: a full disk or a trigger ends it."""
    return conn.get_execution_options().get(_BEGIN, "DEFERRED") is not None and not in_transaction(conn)
