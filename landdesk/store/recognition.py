"""What a LandDesk store is: the mark in its header, its schema; everything else is refused in words."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from landdesk.domain.errors import InvalidInputError, RefusedError, TroubleError
from landdesk.files import refuse_other_than_file
from landdesk.i18n import N_, Text
from landdesk.paths import real_path
from landdesk.store.migrations import SCHEMA
from landdesk.store.trouble import explain_os_error, explained_at

if TYPE_CHECKING:
    from landdesk.store.encryption.key_file import KeyFile

KEY_SUFFIX: Final = ".key"
"""Of the key file beside an encrypted store."""

_APPLICATION_ID: Final = 0x4C616E64
"""``Land``, in the header of every store."""

_PAGE_BYTES: Final = 4096


def key_path(store: Path) -> Path:
    """Return where the key file of a store is: beside the file itself, also where the path is a link to it."""
    return Path(f"{real_path(store)}{KEY_SUFFIX}")


def refuse_taken(path: Path) -> None:
    """Refuse a name that is taken, and a folder that takes no file: the database would speak of a temporary name.

    Raises:
        RefusedError: There is a file of this name already.
        LandDeskError: The folder is not there or cannot be written; the name cannot be one.
    """
    try:
        if refuse_other_than_file(path):
            raise RefusedError(
                "store.exists",
                Text(N_("There is a file of this name already; it was not touched.")),
                where=Text("{path}", {"path": str(path)}),
                remedy=Text(N_("Choose another name.")),
            )
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise explain_os_error(error, path) from error


def recognised(path: Path) -> "KeyFile | None":
    """Return the key file of an encrypted store, None for a plain one; refuse what is no store.

    A plain store is known by its first bytes: opening another database would change it. Of an encrypted one every
    byte looks like chance; what tells is the key file beside it.

    Raises:
        InvalidInputError: The file is no store that this program knows, or its key file is missing or damaged.
        TroubleError: It cannot be read.
    """
    where = Text("{path}", {"path": str(path)})
    if not path.exists():
        raise InvalidInputError(
            "store.missing",
            Text(N_("There is no such store.")),
            where,
            Text(N_("Check the name and the folder, or make a new store.")),
        )
    if not path.is_file():
        raise InvalidInputError(
            "store.not-a-file",
            Text(N_("This is not a file.")),
            where,
            Text(N_("Choose the store file itself.")),
        )
    with explained_at(path), path.open("rb") as file:
        head = file.read(_PAGE_BYTES)
    if head[:16] == b"SQLite format 3\0":
        if head[68:72] != _APPLICATION_ID.to_bytes(4):
            raise _not_a_store(path)
        refuse_version(path, int.from_bytes(head[60:64]))
        return None
    if _like_chance(head):
        if key_path(path).exists():
            from landdesk.store.encryption.key_file import read_key_file

            return read_key_file(path)
        raise InvalidInputError(
            "store.no-key-file",
            Text(N_("This may be an encrypted store, but its key file is not beside it.")),
            Text(N_("File {path}"), {"path": str(key_path(path))}),
            Text(
                N_("Put the key file back beside the store, or restore a backup: it holds the key file too.")
            ),
        )
    if key_path(path).exists():
        raise TroubleError(
            "store.damaged",
            Text(N_("The beginning of the encrypted store is destroyed.")),
            Text("{path}", {"path": str(path)}),
            Text(N_("Do not go on with this file; restore the last copy.")),
        )
    raise _not_a_store(path)


def refuse_unfit_key(path: Path, conn: Connection) -> None:
    """Refuse a database that opens with a key and is no store."""
    if conn.exec_driver_sql("PRAGMA application_id").scalar_one() != _APPLICATION_ID:
        raise _not_a_store(path)


def passphrase_needed(path: Path) -> RefusedError:
    """Return the error for an encrypted store that nobody has given the passphrase of."""
    return RefusedError(
        "store.passphrase-needed",
        Text(N_("The store is encrypted: it opens with its passphrase only.")),
        Text("{path}", {"path": str(path)}),
        Text(N_("Give the passphrase.")),
    )


def key_does_not_fit(path: Path) -> TroubleError:
    """Return the error for a file that the key of its key file does not open."""
    return TroubleError(
        "store.key-does-not-fit",
        Text(N_("The key file beside the store belongs to another store, or the store is damaged.")),
        Text("{path}", {"path": str(path)}),
        Text(N_("Put the right key file beside it, or restore the last backup.")),
    )


def _like_chance(head: bytes) -> bool:
    """Tell whether the first page may be encrypted: all values occur about equally often in it."""
    return len(head) == _PAGE_BYTES and len(set(head)) > 240 and max(map(head.count, set(head))) < 64


def _not_a_store(path: Path) -> InvalidInputError:
    return InvalidInputError(
        "store.not-a-store",
        Text(N_("The file is not a LandDesk store.")),
        Text("{path}", {"path": str(path)}),
        Text(N_("Choose a store that LandDesk has made; other files are imported into one.")),
    )


def mark_as_store(conn: Connection) -> None:
    """Write into the file's header that it is a store of the newest schema."""
    conn.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
    conn.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def store_version(conn: Connection) -> int:
    """Return the schema of a store, as its log has it."""
    return int(conn.exec_driver_sql("PRAGMA user_version").scalar_one())


def refuse_version(path: Path, version: int) -> None:
    """Refuse a store of a newer program."""
    if version > SCHEMA:
        raise InvalidInputError(
            "store.newer-schema",
            Text(
                N_("The store was made by a newer LandDesk (schema {theirs}, this one knows {ours})."),
                {"theirs": version, "ours": SCHEMA},
            ),
            Text("{path}", {"path": str(path)}),
            Text(N_("Install the newer LandDesk on this computer; the store was not changed.")),
        )


def older_schema(path: Path, version: int) -> InvalidInputError:
    """Return the error that a store of an older program cannot be brought forward, since it cannot be written."""
    return InvalidInputError(
        "store.older-schema",
        Text(
            N_("The store was made by an older LandDesk (schema {theirs}, this one knows {ours})."),
            {"theirs": version, "ours": SCHEMA},
        ),
        Text("{path}", {"path": str(path)}),
        Text(N_("Copy it to a folder that can be written and open it there; it is brought forward then.")),
    )


def refuse_damage(path: Path, conn: Connection) -> None:
    """Refuse a store that did not survive a crash; looked at after one only, since all pages are read."""
    answer = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if answer != "ok":
        raise TroubleError(
            "store.damaged",
            Text(N_("The store is damaged: {reason}"), {"reason": str(answer)}),
            Text("{path}", {"path": str(path)}),
            Text(N_("Do not go on with this file; restore the last copy.")),
        )
