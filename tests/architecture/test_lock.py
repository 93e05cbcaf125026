"""The lock files hold on every platform promised, proved without a network."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools import lock

PROJECT = tomllib.loads((lock.ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
DEV = [Requirement(text) for text in PROJECT["dependency-groups"]["dev"]]


def pins(path: Path) -> dict[str, lock.Pin]:
    return {canonicalize_name(pin.requirement.name): pin for pin in lock.read_lock(path)}


def tags(target: lock.Target) -> Iterator[Tag]:
    """Yield what pip would accept on a target."""
    major, minor = map(int, target.python.split("."))
    yield from cpython_tags((major, minor), platforms=target.platforms)
    yield from compatible_tags((major, minor), f"cp{major}{minor}", target.platforms)


@pytest.mark.parametrize(("path", "wanted"), [(lock.RUNTIME, RUNTIME), (lock.DEV, RUNTIME + DEV)])
def test_lock_holds_what_the_project_asks_for(path: Path, wanted: list[Requirement]) -> None:
    locked = pins(path)
    for requirement in wanted:
        pin = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pin.version), f"{requirement}: type make lock"


def test_runtime_and_dev_agree() -> None:
    runtime, dev = pins(lock.RUNTIME), pins(lock.DEV)
    assert {name: pin.version for name, pin in runtime.items()}.items() <= {
        name: pin.version for name, pin in dev.items()
    }.items()


@pytest.mark.parametrize("path", [lock.RUNTIME, lock.DEV, lock.RESOLVER, lock.INSTALLER])
def test_pins_are_exact_and_hashed(path: Path) -> None:
    assert pins(path)
    for pin in pins(path).values():
        assert [spec.operator for spec in pin.requirement.specifier] == ["=="]
        assert pin.sha256


@pytest.mark.parametrize("path", [lock.RUNTIME, lock.DEV, lock.RESOLVER, lock.INSTALLER, lock.WHEELS])
def test_no_host_is_named(path: Path) -> None:
    assert "://" not in path.read_text("utf-8")


@pytest.mark.parametrize("target", lock.TARGETS, ids=lambda target: target.name)
def test_every_pin_has_a_wheel_that_fits(target: lock.Target) -> None:
    wheels = lock.read_wheels()
    accepted = set(tags(target))
    needed = {name: pin for name, pin in pins(lock.DEV).items() if target.wants(pin.requirement.marker)}
    assert {name for where, name in wheels if where == target.name} == set(needed), "type: make lock"
    for name, pin in needed.items():
        file_name, sha256 = wheels[target.name, name]
        wheel_name, version, _, wheel_tags = parse_wheel_filename(file_name)
        assert (wheel_name, str(version)) == (name, pin.version)
        assert wheel_tags & accepted, file_name
        assert sha256 in pin.sha256, f"{file_name} is not in the lock"
