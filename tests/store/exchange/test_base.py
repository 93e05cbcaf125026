"""Base packages: a new commune's store is the office's state; which packages and stores fit each other."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landdesk.app import exchange
from landdesk.domain.canonical import parse_revision
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.errors import InvalidInputError, LandDeskError, RefusedError
from landdesk.domain.ids import parse_id
from landdesk.domain.records import Parcel
from landdesk.services.office.review import Outcome
from landdesk.services.packages.office_state import root_hash
from landdesk.services.packages.reading import read_package
from landdesk.store.store import NewStore
from tests.store.exchange.forged import contents, forge, lines
from tests.store.exchange.world import (
    COMMUNE,
    EPSG,
    World,
    add_user,
    delete,
    differing,
    number,
    records,
    set_address,
    split,
    states,
    waiting,
)
from tests.unit.packages.published import ENTRIES, faulty, verifier

OTHER = "22660"


def test_a_new_store_is_the_offices_state(world: World) -> None:
    base = world.base()
    commune = world.commune(base=base)
    assert records(commune) == records(world.office)
    there, here = states(world.office, records(world.office)), states(commune, records(commune))
    assert {one: (state.no, state.rev) for one, state in there.items()} == {
        one: (state.trunk_no, state.trunk_rev) for one, state in here.items()
    }
    assert {one: state.rev for one, state in here.items()} == {
        one: state.trunk_rev for one, state in here.items()
    }
    info = commune.info
    assert (info.dataset, info.role, info.epsg, info.communes, info.training) == (
        world.office.info.dataset,
        "commune",
        EPSG,
        (COMMUNE,),
        False,
    )
    assert info.workspace != world.office.info.workspace
    manifest = read_package(base).manifest
    assert info.base == manifest.base
    assert info.base is not None
    assert info.base.root_hash == root_hash(commune.read(lambda reader: reader.exchange.trunk_revisions()))
    assert waiting(commune) == set()
    assert [app.store.verify() for app in (world.office, commune)] == [[], []]


def test_every_package_of_a_journey_is_as_published(world: World) -> None:
    commune = world.commune()
    split(commune, "2")
    add_user(commune, "9", "Phạm Thị Đào", "999000000009")
    delete(commune, "12")
    set_address(commune, "1", "Thôn A")
    package = world.receive(world.export(commune))
    set_address(commune, "1", "Thôn B")
    world.export(commune)
    world.accept(package, *(one.id for one in package.records[1:]))
    world.give_back(package, package.records[0].id)
    exchange.receive(commune, world.receipt(package))
    delete(world.office, "11")
    world.base()
    delete(world.office, "10")
    world.update()
    written = sorted(world.folder.glob("*.ldpkg"))
    assert len(written) == 6
    lines: set[str] = set()
    for path in written:
        assert verifier().problems_of(path)[0] == [], path.name
        assert faulty(path.read_bytes()) == [], path.name
        lines |= {name for name, content in contents(path).items() if content}
    assert set(ENTRIES) <= lines


def test_bases_are_numbered_and_kept_as_snapshots(world: World) -> None:
    first, second = read_package(world.base()), read_package(world.base())
    snapshots = world.office.read(lambda reader: reader.exchange.snapshots())
    assert sorted(one.number for one in snapshots) == [1, 2]
    assert {one.package for one in snapshots} == {first.manifest.package_id, second.manifest.package_id}
    assert second.manifest.previous == first.manifest.package_id
    assert second.manifest.previous_fingerprint == first.fingerprint
    assert (first.manifest.sequence, second.manifest.sequence) == (1, 2)


def give_away(world: World, wanted: str) -> Parcel:
    """Give a parcel to the other commune of the office; return it as it was."""
    old = number(world.office, wanted)
    change = ChangeSet("test", (Delta(old, dataclasses.replace(old, commune=OTHER)),))
    world.office.write(lambda context: context.work.apply(change))
    return old


@pytest.fixture
def two_communes(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, communes=(COMMUNE, OTHER))
    yield world
    world.close()


def test_a_base_of_one_commune_holds_nothing_of_another(two_communes: World) -> None:
    given = give_away(two_communes, "12")
    package = read_package(two_communes.base())
    assert given.id not in package.created
    assert {one.commune for one in package.created.values() if isinstance(one, Parcel)} == {COMMUNE}
    assert len(package.created) == len(records(two_communes.office)) - 2


def test_an_empty_commune_has_no_base(two_communes: World) -> None:
    world = two_communes
    with pytest.raises(RefusedError) as refused:
        world.base(OTHER)
    assert refused.value.code == "base.empty"
    with pytest.raises(InvalidInputError) as unknown:
        world.base("22736")
    assert unknown.value.code == "base.other-commune"
    assert not list(world.folder.glob("*.ldpkg"))
    assert not list(world.folder.glob(".*.part"))


def test_a_commune_hands_out_no_base(world: World) -> None:
    commune = world.commune()
    with pytest.raises(RefusedError) as refused:
        exchange.write_base(commune, COMMUNE, world.path("base"))
    assert refused.value.code == "base.not-office"
    with pytest.raises(RefusedError) as refused:
        exchange.write_update(commune, COMMUNE, world.path("update"))
    assert refused.value.code == "base.not-office"


def test_nobody_acts_without_a_name(world: World) -> None:
    world.office.person = None
    with pytest.raises(RefusedError) as refused:
        world.base()
    assert refused.value.code == "person.none"
    assert not list(world.folder.glob("*.ldpkg"))


def test_an_existing_file_is_not_touched(world: World) -> None:
    target = world.folder / "base.ldpkg"
    target.write_bytes(b"mine")
    with pytest.raises(RefusedError) as refused:
        exchange.write_base(world.office, COMMUNE, target)
    assert refused.value.code == "package.exists"
    assert target.read_bytes() == b"mine"
    assert world.office.read(lambda reader: reader.exchange.snapshots()) == []
    base = world.base()
    store = world.folder / "there.landdesk"
    store.write_bytes(b"mine")
    with pytest.raises(RefusedError) as refused:
        exchange.create_from_base(base, store, world.technician)
    assert refused.value.code == "store.exists"
    assert store.read_bytes() == b"mine"


@pytest.mark.parametrize("kind", ["change", "receipt", "update"])
def test_only_a_base_makes_a_store(world: World, kind: str) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    sent = world.export(commune)
    package = world.receive(sent)
    world.accept(package)
    path = {"change": sent.path, "receipt": world.receipt(package), "update": world.update()}[kind]
    with pytest.raises(InvalidInputError) as refused:
        exchange.create_from_base(path, world.folder / "new.landdesk", world.technician)
    assert refused.value.code == "package.not-base"
    assert not list(world.folder.glob("*new.landdesk*"))


def test_the_base_a_store_came_from_changes_nothing(world: World) -> None:
    base = world.base()
    commune = world.commune(base=base)
    version = commune.read(lambda reader: reader.version())
    received = exchange.receive(commune, base)
    assert received.again
    assert commune.read(lambda reader: reader.version()) == version


def test_a_newer_base_brings_a_store_up_to_date(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    set_address(world.office, "2", "Thôn B")
    split(world.office, "9")
    received = exchange.receive(commune, world.base())
    assert received.conflicts == 0
    assert number(commune, "1").address == "Thôn A"
    assert number(commune, "2").address == "Thôn B"
    assert differing(world.office, commune) == {number(commune, "1").id}
    assert commune.info.base is not None
    assert commune.info.base.number == 2


def test_a_newer_base_brings_deletions_too(world: World) -> None:
    # A base is the whole commune: what the office deleted before it was written must not live on here.
    commune = world.commune()
    delete(world.office, "12")
    add_user(world.office, "9", "Phạm Thị Đào", "999000000009")
    exchange.receive(commune, world.base())
    assert differing(world.office, commune) == set()
    assert waiting(commune) == set()


def test_an_older_base_takes_nothing_back(world: World) -> None:
    old = world.base()
    set_address(world.office, "1", "Thôn B")
    commune = world.commune(base=world.base())
    exchange.receive(commune, old)
    assert differing(world.office, commune) == set()
    assert commune.info.base is not None
    assert commune.info.base.number == 2


def elsewhere(tmp_path: Path, **options: object) -> World:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return World(folder, seed=2, **options)  # type: ignore[arg-type]  # as World takes them


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"training": True}, "package.other-environment"),
        ({}, "package.other-dataset"),
    ],
)
@pytest.mark.parametrize("kind", ["base", "change"])
def test_packages_of_another_office_are_refused(
    world: World, tmp_path: Path, options: dict[str, object], code: str, kind: str
) -> None:
    commune = world.commune()
    other = elsewhere(tmp_path, **options)
    try:
        if kind == "base":
            refuse(code, lambda: exchange.receive(commune, other.base()))
        else:
            foreign = other.commune()
            set_address(foreign, "1", "Thôn A")
            path = other.export(foreign).path
            refuse(code, lambda: exchange.office_receive(world.office, path))
            assert world.office.read(lambda reader: reader.exchange.packages(direction="in")) == []
    finally:
        other.close()


def test_real_data_does_not_come_into_a_training_store(world: World, tmp_path: Path) -> None:
    other = elsewhere(tmp_path, training=True)
    try:
        refuse("package.other-environment", lambda: exchange.receive(other.commune(), world.base()))
        commune = world.commune()
        set_address(commune, "1", "Thôn A")
        path = world.export(commune).path
        refuse("package.other-environment", lambda: exchange.office_receive(other.office, path))
    finally:
        other.close()


def test_another_communes_package_is_refused(two_communes: World) -> None:
    world = two_communes
    own = world.commune("own")
    give_away(world, "12")
    theirs = world.base(OTHER)
    refuse("package.other-commune", lambda: exchange.receive(own, theirs))
    assert world.commune("theirs", theirs).info.communes == (OTHER,)


def test_a_package_that_reaches_into_another_commune_is_refused(two_communes: World) -> None:
    # Nobody's program writes it: the parcel is another commune's by now, or the package moves it there.
    world = two_communes
    commune = world.commune("own")
    set_address(commune, "12", "Thôn A")
    sent = world.export(commune)
    give_away(world, "12")
    package = world.receive(sent)
    (found,) = world.review(package)
    assert (found.outcome, found.can_be_taken) == (Outcome.CONFLICT, False)

    def move_away(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one | {"set": one["set"] | {"F001": {"old": COMMUNE, "new": OTHER}}} for one in lines]

    forged = forge(sent.path, world.folder / "forged.ldpkg", entries={"ops.jsonl": move_away})
    refuse("package.inconsistent", lambda: exchange.office_receive(world.office, forged))


@pytest.mark.parametrize("missing", ["parcel", "party"])
def test_a_base_that_refers_to_nothing_makes_no_store(world: World, missing: str) -> None:
    base = world.base()
    gone = {one["oid"] for one in lines(contents(base)["ops.jsonl"]) if one["class"] == missing}

    def without(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one for one in found if one["oid"] not in gone]

    kept = without(lines(contents(base)["ops.jsonl"]))
    root = root_hash((parse_id(one["oid"]), parse_revision(one["new"]["rev"])) for one in kept)
    forged = forge(
        base,
        world.folder / "forged.ldpkg",
        entries={"ops.jsonl": without},
        manifest=lambda document: document | {"base": document["base"] | {"root_hash": root.hex()}},
    )
    target = world.folder / "new.landdesk"
    refuse("package.inconsistent", lambda: exchange.create_from_base(forged, target, world.technician))
    assert not list(world.folder.glob("*new*"))


def test_a_base_whose_root_hash_is_another_makes_no_store(world: World) -> None:
    forged = forge(
        world.base(),
        world.folder / "forged.ldpkg",
        manifest=lambda document: document | {"base": document["base"] | {"root_hash": "00" * 32}},
    )
    target = world.folder / "new.landdesk"
    refuse("package.inconsistent", lambda: exchange.create_from_base(forged, target, world.technician))


def test_a_store_without_a_base_sends_and_receives_nothing(world: World) -> None:
    lonely = world.store("lonely", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    world.fill(lonely)
    refuse("package.no-base", lambda: exchange.export_change(lonely, world.path("change")))
    same = world.store(
        "same", NewStore("commune", EPSG, (COMMUNE,), dataset=world.office.info.dataset), world.technician
    )
    refuse("package.no-base", lambda: exchange.receive(same, world.base()))
    assert not list(world.folder.glob("change*"))


def test_the_office_sends_no_change_package(world: World) -> None:
    set_address(world.office, "1", "Thôn B")
    refuse("package.no-base", lambda: exchange.export_change(world.office, world.path("change")))


def test_each_side_says_which_packages_are_for_the_other(world: World) -> None:
    commune = world.commune()
    set_address(commune, "1", "Thôn A")
    sent = world.export(commune)
    refuse("package.for-office", lambda: exchange.receive(commune, sent.path))
    package = world.receive(sent)
    world.accept(package)
    receipt = world.receipt(package)
    refuse("office.not-change", lambda: exchange.office_receive(world.office, receipt))
    refuse("office.not-change", lambda: exchange.office_receive(world.office, world.base()))
    refuse("office.not-office", lambda: exchange.office_receive(commune, sent.path))
    refuse("package.no-base", lambda: exchange.receive(world.office, receipt))


def refuse(code: str, act: object) -> None:
    with pytest.raises(LandDeskError) as refused:
        act()  # type: ignore[operator]  # a function without arguments
    assert refused.value.code == code
