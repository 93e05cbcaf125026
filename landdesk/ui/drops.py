"""Files that are dropped on the window: a store is opened, packages are received, other files are imported.

A package without an open store makes a new one, if it is a base.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData

from landdesk.files import MAP_SUFFIXES, PACKAGE_SUFFIX, STORE_SUFFIX, TABLE_SUFFIXES
from landdesk.paths import named_path

_IMPORTED: Final = frozenset((*MAP_SUFFIXES, *TABLE_SUFFIXES, ".dbf", ".zip"))
_PARTS: Final = frozenset((".dbf",))
"""Endings of tables that may be part of a map beside them."""


def dropped_files(data: QMimeData, *, importing: bool) -> list[Path]:
    """Return the stores and packages among what is dragged.

    Args:
        importing: Whether files to import are wanted too.
    """
    wanted = {STORE_SUFFIX, PACKAGE_SUFFIX} | (_IMPORTED if importing else set())
    return [path for path in local_files(data) if path.suffix.lower() in wanted]


def local_files(data: QMimeData) -> list[Path]:
    """Return the files of this computer among what is dragged."""
    return [named_path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def sorted_files(paths: Sequence[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """Return stores, packages and files to import apart; of the parts of a map, the whole comes first."""
    stores = [path for path in paths if path.suffix.lower() == STORE_SUFFIX]
    packages = [path for path in paths if path.suffix.lower() == PACKAGE_SUFFIX]
    others = [path for path in paths if path not in stores and path not in packages]
    return stores, packages, sorted(others, key=lambda path: path.suffix.lower() in _PARTS)
