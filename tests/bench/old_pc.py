"""A computer like those of the communes, made of this one: one core at half speed, 1.5 GB, a slow disk, a small screen.

Control groups of Linux hold processor, memory and disk down; a file that is mounted as a disk of its own stands for the
hard disk: what a program asks to be written for good takes as long as there. Needs root and the first version of
control groups (``/sys/fs/cgroup/cpu`` and so on); where they are not to be had, :class:`OldPcError` says so.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

GROUPS: Final = Path("/sys/fs/cgroup")
SCREEN: Final = "1366x768"
MEMORY_BYTES: Final = 1536 * 1024 * 1024
# Half of each 4 ms: the default of 100 ms would let the program stand still for 50 ms at a time.
PERIOD_US, QUOTA_US = 4_000, 2_000
# A hard disk of 5,400 turns: some hundred writes a second, each sync is one at least.
WRITES_PER_S, READS_PER_S = 120, 200
BYTES_PER_S: Final = 60 * 1024 * 1024
DISK_BYTES: Final = 8 * 1024**3


class OldPcError(Exception):
    """This computer cannot be held down."""


@dataclass(frozen=True, slots=True)
class OldPc:
    """How commands are run as on the old computer.

    Args:
        folder: On its disk.
        groups: Control groups that a process enters before it begins.
        core: The one it may use.
    """

    folder: Path
    groups: tuple[Path, ...]
    core: int

    def surroundings(self) -> Mapping[str, str]:
        """Return variables for the bench: where its files go and how large its windows are."""
        return {"LANDDESK_BENCH_FOLDER": str(self.folder), "LANDDESK_BENCH_SCREEN": SCREEN}

    def run(self, command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> int:
        """Run a command and return its exit code; nothing of the disk is in memory when it begins."""

        def enter() -> None:
            for group in self.groups:
                (group / "cgroup.procs").write_text(str(os.getpid()), "ascii")
            os.sched_setaffinity(0, {self.core})

        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3", "ascii")
        return subprocess.run(
            command,
            cwd=cwd,
            env={**env, **self.surroundings()},
            preexec_fn=enter,
            check=False,
        ).returncode


@contextmanager
def old_pc(folder: Path) -> Iterator[OldPc]:
    """Make the old computer and take it apart again.

    Args:
        folder: Where the file that stands for its disk is kept meanwhile.

    Raises:
        OldPcError: It cannot be made here.
    """
    if os.geteuid() != 0 or not (GROUPS / "cpu" / "cpu.cfs_quota_us").exists():
        raise OldPcError("bench-old needs root and control groups of the first version (cpu, memory, blkio)")
    with ExitStack() as stack:
        place = stack.enter_context(_disk(folder))
        device = place.stat().st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        limits = {
            "cpu": {"cpu.cfs_period_us": str(PERIOD_US), "cpu.cfs_quota_us": str(QUOTA_US)},
            "memory": {"memory.limit_in_bytes": str(MEMORY_BYTES)},
            "blkio": {
                "blkio.throttle.write_iops_device": f"{number} {WRITES_PER_S}",
                "blkio.throttle.read_iops_device": f"{number} {READS_PER_S}",
                "blkio.throttle.write_bps_device": f"{number} {BYTES_PER_S}",
                "blkio.throttle.read_bps_device": f"{number} {BYTES_PER_S}",
            },
        }
        groups = tuple(stack.enter_context(_group(name, values)) for name, values in limits.items())
        yield OldPc(place, groups, min(os.sched_getaffinity(0)))


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    """Give a folder on a disk of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as around:
        image, place = Path(around, "disk.ext4"), Path(around, "disk")
        place.mkdir()
        with image.open("wb") as file:
            file.truncate(DISK_BYTES)
        _must("mkfs.ext4", "-q", "-E", "nodiscard,lazy_itable_init=0,lazy_journal_init=0", str(image))
        _must("mount", "-o", "loop", str(image), str(place))
        try:
            yield place
        finally:
            _must("umount", str(place))


@contextmanager
def _group(controller: str, values: Mapping[str, str]) -> Iterator[Path]:
    group = GROUPS / controller / f"landdesk-bench-{os.getpid()}"
    group.mkdir()
    try:
        for name, value in values.items():
            (group / name).write_text(value, "ascii")
        yield group
    finally:
        group.rmdir()


def _must(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OldPcError(f"{command[0]}: {done.stderr.strip()}")
