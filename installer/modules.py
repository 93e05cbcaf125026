"""Compiles the modules that the program imports, so that the first start is not the slow one.

Python would do so by itself where it may write, which on Linux is nowhere and on a stick slow. All modules of all
packages would be 50 MB; those that no start ever imports stay as they are. The compiled files carry no times, which a
copy changes, and are not compared with their sources.
"""

import zipfile
from functools import cache
from pathlib import Path

from installer.pins import LINUX, WINDOWS
from installer.places import STAGE, run
from installer.stop import Stop

_IMPORT_ALL = """
import ast, importlib, pkgutil, sys
from pathlib import Path
import landdesk
from landdesk.services.drawing_library import load_ezdxf

# Which modules ezdxf takes by itself depends on the typefaces of the computer.
load_ezdxf()
for found in pkgutil.walk_packages(landdesk.__path__, "landdesk."):
    if found.name != "landdesk.__main__":
        importlib.import_module(found.name)
# What functions import when they run: whole packages, as a name may be of a module or of a thing in it.
for source in Path(landdesk.__path__[0]).rglob("*.py"):
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for name in names:
            if name.split(".")[0] not in {"msvcrt", "winreg", "nt", "_winapi"}:
                importlib.import_module(name)
files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
print(*sorted(file for file in files if file and file.endswith(".py")), sep="\\n")
"""
_COMPILE = """
import py_compile, sys
from pathlib import Path

root = Path(sys.argv[1])
for name in sys.stdin.read().split("\\n"):
    if (root / name).is_file():
        py_compile.compile(root / name, dfile=name, doraise=True,
                           invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
"""


def compile_modules(root: Path) -> None:
    """Compile what the program imports of a payload, with the Python of the Linux payload for both systems."""
    # Random hashes would order the constants of sets differently each time.
    surroundings = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    run(_python(), "-c", _COMPILE, root, env=surroundings, given="\n".join(_imported()))
    archive = root / "runtime" / "python311.zip"
    if archive.exists():
        _compare_magic(archive, next((root / "app").rglob("*.pyc")))


@cache
def _imported() -> list[str]:
    """Return the modules that the program imports on Linux, and those it has other ones for on Windows."""
    root = STAGE / LINUX.name / "LandDesk"
    printed = run(
        _python(), "-c", _IMPORT_ALL, env={"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    )
    # Shiboken carries modules inside its library; they have no place.
    files = [Path(line) for line in printed.splitlines() if Path(line).is_relative_to(root)]
    names = [file.relative_to(root).as_posix() for file in files]
    return sorted(
        {
            *names,
            "packages/click/_winconsole.py",
            "packages/platformdirs/windows.py",
            "app/landdesk/__main__.py",
        }
    )


def _python() -> Path:
    runtime = STAGE / LINUX.name / "LandDesk" / "runtime"
    python = runtime / str(LINUX.runtime["search_path_file"]).removesuffix("._pth")
    if not python.exists():
        message = f"The payload of {LINUX.name} compiles the modules of {WINDOWS.name} too: build it first"
        raise Stop(message)
    return python


def _compare_magic(archive: Path, compiled: Path) -> None:
    """Make sure that Windows' Python takes what Linux' Python compiled."""
    with zipfile.ZipFile(archive) as modules:
        wanted = modules.read("os.pyc")[:4]
    if compiled.read_bytes()[:4] != wanted:
        message = "The two Pythons write compiled modules differently: pin two of the same version"
        raise Stop(message)
