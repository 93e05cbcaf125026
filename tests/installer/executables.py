"""A real Windows executable to try things on: a start program that comes with pip."""

from importlib.resources import as_file, files
from pathlib import Path


def executable() -> Path:
    """Return its place."""
    with as_file(files("pip._vendor.distlib") / "t64.exe") as path:
        return path
