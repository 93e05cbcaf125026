"""Parcels with changes that wait to be sent: walking from objects gives the same as looking class by class."""

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.commands import AddObject, EditRecord, RemoveObject
from landdesk.services.packages import waiting
from landdesk.services.packages.waiting import waiting_parcels
from landdesk.store.store import NewStore
from tests.store.exchange.world import (
    COMMUNE,
    EPSG,
    World,
    corner,
    delete,
    merge,
    move,
    number,
    remove_user,
    rename_user,
    set_address,
    split,
)


def keys(app: Application) -> set[str]:
    """Return the parcels that wait, after a comparison with the look class by class."""
    found, by_states, named = app.read(
        lambda reader: (
            waiting_parcels(reader),
            reader.facts.sending().unsent,
            reader.keys_of(waiting_parcels(reader)),
        )
    )
    assert found == by_states
    return {one.removeprefix("12/") for one in named.values()}


def test_what_waits_follows_acts_packages_and_answers(world: World) -> None:
    commune = world.commune()
    assert keys(commune) == set()
    set_address(commune, "1", "Thôn Đông")
    # A person of two parcels waits at both.
    rename_user(commune, "5", "Lê Hoàng Oanh Em")
    assert keys(commune) == {"1", "5", "6"}
    commune.undo()
    assert keys(commune) == {"1"}
    remove_user(commune, "2")
    move(commune, corner(4, 3), 1, 1)
    split(commune, "9")
    assert keys(commune) >= {"1", "2", "9", "12"}
    package = world.receive(world.export(commune))
    assert keys(commune) == set()
    set_address(commune, "1", "Thôn Tây")
    assert keys(commune) == {"1"}
    world.accept(package)
    exchange.receive(commune, world.receipt(package))
    assert keys(commune) == {"1"}
    merge(commune, "10", "11")
    delete(commune, "3")
    assert keys(commune) & {"1", "10", "11"}


def test_returned_work_waits_again_only_when_it_is_changed(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Đông")
    set_address(commune, "2", "Thôn Đông")
    world.round_trip(commune, returned=["12/1"])
    assert "2" not in keys(commune)
    set_address(commune, "1", "Thôn Bắc")
    assert "1" in keys(commune)


def test_what_hangs_on_a_parcel_and_went(world: World) -> None:
    commune = world.commune()
    parcel = number(commune, "7").id
    commune.execute(EditRecord((AddObject("asset", {"parcel_id": parcel, "kind": "house"}),)))
    assert keys(commune) == {"7"}
    world.round_trip(commune)
    assert keys(commune) == set()
    (asset,) = commune.read(lambda reader: reader.dossiers([parcel])[parcel]).assets
    commune.execute(EditRecord((RemoveObject("asset", asset.id),)))
    assert keys(commune) == {"7"}


def test_many_are_found_class_by_class(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Đông")
    monkeypatch.setattr(waiting, "MANY_OBJECTS", 0)
    assert keys(commune) == {"1"}


def test_nothing_waits_without_an_office_to_send_it_to(world: World) -> None:
    own = world.store("own", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    world.fill(own)
    set_address(own, "1", "Thôn Đông")
    set_address(world.office, "1", "Thôn Tây")
    for app in (own, world.office):
        assert app.read(waiting_parcels) == frozenset()
