"""The lock file resolves completely for 64-bit Windows, proved without a network."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from installer.pins import LINUX, WINDOWS, Platform
from tools import lock

WHEELS = {wheel.package: wheel for wheel in WINDOWS.wheels()}
# Only Windows installs these, so this environment does not have them; each has no requirement of its own.
ONLY_ON_WINDOWS = {"colorama", "tzdata"}


def requirements(package: str) -> Iterator[Requirement]:
    """Yield what a package asks for on Windows, extras aside."""
    for text in requires(package) or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({**WINDOWS.target.markers, "extra": ""}):
            yield requirement


def test_windows_takes_wheels_of_64_bits_for_python_311() -> None:
    for wheel in WHEELS.values():
        *_, tags = parse_wheel_filename(wheel.file)
        assert {tag.platform for tag in tags} <= {"win_amd64", "any"}, wheel.file
        assert any(tag.interpreter in {"cp311", "py3"} or tag.abi == "abi3" for tag in tags), wheel.file


def test_every_requirement_on_windows_is_locked() -> None:
    for package in WHEELS:
        try:
            asked = list(requirements(package))
        except PackageNotFoundError:
            assert package in ONLY_ON_WINDOWS
            continue
        for requirement in asked:
            locked = WHEELS.get(canonicalize_name(requirement.name))
            assert locked is not None, f"{package} asks for {requirement}, which is not locked for Windows"
            assert requirement.specifier.contains(locked.version), f"{package} asks for {requirement}"


@pytest.mark.parametrize("platform", [WINDOWS, LINUX], ids=lambda platform: platform.name)
def test_wheels_are_those_of_the_lock(platform: Platform) -> None:
    hashes = {
        str(canonicalize_name(pin.requirement.name)): pin.sha256 for pin in lock.read_lock(lock.RUNTIME)
    }
    wheels = platform.wheels()
    assert len(wheels) > 20
    assert all(wheel.sha256 in hashes[wheel.package] for wheel in wheels)
    assert {"pyside6-essentials", "fiona", "sqlcipher3", "shapely"} <= {wheel.package for wheel in wheels}


def test_tools_of_the_build_are_locked() -> None:
    pins = lock.read_lock(lock.INSTALLER)
    assert [pin.requirement.name for pin in pins] == ["setuptools"]
    assert all(pin.sha256 for pin in pins)
