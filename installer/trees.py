"""Folders, hashes and archives that come out the same whoever makes them and whenever."""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from installer.stop import Stop

HASH_LIST = "SHA256SUMS"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_hash(path: Path, wanted: str) -> None:
    """Compare a file with its pinned hash.

    Raises:
        Stop: It is another file.
    """
    found = sha256(path)
    if found != wanted:
        message = (
            f"{path.name} is not the file that was pinned: SHA-256 {found}, pinned is {wanted}. "
            "Delete it and start again; if it comes again, do not build with it."
        )
        raise Stop(message)


def fresh(folder: Path) -> Path:
    """Return the folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def files_below(folder: Path) -> list[Path]:
    """Return the files of a tree in an order that no file system changes."""
    return sorted(
        (path for path in folder.rglob("*") if path.is_file() or path.is_symlink()),
        key=lambda path: path.relative_to(folder).as_posix(),
    )


def names_below(folder: Path) -> list[str]:
    """Return the names of a tree's files, relative, with slashes."""
    return [path.relative_to(folder).as_posix() for path in files_below(folder)]


def settle(folder: Path, epoch: int) -> None:
    """Give everything in a tree one time and one of two modes."""
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def write_zip(archive: Path, folder: Path, top: str, epoch: int) -> None:
    """Pack a tree below one top folder."""
    when = datetime.fromtimestamp(epoch, UTC).timetuple()[:6]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in files_below(folder):
            entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", when)
            entry.external_attr = (path.stat().st_mode & 0o777 | 0o100000) << 16
            # A wheel is packed already; trying again costs a minute and gains nothing.
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            file.writestr(entry, path.read_bytes())


def write_hash_list(folder: Path, names: Iterable[str] | None = None) -> None:
    """Write the hashes of a tree's files into it, as ``sha256sum -c`` reads them."""
    chosen = [name for name in (names or names_below(folder)) if name != HASH_LIST]
    lines = [f"{sha256(folder / name)}  {name}\n" for name in sorted(chosen)]
    (folder / HASH_LIST).write_text("".join(lines), "utf-8", newline="\n")


def megabytes(size: int) -> str:
    """Return a size as people say it."""
    return f"{size / 1_000_000:.1f} MB"


def size_below(folder: Path) -> int:
    """Return the bytes of a tree's files."""
    return sum(path.lstat().st_size for path in files_below(folder))
