"""What the office changed meanwhile: nothing is lost silently, and the merged map never breaks."""

import dataclasses
from decimal import Decimal

import pytest
import shapely

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import RemoveLandUser, SetParcel
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, Party
from landdesk.services.office.decide import Return
from landdesk.services.office.review import Outcome, RecordReview
from landdesk.services.packages.reading import Package
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
    rights,
    set_address,
    split,
    states,
    users,
    waiting,
    work_items,
)


def only(world: World, package: Package) -> RecordReview:
    (found,) = world.review(package)
    return found


def sent(world: World, commune: Application) -> Package:
    return world.receive(world.export(commune))


def refused_code(world: World, package: Package) -> str:
    before = records(world.office)
    with pytest.raises(RefusedError) as refused:
        world.accept(package)
    assert records(world.office) == before
    return refused.value.code


def test_different_fields_are_merged(world: World) -> None:
    commune = world.commune()
    do(commune, SetParcel(number(commune, "1").id, legal_area_m2=Decimal(605)))
    set_address(world.office, "1", "Thôn Hòa Bình")
    package = sent(world, commune)
    found = only(world, package)
    assert (found.outcome, found.operations[0].why is None) == (Outcome.CLEAN, False)
    world.accept(package)
    received = exchange.receive(commune, world.receipt(package))
    assert received.conflicts == 0
    assert number(commune, "1").address == "Thôn Hòa Bình"
    assert number(commune, "1").legal_area_m2 == Decimal("605.00")
    assert differing(world.office, commune) == set()


def test_the_same_field_is_a_conflict_the_clerk_can_still_decide(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    set_address(world.office, "1", "Thôn B")
    package = sent(world, commune)
    found = only(world, package)
    assert (found.outcome, found.operations[0].fields) == (Outcome.CONFLICT, ("F005",))
    assert exchange.decide(world.office, package, accept_clean=True).accepted == ()
    assert number(world.office, "1").address == "Thôn B"
    world.accept(package)
    assert number(world.office, "1").address == "Thôn A"
    exchange.receive(commune, world.receipt(package))
    assert differing(world.office, commune) == set()


def test_both_did_the_same_is_no_conflict(world: World) -> None:
    commune = world.commune()
    for app in (commune, world.office):
        set_address(app, "1", "Thôn A")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.SAME
    assert world.round_trip_of(package, commune).conflicts == 0
    assert differing(world.office, commune) == set()


def test_both_deleted_is_no_conflict(world: World) -> None:
    commune = world.commune()
    for app in (commune, world.office):
        delete(app, "12")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.SAME
    world.round_trip_of(package, commune)
    assert differing(world.office, commune) == set()


def test_an_edit_of_what_the_office_deleted_cannot_be_taken(world: World) -> None:
    commune = world.commune()
    set_address(commune, "12", "Thôn A")
    delete(world.office, "12")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CONFLICT
    assert refused_code(world, package) == "office.cannot-take"
    world.give_back(package)
    exchange.receive(commune, world.receipt(package))
    assert number(commune, "12").address == "Thôn A"
    assert [one.state for one in work_items(commune)] == ["open"]


def test_a_deletion_of_what_the_office_changed_is_a_conflict(world: World) -> None:
    commune = world.commune()
    delete(commune, "12")
    set_address(world.office, "12", "Thôn A")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CONFLICT
    assert exchange.decide(world.office, package, accept_clean=True).accepted == ()
    assert number(world.office, "12").address == "Thôn A"


def test_a_split_against_a_sale_is_a_conflict(world: World) -> None:
    # The office sold the parcel while the commune split it: no half may keep the old owner silently.
    commune = world.commune()
    split(commune, "9")
    add_user(world.office, "9", "Phạm Thị Đào", "999000000009")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CONFLICT
    assert exchange.decide(world.office, package, accept_clean=True).accepted == ()


def test_a_split_done_again_against_a_sale_is_a_conflict_too(world: World) -> None:
    commune = world.commune()
    split(commune, "9")
    commune.undo()
    commune.redo()
    add_user(world.office, "9", "Phạm Thị Đào", "999000000009")
    assert only(world, sent(world, commune)).outcome is Outcome.CONFLICT


def test_a_split_against_a_removed_land_user_is_a_conflict(world: World) -> None:
    commune = world.commune()
    split(commune, "1")
    remove_user(world.office, "1")
    assert only(world, sent(world, commune)).outcome is Outcome.CONFLICT


def test_a_merge_against_a_sale_is_a_conflict(world: World) -> None:
    commune = world.commune()
    merge(commune, "9", "10")
    add_user(world.office, "10", "Phạm Thị Đào", "999000000009")
    assert only(world, sent(world, commune)).outcome is Outcome.CONFLICT


def test_a_sale_against_a_split_is_a_conflict(world: World) -> None:
    # The other way round: the office split the parcel that the commune sold.
    commune = world.commune()
    add_user(commune, "9", "Phạm Thị Đào", "999000000009")
    split(world.office, "9")
    package = sent(world, commune)
    found = only(world, package)
    assert (found.outcome, found.can_be_taken) == (Outcome.CONFLICT, True)
    assert exchange.decide(world.office, package, accept_clean=True).accepted == ()


def test_a_sale_against_an_accepted_split_of_another_computer_is_a_conflict(world: World) -> None:
    base = world.base()
    one, two = world.commune("one", base), world.commune("two", base)
    split(one, "9")
    add_user(two, "9", "Phạm Thị Đào", "999000000009")
    world.round_trip(one)
    assert only(world, sent(world, two)).outcome is Outcome.CONFLICT


def test_a_sale_is_no_conflict_with_another_address_of_the_parcel(world: World) -> None:
    commune = world.commune()
    add_user(commune, "9", "Phạm Thị Đào", "999000000009")
    set_address(world.office, "9", "Thôn B")
    assert only(world, sent(world, commune)).outcome is Outcome.CLEAN


def test_a_land_user_of_a_parcel_the_office_deleted_cannot_be_taken(world: World) -> None:
    commune = world.commune()
    add_user(commune, "12", "Phạm Thị Đào", "999000000009")
    delete(world.office, "12")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CONFLICT
    assert refused_code(world, package) == "office.cannot-take"


def test_a_person_who_got_another_parcel_at_the_office_stays(world: World) -> None:
    # The commune takes the only land user off number 1, and the person with it; the office gave that person 12.
    commune = world.commune()
    remove_user(commune, "1")
    add_user(world.office, "12", "Nguyễn Thị Hường", "999000000001")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CLEAN
    world.round_trip_of(package, commune)
    assert users(world.office, number(world.office, "1").id) == []
    assert users(world.office, number(world.office, "12").id) == ["Nguyễn Thị Hường"]
    exchange.receive(commune, world.update())
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()
    assert [app.store.verify() for app in (world.office, commune)] == [[], []]


def test_a_parcel_deleted_under_a_land_user_the_author_did_not_see_cannot_be_taken(world: World) -> None:
    commune = world.commune()
    delete(commune, "12")
    add_user(world.office, "12", "Phạm Thị Đào", "999000000009")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CONFLICT
    assert refused_code(world, package) == "office.cannot-take"


def test_what_the_office_made_and_deleted_again_does_not_come_back(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    child = number(commune, "13*").id
    first = sent(world, commune)
    do(commune, SetParcel(child, address="Thôn A"))
    second = sent(world, commune)
    world.accept(first)
    delete(world.office, "13")
    assert only(world, second).outcome is Outcome.CONFLICT
    assert refused_code(world, second) == "office.cannot-take"


def test_two_computers_that_grow_into_the_same_strip(world: World) -> None:
    base = world.base()
    south, north = world.commune("south", base), world.commune("north", base)
    grow_north(south)
    grow_south(north)
    one, two = sent(world, south), sent(world, north)
    assert only(world, one).outcome is Outcome.CLEAN
    assert only(world, two).outcome is Outcome.CLEAN
    world.accept(one)
    found = only(world, two)
    assert found.outcome is Outcome.INVALID
    assert {finding.rule for finding in found.findings} == {"parcel.overlap"}
    assert refused_code(world, two) == "office.breaks-map"


def grow_north(app: Application) -> None:
    """Let number 5 grow 5 m into the strip."""
    for at in (corner(0, 1), corner(1, 1)):
        top = (at[0], at[1] + 30.0)
        move(app, top, 0.0, 5.0)


def grow_south(app: Application) -> None:
    """Let number 9 grow 5 m into the strip."""
    for at in (corner(0, 2), corner(1, 2)):
        move(app, at, 0.0, -5.0)


def test_a_record_that_needs_another_one_is_not_taken_without_it(world: World) -> None:
    # One record deletes number 9, another lets number 10 grow over its land.
    commune = world.commune()
    delete(commune, "9")
    move(commune, corner(1, 2), -8.0, 0.0)
    package = sent(world, commune)
    first, second = package.records
    assert [one.outcome for one in world.review(package)] == [Outcome.CLEAN, Outcome.CLEAN]
    before = records(world.office)
    with pytest.raises(RefusedError) as refused:
        exchange.decide(
            world.office, package, accept=[second.id], returns=[Return(first.id, "boundary", "Đo lại")]
        )
    assert refused.value.code == "office.breaks-map"
    assert records(world.office) == before
    with pytest.raises(RefusedError) as refused:
        exchange.decide(world.office, package, accept=[second.id])
    assert refused.value.code == "office.breaks-map"
    assert len(world.accept(package).accepted) == 2


def test_what_is_clean_only_with_a_returned_record_stays_undecided(world: World) -> None:
    commune = world.commune()
    delete(commune, "9")
    move(commune, corner(1, 2), -8.0, 0.0)
    package = sent(world, commune)
    first, second = package.records
    before = records(world.office)
    decided = exchange.decide(
        world.office, package, accept_clean=True, returns=[Return(first.id, "boundary", "Đo lại")]
    )
    assert (decided.accepted, decided.returned) == ((), (first.id,))
    assert records(world.office) == before
    assert only_undecided(world, package) == [second.id]


def only_undecided(world: World, package: Package) -> list[ObjectId]:
    return [one.record.id for one in world.review(package) if one.decision.decision == "undecided"]


def test_a_conflict_taken_by_decision_must_not_break_the_map_either(world: World) -> None:
    # Both moved the corner of number 9; the office also let number 5 grow into the strip.
    commune = world.commune()
    grow_south(commune)
    move(world.office, corner(0, 2), 0.0, -0.5)
    grow_north(world.office)
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CONFLICT
    assert refused_code(world, package) == "office.breaks-map"


def stretch_south(app: Application, metres: float) -> None:
    """Let number 9 begin so much further south than its land, over number 5 from 6 m on, as data of others do."""
    old = number(app, "9")
    assert old.shape is not None
    west, _, east, north = old.shape.bounds
    shape = canonical_shape(shapely.box(west, corner(0, 2)[1] - metres, east, north))
    change = ChangeSet("parcel.reshape", (Delta(old, dataclasses.replace(old, shape=shape)),), old.key)
    app.write(lambda context: context.work.apply(change))


def overlapping(world: World) -> None:
    stretch_south(world.office, 8.0)
    assert [one.rule for one in world.office.check().findings if one.rule == "parcel.overlap"]


def test_an_error_the_office_has_already_is_no_new_one(world: World) -> None:
    overlapping(world)
    commune = world.commune()
    move(commune, (corner(0, 2)[0], corner(0, 2)[1] + 30.0), 0.0, 3.0)
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CLEAN
    world.accept(package)


def test_an_error_the_office_has_already_must_not_grow(world: World) -> None:
    # It grows evenly: its middle, and with it the key of the finding, stays within the same metre.
    overlapping(world)
    commune = world.commune()
    stretch_south(commune, 8.4)
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.INVALID
    assert refused_code(world, package) == "office.breaks-map"


def test_an_error_the_office_has_already_may_shrink(world: World) -> None:
    overlapping(world)
    commune = world.commune()
    stretch_south(commune, 7.0)
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CLEAN


def test_a_key_that_two_parcels_have_already_does_not_stop_another_edit(world: World) -> None:
    do(world.office, SetParcel(number(world.office, "10").id, number="9"))
    commune = world.commune()
    move(commune, (corner(1, 2)[0], corner(1, 2)[1] + 30.0), 0.0, 7.0)
    assert only(world, sent(world, commune)).outcome is Outcome.CLEAN


def test_two_computers_that_take_the_same_number(world: World) -> None:
    base = world.base()
    one, two = world.commune("one", base), world.commune("two", base)
    split(one, "2")
    split(two, "3")
    assert number(one, "13*").id != number(two, "13*").id
    received = [world.round_trip(app) for app in (one, two)]
    assert received[0].renumbered == (("12/13*", "12/13"),)
    assert received[1].renumbered == (("12/13*", "12/14"),)
    assert number(world.office, "14").id == number(two, "14").id


def test_one_package_may_hold_two_parcels_of_the_same_provisional_number(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    split(commune, "3")
    do(commune, SetParcel(number(commune, "14*").id, number="13"))
    package = sent(world, commune)
    world.accept(package)
    exchange.receive(commune, world.receipt(package))
    keys = [one.key for one in records(world.office).values() if isinstance(one, Parcel)]
    assert len(set(keys)) == len(keys)
    assert differing(world.office, commune) == set()


def test_an_official_number_taken_meanwhile_is_found_by_the_merged_map(world: World) -> None:
    commune = world.commune()
    do(commune, SetParcel(number(commune, "1").id, number="77"))
    do(world.office, SetParcel(number(world.office, "2").id, number="77"))
    package = sent(world, commune)
    assert only(world, package).outcome is not Outcome.CLEAN


@pytest.mark.parametrize("odd", ["13²", "١٣", "13a"])
def test_numbers_that_only_look_like_numbers(world: World, odd: str) -> None:
    commune = world.commune()
    split(commune, "2")
    do(commune, SetParcel(number(commune, "13*").id, number=odd))
    do(world.office, SetParcel(number(world.office, "9").id, number=odd))
    package = sent(world, commune)
    world.accept(package)
    exchange.receive(commune, world.receipt(package))
    keys = [one.key for one in records(world.office).values() if isinstance(one, Parcel)]
    assert len(set(keys)) == len(keys)


def test_a_changed_neighbour_is_counted(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    set_address(world.office, "3", "Thôn B")
    found = only(world, sent(world, commune))
    assert (found.outcome, found.changed_around) == (Outcome.CLEAN, 1)


def test_a_decided_record_stands(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    package = sent(world, commune)
    world.give_back(package)
    for again in (world.accept, world.give_back):
        with pytest.raises(RefusedError) as refused:
            again(package)
        assert refused.value.code == "office.decided"


def test_the_same_person_moved_twice_keeps_both_sides(world: World) -> None:
    commune = world.commune()
    add_user(commune, "9", "Lê Hoàng Oanh", "999000000005")
    add_user(world.office, "10", "Lê Hoàng Oanh", "999000000005")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CLEAN
    world.round_trip_of(package, commune)
    parties = world.office.read(lambda reader: reader.all(Party))
    assert len(parties) == 5
    assert {one.parcel_id for one in rights(world.office, number(world.office, "9").id)}


def test_undo_at_the_office_of_its_own_act_meets_the_package(world: World) -> None:
    commune = world.commune()
    set_address(world.office, "1", "Thôn B")
    set_address(commune, "1", "Thôn A")
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.CONFLICT
    world.office.undo()
    assert only(world, package).outcome is Outcome.CLEAN


def test_revisions_after_acceptance_of_everything_agree(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    merge(commune, "9", "10")
    add_user(commune, "11", "Phạm Thị Đào", "999000000009")
    world.round_trip(commune)
    there, here = states(world.office, records(world.office)), states(commune, records(commune))
    assert {one: state.rev for one, state in there.items()} == {one: state.rev for one, state in here.items()}


def test_a_right_the_office_removed_and_the_commune_removed(world: World) -> None:
    commune = world.commune()
    for app in (commune, world.office):
        parcel = number(app, "5")
        (right,) = rights(app, parcel.id)
        do(app, RemoveLandUser(parcel.id, right.party_id))
    package = sent(world, commune)
    assert only(world, package).outcome is Outcome.SAME
    world.round_trip_of(package, commune)
    assert differing(world.office, commune) == set()
