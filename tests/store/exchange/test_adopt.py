"""Binding a store that was filled by its own import to the office's base."""

import dataclasses
from collections.abc import Callable

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.errors import LandDeskError
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
from landdesk.services.office.review import Outcome
from landdesk.store.store import NewStore
from tests.store.exchange.world import (
    COMMUNE,
    EPSG,
    World,
    add_user,
    corner,
    delete,
    differing,
    move,
    number,
    records,
    rights,
    set_address,
    split,
    users,
    waiting,
)


def filled(world: World, change: Callable[[Parcel], Parcel] | None = None) -> Application:
    """Return a commune's store that imported the same parcels by itself."""
    app = world.store("own", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    world.fill(app)
    if change is not None:
        deltas = []
        for one in app.read(lambda reader: reader.all(Parcel)).values():
            new = change(one)
            if new != one:
                deltas.append(Delta(one, new))
        app.write(lambda context: context.work.apply(ChangeSet("test", tuple(deltas))))
    return app


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(LandDeskError) as error:
        act()
    assert error.value.code == code


def test_equal_content_takes_the_bases_identifiers_and_nothing_waits(world: World) -> None:
    app = filled(world)
    assert not records(app).keys() & records(world.office).keys()
    adoption = exchange.adopt(app, world.base())
    assert (adoption.by_source, adoption.by_number, adoption.different) == (12, 0, 0)
    assert (adoption.only_here, adoption.only_there) == ((), ())
    assert records(app) == records(world.office)
    assert waiting(app) == set()
    refused("package.nothing-to-send", lambda: world.export(app))
    assert app.store.verify() == []
    assert app.info.dataset == world.office.info.dataset
    assert app.info.base is not None


def test_without_source_identifiers_sheet_and_number_are_taken(world: World) -> None:
    app = filled(world, lambda one: dataclasses.replace(one, source_id=None))
    adoption = exchange.adopt(app, world.base())
    assert (adoption.by_source, adoption.by_number, adoption.different) == (0, 12, 12)
    assert {one.id for one in records(app).values()} == set(records(world.office))


def test_what_is_ambiguous_is_not_matched(world: World) -> None:
    # Two parcels have the same source identifier, two others the same number and none at all.
    def change(one: Parcel) -> Parcel:
        if one.number in ("1", "2"):
            return dataclasses.replace(one, source_id="S-1", number="99")
        if one.number in ("3", "4"):
            return dataclasses.replace(one, source_id=None, number="3")
        return one

    app = filled(world, change)
    adoption = exchange.adopt(app, world.base())
    assert adoption.by_source == 8
    assert adoption.by_number == 0
    assert adoption.only_here == ("12/3", "12/3", "12/99", "12/99")
    assert adoption.only_there == ("12/1", "12/2", "12/3", "12/4")
    assert len(app.read(lambda reader: reader.all(Parcel))) == 16
    assert app.store.verify() == []


def test_what_differs_waits_and_can_be_taken_one_by_one(world: World) -> None:
    app = filled(world)
    set_address(app, "1", "Thôn A")
    add_user(app, "9", "Phạm Thị Đào", "999000000009")
    split(app, "11")
    delete(app, "12")
    adoption = exchange.adopt(app, world.base())
    assert adoption.only_there == ("12/12",)
    assert adoption.only_here == ("12/13*",)
    assert adoption.different == 2
    assert number(app, "1").address == "Thôn A"
    assert users(app, number(app, "9").id) == ["Phạm Thị Đào"]
    package = world.receive(world.export(app))
    assert len(package.records) >= 3
    assert all(record.acts for record in package.records)
    assert set(world.outcomes(package).values()) <= {Outcome.CLEAN, Outcome.INVALID}
    changed = [one for one in world.review(package) if one.outcome is Outcome.CLEAN]
    world.accept(package, *(one.record.id for one in changed))
    assert number(world.office, "1").address == "Thôn A"
    assert app.store.verify() == []


def test_a_moved_corner_waits(world: World) -> None:
    app = filled(world)
    move(app, corner(0, 2), 0.0, -1.0)
    exchange.adopt(app, world.base())
    assert waiting(app) == {number(app, "9").id}
    world.round_trip(app)
    assert differing(world.office, app) == set()


def test_a_person_recorded_twice_here_and_once_there(world: World) -> None:
    # An import without identity numbers makes a party for each parcel; the office has one for both.
    app = filled(world)
    person = users(app, number(app, "5").id)
    right = next(
        one
        for one in records(app).values()
        if isinstance(one, LandRight) and one.parcel_id == number(app, "6").id
    )
    party = records(app)[right.party_id]
    assert isinstance(party, Party)
    other = dataclasses.replace(party, id=world.new_id())
    change = ChangeSet(
        "test", (Delta(None, other), Delta(right, dataclasses.replace(right, party_id=other.id)))
    )
    app.write(lambda context: context.work.apply(change))
    exchange.adopt(app, world.base())
    assert app.store.verify() == []
    assert users(app, number(app, "5").id) == person == users(app, number(app, "6").id)
    assert waiting(app) == set()
    assert records(app) == records(world.office)


def test_two_persons_of_one_number_here_stay_two(world: World) -> None:
    app = filled(world)
    right = next(iter(rights(app, number(app, "6").id)))
    other = Party(world.new_id(), "Lê Hoàng Oanh", None, "Thôn Hòa Bình")
    change = ChangeSet(
        "test", (Delta(None, other), Delta(right, dataclasses.replace(right, party_id=other.id)))
    )
    app.write(lambda context: context.work.apply(change))
    exchange.adopt(app, world.base())
    assert users(app, number(app, "6").id) == ["Lê Hoàng Oanh"]
    package = world.receive(world.export(app))
    world.round_trip_of(package, app)
    assert differing(world.office, app) == set()
    assert len(world.office.read(lambda reader: reader.all(Party))) == 6


def test_two_purposes_of_a_parcel_find_their_own(world: World) -> None:
    app = filled(world)

    def two(target: Application) -> None:
        parcel = number(target, "1")
        target.write(
            lambda context: context.work.apply(
                ChangeSet("test", (Delta(None, Purpose(world.new_id(), parcel.id, "CLN")),))
            )
        )

    two(app)
    two(world.office)
    exchange.adopt(app, world.base())
    assert waiting(app) == set()
    assert records(app) == records(world.office)


def test_a_store_is_bound_once(world: World) -> None:
    app, base = filled(world), world.base()
    exchange.adopt(app, base)
    refused("adopt.bound", lambda: exchange.adopt(app, base))
    refused("adopt.bound", lambda: exchange.adopt(world.commune(base=base), base))
    refused("adopt.bound", lambda: exchange.adopt(world.office, base))


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (NewStore("commune", EPSG, (COMMUNE,), training=True), "adopt.other-store"),
        (NewStore("commune", 5514, (COMMUNE,)), "adopt.other-store"),
        (NewStore("commune", EPSG, ("22660",)), "adopt.other-store"),
    ],
)
def test_an_unfit_base_is_refused(world: World, wanted: NewStore, code: str) -> None:
    app = world.store("own", wanted, world.technician)
    before = app.info
    refused(code, lambda: exchange.adopt(app, world.base()))
    assert app.info == before
    assert records(app) == {}


def test_only_a_base_is_adopted(world: World) -> None:
    app = filled(world)
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    refused("package.not-base", lambda: exchange.adopt(app, world.export(commune).path))


def test_a_store_of_several_communes_is_not_bound_to_one(world: World) -> None:
    app = world.store("own", NewStore("commune", EPSG, (COMMUNE, "22660")), world.technician)
    world.fill(app)
    other = number(app, "12")
    change = ChangeSet("test", (Delta(other, dataclasses.replace(other, commune="22660")),))
    app.write(lambda context: context.work.apply(change))
    refused("adopt.other-communes", lambda: exchange.adopt(app, world.base()))
    assert (app.info.base, app.info.communes) == (None, (COMMUNE, "22660"))


def test_an_empty_store_takes_everything(world: World) -> None:
    app = world.store("own", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    adoption = exchange.adopt(app, world.base())
    assert len(adoption.only_there) == 12
    assert records(app) == records(world.office)
    assert waiting(app) == set()


def test_imports_before_the_binding_cannot_be_taken_back(world: World) -> None:
    app = filled(world)
    exchange.adopt(app, world.base())
    before = records(app)
    refused("store.changed-since", app.undo)
    assert records(app) == before
