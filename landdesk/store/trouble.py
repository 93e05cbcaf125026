"""What the database and the disk complain about, as errors a person can act on.

The one place that knows the result codes of SQLite and the error numbers of the system. What is not listed
here is a bug and stays the exception it was.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from landdesk.domain.errors import InvalidInputError, LandDeskError, TroubleError
from landdesk.i18n import N_, Text
from landdesk.store.dialect.spatialite_functions import take_failure


class _Case(NamedTuple):
    """One kind of trouble: its code, what to say and how to go on."""

    code: str
    what: str
    remedy: str


_FULL: Final = N_("The disk is full; nothing was written.")
_MAKE_SPACE: Final = N_("Free some space on the disk and do it again.")

_DISK_FULL: Final = _Case("store.disk-full", _FULL, _MAKE_SPACE)
_DISK_ERROR: Final = _Case(
    "store.disk-error",
    N_("The disk failed to read or write the store."),
    N_("Check the disk and its cable or the network drive, then open the store again."),
)
_LOCKED: Final = _Case(
    "store.locked",
    N_("Another window or program is writing to the store."),
    N_("Wait a moment and try again; if it goes on, close the other program."),
)
_READ_ONLY: Final = _Case(
    "store.read-only",
    N_("The store cannot be written."),
    N_("Allow writing to the file and its folder, or copy the store into a folder of your own."),
)
_UNREACHABLE: Final = _Case(
    "store.unreachable",
    N_("The store cannot be opened."),
    N_("Check that the file is there and that its folder can be written to."),
)
_NO_FILE: Final = _Case("store.missing", N_("There is no such store."), N_("Check the name and the drive."))
_NOT_A_STORE: Final = _Case(
    "store.not-a-store",
    N_("The file is not a LandDesk store, or it is encrypted with another key."),
    N_("Choose a store that LandDesk has made, or give the right key."),
)
_DATABASE_CASES: Final = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_PROTOCOL": _LOCKED,
    "SQLITE_FULL": _DISK_FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CORRUPT": _Case(
        "store.damaged",
        N_("The store is damaged."),
        N_("Do not go on with this file; restore the last copy."),
    ),
    "SQLITE_NOTADB": _NOT_A_STORE,
    "SQLITE_CANTOPEN": _UNREACHABLE,
    "SQLITE_IOERR": _DISK_ERROR,
}
_IN_USE: Final = _Case(
    "file.in-use", N_("The file is open in another program."), N_("Close it there and try again.")
)
_FORBIDDEN: Final = _Case(
    "file.forbidden",
    N_("The file or its folder cannot be read or written."),
    N_("Close the file in other programs, choose another folder, or ask for the right to use this one."),
)
_MISSING: Final = _Case(
    "file.missing", N_("The file or its folder does not exist."), N_("Check the name and the drive.")
)
_NOT_A_FILE: Final = _Case(
    "file.not-a-file",
    N_("A folder or a device has this name; it was not touched."),
    N_("Give the name of a file."),
)
_BAD_NAME: Final = _Case(
    "file.bad-name", N_("The name cannot be that of a file here."), N_("Choose a shorter, plainer name.")
)
_SYSTEM_CASES: Final = {
    errno.ENOSPC: _Case("file.disk-full", _FULL, _MAKE_SPACE),
    errno.EDQUOT: _Case("file.disk-full", _FULL, _MAKE_SPACE),
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _MISSING,
    errno.ELOOP: _MISSING,
    errno.EISDIR: _NOT_A_FILE,
    errno.EEXIST: _NOT_A_FILE,
    errno.ENAMETOOLONG: _BAD_NAME,
    errno.EINVAL: _BAD_NAME,
}
_OTHER: Final = _Case(
    "file.disk-error",
    N_("The file could not be read or written: {reason}"),
    N_("Check the disk and its cable or the network drive, then try again."),
)
CANNOT_BE_WRITTEN: Final = (_READ_ONLY.code, _UNREACHABLE.code, _DISK_FULL.code)
"""What opening a store ends with where it can only be read."""

_WRITING_FAILED: Final = tuple(
    f"SQLITE_IOERR_{what}" for what in ("WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "DELETE", "CLOSE")
)
_FUNCTION_FAILED: Final = "user-defined function raised exception"
_INDEX_BYTES: Final = 64 * 1024
# Windows has one number of its own for each kind of trouble; Python makes "permission denied" or "invalid argument" of
# most of them. Source: the list "System Error Codes" of Windows.
_WINDOWS_CASES: Final = {
    **dict.fromkeys((32, 33), _IN_USE),  # sharing violation, lock violation
    **dict.fromkeys((39, 112), _SYSTEM_CASES[errno.ENOSPC]),  # disk full
    # No such drive, unit or network path, not ready, I/O fault, no media, not connected: a stick was pulled out.
    **dict.fromkeys((15, 20, 21, 23, 27, 29, 30, 31, 53, 55, 59, 64, 121, 433, 483), _OTHER),
    **dict.fromkeys((1006, 1112, 1117, 1167, 1392, 1393), _OTHER),
    206: _BAD_NAME,  # the path is too long
}


def explain_database_error(error: BaseException, path: Path) -> LandDeskError | None:
    """Return the error to show for what the database said, or None if it can only be a bug.

    Args:
        error: The driver's exception or SQLAlchemy's wrapper around it.
        path: The store's file, to be named.
    """
    origin = error.orig if isinstance(error, DBAPIError) else error
    if _FUNCTION_FAILED in str(origin):
        origin = take_failure() or origin
    # Extended codes go on after the second word: SQLITE_IOERR_WRITE, SQLITE_BUSY_SNAPSHOT.
    name = str(getattr(origin, "sqlite_errorname", None))
    case = _DATABASE_CASES.get("_".join(name.split("_")[:2]))
    if case is None:
        return None
    if case is _DISK_ERROR and _is_full(path):
        case = _DISK_FULL
    elif case is _UNREACHABLE and not path.exists():
        case = _NO_FILE
    elif name == "SQLITE_READONLY_DBMOVED" or path.is_dir():
        case = _UNREACHABLE
    kind = InvalidInputError if case in (_NOT_A_STORE, _NO_FILE) else TroubleError
    return kind(case.code, Text(case.what), Text(N_("Store {path}"), {"path": str(path)}), Text(case.remedy))


def refused_write(error: DBAPIError, target: Path) -> OSError | None:
    """Return why a new file beside the open store cannot be written, None where the store itself is the trouble.

    Args:
        error: What the database said.
        target: The new file.
    """
    name = str(getattr(error.orig, "sqlite_errorname", None))
    if not target.parent.is_dir():
        return OSError(errno.EIO, os.strerror(errno.EIO))
    if name == "SQLITE_FULL":
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return OSError(errno.EIO, os.strerror(errno.EIO)) if name in _WRITING_FAILED else None


def _is_full(path: Path) -> bool:
    """Tell whether there is no room for the index of a store's log, which SQLite calls an error of the disk."""
    try:
        return shutil.disk_usage(path.parent).free < _INDEX_BYTES
    except OSError:
        return False


@contextmanager
def explained_at(path: Path) -> Iterator[None]:
    """Turn what database and system say inside the block into the error to show; bugs come through as they are.

    Args:
        path: The file to be named.
    """
    try:
        yield
    except OSError as error:
        raise explain_os_error(error, path) from error
    except SQLAlchemyError as error:
        shown = explain_database_error(error, path)
        if shown is None:
            raise
        raise shown from error


def read_only_store(path: Path, *, full: bool = False) -> TroubleError:
    """Return the error for writing to a store that can only be looked at.

    Args:
        path: The store.
        full: It was for want of room that it could not be opened for writing.
    """
    case = _DISK_FULL if full else _READ_ONLY
    remedy = N_("Free some space on the disk and open the store again.") if full else case.remedy
    return TroubleError(
        case.code, Text(case.what), Text(N_("Store {path}"), {"path": str(path)}), Text(remedy)
    )


def explain_os_error(error: OSError, path: Path) -> LandDeskError:
    """Return the error to show for a file or folder that could not be read or written.

    Args:
        error: What the system said.
        path: The file as the person knows it, not a temporary name.
    """
    case = _WINDOWS_CASES.get(getattr(error, "winerror", None) or 0) or _SYSTEM_CASES.get(
        error.errno or 0, _OTHER
    )
    values = {"reason": error.strerror or str(error)} if case is _OTHER else {}
    kind = InvalidInputError if case in (_NOT_A_FILE, _BAD_NAME) else TroubleError
    return kind(
        case.code, Text(case.what, values), Text(N_("File {path}"), {"path": str(path)}), Text(case.remedy)
    )
