"""Stores that can only be looked at: on a write-protected or full stick, in a folder of somebody else.

SQLite opens a file with a write-ahead log only where it may put the log's index beside it. Where it may not, the
file is opened as one that nobody writes to. That holds: whoever has a store open keeps a log beside it, and where
there is none, nobody has. Somebody may come later, so every look ends with a look at the file's time and size.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from landdesk.domain.errors import TroubleError
from landdesk.i18n import N_, Text
from landdesk.paths import real_path
from landdesk.store.engine import open_engine

_LOGS = ("-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Looking:
    """How a store is looked at.

    Args:
        engine: Opens the file for reading only.
        frozen: Time and size of the file that nobody may change meanwhile; None where SQLite takes its locks.
        full: There is no room on the disk to write.
    """

    engine: Engine
    frozen: tuple[int, int] | None
    full: bool = False

    def refuse_changed(self, path: Path) -> None:
        """Refuse what was read while somebody wrote.

        Raises:
            TroubleError: The file is another one than it was when it was opened.
            OSError: It is gone.
        """
        if self.frozen is not None and self.frozen != _stamp(path):
            raise TroubleError(
                "store.written-meanwhile",
                Text(N_("Somebody wrote to the store while it was being read.")),
                Text("{path}", {"path": str(path)}),
                Text(N_("Open the store again.")),
            )


def may_be_written(path: Path) -> bool:
    """Tell whether the system lets this person write the file and make a log beside it, as far as it says so."""
    real = real_path(path)
    effective = os.access in os.supports_effective_ids
    return all(os.access(one, os.W_OK, effective_ids=effective) for one in (real, real.parent))


def unwritten_log(path: Path) -> Path | None:
    """Return the log beside a store that holds what is not in the file yet; None after an orderly end."""
    real = str(real_path(path))
    logs = (Path(real + ending) for ending in _LOGS)
    return next((log for log in logs if log.exists() and log.stat().st_size > 0), None)


def look_at(path: Path, *, key: bytes | None = None, full: bool = False) -> Looking:
    """Return how to look at a store that cannot be written.

    Args:
        path: The store.
        key: Of an encrypted one.
        full: For want of room on the disk.

    Raises:
        TroubleError: Not all of it is in the file, and what is beside it cannot be read here.
    """
    log = unwritten_log(path)
    if log is None:
        return Looking(open_engine(path, key=key, read_only=True, frozen=True), _stamp(path), full)
    if not Path(f"{real_path(path)}-shm").exists():
        raise TroubleError(
            "store.unfinished",
            Text(
                N_(
                    "The store was not closed in order, and nothing can be written beside it:"
                    " its last acts cannot be read."
                )
            ),
            Text("{path}", {"path": str(log)}),
            Text(N_("Copy this file and the store together into a folder of your own, and open the copy.")),
        )
    return Looking(open_engine(path, key=key, read_only=True), None, full)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
