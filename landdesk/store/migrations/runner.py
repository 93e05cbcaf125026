"""Bringing a store of an older schema forward: a whole copy first, then all steps in one transaction."""

from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from landdesk.files import publish_file
from landdesk.store import foreign
from landdesk.store.engine import checkpoint, copy_store, read_transaction, write_transaction
from landdesk.store.info import read_info, write_info
from landdesk.store.migrations import MIGRATIONS, SCHEMA
from landdesk.store.recognition import key_path, mark_as_store, store_version


def bring_forward(engine: Engine, path: Path) -> Path | None:
    """Bring a store to the newest schema and return the copy of it as it was; None where it has the newest.

    A stop at any moment leaves the store as it was, or as it is to be.

    Raises:
        TroubleError: The disk is full, the folder cannot be written; the store is unchanged.
    """
    with read_transaction(engine) as conn:
        if store_version(conn) >= SCHEMA:
            return None
    copy = _free_name(path)
    if key_path(path).is_file():
        # The copy is encrypted like the store, and opens with the same passphrase.
        publish_file(key_path(copy), partial(_same_content, key_path(path)))
    copy_store(engine, copy)
    with write_transaction(engine) as conn:
        # Another process may have done it while the copy was made.
        version = store_version(conn)
        if version < SCHEMA:
            info = read_info(conn)
            foreign.enter_session(conn)
            for migration in MIGRATIONS[version:]:
                migration.upgrade(conn, info.epsg)
            write_info(conn, replace(info, schema=SCHEMA))
            mark_as_store(conn)
            foreign.leave_session(conn)
    checkpoint(engine)
    return copy


def _free_name(path: Path) -> Path:
    """Return a name beside the store that says what the copy is: ``x.before-schema-2.landdesk``."""
    for number in count(1):
        again = f"-{number}" if number > 1 else ""
        name = path.with_name(f"{path.stem}.before-schema-{SCHEMA}{again}{path.suffix}")
        if not name.exists() and not key_path(name).exists():
            return name
    raise AssertionError


def _same_content(source: Path, target: BinaryIO) -> None:
    target.write(source.read_bytes())
