"""The two Windows deliveries, from one payload: the set-up and the portable folder."""

import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from installer.icon import write_ico, write_side_picture
from installer.places import HERE, run, source_epoch
from installer.stop import Stop
from installer.trees import names_below, settle, size_below, write_zip

PLACE = HERE / "windows-files"
SETUP_AT_MOST, INSTALLED_AT_MOST = 100_000_000, 350_000_000
_SPARE_MB = 50
_WORDS = {
    "&Tiến >": "&Tiếp theo >",
    "Nhấn Tiến ": "Nhấn Tiếp theo ",
    "< &Lùi": "< &Quay lại",
    "tập tin": "tệp",
    "Trợ lí": "Trợ lý",
    "trợ lí": "trợ lý",
}
"""Words of NSIS and those that Windows and the program use."""
_START_FILES = ("LandDesk.cmd", "landdesk-cli.cmd", "HUONG-DAN.txt")


def finish_payload(root: Path) -> None:
    """Add to a payload what only Windows needs: icon, start files, a page to read."""
    write_ico(root / "app" / "landdesk" / "_resources" / "icons" / "landdesk.svg", root / "landdesk.ico")
    for name in _START_FILES:
        text = (PLACE / name).read_text("utf-8").replace("\n", "\r\n")
        # Notepad of Windows 10 takes a text without the mark for one in the code page of the country.
        encoding = "utf-8-sig" if name.endswith(".txt") else "ascii"
        (root / name).write_bytes(text.encode(encoding))
    settle(root, source_epoch())


def build_setup(root: Path, output: Path, version: str, *, compression: str = "lzma") -> None:
    """Make the set-up of a payload.

    Args:
        root: The payload.
        output: The set-up.
        version: Three numbers with dots.
        compression: ``lzma`` takes minutes, ``zlib`` seconds and makes twice as much.

    Raises:
        Stop: The set-up or what it installs is larger than promised.
    """
    size = size_below(root)
    output.parent.mkdir(parents=True, exist_ok=True)
    # A folder of its own: two that are made at the same time do not read each other's files.
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        (made / "files.nsh").write_text("".join(_nsis_lines(root)), "utf-8")
        write_side_picture(root / "landdesk.ico", made / "side.bmp")
        _write_vietnamese(made)
        settle(made, source_epoch())
        values = {
            "VERSION": version,
            "STAGE": str(root),
            "MADE": name,
            "SIZE_KB": str(size // 1024),
            "SIZE_MB": str(size // 1_000_000 + _SPARE_MB),
            "OUTPUT": str(output),
            "COMPRESSION": compression,
        }
        run(
            "makensis",
            "-V2",
            "-WX",
            "-INPUTCHARSET",
            "UTF8",
            *(f"-D{k}={v}" for k, v in values.items()),
            PLACE / "setup.nsi",
            env={"SOURCE_DATE_EPOCH": str(source_epoch())},
        )
    if size > INSTALLED_AT_MOST or (compression == "lzma" and output.stat().st_size > SETUP_AT_MOST):
        message = f"Too large: installed {size} bytes, set-up {output.stat().st_size} bytes"
        raise Stop(message)


def _write_vietnamese(folder: Path) -> None:
    """Write the set-up's own Vietnamese words from those of NSIS.

    Theirs put each accent behind its letter as a letter of its own, which Windows draws beside it in some typefaces.
    """
    given = Path(run("makensis", "-HDRINFO").partition("NSISDIR=")[2].partition(",")[0])
    for suffix in (".nlf", ".nsh"):
        text = (given / "Contrib" / "Language files" / f"Vietnamese{suffix}").read_text("utf-8-sig")
        text = unicodedata.normalize("NFC", text)
        for theirs, ours in _WORDS.items():
            text = text.replace(theirs, ours)
        (folder / f"Vietnamese{suffix}").write_text(text, "utf-8-sig")


def _nsis_lines(root: Path) -> Iterator[str]:
    """Yield the macros that install every file of a tree and that delete what they installed, and nothing else."""
    names = names_below(root)
    strange = [name for name in names if "$" in name or '"' in name]
    if strange:
        message = f"The language of the set-up has a meaning of its own for $ and quotation marks: {strange}"
        raise Stop(message)
    folders = sorted({str(parent) for name in names for parent in PurePosixPath(name).parents} - {"."})
    yield "!macro INSTALL_FILES\n"
    for folder in ["", *folders]:
        inside = [name for name in names if name.rpartition("/")[0] == folder]
        if inside:
            yield f'  SetOutPath "{_on_windows(folder)}"\n'
            yield from (f'  File "{root / name}"\n' for name in inside)
    yield "!macroend\n!macro DELETE_FILES\n"
    yield from (f'  Delete "{_on_windows(name)}"\n' for name in names)
    # Python compiles what was not, where it may write; a person has nothing in there.
    yield from (
        f'  Delete "{_on_windows(folder)}\\__pycache__\\*.pyc"\n  RMDir "{_on_windows(folder)}\\__pycache__"\n'
        for folder in folders
        if not folder.endswith("__pycache__")
    )
    yield from (f'  RMDir "{_on_windows(folder)}"\n' for folder in reversed(folders))
    yield "!macroend\n"


def _on_windows(name: str) -> str:
    return "\\".join(["$INSTDIR", *name.split("/")]) if name else "$INSTDIR"


def build_portable(root: Path, output: Path) -> None:
    """Pack a payload as a folder that is started where it lies."""
    output.parent.mkdir(parents=True, exist_ok=True)
    write_zip(output, root, "LandDesk", source_epoch())
