"""Undo at a commune after the office's state has come in between."""

from landdesk.app import exchange
from tests.store.exchange.world import (
    World,
    corner,
    differing,
    move,
    number,
    set_address,
    split,
    waiting,
)
from tests.stores import refused


def test_an_edit_kept_on_top_of_the_offices_is_not_undone_to_what_was_before_both(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Xã")
    set_address(world.office, "1", "Thôn Chi Nhánh")
    exchange.receive(commune, world.update())
    # The parcel is as the act left it, and yet what was before the act is nobody's state any more.
    assert number(commune, "1").address == "Thôn Xã"
    with refused("store.changed-since") as caught:
        commune.undo()
    assert caught.value.where is not None
    assert caught.value.where.values["command"] in ("update.receive", "receipt.merge")
    assert number(commune, "1").address == "Thôn Xã"


def test_undo_does_not_take_the_offices_boundary_back(world: World) -> None:
    base = world.base()
    commune = world.commune(base=base)
    move(world.office, corner(0, 0), 0.0, -5.0)
    split(world.office, "5")
    move(commune, corner(0, 0), -0.4, -5.0)
    commune.undo()
    commune.redo()
    exchange.receive(commune, world.update())
    with refused("store.changed-since"):
        commune.undo()
    # What waits is the own boundary; the office's split is not undone by it.
    assert waiting(commune) == {number(commune, "1").id}
    assert differing(world.office, commune) == waiting(commune)


def test_undo_before_the_answer_and_of_what_was_returned_goes_on(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Xã")
    package = world.receive(world.export(commune))
    world.give_back(package)
    exchange.receive(commune, world.receipt(package))
    commune.undo()
    assert number(commune, "1").address == "Thôn Phú Điền"
    assert waiting(commune) == set()
    commune.redo()
    assert number(commune, "1").address == "Thôn Xã"
