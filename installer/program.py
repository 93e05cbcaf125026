"""The program itself, from the wheel of a commit: nothing that lies about and no test gets in."""

import os
import sys
import zipfile
from pathlib import Path

from installer.places import BUILD, OUT, ROOT, run, source_epoch
from installer.stop import Stop
from installer.trees import fresh
from landdesk import __version__

VERSION = __version__
COMMIT = os.environ.get("LANDDESK_COMMIT", "HEAD")
"""What is built; the scripts are those of the working folder."""


def wheel() -> Path:
    """Build the wheel of the commit and return it."""
    sources = fresh(BUILD / "sources")
    archive = fresh(BUILD / "archive") / "sources.zip"
    run(
        "git",
        "archive",
        "--format=zip",
        "-o",
        archive,
        COMMIT,
        "pyproject.toml",
        "README.md",
        "landdesk",
        "resources",
        cwd=ROOT,
    )
    with zipfile.ZipFile(archive) as tracked:
        tracked.extractall(sources)
    OUT.mkdir(parents=True, exist_ok=True)
    made = fresh(BUILD / "wheel")
    epoch = {"SOURCE_DATE_EPOCH": str(source_epoch())}
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made, cwd=sources, env=epoch)
    return next(made.glob("landdesk-*.whl"))


def unpack_program(folder: Path) -> None:
    """Unpack the program with its resources, without the texts that translators work on: *.mo is what is read."""
    with zipfile.ZipFile(wheel()) as archive:
        for name in archive.namelist():
            if name.startswith("landdesk/"):
                if not name.endswith(".po"):
                    archive.extract(name, folder)
            elif ".dist-info/" not in name:
                message = f"The wheel of the program holds {name}, which is not of the program"
                raise Stop(message)
