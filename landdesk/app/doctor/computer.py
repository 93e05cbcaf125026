"""Facts about the computer: system, memory, disks, clock. Nothing is judged here."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import psutil

from landdesk.domain.clock import local_time
from landdesk.paths import plain_form, real_path


class DiskKind(StrEnum):
    """Where a disk is."""

    FIXED = "fixed"
    REMOVABLE = "removable"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Computer:
    """What the system says of itself.

    Args:
        system: ``windows``, ``linux`` or another name in small letters.
        name: As people call it, such as ``Windows-10-10.0.19045``.
        windows: Major version and build; None on other systems.
        bits: Of this program.
        memory_bytes: Built in.
        free_bytes: Of it, what programs can still have.
        zone: Difference of the local time to UTC.
    """

    system: str
    name: str
    windows: tuple[int, int] | None
    bits: int
    memory_bytes: int
    free_bytes: int
    zone: timedelta


@dataclass(frozen=True, slots=True)
class Disk:
    """What a path lies on.

    Args:
        root: Drive or mount point.
        kind: Where it is.
        file_system: As the system names it, such as ``NTFS``.
        free_bytes: What this person may still write.
    """

    root: str
    kind: DiskKind
    file_system: str
    free_bytes: int


_NETWORK_SYSTEMS: Final = (
    "nfs",
    "cifs",
    "smb",
    "fuse.sshfs",
    "fuse.davfs",
    "9p",
    "afs",
    "ncpfs",
    "fuse.rclone",
)
# Folders that a program copies to another computer behind our back, by a part of the path as the program makes it.
_SYNCHRONISED_FOLDERS: Final = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "drive của tôi": "Google Drive",
    "iclouddrive": "iCloud Drive",
    "icloud drive": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "megasync": "MEGA",
    "syncthing": "Syncthing",
}
# Files and folders that mark the top of a synchronised folder, whatever it is called.
_SYNCHRONISED_MARKS: Final = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
}
_ONEDRIVE_VARIABLES: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def this_computer(now_ms: int) -> Computer:
    """Return the facts of the computer the program runs on.

    Args:
        now_ms: Its time, milliseconds since 1970.
    """
    memory = psutil.virtual_memory()
    offset = local_time(now_ms).astimezone().utcoffset()
    return Computer(
        system=platform.system().lower(),
        name=platform.platform(terse=True),
        windows=_windows_version(),
        bits=64 if sys.maxsize > 2**32 else 32,
        memory_bytes=int(memory.total),
        free_bytes=int(memory.available),
        zone=offset if offset is not None else timedelta(),
    )


def disk_of(path: Path) -> Disk:
    """Return what a path lies on; it need not exist, then the nearest folder above it counts.

    Raises:
        OSError: The drive is not there.
    """
    real = real_path(path)
    while not real.exists() and real != real.parent:
        real = real.parent
    # Windows tells it of folders only.
    free = int(psutil.disk_usage(str(real if real.is_dir() else real.parent)).free)
    real = Path(plain_form(real))
    if str(real).startswith("\\\\"):
        return Disk(real.anchor, DiskKind.NETWORK, "", free)
    below = [one for one in psutil.disk_partitions(all=True) if _is_below(real, one.mountpoint)]
    if not below:
        return Disk(real.anchor, DiskKind.FIXED, "", free)
    found = max(below, key=lambda one: len(one.mountpoint))
    kind = _kind(found.device, found.fstype, found.opts.split(","))
    return Disk(found.mountpoint, kind, found.fstype, free)


def synchronised_by(path: Path) -> str | None:
    """Return the name of the service that keeps copying the folder of a path to other computers, None for none."""
    real = real_path(path)
    for variable in _ONEDRIVE_VARIABLES:
        folder = os.environ.get(variable)
        if folder and _is_below(real, folder):
            return "OneDrive"
    for parent in real.parents:
        name = parent.name.casefold()
        for part, service in _SYNCHRONISED_FOLDERS.items():
            # "OneDrive - Chi nhánh Khánh Hòa" is what the program calls the folder of an office.
            if name == part or name.startswith((f"{part} -", f"{part} (")):
                return service
        for mark, service in _SYNCHRONISED_MARKS.items():
            if (parent / mark).exists():
                return service
    return None


def last_trace(paths: Sequence[Path]) -> int | None:
    """Return the time of the youngest of some files, milliseconds since 1970; None where none of them is there."""
    times = [path.stat().st_mtime_ns // 1_000_000 for path in paths if path.exists()]
    return max(times, default=None)


def _windows_version() -> tuple[int, int] | None:
    if sys.platform == "win32":
        version = sys.getwindowsversion()
        return version.major, version.build
    return None


def _kind(device: str, file_system: str, options: Sequence[str]) -> DiskKind:
    if "remote" in options or file_system.lower().startswith(_NETWORK_SYSTEMS):
        return DiskKind.NETWORK
    if "removable" in options or _is_stick(device):
        return DiskKind.REMOVABLE
    return DiskKind.FIXED


def _is_stick(device: str) -> bool:
    """Tell whether Linux says of a device, or of the disk it is a part of, that it can be pulled out."""
    block = Path("/sys/class/block", Path(device).name)
    if not device.startswith("/dev/") or not block.exists():
        return False
    real = block.resolve()
    return any(
        (place / "removable").exists() and (place / "removable").read_text("ascii").strip() == "1"
        for place in (real, real.parent)
    )


def _is_below(path: Path, folder: str) -> bool:
    return Path(plain_form(path)).is_relative_to(real_path(folder))
