"""Where sources, downloads and results are, and what time the builders say it is."""

import os
import subprocess
from pathlib import Path

from installer.stop import Stop

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "installer"
BUILD = Path(os.environ.get("LANDDESK_INSTALLER_BUILD", ROOT / "build" / "installer"))
CACHE = BUILD / "cache"
STAGE = BUILD / "stage"
CHROOTS = Path(os.environ.get("LANDDESK_CHROOTS", BUILD / "chroots"))
OUT = ROOT / "dist" / "installers"


def run(
    *command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, given: str | None = None
) -> str:
    """Run a program and return what it printed.

    Args:
        command: The program and its words.
        cwd: Where it runs.
        env: What is added to its surroundings.
        given: What it reads.

    Raises:
        Stop: It is not there or failed; the message carries the end of its output.
    """
    words = [str(part) for part in command]
    surroundings = {**os.environ, **env} if env else None
    try:
        done = subprocess.run(
            words, cwd=cwd, env=surroundings, input=given, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        message = f"{words[0]} is missing: type tools/system_packages.sh ensure installers"
        raise Stop(message) from error
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).splitlines()[-25:])
        message = f"{' '.join(words[:6])} … ended with {done.returncode}:\n{end}"
        raise Stop(message)
    return done.stdout


def source_epoch() -> int:
    """Return the time that every made file carries: SOURCE_DATE_EPOCH, else that of the last commit."""
    chosen = os.environ.get("SOURCE_DATE_EPOCH")
    return int(chosen) if chosen else int(run("git", "log", "-1", "--format=%ct", cwd=ROOT))
