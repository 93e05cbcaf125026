"""The log file: what the program did and what went wrong inside it, for support.

It rotates and never holds personal data: no names, no identity numbers, no texts that people typed. Code that
logs writes codes, counts and identifiers only.
"""

import logging
import os
import platform
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from landdesk import __version__

FILE_NAME: Final = "landdesk.log"
FOLDER_VARIABLE: Final = "LANDDESK_LOGS"
_LARGEST_BYTES: Final = 1_000_000
_KEPT: Final = 3


def log_folder() -> Path:
    """Return the folder of the log; it may not exist yet. `LANDDESK_LOGS` names another one."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_log_path

    return user_log_path("LandDesk", appauthor=False)


def start_log(front_end: str) -> Path | None:
    """Begin to write the log.

    Args:
        front_end: ``window`` or ``terminal``, for the first line.

    Returns:
        The file; None where its folder cannot be written, which must not keep anybody from working.
    """
    root = logging.getLogger("landdesk")
    for handler in root.handlers:
        if isinstance(handler, RotatingFileHandler):
            return Path(handler.baseFilename)
    path = log_folder() / FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LARGEST_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.info("LandDesk %s begins, %s, %s", __version__, front_end, platform.platform())
    return path


def stop_log() -> None:
    """End the log and let go of its file."""
    root = logging.getLogger("landdesk")
    for handler in list(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()
