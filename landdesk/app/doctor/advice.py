"""Judges the facts of a computer: what LandDesk needs, and what is said where it is not there.

The figures are what the program was measured with (``docs/performance.md``) and what its libraries ask for
(``docs/install.md`` tells people the same).
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from landdesk.app.doctor.computer import Computer, Disk, DiskKind
from landdesk.app.doctor.observation import Observation, bad, good, warning
from landdesk.domain.clock import VIETNAM, local_time
from landdesk.i18n import N_
from landdesk.paths import plain_form

MIB: Final = 1024 * 1024
GIB: Final = 1024 * MIB
OLDEST_WINDOWS: Final = 10
# Qt 6.8 supports Windows 10 from version 1809 on.
OLDEST_BUILD: Final = 17_763
# A PC "of 4 GB" shows a little less: the graphics take their part.
LEAST_MEMORY: Final = int(3.5 * GIB)
# A window on 50,000 parcels takes 430 MB.
LEAST_FREE_MEMORY: Final = 600 * MIB
LEAST_FREE_DISK: Final = 100 * MIB
SPARE_DISK: Final = 500 * MIB
LONGEST_WINDOWS_PATH: Final = 240
LARGEST_FAT_FILE: Final = 4 * GIB
CLOCK_TOLERANCE_MS: Final = 5 * 60 * 1000


def on_system(computer: Computer) -> Iterator[Observation]:
    """Judge system and width."""
    if computer.windows is not None and computer.windows[0] < OLDEST_WINDOWS:
        yield bad(
            "system.too-old",
            N_("This is {name}; LandDesk needs Windows 10 or 11."),
            N_("Use another computer, or have Windows renewed; the store can be taken along on a stick."),
            name=computer.name,
        )
    elif computer.windows is not None and computer.windows[1] < OLDEST_BUILD:
        yield warning(
            "system.old-build",
            N_("This Windows 10 has not been updated for years (build {build}, wanted {wanted})."),
            N_("Have Windows updated to version 1809 or later."),
            build=computer.windows[1],
            wanted=OLDEST_BUILD,
        )
    else:
        yield good("system", N_("System: {name}"), name=computer.name)
    if computer.bits < 64:
        yield bad(
            "system.32-bit",
            N_("The program runs in 32 bits: memory ends at 2 GB and large communes do not fit."),
            N_("Install the 64-bit LandDesk on a 64-bit Windows."),
        )


def on_memory(computer: Computer) -> Iterator[Observation]:
    """Judge memory, built in and free."""
    values = {"built_in": computer.memory_bytes / GIB, "free": computer.free_bytes / GIB}
    if computer.memory_bytes < LEAST_MEMORY:
        yield warning(
            "memory.small",
            N_("Memory: {built_in:.1f} GB; with less than 4 GB large communes become slow."),
            N_("Close other programs while LandDesk runs, browsers above all."),
            **values,
        )
    elif computer.free_bytes < LEAST_FREE_MEMORY:
        yield warning(
            "memory.taken",
            N_("Memory: {built_in:.1f} GB, of which only {free:.1f} GB are free."),
            N_("Close other programs while LandDesk runs, browsers above all."),
            **values,
        )
    else:
        yield good("memory", N_("Memory: {built_in:.1f} GB, {free:.1f} GB free"), **values)


def on_clock(computer: Computer, now_ms: int, last_ms: int | None) -> Iterator[Observation]:
    """Judge the clock: against the last trace that LandDesk left, and its time zone.

    Args:
        computer: Its facts.
        now_ms: Its time, milliseconds since 1970.
        last_ms: The last moment of which something is known, None for none.
    """
    if last_ms is not None and now_ms < last_ms - CLOCK_TOLERANCE_MS:
        yield bad(
            "clock.went-back",
            N_("The clock says {now}, but LandDesk worked here at {last} already: it went back."),
            N_("Set date and time right; where they are lost each night the computer's battery is empty."),
            now=local_time(now_ms),
            last=local_time(last_ms),
        )
    elif computer.zone != VIETNAM.utcoffset(None):
        yield warning(
            "clock.zone",
            N_("The time zone is {zone}, not that of Vietnam (+07:00); {now} would be the time there."),
            N_("Choose the time zone of Hanoi in the settings of the system and look at the clock again."),
            zone=_zone_words(computer.zone),
            now=local_time(now_ms),
        )
    else:
        yield good("clock", N_("Date and time: {now}"), now=local_time(now_ms))


def on_place(
    path: Path, disk: Disk, service: str | None, size: int, *, windows: bool
) -> Iterator[Observation]:
    """Judge the place of a store.

    Args:
        path: The store.
        disk: What it lies on.
        service: Of a folder that is synchronised, None for none.
        size: Of the file, bytes.
        windows: Whether the system has paths of limited length.
    """
    values: dict[str, object] = {"path": str(path), "disk": disk.root}
    troubles = list(_troubles_of_place(disk, service, values))
    if windows and len(plain_form(path)) > LONGEST_WINDOWS_PATH:
        troubles.append(
            warning(
                "place.long-path",
                N_("Store {path}: its path is so long that other programs cannot open it."),
                N_("Move it with all that lies beside it to a folder nearer to the top of the disk."),
                **values,
            )
        )
    if disk.file_system.upper() in {"FAT32", "FAT", "VFAT", "MSDOS"} and size > LARGEST_FAT_FILE // 2:
        troubles.append(
            warning(
                "place.fat",
                N_(
                    "Store {path}: a disk formatted as FAT32 takes no file above 4 GB, and this one is half there."
                ),
                N_("Have the disk formatted as NTFS or exFAT, or move the store to another one."),
                **values,
            )
        )
    yield from troubles or [good("place", N_("Store {path}: on a disk of this computer"), **values)]


def on_space(disk: Disk, size: int) -> Iterator[Observation]:
    """Judge the free space of a disk: a copy of the store before a migration, and its log, must fit.

    Args:
        disk: The disk.
        size: Of the largest store on it, bytes.
    """
    values = {
        "disk": disk.root,
        "free": disk.free_bytes / GIB,
        "wanted": (2 * size + SPARE_DISK) / GIB,
    }
    if disk.free_bytes < LEAST_FREE_DISK:
        yield bad(
            "space.none",
            N_("Disk {disk}: only {free:.2f} GB are free."),
            N_("Free at least {wanted:.1f} GB before you go on working."),
            **values,
        )
    elif disk.free_bytes < 2 * size + SPARE_DISK:
        yield warning(
            "space.little",
            N_("Disk {disk}: {free:.2f} GB are free, {wanted:.1f} GB are wanted for copies."),
            N_("Move what is not needed to another disk."),
            **values,
        )
    else:
        yield good("space", N_("Disk {disk}: {free:.1f} GB free"), **values)


def _troubles_of_place(disk: Disk, service: str | None, values: dict[str, object]) -> Iterator[Observation]:
    if disk.kind is DiskKind.NETWORK:
        yield bad(
            "place.network",
            N_("Store {path}: it lies on a network drive, where two computers can destroy it together."),
            N_("Move it with all that lies beside it to a disk of this computer; exchange packages instead."),
            **values,
        )
    if service is not None:
        yield bad(
            "place.synchronised",
            N_(
                "Store {path}: {service} copies this folder while LandDesk writes, which can destroy the store."
            ),
            N_("Move it with all that lies beside it to another folder; keep backups in {service} instead."),
            service=service,
            **values,
        )
    if disk.kind is DiskKind.REMOVABLE:
        yield warning(
            "place.stick",
            N_("Store {path}: it lies on a stick or another disk that can be pulled out."),
            N_("Work on a disk of the computer and put packages and backups on the stick."),
            **values,
        )


def _zone_words(zone: timedelta) -> str:
    minutes = int(zone.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
