"""A plain store made encrypted, and a readable copy of an encrypted one.

Making a store encrypted writes a new file beside it, compares it with the old one to the last row, writes the key
file, and only then puts the new file in the old one's place. A kill at any moment leaves the plain store or the
encrypted one, whole: the key file is there before the file that needs it. What is left to do after the exchange
(files of the vault, the plain file under its second name) is done at the next opening.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine

from landdesk.domain.errors import TroubleError
from landdesk.domain.progress import Progress
from landdesk.files import durable_step, publish
from landdesk.i18n import N_, Text
from landdesk.paths import real_path
from landdesk.store import tables as t
from landdesk.store.encryption.key_file import StoreKey
from landdesk.store.encryption.sealing import new_secret
from landdesk.store.encryption.wiping import aside_path, set_aside, wipe, wipe_left_behind
from landdesk.store.engine import open_engine, plain_connection, read_transaction
from landdesk.store.integrity import problems
from landdesk.store.trouble import explained_at
from landdesk.store.vault import Vault

_STEPS: Final = 4
_HEADER: Final = ("application_id", "user_version")


def encrypt_in_place(path: Path, key: StoreKey, progress: Progress) -> None:
    """Make a plain store encrypted.

    Args:
        path: The store; nobody else may have it open.
        key: Its new key.

    Raises:
        TroubleError: Somebody has the store open, it is damaged, the disk is full; it is as it was.
        CancelledError: The person asked to stop; it is as it was.
    """
    real = real_path(path)
    engine = open_engine(real)
    try:
        with explained_at(path), plain_connection(engine) as conn:
            take_alone(conn, path)
            # A backup or a list that was killed may have left the record there, plain.
            wipe_left_behind(real.parent)

            def make(temporary: Path) -> None:
                progress.step(0, _STEPS, Text(N_("Encrypting")))
                copy_with_key(conn, temporary, key.key)
                progress.step(1, _STEPS, Text(N_("Comparing")))
                _compare(conn, temporary, key.key, path)
                progress.step(2, _STEPS, Text(N_("Replacing the plain file")))
                key.write(real)
                durable_step("encrypt.key-written")
                set_aside(real)
                durable_step("encrypt.set-aside")
                if sys.platform == "win32":
                    # Windows replaces no open file; elsewhere nobody is let in before the rename.
                    conn.invalidate()

            publish(real, make)
    finally:
        engine.dispose()
    durable_step("encrypt.replaced")
    finish_encrypting(path, key.key)


def finish_encrypting(path: Path, key: bytes) -> bool:
    """Do what is left to do after a store was made encrypted; tell whether anything was.

    Raises:
        LandDeskError: The folder cannot be written.
    """
    real = real_path(path)
    aside = aside_path(real)
    if not aside.exists():
        return False
    Vault(real, key).seal_plain_files()
    durable_step("encrypt.files-sealed")
    with explained_at(path):
        wipe(aside)
    return True


def copy_with_key(conn: Connection, target: Path, key: bytes | None) -> None:
    """Write all tables of a store into a new file with another key, or none; the file's header too.

    Args:
        conn: A connection without transaction that may write.
        target: Nothing may be there yet.
    """
    # The statement holds the key: it never gets into an error, since SQLAlchemy hides only parameters.
    words = "''" if key is None else f"\"x'{key.hex()}'\""
    dbapi: Any = conn.connection.dbapi_connection
    dbapi.execute(f"ATTACH DATABASE ? AS copied KEY {words}", (str(target),))
    try:
        conn.exec_driver_sql("PRAGMA copied.journal_mode = DELETE").all()
        conn.exec_driver_sql("SELECT sqlcipher_export('copied')").all()
        for name in _HEADER:
            value = int(conn.exec_driver_sql(f"PRAGMA main.{name}").scalar_one())
            conn.exec_driver_sql(f"PRAGMA copied.{name} = {value}")
    finally:
        conn.exec_driver_sql("DETACH DATABASE copied")


def take_alone(conn: Connection, path: Path) -> None:
    """Take a store for this connection alone and write its log back into the file; held until it is closed.

    Raises:
        TroubleError: Somebody else has it open.
    """
    conn.exec_driver_sql("PRAGMA busy_timeout = 250")
    conn.exec_driver_sql("PRAGMA locking_mode = EXCLUSIVE").all()
    try:
        # The one step that the database refuses as long as any other connection is open.
        mode = str(conn.exec_driver_sql("PRAGMA journal_mode = DELETE").scalar())
        if mode == "delete":
            conn.exec_driver_sql("BEGIN EXCLUSIVE")
            conn.exec_driver_sql("COMMIT")
            return
    except Exception as error:
        if "locked" not in str(error):
            raise
    raise TroubleError(
        "store.in-use",
        Text(N_("The store is open in another window or program.")),
        Text("{path}", {"path": str(path)}),
        Text(N_("Close it there and do it again.")),
    )


def _compare(conn: Connection, copied: Path, key: bytes, path: Path) -> None:
    """Refuse a copy that is not the store to the last row, and one that hands damage of the store on.

    Raises:
        TroubleError: The disk or its cable lies, or something in the store is damaged.
    """
    engine = open_engine(copied, key=key, read_only=True)
    try:
        with read_transaction(engine) as other:
            same = contents(conn) == contents(other)
            found = problems(other)
    finally:
        engine.dispose()
    where = Text("{path}", {"path": str(path)})
    if not same:
        raise TroubleError(
            "store.copy-differs",
            Text(N_("The new file is not the same as the old one; nothing was changed.")),
            where,
            Text(N_("Check the disk and its cable, and do it again.")),
        )
    if found:
        raise TroubleError(
            "store.unsound",
            Text(N_("Something in the store is damaged: {what}"), {"what": found[0]}),
            where,
            Text(N_("Nothing was changed; restore the last backup.")),
        )


def contents(conn: Connection) -> Mapping[str, object]:
    """Return what tells whether two stores hold the same: tables and their rows, end of the journal, header."""
    schema = [
        tuple(map(str, row))
        for row in conn.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        if not str(row[1]).startswith("sqlite_")
    ]
    found: dict[str, object] = {"schema": schema}
    for kind, name, statement in schema:
        # SpatiaLite's virtual tables need its extension; what they hold are tables of their own.
        if kind == "table" and not statement.upper().startswith("CREATE VIRTUAL"):
            found[name] = conn.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
    last = conn.exec_driver_sql("SELECT hash FROM journal_entry ORDER BY number DESC LIMIT 1").scalar()
    found["journal.hash"] = None if last is None else bytes(last)
    for name in _HEADER:
        found[f"header.{name}"] = conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    return found


def write_readable_copy(engine: Engine, target: Path) -> None:
    """Write the present record as a plain SpatiaLite file that QGIS opens; no store, and it has no history.

    What does not go along (who did what, packages, findings, former values) is never plain on the disk: it is taken
    away in a copy whose key nobody keeps.

    Args:
        engine: Of the store, reading only.
        target: The file; an older one there is replaced.

    Raises:
        LandDeskError: The folder cannot be written, the disk is full.
    """

    def make(temporary: Path) -> None:
        scratch, key = temporary.with_name(temporary.name + "-scratch"), new_secret()
        with plain_connection(engine) as conn:
            conn.exec_driver_sql("PRAGMA query_only = OFF")
            try:
                copy_with_key(conn, scratch, key)
            finally:
                conn.exec_driver_sql("PRAGMA query_only = ON")
        sealed = open_engine(scratch, key=key)
        try:
            with plain_connection(sealed) as conn:
                _leave_the_record(conn)
                copy_with_key(conn, temporary, None)
        finally:
            sealed.dispose()
        for left in scratch.parent.glob(f"{scratch.name}*"):
            left.unlink()

    with explained_at(target):
        publish(target, make)


def _leave_the_record(conn: Connection) -> None:
    """Drop what is no record, and the mark of a store: a copy that somebody edits must not come back as one."""
    conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
    rows = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, statement in rows:
        if "foreign_write" in str(statement):
            conn.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for table in reversed(t.METADATA.sorted_tables):
        if table.name not in t.RECORD_TABLES or table is t.work_item:
            conn.exec_driver_sql(f'DROP TABLE IF EXISTS "{table.name}"')
    conn.exec_driver_sql("PRAGMA application_id = 0")
