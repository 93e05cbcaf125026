"""Files that are dropped on the window: a store is opened, packages are received, a base makes a new store."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from landdesk.files import PACKAGE_SUFFIX, STORE_SUFFIX


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the stores and packages among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in (STORE_SUFFIX, PACKAGE_SUFFIX)]


def stores_and_packages(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return stores and packages apart."""
    stores = [path for path in paths if path.suffix.lower() == STORE_SUFFIX]
    packages = [path for path in paths if path.suffix.lower() == PACKAGE_SUFFIX]
    return stores, packages
