"""Foreign programs and libraries that some tests compare with or run: GDAL, SpatiaLite, Xvfb, what packs installers.

A machine without them skips those tests; CI installs them, so there their absence fails.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def foreign_program(name: str) -> str:
    """Return the path of a program such as ``ogrinfo``; skips (in CI: fails) the test where it is absent."""
    return shutil.which(name) or _absent(name)


def foreign_library(name: str) -> Path:
    """Return the path of a loadable library such as ``mod_spatialite.so``; skips or fails like the above."""
    folders = [Path("/usr/lib"), *sorted(Path("/usr/lib").glob("*-linux-gnu")), Path("/usr/local/lib")]
    return next((folder / name for folder in folders if (folder / name).exists()), None) or _absent(name)


def _absent(name: str) -> NoReturn:
    reason = f"{name} is not installed (tools/system_packages.sh ensure proofs, or installers)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
