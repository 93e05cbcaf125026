"""Files that are there whole or not at all: a temporary name, a sync, a rename, a sync of the folder.

Every file a person keeps (packages, exports, copies of a store) is published here, so a killed program, a
full disk or a pulled plug leaves the old file or the new one, never a half. What a killed program leaves under a
temporary name is removed when the next file is published in the folder. `durable_step` names the moments
where a kill would matter; tests stop or kill the program at each of them. This is the lowest layer: errors of
the system are let through as `OSError`, callers make words of them.
"""

import errno
import hashlib
import os
import platform
import re
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from landdesk.paths import real_path

_TEMPORARY: Final = re.compile(r"\.([0-9a-f]{8})-([0-9]+)-[0-9a-f]{16}\.part")
"""Names of temporary files: computer, process, chance."""


Watcher = Callable[[str], None]

_watchers: list[Watcher] = []

PATIENCE_S: Final = 10.0
"""How long a file that another program holds is waited for."""
_BETWEEN_TRIES_S: Final = 0.1
# ERROR_ACCESS_DENIED, which Windows says of a held file too, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
_HELD: Final = (5, 32, 33)

STORE_SUFFIX: Final = ".landdesk"
PACKAGE_SUFFIX: Final = ".ldpkg"
TABLE_SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
MAP_SUFFIXES: Final = (
    *(".gpkg", ".shp", ".geojson", ".json", ".topojson", ".gml", ".xml", ".dxf", ".dgn", ".tab", ".mif"),
    *(".gdb", ".fgb", ".kml", ".gpx", ".thf"),
)
"""How people's files are named; what a file is, its content says."""


def durable_step(name: str) -> None:
    """Say that the next step (or the one just taken) decides what is on the disk after a kill.

    Args:
        name: Dotted name such as ``store.commit`` or ``file.rename``.
    """
    for watcher in _watchers:
        watcher(name)


@contextmanager
def watch_durable_steps(watcher: Watcher) -> Iterator[None]:
    """Call a function with the name of every durable step of this process, on the thread that takes it.

    What the watcher raises comes out of the step, which is how the tests make a step fail.
    """
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def publish_file(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file so that the old one or the whole new one is there, whatever happens.

    Args:
        target: Where the file will be; an older file there is replaced, a link is followed.
        write: Gets the open temporary file and writes the content.

    Raises:
        OSError: The folder or the disk does not allow it; nothing is changed and nothing is left behind.
    """

    def make(temporary: Path) -> None:
        with temporary.open("xb") as file:
            write(file)

    publish(target, make)


def publish(target: Path, make: Callable[[Path], object]) -> None:
    """Let a function make a file under a temporary name in the target's folder, then move it into place.

    Args:
        target: Where the file will be; an older file there is replaced, a link is followed.
        make: Gets a path where no file is yet and makes one there, closed when it returns.

    Raises:
        OSError: The folder or the disk does not allow it, or a folder, pipe or device has that name; nothing is
            changed and nothing is left behind.
    """
    there = refuse_other_than_file(target)
    real_target = real_path(target)
    for left in left_behind(real_target.parent):
        with suppress(OSError):
            _remove(left)
    temporary = temporary_in(real_target.parent)
    try:
        make(temporary)
        if there:
            # Who may read the old file may read the new one, and nobody else.
            shutil.copymode(real_target, temporary)
        durable_step("file.sync")
        _sync(temporary)
        durable_step("file.rename")
        move_into_place(temporary, real_target)
    except BaseException:
        # A database leaves its log beside it. A folder that has gone away must not hide the first error, and a file
        # that is held must not keep the others.
        with suppress(OSError):
            for left in list(real_target.parent.glob(f"{temporary.name}*")):
                with suppress(OSError):
                    left.unlink(missing_ok=True)
        raise
    durable_step("file.renamed")
    sync_folder(real_target.parent)


def move_into_place(temporary: Path, target: Path) -> None:
    """Move a file into place; one that another program holds for a moment is waited for.

    On Windows a virus scanner, the search index or a program that shows the old file keep it from being replaced,
    most of them for a second or two.

    Raises:
        OSError: It is still held after ten seconds, or the folder does not allow it.
    """
    patient_until = time.monotonic() + PATIENCE_S
    while True:
        try:
            temporary.replace(target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD or time.monotonic() >= patient_until:
                raise
        else:
            return
        time.sleep(_BETWEEN_TRIES_S)


def temporary_in(folder: Path) -> Path:
    """Return a name in a folder that nothing has; what stands there when the program is killed is found by it again."""
    return folder / f".{_computer()}-{os.getpid()}-{secrets.token_hex(8)}.part"


def left_behind(folder: Path) -> Iterator[Path]:
    """Yield the temporary files and folders that programs of this computer left when they were killed."""
    for path in folder.glob(".*.part*"):
        found = _TEMPORARY.match(path.name)
        if found and found[1] == _computer() and not _runs(int(found[2])):
            yield path


def _computer() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _runs(process: int) -> bool:
    """Tell whether a process of this computer is there."""
    import psutil  # not needed to say what the program can do

    return bool(psutil.pid_exists(process))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def refuse_other_than_file(target: Path) -> bool:
    """Return whether there is a file of this name; a rename would put one in the place of a pipe or a device too.

    Raises:
        OSError: The name is taken by something that is no file, or cannot be a name at all.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    return True


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk; Windows does so by itself and opens no folders."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network and USB file systems cannot; the file is in place, more cannot be had there.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)


def _sync(path: Path) -> None:
    """Put the content of a file on the disk."""
    # Windows syncs only what is open for writing.
    with path.open("rb+") as file:
        os.fsync(file.fileno())
