"""A disk of a few megabytes for a process of its own, in a namespace where one can be mounted without being root."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def played_on_a_small_disk(
    module: str, folder: Path, *words: str | Path, megabytes: int = 4
) -> dict[str, Any]:
    """Run ``python -m MODULE FOLDER WORDS`` with a small disk on a folder and return the JSON object it prints.

    Skips the test, with the reason, where no disk can be mounted.
    """
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare is not there")
    own = [unshare, "--user", "--mount", "--map-root-user"]
    may = subprocess.run(
        [*own, "mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if may.returncode:
        pytest.skip("this system lets nobody mount a disk of his own")
    script = f'disk="$1"; shift; mount -t tmpfs -o size={megabytes}m tmpfs "$disk" && exec "$@"'
    done = subprocess.run(
        [
            *own,
            "sh",
            "-c",
            script,
            "sh",
            str(folder),
            sys.executable,
            "-m",
            module,
            str(folder),
            *map(str, words),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
