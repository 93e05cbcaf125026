"""No module of the program needs what Windows, or the payload, has not."""

import sys
from pathlib import Path

import pytest

from installer.payload import list_of, read_list
from installer.pins import LINUX, WINDOWS, Platform
from installer.places import ROOT
from tests.installer.imports import imported, lacking_on_windows, modules_of

PROGRAM = modules_of(ROOT / "landdesk")
# Only on one system, behind a question for it, and loaded by name.
OWN = {"landdesk"}


def test_no_module_takes_what_windows_lacks() -> None:
    wrong = {str(path.relative_to(ROOT)): lacking_on_windows(path.read_text("utf-8")) for path in PROGRAM}
    assert len(wrong) > 100
    assert {name: lines for name, lines in wrong.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "from pwd import getpwnam",
        "def f():\n    import resource",
        "import os\nos.statvfs('/')",
        "from os import getuid",
        "import sqlite3",
        "import os\nif os.path.exists('x'):\n    os.fork()",
    ],
)
def test_what_windows_lacks_is_found(source: str) -> None:
    assert lacking_on_windows(source)


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.replace('a', 'b')",
        "import os, sys\nif sys.platform != 'win32':\n    os.sync()",
        "import os\nif os.name == 'posix':\n    import fcntl",
        "import tempfile, zipfile",
    ],
)
def test_what_windows_has_is_not_blamed(source: str) -> None:
    assert lacking_on_windows(source) == []


@pytest.mark.parametrize("platform", [WINDOWS, LINUX], ids=lambda platform: platform.name)
def test_everything_imported_is_shipped(platform: Platform) -> None:
    listed = set(read_list(list_of(platform)))
    missing = set()
    for path in PROGRAM:
        for name, _ in imported(path.read_text("utf-8")):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names | OWN and not _is_shipped(name, listed):
                missing.add(f"{name} ({path.relative_to(ROOT)})")
    assert missing == set()


def _is_shipped(name: str, listed: set[str]) -> bool:
    """Say whether a module is in a list: a folder's, a file's, or a compiled one's."""
    place = Path("packages", *name.split("."))
    return (
        any(
            str(other.parent) == str(place.parent)
            and other.name.split(".")[0] == place.name
            and other.suffix in {".py", ".pyd", ".so"}
            for other in map(Path, listed)
        )
        or f"{place.as_posix()}/__init__.py" in listed
    )
