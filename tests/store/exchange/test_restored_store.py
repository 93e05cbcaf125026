"""A commune's store that was restored from a backup writes a number again: the office takes both packages as two."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from landdesk.app import exchange, safekeeping
from landdesk.app.application import Application
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.progress import SilentProgress
from landdesk.services.office.inbox import find_package, inbox
from landdesk.services.packages.reading import read_package
from tests.store.exchange.forged import forge
from tests.store.exchange.world import (
    Sent,
    World,
    differing,
    number,
    rename_user,
    set_address,
    users,
    waiting,
)

SILENT = SilentProgress()


class Restored:
    """Four packages are decided, the store is backed up, its fifth is written; the restored store writes another."""

    def __init__(self, world: World) -> None:
        self.world = world
        lost = world.commune()
        for at in range(4):
            set_address(lost, "1", f"Thôn {at}")
            world.round_trip(lost)
        set_address(lost, "9", "Chưa gửi")
        backup = world.folder / "b.ldbak"
        safekeeping.backup(lost, backup, SILENT)
        set_address(lost, "2", "Trước khi hỏng máy")
        rename_user(lost, "3", "Trần Quốc Bảo Một")
        self.before = world.export(lost)
        path = world.folder / "again.landdesk"
        safekeeping.restore_backup(backup, path, SILENT)
        self.store = world.open(path, world.technician)
        set_address(self.store, "4", "Sau khi phục hồi")
        rename_user(self.store, "3", "Trần Quốc Bảo Hai")
        self.after = world.export(self.store)


@pytest.fixture
def restored(world: World) -> Restored:
    return Restored(world)


def numbers(app: Application) -> list[tuple[int, int, int | None]]:
    """Return number, twins and what is waited for of the packages that are not decided."""
    lines = app.read(inbox)
    return sorted((one.line.sequence, one.twins, one.waits_for) for one in lines if one.undecided)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_office_keeps_both_and_drops_neither(restored: Restored, order: Sequence[int]) -> None:
    world = restored.world
    sent = [restored.before, restored.after]
    first, second = (sent[at] for at in order)
    assert {one.line.sequence for one in sent} == {5}
    one, two = world.receive(first), world.receive(second)
    assert numbers(world.office) == [(5, 1, None), (5, 1, None)]
    with pytest.raises(InvalidInputError) as refused:
        world.office.read(partial(find_package, name="5"))
    assert refused.value.code == "office.package-ambiguous"
    # Each again is itself again.
    for each in sent:
        line, again = exchange.office_receive(world.office, each.path)
        assert (line.id, again) == (each.line.id, True)
    world.accept(one)
    # What both changed is a conflict and not silently the later one.
    assert sorted(world.outcomes(two).values()) == ["clean", "conflict", "same"]
    conflict = next(each for each in world.review(two) if each.outcome == "conflict")
    clean = [each.record.id for each in world.review(two) if each.outcome != "conflict"]
    world.accept(two, *clean)
    world.give_back(two, conflict.record.id)
    addresses = {each: number(world.office, each).address for each in ("2", "4", "9")}
    assert addresses == {"2": "Trước khi hỏng máy", "4": "Sau khi phục hồi", "9": "Chưa gửi"}
    name = "Một" if first is restored.before else "Hai"
    assert users(world.office, number(world.office, "3").id) == [f"Trần Quốc Bảo {name}"]
    # The restored store takes the answer to its own, and by an update what was decided of the lost one.
    packages = {restored.before.line.id: one, restored.after.line.id: two}
    if first is restored.after:
        packages = {restored.before.line.id: two, restored.after.line.id: one}
    with pytest.raises(InvalidInputError) as unknown:
        exchange.receive(restored.store, world.receipt(packages[restored.before.line.id]))
    assert unknown.value.code == "receipt.other-workspace"
    exchange.receive(restored.store, world.receipt(packages[restored.after.line.id]))
    exchange.receive(restored.store, world.update())
    left = differing(world.office, restored.store)
    assert left <= waiting(restored.store)
    assert number(restored.store, "2").address == "Trước khi hỏng máy"
    assert restored.store.store.verify() == world.office.store.verify() == []


def test_the_sixth_of_each_waits_for_its_own_fifth(restored: Restored) -> None:
    world = restored.world
    set_address(restored.store, "5", "Gói sáu")
    sixth = world.export(restored.store)
    assert sixth.line.sequence == 6
    world.accept(world.receive(restored.before))
    package = world.receive(sixth)
    # The fifth that was decided is not the one that it goes on from.
    assert numbers(world.office) == [(6, 0, 5)]
    with pytest.raises(RefusedError) as refused:
        world.accept(package)
    assert refused.value.code == "office.waits"
    fifth = world.receive(restored.after)
    assert numbers(world.office) == [(5, 1, None), (6, 0, 5)]
    world.give_back(fifth)
    assert numbers(world.office) == [(6, 0, None)]
    world.accept(package)


def test_a_fifth_that_was_returned_does_not_hold_up_the_other(restored: Restored) -> None:
    world = restored.world
    world.give_back(world.receive(restored.before))
    package = world.receive(restored.after)
    assert set(world.outcomes(package).values()) == {"clean"}
    world.accept(package)


def test_packages_that_claim_to_come_after_each_other_end(restored: Restored) -> None:
    world = restored.world
    one, two = (read_package(each.path).manifest.package_id for each in (restored.before, restored.after))
    for sent, previous in ((restored.before, two), (restored.after, one)):
        path = _after(world, sent, previous.hex())
        exchange.office_receive(world.office, path)
    assert numbers(world.office) == [(5, 1, 4), (5, 1, 4)]


def _after(world: World, sent: Sent, previous: str) -> Path:
    path = world.folder / f"claims-{sent.line.id.hex()}.ldpkg"
    text = f"{previous[:8]}-{previous[8:12]}-{previous[12:16]}-{previous[16:20]}-{previous[20:]}"
    forge(
        sent.path,
        path,
        manifest=lambda document: document | {"previous": {"package_id": text, "manifest_sha256": "00" * 32}},
    )
    return path
