"""Write the lock files of `requirements/`: exact pins with the hashes of every platform's files.

``runtime.txt`` is what the installed program needs, ``dev.txt`` that and the tools, both resolved by uv for
Python 3.11 and 3.12 on Linux and Windows at once; ``installer.txt`` is what fetching the Windows runtime needs.
``wheels.txt`` records which file pip takes for each of the four targets, so that a test can prove without a network
that the lock holds on all of them. Needs the package index; where that is, the settings of pip and uv say, never a
file of this project.

    python -m tools.lock [--upgrade]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
RUNTIME, DEV, RESOLVER, INSTALLER, WHEELS = (
    REQUIREMENTS / name for name in ("runtime.txt", "dev.txt", "resolver.txt", "installer.txt", "wheels.txt")
)
# glibc of the oldest system promised, Debian 12, is 2.36: every older manylinux name runs there.
_MANYLINUX = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(5, 37)),
    *(f"manylinux{year}_x86_64" for year in (1, 2010, 2014)),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A platform and Python that the lock is made for."""

    name: str
    python: str
    platforms: tuple[str, ...]
    markers: dict[str, str]

    def wants(self, marker: Marker | None) -> bool:
        """Say whether a pin with this marker is installed here."""
        return marker is None or marker.evaluate(dict(self.markers))


def _targets() -> Iterator[Target]:
    for python in ("3.11", "3.12"):
        common = {
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "python_version": python,
            "python_full_version": f"{python}.9",
            "implementation_version": f"{python}.9",
        }
        short = python.replace(".", "")
        yield Target(
            f"linux-cp{short}",
            python,
            (*_MANYLINUX, "linux_x86_64"),
            common
            | {
                "sys_platform": "linux",
                "os_name": "posix",
                "platform_system": "Linux",
                "platform_machine": "x86_64",
            },
        )
        yield Target(
            f"windows-cp{short}",
            python,
            ("win_amd64",),
            common
            | {
                "sys_platform": "win32",
                "os_name": "nt",
                "platform_system": "Windows",
                "platform_machine": "AMD64",
            },
        )


TARGETS = tuple(_targets())


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a lock file."""

    requirement: Requirement
    sha256: frozenset[str]

    @property
    def version(self) -> str:
        """The exact version."""
        return next(iter(self.requirement.specifier)).version


def read_lock(path: Path) -> list[Pin]:
    """Return the pins of a lock file in its order."""
    lines = path.read_text("utf-8").replace("\\\n", " ").splitlines()
    pins = []
    for line in lines:
        text = line.split("#", 1)[0].strip()
        if text:
            requirement, *hashes = text.split(" --hash=sha256:")
            pins.append(Pin(Requirement(requirement.strip()), frozenset(h.strip() for h in hashes)))
    return pins


def read_wheels(path: Path = WHEELS) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (file name, sha256) by (target, package) as recorded by the last `make lock`."""
    rows = [line.split() for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {(target, package): (file, sha256) for target, package, file, sha256 in rows}


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def _resolver(scratch: Path) -> Path:
    """Install uv, itself locked, and return its program."""
    venv.create(scratch / "uv", with_pip=True)
    programs = scratch / "uv" / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [
        programs / "python",
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
    ]
    _run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", RESOLVER])
    return programs / "uv"


def _compile(uv: Path, source: str, output: Path, *options: str | Path) -> None:
    _run(
        [
            uv,
            "pip",
            "compile",
            source,
            "--output-file",
            output.relative_to(ROOT),
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-build",
            "--no-config",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--custom-compile-command",
            "make lock",
            "--quiet",
            *options,
        ]
    )


def _chosen_wheels(target: Target, scratch: Path) -> Iterator[str]:
    """Ask pip which file it takes for every pin on a target; nothing is installed."""
    pins = scratch / f"{target.name}.txt"
    # pip judges markers by the machine it runs on, so the pins of the target are chosen here.
    with pins.open("w", encoding="utf-8") as file:
        for pin in read_lock(DEV):
            if target.wants(pin.requirement.marker):
                hashes = " ".join(f"--hash=sha256:{value}" for value in sorted(pin.sha256))
                file.write(f"{pin.requirement.name}=={pin.version} {hashes}\n")
    report = scratch / f"{target.name}.json"
    command: list[str | Path] = [sys.executable, "-m", "pip", "install", "-qq", "--dry-run"]
    command += [
        "--disable-pip-version-check",
        "--ignore-installed",
        "--no-deps",
        "--target",
        scratch / "none",
    ]
    command += ["--implementation", "cp", "--python-version", target.python]
    for platform in target.platforms:
        command += ["--platform", platform]
    command += ["--only-binary", ":all:", "--require-hashes", "-r", pins, "--report", report]
    _run(command)
    for item in json.loads(report.read_text("utf-8"))["install"]:
        download = item["download_info"]
        file_name = download["url"].rsplit("/", 1)[-1]
        package = item["metadata"]["name"].lower().replace("_", "-")
        yield f"{target.name} {package} {file_name} {download['archive_info']['hashes']['sha256']}"


def main() -> None:
    """Resolve, lock and record the wheels of every target."""
    parser = argparse.ArgumentParser(description="Write the lock files of requirements/.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        uv = _resolver(scratch)
        _compile(uv, "requirements/resolver.in", RESOLVER, *upgrade)
        _compile(uv, "requirements/installer.in", INSTALLER, *upgrade)
        _compile(uv, "pyproject.toml", RUNTIME, *upgrade)
        _compile(
            uv, "pyproject.toml", DEV, "--group", "dev", "--constraints", "requirements/runtime.txt", *upgrade
        )
        rows = [row for target in TARGETS for row in _chosen_wheels(target, scratch)]
    head = "# Written by `make lock`: target, package, the wheel pip takes there, its SHA-256.\n"
    WHEELS.write_text(head + "".join(f"{row}\n" for row in sorted(rows)), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
