"""What was plain before is overwritten before it is let go of: best effort, and said so.

A disk with moving parts takes the zeros to the same place; on an SSD, a USB stick or a file system that keeps old
versions the former blocks may remain until they are used again. Only a disk that is encrypted as a whole is sure.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from landdesk.files import left_behind, sync_folder

ASIDE_SUFFIX: Final = ".plain"
_CHUNK_BYTES: Final = 1024 * 1024


def aside_path(path: Path) -> Path:
    """Return the second name that a plain file has while it is being replaced."""
    return path.with_name(path.name + ASIDE_SUFFIX)


def set_aside(path: Path) -> Path:
    """Give a plain file a second name, so that it can be overwritten when another has taken its own.

    A disk that knows no second names (FAT) gets an empty file there: the old content is let go of unwritten then.

    Raises:
        OSError: The folder cannot be written.
    """
    aside = aside_path(path)
    wipe(aside)
    try:
        os.link(path, aside)
    except OSError:
        aside.touch()
    sync_folder(aside.parent)
    return aside


def wipe_left_behind(folder: Path) -> None:
    """Overwrite and remove what killed programs left in a folder; what cannot be removed stays."""
    for path in left_behind(folder):
        with suppress(OSError):
            if path.is_dir():
                for each in path.rglob("*"):
                    if each.is_file():
                        wipe(each)
                shutil.rmtree(path)
            else:
                wipe(path)


def wipe(path: Path) -> None:
    """Overwrite a file and remove it; one that has another name still is left whole under that name.

    Raises:
        OSError: It cannot be removed.
    """
    try:
        told = path.lstat()
    except FileNotFoundError:
        return
    if told.st_nlink == 1 and told.st_size:
        with suppress(OSError), path.open("rb+") as file:
            zeros = bytes(_CHUNK_BYTES)
            for at in range(0, told.st_size, _CHUNK_BYTES):
                file.write(zeros[: min(_CHUNK_BYTES, told.st_size - at)])
            file.flush()
            os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
