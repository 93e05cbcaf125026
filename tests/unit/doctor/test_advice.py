"""What the doctor says of facts: each limit from both sides."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from landdesk.app.doctor import advice
from landdesk.app.doctor.advice import GIB, MIB
from landdesk.app.doctor.computer import Computer, Disk, DiskKind
from landdesk.app.doctor.observation import Health, Observation

PC = Computer(
    system="windows",
    name="Windows-10",
    windows=(10, 19_045),
    bits=64,
    memory_bytes=int(3.9 * GIB),
    free_bytes=2 * GIB,
    zone=timedelta(hours=7),
)
DISK = Disk("C:\\", DiskKind.FIXED, "NTFS", 50 * GIB)
STORE = Path("D:/ho so/xa.landdesk")
NOW = 1_795_000_000_000
HOUR_MS = 3_600_000


def codes(seen: Iterable[Observation]) -> list[tuple[str, Health]]:
    return [(one.code, one.health) for one in seen]


def test_a_pc_of_the_commune_is_in_order() -> None:
    seen = [
        *advice.on_system(PC),
        *advice.on_memory(PC),
        *advice.on_clock(PC, NOW, NOW - HOUR_MS),
        *advice.on_place(STORE, DISK, None, 300 * MIB, windows=True),
        *advice.on_space(DISK, 300 * MIB),
    ]
    assert codes(seen) == [(code, Health.GOOD) for code in ("system", "memory", "clock", "place", "space")]
    assert all(one.remedy is None for one in seen)


@pytest.mark.parametrize(
    ("change", "code", "health"),
    [
        ({"windows": (6, 7_601)}, "system.too-old", Health.BAD),
        ({"windows": (10, 17_762)}, "system.old-build", Health.WARNING),
        ({"windows": (10, 17_763)}, "system", Health.GOOD),
        ({"windows": None, "system": "linux"}, "system", Health.GOOD),
        ({"bits": 32}, "system.32-bit", Health.BAD),
    ],
)
def test_system(change: dict[str, object], code: str, health: Health) -> None:
    seen = codes(advice.on_system(replace(PC, **change)))  # type: ignore[arg-type]
    assert seen[-1] == (code, health)


@pytest.mark.parametrize(
    ("memory", "free", "code"),
    [
        (2 * GIB, GIB, "memory.small"),
        (4 * GIB, 599 * MIB, "memory.taken"),
        (4 * GIB, 600 * MIB, "memory"),
    ],
)
def test_memory(memory: int, free: int, code: str) -> None:
    (seen,) = advice.on_memory(replace(PC, memory_bytes=memory, free_bytes=free))
    assert seen.code == code


@pytest.mark.parametrize(
    ("last", "zone", "code"),
    [
        (NOW + 4 * 60_000, 7, "clock"),
        (NOW + 6 * 60_000, 7, "clock.went-back"),
        (None, 7, "clock"),
        (NOW - HOUR_MS, 0, "clock.zone"),
        (NOW - HOUR_MS, -8, "clock.zone"),
    ],
)
def test_clock(last: int | None, zone: int, code: str) -> None:
    (seen,) = advice.on_clock(replace(PC, zone=timedelta(hours=zone)), NOW, last)
    assert seen.code == code


def test_the_zone_is_written_with_its_sign() -> None:
    (seen,) = advice.on_clock(replace(PC, zone=timedelta(hours=-3, minutes=-30)), NOW, None)
    assert "-03:30" in str(seen.what)


@pytest.mark.parametrize(
    ("disk", "service", "size", "code", "health"),
    [
        (replace(DISK, kind=DiskKind.NETWORK), None, 1, "place.network", Health.BAD),
        (replace(DISK, kind=DiskKind.REMOVABLE), None, 1, "place.stick", Health.WARNING),
        (DISK, "OneDrive", 1, "place.synchronised", Health.BAD),
        (replace(DISK, file_system="FAT32"), None, 2 * GIB + 1, "place.fat", Health.WARNING),
        (replace(DISK, file_system="FAT32"), None, 2 * GIB, "place", Health.GOOD),
    ],
)
def test_place(disk: Disk, service: str | None, size: int, code: str, health: Health) -> None:
    seen = codes(advice.on_place(STORE, disk, service, size, windows=True))
    assert seen == [(code, health)]


def test_several_troubles_of_a_place_are_all_told() -> None:
    deep = Path("D:/" + "rất dài/" * 40 + "xa.landdesk")
    stick = replace(DISK, kind=DiskKind.REMOVABLE)
    seen = codes(advice.on_place(deep, stick, "Dropbox", 1, windows=True))
    assert [code for code, _health in seen] == ["place.synchronised", "place.stick", "place.long-path"]
    assert ("place.long-path", Health.WARNING) not in codes(
        advice.on_place(deep, stick, "Dropbox", 1, windows=False)
    )


@pytest.mark.parametrize(
    ("free", "code"),
    [(99 * MIB, "space.none"), (1099 * MIB, "space.little"), (1100 * MIB, "space")],
)
def test_space(free: int, code: str) -> None:
    (seen,) = advice.on_space(replace(DISK, free_bytes=free), 300 * MIB)
    assert seen.code == code
