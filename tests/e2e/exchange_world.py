"""Stores and packages of an office and a commune, made once by the command line and copied for each test."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from landdesk.__main__ import main
from tests.e2e.command_line import PERSON
from tests.sources import plots, write_geojson

COMMUNE, OTHER = "22366", "22333"


def run(*words: str | Path) -> None:
    """Run a command line that must succeed."""
    assert main(["--as", PERSON, *map(str, words)]) == 0, words


def make_world(folder: Path) -> None:
    """Leave in a folder what the two sides have after one round, and what does not belong to them.

    ``office.landdesk`` has answered the commune's package and changed since its base; ``fresh``, ``received`` and
    ``decided`` are the office before each step. ``commune.landdesk`` has an edit that waits, ``own.landdesk`` was
    filled by its own import, ``other.geojson`` has parcels that are nowhere yet. Packages of another commune and of
    a training lie in ``other`` and ``training``.
    """
    round_trip(folder, COMMUNE)
    run("new", folder / "own.landdesk", "--commune", COMMUNE)
    run("import", folder / "own.landdesk", folder / "plots.geojson")
    write_geojson(folder / "other.geojson", plots(9, MAXA=OTHER))
    for name, commune, more in (("other", OTHER, ()), ("training", COMMUNE, ("--training",))):
        (folder / name).mkdir()
        round_trip(folder / name, commune, more)


def round_trip(folder: Path, commune: str, more: Sequence[str] = ()) -> None:
    """Play base, change, decision and receipt; leave an edit that waits."""
    source = write_geojson(folder / "plots.geojson", plots(6, MAXA=commune))
    office, store = folder / "office.landdesk", folder / "commune.landdesk"
    run("new", office, "--commune", commune, "--role", "office", *more)
    run("import", office, source)
    run("package", "base", office, "--commune", commune, "-o", folder / "base.ldpkg")
    run("new", store, "--from", folder / "base.ldpkg")
    run("edit", "set", store, "12/1", "--address", "Thôn Đông")
    run("package", "change", store, "-o", folder / "change.ldpkg")
    run("edit", "set", store, "12/2", "--address", "Thôn Đoài")
    shutil.copy(office, folder / "fresh.landdesk")
    run("office", "receive", office, folder / "change.ldpkg")
    shutil.copy(office, folder / "received.landdesk")
    run("office", "decide", office, "1", "--accept-clean")
    shutil.copy(office, folder / "decided.landdesk")
    run("office", "receipt", office, "1", "-o", folder / "receipt.ldpkg")
    # What the check found is kept, so that nothing that refuses afterwards has anything to write.
    run("check", store)


def copied(world: Path, target: Path) -> Path:
    """Return a copy of the world that a test may spoil."""
    shutil.copytree(world, target)
    return target
