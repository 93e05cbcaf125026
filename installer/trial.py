"""What the trials of all deliveries have in common."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from installer.places import BUILD
from installer.stop import Stop
from installer.trees import sha256

RESULTS = BUILD / "trials"
START_WITHIN_S = 90.0
OLDER = "0.0.9"
"""The version that is installed first; it has one file that the newer has not."""
GONE = "app/landdesk/gone.py"
LEFT_BY_SMOKE = (
    "commune.landdesk",
    "office.landdesk",
    "base.ldpkg",
    "receipt-1.ldpkg",
    "map.png",
    "window.png",
)


@dataclass(slots=True)
class Report:
    """What a trial has shown, printed as it goes."""

    title: str
    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Print and keep a line."""
        self.lines.append(line)
        print(f"{self.title}: {line}", flush=True)


def expect(holds: bool, what: str) -> None:
    """Go on if something holds.

    Raises:
        Stop: It does not.
    """
    if not holds:
        message = f"Not as it should be: {what}"
        raise Stop(message)


def check_smoke(printed: str, folder: Path) -> str:
    """Look at what the smoke test left and return the line with its times."""
    missing = [name for name in LEFT_BY_SMOKE if not (folder / name).is_file()]
    expect(not missing, f"the smoke test left no {', '.join(missing)}\n{printed[-2000:]}")
    last = [line for line in printed.splitlines() if line.strip()][-1]
    return last.strip()


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a folder of stores."""
    return {path.name: sha256(path) for path in sorted(folder.iterdir()) if path.is_file()}


def older_payload(root: Path, target: Path) -> Path:
    """Copy a payload as that of the older version, with the file that the newer has not."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root, target, symlinks=True)
    (target / GONE).write_text("# Only the older version has this.\n", "utf-8")
    return target
