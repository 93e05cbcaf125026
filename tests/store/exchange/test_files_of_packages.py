"""Disks that are full and folders that cannot be written while packages go in and out."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.errors import LandDeskError, RefusedError, TroubleError
from landdesk.files import watch_durable_steps
from landdesk.services.packages.reading import read_package
from tests.store.exchange.world import COMMUNE, World, differing, records, set_address, split

ACTS = ["base", "update", "change", "receipt", "store", "again"]


class Prepared:
    """A world in which everything that writes a file can be done next."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.base = world.base()
        self.commune = world.commune(base=self.base)
        set_address(self.commune, "1", "Thôn A")
        self.sent = world.export(self.commune)
        self.package = world.receive(self.sent)
        world.accept(self.package)
        split(self.commune, "2")
        set_address(world.office, "3", "Thôn B")

    def apps(self) -> tuple[Application, Application]:
        return self.world.office, self.commune

    def act(self, name: str, target: Path) -> Callable[[], object]:
        world = self.world
        acts: dict[str, Callable[[], object]] = {
            "base": lambda: exchange.write_base(world.office, COMMUNE, target),
            "update": lambda: exchange.write_update(world.office, COMMUNE, target),
            "change": lambda: exchange.export_change(self.commune, target),
            "receipt": lambda: exchange.write_receipt(world.office, self.package.manifest.package_id, target),
            "store": lambda: exchange.create_from_base(
                self.base, target, world.technician, new_id=world.new_id, clock=world.clock
            ).close(),
            "again": lambda: exchange.copy_package(self.commune, self.sent.line.id, target),
        }
        return acts[name]


@pytest.fixture
def prepared(world: World) -> Prepared:
    return Prepared(world)


def written(prepared: Prepared) -> list[bytes]:
    """Return the packages that the stores note as written."""
    return [
        bytes(one.id)
        for app in prepared.apps()
        for one in app.read(lambda reader: reader.exchange.packages(direction="out"))
    ]


@pytest.mark.parametrize("name", ACTS)
def test_a_full_disk_before_the_store_has_noted_it_leaves_everything_as_it_was(
    prepared: Prepared, name: str
) -> None:
    # The last moment before: everything is written, the transaction is about to commit.
    target = prepared.world.folder / "target"
    before = written(prepared), [records(app) for app in prepared.apps()]

    def fail(step: str) -> None:
        if step == ("file.sync" if name == "again" else "store.commit"):
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(TroubleError) as caught, watch_durable_steps(fail):
        prepared.act(name, target)()
    assert caught.value.code == "file.disk-full"
    assert not target.exists()
    assert not list(prepared.world.folder.glob(".*"))
    assert (written(prepared), [records(app) for app in prepared.apps()]) == before
    assert [app.store.verify() for app in prepared.apps()] == [[], []]
    prepared.act(name, target)()
    assert target.exists()


@pytest.mark.parametrize("step", ["file.sync", "file.rename"])
@pytest.mark.parametrize("name", ["base", "update", "change", "receipt"])
def test_a_full_disk_after_the_store_has_noted_it_says_how_to_get_the_file(
    prepared: Prepared, name: str, step: str
) -> None:
    target = prepared.world.folder / "target.ldpkg"
    before = written(prepared)

    def fail(now: str) -> None:
        if now == step:
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(TroubleError) as caught, watch_durable_steps(fail):
        prepared.act(name, target)()
    assert caught.value.where is not None
    assert caught.value.where.values == {"path": str(target)}
    assert caught.value.remedy is not None
    assert not target.exists()
    assert not list(prepared.world.folder.glob(".*"))
    (noted,) = set(written(prepared)) - set(before)
    app = prepared.commune if name == "change" else prepared.world.office
    line = next(
        one for one in app.read(lambda reader: reader.exchange.packages(direction="out")) if one.id == noted
    )
    if name == "base":
        assert read_package(prepared.world.base()).manifest.sequence == line.sequence + 1
    else:
        exchange.copy_package(app, line.id, target)
        assert read_package(target).fingerprint == line.fingerprint


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(
    ("folder", "code"),
    [("nowhere", "file.missing"), ("a-file", "file.missing"), ("/sys", "file.forbidden")],
)
def test_a_folder_that_cannot_be_written(prepared: Prepared, name: str, folder: str, code: str) -> None:
    (prepared.world.folder / "a-file").write_bytes(b"")
    target = prepared.world.folder / folder / "target"
    before = written(prepared)
    with pytest.raises(LandDeskError) as caught:
        prepared.act(name, target)()
    assert (caught.value.code, caught.value.where is not None) == (code, True)
    assert str(target) in str(caught.value.where)
    assert written(prepared) == before
    assert [app.store.verify() for app in prepared.apps()] == [[], []]


def test_a_fault_while_taking_a_package_leaves_the_store_as_it_was(prepared: Prepared) -> None:
    world = prepared.world
    receipt, second = world.receipt(prepared.package), world.export(prepared.commune)
    takes: list[tuple[Application, Callable[[], object]]] = [
        (prepared.commune, lambda: exchange.receive(prepared.commune, receipt)),
        (world.office, lambda: exchange.office_receive(world.office, second.path)),
    ]
    for app, take in takes:
        before = records(app), app.read(lambda reader: reader.version())

        def fail(step: str) -> None:
            if step == "store.commit":
                raise OSError(errno.EIO, "broken")

        with pytest.raises(TroubleError), watch_durable_steps(fail):
            take()
        assert (records(app), app.read(lambda reader: reader.version())) == before
        assert app.store.verify() == []
        assert app.coverage.version == before[1]
        take()
    package = exchange.stored_package(world.office, second.line.id)
    version = world.office.read(lambda reader: reader.version())

    def fail_again(step: str) -> None:
        if step == "store.commit":
            raise OSError(errno.EIO, "broken")

    with pytest.raises(TroubleError), watch_durable_steps(fail_again):
        world.accept(package)
    assert world.office.read(lambda reader: reader.version()) == version
    world.accept(package)
    exchange.receive(prepared.commune, world.receipt(package))
    exchange.receive(prepared.commune, world.update())
    assert differing(world.office, prepared.commune) == set()


def test_a_base_can_be_received_from_a_folder_that_is_read_only(prepared: Prepared) -> None:
    # Reading makes no file beside the package.
    folder = prepared.world.folder / "stick"
    folder.mkdir()
    path = folder / "gói.ldpkg"
    path.write_bytes(prepared.sent.path.read_bytes())
    folder.chmod(0o500)
    try:
        assert read_package(path).manifest.kind == "change"
        with pytest.raises(RefusedError):
            exchange.copy_package(prepared.commune, prepared.sent.line.id, path)
        assert [one.name for one in folder.iterdir()] == [path.name]
    finally:
        folder.chmod(0o700)
