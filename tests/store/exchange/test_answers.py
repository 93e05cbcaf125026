"""The cycle change → decision → receipt, and what the technician did meanwhile is never lost."""

from decimal import Decimal

import pytest

from landdesk.app import exchange
from landdesk.domain.commands import CloseWorkItem, SetParcel
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.records import OFFICIAL, PROVISIONAL, Parcel
from landdesk.services.office.review import Outcome
from tests.store.exchange.world import (
    World,
    add_user,
    corner,
    delete,
    differing,
    do,
    move,
    number,
    records,
    remove_user,
    rename_user,
    set_address,
    split,
    states,
    users,
    waiting,
    work_items,
)


def test_accepted_records_become_official_on_both_sides(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    split(commune, "2")
    add_user(commune, "9", "Phạm Thị Đào", "999000000009")
    delete(commune, "12")
    received = world.round_trip(commune)
    assert (received.accepted, received.returned, received.merged, received.conflicts) == (4, 0, 0, 0)
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()
    assert number(world.office, "1").address == "Thôn Hòa Bình"
    with pytest.raises(RefusedError) as refused:
        world.export(commune)
    assert refused.value.code == "package.nothing-to-send"
    assert [app.store.verify() for app in (world.office, commune)] == [[], []]


def test_the_trunk_is_the_offices_revision_and_number(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    world.round_trip(commune)
    there = states(world.office, records(world.office))
    here = states(commune, records(commune))
    assert {one: (state.no, state.rev) for one, state in there.items()} == {
        one: (state.trunk_no, state.trunk_rev) for one, state in here.items()
    }


def test_provisional_numbers_become_official(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    child = number(commune, "13*")
    assert child.number_state == PROVISIONAL
    received = world.round_trip(commune)
    assert received.renumbered == (("12/13*", "12/13"),)
    for app in (world.office, commune):
        found = number(app, "13")
        assert (found.id, found.number_state) == (child.id, OFFICIAL)


def test_a_taken_number_is_replaced_by_the_next_free_one(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    split(commune, "3")
    split(world.office, "10")
    assert [one for one in records(world.office).values() if isinstance(one, Parcel) and one.number == "13"]
    package = world.receive(world.export(commune))
    decided = world.accept(package)
    received = exchange.receive(commune, world.receipt(package))
    assert set(decided.renumbered) == {("12/13*", "12/14"), ("12/14*", "12/15")}
    assert sorted(decided.renumbered) == sorted(received.renumbered)
    keys = [one.key for one in records(world.office).values() if isinstance(one, Parcel)]
    assert len(set(keys)) == len(keys)
    mine = {one.id: one.key for one in records(commune).values() if isinstance(one, Parcel)}
    theirs = {one.id: one.key for one in records(world.office).values() if isinstance(one, Parcel)}
    assert mine.items() <= theirs.items()


def test_a_returned_record_is_open_work_on_the_parcel(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    set_address(commune, "2", "Thôn Hòa Bình")
    received = world.round_trip(commune, returned=["12/1"])
    assert (received.accepted, received.returned) == (1, 1)
    (item,) = work_items(commune, "open")
    parcel = number(commune, "1")
    assert (item.kind, item.reason, item.words) == ("returned", "boundary", "Đo lại")
    assert item.subjects == (parcel.id,)
    assert parcel.address == "Thôn Hòa Bình"
    assert differing(world.office, commune) == {parcel.id} == waiting(commune)


@pytest.mark.parametrize("act", ["add", "remove"])
def test_a_returned_land_user_is_open_work_on_the_parcel(world: World, act: str) -> None:
    commune = world.commune()
    if act == "add":
        add_user(commune, "9", "Phạm Thị Đào")
        parcel = number(commune, "9")
    else:
        remove_user(commune, "1")
        parcel = number(commune, "1")
    world.round_trip(commune, returned=[parcel.key])
    (item,) = work_items(commune, "open")
    assert parcel.id in item.subjects


def test_a_returned_record_goes_again_only_after_an_edit(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    world.round_trip(commune, returned=["12/1"])
    set_address(commune, "2", "Thôn Phú Xuân")
    sent = world.export(commune)
    package = world.receive(sent)
    assert [one.subject for one in package.records] == ["12/2"]
    assert [one.state for one in work_items(commune)] == ["open"]
    set_address(commune, "1", "Thôn Phú Điền 2")
    package = world.receive(world.export(commune))
    assert [one.subject for one in package.records] == ["12/1"]
    assert [one.state for one in work_items(commune)] == ["resent"]


def test_sent_again_by_hand_it_goes_as_it_is_and_is_done_when_accepted(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    world.round_trip(commune, returned=["12/1"])
    (item,) = work_items(commune, "open")
    do(commune, CloseWorkItem(item.id, send_again=True))
    received = world.round_trip(commune)
    assert received.accepted == 1
    assert [one.state for one in work_items(commune)] == ["done"]
    assert differing(world.office, commune) == set()


def test_a_record_returned_twice_is_open_once(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    world.round_trip(commune, returned=["12/1"])
    (item,) = work_items(commune, "open")
    do(commune, CloseWorkItem(item.id, send_again=True))
    world.round_trip(commune, returned=["12/1"])
    assert sorted(one.state for one in work_items(commune)) == ["done", "open"]


def test_closing_returned_work_without_sending_leaves_the_edit_waiting(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    world.round_trip(commune, returned=["12/1"])
    (item,) = work_items(commune, "open")
    do(commune, CloseWorkItem(item.id))
    assert number(commune, "1").address == "Thôn Hòa Bình"
    assert waiting(commune) == {number(commune, "1").id}
    with pytest.raises(RefusedError) as refused:
        world.export(commune)
    assert refused.value.code == "package.nothing-to-send"


def test_taking_a_returned_edit_back_closes_its_work_with_the_next_receipt(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    world.round_trip(commune, returned=["12/1"])
    commune.undo()
    assert waiting(commune) == set()
    set_address(commune, "2", "Thôn Phú Xuân")
    world.round_trip(commune)
    assert [one.state for one in work_items(commune)] == ["done"]
    assert differing(world.office, commune) == set()


def test_one_corrected_parcel_takes_the_whole_returned_record_along(world: World) -> None:
    # A shared corner moves two parcels; the office returns it; the technician mends one of the two.
    commune = world.commune()
    move(commune, corner(0, 2), 0.0, 0.5)
    move(commune, corner(1, 2), 0.0, 0.5)
    package = world.receive(world.export(commune))
    assert len(package.records) == 1
    assert {one.oid for one in package.operations} == {number(commune, "9").id, number(commune, "10").id}
    world.give_back(package)
    exchange.receive(commune, world.receipt(package))
    set_address(commune, "9", "Thôn Hòa Bình")
    again = world.receive(world.export(commune))
    assert len(again.records) == 1
    assert {one.oid for one in again.operations} == {number(commune, "9").id, number(commune, "10").id}
    assert [one.state for one in work_items(commune)] == ["resent"]
    world.accept(again)
    exchange.receive(commune, world.receipt(again))
    assert differing(world.office, commune) == set()
    assert [one.state for one in work_items(commune)] == ["done"]


def test_work_stays_open_when_something_else_on_the_parcel_goes_out(world: World) -> None:
    # The returned land user is not what is sent: the address of the same parcel is.
    commune = world.commune()
    add_user(commune, "9", "Phạm Thị Đào")
    world.round_trip(commune, returned=["12/9"])
    set_address(commune, "9", "Thôn Hòa Bình")
    package = world.receive(world.export(commune))
    (item,) = work_items(commune)
    sent = {one.class_name for one in package.operations}
    assert (item.state == "resent") == ("land_right" in sent)


def test_an_edit_after_sending_stays_on_top_of_the_accepted_one(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    package = world.receive(world.export(commune))
    do(commune, SetParcel(number(commune, "1").id, legal_area_m2=Decimal("601.5")))
    set_address(commune, "1", "Thôn Hòa Bình 2")
    world.accept(package)
    received = exchange.receive(commune, world.receipt(package))
    assert (received.accepted, received.conflicts) == (1, 0)
    assert number(commune, "1").address == "Thôn Hòa Bình 2"
    assert number(world.office, "1").address == "Thôn Hòa Bình"
    again = world.receive(world.export(commune))
    (operation,) = again.operations
    assert operation.changes == {"F005": ("Thôn Hòa Bình", "Thôn Hòa Bình 2"), "F006": ("600.00", "601.50")}
    assert set(world.outcomes(again).values()) == {Outcome.CLEAN}
    world.accept(again)
    exchange.receive(commune, world.receipt(again))
    assert differing(world.office, commune) == set()


def test_an_edit_sent_before_the_receipt_of_the_first_is_clean(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    first = world.receive(world.export(commune))
    set_address(commune, "1", "Thôn Hòa Bình 2")
    second = world.receive(world.export(commune))
    world.accept(first)
    assert set(world.outcomes(second).values()) == {Outcome.CLEAN}
    world.accept(second)
    for package in (first, second):
        exchange.receive(commune, world.receipt(package))
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()


def test_a_new_parcel_edited_before_its_receipt_is_no_conflict(world: World) -> None:
    # The office has given it an official number meanwhile: the number stays, the edit is taken.
    commune = world.commune()
    split(commune, "2")
    child = number(commune, "13*").id
    first = world.receive(world.export(commune))
    do(commune, SetParcel(child, address="Thôn Hòa Bình", legal_area_m2=Decimal(250)))
    second = world.receive(world.export(commune))
    world.accept(first)
    assert set(world.outcomes(second).values()) == {Outcome.CLEAN}
    decided = world.accept(second)
    assert decided.renumbered == ()
    taken = world.office.read(lambda reader: reader.get(Parcel, child))
    assert (taken.address, taken.key) == ("Thôn Hòa Bình", "12/13")
    for package in (first, second):
        exchange.receive(commune, world.receipt(package))
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()


def test_both_packages_of_a_new_parcel_can_be_decided_by_the_same_receipt_order(world: World) -> None:
    # As above, with the receipts the other way round.
    commune = world.commune()
    split(commune, "2")
    child = number(commune, "13*").id
    first = world.receive(world.export(commune))
    do(commune, SetParcel(child, address="Thôn Hòa Bình"))
    second = world.receive(world.export(commune))
    world.accept(first)
    world.accept(second)
    for package in (second, first):
        exchange.receive(commune, world.receipt(package))
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()


def test_undo_after_sending_goes_out_after_the_receipt(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    package = world.receive(world.export(commune))
    commune.undo()
    world.accept(package)
    exchange.receive(commune, world.receipt(package))
    assert number(commune, "1").address == "Thôn Phú Điền"
    again = world.receive(world.export(commune))
    (operation,) = again.operations
    assert operation.changes == {"F005": ("Thôn Hòa Bình", "Thôn Phú Điền")}
    world.accept(again)
    exchange.receive(commune, world.receipt(again))
    assert number(world.office, "1").address == "Thôn Phú Điền"
    assert differing(world.office, commune) == set()


def test_undo_of_a_split_after_sending_goes_out_after_the_receipt(world: World) -> None:
    commune = world.commune()
    before = records(commune)
    split(commune, "2")
    package = world.receive(world.export(commune))
    commune.undo()
    assert records(commune) == before
    world.accept(package)
    exchange.receive(commune, world.receipt(package))
    assert records(commune) == before
    world.round_trip(commune)
    assert records(world.office) == before
    assert records(commune) == before
    assert [app.store.verify() for app in (world.office, commune)] == [[], []]


def test_undo_before_sending_sends_nothing(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    commune.undo()
    with pytest.raises(RefusedError) as refused:
        world.export(commune)
    assert refused.value.code == "package.nothing-to-send"


def test_a_split_done_again_keeps_its_lineage(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    commune.undo()
    commune.redo()
    parent, child = number(commune, "2").id, number(commune, "13*").id
    package = world.receive(world.export(commune))
    (record,) = package.records
    assert record.lineage == ((parent, child),)
    world.accept(package)
    entry = world.office.read(lambda reader: reader.version())
    assert world.office.read(lambda reader: reader.exchange.lineage_of([entry])) == [(parent, child, entry)]


def test_deleting_after_sending_deletes_at_the_office_too(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    package = world.receive(world.export(commune))
    delete(commune, "1")
    world.accept(package)
    received = exchange.receive(commune, world.receipt(package))
    assert received.conflicts == 0
    again = world.receive(world.export(commune))
    assert set(world.outcomes(again).values()) == {Outcome.CLEAN}
    world.accept(again)
    exchange.receive(commune, world.receipt(again))
    assert differing(world.office, commune) == set()
    assert [app.store.verify() for app in (world.office, commune)] == [[], []]


def test_deleting_a_new_parcel_after_sending_deletes_it_at_the_office_too(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    child = number(commune, "13*")
    package = world.receive(world.export(commune))
    delete(commune, "13*")
    world.accept(package)
    exchange.receive(commune, world.receipt(package))
    assert child.id not in records(commune)
    world.round_trip(commune)
    assert child.id not in records(world.office)
    assert differing(world.office, commune) == set()


def test_a_receipt_twice_changes_nothing(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    package = world.receive(world.export(commune))
    world.give_back(package)
    receipt = world.receipt(package)
    first = exchange.receive(commune, receipt)
    version = commune.read(lambda reader: reader.version())
    second = exchange.receive(commune, receipt)
    assert second.again
    assert second.line == first.line
    assert commune.read(lambda reader: reader.version()) == version
    assert len(work_items(commune)) == 1


def test_a_receipt_written_again_is_the_same_package(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    package = world.receive(world.export(commune))
    world.accept(package)
    first, second = world.receipt(package), world.receipt(package)
    assert first.read_bytes() == second.read_bytes()


def test_one_package_may_be_answered_by_several_receipts(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    set_address(commune, "2", "Thôn Hòa Bình")
    package = world.receive(world.export(commune))
    one, two = (record.id for record in package.records)
    world.accept(package, one)
    first = world.receipt(package)
    world.give_back(package, two)
    second = world.receipt(package)
    assert exchange.receive(commune, second).returned == 1
    assert exchange.receive(commune, first).accepted == 1
    assert differing(world.office, commune) == {number(commune, "2").id}


def test_receipts_the_other_way_round_lead_to_the_same(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    first = world.receive(world.export(commune))
    set_address(commune, "1", "Thôn Hòa Bình 2")
    set_address(commune, "3", "Thôn Hòa Bình 3")
    second = world.receive(world.export(commune))
    world.accept(first)
    one = world.receipt(first)
    world.accept(second)
    two = world.receipt(second)
    exchange.receive(commune, two)
    exchange.receive(commune, one)
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()
    state = states(commune, [number(commune, "1").id])[number(commune, "1").id]
    assert state.trunk_no == states(world.office, [state.id])[state.id].no


def test_a_late_return_of_what_was_accepted_since_is_no_open_work(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Hòa Bình")
    first = world.receive(world.export(commune))
    world.give_back(first)
    late = world.receipt(first)
    set_address(commune, "1", "Thôn Hòa Bình 2")
    second = world.receive(world.export(commune))
    world.accept(second)
    exchange.receive(commune, world.receipt(second))
    exchange.receive(commune, late)
    assert work_items(commune, "open") == []
    assert differing(world.office, commune) == set()


def test_unrelated_edits_stay_separate_records_after_a_receipt(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    set_address(commune, "3", "Thôn A")
    first = world.receive(world.export(commune))
    set_address(commune, "1", "Thôn B")
    set_address(commune, "3", "Thôn B")
    world.accept(first)
    exchange.receive(commune, world.receipt(first))
    second = world.receive(world.export(commune))
    assert sorted(one.subject for one in second.records) == ["12/1", "12/3"]
    assert {act.command for one in second.records for act in one.acts} == {"parcel.set"}


def test_undo_after_a_receipt_takes_the_act_back_and_not_the_office(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    first = world.receive(world.export(commune))
    set_address(commune, "1", "Thôn B")
    world.accept(first)
    exchange.receive(commune, world.receipt(first))
    assert number(commune, "1").address == "Thôn B"
    commune.undo()
    assert number(commune, "1").address == "Thôn A"
    assert waiting(commune) == set()


def test_an_accepted_act_is_taken_back_by_a_new_act_only(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    world.round_trip(commune)
    with pytest.raises(RefusedError) as refused:
        commune.undo()
    assert refused.value.code == "undo.accepted"
    set_address(commune, "1", "Thôn Phú Điền")
    world.round_trip(commune)
    assert number(world.office, "1").address == "Thôn Phú Điền"
    assert differing(world.office, commune) == set()


def test_what_the_office_changed_between_decision_and_receipt_comes_with_it(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    package = world.receive(world.export(commune))
    world.accept(package)
    do(world.office, SetParcel(number(world.office, "1").id, legal_area_m2=Decimal(612)))
    exchange.receive(commune, world.receipt(package))
    assert number(commune, "1").legal_area_m2 == Decimal("612.00")
    assert differing(world.office, commune) == set()


def test_what_the_office_deleted_between_decision_and_receipt_goes(world: World) -> None:
    commune = world.commune()
    set_address(commune, "12", "Thôn A")
    package = world.receive(world.export(commune))
    world.accept(package)
    delete(world.office, "12")
    exchange.receive(commune, world.receipt(package))
    assert number_or_none(commune, "12") is None or work_items(commune, "open")
    assert commune.store.verify() == []


def number_or_none(app: object, wanted: str) -> Parcel | None:
    try:
        return number(app, wanted)  # type: ignore[arg-type]  # an application
    except AssertionError:
        return None


def test_a_receipt_of_another_store_is_refused(world: World) -> None:
    base = world.base()
    one, two = world.commune("one", base), world.commune("two", base)
    set_address(one, "1", "Thôn A")
    package = world.receive(world.export(one))
    world.accept(package)
    with pytest.raises(InvalidInputError) as refused:
        exchange.receive(two, world.receipt(package))
    assert refused.value.code == "receipt.other-workspace"


def test_a_renamed_person_travels(world: World) -> None:
    commune = world.commune()
    rename_user(commune, "5", "Lê Hoàng Yến")
    world.round_trip(commune)
    assert users(world.office, number(world.office, "6").id) == ["Lê Hoàng Yến"]
    assert differing(world.office, commune) == set()


def test_nothing_decided_makes_no_receipt(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    package = world.receive(world.export(commune))
    with pytest.raises(RefusedError) as refused:
        world.receipt(package)
    assert refused.value.code == "office.nothing-decided"
    assert not list(world.folder.glob("receipt-*"))
    assert not list(world.folder.glob("*.part"))
