"""What is pinned, as values: the table `pins.toml` and the lock files of `requirements/`."""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from packaging.utils import canonicalize_name

from installer.places import HERE
from tools import lock


@dataclass(frozen=True, slots=True)
class Wheel:
    """The one file that a package is shipped from."""

    package: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Platform:
    """What is pinned for one of the two systems.

    Attributes:
        name: ``windows`` or ``linux``.
        runtime: The table of its Python.
        signers: Who may sign, by pattern of the name in the payload.
    """

    name: str
    target: lock.Target
    runtime: dict[str, Any]
    signers: dict[str, list[str]]

    def wheels(self) -> list[Wheel]:
        """Return the wheels of what the installed program needs, in the order of the lock file."""
        recorded = lock.read_wheels()
        found = []
        for pin in lock.read_lock(lock.RUNTIME):
            if self.target.wants(pin.requirement.marker):
                package = canonicalize_name(pin.requirement.name)
                found.append(Wheel(package, pin.version, *recorded[self.target.name, package]))
        return found

    def keeps_of_runtime(self, name: str) -> bool:
        """Say whether a file of the runtime is shipped."""
        return not _fits(name, self.runtime["drop"])


@dataclass(frozen=True, slots=True)
class PackageRules:
    """Which files of the wheels are shipped."""

    drop: list[str]
    keep: dict[str, list[str]]

    def keeps(self, package: str, name: str) -> bool:
        """Say whether a file of a package is shipped."""
        if package in self.keep and not _fits(name, self.keep[package]):
            return False
        return not _fits(name, self.drop)


def _fits(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _platform(name: str) -> Platform:
    table = TABLE[name]
    target = next(target for target in lock.TARGETS if target.name == table["target"])
    return Platform(name, target, table["runtime"], table["signers"])


TABLE = tomllib.loads((HERE / "pins.toml").read_text("utf-8"))
WINDOWS, LINUX = _platform("windows"), _platform("linux")
RULES = PackageRules(TABLE["packages"]["drop"], TABLE["packages"]["keep"])
