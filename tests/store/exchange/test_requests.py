"""A request goes to the office with the next change package, and the office's answer comes back."""

from pathlib import Path

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.commands import (
    AnswerRequest,
    AskOffice,
    DeleteParcel,
    EditRecord,
    SetFields,
    SetParcel,
    WithdrawRequest,
)
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Request
from landdesk.domain.requests import place_of
from landdesk.services.packages.reading import Package, read_package
from tests.store.exchange.world import COMMUNE, World, number, set_address, waiting, work_items
from tests.stores import refused


def requests(app: Application) -> list[Request]:
    return app.read(lambda reader: reader.failures.requests())


def ask(
    app: Application, *numbers: str, kind: str = "mend_overlap", words: str = "Hai thửa chồng nhau"
) -> Request:
    before = {one.id for one in requests(app)}
    parcels = tuple(number(app, one).id for one in numbers)
    app.execute(AskOffice(parcels, kind, words, rule="parcel.overlap", place=(600_020.0, 1_350_010.5)))
    (made,) = [one for one in requests(app) if one.id not in before]
    return made


def records_of(world: World, package: Package, *, asking: bool) -> list[ObjectId]:
    """Return the records of a package that hold requests, or the others."""
    return [
        one.record.id
        for one in world.review(package)
        if asking is any(each.operation.class_name == "request" for each in one.operations)
    ]


def test_a_request_goes_there_and_its_answer_comes_back(world: World) -> None:
    commune = world.commune()
    asked = ask(commune, "2", "1")
    assert (asked.state, asked.commune, asked.kind, asked.rule) == (
        "asked",
        COMMUNE,
        "mend_overlap",
        "parcel.overlap",
    )
    assert asked.parcel_keys == "12/1, 12/2"
    assert asked.asked_by == "Trần Văn Đức, UBND xã"
    assert place_of(asked) == (600_020.0, 1_350_010.5)
    package = world.receive(world.export(commune))
    assert package.manifest.counts == {"request": {"create": 1}}
    assert [one.outcome for one in world.review(package)] == ["clean"]
    world.accept(package)
    assert requests(world.office) == [asked]
    # The answer that is given before the receipt is written travels with it.
    world.office.execute(AnswerRequest(asked.id, "taken", "Chi nhánh sẽ đo lại"))
    received = exchange.receive(commune, world.receipt(package))
    assert (received.accepted, received.conflicts) == (1, 0)
    (here,) = requests(commune)
    assert (here.state, here.answer, here.answered_by) == (
        "taken",
        "Chi nhánh sẽ đo lại",
        "Lê Thị Đào, Chi nhánh VPĐK",
    )
    # A later one comes with the next update.
    world.office.execute(AnswerRequest(asked.id, "done", "Đã sửa ranh giới"))
    assert exchange.receive(commune, world.update()).complete
    assert requests(commune) == requests(world.office)
    assert requests(commune)[0].state == "done"
    assert waiting(commune) == set()
    assert commune.store.verify() == world.office.store.verify() == []


def test_the_office_decides_on_a_request_apart_from_other_work_on_its_parcels(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn Đông")
    asked = ask(commune, "1")
    package = world.receive(world.export(commune))
    by_request = {
        any(op.operation.class_name == "request" for op in one.operations): one
        for one in world.review(package)
    }
    world.give_back(package, by_request[False].record.id)
    world.accept(package, by_request[True].record.id)
    received = exchange.receive(commune, world.receipt(package))
    assert (received.accepted, received.returned) == (1, 1)
    assert requests(world.office) == [asked] == requests(commune)


def test_a_request_outlives_its_parcels_and_a_returned_one_is_work_on_them(world: World) -> None:
    commune = world.commune()
    asked = ask(commune, "9", "10")
    commune.execute(DeleteParcel(number(commune, "9").id))
    package = world.receive(world.export(commune))
    world.give_back(package, *records_of(world, package, asking=True), note="Không thuộc chi nhánh")
    exchange.receive(commune, world.receipt(package))
    (item,) = work_items(commune, "open")
    assert item.words == "Không thuộc chi nhánh"
    assert {asked.id, *asked.parcels} == set(item.subjects)
    assert commune.store.verify() == []


def test_a_withdrawn_request_leaves_no_trace_unless_somebody_knows_of_it(world: World) -> None:
    commune = world.commune()
    first = ask(commune, "1")
    commune.execute(WithdrawRequest(first.id))
    assert requests(commune) == []
    assert waiting(commune) == set()
    second = ask(commune, "1")
    world.round_trip(commune)
    commune.execute(WithdrawRequest(second.id))
    world.round_trip(commune)
    assert [one.state for one in requests(world.office)] == ["withdrawn"]
    with refused("request.settled"):
        world.office.execute(AnswerRequest(second.id, "done"))
    with refused("request.settled"):
        commune.execute(WithdrawRequest(second.id))


def test_both_sides_changing_a_request_is_a_conflict_that_is_told(world: World) -> None:
    commune = world.commune()
    asked = ask(commune, "1")
    world.round_trip(commune)
    world.office.execute(AnswerRequest(asked.id, "done", "Xong"))
    commune.execute(WithdrawRequest(asked.id))
    received = exchange.receive(commune, world.update())
    assert received.conflicts == 1
    (here,) = requests(commune)
    assert (here.state, here.answer) == ("withdrawn", "Xong")


def test_requests_of_one_commune_go_to_that_commune(tmp_path: Path) -> None:
    world = World(tmp_path, communes=(COMMUNE, "22651"))
    try:
        other = number(world.office, "9")
        world.office.execute(EditRecord((SetFields("parcel", other.id, {"commune": "22651"}),)))
        mine, theirs = ask(world.office, "1"), ask(world.office, "9")
        assert (mine.commune, theirs.commune) == (COMMUNE, "22651")
        assert requests(world.commune()) == [mine]
        with refused("request.communes"):
            ask(world.office, "1", "9")
    finally:
        world.close()


def test_a_package_of_the_former_format_is_still_read() -> None:
    package = read_package(Path(__file__).parents[2] / "data/packages/format2_change.ldpkg")
    assert "request" not in package.manifest.counts


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [("overlap", "x", "request.kind"), ("other", "  ", "request.words")],
)
def test_what_is_no_request(world: World, kind: str, words: str, code: str) -> None:
    with refused(code):
        ask(world.commune(), "1", kind=kind, words=words)


def test_the_same_is_asked_once_until_it_is_settled(world: World) -> None:
    asked = ask(world.office, "1")
    with refused("request.again"):
        ask(world.office, "1")
    ask(world.office, "1", kind="other")
    world.office.execute(AnswerRequest(asked.id, "refused", "Không chồng"))
    ask(world.office, "1")


def test_who_may_answer_and_how(world: World) -> None:
    commune = world.commune()
    asked = ask(commune, "1")
    with refused("request.for-office"):
        commune.execute(AnswerRequest(asked.id, "done"))
    with refused("rights.office"):
        commune.execute(EditRecord((SetFields("request", asked.id, {"answer": "Xong"}),)))
    own = ask(world.office, "2")
    with refused("request.answer"):
        world.office.execute(AnswerRequest(own.id, "asked"))
    with refused("request.why"):
        world.office.execute(AnswerRequest(own.id, "refused"))
    world.office.execute(AnswerRequest(own.id, "taken"))
    with refused("request.settled"):
        world.office.execute(AnswerRequest(own.id, "taken"))
    world.office.undo()
    assert {one.id: one.state for one in requests(world.office)} == {own.id: "asked"}
    world.office.execute(SetParcel(number(world.office, "2").id, address="Thôn 1"))
