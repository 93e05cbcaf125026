"""A package that was sent before its author knew that the one before it was returned: no part of that slips in."""

import pytest
from shapely import LineString

from landdesk.app import exchange
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.commands import CloseWorkItem, SplitParcel
from landdesk.domain.records import Parcel
from landdesk.services.office.review import Outcome
from tests.store.exchange.world import (
    EAST,
    NORTH,
    WIDTH,
    World,
    delete,
    differing,
    do,
    number,
    records,
    set_address,
    split,
    square,
    waiting,
    work_items,
)


def test_what_goes_on_from_a_returned_record_is_not_taken_without_it(world: World) -> None:
    commune = world.commune()
    split(commune, "1")
    first = world.receive(world.export(commune))
    set_address(commune, "1", "Thôn Mới")
    set_address(commune, "3", "Thôn Mới")
    second = world.receive(world.export(commune))
    area_m2 = map_area_m2(world)
    world.give_back(first)
    outcomes = {one.record.subject: (one.outcome, one.can_be_taken) for one in world.review(second)}
    assert outcomes == {"12/1": (Outcome.CONFLICT, False), "12/3": (Outcome.CLEAN, True)}
    exchange.decide(world.office, second, accept_clean=True)
    # Else one half of the split would be there without the other.
    assert map_area_m2(world) == pytest.approx(area_m2)
    world.give_back(second, *[one.id for one in second.records if one.subject == "12/1"])

    # The commune learns of both returns, in whatever order, and sends split and address again as one record.
    receipts = [world.receipt(first), world.receipt(second)]
    exchange.receive(commune, receipts[1])
    exchange.receive(commune, receipts[0])
    set_address(commune, "1", "Thôn Mới Hơn")
    third = world.receive(world.export(commune))
    (whole,) = world.review(third)
    assert (whole.outcome, whole.record.subject) == (Outcome.CLEAN, "12/1 → 12/1, 12/13*; 12/1")
    received = world.round_trip_of(third, commune)
    assert (received.accepted, received.returned) == (1, 0)
    assert map_area_m2(world) == pytest.approx(area_m2)
    assert differing(world.office, commune) == waiting(commune) == set()
    assert work_items(commune, "open") == []


def test_a_returned_record_goes_whole_although_only_the_later_return_is_known(world: World) -> None:
    commune = world.commune()
    split(commune, "1")
    first = world.receive(world.export(commune))
    set_address(commune, "1", "Thôn Mới")
    second = world.receive(world.export(commune))
    world.give_back(first)
    world.give_back(second)
    exchange.receive(commune, world.receipt(second))
    set_address(commune, "1", "Thôn Mới Hơn")
    third = world.receive(world.export(commune))
    # The other half was sent in a package that has no answer here yet.
    assert {one.op for one in third.operations if one.class_name == "parcel"} == {"create", "update"}
    (whole,) = world.review(third)
    assert (whole.outcome, whole.can_be_taken) == (Outcome.CONFLICT, False)
    world.give_back(third)
    exchange.receive(commune, world.receipt(first))
    exchange.receive(commune, world.receipt(third))
    set_address(commune, "1", "Thôn Cuối")
    received = world.round_trip(commune)
    assert (received.accepted, received.returned) == (1, 0)
    assert differing(world.office, commune) == waiting(commune) == set()


def test_another_value_than_the_one_returned_goes_on_from_nothing(world: World) -> None:
    commune = world.commune()
    set_address(commune, "3", "Thôn Sai")
    first = world.receive(world.export(commune))
    set_address(commune, "3", "Thôn Đúng")
    second = world.receive(world.export(commune))
    world.give_back(first)
    assert world.outcomes(second) == {"12/3": Outcome.CLEAN}


def test_work_that_was_closed_unsent_still_goes_whole_when_it_is_edited(world: World) -> None:
    commune = world.commune()
    split(commune, "1")
    first = world.receive(world.export(commune))
    world.give_back(first)
    exchange.receive(commune, world.receipt(first))
    (item,) = work_items(commune, "open")
    do(commune, CloseWorkItem(item.id, send_again=False))
    set_address(commune, "1", "Thôn Mới")
    received = world.round_trip(commune)
    assert (received.accepted, received.returned) == (1, 0)
    assert differing(world.office, commune) == waiting(commune) == set()


def map_area_m2(world: World) -> float:
    """Return how much land the office's parcels cover."""
    shapes = [one.shape for one in records(world.office).values() if isinstance(one, Parcel)]
    return float(sum(shape.area for shape in shapes if shape is not None))


def test_a_neighbour_that_stays_gets_the_corner_of_an_accepted_split(world: World) -> None:
    commune = world.commune()
    delete(commune, "2")
    cut = LineString([(EAST - 1, NORTH + 12), (EAST + WIDTH + 1, NORTH + 12)])
    do(commune, SplitParcel(number(commune, "1").id, cut))
    package = world.receive(world.export(commune))
    # The neighbour's deletion does not come about, so its author's store had nobody to give the corner to.
    world.give_back(package, *[one.id for one in package.records if one.subject == "12/2"])
    world.office.check()
    exchange.decide(world.office, package, accept_clean=True)
    neighbour = number(world.office, "2").shape
    assert neighbour is not None
    assert (EAST + WIDTH, NORTH + 12) in set(neighbour.geoms[0].exterior.coords)
    assert "parcel.missing-node" not in {one.rule for one in world.office.check().findings}
    world.office.undo()
    assert number(world.office, "2").shape == canonical_shape(square(1, 0))
