"""Update packages: what became official at the office comes to the commune, whatever the commune did meanwhile."""

from decimal import Decimal

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.services.office.review import Outcome
from landdesk.services.packages.reading import read_package
from tests.store.exchange.world import (
    World,
    add_user,
    corner,
    delete,
    differing,
    do,
    merge,
    move,
    number,
    records,
    remove_user,
    rename_user,
    set_address,
    split,
    users,
    waiting,
    work_items,
)


def sound(*apps: Application) -> bool:
    return all(app.store.verify() == [] for app in apps)


def test_what_the_office_did_comes_along(world: World) -> None:
    commune = world.commune()
    set_address(world.office, "1", "Thôn B")
    split(world.office, "2")
    merge(world.office, "9", "10")
    delete(world.office, "12")
    add_user(world.office, "11", "Phạm Thị Đào", "999000000009")
    remove_user(world.office, "4")
    rename_user(world.office, "5", "Lê Hoàng Yến")
    received = exchange.receive(commune, world.update())
    assert received.complete
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()
    assert sound(world.office, commune)


def test_an_update_holds_only_what_changed(world: World) -> None:
    world.base()
    set_address(world.office, "1", "Thôn B")
    package = read_package(world.update())
    assert {one.oid for one in package.operations} == {number(world.office, "1").id}
    set_address(world.office, "2", "Thôn B")
    package = read_package(world.update())
    assert {one.oid for one in package.operations} == {number(world.office, "2").id}
    package = read_package(world.update(since=1))
    assert {one.oid for one in package.operations} == {number(world.office, one).id for one in "12"}


def test_nothing_changed_makes_no_update(world: World) -> None:
    world.base()
    with pytest.raises(RefusedError) as refused:
        world.update()
    assert refused.value.code == "update.nothing-changed"
    assert not list(world.folder.glob("update*"))


@pytest.mark.parametrize("since", [2, 0, -1])
def test_an_unknown_snapshot_is_refused(world: World, since: int) -> None:
    world.base()
    with pytest.raises(InvalidInputError) as refused:
        world.update(since=since)
    assert refused.value.code == "update.no-snapshot"


def test_without_a_base_there_is_no_update(world: World) -> None:
    with pytest.raises(InvalidInputError) as refused:
        world.update()
    assert refused.value.code == "update.no-snapshot"


def test_a_person_new_to_the_commune_comes_with_the_right(world: World) -> None:
    # The person is at the office already, by a parcel of another commune or none.
    commune = world.commune()
    add_user(world.office, "11", "Đặng Văn Đức", "999000000002")
    exchange.receive(commune, world.update())
    assert users(commune, number(commune, "11").id) == ["Đặng Văn Đức"]
    assert sound(commune)


def test_own_edits_stay_on_top(world: World) -> None:
    commune = world.commune()
    do(commune, SetParcel(number(commune, "1").id, legal_area_m2=Decimal(605)))
    set_address(world.office, "1", "Thôn B")
    received = exchange.receive(commune, world.update())
    assert (received.merged, received.conflicts) == (1, 0)
    found = number(commune, "1")
    assert (found.address, found.legal_area_m2) == ("Thôn B", Decimal("605.00"))
    package = world.receive(world.export(commune))
    (operation,) = package.operations
    assert operation.changes == {"F006": ("600.00", "605.00")}
    assert world.outcomes(package) == {"12/1": Outcome.CLEAN}


def test_the_same_value_changed_by_both_is_open_work(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    set_address(world.office, "1", "Thôn B")
    received = exchange.receive(commune, world.update())
    assert received.conflicts == 1
    assert number(commune, "1").address == "Thôn A"
    (item,) = work_items(commune)
    assert (item.kind, item.state, item.subjects) == ("conflict", "open", (number(commune, "1").id,))
    package = world.receive(world.export(commune))
    (operation,) = package.operations
    assert operation.changes == {"F005": ("Thôn B", "Thôn A")}
    assert set(world.outcomes(package).values()) == {Outcome.CLEAN}


def test_the_same_value_set_by_both_waits_no_more(world: World) -> None:
    commune = world.commune()
    for app in (commune, world.office):
        set_address(app, "1", "Thôn A")
    received = exchange.receive(commune, world.update())
    assert received.conflicts == 0
    assert waiting(commune) == set()


def test_deleted_here_changed_there(world: World) -> None:
    commune = world.commune()
    delete(commune, "12")
    set_address(world.office, "12", "Thôn B")
    received = exchange.receive(commune, world.update())
    assert received.conflicts == 1
    assert number(world.office, "12").id not in records(commune)
    assert number(world.office, "12").id in waiting(commune)
    assert sound(commune)


def test_changed_here_deleted_there(world: World) -> None:
    commune = world.commune()
    set_address(commune, "12", "Thôn A")
    delete(world.office, "12")
    received = exchange.receive(commune, world.update())
    assert received.conflicts >= 1
    assert number(commune, "12").address == "Thôn A"
    assert sound(commune)
    assert work_items(commune, "open")


def test_a_land_user_here_on_a_parcel_deleted_there(world: World) -> None:
    commune = world.commune()
    add_user(commune, "12", "Phạm Thị Đào", "999000000009")
    delete(world.office, "12")
    received = exchange.receive(commune, world.update())
    assert received.conflicts >= 1
    assert users(commune, number(commune, "12").id) == ["Phạm Thị Đào"]
    assert sound(commune)


def test_a_land_user_there_on_a_parcel_deleted_here(world: World) -> None:
    commune = world.commune()
    delete(commune, "12")
    add_user(world.office, "12", "Phạm Thị Đào", "999000000009")
    received = exchange.receive(commune, world.update())
    assert received.conflicts >= 1
    assert sound(commune)
    assert work_items(commune, "open")
    package = world.receive(world.export(commune))
    assert {one.op for one in package.operations} == {"delete"}


def test_a_land_user_there_on_a_parcel_merged_away_here(world: World) -> None:
    commune = world.commune()
    merge(commune, "9", "10")
    for wanted in ("9", "10"):
        add_user(world.office, wanted, "Phạm Thị Đào", "999000000009")
    received = exchange.receive(commune, world.update())
    assert received.conflicts >= 1
    assert sound(commune)


def test_a_new_right_there_for_a_person_taken_off_here(world: World) -> None:
    commune = world.commune()
    remove_user(commune, "1")
    add_user(world.office, "12", "Nguyễn Thị Hường", "999000000001")
    exchange.receive(commune, world.update())
    assert sound(commune)
    assert users(commune, number(commune, "1").id) == []
    assert users(commune, number(commune, "12").id) == ["Nguyễn Thị Hường"]


def test_a_split_that_waits_stays_one_record_with_its_lineage(world: World) -> None:
    # The office changes the parent meanwhile: parent and child must still be decided together.
    commune = world.commune()
    split(commune, "9")
    parent, child = number(commune, "9").id, number(commune, "13*").id
    set_address(world.office, "9", "Thôn B")
    exchange.receive(commune, world.update())
    assert number(commune, "9").address == "Thôn B"
    package = world.receive(world.export(commune))
    (record,) = package.records
    assert record.lineage == ((parent, child),)
    assert {act.command for act in record.acts} == {"parcel.split"}
    assert set(world.outcomes(package).values()) == {Outcome.CLEAN}
    world.round_trip_of(package, commune)
    assert differing(world.office, commune) == set()


def test_unrelated_edits_stay_separate_records_after_an_update(world: World) -> None:
    commune = world.commune()
    for wanted in ("1", "3"):
        do(commune, SetParcel(number(commune, wanted).id, legal_area_m2=Decimal(605)))
        set_address(world.office, wanted, "Thôn B")
    exchange.receive(commune, world.update())
    package = world.receive(world.export(commune))
    assert sorted(one.subject for one in package.records) == ["12/1", "12/3"]


def test_moved_there_and_split_here(world: World) -> None:
    commune = world.commune()
    split(commune, "9")
    move(world.office, corner(0, 2), 0.0, -1.0)
    received = exchange.receive(commune, world.update())
    assert received.conflicts == 1
    assert sound(commune)
    package = world.receive(world.export(commune))
    assert len(package.records) == 1


def test_a_missed_update_is_told_and_comes_late(world: World) -> None:
    commune = world.commune()
    set_address(world.office, "1", "Thôn B")
    delete(world.office, "12")
    first = world.update()
    set_address(world.office, "2", "Thôn B")
    second = world.update()
    received = exchange.receive(commune, second)
    assert not received.complete
    assert differing(world.office, commune)
    received = exchange.receive(commune, first)
    assert received.complete
    assert differing(world.office, commune) == set()
    assert commune.info.base is not None
    assert commune.info.base.number == 2


def test_updates_the_other_way_round_do_not_take_back_what_came_back(world: World) -> None:
    # The office deleted a parcel and took that back: the older update must not delete it.
    commune = world.commune()
    delete(world.office, "12")
    first = world.update()
    world.office.undo()
    second = world.update()
    exchange.receive(commune, second)
    exchange.receive(commune, first)
    assert differing(world.office, commune) == set()


def test_updates_the_other_way_round_delete_what_went_last(world: World) -> None:
    commune = world.commune()
    set_address(world.office, "12", "Thôn B")
    first = world.update()
    delete(world.office, "12")
    second = world.update()
    exchange.receive(commune, second)
    exchange.receive(commune, first)
    assert differing(world.office, commune) == set()


def test_an_update_twice_changes_nothing(world: World) -> None:
    commune = world.commune()
    set_address(world.office, "1", "Thôn B")
    update = world.update()
    exchange.receive(commune, update)
    version = commune.read(lambda reader: reader.version())
    assert exchange.receive(commune, update).again
    assert commune.read(lambda reader: reader.version()) == version


def test_an_update_between_sending_and_receipt(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    set_address(commune, "1", "Thôn A")
    package = world.receive(world.export(commune))
    world.accept(package)
    exchange.receive(commune, world.update())
    assert differing(world.office, commune) == set()
    exchange.receive(commune, world.receipt(package))
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()
    assert work_items(commune, "open") == []


def test_an_update_older_than_the_receipt(world: World) -> None:
    commune = world.commune()
    set_address(world.office, "1", "Thôn B")
    update = world.update()
    set_address(commune, "2", "Thôn A")
    world.round_trip(commune)
    received = exchange.receive(commune, update)
    assert differing(world.office, commune) == set()
    assert received.complete


def test_a_returned_edit_survives_an_update(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    world.round_trip(commune, returned=["12/1"])
    do(world.office, SetParcel(number(world.office, "1").id, legal_area_m2=Decimal(605)))
    exchange.receive(commune, world.update())
    found = number(commune, "1")
    assert (found.address, found.legal_area_m2) == ("Thôn A", Decimal("605.00"))
    assert [one.state for one in work_items(commune)] == ["open"]


def test_another_computer_of_the_commune_learns_by_update(world: World) -> None:
    base = world.base()
    one, two = world.commune("one", base), world.commune("two", base)
    split(one, "2")
    set_address(two, "2", "Thôn A")
    world.round_trip(one)
    exchange.receive(two, world.update())
    assert number(two, "13").id == number(one, "13").id
    assert number(two, "2").address == "Thôn A"
    world.round_trip(two)
    exchange.receive(one, world.update())
    assert differing(world.office, one) == set() == differing(world.office, two)
