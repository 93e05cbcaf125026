"""The office takes a decision back until somebody outside may know of it, and does it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind, Person
from landdesk.domain.commands import SetParcel
from landdesk.domain.ids import ObjectId
from landdesk.services.office.decide import Return
from landdesk.services.office.inbox import inbox
from landdesk.services.office.review import Outcome
from landdesk.services.packages.reading import Package
from landdesk.store.queries.decisions import Decision
from tests.store.exchange.world import (
    COMMUNE,
    World,
    add_user,
    corner,
    delete,
    differing,
    merge,
    move,
    number,
    records,
    rename_user,
    set_address,
    split,
    users,
    waiting,
    work_items,
)
from tests.stores import refused

OTHER = "22366"


@pytest.fixture
def clerk(world: World) -> Person:
    """Who decides: not the person who imported the parcels."""
    world.change_clerk()
    assert world.office.person is not None
    return world.office.person


@contextmanager
def acting(world: World, name: str) -> Iterator[None]:
    """Let another clerk work at the office for a while."""
    app, before = world.office, world.office.person
    known = app.read(lambda reader: reader.people.called(name))
    app.person = known[0] if known else world.add_clerk(name)
    yield
    app.person = before


def decisions(world: World, package: Package) -> dict[str, str]:
    """Return what is decided of each record, by its subject."""
    said = said_of(world, package)
    return {one.subject: said[one.id].decision for one in package.records}


def said_of(world: World, package: Package) -> dict[ObjectId, Decision]:
    return world.office.read(lambda reader: reader.exchange.decisions(package.manifest.package_id))


def record(package: Package, subject: str) -> ObjectId:
    (found,) = [one.id for one in package.records if one.subject == subject]
    return found


def sent(world: World, commune: Application | None = None) -> Package:
    """Return a received package: 12/1 is split, 12/3 and 12/7 have other addresses."""
    commune = commune or world.commune()
    split(commune, "1")
    set_address(commune, "3", "Thôn Đông")
    set_address(commune, "7", "Thôn Tây")
    return world.receive(world.export(commune))


@pytest.mark.usefixtures("clerk")
def test_accepted_and_returned_in_one_go_are_taken_back_and_done_again_together(world: World) -> None:
    package = sent(world)
    before, map_before = records(world.office), world.office.coverage.live()
    first = package.records[0].subject
    decided = exchange.decide(
        world.office,
        package,
        accept_clean=True,
        returns=[Return(record(package, "12/3"), "boundary", "Đo lại")],
    )
    after, said = records(world.office), said_of(world, package)
    back = world.office.undo()
    assert (back.kind, back.command, back.undoes) == (
        EntryKind.DECISION,
        "undo:office.decide",
        decided.entry and decided.entry.number,
    )
    assert records(world.office) == before
    assert len(world.office.coverage.live()) == len(map_before)
    assert set(decisions(world, package).values()) == {"undecided"}
    assert all(one == Decision(one.record, "undecided") for one in said_of(world, package).values())
    (line,) = world.office.read(inbox)
    assert (line.undecided, line.accepted, line.returned) == (3, 0, 0)
    assert world.outcomes(package)[first] is Outcome.CLEAN
    with refused("office.nothing-decided"):
        world.receipt(package)

    world.office.redo()
    assert records(world.office) == after
    assert said_of(world, package) == said
    assert world.office.undo().command == "undo:office.decide"
    assert records(world.office) == before
    assert world.office.store.verify() == []


@pytest.mark.usefixtures("clerk")
def test_a_decision_that_only_returned_is_taken_back_and_done_again(world: World) -> None:
    commune = world.commune()
    package = sent(world, commune)
    world.give_back(package, note="Thiếu chữ ký")
    said = said_of(world, package)
    back = world.office.undo()
    assert (back.delta_count, set(decisions(world, package).values())) == (0, {"undecided"})
    world.office.redo()
    assert said_of(world, package) == said
    assert {(one.reason, one.note) for one in said.values()} == {("boundary", "Thiếu chữ ký")}
    world.office.undo()
    # Another decision than before, and the commune gets that one.
    world.accept(package)
    received = exchange.receive(commune, world.receipt(package))
    assert (received.accepted, received.returned) == (3, 0)
    assert differing(world.office, commune) == waiting(commune) == set()


@pytest.mark.usefixtures("clerk")
def test_each_decision_is_taken_back_for_itself_the_newest_first(world: World) -> None:
    package = sent(world)
    world.accept(package, record(package, "12/3"))
    world.give_back(package, record(package, "12/7"))
    world.office.undo()
    assert (decisions(world, package)["12/3"], decisions(world, package)["12/7"]) == ("accepted", "undecided")
    world.office.undo()
    assert set(decisions(world, package).values()) == {"undecided"}
    world.office.redo()
    world.office.redo()
    assert (decisions(world, package)["12/3"], decisions(world, package)["12/7"]) == ("accepted", "returned")
    with refused("redo.nothing"):
        world.office.redo()


@pytest.mark.usefixtures("clerk")
def test_official_numbers_are_free_again(world: World) -> None:
    package = sent(world)
    decided = world.accept(package)
    assert [new for _, new in decided.renumbered] == ["12/13"]
    world.office.undo()
    assert [new for _, new in world.accept(package).renumbered] == ["12/13"]


@pytest.mark.usefixtures("clerk")
def test_doing_again_does_not_give_a_number_that_another_parcel_has_now(world: World) -> None:
    package = sent(world)
    world.accept(package)
    world.office.undo()
    with acting(world, "Hà Văn Tý"):
        world.office.execute(SetParcel(number(world.office, "9").id, number="13"))
    with refused("office.breaks-map"):
        world.office.redo()
    assert set(decisions(world, package).values()) == {"undecided"}
    assert [new for _, new in world.accept(package).renumbered] == ["12/14"]


@pytest.mark.parametrize("returned", [False, True])
@pytest.mark.usefixtures("clerk")
def test_after_the_receipt_a_decision_stands(world: World, *, returned: bool) -> None:
    package = sent(world)
    (world.give_back if returned else world.accept)(package, record(package, "12/3"))
    world.receipt(package)
    with refused("undo.receipt-written"):
        world.office.undo()
    # What is decided later is not in that receipt.
    world.accept(package, record(package, "12/7"))
    world.office.undo()
    assert decisions(world, package)["12/7"] == "undecided"
    with refused("undo.receipt-written"):
        world.office.undo()


@pytest.mark.parametrize("kind", ["update", "base"])
@pytest.mark.usefixtures("clerk")
def test_what_an_update_or_base_carries_cannot_be_taken_back(world: World, kind: str) -> None:
    package = sent(world)
    world.accept(package)
    world.update() if kind == "update" else world.base()
    with refused("undo.handed-out"):
        world.office.undo()
    assert set(decisions(world, package).values()) == {"accepted"}


@pytest.mark.usefixtures("clerk")
def test_a_return_is_not_told_by_a_base(world: World) -> None:
    package = sent(world)
    world.give_back(package)
    world.base()
    world.office.undo()
    assert set(decisions(world, package).values()) == {"undecided"}


@pytest.mark.usefixtures("clerk")
def test_a_base_written_before_the_decision_or_while_it_was_taken_back_tells_nothing(world: World) -> None:
    package = sent(world)
    world.base()
    world.accept(package)
    world.office.undo()
    world.base()
    world.office.redo()
    world.office.undo()
    assert set(decisions(world, package).values()) == {"undecided"}


def test_a_base_of_another_commune_tells_of_land_users_with_a_parcel_there(tmp_path: Path) -> None:
    world = World(tmp_path, communes=(COMMUNE, OTHER))
    world.change_clerk()
    world.office.write(lambda context: context.work.apply(given_away(world.office, "6")))
    commune = world.commune()
    set_address(commune, "3", "Thôn Đông")
    first = world.receive(world.export(commune))
    rename_user(commune, "5", "Lê Hoàng Anh")
    second = world.receive(world.export(commune))
    world.accept(first)
    world.base(OTHER)
    world.office.undo()
    world.accept(first)
    # The land user of 12/5 has 12/6 too, which belongs to the other commune now.
    world.accept(second)
    world.base(OTHER)
    with refused("undo.handed-out"):
        world.office.undo()
    world.close()


def given_away(app: Application, wanted: str) -> ChangeSet:
    """Return the change that lets a parcel belong to the other commune."""
    parcel = number(app, wanted)
    return ChangeSet("parcel.set", (Delta(parcel, replace(parcel, commune=OTHER)),), parcel.key)


@pytest.mark.usefixtures("clerk")
def test_what_another_receipt_carries_cannot_be_taken_back(world: World) -> None:
    commune = world.commune()
    set_address(commune, "3", "Thôn Đông")
    first = world.receive(world.export(commune))
    set_address(commune, "3", "Thôn Tây")
    second = world.receive(world.export(commune))
    world.accept(first)
    world.accept(second)
    receipt = world.receipt(first)
    with refused("undo.handed-out"):
        world.office.undo()
    exchange.receive(commune, receipt)
    exchange.receive(commune, world.receipt(second))
    assert differing(world.office, commune) == waiting(commune) == set()


@pytest.mark.usefixtures("clerk")
def test_a_later_package_rests_on_the_decision_before_it(world: World) -> None:
    commune = world.commune()
    set_address(commune, "3", "Thôn Đông")
    first = world.receive(world.export(commune))
    set_address(commune, "5", "Thôn Tây")
    second = world.receive(world.export(commune))
    world.accept(first)
    with acting(world, "Hà Văn Tý"):
        world.accept(second)
    with refused("undo.later-package"):
        world.office.undo()
    with acting(world, "Hà Văn Tý"):
        world.office.undo()
    world.office.undo()
    with acting(world, "Hà Văn Tý"), refused("office.waits"):
        world.office.redo()
    world.office.redo()
    with acting(world, "Hà Văn Tý"):
        world.office.redo()
    assert {*decisions(world, first).values(), *decisions(world, second).values()} == {"accepted"}


@pytest.mark.usefixtures("clerk")
def test_a_record_decided_anew_by_somebody_else_is_not_decided_again(world: World) -> None:
    package = sent(world)
    world.accept(package)
    world.office.undo()
    with acting(world, "Hà Văn Tý"):
        world.give_back(package, record(package, "12/3"), note="Sai địa chỉ")
    with refused("redo.decided-since"):
        world.office.redo()
    with acting(world, "Hà Văn Tý"):
        world.office.undo()
    with refused("redo.decided-since"):
        world.office.redo()
    said = said_of(world, package)[record(package, "12/3")]
    assert (said.decision, said.reason, said.note) == ("undecided", None, None)


@pytest.mark.usefixtures("clerk")
def test_an_object_that_was_changed_since_stands_in_the_way(world: World) -> None:
    package = sent(world)
    world.accept(package)
    with acting(world, "Hà Văn Tý"):
        set_address(world.office, "3", "Thôn Bắc")
    with refused("store.changed-since"):
        world.office.undo()
    assert set(decisions(world, package).values()) == {"accepted"}
    with acting(world, "Hà Văn Tý"):
        world.office.undo()
    world.office.undo()
    assert set(decisions(world, package).values()) == {"undecided"}


@pytest.mark.usefixtures("clerk")
def test_a_parcel_that_got_a_land_user_since_does_not_go(world: World) -> None:
    package = sent(world)
    world.accept(package)
    with acting(world, "Hà Văn Tý"):
        add_user(world.office, "13", "Vũ Đình Ơn")
    with refused("turn.needed") as caught:
        world.office.undo()
    assert caught.value.where is not None
    assert caught.value.where.values == {"keys": "12/13"}
    assert "Vũ Đình Ơn" in users(world.office, number(world.office, "13").id)


@pytest.mark.usefixtures("clerk")
def test_another_clerks_decision_is_not_taken_back(world: World) -> None:
    package = sent(world)
    with acting(world, "Hà Văn Tý"):
        world.accept(package)
    with refused("undo.nothing"):
        world.office.undo()


@pytest.mark.usefixtures("clerk")
def test_the_division_of_a_decision_taken_back_is_no_conflict_for_others(world: World) -> None:
    base = world.base()
    one, two = world.commune("one", base), world.commune("two", base)
    split(one, "1")
    add_user(two, "1", "Vũ Đình Ơn")
    divides, adds = world.receive(world.export(one)), world.receive(world.export(two))
    world.accept(divides)
    assert world.outcomes(adds) == {"12/1": Outcome.CONFLICT}
    world.office.undo()
    set_address(world.office, "1", "Thôn Nam")
    assert world.outcomes(adds) == {"12/1": Outcome.CLEAN}


@pytest.mark.usefixtures("clerk")
def test_merged_and_deleted_parcels_come_back_with_all_that_belongs_to_them(world: World) -> None:
    commune = world.commune()
    merge(commune, "1", "2")
    delete(commune, "6")
    move(commune, corner(2, 1), 0.3, 0.2)
    package = world.receive(world.export(commune))
    before = records(world.office)
    world.accept(package)
    assert records(world.office) != before
    world.office.undo()
    assert records(world.office) == before
    world.office.redo()
    received = exchange.receive(commune, world.receipt(package))
    assert received.accepted == len(package.records)
    assert differing(world.office, commune) == waiting(commune) == set()
    assert work_items(commune, "open") == []


def test_undo_and_redo_of_a_decision_survive_a_restart(world: World) -> None:
    package = sent(world)
    world.accept(package)
    entry = _newest(world)
    assert entry.kind is EntryKind.DECISION
    world.office = world.reopen(world.office, world.clerk)
    world.office.undo()
    world.office = world.reopen(world.office, world.clerk)
    world.office.redo()
    assert set(decisions(world, package).values()) == {"accepted"}


def _newest(world: World) -> Entry:
    return world.office.read(lambda reader: reader.history(1))[0]
