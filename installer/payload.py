"""Puts together what is installed: a runtime, the packages, the program, the licences.

    runtime/    Python, with a file that says where modules are and that nothing else counts
    packages/   what the wheels hold, less what is not needed
    app/        the program
    LICENCES.txt

The names of the first two are listed in `payload/<platform>.txt`. A build that makes one file more or less stops: a
new version of a package shows what it brings before anybody ships it.
"""

import shutil
import zipfile
from pathlib import Path

from installer import licences, sources
from installer.modules import compile_modules
from installer.pe import missing_libraries
from installer.pins import LINUX, RULES, WINDOWS, Platform
from installer.places import HERE, STAGE, run, source_epoch
from installer.program import unpack_program
from installer.signatures import EXECUTABLES, verify_signatures
from installer.stop import Stop
from installer.trees import files_below, fresh, names_below, settle, verify_hash

LONGEST_NAME = 160
"""Windows allows 259 letters for a whole path; this leaves a hundred for the folder that a person chooses."""
DERIVED = ("app/", "LICENCES.txt")
"""Not listed: the program is what git tracks, the licences are made from the rest."""
_COMPILED = "__pycache__/"


def list_of(platform: Platform) -> Path:
    """Return the file that lists the payload of a platform."""
    return HERE / "payload" / f"{platform.name}.txt"


def read_list(path: Path) -> list[str]:
    """Return the names of a payload list."""
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def write_list(platform: Platform, root: Path) -> None:
    """Write the payload list of a platform anew from a tree."""
    head = f"# What the {platform.name} payload holds beside the program. Written by: make installers-list\n"
    lines = "".join(f"{name}\n" for name in listed_names(root))
    list_of(platform).write_text(head + lines, "utf-8", newline="\n")


def listed_names(root: Path) -> list[str]:
    """Return the names of a tree that a payload list has to hold."""
    return [name for name in names_below(root) if not name.startswith(DERIVED) and _COMPILED not in name]


def compare_with_list(root: Path, listed: list[str]) -> None:
    """Hold a tree against its list.

    Raises:
        Stop: A file is missing or more.
    """
    found, wanted = set(listed_names(root)), set(listed)
    wrong = [f"+ {name}" for name in sorted(found - wanted)] + [
        f"- {name}" for name in sorted(wanted - found)
    ]
    if wrong:
        shown = "\n".join([*wrong[:30], *([f"… {len(wrong) - 30} more"] if len(wrong) > 30 else [])])
        message = (
            f"The payload is not what its list says (+ not listed, - missing):\n{shown}\n"
            "If that is what you want: make installers-list, and read the difference before you commit it."
        )
        raise Stop(message)


def build(platform: Platform, *, check_list: bool = True) -> Path:
    """Make the payload of a platform below the stage folder and return its place.

    Raises:
        Stop: A hash, a signature, the list, a library or a licence is wrong.
    """
    root = fresh(STAGE / platform.name / "LandDesk")
    if platform is WINDOWS:
        _add_windows_runtime(root / "runtime")
    else:
        _add_linux_runtime(root / "runtime")
    write_search_path(platform, root / "runtime")
    for wheel, path in zip(platform.wheels(), sources.wheels(platform), strict=True):
        unpack_wheel(path, wheel.package, root / "packages")
    unpack_program(root / "app")
    if check_list:
        compare_with_list(root, read_list(list_of(platform)))
    if platform is LINUX:
        _strip(root / "packages")
    names = names_below(root)
    verify_signatures(root, names, platform.signers)
    if platform is WINDOWS:
        _judge_for_windows(root, names)
    licences.write(root, platform)
    compile_modules(root)
    settle(root, source_epoch())
    return root


def _add_windows_runtime(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in sources.windows_runtime().items():
        if WINDOWS.keeps_of_runtime(name):
            (folder / name).write_bytes(content)
    for name, pinned in WINDOWS.runtime["inner"].items():
        verify_hash(folder / name, pinned)


def _add_linux_runtime(folder: Path) -> None:
    unpacked = fresh(STAGE / "linux" / "python")
    sources.linux_runtime(unpacked)
    version = ".".join(LINUX.runtime["version"].split(".")[:2])
    folder.mkdir(parents=True)
    shutil.copy2(unpacked / "usr" / "bin" / f"python{version}", folder / "landdesk")
    library = unpacked / "usr" / "lib"
    for name in names_below(library):
        if name.startswith(f"python{version}/") and LINUX.keeps_of_runtime(f"lib/{name}"):
            target = folder / "lib" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(library / name, target)
    shutil.copy2(
        unpacked / "usr/share/doc" / f"python{version}-minimal" / "copyright", folder / "LICENSE.txt"
    )


def _strip(folder: Path) -> None:
    """Take what only debuggers and linkers read out of the extension modules: 80 MB.

    The libraries beside them (*.libs) were rewritten when the wheel was made and do not survive it; Qt's have none.
    """
    modules = [path for path in files_below(folder) if path.suffix == ".so" and _is_stripped(path, folder)]
    run("strip", "--strip-unneeded", *modules)


def _is_stripped(path: Path, folder: Path) -> bool:
    top = path.relative_to(folder).parts[0]
    return not top.endswith(".libs") and top not in {"PySide6", "shiboken6"}


def write_search_path(platform: Platform, runtime: Path) -> None:
    """Say where modules are. With this file Python looks at no variable, no registry and no folder of the person."""
    lines = "".join(f"{entry}\n" for entry in platform.runtime["search_path"])
    (runtime / platform.runtime["search_path_file"]).write_text(lines, "utf-8", newline="\n")


def unpack_wheel(wheel: Path, package: str, folder: Path) -> None:
    """Unpack what is shipped of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            name = _place_in_packages(entry.filename)
            if entry.is_dir() or name is None or not RULES.keeps(package, name):
                continue
            target = folder / name
            if target.exists():
                message = f"{wheel.name} wants to write {name}, which another package has written"
                raise Stop(message)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(entry))


def _place_in_packages(name: str) -> str | None:
    """Return where pip would put an entry of a wheel; None for scripts, headers and data outside the packages."""
    head, _, rest = name.partition("/")
    if not head.endswith(".data"):
        return name
    scheme, _, inside = rest.partition("/")
    return inside if scheme in {"purelib", "platlib"} else None


def _judge_for_windows(root: Path, names: list[str]) -> None:
    long = [name for name in names if len(name) > LONGEST_NAME]
    if long:
        message = f"Names too long for Windows: {', '.join(long)}"
        raise Stop(message)
    folded: dict[str, str] = {}
    for name in names:
        if folded.setdefault(name.lower(), name) != name:
            message = f"Windows cannot hold both {name} and {folded[name.lower()]}"
            raise Stop(message)
    of_windows = read_list(HERE / "payload" / "libraries-of-windows.txt")
    missing = missing_libraries(root, (name for name in names if name.endswith(EXECUTABLES)), of_windows)
    if missing:
        shown = "; ".join(
            f"{library} (for {', '.join(users[:3])})" for library, users in sorted(missing.items())
        )
        message = f"Libraries that neither the payload nor Windows 10 has: {shown}"
        raise Stop(message)
