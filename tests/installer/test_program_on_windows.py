"""No module of the program needs what Windows, or the payload, has not."""

import sys
from collections.abc import Iterator

import pytest

from installer.payload import list_of, read_list
from installer.pins import LINUX, WINDOWS, Platform
from installer.places import ROOT
from tests.installer.imports import imported, lacking_on_windows, modules_of

PROGRAM = modules_of(ROOT / "landdesk")
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
    shipped = set(modules_in(read_list(list_of(platform))))
    assert {"PySide6.QtWidgets", "shapely", "python_calamine", "click"} <= shipped
    missing = {
        f"{name} ({path.relative_to(ROOT)})"
        for path in PROGRAM
        for name, _ in imported(path.read_text("utf-8"))
        if name.split(".")[0] not in sys.stdlib_module_names | OWN and name not in shipped
    }
    assert missing == set()


def modules_in(names: list[str]) -> Iterator[str]:
    """Yield the modules that a list of files holds: of a folder, of a file, compiled ones."""
    for name in names:
        folder, _, file = name.removeprefix("packages/").rpartition("/")
        stem, _, suffix = file.partition(".")
        if name.startswith("packages/") and suffix.rpartition(".")[2] in {"py", "pyd", "so"}:
            dotted = folder.replace("/", ".")
            yield dotted if stem == "__init__" else f"{dotted}.{stem}".lstrip(".")
