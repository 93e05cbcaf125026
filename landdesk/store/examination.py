"""Looking into a store's file without opening it for work: nothing is written and nothing brought forward."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from landdesk.i18n import N_, Text
from landdesk.store import integrity
from landdesk.store import tables as t
from landdesk.store.engine import open_engine, plain_connection, read_transaction
from landdesk.store.looking import Looking, look_at, may_be_written, unwritten_log
from landdesk.store.migrations import SCHEMA
from landdesk.store.recognition import passphrase_needed, recognised, refuse_version, store_version
from landdesk.store.trouble import explained_at

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import StoreKey


@dataclass(frozen=True, slots=True)
class Examined:
    """What a look into a store told.

    Args:
        schema: Version of its tables.
        entries: Acts in its journal.
        newest_ms: Time of the last of them, milliseconds since 1970; None for none.
        problems: What is wrong with the file; empty for a sound one.
    """

    schema: int
    entries: int
    newest_ms: int | None
    problems: tuple[Text, ...]


def examine(path: Path, key: "StoreKey | None" = None) -> Examined:
    """Look through a store.

    Args:
        path: The store.
        key: Of an encrypted one.

    Raises:
        RefusedError: ``store.passphrase-needed``: it is encrypted and there is no key.
        InvalidInputError: It is no store, or one of a newer program.
        TroubleError: It cannot be read.
    """
    with explained_at(path):
        encrypted = recognised(path) is not None
        if encrypted and key is None:
            raise passphrase_needed(path)
        secret = key.key if encrypted and key is not None else None
        # Where there is a log the database takes its locks; where there is none it would leave an empty one behind.
        looking = (
            Looking(open_engine(path, key=secret, read_only=True), None)
            if unwritten_log(path) is not None and may_be_written(path)
            else look_at(path, key=secret)
        )
    try:
        with explained_at(path), read_transaction(looking.engine) as conn:
            schema = store_version(conn)
            refuse_version(path, schema)
            times = t.journal_entry.c.at_ms
            entries, newest = conn.execute(select(func.count(), func.max(times))).one()
            if schema == SCHEMA:
                problems = tuple(integrity.problems(conn))
            else:
                # The classes of today do not describe tables of an older schema; the file itself can be looked at.
                lines = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check(20)")]
                problems = tuple(Text(N_("File: {line}"), {"line": line}) for line in lines if line != "ok")
        with explained_at(path):
            looking.refuse_changed(path)
    finally:
        looking.engine.dispose()
    return Examined(schema, entries, newest, problems)


def driver_versions() -> dict[str, str]:
    """Return the versions of what keeps stores, by name; a small encrypted file is made for it and removed again.

    Raises:
        Exception: Whatever keeps it from working on this computer.
    """
    with TemporaryDirectory(prefix="landdesk-") as folder:
        engine = open_engine(Path(folder, "try.landdesk"), key=bytes(range(32)), create=True)
        try:
            with plain_connection(engine) as conn:
                conn.exec_driver_sql("CREATE TABLE tried (x)")
                return {
                    "SQLite": str(conn.exec_driver_sql("SELECT sqlite_version()").scalar_one()),
                    "SQLCipher": str(conn.exec_driver_sql("PRAGMA cipher_version").scalar_one()),
                }
        finally:
            engine.dispose()
