"""Facts of the computer, and places of which the system's own words are played."""

import os
from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from landdesk.app.doctor.computer import DiskKind, disk_of, last_trace, synchronised_by, this_computer
from landdesk.domain.clock import system_clock

_Partition = namedtuple("_Partition", "device mountpoint fstype opts")  # noqa: PYI024  # psutil's own form


def play_partitions(monkeypatch: pytest.MonkeyPatch, *partitions: _Partition) -> None:
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_all: list(partitions))


def test_this_computer_tells_what_it_is() -> None:
    told = this_computer(system_clock())
    assert told.bits == 64
    assert 0 < told.free_bytes <= told.memory_bytes
    assert told.system in told.name.lower()


def test_the_disk_of_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    disk = disk_of(tmp_path / "no" / "such" / "folder" / "xa.landdesk")
    assert disk.free_bytes == pytest.approx(
        os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize, rel=0.05
    )


@pytest.mark.parametrize(
    ("file_system", "options", "kind"),
    [
        ("NTFS", "rw,fixed", DiskKind.FIXED),
        ("FAT32", "rw,removable", DiskKind.REMOVABLE),
        ("NTFS", "rw,remote", DiskKind.NETWORK),
        ("cifs", "rw,relatime", DiskKind.NETWORK),
        ("nfs4", "rw", DiskKind.NETWORK),
        ("ext4", "rw", DiskKind.FIXED),
    ],
)
def test_the_kind_of_a_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file_system: str, options: str, kind: DiskKind
) -> None:
    play_partitions(
        monkeypatch,
        _Partition("none", "/", "ext4", "rw"),
        _Partition("x", str(tmp_path), file_system, options),
    )
    disk = disk_of(tmp_path / "xa.landdesk")
    assert (disk.kind, disk.root, disk.file_system) == (kind, str(tmp_path), file_system)


def test_a_folder_that_begins_like_a_drive_is_not_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb2").mkdir()
    play_partitions(
        monkeypatch,
        _Partition("none", "/", "ext4", "rw"),
        _Partition("x", str(tmp_path / "usb"), "FAT32", "rw,removable"),
    )
    assert disk_of(tmp_path / "usb2" / "xa.landdesk").kind is DiskKind.FIXED


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Chi nhánh Khánh Hòa", "OneDrive"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Drive của tôi", "Google Drive"),
        ("Hồ sơ", None),
        ("onedriver", None),
    ],
)
def test_synchronised_folders_by_name(tmp_path: Path, folder: str, service: str | None) -> None:
    assert synchronised_by(tmp_path / folder / "xã" / "xa.landdesk") == service


def test_synchronised_folders_by_mark(tmp_path: Path) -> None:
    (tmp_path / "kho" / ".dropbox.cache").mkdir(parents=True)
    assert synchronised_by(tmp_path / "kho" / "2026" / "xa.landdesk") == "Dropbox"
    assert synchronised_by(tmp_path / "kho2" / "xa.landdesk") is None


def test_onedrive_under_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Văn phòng"))
    assert synchronised_by(tmp_path / "Văn phòng" / "xa.landdesk") == "OneDrive"
    assert synchronised_by(tmp_path / "Văn phòng 2" / "xa.landdesk") is None


def test_the_last_trace_is_the_youngest_file(tmp_path: Path) -> None:
    for name, seconds in (("a", 1_000), ("b", 3_000), ("c", 2_000)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (seconds, seconds))
    assert last_trace([tmp_path / name for name in "abcd"]) == 3_000_000
    assert last_trace([tmp_path / "d"]) is None
